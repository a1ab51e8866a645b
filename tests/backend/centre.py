"""A small centre on a database: one person for each post, two departments of which one is the district's centre of the other, an inspector on
duty, and cases brought to any status."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from backend import spatial
from backend.refusals import RuleSaysNo
from backend.rules import cases, departments, forecast, orders, photos, tasks, units
from backend.session import Database, Work
from backend.tables.places import GridRow
from wire.cases import (
    AcceptOrder,
    AssignOrder,
    CallBackOrder,
    CaseCard,
    CaseOrder,
    CaseReport,
    CloseOrder,
    ConfirmOrder,
    DispatchOrder,
    FileOrder,
    ForwardOrder,
    HandBackOrder,
    MergeOrder,
    NotFileOrder,
    OverruleOrder,
    PassOnOrder,
    RedoOrder,
    RefuseOrder,
    ReopenOrder,
    ReturnToAcceptorOrder,
    ReturnToCheckOrder,
    ReturnToDispatcherOrder,
    ReturnToFilingOrder,
    RevokeOrder,
    ReworkOrder,
    SendCheckOrder,
    SendVerifyOrder,
    SpecialCloseOrder,
    SplitOrder,
    SubmitOrder,
    UndoOrder,
    VoidOrder,
)
from wire.codes import AdjustmentKind, CallbackState, DutyState, GridKind, Kind, Role, Source, Status, TaskResult, TaskState, UnitKind, Verb
from wire.people import DepartmentOrder, User
from wire.side_orders import (
    AnswerOrder,
    AskAppealOrder,
    AskExtendOrder,
    AskReturnOrder,
    AskSuspendOrder,
    AskVoidOrder,
    EscalateOrder,
    GrantOrder,
    LeaderNoteOrder,
    LiftOrder,
    RejectOrder,
    RemindOrder,
    ResumeOrder,
    ReturnToReviewOrder,
    SubDispatchOrder,
    SuperviseOrder,
    TakeOverOrder,
    WithdrawOrder,
)
from wire.tasks import Task, TaskReport
from wire.units import SignIn, UnitOrder

PHOTO = "p" * 64
UNSEEN = (Source.HOTLINE_12319, Source.TRANSFER_12345, Source.SENSOR)  # whose reports have nothing to show
GRID = "140802001"


def user(name: str, *roles: Role, department_id: str | None = None, unit_id: str | None = None) -> User:
    return User(id=name, version=1, name=name, full_name=f"Full {name}", roles=list(roles), department_id=department_id, unit_id=unit_id)


ADMIN = user("admin", Role.ADMIN)
ACCEPTOR = user("acceptor", Role.ACCEPTOR)
LEADER = user("leader", Role.SHIFT_LEADER)
DISPATCHER = user("dispatcher", Role.DISPATCHER)
DEPARTMENT = user("department", Role.DEPARTMENT, department_id="d1")
HANDLER = user("handler", Role.HANDLER, department_id="d1")
INSPECTOR = user("inspector", Role.INSPECTOR, unit_id="u1")
CHIEF = user("chief", Role.DUTY_LEADER)
AUDITOR = user("auditor", Role.AUDITOR)
SUB_DISPATCHER = user("sub dispatcher", Role.SUB_DISPATCHER, department_id="d2")
GATEWAY = user("gateway", Role.GATEWAY)

SAMPLES: dict[Verb, CaseOrder] = {
    Verb.SEND_VERIFY: SendVerifyOrder(),
    Verb.REFUSE: RefuseOrder(note="not ours"),
    Verb.MERGE: MergeOrder(duplicate_of="other"),
    Verb.SPLIT: SplitOrder(kind=Kind.COMPONENT, class_code="0137", note="a lamp is out too"),
    Verb.ACCEPT: AcceptOrder(kind=Kind.EVENT, class_code="0110", condition_id="EVENT-0110-1"),
    Verb.FILE: FileOrder(),
    Verb.NOT_FILE: NotFileOrder(note="no condition fits"),
    Verb.RETURN_TO_ACCEPTOR: ReturnToAcceptorOrder(note="wrong class"),
    Verb.DISPATCH: DispatchOrder(department_id="d1"),
    Verb.RETURN_TO_FILING: ReturnToFilingOrder(note="not for the city"),
    Verb.ASSIGN: AssignOrder(handler="Zhang San"),
    Verb.REVOKE: RevokeOrder(),
    Verb.RETURN_TO_DISPATCHER: ReturnToDispatcherOrder(note="not our street"),
    Verb.HAND_BACK: HandBackOrder(note="no tools"),
    Verb.SUBMIT: SubmitOrder(photos=[PHOTO]),
    Verb.REDO: RedoOrder(note="half done"),
    Verb.CONFIRM: ConfirmOrder(),
    Verb.REWORK: ReworkOrder(note="still dirty"),
    Verb.FORWARD: ForwardOrder(),
    Verb.SEND_CHECK: SendCheckOrder(),
    Verb.PASS_ON: PassOnOrder(),
    Verb.OVERRULE: OverruleOrder(note="the mayor has seen it"),
    Verb.CLOSE: CloseOrder(closing_met=True),
    Verb.RETURN_TO_CHECK: ReturnToCheckOrder(note="which photo?"),
    Verb.VOID: VoidOrder(note="a drill"),
    Verb.SPECIAL_CLOSE: SpecialCloseOrder(note="by order"),
    Verb.REOPEN: ReopenOrder(note="the citizen is not satisfied"),
    Verb.UNDO: UndoOrder(),
    Verb.CALL_BACK: CallBackOrder(outcome=CallbackState.UNREACHABLE),
    Verb.SUB_DISPATCH: SubDispatchOrder(department_id="d2"),
    Verb.TAKE_OVER: TakeOverOrder(),
    Verb.RETURN_TO_REVIEW: ReturnToReviewOrder(note="still dirty"),
    Verb.RESUME: ResumeOrder(),
    Verb.ASK_EXTEND: AskExtendOrder(note="parts have to come"),
    Verb.ASK_SUSPEND: AskSuspendOrder(note="planting season", until=datetime.now(UTC) + timedelta(days=30)),
    Verb.ASK_RETURN: AskReturnOrder(note="not our street"),
    Verb.ASK_VOID: AskVoidOrder(note="a drill"),
    Verb.ASK_APPEAL: AskAppealOrder(note="the road was closed"),
    Verb.GRANT: GrantOrder(),
    Verb.REJECT: RejectOrder(note="no reason for it"),
    Verb.WITHDRAW: WithdrawOrder(),
    Verb.SUPERVISE: SuperviseOrder(note="settle this week"),
    Verb.ANSWER: AnswerOrder(note="a team is on its way"),
    Verb.LIFT: LiftOrder(),
    Verb.ESCALATE: EscalateOrder(),
    Verb.REMIND: RemindOrder(note="hurry up"),
    Verb.LEADER_NOTE: LeaderNoteOrder(note="the main road first"),
}
# What only another one's request leads to.
GRANTED = frozenset({Verb.SUSPEND, Verb.EXTEND, Verb.EXEMPT, Verb.RETURN_TO_DISPATCHER})

Way = Sequence[tuple[User, Verb]]
# The way forward: who does what, from REPORTED on.
FORWARD: Way = [
    (ACCEPTOR, Verb.ACCEPT),
    (LEADER, Verb.FILE),
    (DISPATCHER, Verb.DISPATCH),
    (DEPARTMENT, Verb.ASSIGN),
    (HANDLER, Verb.SUBMIT),
    (DEPARTMENT, Verb.CONFIRM),
    (DISPATCHER, Verb.FORWARD),
    (ACCEPTOR, Verb.SEND_CHECK),
    (INSPECTOR, Verb.CHECK),
    (ACCEPTOR, Verb.PASS_ON),
    (LEADER, Verb.CLOSE),
]


def refused(code: str) -> pytest.RaisesExc[RuleSaysNo]:
    return pytest.raises(RuleSaysNo, check=lambda refusal: refusal.code == code)


class Undo(Exception):
    pass


@contextmanager
def tried(database: Database, by: User) -> Iterator[Work]:
    """A transaction that is always taken back."""
    try:
        with database.write(by) as work:
            yield work
            raise Undo
    except Undo:
        pass


def report_of(case_id: str, source: Source = Source.INSPECTOR) -> CaseReport:
    return CaseReport(
        id=case_id,
        source=source,
        kind=Kind.EVENT,
        class_code="0110",
        lon=111.0,
        lat=35.02,
        description="a heap of garbage",
        reporter="张三丰",
        phone="13812345678",
        photos=[] if source in UNSEEN else [PHOTO],
    )


def duty_grid(code: str, west: float, south: float, east: float, north: float) -> GridRow:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    box = {"west": west, "south": south, "east": east, "north": north}
    place = {"lon": (west + east) / 2, "lat": (south + north) / 2}
    return GridRow(id=f"DUTY-{code}", version=1, kind=GridKind.DUTY, code=code, name=code, area_m2=1e6, rings=[[ring]], parent=None, **box, **place)


class Centre:
    def __init__(self, database: Database) -> None:
        forecast._known.clear()  # a database may stand where another one stood
        self.database = database
        self.ahead = timedelta()  # how far its clock goes before ours
        with database.write(ADMIN) as work:
            for id, name, lat, under in (("d2", "Sanitation south", 34.9, None), ("d1", "Sanitation north", 35.03, "d2")):
                place = {"lon": 111.0, "lat": lat, "under": under}
                departments.put(work, DepartmentOrder(id=id, code=id, name=name, trades=["SANITATION"], hands=["Zhang San", "Li Si"], **place))
            units.put(work, UnitOrder(id="u1", code="u1", kind=UnitKind.INSPECTOR, name="Inspector one", duty_grids=[GRID]))
            units.sign_in(work, "u1", SignIn(duty=DutyState.ON_DUTY))
            photos.add(work, PHOTO, "image/jpeg", 3)
            work.session.add(duty_grid(GRID, west=110.99, south=35.01, east=111.01, north=35.03))
            spatial.grids_changed(work.session)
        self._reported = 0

    @contextmanager
    def writing(self, by: User, expected: int | None = None) -> Iterator[Work]:
        with self.database.write(by, expected) as work:
            work.at += self.ahead
            yield work

    def report(self, case_id: str | None = None, source: Source = Source.INSPECTOR, by: User | None = None) -> CaseCard:
        self._reported += 1
        with self.writing(by or (INSPECTOR if source is Source.INSPECTOR else ACCEPTOR)) as work:
            return cases.report(work, report_of(case_id or f"case{self._reported}", source))

    def order(self, by: User, case_id: str, order: CaseOrder, expected: int | None = None) -> CaseCard:
        with self.writing(by, expected) as work:
            return orders.order(work, case_id, order)

    def ask(self, kind: AdjustmentKind, case_id: str, by: User = DEPARTMENT, *reviewers: User) -> CaseCard:
        """A request, and its reviews up to the last."""
        card = self.order(by, case_id, SAMPLES[Verb(f"ASK_{kind}")])
        for reviewer in reviewers:
            card = self.order(reviewer, case_id, SAMPLES[Verb.GRANT])
        return card

    def card(self, case_id: str, by: User = CHIEF) -> CaseCard:
        with self.database.read(by) as work:
            work.at += self.ahead
            return cases.one(work, case_id)

    def open_task(self, case_id: str) -> Task:
        return next(task for task in self.card(case_id).tasks if task.state is TaskState.OPEN)

    def answer(self, case_id: str, result: TaskResult, by: User = INSPECTOR) -> CaseCard:
        with self.writing(by) as work:
            tasks.report(work, self.open_task(case_id).id, TaskReport(result=result))
        return self.card(case_id)

    def step(self, by: User, case_id: str, verb: Verb) -> CaseCard:
        if verb is Verb.CHECK:
            return self.answer(case_id, TaskResult.PASS, by)
        return self.order(by, case_id, SAMPLES[verb])

    def bring(self, status: Status, case_id: str | None = None, way: Way = FORWARD) -> CaseCard:
        """A new case, and the steps that bring it to a status."""
        card = self.report(case_id)
        if status is Status.VERIFYING:
            return self.step(ACCEPTOR, card.id, Verb.SEND_VERIFY)
        if status is Status.VOIDED:
            return self.step(ACCEPTOR, card.id, Verb.REFUSE)
        if status is Status.SUSPENDED:
            self.forward(card, Status.DISPOSING, way)
            return self.ask(AdjustmentKind.SUSPEND, card.id, DEPARTMENT, DISPATCHER, CHIEF)
        return self.forward(card, status, way)

    def forward(self, card: CaseCard, status: Status, way: Way = FORWARD) -> CaseCard:
        for by, verb in way:
            if card.case.status is status:
                break
            card = self.step(by, card.id, verb)
        return card
