"""Cases: what is reported, filed, dispatched, disposed of, checked and closed."""

from datetime import datetime
from typing import Annotated, Protocol

from msgspec import Meta

from wire.adjustments import Adjustment
from wire.captures import Capture
from wire.case_order import CaseOrder, Reasoned, Text
from wire.codes import (
    AdjustmentKind,
    CallbackState,
    CloseKind,
    Kind,
    Lamp,
    LimitType,
    PhotoPhase,
    Publicity,
    Role,
    Satisfaction,
    Source,
    Status,
    SuspendKind,
    Verb,
    VoidKind,
)
from wire.flow import MOST_ANSWERS, FlowRecord, QuestionAnswer
from wire.forecast import Forecast
from wire.message import Message, Order, Versioned
from wire.photos import MOST_PHOTOS, Photo
from wire.places import Id, Lat, Lon, NewId
from wire.side_orders import AnySideOrder
from wire.standards import Condition
from wire.supervisions import Supervision
from wire.tasks import Task

ClassCode = Annotated[str, Meta(pattern=r"^\d{4}$")]
Photos = Annotated[list[Id], Meta(max_length=MOST_PHOTOS)]


class Case(Versioned, frozen=True, kw_only=True, gc=False):
    """One row of the hall's case table, flat so that it travels as Arrow columns too.

    The disposal clock: it runs from `dispatched_at`, is yellow from `yellow_at`, red after `deadline_at`, and stops at `disposed_at`.
    Personal data is masked here; the whole of it is in the card, for those who may see it.
    It holds nothing that could close a circle, so the collector need not walk through a hundred thousand of them (`gc=False`).
    """

    number: str  # 19 digits: division, date, sequence
    status: Status
    source: Source
    kind: Kind
    class_code: str
    catalogue: str
    lon: float
    lat: float
    address: str
    description: str
    reported_at: datetime
    status_at: datetime  # since when it is in this status
    condition_id: str | None = None
    limit_amount: float | None = None
    limit_type: LimitType | None = None
    grid_code: str | None = None  # basic grid
    duty_grid: str | None = None
    component_code: str | None = None
    camera_id: str | None = None  # that saw it
    department_id: str | None = None
    handler: str | None = None
    unit_id: str | None = None  # the inspector who reported it
    reporter: str = ""  # masked
    phone: str = ""  # masked
    accepted_at: datetime | None = None
    filed_at: datetime | None = None
    dispatched_at: datetime | None = None
    yellow_at: datetime | None = None
    deadline_at: datetime | None = None
    submitted_at: datetime | None = None  # by the handler, to the department
    disposed_at: datetime | None = None  # confirmed by the department: the clock stops
    closed_at: datetime | None = None
    close_kind: CloseKind | None = None
    void_kind: VoidKind | None = None
    duplicate_of: str | None = None
    split_from: str | None = None  # the case of which this was a part
    rework_count: int = 0
    returned: bool = False  # it came here backwards: the next stage's main step is barred (DOMAIN 2.4)
    urgent: bool = False
    photo_count: int = 0
    callback: CallbackState | None = None  # none: nobody is owed a call
    callback_tries: int = 0  # since it was owed
    resolved: bool | None = None  # in the citizen's eyes
    satisfaction: Satisfaction | None = None
    promise_at: datetime | None = None  # until when it was promised to be solved: a clock beside that of the disposal (DOMAIN 6.11)
    promise_kept: bool | None = None  # none while it runs
    publicity: Publicity | None = None
    important: bool = False
    supervised: bool = False
    supervise_due_at: datetime | None = None  # what the supervision waits for next
    supervise_level: int = 0  # 0 while nobody supervises it; see `wire.supervisions`
    self_handled: bool = False  # put right by the inspector who found it: in no rate
    direct: bool = False  # a direct assessment: in no rate
    sub_centre_id: str | None = None  # the district's centre, where the command has two levels
    asked: AdjustmentKind | None = None  # the request that waits for a review
    asked_of: list[Role] = []  # who is to review it
    extension_count: int = 0
    suspend_count: int = 0
    suspend_kind: SuspendKind | None = None
    suspended_until: datetime | None = None
    timeout_exempt: bool = False  # an appeal was granted: it counts as no overdue case
    reminded_at: datetime | None = None  # when who has it was urged last: by the hall, a leader's word, or the clock


class Clocked(Protocol):
    """What a lamp is told from: a `Case`, or as much of one."""

    @property
    def status(self) -> Status: ...
    @property
    def yellow_at(self) -> datetime | None: ...
    @property
    def deadline_at(self) -> datetime | None: ...
    @property
    def disposed_at(self) -> datetime | None: ...


def lamp(case: Clocked, at: datetime) -> Lamp:
    """The lamp of `case` at a moment (DOMAIN 4.3)."""
    if case.status in (Status.CLOSED, Status.VOIDED):
        return Lamp.BLUE
    if case.status is Status.SUSPENDED:
        return Lamp.GREY
    if case.deadline_at is None or case.yellow_at is None:
        return Lamp.NONE
    at = case.disposed_at or at
    if at > case.deadline_at:
        return Lamp.RED
    return Lamp.YELLOW if at >= case.yellow_at else Lamp.GREEN


PROMISE_YELLOW = 0.8  # of the time from the report to the promise


def promise_lamp(case: Case, at: datetime) -> Lamp:
    """The lamp of what was promised on the telephone; it stays red where the promise was broken."""
    if case.promise_at is None:
        return Lamp.NONE
    if case.promise_kept is not None:
        return Lamp.BLUE if case.promise_kept else Lamp.RED
    if at > case.promise_at:
        return Lamp.RED
    return Lamp.YELLOW if at - case.reported_at >= PROMISE_YELLOW * (case.promise_at - case.reported_at) else Lamp.GREEN


class Offer(Message, frozen=True, kw_only=True):
    """A verb that this user may use on this case now. `needs` names the fields of its order that must be filled."""

    verb: Verb
    needs: list[str]
    main: bool = False  # the step forward


class Suggestion(Message, frozen=True, kw_only=True):
    """A department that could take the case, best first. `why` is LAST_DEPARTMENT, COMPONENT_MAINTAINER, COMPONENT_OWNER, RESPONSIBILITY, or
    SQUAD: its squad was called out there already.
    """

    department_id: str
    why: str


class Duplicate(Message, frozen=True, kw_only=True):
    """A case that another one, or a report, may repeat: `near` it and of its class, or from the `same_caller`. `away_m` is none without a place."""

    case: Case
    near: bool
    same_caller: bool
    away_m: float | None = None


class CaseCard(Versioned, frozen=True, kw_only=True):
    """A case with all that belongs to it, as one user may see it. `id` and `version` are the case's."""

    case: Case
    flow: list[FlowRecord]
    tasks: list[Task]
    photos: list[Photo]
    offers: list[Offer]
    suggestions: list[Suggestion]
    hands: list[str] = []  # whom it can be assigned to, where that is offered
    duplicates: list[Duplicate] = []  # where it may be merged: with which, the most likely first
    whole: Case | None = None  # what it was split from
    parts: list[Case] = []  # what was split from it, in that order
    adjustments: list[Adjustment] = []  # the oldest first
    supervisions: list[Supervision] = []
    captures: list[Capture] = []  # what cameras showed, in the order in which it came
    forecast: Forecast | None = None  # none when no disposal clock runs, or too little is known
    overdue_factor: float | None = None  # by how many limits it is, or was disposed of, late: as of when the card was made; none in time
    check_from: datetime | None = None  # a check at the same time of day would begin then; none where there is none
    condition: Condition | None = None  # as it stands in the version that the case was filed under
    reporter: str = ""  # masked
    phone: str = ""  # masked
    may_unmask: bool = False  # whether this user may ask for the whole of it, with a reason


class Taken(Versioned, frozen=True, kw_only=True):
    """What is said of an order or report to who asked for no more (`Prefer: return=minimal`, RFC 7240): `id` and `version` are the case's."""

    step: int  # the number of its flow record


class CasePage(Message, frozen=True, kw_only=True):
    """`next` is the cursor of the following page, none at the end. `total` counts all pages; with `more` there are more than that."""

    cases: list[Case]
    total: int
    more: bool = False
    next: str | None = None


class CaseReport(Order, frozen=True, kw_only=True):
    """A new case (T01; T02 when the source is INSPECTOR_SELF; T03 when it is `direct`). `id` is made by the sender, so that a retry is harmless."""

    id: NewId
    source: Source
    kind: Kind
    class_code: ClassCode
    lon: Lon
    lat: Lat
    address: Annotated[str, Meta(max_length=300)] = ""
    description: Text = ""
    component_code: Annotated[str, Meta(max_length=32)] | None = None
    condition_id: Id | None = None  # the filing condition that whoever took it down has in mind; acceptance decides
    camera_id: Id | None = None
    reporter: Annotated[str, Meta(max_length=80)] = ""
    phone: Annotated[str, Meta(max_length=40)] = ""
    urgent: bool = False
    photos: Photos = []
    media_url: Annotated[str, Meta(max_length=2000)] = ""  # where a picture of it lies that was not uploaded here; said in the description
    at: datetime | None = None  # when it was seen; the backend's clock decides when there is none
    after_photos: Photos = []  # of what the inspector has put right: T02
    direct: bool = False  # a direct assessment: T03
    department_id: Id | None = None  # whom a direct assessment is about
    alarm_id: Id | None = None  # of supervision, which it was made of
    answers: Annotated[list[QuestionAnswer], Meta(max_length=MOST_ANSWERS)] = []  # to the questions of its class


class SendVerifyOrder(CaseOrder, frozen=True, kw_only=True, tag="SEND_VERIFY"):
    unit_id: Id | None = None  # none: the inspector of the duty grid, else the nearest on duty
    unadvised: bool = False  # as in `DispatchOrder`


class RefuseOrder(Reasoned, frozen=True, kw_only=True, tag="REFUSE"): ...


class MergeOrder(CaseOrder, frozen=True, kw_only=True, tag="MERGE"):
    duplicate_of: Id


class SplitOrder(Reasoned, frozen=True, kw_only=True, tag="SPLIT"):
    """A part of the case becomes one of its own, of this class; `note` is its description."""

    kind: Kind
    class_code: ClassCode


class AcceptOrder(CaseOrder, frozen=True, kw_only=True, tag="ACCEPT"):
    kind: Kind
    class_code: ClassCode
    condition_id: Id


class FileOrder(CaseOrder, frozen=True, kw_only=True, tag="FILE"):
    condition_id: Id | None = None  # none: the one chosen at acceptance


class NotFileOrder(Reasoned, frozen=True, kw_only=True, tag="NOT_FILE"): ...


class ReturnToAcceptorOrder(Reasoned, frozen=True, kw_only=True, tag="RETURN_TO_ACCEPTOR"): ...


class DispatchOrder(CaseOrder, frozen=True, kw_only=True, tag="DISPATCH"):
    department_id: Id
    unadvised: bool = False  # it was ordered where no recommendation was shown


class ReturnToFilingOrder(Reasoned, frozen=True, kw_only=True, tag="RETURN_TO_FILING"): ...


class AssignOrder(CaseOrder, frozen=True, kw_only=True, tag="ASSIGN"):
    handler: Annotated[str, Meta(min_length=1, max_length=130)]  # one of the card's `hands`


class RevokeOrder(CaseOrder, frozen=True, kw_only=True, tag="REVOKE"): ...


class ReturnToDispatcherOrder(Reasoned, frozen=True, kw_only=True, tag="RETURN_TO_DISPATCHER"): ...


class HandBackOrder(Reasoned, frozen=True, kw_only=True, tag="HAND_BACK"): ...


class SubmitOrder(CaseOrder, frozen=True, kw_only=True, tag="SUBMIT"):
    photos: Annotated[list[Id], Meta(min_length=1, max_length=MOST_PHOTOS)]


class RedoOrder(Reasoned, frozen=True, kw_only=True, tag="REDO"): ...


class ConfirmOrder(CaseOrder, frozen=True, kw_only=True, tag="CONFIRM"): ...


class ReworkOrder(Reasoned, frozen=True, kw_only=True, tag="REWORK"): ...


class ForwardOrder(CaseOrder, frozen=True, kw_only=True, tag="FORWARD"): ...


class SendCheckOrder(CaseOrder, frozen=True, kw_only=True, tag="SEND_CHECK"):
    unit_id: Id | None = None
    same_time: bool = False  # at the time of the day at which it was seen: for what comes again
    unadvised: bool = False


class PassOnOrder(CaseOrder, frozen=True, kw_only=True, tag="PASS_ON"): ...


class OverruleOrder(Reasoned, frozen=True, kw_only=True, tag="OVERRULE"):
    """On to closing although no check has passed."""


class CloseOrder(CaseOrder, frozen=True, kw_only=True, tag="CLOSE"):
    closing_met: bool = False  # whoever closes it confirms that the closing condition of its class is met


class ReturnToCheckOrder(Reasoned, frozen=True, kw_only=True, tag="RETURN_TO_CHECK"): ...


class VoidOrder(Reasoned, frozen=True, kw_only=True, tag="VOID"): ...


class SpecialCloseOrder(Reasoned, frozen=True, kw_only=True, tag="SPECIAL_CLOSE"):
    in_error: bool = False  # it should never have been taken up: it is closed as an error, which is nobody's delay


class ReopenOrder(Reasoned, frozen=True, kw_only=True, tag="REOPEN"): ...


class UndoOrder(CaseOrder, frozen=True, kw_only=True, tag="UNDO"): ...


class CallBackOrder(CaseOrder, frozen=True, kw_only=True, tag="CALL_BACK"):
    """What came of calling the citizen. UNREACHABLE counts an attempt; DONE says what he thinks; WAIVED says why nobody calls."""

    outcome: CallbackState
    resolved: bool | None = None
    satisfaction: Satisfaction | None = None


AnyCaseOrder = (
    SendVerifyOrder
    | SplitOrder
    | RefuseOrder
    | MergeOrder
    | AcceptOrder
    | FileOrder
    | NotFileOrder
    | ReturnToAcceptorOrder
    | DispatchOrder
    | ReturnToFilingOrder
    | AssignOrder
    | RevokeOrder
    | ReturnToDispatcherOrder
    | HandBackOrder
    | SubmitOrder
    | RedoOrder
    | ConfirmOrder
    | ReworkOrder
    | ForwardOrder
    | SendCheckOrder
    | PassOnOrder
    | OverruleOrder
    | CloseOrder
    | ReturnToCheckOrder
    | VoidOrder
    | SpecialCloseOrder
    | ReopenOrder
    | UndoOrder
    | CallBackOrder
    | AnySideOrder
)


class PhotoOfCase(Order, frozen=True, kw_only=True):
    """Hangs an uploaded photo on a case outside any step: a still of a camera, a picture from a caller."""

    photo_id: Id
    phase: PhotoPhase
