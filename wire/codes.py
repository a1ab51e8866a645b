"""Codes of the field. Messages carry codes, never phrases; `console.words` turns them into sentences.

Source of the values: DOMAIN 2.2 to 2.6, 3.2, 3.6 and 4.1.
"""

from enum import StrEnum


class Role(StrEnum):
    INSPECTOR = "INSPECTOR"
    ACCEPTOR = "ACCEPTOR"
    VIDEO_PATROLLER = "VIDEO_PATROLLER"
    SHIFT_LEADER = "SHIFT_LEADER"
    DISPATCHER = "DISPATCHER"
    SUB_DISPATCHER = "SUB_DISPATCHER"  # of a district, where the command has two levels
    DEPARTMENT = "DEPARTMENT"
    HANDLER = "HANDLER"
    AUDITOR = "AUDITOR"
    EVALUATOR = "EVALUATOR"
    DUTY_LEADER = "DUTY_LEADER"
    ADMIN = "ADMIN"
    DEVICE = "DEVICE"  # the key of a gateway that sends positions
    GATEWAY = "GATEWAY"  # the key of a public door: Open311, OGC readers, 12345
    TELEPHONE = "TELEPHONE"  # the key of a telephone exchange, which says who rings


# Who works in the hall, and so sees all of it.
HALL = frozenset(
    {
        Role.ACCEPTOR,
        Role.VIDEO_PATROLLER,
        Role.SHIFT_LEADER,
        Role.DISPATCHER,
        Role.SUB_DISPATCHER,
        Role.AUDITOR,
        Role.EVALUATOR,
        Role.DUTY_LEADER,
        Role.ADMIN,
    }
)


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


class Verb(StrEnum):
    """What can be done to a case. The ids are those of DOMAIN 2.4; A and S are the side actions of 2.5."""

    REPORT = "REPORT"  # T01
    REPORT_SELF = "REPORT_SELF"  # T02, what the inspector has put right
    ASSESS = "ASSESS"  # T03, recorded and scored without dispatch
    SEND_VERIFY = "SEND_VERIFY"  # T04
    VERIFY = "VERIFY"  # T05, by the result of a task
    REFUSE = "REFUSE"  # T06
    MERGE = "MERGE"  # T07
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


class AdjustmentKind(StrEnum):
    """What is asked for about a running case and reviewed by others (DOMAIN 2.5)."""

    EXTEND = "EXTEND"
    SUSPEND = "SUSPEND"
    RETURN = "RETURN"
    VOID = "VOID"
    APPEAL = "APPEAL"


class AdjustmentState(StrEnum):
    PENDING_DEPT = "PENDING_DEPT"  # waits for the asker's own department
    PENDING = "PENDING"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"  # by the asker, or because the case has moved on


class SuspendKind(StrEnum):
    HANG = "HANG"  # waits for a season or for conditions
    DEFER = "DEFER"  # a hard case, put off by the commander


class SuperviseKind(StrEnum):
    OVERDUE = "OVERDUE"
    LEADER = "LEADER"
    IMPORTANT = "IMPORTANT"


class TaskKind(StrEnum):
    VERIFY = "VERIFY"
    CHECK = "CHECK"


class TaskState(StrEnum):
    OPEN = "OPEN"
    DONE = "DONE"
    WITHDRAWN = "WITHDRAWN"


class TaskResult(StrEnum):
    EXISTS = "EXISTS"
    NOT_EXISTS = "NOT_EXISTS"
    PASS = "PASS"
    NOT_PASS = "NOT_PASS"
    UNABLE = "UNABLE"


class Direction(StrEnum):
    IN = "IN"
    OUT = "OUT"


class CallState(StrEnum):
    RINGING = "RINGING"
    TALKING = "TALKING"
    ENDED = "ENDED"
    MISSED = "MISSED"


class CallKind(StrEnum):
    """What somebody calls for (DOMAIN 6.11)."""

    CONSULTATION = "CONSULTATION"  # answered at once
    COMPLAINT = "COMPLAINT"
    SUGGESTION = "SUGGESTION"


class Urgency(StrEnum):
    GENERAL = "GENERAL"
    URGENT = "URGENT"
    MOST_URGENT = "MOST_URGENT"


class SeatState(StrEnum):
    EMPTY = "EMPTY"  # nobody has signed on
    FREE = "FREE"
    RINGING = "RINGING"
    TALKING = "TALKING"
    AFTER_CALL = "AFTER_CALL"  # what was said is being written down
    AWAY = "AWAY"


class CallbackState(StrEnum):
    """What has become of the call that a citizen is owed after disposal (DOMAIN 2.7)."""

    PENDING = "PENDING"
    DONE = "DONE"
    UNREACHABLE = "UNREACHABLE"
    WAIVED = "WAIVED"


class Satisfaction(StrEnum):
    VERY_SATISFIED = "VERY_SATISFIED"
    SATISFIED = "SATISFIED"
    NEUTRAL = "NEUTRAL"
    NOT_SATISFIED = "NOT_SATISFIED"


class Publicity(StrEnum):
    """How far the result of a case is on its way to the public."""

    PROPOSED = "PROPOSED"
    PUBLISHED = "PUBLISHED"
    WITHDRAWN = "WITHDRAWN"


class TransferState(StrEnum):
    """Where a matter stands that another hotline has passed on to us."""

    WAITING = "WAITING"  # for a case, or for an answer
    REGISTERED = "REGISTERED"  # there is a case
    REPLIED = "REPLIED"
    RETURNED = "RETURNED"  # not ours
    FETCHED = "FETCHED"  # the other hotline has our answer


class UnitKind(StrEnum):
    INSPECTOR = "INSPECTOR"
    TRUCK = "TRUCK"
    VEHICLE = "VEHICLE"


class DutyState(StrEnum):
    ON_DUTY = "ON_DUTY"
    OFF_DUTY = "OFF_DUTY"


class GridKind(StrEnum):
    DISTRICT = "DISTRICT"
    STREET = "STREET"
    COMMUNITY = "COMMUNITY"
    AREA = "AREA"
    DUTY = "DUTY"
    BASIC = "BASIC"


class ComponentState(StrEnum):
    INTACT = "INTACT"
    DAMAGED = "DAMAGED"
    LOST = "LOST"
    ABANDONED = "ABANDONED"
    MOVED = "MOVED"


class PhotoPhase(StrEnum):
    BEFORE = "BEFORE"
    AFTER = "AFTER"
    VERIFY = "VERIFY"
    CHECK = "CHECK"


class RegisterKind(StrEnum):
    """What the city keeps registers (台账) of: things too many to be messages of their own."""

    STREET_ENTITY = "STREET_ENTITY"  # shops and firms that answer for their frontage (DOMAIN 6.5)
    BICYCLE = "BICYCLE"  # shared ones (DOMAIN 6.4)
    FLOOD_POINT = "FLOOD_POINT"  # where water gathers (DOMAIN 6.9)
    DRAIN = "DRAIN"  # pipes, as lines
    BUILDING = "BUILDING"  # outlines, which also hide what lies behind them
    GATE = "GATE"  # gate numbers: what an address is made of
    POI = "POI"  # places that people name


class SensorKind(StrEnum):
    WATER_LEVEL = "WATER_LEVEL"  # cm
    RAIN = "RAIN"  # mm in the last hour
    COVER = "COVER"  # tilt of a manhole cover, degrees
    AIR = "AIR"  # PM2.5, µg/m³
    FUME = "FUME"  # oil fume, mg/m³


class FenceKind(StrEnum):
    CIRCLE = "CIRCLE"
    POLYGON = "POLYGON"
    CORRIDOR = "CORRIDOR"


class StandardKind(StrEnum):
    """What the standards library keeps versions of."""

    CATALOGUE = "CATALOGUE"  # classes, filing conditions, limits
    CALENDAR = "CALENDAR"  # holidays, adjusted working days, working hours


class StandardState(StrEnum):
    DRAFT = "DRAFT"  # may be edited and withdrawn
    PUBLISHED = "PUBLISHED"  # is never changed any more, only followed by another


class DayMeaning(StrEnum):
    """What a line of a calendar says of its days."""

    HOLIDAY = "HOLIDAY"
    WORKDAY = "WORKDAY"  # a day of a weekend that was made a working day
    HOURS = "HOURS"  # the working periods from a day on


class UnmaskReason(StrEnum):
    """Why somebody must see personal data whole."""

    CALL_BACK = "CALL_BACK"
    FIND_PLACE = "FIND_PLACE"
    DANGER = "DANGER"
    COMPLAINT = "COMPLAINT"
    EVIDENCE = "EVIDENCE"
    OTHER = "OTHER"


class SubjectAnswer(StrEnum):
    """What became of somebody's question what is held about him."""

    EXPORTED = "EXPORTED"
    REFUSED = "REFUSED"


class Noun(StrEnum):
    """The kinds of thing that the feed carries."""

    CASE = "CASE"
    TASK = "TASK"
    UNIT = "UNIT"
    CAMERA = "CAMERA"
    DEPARTMENT = "DEPARTMENT"
    GRID = "GRID"
    COMPONENT = "COMPONENT"
    REGISTER = "REGISTER"
    SENSOR = "SENSOR"
    GEOFENCE = "GEOFENCE"
    CALL = "CALL"
    SEAT = "SEAT"
    TRANSFER = "TRANSFER"
    SEEN = "SEEN"  # a step of a case, by its next holder
    STANDARD = "STANDARD"
    FILTER = "FILTER"
