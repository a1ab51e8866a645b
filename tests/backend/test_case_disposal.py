"""What departments do, by when, and what rework and returns do to the clock."""

from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec
import pytest

from backend import standards
from backend.refusals import Unknown
from backend.rules import case_pages, clocks
from tests.backend.centre import (
    ACCEPTOR,
    DEPARTMENT,
    DISPATCHER,
    HANDLER,
    INSPECTOR,
    LEADER,
    Centre,
    refused,
    user,
)
from wire.case_filter import CaseFilter
from wire.cases import Case, DispatchOrder
from wire.codes import AdjustmentKind, CloseKind, Role, Source, Status, Verb
from wire.standards import Limit

DAY = timedelta(days=1)
ALL_IN_ONE = user("all in one", Role.ACCEPTOR, Role.SHIFT_LEADER, Role.DISPATCHER)


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


def test_that_what_was_extended_is_the_clock_of_the_department_that_asked(centre: Centre) -> None:
    case_id, elsewhere = centre.bring(Status.PENDING_DISPOSAL).id, user("other department", Role.DEPARTMENT, department_id="d2")
    assert centre.ask(AdjustmentKind.EXTEND, case_id, DEPARTMENT, DISPATCHER).case.extension_count == 1
    centre.ask(AdjustmentKind.RETURN, case_id, DEPARTMENT, DISPATCHER)
    other = centre.order(DISPATCHER, case_id, DispatchOrder(department_id="d2")).case
    assert (other.extension_count, other.deadline_at) == (0, after(other, 1))
    again = centre.ask(AdjustmentKind.EXTEND, case_id, elsewhere, DISPATCHER).case
    assert (again.extension_count, again.deadline_at, again.yellow_at) == (1, after(other, 2), after(other, 1.6))
    with refused("granted_enough"):
        centre.ask(AdjustmentKind.EXTEND, case_id, elsewhere)


def after(case: Case, times: float) -> datetime:
    """So many of its limits after it was dispatched."""
    assert case.dispatched_at is not None
    assert case.limit_amount is not None
    assert case.limit_type is not None
    return clocks.add(case.dispatched_at, Limit(amount=case.limit_amount * times, type=case.limit_type), standards.in_force().calendar)


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
