"""What the machine does to a case at its end, what is written down of it, and how it is read."""

import threading
from datetime import timedelta

import msgspec
import pytest
import sqlalchemy as sa

from backend.refusals import ChangedMeanwhile, Malformed, Unknown
from backend.rules import case_pages, cases, departments, orders, publications
from backend.tables.audit import AuditRow
from backend.tables.feed import ChangeRow
from backend.tables.people import DepartmentRow
from tests.backend.centre import (
    ACCEPTOR,
    ADMIN,
    CHIEF,
    DEPARTMENT,
    DISPATCHER,
    FORWARD,
    HANDLER,
    LEADER,
    PHOTO,
    SAMPLES,
    Centre,
    refused,
)
from wire.case_filter import CaseFilter
from wire.cases import CallBackOrder, DispatchOrder, FileOrder, MergeOrder, PhotoOfCase, SpecialCloseOrder, SubmitOrder
from wire.codes import AdjustmentKind, CallbackState, CloseKind, Noun, PhotoPhase, Satisfaction, Source, Status, TaskResult, Verb, VoidKind
from wire.people import DepartmentOrder
from wire.publications import ProposeOrder

DAY = timedelta(days=1)


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
    order = SpecialCloseOrder(note="another city's street", in_error=True)
    assert centre.order(CHIEF, centre.bring(Status.DISPOSING, "error").id, order).case.close_kind is CloseKind.ERROR


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


def test_that_a_console_starts_with_what_is_left_to_do_with_cases_that_have_ended(centre: Centre) -> None:
    """However many have ended since: nobody who is owed a call, no request and no result is forgotten."""
    told, merged, late = (centre.report(id, Source.HOTLINE_12319).id for id in ("told", "merged", "late"))
    centre.step(ACCEPTOR, told, Verb.REFUSE)
    centre.order(ACCEPTOR, merged, MergeOrder(duplicate_of=late))
    centre.step(ACCEPTOR, late, Verb.SEND_VERIFY)
    centre.answer(late, TaskResult.EXISTS)
    centre.forward(centre.card(late), Status.DISPOSING)
    centre.ahead = timedelta(days=3)
    centre.forward(centre.card(late), Status.PENDING_CLOSE, FORWARD[4:])
    for id in (late, merged):
        centre.order(ACCEPTOR, id, CallBackOrder(outcome=CallbackState.WAIVED, note="he has moved"))
    centre.step(LEADER, late, Verb.CLOSE)

    def left() -> set[str]:
        with centre.database.read(CHIEF) as work:
            work.at += centre.ahead
            return {case.id for case in cases.open_cases(work)}

    assert left() == {told}
    grumbling = centre.report("grumbling", Source.HOTLINE_12319).id
    centre.step(CHIEF, grumbling, Verb.SPECIAL_CLOSE)
    centre.order(ACCEPTOR, grumbling, CallBackOrder(outcome=CallbackState.DONE, resolved=False, satisfaction=Satisfaction.NOT_SATISFIED))
    assert left() == {told, grumbling}
    centre.ahead = timedelta(days=cases.COMPLAINT_DAYS + 4)
    assert left() == {told}
    centre.ahead = timedelta(days=3)
    centre.step(DEPARTMENT, late, Verb.ASK_APPEAL)
    assert left() == {told, grumbling, late}
    centre.step(DISPATCHER, late, Verb.REJECT)
    centre.order(ACCEPTOR, told, CallBackOrder(outcome=CallbackState.DONE))
    assert left() == {grumbling}
    with centre.writing(ACCEPTOR) as work:
        publications.order(work, late, ProposeOrder(problem="a heap of garbage", result="cleared"))
    assert left() == {grumbling, late}


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
