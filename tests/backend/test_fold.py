"""What each step of a case makes of its counters (DOMAIN 5.2), on real cases that went through the machine."""

from datetime import timedelta

import msgspec
import pytest

from backend.rules import cases, counting, sums
from backend.rules.sums import Cut
from backend.session import Database
from tests.backend.centre import ACCEPTOR, CHIEF, DEPARTMENT, DISPATCHER, FORWARD, HANDLER, INSPECTOR, LEADER, PHOTO, Centre, report_of
from wire.cases import DispatchOrder
from wire.codes import AdjustmentKind, Source, Status, TaskResult, Verb
from wire.evaluation import Counter, Dimension, Lap
from wire.people import User

C = Counter
PASSED = [C.REPORT, C.VALID_REPORT, C.OPERATE, C.INST, C.NEED_DISPATCH, C.DISPATCH, C.ACCUR_DISPATCH, C.NEED_DISPOSE]
DISPOSED = [*PASSED, C.DISPOSE, C.INTIME_DISPOSE, C.NEED_ARCHIVE]


class Counts:
    """What single cases count for, at the time of the centre."""

    def __init__(self, centre: Centre) -> None:
        self.centre = centre

    def of(self, case_id: str) -> dict[Counter, float]:
        with self.centre.writing(CHIEF) as work:
            counting.store(work, [case_id])
            found = sums.sums(work, Cut(work.at.date() - timedelta(days=60), work.at.date() + timedelta(days=60), work.at), Dimension.CITY)
            work.session.execute(counting.counts.delete())
        return found.get("", {})

    def row(self, case_id: str) -> dict[str, object]:
        with self.centre.writing(CHIEF) as work:
            return next(iter(counting.count(work, [case_id])))


@pytest.fixture
def centre(database: Database) -> Centre:
    return Centre(database)


@pytest.fixture
def counts(centre: Centre) -> Counts:
    return Counts(centre)


def has(counted: dict[Counter, float], *counters: Counter) -> bool:
    return all(counted.get(counter) == 1 for counter in counters)


def lacks(counted: dict[Counter, float], *counters: Counter) -> bool:
    return not any(counter in counted for counter in counters)


def test_that_a_case_that_went_round_in_time_counts_for_everything_good(centre: Centre, counts: Counts) -> None:
    card = centre.bring(Status.CLOSED)
    counted = counts.of(card.id)
    assert has(counted, *DISPOSED, C.ARCHIVE, C.INTIME_ARCHIVE, C.NEED_CHECK, C.CHECK, C.INTIME_CHECK, C.SUPERVISE, C.PATROL_REPORT, C.PATROL_INST)
    assert lacks(
        counted, C.TO_DISPOSE, C.OVERTIME_DISPOSE, C.OVERTIME_ARCHIVE, C.REWORK, C.RETURN, C.NEED_SEND_VERIFY, C.NEED_CALLBACK, C.INVALID_CHECK
    )
    row = counts.row(card.id)
    assert row["by_department"] == "d1"
    assert [row[f"by_{post}"] for post in ("reporter", "checker", "acceptor", "filer", "dispatcher")] == [
        "u1",
        "u1",
        "acceptor",
        "leader",
        "dispatcher",
    ]
    assert row["by_duty_grid"] == "140802001"
    assert (row["by_class"], row["by_major"], row["by_source"]) == ("EVENT-0110", "EVENT-01", "INSPECTOR")


def test_that_a_case_with_the_department_is_due_only_once_it_is_overdue(centre: Centre, counts: Counts) -> None:
    card = centre.bring(Status.DISPOSING)
    assert has(counts.of(card.id), *PASSED, C.TO_DISPOSE, C.INTIME_TO_DISPOSE)
    assert lacks(counts.of(card.id), C.NEED_ARCHIVE, C.OVERTIME_TO_DISPOSE)
    centre.ahead += timedelta(days=10)
    counted = counts.of(card.id)
    assert has(counted, C.NEED_ARCHIVE, C.TO_DISPOSE, C.OVERTIME_TO_DISPOSE)
    assert lacks(counted, C.INTIME_TO_DISPOSE, C.DISPOSE)


def test_that_being_late_is_a_matter_of_the_disposal_and_not_of_the_closing(centre: Centre, counts: Counts) -> None:
    in_time = centre.bring(Status.PENDING_REVIEW).id
    late = centre.bring(Status.DISPOSING).id
    centre.ahead += timedelta(days=10)
    centre.step(HANDLER, late, Verb.SUBMIT)
    centre.step(DEPARTMENT, late, Verb.CONFIRM)
    for case_id in (in_time, late):
        for by, verb in FORWARD[-5:]:
            centre.step(by, case_id, verb)
    assert has(counts.of(in_time), C.ARCHIVE, C.INTIME_ARCHIVE, C.INTIME_DISPOSE)
    assert has(counts.of(late), C.ARCHIVE, C.OVERTIME_ARCHIVE, C.OVERTIME_DISPOSE, C.NEED_ARCHIVE)
    assert lacks(counts.of(late), C.INTIME_ARCHIVE, C.INTIME_DISPOSE)


def test_that_rework_is_what_a_check_sends_back_to_the_same_department(centre: Centre, counts: Counts) -> None:
    card = centre.bring(Status.PENDING_REVIEW)
    centre.step(DISPATCHER, card.id, Verb.REWORK)  # by the dispatcher: counted only where every_rework says so
    assert lacks(counts.of(card.id), C.REWORK)
    for by, verb in FORWARD[3:8]:
        centre.step(by, card.id, verb)
    centre.answer(card.id, TaskResult.NOT_PASS)
    centre.step(ACCEPTOR, card.id, Verb.REWORK)
    counted = counts.of(card.id)
    assert has(counted, C.REWORK, C.MULTI_REWORK, C.TO_DISPOSE, C.CHECK)
    centre.order(DISPATCHER, card.id, DispatchOrder(department_id="d2"))
    counted = counts.of(card.id)
    assert lacks(counted, C.REWORK, C.MULTI_REWORK, C.ACCUR_DISPATCH)  # another department: a wrong dispatch (DOMAIN 9.7)


def test_that_only_the_last_check_of_a_stage_is_valid(centre: Centre, counts: Counts) -> None:
    card = centre.bring(Status.PENDING_CHECK)
    centre.step(ACCEPTOR, card.id, Verb.SEND_CHECK)
    centre.answer(card.id, TaskResult.UNABLE)
    assert lacks(counts.of(card.id), C.INVALID_CHECK)
    centre.step(ACCEPTOR, card.id, Verb.SEND_CHECK)
    centre.ahead += timedelta(hours=1)
    centre.answer(card.id, TaskResult.PASS)
    counted = counts.of(card.id)
    assert has(counted, C.INVALID_CHECK, C.CHECK, C.NEED_CHECK)
    assert lacks(counted, C.INTIME_CHECK)  # 30 minutes


def test_that_what_the_public_reports_must_be_verified_and_called_back(centre: Centre, counts: Counts) -> None:
    card = centre.report(source=Source.HOTLINE_12319)
    assert has(counts.of(card.id), C.REPORT, C.PUBLIC_REPORT, C.NEED_SEND_VERIFY)
    assert lacks(counts.of(card.id), C.SEND_VERIFY, C.NEED_VERIFY, C.PATROL_REPORT, C.OPERATE)
    centre.step(ACCEPTOR, card.id, Verb.SEND_VERIFY)
    assert has(counts.of(card.id), C.SEND_VERIFY, C.NEED_VERIFY)
    centre.answer(card.id, TaskResult.EXISTS)
    assert has(counts.of(card.id), C.VERIFY, C.INTIME_VERIFY)
    assert counts.row(card.id)["by_verifier"] == "u1"
    for by, verb in FORWARD[:5]:
        centre.step(by, card.id, verb)
    assert lacks(counts.of(card.id), C.NEED_CALLBACK)
    centre.step(DEPARTMENT, card.id, Verb.CONFIRM)
    assert has(counts.of(card.id), C.NEED_CALLBACK, C.HOTLINE_INST, C.VALID_PUBLIC_REPORT)


@pytest.mark.parametrize(
    ("until", "by", "verb", "ended"),
    [
        (Status.REPORTED, ACCEPTOR, Verb.REFUSE, C.NOT_OPERATE),
        (Status.PENDING_FILING, LEADER, Verb.NOT_FILE, C.NOT_INST),
        (Status.DISPOSING, LEADER, Verb.VOID, C.CANCEL),
    ],
)
def test_that_each_way_to_void_is_counted_by_its_own_name(
    centre: Centre, counts: Counts, until: Status, by: User, verb: Verb, ended: Counter
) -> None:
    card = centre.bring(until)
    centre.step(by, card.id, verb)
    counted = counts.of(card.id)
    assert has(counted, C.REPORT, ended)
    assert lacks(counted, C.VALID_REPORT, C.TO_DISPOSE, C.NEED_DISPOSE, C.NEED_ARCHIVE, *({C.NOT_OPERATE, C.NOT_INST, C.CANCEL} - {ended}))


def test_that_a_returned_case_is_nobodys_to_dispose_of(centre: Centre, counts: Counts) -> None:
    card = centre.bring(Status.PENDING_DISPOSAL)
    centre.ask(AdjustmentKind.RETURN, card.id, DEPARTMENT, DISPATCHER)
    counted = counts.of(card.id)
    assert has(counted, C.RETURN, C.DISPATCH)
    assert lacks(counted, C.TO_DISPOSE, C.NEED_DISPOSE, C.SHUFFLE)


def test_that_self_handled_and_direct_cases_are_in_no_rate(centre: Centre, counts: Counts) -> None:
    seen = report_of("self")
    with centre.writing(INSPECTOR) as work:
        cases.report(work, msgspec.structs.replace(seen, source=Source.INSPECTOR_SELF, after_photos=[PHOTO]))
    assert counts.of("self") == {C.PATROL_DEAL_REPORT: 1}
    centre.step(LEADER, "self", Verb.CLOSE)
    assert counts.of("self") == {C.PATROL_DEAL_REPORT: 1, C.PATROL_DEAL_ARCHIVE: 1}
    with centre.writing(INSPECTOR) as work:
        cases.report(work, msgspec.structs.replace(report_of("direct"), direct=True, department_id="d1"))
    assert counts.of("direct") == {C.DIRECT: 1}


def test_that_what_hangs_is_never_overdue_and_is_remembered(centre: Centre, counts: Counts) -> None:
    card = centre.bring(Status.SUSPENDED)
    centre.ahead += timedelta(days=10)
    counted = counts.of(card.id)
    assert has(counted, C.HANG, C.HIS_HANG, C.MULTI_HANG, C.TO_DISPOSE, C.INTIME_TO_DISPOSE)
    assert lacks(counted, C.OVERTIME_TO_DISPOSE, C.NEED_ARCHIVE)
    centre.step(DISPATCHER, card.id, Verb.RESUME)
    assert has(counts.of(card.id), C.HIS_HANG)
    assert lacks(counts.of(card.id), C.HANG)


def test_that_extensions_are_counted_with_their_hours_and_supervision_once(centre: Centre, counts: Counts) -> None:
    card = centre.bring(Status.DISPOSING)
    centre.ask(AdjustmentKind.EXTEND, card.id, DEPARTMENT, DISPATCHER)
    centre.ask(AdjustmentKind.EXTEND, card.id, DEPARTMENT, DISPATCHER)
    centre.step(CHIEF, card.id, Verb.SUPERVISE)
    counted = counts.of(card.id)
    assert has(counted, C.POSTPONE, C.URGE)
    assert (counted[C.MULTI_POSTPONE], counted[C.POSTPONE_HOURS]) == (2, 2 * 4.0)  # EVENT-0110-1 has four working hours


def test_that_an_appeal_that_was_granted_takes_the_overdue_mark_away(centre: Centre, counts: Counts) -> None:
    card = centre.bring(Status.DISPOSING)
    centre.ahead += timedelta(days=10)
    for by, verb in FORWARD[4:]:
        centre.step(by, card.id, verb)
    assert has(counts.of(card.id), C.OVERTIME_ARCHIVE, C.OVERTIME_DISPOSE)
    centre.ask(AdjustmentKind.APPEAL, card.id, DEPARTMENT, DISPATCHER, ACCEPTOR)
    counted = counts.of(card.id)
    assert has(counted, C.TIMEOUT_EXEMPT, C.INTIME_ARCHIVE, C.INTIME_DISPOSE, C.NEED_ARCHIVE)
    assert lacks(counted, C.OVERTIME_ARCHIVE, C.OVERTIME_DISPOSE)


def test_that_a_step_that_was_taken_back_counts_for_nothing(centre: Centre, counts: Counts) -> None:
    card = centre.report()
    before = counts.of(card.id)
    centre.step(ACCEPTOR, card.id, Verb.REFUSE)
    centre.step(ACCEPTOR, card.id, Verb.UNDO)
    assert counts.of(card.id) == before


def test_that_laps_are_working_minutes_of_all_their_visits(centre: Centre, counts: Counts) -> None:
    card = centre.bring(Status.DISPOSING)
    row = counts.row(card.id)
    assert row["dispose_min"] is None  # not left yet
    assert {lap for lap in Lap if row[f"{lap.lower()}_min"] is not None} == {Lap.ACCEPT, Lap.FILE, Lap.DISPATCH}
    centre.ahead += timedelta(days=7)
    centre.step(HANDLER, card.id, Verb.SUBMIT)
    centre.step(DEPARTMENT, card.id, Verb.CONFIRM)
    assert counts.row(card.id)["dispose_min"] == pytest.approx(5 * 8 * 60, abs=1.0)  # a week has five days of eight hours
