"""Any life of a case, in every mode: whatever is offered can be done, and what is kept is what the flow adds up to."""

import os
import time
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from msgspec.structs import replace

from backend import standards
from backend.refusals import Unknown
from backend.rules import cases, clocks, stage_limits
from backend.rules.receivers import written
from backend.session import Database
from backend.standards.machine import Transition
from backend.tables.cases import CaseRow
from tests.backend import clocked
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
    SUB_DISPATCHER,
    Centre,
    refused,
    report_of,
)
from tests.backend.returned import GUARDED, HATS, WAYS, hat
from wire.case_order import CaseOrder
from wire.cases import AcceptOrder, CallBackOrder, CaseCard, CaseReport, FileOrder, Offer, SpecialCloseOrder
from wire.codes import (
    INSPECTOR_SOURCES,
    AdjustmentState,
    CallbackState,
    Kind,
    Role,
    Satisfaction,
    Source,
    Status,
    TaskKind,
    TaskResult,
    TaskState,
    Verb,
)
from wire.people import User
from wire.side_orders import AskSuspendOrder

SECONDS = 4.0  # of each database in each mode
PEOPLE = [ACCEPTOR, LEADER, DISPATCHER, SUB_DISPATCHER, DEPARTMENT, HANDLER, CHIEF, AUDITOR]
RESULTS = {
    TaskKind.VERIFY: [TaskResult.EXISTS, TaskResult.EXISTS, TaskResult.NOT_EXISTS, TaskResult.UNABLE],
    TaskKind.CHECK: [TaskResult.PASS, TaskResult.PASS, TaskResult.NOT_PASS, TaskResult.UNABLE],
}
FOR_A_TASK = {Status.VERIFYING: TaskKind.VERIFY, Status.CHECKING: TaskKind.CHECK}
WAITING = (AdjustmentState.PENDING_DEPT, AdjustmentState.PENDING)
DEAR = (
    Verb.VOID,
    Verb.SPECIAL_CLOSE,
    Verb.REFUSE,
    Verb.MERGE,
    Verb.NOT_FILE,
    Verb.ASK_VOID,
    Verb.OVERRULE,
    Verb.SPLIT,
)  # ends: taken seldom, or no case would get far


# What is drawn from, where more than one order is worth a try. Acceptance: within two hours by the promise of the telephone, and without one.
CHOICES: dict[Verb, list[CaseOrder]] = {
    Verb.CALL_BACK: [
        CallBackOrder(outcome=CallbackState.DONE, resolved=True, satisfaction=Satisfaction.SATISFIED),
        CallBackOrder(outcome=CallbackState.DONE, resolved=False, satisfaction=Satisfaction.NOT_SATISFIED),
        CallBackOrder(outcome=CallbackState.UNREACHABLE),
        CallBackOrder(outcome=CallbackState.WAIVED, note="he did not want to be called"),
    ],
    Verb.SPECIAL_CLOSE: [SAMPLES[Verb.SPECIAL_CLOSE], SpecialCloseOrder(note="not of this city", in_error=True)],
    Verb.ACCEPT: [SAMPLES[Verb.ACCEPT], AcceptOrder(kind=Kind.EVENT, class_code="0101", condition_id="EVENT-0101-1")],
}
# What leads on to an end from where no main step is offered, in the order of trying: neither a leader's word nor giving it up.
ONWARD = (
    *(Verb.SEND_VERIFY, Verb.RESUME, Verb.RETURN_TO_FILING, Verb.RETURN_TO_CHECK, Verb.SEND_CHECK, Verb.REWORK, Verb.RETURN_TO_REVIEW),
    *(Verb.RETURN_TO_DISPATCHER, Verb.RETURN_TO_ACCEPTOR),
)
NUMBERS = count()  # the lives of a test share a database
MOST_STEPS = 60  # to an end, wherever a case stands
MOST_CASES = 4  # of a life, before one is split no more
ENDED = (Status.CLOSED, Status.VOIDED)
SOURCES = [source for source in Source if source is not Source.INSPECTOR_SELF]


class Life(RuleBasedStateMachine):
    case_ids = Bundle("case_ids")

    def __init__(self, centre: Centre) -> None:
        super().__init__()
        self.centre = centre
        centre.ahead = timedelta()
        self.samples = SAMPLES | {Verb.MERGE: type(SAMPLES[Verb.MERGE])(duplicate_of=centre.report().id)}
        machine = standards.in_force().machine
        self.table = {row.id: row for row in machine.transitions}
        self.guarded, self.ways = GUARDED[machine.mode], WAYS[machine.mode]
        self.numbers: set[str] = set()
        self.ids: list[str] = []

    @initialize(target=case_ids, data=st.data())
    def a_case_has_come_back_and_one_hand_sends_it_forward(self, data: st.DataObject) -> str:
        """Each life begins so: by chance alone a case seldom comes so far. What comes next is another's."""
        way, promised = data.draw(st.sampled_from(self.ways)), data.draw(st.booleans())
        case_id = self.begun(report_of(f"life{next(NUMBERS)}", Source.HOTLINE_12319 if promised else Source.INSPECTOR))
        if promised:
            self.right(self.centre.step(ACCEPTOR, case_id, Verb.SEND_VERIFY))
            self.right(self.centre.answer(case_id, TaskResult.EXISTS))
        for by, step in way.back:
            self.right(self.centre.answer(case_id, step, by) if isinstance(step, TaskResult) else self.centre.order(by, case_id, self.samples[step]))
        (role, verb), (next_role, next_verb, _) = way.forward, way.then
        self.right(self.centre.order(hat(role), case_id, self.samples[verb]))
        assert next_verb not in {offer.verb for offer in self.offered(case_id, hat(next_role))}
        with refused("receiver_of_return"):
            self.centre.order(hat(next_role), case_id, self.samples[next_verb])
        return case_id

    @precondition(lambda self: len(self.numbers) < 4)
    @rule(target=case_ids, source=st.sampled_from(SOURCES))
    def somebody_reports(self, source: Source) -> str:
        return self.begun(report_of(f"life{next(NUMBERS)}", source))

    @precondition(lambda self: len(self.numbers) < 4)
    @rule(target=case_ids)
    def an_inspector_puts_it_right_himself(self) -> str:
        return self.begun(replace(report_of(f"life{next(NUMBERS)}", Source.INSPECTOR_SELF), after_photos=[PHOTO]))

    @precondition(lambda self: len(self.numbers) < 4)
    @rule(target=case_ids)
    def somebody_assesses_directly(self) -> str:
        return self.begun(replace(report_of(f"life{next(NUMBERS)}"), direct=True, department_id="d1"))

    def begun(self, report: CaseReport) -> str:
        with self.centre.writing(INSPECTOR if report.source in INSPECTOR_SOURCES else ACCEPTOR) as work:
            card = cases.report(work, report)
        assert card.case.number not in self.numbers
        self.numbers.add(card.case.number)
        self.ids.append(card.id)
        self.right(card)
        return card.id

    @rule(case_id=case_ids, data=st.data())
    def an_acceptor_changes_his_mind(self, case_id: str, data: st.DataObject) -> None:
        """A step that can be taken back, taken back at once: the case is what it was, and goes on from there."""
        before = self.centre.card(case_id)
        undoable = [offer for offer in self.offered(case_id, ACCEPTOR) if self.row(offer.verb, before.case.status).undoable]
        if undoable:
            self.right(self.centre.order(ACCEPTOR, case_id, self.sample(data.draw(st.sampled_from(undoable))), expected=before.version))
            after = self.centre.order(ACCEPTOR, case_id, self.samples[Verb.UNDO], expected=before.version + 1)
            assert replace(after.case, version=before.version) == before.case
            self.right(after)

    def row(self, verb: Verb, status: Status) -> Transition:
        return next(row for row in self.table.values() if row.verb is verb and status in row.sources)

    def teardown(self) -> None:
        """No case without a possible end: each goes on to one by ordinary steps alone, and what is asked is still true at each of them."""
        for case_id in reversed(self.ids):  # a whole after its parts
            for _ in range(MOST_STEPS):
                if self.centre.card(case_id).case.status in ENDED:
                    break
                self.one_step_on(case_id)
            left = self.centre.card(case_id)
            assert left.case.status in ENDED, f"{case_id} has no end: {[str(record.verb) for record in left.flow[-30:]]} {left.case} {left.tasks[-1]}"

    def one_step_on(self, case_id: str) -> None:
        card = self.centre.card(case_id)
        kind = FOR_A_TASK.get(card.case.status)
        if kind is not None:
            self.right(self.centre.answer(case_id, RESULTS[kind][0]))
            return
        offers = [(by, offer) for by in PEOPLE for offer in self.offered(case_id, by)]
        main = [(by, offer) for by, offer in offers if offer.main and offer.verb is not Verb.OVERRULE]
        onward = [(by, offer) for verb in ONWARD for by, offer in offers if offer.verb is verb]
        if card.case.callback is CallbackState.DONE and card.case.resolved is False and card.case.status is Status.PENDING_CHECK:
            onward = [(by, offer) for by, offer in onward if offer.verb is not Verb.SEND_CHECK]  # another check would not content him
        assert main or onward, f"{case_id} cannot go on from {card.case.status}"
        by, offer = (main or onward)[0]
        self.right(self.centre.order(by, case_id, self.sample(offer), expected=card.version))

    @rule(case_id=case_ids, data=st.data(), dear=st.integers(0, 19), forward=st.integers(0, 2), minutes=st.integers(0, 3_000))
    def somebody_takes_an_offer(self, case_id: str, data: st.DataObject, dear: int, forward: int, minutes: int) -> None:
        self.centre.ahead += timedelta(minutes=minutes)
        if forward:
            self.answered(case_id, data)
        version = self.centre.card(case_id).version
        offers = [(by, offer) for by in [*PEOPLE, *HATS] for offer in self.offered(case_id, by) if offer.verb not in DEAR or dear == 0]
        if forward:
            offers = [(by, offer) for by, offer in offers if offer.main] or offers
        if len(self.ids) > MOST_CASES:
            offers = [(by, offer) for by, offer in offers if offer.verb is not Verb.SPLIT]
        if offers:
            by, offer = data.draw(st.sampled_from(offers))
            choices = CHOICES.get(offer.verb)
            order = data.draw(st.sampled_from(choices)) if choices else self.sample(offer)
            after = self.centre.order(by, case_id, order, expected=version)
            assert after.version == version + (2 if after.flow[-2].verb is Verb.GRANT and offer.verb is Verb.GRANT else 1)
            self.right(after)
            if offer.verb is Verb.SPLIT:
                self.numbers.add(after.parts[-1].number)
                self.ids.append(after.parts[-1].id)
                self.right(self.centre.card(after.parts[-1].id))

    @rule(case_id=case_ids, data=st.data())
    def who_has_it_back_wants_to_go_on_alone(self, case_id: str, data: st.DataObject) -> None:
        """One person with all the posts sends it forward from his stage, and may not take what comes next."""
        before = self.centre.card(case_id)
        onward = [
            (by, offer)
            for by in HATS
            for offer in self.offered(case_id, by)
            if offer.main and self.row(offer.verb, before.case.status).to is not None
        ]
        if before.case.returned and onward:
            by, offer = data.draw(st.sampled_from(onward))
            after = self.centre.order(by, case_id, self.sample(offer), expected=before.version)
            self.right(after)
            for row in (row for row in self.table.values() if row.id in self.guarded and after.case.status in row.sources):
                him = next(hat for hat in HATS if hat.roles[0] in row.roles)
                assert row.verb not in {each.verb for each in self.offered(case_id, him)}
                with refused("receiver_of_return"):
                    self.centre.order(him, case_id, self.samples[row.verb])

    def sample(self, offer: Offer) -> CaseOrder:
        if offer.verb is Verb.FILE and "condition_id" in offer.needs:
            return FileOrder(condition_id="EVENT-0110-1")
        if offer.verb is Verb.ASK_SUSPEND:
            return AskSuspendOrder(note="planting season", until=datetime.now(UTC) + self.centre.ahead + timedelta(days=30))
        return self.samples[offer.verb]

    def offered(self, case_id: str, by: User) -> list[Offer]:
        try:
            return self.centre.card(case_id, by).offers
        except Unknown:
            assert by.roles[0] in (Role.DEPARTMENT, Role.HANDLER), "the hall sees everything"
            return []

    def answered(self, case_id: str, data: st.DataObject) -> None:
        kind = FOR_A_TASK.get(self.centre.card(case_id).case.status)
        if kind is not None:
            self.right(self.centre.answer(case_id, data.draw(st.sampled_from(RESULTS[kind]))))

    def right(self, card: CaseCard) -> None:
        case = card.case
        folded = None
        for record in card.flow:
            assert record.from_status is folded
            folded = record.to_status
        assert folded is case.status
        assert len(card.flow) == card.version
        assert [task.kind for task in card.tasks if task.state is TaskState.OPEN] == ([FOR_A_TASK[case.status]] if case.status in FOR_A_TASK else [])
        assert (case.close_kind is not None) == (case.closed_at is not None) == (case.status is Status.CLOSED)
        assert (case.void_kind is not None) == (case.status is Status.VOIDED)
        assert (case.deadline_at is None) == (case.yellow_at is None) == (case.dispatched_at is None)
        assert case.disposed_at is None or (case.submitted_at is not None and case.submitted_at <= case.disposed_at)
        assert case.rework_count == sum(record.verb in (Verb.REWORK, Verb.REOPEN) for record in card.flow)
        assert case.extension_count <= 2
        assert case.suspend_count <= 1
        assert (case.status is Status.SUSPENDED) == (case.suspended_until is not None)
        assert [one.state in WAITING for one in card.adjustments].count(True) == (case.asked is not None)
        assert [one.ended_at is None for one in card.supervisions].count(True) == case.supervised
        assert [one.level for one in card.supervisions if one.ended_at is None] == ([case.supervise_level] if case.supervised else [])
        self.nobody_jumped(card)
        self.clocks_are_those_of_the_flow(card)
        self.what_was_decided_stands(card)
        if case.status in (Status.PENDING_DISPOSAL, Status.DISPOSING):
            assert case.department_id is not None
            assert case.deadline_at is not None

    def what_was_decided_stands(self, card: CaseCard) -> None:
        """Each change begins with what the one before has left, and the last of them is what the case has now."""
        known: dict[str, str | None] = {}
        for record in card.flow:
            for each in record.changed:
                assert each.field not in known or known[each.field] == each.old
                known[each.field] = each.new
        assert known == {name: written(getattr(card.case, name)) for name in known}
        holder = next((record for record in reversed(card.flow) if record.receiver_kind), None)
        if holder is not None and card.case.status is Status.DISPOSING:
            assert holder.receiver == (card.case.department_id if card.case.submitted_at else card.case.handler)

    def nobody_jumped(self, card: CaseCard) -> None:
        """Who sent a returned case forward from his stage does not take the next stage's main step too (DOMAIN 2.4)."""
        returned, sent_by = False, ""
        before = returned, sent_by
        for record in card.flow:
            row = self.table[record.transition]
            if row.undoes:
                returned, sent_by = before  # as it was before the step that was taken back
                continue
            before = returned, sent_by
            if row.main:
                assert row.id not in self.guarded or record.user != sent_by
            if row.to is not None or row.resumes:
                sent_by = record.user if row.main and returned else ""
                returned = row.back or (returned and not row.main)
        assert card.case.returned == returned

    def clocks_are_those_of_the_flow(self, card: CaseCard) -> None:
        """Of each stage how long it took and whether that was too long; of the case when each of its clocks ends."""
        case, passed = card.case, list(clocked.told(card))
        assert case.reported_at == card.flow[0].at
        for record, before, _ in passed:
            if before is None:
                assert (record.used_s, record.overdue) == (None, False)
                continue
            moved = record.to_status is not before.status
            assert record.used_s == ((record.at - before.since).total_seconds() if moved else None)
            leads = self.table[record.transition].to is not None
            limit_at = before.deadline if before.status in clocked.DISPOSAL else before.stage_limit if leads else None
            assert record.overdue == (limit_at is not None and record.at > limit_at), (record.verb, before)
        now = passed[-1][2]
        assert (case.status_at, case.promise_at, case.promise_kept) == (now.since, now.promise_at, now.promise_kept)
        assert (case.deadline_at, case.extension_count) == (now.deadline, now.extended)
        with self.centre.database.read(CHIEF) as work:
            row = work.session.get_one(CaseRow, card.id)
            limit_at = stage_limits.limit_at(work, row, standards.in_force().machine)
        assert (limit_at is None) == (now.stage_limit is None)
        assert limit_at is None or now.stage_limit is None or abs(limit_at - now.stage_limit) <= clocks.MICROSECOND  # seconds are kept as a float


@pytest.mark.parametrize("mode", ["ONE_ONE", "TWO_AXIS", "TWO_LEVEL"], indirect=True)
def test_that_any_life_of_a_case_agrees_with_itself(database: Database, mode: str) -> None:
    """As many lives as there is time for, or as YIPING_LIVES says: a night of them before a release."""
    centre, lives, end = Centre(database), int(os.environ.get("YIPING_LIVES", "0")), time.monotonic() + SECONDS
    # Not shrunk: every attempt is a life on a database, and minutes of them would hide the failure behind a timeout.
    calm = settings(max_examples=lives or 2, stateful_step_count=50, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(lambda: Life(centre), settings=calm)
    while not lives and time.monotonic() < end:
        run_state_machine_as_test(lambda: Life(centre), settings=calm)
