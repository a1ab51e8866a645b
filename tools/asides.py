"""What a seat of a shift does besides the next step of its post: calls citizens back, opens again what did not content them, asks to void."""

from simulator import callbacks
from simulator.posts import Order, Posts
from simulator.switchboard import Sayings
from wire.cases import Case, CaseCard
from wire.codes import CallbackState, Role, Status, Verb

VOIDED = 0.04  # of what is to be dispatched
TO_CALL = (Status.PENDING_CHECK, Status.CLOSED, Status.VOIDED)  # where nobody else of the hall has the case in hand


class Asides:
    def __init__(self, posts: Posts) -> None:
        self._posts, self._remarks = posts, Sayings.load().satisfied

    def post_of(self, case: Case) -> Role | None:
        """Whose aside is due; none for most cases."""
        if case.asked is not None:
            return None
        if case.callback is CallbackState.PENDING and case.status in TO_CALL:
            return Role.ACCEPTOR
        unhappy = case.callback is CallbackState.DONE and case.resolved is False
        return Role.SHIFT_LEADER if unhappy and case.status is Status.CLOSED else None

    def decide(self, post: Role, card: CaseCard) -> Order | None:
        """None where the post's own next step is due, or none at all."""
        case = card.case
        if self.post_of(case) is post:
            if post is Role.ACCEPTOR:
                return Order(Verb.CALL_BACK, callbacks.answer(case, self._remarks, self._posts.scenario.hotline))
            return Order(Verb.REOPEN, {"note": "市民回访不满意，复开重新处置"})
        if post is Role.DISPATCHER and case.status is Status.PENDING_DISPATCH and self._is_needless(card):
            return Order(Verb.ASK_VOID, {"note": "当事人已自行整改，申请作废"})
        return None

    def _is_needless(self, card: CaseCard) -> bool:
        case = card.case
        begun = case.asked is not None or case.rework_count > 0 or any(record.verb is Verb.ASK_VOID for record in card.flow)
        return not begun and float(self._posts.luck(case).random()) < VOIDED
