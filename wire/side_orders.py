"""Orders beside the way forward: requests and their reviews, supervision, hand-overs (DOMAIN 2.5 and 2.8)."""

from datetime import datetime

from wire.case_order import CaseOrder, Reasoned
from wire.codes import SuperviseKind, SuspendKind
from wire.places import Id


class SubDispatchOrder(CaseOrder, frozen=True, kw_only=True, tag="SUB_DISPATCH"):
    """To the second level of command: `department_id` is the district's own centre."""

    department_id: Id


class TakeOverOrder(CaseOrder, frozen=True, kw_only=True, tag="TAKE_OVER"): ...


class ReturnToReviewOrder(Reasoned, frozen=True, kw_only=True, tag="RETURN_TO_REVIEW"): ...


class ResumeOrder(CaseOrder, frozen=True, kw_only=True, tag="RESUME"): ...


class AskExtendOrder(Reasoned, frozen=True, kw_only=True, tag="ASK_EXTEND"):
    """One original limit more."""


class AskSuspendOrder(Reasoned, frozen=True, kw_only=True, tag="ASK_SUSPEND"):
    until: datetime
    suspend_kind: SuspendKind = SuspendKind.HANG


class AskReturnOrder(Reasoned, frozen=True, kw_only=True, tag="ASK_RETURN"):
    """The case is not for this department."""


class AskVoidOrder(Reasoned, frozen=True, kw_only=True, tag="ASK_VOID"): ...


class AskAppealOrder(Reasoned, frozen=True, kw_only=True, tag="ASK_APPEAL"):
    """The disposal was not late, or not by the department's fault."""


class GrantOrder(CaseOrder, frozen=True, kw_only=True, tag="GRANT"): ...


class RejectOrder(Reasoned, frozen=True, kw_only=True, tag="REJECT"): ...


class WithdrawOrder(CaseOrder, frozen=True, kw_only=True, tag="WITHDRAW"): ...


class SuperviseOrder(Reasoned, frozen=True, kw_only=True, tag="SUPERVISE"):
    supervise_kind: SuperviseKind = SuperviseKind.IMPORTANT
    hard: bool = False


class AnswerOrder(Reasoned, frozen=True, kw_only=True, tag="ANSWER"): ...


class EscalateOrder(CaseOrder, frozen=True, kw_only=True, tag="ESCALATE"): ...


class LiftOrder(CaseOrder, frozen=True, kw_only=True, tag="LIFT"): ...


class RemindOrder(Reasoned, frozen=True, kw_only=True, tag="REMIND"): ...


class LeaderNoteOrder(Reasoned, frozen=True, kw_only=True, tag="LEADER_NOTE"): ...


AnySideOrder = (
    SubDispatchOrder
    | TakeOverOrder
    | ReturnToReviewOrder
    | ResumeOrder
    | AskExtendOrder
    | AskSuspendOrder
    | AskReturnOrder
    | AskVoidOrder
    | AskAppealOrder
    | GrantOrder
    | RejectOrder
    | WithdrawOrder
    | SuperviseOrder
    | AnswerOrder
    | EscalateOrder
    | LiftOrder
    | RemindOrder
    | LeaderNoteOrder
)
