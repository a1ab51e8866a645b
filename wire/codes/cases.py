"""The loop of a case: its stages, its statuses and what can be done to it (DOMAIN 2.2 to 2.4)."""

from enum import StrEnum


class Stage(StrEnum):
    COLLECT = "COLLECT"
    ESTABLISH = "ESTABLISH"
    DISPATCH = "DISPATCH"
    DISPOSE = "DISPOSE"
    FEEDBACK = "FEEDBACK"
    CLOSE = "CLOSE"
    EVALUATE = "EVALUATE"


class Status(StrEnum):
    REPORTED = "REPORTED"
    VERIFYING = "VERIFYING"
    PENDING_FILING = "PENDING_FILING"
    TO_COMMAND = "TO_COMMAND"  # filed, on its way from the supervision to the command centre
    PENDING_DISPATCH = "PENDING_DISPATCH"
    PENDING_SUB_DISPATCH = "PENDING_SUB_DISPATCH"
    PENDING_DISPOSAL = "PENDING_DISPOSAL"
    DISPOSING = "DISPOSING"
    SUSPENDED = "SUSPENDED"  # its clock stands still
    PENDING_REVIEW = "PENDING_REVIEW"
    TO_SUPERVISION = "TO_SUPERVISION"  # disposed of, on its way back to the supervision centre
    PENDING_CHECK = "PENDING_CHECK"
    CHECKING = "CHECKING"
    PENDING_CLOSE = "PENDING_CLOSE"
    CLOSED = "CLOSED"
    VOIDED = "VOIDED"


STAGE_OF = {
    Status.REPORTED: Stage.COLLECT,
    Status.VERIFYING: Stage.COLLECT,
    Status.PENDING_FILING: Stage.ESTABLISH,
    Status.TO_COMMAND: Stage.DISPATCH,
    Status.PENDING_DISPATCH: Stage.DISPATCH,
    Status.PENDING_SUB_DISPATCH: Stage.DISPATCH,
    Status.PENDING_DISPOSAL: Stage.DISPOSE,
    Status.DISPOSING: Stage.DISPOSE,
    Status.SUSPENDED: Stage.DISPOSE,
    Status.PENDING_REVIEW: Stage.FEEDBACK,
    Status.TO_SUPERVISION: Stage.FEEDBACK,
    Status.PENDING_CHECK: Stage.CLOSE,
    Status.CHECKING: Stage.CLOSE,
    Status.PENDING_CLOSE: Stage.CLOSE,
    Status.CLOSED: Stage.EVALUATE,
    Status.VOIDED: Stage.EVALUATE,
}


class ReceiverKind(StrEnum):
    """Whom a step passes a case to."""

    DEPARTMENT = "DEPARTMENT"
    SUB_CENTRE = "SUB_CENTRE"
    HANDLER = "HANDLER"
    UNIT = "UNIT"  # the inspector of a task
    POST = "POST"  # whoever sits there


class Verb(StrEnum):
    """What can be done to a case. The ids are those of DOMAIN 2.4; A and S are the side actions of 2.5."""

    REPORT = "REPORT"  # T01
    REPORT_SELF = "REPORT_SELF"  # T02, what the inspector has put right
    ASSESS = "ASSESS"  # T03, recorded and scored without dispatch
    SEND_VERIFY = "SEND_VERIFY"  # T04
    VERIFY = "VERIFY"  # T05, by the result of a task
    REFUSE = "REFUSE"  # T06
    MERGE = "MERGE"  # T07
    SPLIT = "SPLIT"  # P01, and P02 of the part that comes of it
    ACCEPT = "ACCEPT"  # T08
    FILE = "FILE"  # T09
    NOT_FILE = "NOT_FILE"  # T10
    RETURN_TO_ACCEPTOR = "RETURN_TO_ACCEPTOR"  # T11
    DISPATCH = "DISPATCH"  # T12
    SUB_DISPATCH = "SUB_DISPATCH"  # T13
    RETURN_TO_FILING = "RETURN_TO_FILING"  # T14
    ASSIGN = "ASSIGN"  # T15
    REVOKE = "REVOKE"  # T16
    RETURN_TO_DISPATCHER = "RETURN_TO_DISPATCHER"  # T17
    HAND_BACK = "HAND_BACK"  # T18
    SUBMIT = "SUBMIT"  # T19
    REDO = "REDO"  # T20
    CONFIRM = "CONFIRM"  # T21
    REWORK = "REWORK"  # T22, T27
    FORWARD = "FORWARD"  # T23
    SEND_CHECK = "SEND_CHECK"  # T24
    CHECK = "CHECK"  # T25, by the result of a task
    PASS_ON = "PASS_ON"  # T26
    OVERRULE = "OVERRULE"  # T26, by a leader's word
    CLOSE = "CLOSE"  # T28
    RETURN_TO_CHECK = "RETURN_TO_CHECK"  # T29
    SUSPEND = "SUSPEND"  # T30, by a request that was granted
    RESUME = "RESUME"  # T31
    VOID = "VOID"  # T32
    SPECIAL_CLOSE = "SPECIAL_CLOSE"  # T33
    REOPEN = "REOPEN"  # T34
    UNDO = "UNDO"  # takes the newest step back
    CALL_BACK = "CALL_BACK"  # C01, DOMAIN 2.7
    TAKE_OVER = "TAKE_OVER"  # between the two axes
    RETURN_TO_REVIEW = "RETURN_TO_REVIEW"  # the supervision axis sends back what did not pass
    ASK_EXTEND = "ASK_EXTEND"  # A01
    ASK_SUSPEND = "ASK_SUSPEND"  # A02
    ASK_RETURN = "ASK_RETURN"  # A03
    ASK_VOID = "ASK_VOID"  # A04
    ASK_APPEAL = "ASK_APPEAL"  # A05
    GRANT = "GRANT"  # A06
    REJECT = "REJECT"  # A07
    WITHDRAW = "WITHDRAW"  # A08
    EXTEND = "EXTEND"  # A09, by a request that was granted
    EXEMPT = "EXEMPT"  # A10, by an appeal that was granted
    SUPERVISE = "SUPERVISE"  # S01
    ANSWER = "ANSWER"  # S02, the department to a supervision
    LIFT = "LIFT"  # S03
    REMIND = "REMIND"  # S04
    LEADER_NOTE = "LEADER_NOTE"  # S05
    ESCALATE = "ESCALATE"  # S06, when a supervision waits in vain


class Source(StrEnum):
    INSPECTOR = "INSPECTOR"
    EVALUATION = "EVALUATION"
    INSPECTOR_SELF = "INSPECTOR_SELF"
    HOTLINE_12319 = "HOTLINE_12319"
    TRANSFER_12345 = "TRANSFER_12345"
    WECHAT = "WECHAT"
    PUBLIC_APP = "PUBLIC_APP"
    VIDEO = "VIDEO"
    AI = "AI"
    AUDIT = "AUDIT"
    MEDIA = "MEDIA"
    LEADER = "LEADER"
    DEPT_TRANSFER = "DEPT_TRANSFER"
    LAW_PATROL = "LAW_PATROL"
    SENSOR = "SENSOR"


INSPECTOR_SOURCES = frozenset({Source.INSPECTOR, Source.EVALUATION, Source.INSPECTOR_SELF})


class Kind(StrEnum):
    """What a case concerns: a physical public asset, or a behaviour or state."""

    COMPONENT = "COMPONENT"
    EVENT = "EVENT"


class LimitType(StrEnum):
    URGENT_HOUR = "URGENT_HOUR"
    WORK_HOUR = "WORK_HOUR"
    WORK_DAY = "WORK_DAY"
    CALENDAR_DAY = "CALENDAR_DAY"


class Clock(StrEnum):
    """The limits that a case may be under."""

    STAGE = "STAGE"  # of the status in which it stands
    DISPOSAL = "DISPOSAL"
    PROMISE = "PROMISE"  # what was said on the telephone
    TRANSFER = "TRANSFER"  # until when the other hotline wants its answer


class Lamp(StrEnum):
    NONE = "NONE"  # no clock runs yet
    GREEN = "GREEN"
    YELLOW = "YELLOW"
    RED = "RED"
    GREY = "GREY"  # suspended
    BLUE = "BLUE"  # closed or voided


class VoidKind(StrEnum):
    NOT_ACCEPTED = "NOT_ACCEPTED"
    NOT_FILED = "NOT_FILED"
    VOID = "VOID"


class CloseKind(StrEnum):
    NORMAL = "NORMAL"
    OVERDUE = "OVERDUE"
    SPECIAL = "SPECIAL"
    ERROR = "ERROR"  # it should never have been taken up


class PhotoPhase(StrEnum):
    BEFORE = "BEFORE"
    AFTER = "AFTER"
    VERIFY = "VERIFY"
    CHECK = "CHECK"
