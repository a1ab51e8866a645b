"""What the clocks of cases bring about by themselves, and what they say beforehand."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from backend import adjusting, standards
from backend.jobs import deadlines
from backend.rules import ahead, forecast, transfers
from backend.session import SYSTEM
from backend.tables.cases import CaseRow
from tests.backend.centre import ACCEPTOR, AUDITOR, CHIEF, DEPARTMENT, DISPATCHER, FORWARD, GATEWAY, HANDLER, SAMPLES, Centre
from wire.cases import CaseCard
from wire.codes import AdjustmentKind, Clock, Source, Status, SuperviseKind, TaskResult, Verb
from wire.side_orders import AskSuspendOrder
from wire.transfers import RegisterOrder, TransferReport

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def passed(centre: Centre, case_id: str, **times: object) -> None:
    """As if the times of a case lay elsewhere: the jobs go by the clock of the machine."""
    with centre.database.write(SYSTEM) as work:
        row = work.session.get_one(forecast.CaseRow, case_id)
        for name, at in times.items():
            setattr(row, name, at)


def test_that_a_suspension_ends_by_itself(centre: Centre) -> None:
    case = centre.bring(Status.DISPOSING).case
    centre.order(DEPARTMENT, case.id, AskSuspendOrder(note="winter", until=case.status_at + DAY))
    for by in (DISPATCHER, CHIEF):
        centre.order(by, case.id, SAMPLES[Verb.GRANT])
    assert deadlines.tick(centre.database) == 0
    passed(centre, case.id, suspended_until=case.status_at)
    assert deadlines.tick(centre.database) == 1
    resumed = centre.card(case.id)
    assert (resumed.case.status, resumed.flow[-1].verb, resumed.flow[-1].user) == (Status.DISPOSING, Verb.RESUME, "System")
    assert deadlines.tick(centre.database) == 0


def test_that_a_case_that_cannot_be_resumed_keeps_no_other_back(centre: Centre, caplog: pytest.LogCaptureFixture) -> None:
    """A defect of one stands in the log each time, and is nobody else's."""
    broken, sound = (centre.bring(Status.SUSPENDED).case for _ in range(2))
    passed(centre, broken.id, suspended_until=broken.status_at, limit_amount=None)
    passed(centre, sound.id, suspended_until=broken.status_at)
    assert deadlines.tick(centre.database) == 1
    assert centre.card(sound.id).case.status is Status.DISPOSING
    assert broken.id in caplog.text


def test_that_a_department_is_reminded_once_when_the_lamp_turns_yellow(centre: Centre) -> None:
    case = centre.bring(Status.DISPOSING).case
    assert case.yellow_at is not None
    passed(centre, case.id, yellow_at=case.status_at)
    assert [deadlines.tick(centre.database) for _ in range(2)] == [1, 0]
    assert centre.card(case.id).flow[-1].verb is Verb.REMIND
    centre.ask(AdjustmentKind.EXTEND, case.id, DEPARTMENT, DISPATCHER)
    passed(centre, case.id, yellow_at=case.status_at)
    assert deadlines.tick(centre.database) == 1, "an extended clock turns yellow again"
    passed(centre, case.id, yellow_at=case.status_at - HOUR, reminded_at=case.status_at)
    assert deadlines.tick(centre.database) == 0, "the hall has urged since it turned yellow"
    passed(centre, case.id, reminded_at=case.status_at - DAY)
    assert deadlines.tick(centre.database) == 1, "what the hall urged before is another matter"


def test_that_what_is_overdue_is_supervised_where_the_city_wants_it(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    case = centre.bring(Status.DISPOSING).case
    passed(centre, case.id, deadline_at=case.status_at - HOUR, reminded_at=case.status_at)
    assert deadlines.tick(centre.database) == 0
    wanted = adjusting.rules()
    monkeypatch.setattr(adjusting, "rules", lambda: msgspec.structs.replace(wanted, supervise_overdue=True))
    assert [deadlines.tick(centre.database) for _ in range(2)] == [1, 0]
    supervision = centre.card(case.id, AUDITOR).supervisions[0]
    assert (supervision.kind, supervision.by) == (SuperviseKind.OVERDUE, "System")


def test_that_a_supervision_that_waits_in_vain_rises_to_the_leader(centre: Centre) -> None:
    case = centre.bring(Status.DISPOSING).case
    first = centre.step(AUDITOR, case.id, Verb.SUPERVISE)
    supervision = first.supervisions[0]
    assert (supervision.level, first.case.supervise_level, first.case.supervise_due_at) == (1, 1, supervision.arrange_by)
    assert deadlines.tick(centre.database) == 0
    levels = []
    for due in (supervision.progress_by, supervision.settle_by, None):
        passed(centre, case.id, supervise_due_at=case.status_at - HOUR, reminded_at=case.status_at)
        assert [deadlines.tick(centre.database) for _ in range(2)] == [1, 0]
        card = centre.card(case.id, AUDITOR)
        assert card.case.supervise_due_at == due
        assert card.supervisions[0].level == card.case.supervise_level
        assert (card.flow[-1].verb, card.flow[-1].user) == (Verb.ESCALATE, "System")
        levels.append((card.case.supervise_level, card.case.important))
    assert levels == [(2, False), (3, True), (4, True)]
    assert centre.step(AUDITOR, case.id, Verb.LIFT).case.supervise_level == 0


def test_that_an_answer_in_time_keeps_the_level(centre: Centre) -> None:
    case = centre.bring(Status.DISPOSING).case
    supervision = centre.step(AUDITOR, case.id, Verb.SUPERVISE).supervisions[0]
    answered = centre.step(DEPARTMENT, case.id, Verb.ANSWER)
    assert (answered.case.supervise_level, answered.case.supervise_due_at) == (1, supervision.progress_by)
    assert Verb.ESCALATE not in {offer.verb for offer in centre.card(case.id, AUDITOR).offers}
    passed(centre, case.id, supervise_due_at=case.status_at - HOUR)
    raised = centre.step(AUDITOR, case.id, Verb.ESCALATE)
    assert (raised.case.supervise_level, raised.case.supervise_due_at) == (3, supervision.settle_by)


def test_that_a_forecast_knows_what_cases_like_it_took(centre: Centre) -> None:
    for number in range(6):
        card = centre.bring(Status.DISPOSING)
        centre.ahead = (1 + number) * DAY  # most took longer than their limit
        centre.step(HANDLER, card.id, Verb.SUBMIT)
        centre.step(DEPARTMENT, card.id, Verb.CONFIRM)
        centre.ahead = timedelta()
    case = centre.bring(Status.DISPOSING).case
    assert centre.card(case.id).forecast is None, "nothing is known before the past was read"
    forecast.warm(centre.database)
    told = centre.card(case.id).forecast
    assert told is not None
    assert case.deadline_at is not None
    assert (told.like, told.cases, told.department_id) == ("DEPARTMENT_CLASS", 6, "d1")
    assert (told.breach_in, told.limit_at) == (Status.DISPOSING, case.deadline_at)
    assert told.expected_at > case.deadline_at
    assert not told.later
    assert told.saves[0] is Verb.ASK_EXTEND
    with centre.database.read(CHIEF) as work:
        assert [late.case_id for late in forecast.late(work)] == [case.id]


def test_that_what_is_late_already_is_foretold_to_its_end_and_no_more_to_become_late(centre: Centre) -> None:
    for number in range(6):
        card = centre.bring(Status.DISPOSING)
        centre.ahead = (1 + number) * DAY
        centre.step(HANDLER, card.id, Verb.SUBMIT)
        centre.step(DEPARTMENT, card.id, Verb.CONFIRM)
        centre.ahead = timedelta()
    case = centre.bring(Status.DISPOSING).case
    assert case.dispatched_at is not None
    assert case.deadline_at is not None
    passed(centre, case.id, dispatched_at=case.dispatched_at - 2.5 * DAY, deadline_at=case.deadline_at - 2.5 * DAY)
    forecast.warm(centre.database)
    told, now = centre.card(case.id).forecast, datetime.now(UTC)
    assert told is not None
    assert (told.breach_in, told.later) == (Status.DISPOSING, False)
    assert told.limit_at < now < told.expected_at
    with centre.database.read(CHIEF) as work:
        assert forecast.late(work) == []
    passed(centre, case.id, promise_at=now + timedelta(minutes=10))
    told = centre.card(case.id).forecast
    assert told is not None
    assert (told.clock, told.breach_in) == (Clock.PROMISE, Status.DISPOSING), "the limit that is still to be broken is told before the broken one"
    with centre.database.read(CHIEF) as work:
        assert [each.clock for each in forecast.late(work)] == [Clock.PROMISE]


def test_that_those_with_a_time_come_before_those_of_which_nobody_knows_when(centre: Centre) -> None:
    for _ in range(6):
        lived(centre, {Status.REPORTED: 60})
    waiting, reported = centre.bring(Status.PENDING_DISPATCH), centre.report(source=Source.HOTLINE_12319).id
    passed(centre, waiting.id, status_at=waiting.case.status_at - timedelta(minutes=10))
    forecast.warm(centre.database)
    with centre.database.read(DISPATCHER) as work:
        told = forecast.late(work)
    assert [(each.case_id, each.later) for each in told] == [(reported, False), (waiting.id, True)]
    assert told[1].limit_at < told[0].limit_at
    assert told[1].mine[:1] == [Verb.DISPATCH], "though he could save it himself"


def test_that_the_slow_ones_count_though_they_are_still_open(centre: Centre) -> None:
    for _ in range(6):
        card = centre.bring(Status.DISPOSING)
        centre.ahead = timedelta(minutes=10)
        centre.step(HANDLER, card.id, Verb.SUBMIT)
        centre.step(DEPARTMENT, card.id, Verb.CONFIRM)
        centre.ahead = timedelta()
    case = centre.bring(Status.DISPOSING).case
    forecast.warm(centre.database)
    told = centre.card(case.id).forecast
    assert told is not None
    assert (told.cases, told.breach_in) == (6, None)
    for _ in range(9):
        slow = centre.bring(Status.DISPOSING).case
        assert slow.dispatched_at is not None
        assert slow.deadline_at is not None
        passed(centre, slow.id, dispatched_at=slow.dispatched_at - 30 * DAY, deadline_at=slow.deadline_at - 30 * DAY)
    forecast._known.clear()
    forecast.warm(centre.database)
    told = centre.card(case.id).forecast
    assert told is not None
    assert (told.cases, told.breach_in) == (6, Status.DISPOSING)
    assert told.later, "most of those like it are not done after thirty days: nobody knows when this one will be"


def test_that_what_one_can_do_oneself_is_foretold_first(centre: Centre) -> None:
    for _ in range(6):
        lived(centre, {Status.REPORTED: 60, Status.PENDING_DISPATCH: 60})
    reported = centre.report(source=Source.HOTLINE_12319).id
    waiting = centre.bring(Status.PENDING_DISPATCH).id
    forecast.warm(centre.database)
    for by, first in ((ACCEPTOR, reported), (DISPATCHER, waiting)):
        with centre.database.read(by) as work:
            assert forecast.late(work)[0].case_id == first


def lived(centre: Centre, minutes: dict[Status, float], source: Source = Source.HOTLINE_12319) -> None:
    """A case that went all the way, and stayed in each status for so long."""
    centre.ahead = timedelta()
    card = centre.report(source=source)
    while card.case.status is not Status.CLOSED:
        centre.ahead += timedelta(minutes=minutes.get(card.case.status, 1.0))
        card = onward(centre, card)
    centre.ahead = timedelta()


def onward(centre: Centre, card: CaseCard) -> CaseCard:
    """The next step of the way, by whoever takes it."""
    case = card.case
    if case.status is Status.VERIFYING:
        return centre.answer(card.id, TaskResult.EXISTS)
    if case.status is Status.CHECKING:
        return centre.answer(card.id, TaskResult.PASS)
    with centre.database.read(ACCEPTOR) as work:
        row = work.session.get_one(CaseRow, card.id)
        verbs = ahead.next_steps(row, standards.in_force().machine)
    by = next(by for by, verb in [*FORWARD, (ACCEPTOR, Verb.SEND_VERIFY)] if verb is verbs[0])
    return centre.step(by, card.id, verbs[0])


WAY = [
    *(Status.REPORTED, Status.VERIFYING, Status.REPORTED, Status.PENDING_FILING, Status.PENDING_DISPATCH, Status.PENDING_DISPOSAL, Status.DISPOSING),
    *(Status.PENDING_REVIEW, Status.PENDING_CHECK, Status.CHECKING, Status.PENDING_CHECK, Status.PENDING_CLOSE, Status.CLOSED),
]


def test_that_the_way_ahead_goes_by_the_table_with_the_tasks_that_it_waits_for(centre: Centre) -> None:
    called, walked = centre.report(source=Source.HOTLINE_12319).id, centre.report().id
    with centre.database.read() as work:
        machine = standards.in_force().machine
        assert list(ahead.way(work.session.get_one(CaseRow, called), machine)) == WAY
        assert list(ahead.way(work.session.get_one(CaseRow, walked), machine)) == [Status.REPORTED, *WAY[3:]]


def test_that_what_was_promised_is_foretold_by_all_the_stages_that_are_ahead(centre: Centre) -> None:
    for _ in range(6):  # each stage within its limit, and together longer than two hours
        lived(
            centre, {Status.REPORTED: 10, Status.VERIFYING: 25, Status.PENDING_FILING: 90, Status.PENDING_DISPATCH: 12}
        )  # at any hour: no office waits
    case = centre.report(source=Source.HOTLINE_12319).case
    assert case.promise_at is not None
    forecast.warm(centre.database)
    told = centre.card(case.id).forecast
    assert told is not None
    assert (told.clock, told.limit_at, told.breach_in) == (Clock.PROMISE, case.promise_at, Status.PENDING_FILING)
    assert told.expected_at > case.promise_at
    assert told.saves[:1] == [Verb.SEND_VERIFY]
    assert Verb.SUPERVISE in told.saves
    with centre.database.read(ACCEPTOR) as work:
        assert [(each.case_id, each.mine) for each in forecast.late(work)] == [(case.id, [Verb.SEND_VERIFY, Verb.REMIND])]
    with centre.database.read(AUDITOR) as work:
        assert [each.mine for each in forecast.late(work)] == [[Verb.SUPERVISE, Verb.REMIND]]


def test_that_what_another_hotline_wants_is_foretold_to_the_close(centre: Centre) -> None:
    for _ in range(6):
        lived(centre, {Status.PENDING_REVIEW: 50, Status.CHECKING: 20, Status.PENDING_CLOSE: 50}, Source.TRANSFER_12345)
    case = centre.bring(Status.PENDING_REVIEW).case
    with centre.writing(GATEWAY) as work:
        due = work.at + timedelta(minutes=60)
        transfers.take(work, TransferReport(id="t1", number="1", title="路灯不亮", due_at=due))
    with centre.writing(ACCEPTOR, expected=1) as work:
        transfers.order(work, "t1", RegisterOrder(case_id=case.id))
    forecast.warm(centre.database)
    told = centre.card(case.id).forecast
    assert told is not None
    assert (told.clock, told.limit_at, told.breach_in) == (Clock.TRANSFER, due, Status.CHECKING)
    assert told.saves[0] is Verb.FORWARD
