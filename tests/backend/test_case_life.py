"""Any life of a case: whatever is offered can be done, and what is kept always agrees with itself."""

from datetime import timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from backend.refusals import Unknown
from backend.session import Database
from tests.backend.centre import ACCEPTOR, CHIEF, DEPARTMENT, DISPATCHER, HANDLER, LEADER, SAMPLES, Centre
from wire.cases import CaseCard, FileOrder, Offer
from wire.codes import Source, Status, TaskKind, TaskResult, TaskState, Verb
from wire.people import User

PEOPLE = [ACCEPTOR, LEADER, DISPATCHER, DEPARTMENT, HANDLER, CHIEF]
RESULTS = {
    TaskKind.VERIFY: [TaskResult.EXISTS, TaskResult.EXISTS, TaskResult.NOT_EXISTS, TaskResult.UNABLE],
    TaskKind.CHECK: [TaskResult.PASS, TaskResult.PASS, TaskResult.NOT_PASS, TaskResult.UNABLE],
}
FOR_A_TASK = {Status.VERIFYING: TaskKind.VERIFY, Status.CHECKING: TaskKind.CHECK}
DEAR = (Verb.VOID, Verb.SPECIAL_CLOSE, Verb.REFUSE, Verb.MERGE, Verb.NOT_FILE)  # ends: taken seldom, or no case would get far


class Life(RuleBasedStateMachine):
    case_ids = Bundle("case_ids")

    def __init__(self, centre: Centre) -> None:
        super().__init__()
        self.centre = centre
        centre.ahead = timedelta()
        self.samples = SAMPLES | {Verb.MERGE: type(SAMPLES[Verb.MERGE])(duplicate_of=centre.report().id)}
        self.numbers: set[str] = set()

    @precondition(lambda self: len(self.numbers) < 3)
    @rule(target=case_ids, source=st.sampled_from([Source.INSPECTOR, Source.WECHAT]))
    def somebody_reports(self, source: Source) -> str:
        card = self.centre.report(source=source)
        assert card.case.number not in self.numbers
        self.numbers.add(card.case.number)
        self.right(card)
        return card.id

    @rule(case_id=case_ids, data=st.data(), dear=st.integers(0, 19), forward=st.integers(0, 2), minutes=st.integers(0, 3_000))
    def somebody_takes_an_offer(self, case_id: str, data: st.DataObject, dear: int, forward: int, minutes: int) -> None:
        self.centre.ahead += timedelta(minutes=minutes)
        if forward:
            self.answered(case_id, data)
        version = self.centre.card(case_id).version
        offers = [(by, offer) for by in PEOPLE for offer in self.offered(case_id, by) if offer.verb not in DEAR or dear == 0]
        if forward:
            offers = [(by, offer) for by, offer in offers if offer.main] or offers
        if offers:
            by, offer = data.draw(st.sampled_from(offers))
            order = FileOrder(condition_id="EVENT-0110-1") if "condition_id" in offer.needs and offer.verb is Verb.FILE else self.samples[offer.verb]
            after = self.centre.order(by, case_id, order, expected=version)
            assert after.version == version + 1
            self.right(after)

    def offered(self, case_id: str, by: User) -> list[Offer]:
        try:
            return self.centre.card(case_id, by).offers
        except Unknown:
            assert by in (DEPARTMENT, HANDLER), "the hall sees everything"
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
        if case.status in (Status.PENDING_DISPOSAL, Status.DISPOSING):
            assert case.department_id is not None
            assert case.deadline_at is not None


def test_that_any_life_of_a_case_agrees_with_itself(database: Database) -> None:
    centre = Centre(database)
    # Not shrunk: every attempt is a life on a database, and minutes of them would hide the failure behind a timeout.
    calm = settings(max_examples=4, stateful_step_count=50, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(lambda: Life(centre), settings=calm)
