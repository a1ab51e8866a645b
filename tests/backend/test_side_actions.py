"""What happens beside the way forward: requests and reviews, suspended and extended clocks, supervision, cases without dispatch (DOMAIN 2.5)."""

from datetime import timedelta

import msgspec
import pytest

from backend.refusals import RuleSaysNo
from backend.rules import cases, clocks
from backend.rules.catalogue import in_force
from backend.session import Database
from tests.backend.centre import (
    ACCEPTOR,
    AUDITOR,
    CHIEF,
    DEPARTMENT,
    DISPATCHER,
    HANDLER,
    INSPECTOR,
    LEADER,
    PHOTO,
    SAMPLES,
    Centre,
    report_of,
)
from wire.cases import CaseCard, DispatchOrder, lamp
from wire.codes import AdjustmentKind, AdjustmentState, CloseKind, Lamp, PhotoPhase, Role, Source, Status, Verb
from wire.side_orders import AskSuspendOrder, SuperviseOrder
from wire.standards import Limit

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def centre(database: Database) -> Centre:
    return Centre(database)


def refused(code: str) -> object:
    return pytest.raises(RuleSaysNo, check=lambda refusal: refusal.code == code)


def offered(centre: Centre, card: CaseCard, by: object) -> set[Verb]:
    return {offer.verb for offer in centre.card(card.id, by).offers}  # type: ignore[arg-type]


def test_that_an_extension_is_reviewed_by_department_and_dispatcher(centre: Centre) -> None:
    before = centre.bring(Status.DISPOSING).case
    asked = centre.ask(AdjustmentKind.EXTEND, before.id, HANDLER)
    assert (asked.case.asked, asked.case.asked_of) == (AdjustmentKind.EXTEND, [Role.DEPARTMENT])
    assert asked.adjustments[0].state is AdjustmentState.PENDING_DEPT
    assert Verb.GRANT not in offered(centre, asked, DISPATCHER), "the department comes first"
    passed = centre.order(DEPARTMENT, before.id, SAMPLES[Verb.GRANT])
    assert passed.adjustments[0].state is AdjustmentState.PENDING
    assert passed.case.deadline_at == before.deadline_at, "nothing is granted yet"
    granted = centre.order(DISPATCHER, before.id, SAMPLES[Verb.GRANT])
    assert before.limit_amount is not None
    assert before.limit_type is not None
    limit, calendar = Limit(amount=before.limit_amount, type=before.limit_type), calendar_of(centre)
    assert before.deadline_at is not None
    assert granted.case.deadline_at == clocks.add(before.deadline_at, limit, calendar)
    assert granted.case.yellow_at == clocks.add(before.deadline_at, Limit(amount=limit.amount * 0.6, type=limit.type), calendar)
    assert (granted.case.status, granted.case.extension_count, granted.case.asked) == (Status.DISPOSING, 1, None)
    assert [record.verb for record in granted.flow[-4:]] == [Verb.ASK_EXTEND, Verb.GRANT, Verb.GRANT, Verb.EXTEND]
    assert [(review.role, review.granted) for review in granted.adjustments[0].reviews] == [(Role.DEPARTMENT, True), (Role.DISPATCHER, True)]


def calendar_of(centre: Centre):  # type: ignore[no-untyped-def]
    with centre.database.read() as work:
        return in_force(work).calendar


def test_that_refusals_do_not_count_and_two_extensions_are_enough(centre: Centre) -> None:
    case_id = centre.bring(Status.DISPOSING).id
    for _ in range(3):
        centre.ask(AdjustmentKind.EXTEND, case_id, DEPARTMENT)
        rejected = centre.order(DISPATCHER, case_id, SAMPLES[Verb.REJECT])
        assert rejected.adjustments[-1].state is AdjustmentState.REJECTED
    for _ in range(2):
        centre.ask(AdjustmentKind.EXTEND, case_id, DEPARTMENT, DISPATCHER)
    with refused("granted_enough"):
        centre.ask(AdjustmentKind.EXTEND, case_id, DEPARTMENT)


def test_that_nothing_is_extended_after_its_deadline(centre: Centre) -> None:
    case_id = centre.bring(Status.DISPOSING).id
    centre.ask(AdjustmentKind.EXTEND, case_id, DEPARTMENT)
    centre.ahead = 30 * DAY
    with refused("deadline_passed"):
        centre.order(DISPATCHER, case_id, SAMPLES[Verb.GRANT])
    centre.order(DISPATCHER, case_id, SAMPLES[Verb.REJECT])
    with refused("deadline_passed"):
        centre.ask(AdjustmentKind.EXTEND, case_id, DEPARTMENT)


def test_that_one_request_waits_at_a_time_and_its_asker_may_withdraw_it(centre: Centre) -> None:
    case_id = centre.bring(Status.PENDING_DISPOSAL).id
    asked = centre.ask(AdjustmentKind.RETURN, case_id, DEPARTMENT)
    with refused("already_asked"):
        centre.ask(AdjustmentKind.EXTEND, case_id, DEPARTMENT)
    assert Verb.WITHDRAW not in offered(centre, asked, DISPATCHER)
    withdrawn = centre.order(DEPARTMENT, case_id, SAMPLES[Verb.WITHDRAW])
    assert (withdrawn.case.asked, withdrawn.adjustments[0].state) == (None, AdjustmentState.WITHDRAWN)


def test_that_a_request_lapses_when_the_case_moves_on(centre: Centre) -> None:
    case_id = centre.bring(Status.PENDING_DISPOSAL).id
    centre.ask(AdjustmentKind.RETURN, case_id, DEPARTMENT)
    moved = centre.step(DEPARTMENT, case_id, Verb.ASSIGN)
    assert (moved.case.asked, moved.adjustments[0].state) == (None, AdjustmentState.WITHDRAWN)


@pytest.mark.parametrize("status", [Status.PENDING_DISPOSAL, Status.DISPOSING])
def test_that_a_suspended_clock_stands_still_to_the_microsecond(centre: Centre, status: Status) -> None:
    before = centre.bring(status).case
    centre.ahead = HOUR / 7
    suspended = centre.ask(AdjustmentKind.SUSPEND, before.id, DEPARTMENT, DISPATCHER, CHIEF)
    case = suspended.case
    assert (case.status, case.suspend_count, case.suspended_until is not None) == (Status.SUSPENDED, 1, True)
    assert lamp(case, case.status_at + 300 * DAY) is Lamp.GREY
    assert offered(centre, suspended, DEPARTMENT) == set(), "no disposal meanwhile"
    centre.ahead = 20 * DAY
    resumed = centre.order(DISPATCHER, before.id, SAMPLES[Verb.RESUME]).case
    assert (resumed.status, resumed.suspended_until) == (status, None)
    assert before.deadline_at is not None
    assert resumed.deadline_at is not None
    assert resumed.limit_type is not None
    calendar = calendar_of(centre)
    left_before = clocks.used(case.status_at, before.deadline_at, resumed.limit_type, calendar)
    left_after = clocks.used(resumed.status_at, resumed.deadline_at, resumed.limit_type, calendar)
    assert left_after == pytest.approx(left_before, abs=1e-9)
    with refused("granted_enough"):
        centre.ask(AdjustmentKind.SUSPEND, before.id, DEPARTMENT)


def test_that_a_deadline_that_was_over_before_the_suspension_stays_over(centre: Centre) -> None:
    before = centre.bring(Status.DISPOSING).case
    centre.ahead = 40 * DAY
    until = AskSuspendOrder(note="winter", until=before.status_at + 100 * DAY)
    centre.order(DEPARTMENT, before.id, until)
    for by in (DISPATCHER, CHIEF):
        centre.order(by, before.id, SAMPLES[Verb.GRANT])
    centre.ahead = 50 * DAY
    resumed = centre.order(DISPATCHER, before.id, SAMPLES[Verb.RESUME]).case
    assert (resumed.deadline_at, resumed.yellow_at) == (before.deadline_at, before.yellow_at)


def test_that_a_suspension_is_not_granted_when_it_would_be_over(centre: Centre) -> None:
    """It may be asked for once, and would be spent."""
    case = centre.bring(Status.DISPOSING).case
    centre.order(DEPARTMENT, case.id, AskSuspendOrder(note="the parts come tomorrow", until=case.status_at + DAY))
    centre.order(DISPATCHER, case.id, SAMPLES[Verb.GRANT])
    centre.ahead = 2 * DAY
    with refused("until_passed"):
        centre.order(CHIEF, case.id, SAMPLES[Verb.GRANT])
    card = centre.order(CHIEF, case.id, SAMPLES[Verb.REJECT])
    assert (card.case.status, card.case.suspend_count) == (Status.DISPOSING, 0)
    assert centre.ask(AdjustmentKind.SUSPEND, case.id, DEPARTMENT, DISPATCHER, CHIEF).case.status is Status.SUSPENDED


@pytest.mark.parametrize("days", [-1, 366])
def test_that_a_suspension_ends_within_a_year(centre: Centre, days: int) -> None:
    case = centre.bring(Status.DISPOSING).case
    with refused("until_out_of_reach"):
        centre.order(DEPARTMENT, case.id, AskSuspendOrder(note="winter", until=case.status_at + days * DAY))


def test_that_a_return_waits_for_the_dispatcher(centre: Centre) -> None:
    case_id = centre.bring(Status.PENDING_DISPOSAL).id
    with refused("needs_request"):
        centre.order(DISPATCHER, case_id, SAMPLES[Verb.RETURN_TO_DISPATCHER])
    returned = centre.ask(AdjustmentKind.RETURN, case_id, DEPARTMENT, DISPATCHER).case
    assert (returned.status, returned.department_id, returned.returned) == (Status.PENDING_DISPATCH, None, True)
    assert centre.order(DISPATCHER, case_id, DispatchOrder(department_id="d2")).case.department_id == "d2"


def test_that_an_appeal_takes_the_case_out_of_the_overdue_ones_once(centre: Centre) -> None:
    case_id = centre.bring(Status.DISPOSING).id
    centre.ahead = 40 * DAY
    card = centre.step(HANDLER, case_id, Verb.SUBMIT)
    for by, verb in (
        (DEPARTMENT, Verb.CONFIRM),
        (DISPATCHER, Verb.FORWARD),
        (ACCEPTOR, Verb.SEND_CHECK),
        (INSPECTOR, Verb.CHECK),
        (ACCEPTOR, Verb.PASS_ON),
        (LEADER, Verb.CLOSE),
    ):
        card = centre.step(by, case_id, verb)
    assert card.case.close_kind is CloseKind.OVERDUE
    granted = centre.ask(AdjustmentKind.APPEAL, case_id, DEPARTMENT, DISPATCHER, ACCEPTOR).case
    assert (granted.timeout_exempt, granted.close_kind) == (True, CloseKind.OVERDUE), "the fact stays visible"
    assert Verb.ASK_APPEAL not in offered(centre, card, DEPARTMENT)
    again = centre.step(LEADER, case_id, Verb.REOPEN).case
    assert (again.timeout_exempt, again.deadline_at) == (False, None), "the next deadline is to be met"


def test_that_supervision_follows_a_case_to_its_end(centre: Centre) -> None:
    case_id = centre.bring(Status.DISPOSING).id
    first = centre.order(AUDITOR, case_id, SuperviseOrder(note="settle this week", hard=True))
    supervision = first.supervisions[0]
    assert supervision.settle_by - supervision.at == 30 * DAY
    assert (first.case.supervised, first.case.supervise_due_at) == (True, supervision.arrange_by)
    with refused("already_supervised"):
        centre.order(LEADER, case_id, SAMPLES[Verb.SUPERVISE])
    assert centre.step(DEPARTMENT, case_id, Verb.ANSWER).case.supervise_due_at == supervision.progress_by
    answered = centre.step(DEPARTMENT, case_id, Verb.ANSWER)
    assert answered.case.supervise_due_at == supervision.settle_by
    assert [answer.note for answer in answered.supervisions[0].answers] == ["a team is on its way"] * 2
    closed = centre.order(CHIEF, case_id, SAMPLES[Verb.SPECIAL_CLOSE])
    assert (closed.case.supervised, closed.case.supervise_due_at) == (False, None)
    assert closed.supervisions[0].ended_at is not None


def test_that_no_supervision_rises_while_its_case_is_suspended(centre: Centre) -> None:
    case_id = centre.bring(Status.DISPOSING).id
    told = centre.order(AUDITOR, case_id, SuperviseOrder(note="settle this week")).supervisions[0]
    suspended = centre.ask(AdjustmentKind.SUSPEND, case_id, DEPARTMENT, DISPATCHER, CHIEF).case
    assert (suspended.status, suspended.supervise_due_at) == (Status.SUSPENDED, None)
    centre.ahead += 10 * DAY
    with refused("supervision_in_time"):
        centre.step(AUDITOR, case_id, Verb.ESCALATE)
    resumed = centre.step(DISPATCHER, case_id, Verb.RESUME)
    after, away = resumed.supervisions[0], resumed.case.status_at - suspended.status_at
    assert (after.arrange_by, after.settle_by) == (told.arrange_by + away, told.settle_by + away)
    assert resumed.case.supervise_due_at == after.arrange_by


def test_that_a_leaders_note_marks_the_case_and_a_reminder_changes_nothing_else(centre: Centre) -> None:
    before = centre.bring(Status.DISPOSING)
    reminded = centre.order(ACCEPTOR, before.id, SAMPLES[Verb.REMIND])
    assert reminded.case.reminded_at == reminded.flow[-1].at
    assert msgspec.structs.replace(reminded.case, version=before.version, reminded_at=None) == before.case
    noted = centre.order(CHIEF, before.id, SAMPLES[Verb.LEADER_NOTE])
    assert (noted.case.important, noted.case.reminded_at) == (True, noted.flow[-1].at)
    assert [record.note for record in noted.flow[-2:]] == ["hurry up", "the main road first"]


def test_that_what_an_inspector_put_right_is_only_closed_or_voided(centre: Centre) -> None:
    seen = report_of("self", Source.INSPECTOR)
    with refused("both_photos_missing"), centre.writing(INSPECTOR) as work:
        cases.report(work, msgspec.structs.replace(seen, source=Source.INSPECTOR_SELF))
    with centre.writing(INSPECTOR) as work:
        card = cases.report(work, msgspec.structs.replace(seen, source=Source.INSPECTOR_SELF, after_photos=[PHOTO]))
    assert (card.case.status, card.case.self_handled) == (Status.PENDING_CLOSE, True)
    assert {photo.phase for photo in card.photos} == {PhotoPhase.BEFORE, PhotoPhase.AFTER}
    assert offered(centre, card, LEADER) >= {Verb.CLOSE, Verb.VOID}
    assert Verb.RETURN_TO_CHECK not in offered(centre, card, LEADER)
    assert centre.step(LEADER, "self", Verb.CLOSE).case.close_kind is CloseKind.NORMAL


def test_that_a_direct_assessment_is_closed_at_once(centre: Centre) -> None:
    order = msgspec.structs.replace(report_of("direct"), direct=True, department_id="d1")
    with refused("unknown_department"), centre.writing(INSPECTOR) as work:
        cases.report(work, msgspec.structs.replace(order, department_id="nobody"))
    with centre.writing(INSPECTOR) as work:
        card = cases.report(work, order)
    assert (card.case.status, card.case.direct, card.case.department_id, card.case.dispatched_at) == (Status.CLOSED, True, "d1", None)
    assert Verb.REOPEN not in offered(centre, card, LEADER)
