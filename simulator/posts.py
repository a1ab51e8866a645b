"""The posts of the hall and of the departments: what each does next with a case, and when. They look at the offers, as people do."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import msgspec
import numpy as np

from simulator.album import Album
from simulator.doors import Doors
from simulator.problems import Problems
from simulator.scenario import Scenario, Span
from simulator.world import ZONE
from wire.cases import Case, CaseCard
from wire.codes import INSPECTOR_SOURCES, AdjustmentKind, CallbackState, Role, Status, TaskKind, TaskResult, TaskState, Verb
from wire.standards import Catalogue
from wire.tasks import Task

# Who acts on a case that waits in a status; of DISPOSING first the handler, then the department.
POST_OF = {
    Status.REPORTED: Role.ACCEPTOR,
    Status.PENDING_FILING: Role.SHIFT_LEADER,
    Status.PENDING_DISPATCH: Role.DISPATCHER,
    Status.PENDING_DISPOSAL: Role.DEPARTMENT,
    Status.PENDING_REVIEW: Role.DISPATCHER,
    Status.PENDING_CHECK: Role.ACCEPTOR,
    Status.PENDING_CLOSE: Role.SHIFT_LEADER,
}
USER_OF = {Role.ACCEPTOR: "sim.acceptor", Role.SHIFT_LEADER: "sim.leader", Role.DISPATCHER: "sim.dispatcher", Role.DUTY_LEADER: "sim.chief"}
AT_REST = frozenset({AdjustmentKind.RETURN, AdjustmentKind.SUSPEND, AdjustmentKind.VOID})  # who asked for it waits for the answer
CARD = msgspec.json.Decoder(CaseCard)
SUSPENDED_S = (1800.0, 7200.0)
SOON = timedelta(minutes=10)  # a check at the same time of the day is sent when it need not wait for longer


class Order(NamedTuple):
    verb: Verb
    fields: dict[str, Any]


@dataclass(frozen=True)
class Posts:
    """`hands_off` are the roles that people play themselves. `speed` divides all delays."""

    doors: Doors
    album: Album
    scenario: Scenario
    problems: Problems
    catalogue: Catalogue
    hands_off: frozenset[Role]
    speed: float
    seed: int

    def post_of(self, case: Case) -> Role | None:
        """Whose turn it is; none when nobody of ours has anything to do."""
        if case.asked is not None:
            reviewer = next((role for role in case.asked_of if role not in self.hands_off), None)
            if reviewer is not None or case.asked in AT_REST:
                return reviewer
        post = POST_OF.get(case.status)
        if case.status is Status.DISPOSING:
            post = Role.HANDLER if case.submitted_at is None else Role.DEPARTMENT
        return None if post is None or post in self.hands_off else post

    def delay(self, case: Case) -> float:
        """Seconds until the post gets round to this case: the same for the same case and version at the same time."""
        rng = self.luck(case)
        if case.asked is not None and self.post_of(case) in case.asked_of:
            span = self.scenario.delays["ASKED"]
        elif case.status is Status.DISPOSING and case.submitted_at is None:
            span = self._left(case, rng)
        else:
            span = self.scenario.delays["SUBMITTED" if case.status is Status.DISPOSING else case.status]
        return float(rng.uniform(*span)) / self.speed

    def _left(self, case: Case, rng: np.random.Generator) -> Span:
        """Of a disposal, by how long it has lasted: who has waited for hours is none of those that are done in a minute."""
        taken = 0.0 if case.dispatched_at is None else (datetime.now(UTC) - case.dispatched_at).total_seconds() * self.speed
        kinds = self.scenario.disposal
        last = np.array([each.share * min(1.0, max(0.0, (each.seconds[1] - taken) / (each.seconds[1] - each.seconds[0]))) for each in kinds])
        if not last.any():
            return kinds[-1].seconds
        least, most = kinds[int(rng.choice(len(kinds), p=last / last.sum()))].seconds
        return max(least - taken, 0.0), most - taken

    def act(self, case: Case) -> CaseCard | None:
        """Takes the step that is due; none when there was none to take. `Refused` when the case changed under it."""
        post = self.post_of(case)
        if post is None:
            return None
        user = self.user_of(post, case)
        card = CARD.decode(self.doors.get(user, f"/v1/cases/{case.id}").content)
        if card.version != case.version and self.post_of(card.case) is not post:
            return None
        order = self.decide(post, card)
        return self.send(user, card, order) if any(offer.verb is order.verb for offer in card.offers) else None

    def next(self, card: CaseCard) -> CaseCard | None:
        """The next step without a look at the offers; none when it is nobody's turn.

        Suggestions are for the dispatcher's eyes only, hands for the department's.
        """
        post = self.post_of(card.case)
        if post is None:
            return None
        user = self.user_of(post, card.case)
        if post in (Role.DISPATCHER, Role.DEPARTMENT):
            card = CARD.decode(self.doors.get(user, f"/v1/cases/{card.id}").content)
        return self.send(user, card, self.decide(post, card))

    def decide(self, post: Role, card: CaseCard) -> Order:
        """What this post does next with a case whose turn is its own."""
        decide = _answer if card.case.asked is not None and post in card.case.asked_of else DECIDE[card.case.status]
        return decide(self, card, self.luck(card.case))

    def send(self, user: str, card: CaseCard, order: Order) -> CaseCard:
        fields = dict(order.fields)
        if order.verb is Verb.SUBMIT:
            fields["photos"] = [self._after(user, card.case)]
        key = f"{card.id}-{card.version}-{order.verb}"
        answer = self.doors.post(user, f"/v1/cases/{card.id}/orders", {"verb": order.verb, **fields}, key, card.version)
        return CARD.decode(answer.content)

    def _after(self, user: str, case: Case) -> str:
        scene = self.problems.scene_of(case.kind, case.class_code)
        return self.album.take(user, scene, zlib.crc32(case.id.encode()), datetime.now(ZONE), f"{case.lon:.5f}, {case.lat:.5f}", solved=True)

    def user_of(self, post: Role, case: Case) -> str:
        if post in USER_OF:
            return USER_OF[post]
        return f"{'dept' if post is Role.DEPARTMENT else 'handler'}.{case.department_id}"

    def luck(self, case: Case) -> np.random.Generator:
        return np.random.default_rng([self.seed, zlib.crc32(case.id.encode()), case.version])


Decide = Callable[[Posts, CaseCard, np.random.Generator], Order]


def _accept(posts: Posts, card: CaseCard, rng: np.random.Generator) -> Order:
    newest = _newest(card, TaskKind.VERIFY)
    if newest is not None and newest.result is TaskResult.NOT_EXISTS:
        return Order(Verb.REFUSE, {"note": "监督员现场核实，问题不存在"})
    if card.case.source not in INSPECTOR_SOURCES and (newest is None or newest.result is not TaskResult.EXISTS):
        return Order(Verb.SEND_VERIFY, {})
    fitting = [each for each in posts.catalogue.conditions if (each.kind, each.class_code) == (card.case.kind, card.case.class_code)]
    if not fitting:
        return Order(Verb.REFUSE, {"note": "不属于受理范围"})
    condition = fitting[int(rng.integers(len(fitting)))]
    return Order(Verb.ACCEPT, {"kind": card.case.kind, "class_code": card.case.class_code, "condition_id": condition.id})


def _file(posts: Posts, card: CaseCard, rng: np.random.Generator) -> Order:
    if _was(card, Verb.RETURN_TO_FILING):  # filed once more it would come back once more
        return Order(Verb.NOT_FILE, {"note": "派遣员退回：没有对应的处置部门，不予立案"})
    if rng.random() < posts.scenario.chances.not_filed:
        return Order(Verb.NOT_FILE, {"note": "与已立案件重复，不予立案"})
    return Order(Verb.FILE, {})


def _dispatch(posts: Posts, card: CaseCard, rng: np.random.Generator) -> Order:
    if card.suggestions:
        return Order(Verb.DISPATCH, {"department_id": card.suggestions[0].department_id})
    return Order(Verb.RETURN_TO_FILING, {"note": "没有对应的处置部门，请核对类别"})


def _assign(posts: Posts, card: CaseCard, rng: np.random.Generator) -> Order:
    luck, chances = rng.random(), posts.scenario.chances
    if card.case.rework_count == 0 and not _was(card, Verb.ASK_RETURN) and luck < chances.returned:
        return Order(Verb.ASK_RETURN, {"note": "现场核对后不属本单位养护范围，请重新派遣"})
    if not _was(card, Verb.ASK_SUSPEND) and luck > 1 - chances.suspended:
        until = datetime.now(UTC) + timedelta(seconds=float(rng.uniform(*SUSPENDED_S)) / posts.speed)
        return Order(Verb.ASK_SUSPEND, {"note": "配件需采购到货后方可更换，申请挂账", "until": until.isoformat()})
    return Order(Verb.ASSIGN, {"handler": card.hands[int(rng.integers(len(card.hands)))]})


def _dispose(posts: Posts, card: CaseCard, rng: np.random.Generator) -> Order:
    if card.case.submitted_at is None:
        if _offered(card, Verb.ASK_EXTEND) and not _was(card, Verb.ASK_EXTEND) and rng.random() < posts.scenario.chances.extended:
            return Order(Verb.ASK_EXTEND, {"note": "施工需分段进行，申请延期"})
        return Order(Verb.SUBMIT, {"note": "已处置完毕，现场恢复"})
    return Order(Verb.CONFIRM, {"note": "情况属实，同意反馈"})


def _answer(posts: Posts, card: CaseCard, rng: np.random.Generator) -> Order:
    if rng.random() < posts.scenario.chances.rejected:
        return Order(Verb.REJECT, {"note": "理由不充分，请按时限处置"})
    return Order(Verb.GRANT, {"note": "情况属实，同意"})


def _review(posts: Posts, card: CaseCard, rng: np.random.Generator) -> Order:
    if card.case.rework_count == 0 and rng.random() < posts.scenario.chances.rework:
        return Order(Verb.REWORK, {"note": "处置照片与现场不符，请重新处置"})
    return Order(Verb.FORWARD, {})


def _check(posts: Posts, card: CaseCard, rng: np.random.Generator) -> Order:
    if _complains(card):
        return Order(Verb.REWORK, {"note": "市民回访不满意，退回重新处置"})
    newest, disposed = _newest(card, TaskKind.CHECK), card.case.disposed_at
    fresh = newest is not None and newest.done_at is not None and (disposed is None or newest.done_at >= disposed)
    if newest is not None and fresh and newest.result is TaskResult.PASS:
        return Order(Verb.PASS_ON, {"note": "核查通过"})
    if newest is not None and fresh and newest.result is TaskResult.NOT_PASS:
        return Order(Verb.REWORK, {"note": "核查不通过，问题仍然存在"})
    soon = card.check_from is not None and card.check_from - datetime.now(UTC) < SOON
    return Order(Verb.SEND_CHECK, {"same_time": True} if soon else {})


def _close(posts: Posts, card: CaseCard, rng: np.random.Generator) -> Order:
    if _complains(card):
        return Order(Verb.RETURN_TO_CHECK, {"note": "市民回访不满意，不予结案"})
    return Order(Verb.CLOSE, {"note": "符合结案条件", "closing_met": True})


DECIDE: dict[Status, Decide] = {
    Status.REPORTED: _accept,
    Status.PENDING_FILING: _file,
    Status.PENDING_DISPATCH: _dispatch,
    Status.PENDING_DISPOSAL: _assign,
    Status.DISPOSING: _dispose,
    Status.PENDING_REVIEW: _review,
    Status.PENDING_CHECK: _check,
    Status.PENDING_CLOSE: _close,
}


def _complains(card: CaseCard) -> bool:
    return card.case.callback is CallbackState.DONE and card.case.resolved is False


def _newest(card: CaseCard, kind: TaskKind) -> Task | None:
    done = [task for task in card.tasks if task.kind is kind and task.state is TaskState.DONE]
    return max(done, key=lambda task: task.sent_at, default=None)


def _offered(card: CaseCard, verb: Verb) -> bool:
    return any(offer.verb is verb for offer in card.offers)


def _was(card: CaseCard, verb: Verb) -> bool:
    return any(record.verb is verb for record in card.flow)
