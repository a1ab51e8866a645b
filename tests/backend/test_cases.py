"""What the machine does to a case besides its status, on a real database."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
import sqlalchemy as sa

from backend import standards
from backend.refusals import ChangedMeanwhile, Malformed, RuleSaysNo, Unknown
from backend.rules import case_pages, cases, departments, orders, tasks, units
from backend.session import Database
from backend.tables.audit import AuditRow
from backend.tables.feed import ChangeRow
from backend.tables.people import DepartmentRow
from backend.tables.positions import LatestRow
from tests.backend.centre import (
    ACCEPTOR,
    ADMIN,
    CHIEF,
    DEPARTMENT,
    DISPATCHER,
    GATEWAY,
    HANDLER,
    INSPECTOR,
    LEADER,
    PHOTO,
    SAMPLES,
    Centre,
    report_of,
    user,
)
from wire.case_filter import CaseFilter
from wire.cases import CaseReport, DispatchOrder, FileOrder, MergeOrder, PhotoOfCase, SendVerifyOrder, SubmitOrder
from wire.codes import AdjustmentKind, CloseKind, DutyState, Noun, PhotoPhase, Role, Source, Status, TaskResult, TaskState, UnitKind, Verb, VoidKind
from wire.people import DepartmentOrder
from wire.tasks import TaskReport
from wire.units import SignIn, UnitOrder

DAY = timedelta(days=1)
ALL_IN_ONE = user("all in one", Role.ACCEPTOR, Role.SHIFT_LEADER, Role.DISPATCHER)


@pytest.fixture
def centre(database: Database) -> Centre:
    return Centre(database)


@pytest.fixture
def in_force() -> Iterator[Callable[..., None]]:
    """Changes the standards for one test: `in_force(machine={"rework_clock": "RESTART"})`."""
    shipped = standards.in_force()

    def change(**parts: dict[str, object]) -> None:
        now = standards.in_force()
        standards.use(msgspec.structs.replace(now, **{name: msgspec.structs.replace(getattr(now, name), **values) for name, values in parts.items()}))

    yield change
    standards.use(shipped)


def refused(code: str) -> pytest.RaisesExc[RuleSaysNo]:
    return pytest.raises(RuleSaysNo, check=lambda refusal: refusal.code == code)


# Reports


def test_that_the_same_report_again_answers_the_same_case(centre: Centre) -> None:
    assert centre.report("c1") == centre.report("c1")
    with centre.database.read(CHIEF) as work:
        assert case_pages.page(work, CaseFilter()).total == 1


def test_that_another_report_under_the_same_id_is_refused(centre: Centre) -> None:
    centre.report("c1")
    with refused("id_taken"), centre.writing(INSPECTOR) as work:
        cases.report(work, msgspec.structs.replace(report_of("c1"), description="something else"))


def test_that_a_number_says_division_day_and_sequence(centre: Centre) -> None:
    day = datetime.now(standards.in_force().calendar.tz).strftime("%Y%m%d")
    assert [centre.report().case.number for _ in range(3)] == [f"140802{day}0000{number}" for number in (1, 2, 3)]


def test_that_reports_at_once_get_different_numbers(centre: Centre) -> None:
    """Twelve threads; one report comes three times."""
    numbers: list[str] = []
    start = threading.Barrier(12)

    def report(case_id: str) -> None:
        start.wait()
        numbers.append(centre.report(case_id).case.number)

    threads = [threading.Thread(target=report, args=(f"at once {max(number, 2)}",)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(numbers) == 12
    assert len(set(numbers)) == 10


def test_that_a_place_outside_every_grid_is_accepted(centre: Centre) -> None:
    with centre.writing(INSPECTOR) as work:
        far = cases.report(work, msgspec.structs.replace(report_of("far"), lon=112.0))
    assert (far.case.duty_grid, far.case.grid_code) == (None, None)
    assert centre.report("near").case.duty_grid == "140802001"


@pytest.mark.parametrize(
    ("source", "by", "changed", "code"),
    [
        pytest.param(Source.INSPECTOR, INSPECTOR, {"class_code": "9999"}, "unknown_class", id="class"),
        pytest.param(Source.INSPECTOR, INSPECTOR, {"photos": []}, "photo_missing", id="no photo"),
        pytest.param(Source.INSPECTOR, INSPECTOR, {"photos": ["nobody uploaded this"]}, "unknown_photo", id="photo"),
        pytest.param(Source.INSPECTOR, GATEWAY, {}, "not_your_source", id="source"),
    ],
)
def test_that_a_wrong_report_is_refused(centre: Centre, source: Source, by, changed: dict[str, object], code: str) -> None:
    with refused(code), centre.writing(by) as work:
        cases.report(work, msgspec.structs.replace(report_of("c1", source), **changed))
    with pytest.raises(Unknown):
        centre.card("c1")


def test_that_a_time_without_a_zone_is_refused_and_one_to_come_is_now(centre: Centre) -> None:
    with pytest.raises(Malformed), centre.writing(INSPECTOR) as work:
        cases.report(work, msgspec.structs.replace(report_of("c1"), at=datetime(2026, 1, 1)))  # noqa: DTZ001
    with centre.writing(INSPECTOR) as work:
        card = cases.report(work, msgspec.structs.replace(report_of("c1"), at=datetime(2126, 1, 1, tzinfo=UTC)))
        assert card.case.reported_at == work.at


@pytest.mark.parametrize("case_id", ["a/b", "..", "a?b", "a b", "", "x" * 65])
def test_that_a_case_has_an_id_that_can_stand_in_an_address(case_id: str) -> None:
    said = msgspec.to_builtins(report_of("c1")) | {"id": case_id}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(said, CaseReport)


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "1999-12-31T23:59:59Z"])
def test_that_a_clock_that_was_never_set_is_refused(centre: Centre, at: str) -> None:
    with pytest.raises(Malformed), centre.writing(INSPECTOR) as work:
        cases.report(work, msgspec.structs.replace(report_of("c1"), at=datetime.fromisoformat(at)))


# Verify and check


def test_that_a_public_report_needs_an_inspector_who_says_that_it_exists(centre: Centre) -> None:
    case_id = centre.report(source=Source.WECHAT).id
    with refused("not_verified"):
        centre.step(ACCEPTOR, case_id, Verb.ACCEPT)
    centre.step(ACCEPTOR, case_id, Verb.SEND_VERIFY)
    centre.answer(case_id, TaskResult.NOT_EXISTS)
    with refused("not_verified"):
        centre.step(ACCEPTOR, case_id, Verb.ACCEPT)
    centre.step(ACCEPTOR, case_id, Verb.SEND_VERIFY)
    centre.answer(case_id, TaskResult.EXISTS)
    assert centre.step(ACCEPTOR, case_id, Verb.ACCEPT).case.status is Status.PENDING_FILING


def test_that_only_the_last_check_counts(centre: Centre) -> None:
    case_id = centre.bring(Status.CHECKING).id
    centre.answer(case_id, TaskResult.NOT_PASS)
    with refused("check_not_passed"):
        centre.step(ACCEPTOR, case_id, Verb.PASS_ON)
    centre.step(ACCEPTOR, case_id, Verb.SEND_CHECK)
    centre.answer(case_id, TaskResult.PASS)
    assert centre.step(ACCEPTOR, case_id, Verb.PASS_ON).case.status is Status.PENDING_CLOSE


def test_that_rework_needs_a_new_check(centre: Centre) -> None:
    case_id = centre.bring(Status.PENDING_CLOSE).id
    centre.step(LEADER, case_id, Verb.RETURN_TO_CHECK)
    centre.step(ACCEPTOR, case_id, Verb.REWORK)
    for by, verb in (
        (DISPATCHER, Verb.DISPATCH),
        (DEPARTMENT, Verb.ASSIGN),
        (HANDLER, Verb.SUBMIT),
        (DEPARTMENT, Verb.CONFIRM),
        (DISPATCHER, Verb.FORWARD),
    ):
        centre.step(by, case_id, verb)
    with refused("check_not_passed"):
        centre.step(ACCEPTOR, case_id, Verb.PASS_ON)


def put_inspector(centre: Centre, unit_id: str, lon: float | None, duty_grids: list[str]) -> None:
    with centre.writing(ADMIN) as work:
        units.put(work, UnitOrder(id=unit_id, code=unit_id, kind=UnitKind.INSPECTOR, name=unit_id, duty_grids=duty_grids))
        units.sign_in(work, unit_id, SignIn(duty=DutyState.ON_DUTY))
        number = units.row_of(work, unit_id).number
        if lon is not None:
            work.session.add(LatestRow(unit=number, unit_id=unit_id, cursor=number, at=1, lon=lon, lat=35.02, speed=None, heading=None))


def off_duty(centre: Centre) -> None:
    with centre.writing(ADMIN) as work:
        units.sign_in(work, "u1", SignIn(duty=DutyState.OFF_DUTY))


def sent_to(centre: Centre, case_id: str) -> str:
    centre.step(ACCEPTOR, case_id, Verb.SEND_VERIFY)
    return centre.open_task(case_id).unit_id


def test_that_the_inspector_of_the_duty_grid_is_sent(centre: Centre) -> None:
    put_inspector(centre, "nearer", 111.0, [])
    assert sent_to(centre, centre.report().id) == "u1"


def test_that_the_nearest_is_sent_when_that_one_is_off_duty(centre: Centre) -> None:
    off_duty(centre)
    put_inspector(centre, "far", 111.3, [])
    put_inspector(centre, "near", 111.1, [])
    put_inspector(centre, "nowhere", None, [])
    assert sent_to(centre, centre.report().id) == "near"


def test_that_nobody_on_duty_is_a_named_refusal(centre: Centre) -> None:
    off_duty(centre)
    case_id = centre.report().id
    with refused("no_inspector"):
        centre.step(ACCEPTOR, case_id, Verb.SEND_VERIFY)
    with refused("not_on_duty"):
        centre.order(ACCEPTOR, case_id, SendVerifyOrder(unit_id="u1"))
    with refused("unknown_inspector"):
        centre.order(ACCEPTOR, case_id, SendVerifyOrder(unit_id="u9"))


def test_that_a_task_is_answered_once_by_its_unit_with_a_result_that_fits(centre: Centre) -> None:
    case_id = centre.bring(Status.VERIFYING).id
    task = centre.open_task(case_id)
    with pytest.raises(Malformed), centre.writing(INSPECTOR) as work:
        tasks.report(work, task.id, TaskReport(result=TaskResult.PASS))
    stranger = user("stranger", Role.INSPECTOR, unit_id="u2")
    with pytest.raises(Exception, match="not for stranger"), centre.writing(stranger) as work:
        tasks.report(work, task.id, TaskReport(result=TaskResult.EXISTS))
    with centre.writing(INSPECTOR) as work:
        done = tasks.report(work, task.id, TaskReport(result=TaskResult.EXISTS, photos=[PHOTO], note="yes"))
    assert (done.state, done.result, done.version) == (TaskState.DONE, TaskResult.EXISTS, 2)
    with refused("task_not_open"), centre.writing(INSPECTOR) as work:
        tasks.report(work, task.id, TaskReport(result=TaskResult.EXISTS))
    assert PhotoPhase.VERIFY in {photo.phase for photo in centre.card(case_id).photos}


def test_that_voiding_withdraws_the_task(centre: Centre) -> None:
    case_id = centre.bring(Status.CHECKING).id
    card = centre.step(LEADER, case_id, Verb.VOID)
    assert [task.state for task in card.tasks] == [TaskState.WITHDRAWN]


# Departments and rework


def test_that_the_clock_starts_at_dispatch_and_stops_at_confirm(centre: Centre) -> None:
    dispatched = centre.bring(Status.PENDING_DISPOSAL).case
    assert dispatched.yellow_at is not None
    assert dispatched.deadline_at is not None
    assert dispatched.dispatched_at is not None
    assert dispatched.dispatched_at < dispatched.yellow_at < dispatched.deadline_at
    for by, verb in ((DEPARTMENT, Verb.ASSIGN), (HANDLER, Verb.SUBMIT)):
        assert centre.step(by, dispatched.id, verb).case.disposed_at is None
    disposed = centre.step(DEPARTMENT, dispatched.id, Verb.CONFIRM)
    assert disposed.case.disposed_at == disposed.flow[-1].at


def test_that_in_time_is_what_was_disposed_in_time_however_late_it_is_closed(centre: Centre) -> None:
    case_id = centre.bring(Status.PENDING_REVIEW).id
    centre.ahead = 30 * DAY
    for by, verb in ((DISPATCHER, Verb.FORWARD), (ACCEPTOR, Verb.SEND_CHECK), (INSPECTOR, Verb.CHECK), (ACCEPTOR, Verb.PASS_ON)):
        centre.step(by, case_id, verb)
    assert centre.step(LEADER, case_id, Verb.CLOSE).case.close_kind is CloseKind.NORMAL


def test_that_what_was_disposed_late_is_closed_as_overdue(centre: Centre) -> None:
    case_id = centre.bring(Status.DISPOSING).id
    centre.step(HANDLER, case_id, Verb.SUBMIT)
    centre.ahead = 30 * DAY
    assert centre.step(DEPARTMENT, case_id, Verb.CONFIRM).flow[-1].overdue
    for by, verb in ((DISPATCHER, Verb.FORWARD), (ACCEPTOR, Verb.SEND_CHECK), (INSPECTOR, Verb.CHECK), (ACCEPTOR, Verb.PASS_ON)):
        centre.step(by, case_id, verb)
    assert centre.step(LEADER, case_id, Verb.CLOSE).case.close_kind is CloseKind.OVERDUE


@pytest.mark.parametrize(("rework_clock", "same"), [("BUNDLED", True), ("RESTART", False)])
@pytest.mark.parametrize("status", [Status.PENDING_REVIEW, Status.PENDING_CHECK])
def test_that_rework_keeps_the_deadline_unless_the_city_says_otherwise(
    centre: Centre, in_force: Callable[..., None], status: Status, rework_clock: str, same: bool
) -> None:
    in_force(machine={"rework_clock": rework_clock})
    before = centre.bring(status).case
    centre.ahead = 7 * DAY
    centre.step(DISPATCHER if status is Status.PENDING_REVIEW else ACCEPTOR, before.id, Verb.REWORK)
    if status is Status.PENDING_CHECK:
        centre.step(DISPATCHER, before.id, Verb.DISPATCH)
    again = centre.card(before.id).case
    assert again.status is Status.PENDING_DISPOSAL
    assert again.rework_count == 1
    assert again.submitted_at is None
    assert again.disposed_at is None
    assert (again.deadline_at == before.deadline_at) is same


def test_that_another_department_gets_its_own_time(centre: Centre) -> None:
    before = centre.bring(Status.PENDING_DISPOSAL).case
    centre.ahead = 7 * DAY
    returned = centre.ask(AdjustmentKind.RETURN, before.id, DEPARTMENT, DISPATCHER).case
    assert returned.department_id is None
    same = centre.step(DISPATCHER, before.id, Verb.DISPATCH).case
    assert same.deadline_at == before.deadline_at, "a return does not wind the clock back"
    centre.ask(AdjustmentKind.RETURN, before.id, DEPARTMENT, DISPATCHER)
    other = centre.order(DISPATCHER, before.id, DispatchOrder(department_id="d2")).case
    assert other.deadline_at is not None
    assert before.deadline_at is not None
    assert other.deadline_at > before.deadline_at


def test_that_a_changed_limit_concerns_only_what_is_dispatched_later(centre: Centre, in_force: Callable[..., None]) -> None:
    earlier, waiting = centre.bring(Status.PENDING_DISPOSAL).case, centre.bring(Status.PENDING_DISPATCH).case
    now = standards.in_force().catalogue.conditions
    longer = [msgspec.structs.replace(each, limit=standards.limit_of("9 WORK_DAY")) for each in now]
    in_force(catalogue={"conditions": longer})
    assert centre.card(earlier.id).case == earlier
    later = centre.step(DISPATCHER, waiting.id, Verb.DISPATCH).case
    assert (later.limit_amount, later.limit_type) == (9, "WORK_DAY")
    assert later.deadline_at is not None
    assert earlier.deadline_at is not None
    assert later.deadline_at > earlier.deadline_at + 5 * DAY


def test_that_a_department_sees_and_moves_only_its_own_cases(centre: Centre) -> None:
    case_id = centre.bring(Status.PENDING_DISPOSAL).id
    other = user("other department", Role.DEPARTMENT, department_id="d2")
    with pytest.raises(Unknown):
        centre.card(case_id, other)
    with pytest.raises(Unknown):
        centre.step(other, case_id, Verb.ASSIGN)
    with centre.database.read(other) as work:
        assert case_pages.page(work, CaseFilter()).total == 0
    with centre.database.read(DEPARTMENT) as work:
        assert [case.id for case in case_pages.page(work, CaseFilter()).cases] == [case_id]
    seeing = user("also in the hall", Role.DEPARTMENT, Role.AUDITOR, department_id="d2")
    with refused("other_department"):
        centre.step(seeing, case_id, Verb.ASSIGN)


def test_that_an_inspector_sees_what_they_reported(centre: Centre) -> None:
    mine, foreign = centre.report().id, centre.report(source=Source.VIDEO, by=ACCEPTOR).id
    assert centre.card(mine, INSPECTOR).id == mine
    with pytest.raises(Unknown):
        centre.card(foreign, INSPECTOR)


# Returns


def test_that_whoever_takes_a_returned_case_leaves_the_next_step_to_somebody_else(centre: Centre) -> None:
    case_id = centre.bring(Status.PENDING_FILING).id
    returned = centre.step(LEADER, case_id, Verb.RETURN_TO_ACCEPTOR)
    assert returned.case.returned
    again = centre.step(ALL_IN_ONE, case_id, Verb.ACCEPT)
    assert not again.case.returned
    assert Verb.FILE not in {offer.verb for offer in again.offers}
    with refused("receiver_of_return"):
        centre.step(ALL_IN_ONE, case_id, Verb.FILE)
    centre.step(LEADER, case_id, Verb.FILE)
    assert centre.step(ALL_IN_ONE, case_id, Verb.DISPATCH).case.status is Status.PENDING_DISPOSAL


def test_that_one_person_may_do_all_of_it_when_nothing_came_back(centre: Centre) -> None:
    case_id = centre.report().id
    for verb in (Verb.ACCEPT, Verb.FILE, Verb.DISPATCH):
        centre.step(ALL_IN_ONE, case_id, verb)
    assert centre.card(case_id).case.status is Status.PENDING_DISPOSAL


# Ends


@pytest.mark.parametrize(
    ("status", "by", "verb", "kind"),
    [
        (Status.REPORTED, ACCEPTOR, Verb.REFUSE, VoidKind.NOT_ACCEPTED),
        (Status.PENDING_FILING, LEADER, Verb.NOT_FILE, VoidKind.NOT_FILED),
        (Status.DISPOSING, LEADER, Verb.VOID, VoidKind.VOID),
    ],
)
def test_that_statistics_can_tell_the_three_voids_apart(centre: Centre, status: Status, by, verb: Verb, kind: VoidKind) -> None:
    assert centre.step(by, centre.bring(status).id, verb).case.void_kind is kind


def test_that_a_duplicate_points_at_a_case_that_is_none(centre: Centre) -> None:
    first, second, third = (centre.report().id for _ in range(3))
    merged = centre.order(ACCEPTOR, second, MergeOrder(duplicate_of=first)).case
    assert (merged.status, merged.duplicate_of) == (Status.VOIDED, first)
    for target, code in (("nothing", "unknown_duplicate"), (third, "wrong_duplicate"), (second, "wrong_duplicate")):
        with refused(code):
            centre.order(ACCEPTOR, third, MergeOrder(duplicate_of=target))


def test_that_a_closed_case_is_opened_again_only_for_some_days(centre: Centre) -> None:
    closed = centre.bring(Status.CLOSED).case
    centre.ahead = 14 * DAY
    again = centre.step(LEADER, closed.id, Verb.REOPEN).case
    assert (again.closed_at, again.close_kind, again.deadline_at, again.rework_count) == (None, None, None, 1)
    assert centre.step(DISPATCHER, closed.id, Verb.DISPATCH).case.deadline_at is not None
    other = centre.bring(Status.CLOSED).case
    centre.ahead += 16 * DAY
    with refused("closed_too_long"):
        centre.step(LEADER, other.id, Verb.REOPEN)


def test_that_nothing_is_dispatched_that_was_never_filed(centre: Centre) -> None:
    """A special closing may come before filing; what is opened again then has no time limit yet."""
    case_id = centre.report().id
    centre.step(CHIEF, case_id, Verb.SPECIAL_CLOSE)
    centre.step(LEADER, case_id, Verb.REOPEN)
    with refused("not_filed"):
        centre.step(DISPATCHER, case_id, Verb.DISPATCH)
    centre.step(DISPATCHER, case_id, Verb.RETURN_TO_FILING)
    offers = {offer.verb: offer.needs for offer in centre.card(case_id, LEADER).offers}
    assert offers[Verb.FILE] == ["condition_id"]
    with refused("no_condition"):
        centre.step(LEADER, case_id, Verb.FILE)
    centre.order(LEADER, case_id, FileOrder(condition_id="EVENT-0110-1"))
    assert centre.step(DISPATCHER, case_id, Verb.DISPATCH).case.deadline_at is not None


def test_that_a_special_closing_is_marked(centre: Centre) -> None:
    assert centre.step(CHIEF, centre.bring(Status.CHECKING).id, Verb.SPECIAL_CLOSE).case.close_kind is CloseKind.SPECIAL


@pytest.mark.parametrize(
    ("order", "status", "by", "code"),
    [
        (DispatchOrder(department_id="d9"), Status.PENDING_DISPATCH, DISPATCHER, "unknown_department"),
        (msgspec.structs.replace(SAMPLES[Verb.ACCEPT], condition_id="EVENT-0112-1"), Status.REPORTED, ACCEPTOR, "wrong_condition"),
        (msgspec.structs.replace(SAMPLES[Verb.ACCEPT], class_code="7777"), Status.REPORTED, ACCEPTOR, "unknown_class"),
        (FileOrder(condition_id="EVENT-0110-9"), Status.PENDING_FILING, LEADER, "wrong_condition"),
        (SubmitOrder(photos=["nobody uploaded this"]), Status.DISPOSING, HANDLER, "unknown_photo"),
    ],
)
def test_that_what_is_asked_must_be_there(centre: Centre, order, status: Status, by, code: str) -> None:
    case_id = centre.bring(status).id
    with refused(code):
        centre.order(by, case_id, order)


# What is written down


def test_that_the_flow_folds_to_the_status(centre: Centre) -> None:
    card = centre.bring(Status.CLOSED)
    assert [record.seq for record in card.flow] == list(range(1, card.version + 1))
    assert [record.at for record in card.flow] == sorted(record.at for record in card.flow)
    for before, after in zip(card.flow, card.flow[1:], strict=False):
        assert after.from_status is before.to_status
    assert card.flow[-1].to_status is card.case.status
    assert card.flow[-1].user == LEADER.full_name
    assert {record.role for record in card.flow} == {"INSPECTOR", "ACCEPTOR", "SHIFT_LEADER", "DISPATCHER", "DEPARTMENT", "HANDLER"}


def test_that_the_acceptance_clock_stands_while_an_inspector_verifies(centre: Centre) -> None:
    in_time, late = centre.report().id, centre.report().id
    centre.ahead = timedelta(minutes=10)
    for case_id in (in_time, late):
        centre.step(ACCEPTOR, case_id, Verb.SEND_VERIFY)
    centre.ahead = timedelta(minutes=35)
    assert not centre.answer(in_time, TaskResult.EXISTS).flow[-1].overdue
    centre.ahead = timedelta(minutes=41)
    assert centre.answer(late, TaskResult.EXISTS).flow[-1].overdue
    accepted = centre.step(ACCEPTOR, in_time, Verb.ACCEPT).flow[-1]
    assert accepted.overdue, "10 minutes before and 6 after"
    centre.ahead = timedelta(minutes=44)
    assert not centre.step(ACCEPTOR, late, Verb.ACCEPT).flow[-1].overdue, "10 minutes before and 3 after"


def test_that_every_step_is_in_the_feed_and_in_the_audit(centre: Centre) -> None:
    card = centre.bring(Status.CLOSED)
    with centre.database.read() as work:
        of_case = sa.select(ChangeRow.version).where(ChangeRow.noun == Noun.CASE, ChangeRow.id == card.id).order_by(ChangeRow.seq)
        assert list(work.session.scalars(of_case)) == list(range(1, card.version + 1))
        of_task = sa.select(ChangeRow.version).where(ChangeRow.noun == Noun.TASK, ChangeRow.id == card.tasks[0].id).order_by(ChangeRow.seq)
        assert list(work.session.scalars(of_task)) == [1, 2]
        acts = list(work.session.scalars(sa.select(AuditRow.act).where(AuditRow.id == card.id).order_by(AuditRow.seq)))
    assert acts == [f"CASE.{record.verb}" for record in card.flow]


def test_that_two_dispatchers_at_once_are_one_dispatch_and_one_412(centre: Centre) -> None:
    card = centre.bring(Status.PENDING_DISPATCH)
    start = threading.Barrier(2)
    ends: list[object] = []

    def dispatch(department_id: str) -> None:
        start.wait()
        try:
            ends.append(centre.order(DISPATCHER, card.id, DispatchOrder(department_id=department_id), expected=card.version))
        except ChangedMeanwhile as refusal:
            ends.append(refusal)

    threads = [threading.Thread(target=dispatch, args=(department_id,)) for department_id in ("d1", "d2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refusal = next(end for end in ends if isinstance(end, ChangedMeanwhile))
    winner = next(end for end in ends if not isinstance(end, ChangedMeanwhile))
    assert refusal.current == winner.case  # type: ignore[attr-defined]


# Cards and pages


def test_that_personal_data_is_masked_on_every_card(centre: Centre) -> None:
    case_id = centre.bring(Status.PENDING_DISPOSAL).id
    for by, may in ((ACCEPTOR, True), (DISPATCHER, False), (DEPARTMENT, False), (ADMIN, False)):
        card = centre.card(case_id, by)
        assert (card.reporter, card.phone, card.may_unmask) == ("张**", "138****5678", may)
    assert centre.card(case_id, ACCEPTOR).case.phone == "138****5678", "the table of the hall hangs on the wall"


def test_that_departments_are_suggested_best_first(centre: Centre) -> None:
    def suggested(case_id: str) -> list[tuple[str, str]]:
        return [(each.department_id, each.why) for each in centre.card(case_id, DISPATCHER).suggestions]

    case_id = centre.bring(Status.PENDING_DISPATCH).id
    assert suggested(case_id) == [("d1", "RESPONSIBILITY"), ("d2", "RESPONSIBILITY")], "the nearer first"
    assert centre.card(case_id, LEADER).suggestions == []
    centre.order(DISPATCHER, case_id, DispatchOrder(department_id="d1"))
    centre.ask(AdjustmentKind.RETURN, case_id, DEPARTMENT, DISPATCHER)
    assert suggested(case_id) == [("d2", "RESPONSIBILITY")], "whoever sent it back is not asked again"
    reworked = centre.bring(Status.PENDING_CHECK).id
    centre.step(ACCEPTOR, reworked, Verb.REWORK)
    assert suggested(reworked)[0] == ("d1", "LAST_DEPARTMENT")


def test_that_a_photo_of_the_hall_hangs_on_a_case_once(centre: Centre) -> None:
    case_id = centre.report(source=Source.VIDEO, by=ACCEPTOR).id
    for _ in range(2):
        with centre.writing(ACCEPTOR) as work:
            card = cases.add_photo(work, case_id, PhotoOfCase(photo_id=PHOTO, phase=PhotoPhase.BEFORE))
    assert card.case.photo_count == len(card.photos) == 1


def test_that_pages_give_every_case_once_also_while_new_ones_come(centre: Centre) -> None:
    ids = {centre.report().id for _ in range(7)}
    seen: list[str] = []
    cursor = None
    while True:
        with centre.database.read(CHIEF) as work:
            page = case_pages.page(work, CaseFilter(limit=2, cursor=cursor))
        seen += [case.id for case in page.cases]
        centre.report()
        if (cursor := page.next) is None:
            break
    assert len(seen) == len(set(seen))
    assert set(seen) == ids


def test_that_a_cursor_of_nobody_is_malformed(centre: Centre) -> None:
    for cursor in ("x", "ä", "MjAyNg==", "MjAyNi0wMS0wMVQwMDowMDowMCBj", "MDAwMS0wMS0wMVQwMDowMDowMCsxNDowMCBj"):
        with pytest.raises(Malformed), centre.database.read(CHIEF) as work:
            case_pages.page(work, CaseFilter(cursor=cursor))


def test_that_pages_are_filtered(centre: Centre) -> None:
    reported, disposing = centre.report().id, centre.bring(Status.DISPOSING).id
    public = centre.report(source=Source.WECHAT).id

    def found(**filters: object) -> set[str]:
        with centre.database.read(CHIEF) as work:
            return {case.id for case in case_pages.page(work, CaseFilter(**filters)).cases}  # type: ignore[arg-type]

    assert found(status=[Status.DISPOSING]) == {disposing}
    assert found(status=[Status.DISPOSING, Status.REPORTED]) == {reported, disposing, public}
    assert found(source=[Source.WECHAT]) == {public}
    assert found(department_id=["d1"]) == {disposing}
    assert found(text="HEAP of") == {reported, disposing, public}
    assert found(text=centre.card(public).case.number) == {public}
    assert found(text="%") == {reported, disposing, public}, "signs alone say nothing"


def test_that_a_console_starts_with_open_cases_and_the_newest_closed(centre: Centre) -> None:
    reported = centre.report().id
    closed = [centre.bring(Status.CLOSED).id for _ in range(2)]
    with centre.database.read(CHIEF) as work:
        assert {case.id for case in cases.open_cases(work)} == {reported}
        assert {case.id for case in cases.open_cases(work, closed=1)} == {reported, closed[1]}


def test_that_orders_on_nothing_are_unknown(centre: Centre) -> None:
    with pytest.raises(Unknown), centre.writing(ACCEPTOR) as work:
        orders.order(work, "nothing", SAMPLES[Verb.REFUSE])


def test_that_a_trade_without_departments_suggests_nobody(centre: Centre) -> None:
    case_id = centre.bring(Status.PENDING_DISPATCH).id
    with centre.writing(ADMIN) as work:
        for department_id in ("d1", "d2"):
            row = work.session.get_one(DepartmentRow, department_id)
            departments.put(work, DepartmentOrder(id=row.id, code=row.code, name=row.name, trades=[]))
    assert centre.card(case_id, DISPATCHER).suggestions == []
