"""Intelligent capture: what cameras are watched for, and what was seen.

Places on a picture are shares of its width and height, from the upper left.
"""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from wire.cameras import Camera
from wire.cases import ClassCode
from wire.codes import CaptureKind, CaptureState, Kind, Role
from wire.message import Message, Order, Versioned
from wire.places import Id, NewId

LEAST_HOLD_S, MOST_HOLD_S = 10, 120
MOST_ZONES = 12  # of one camera
SAME_MINUTES = 30  # one camera and class: the same finding, seen again (DOMAIN 6.14)
LINES = frozenset({CaptureKind.GOODS_OUT, CaptureKind.FLOOD})  # drawn as a line, the others as a polygon
EDITORS = frozenset({Role.VIDEO_PATROLLER, Role.SHIFT_LEADER, Role.DUTY_LEADER, Role.ADMIN})  # who may change what is watched

Share = Annotated[float, Meta(ge=0, le=1)]
Point = tuple[Share, Share]
Box = tuple[Share, Share, Share, Share]  # left, top, width, height
Points = Annotated[list[Point], Meta(min_length=2, max_length=40)]
Name = Annotated[str, Meta(min_length=1, max_length=80)]
Hold = Annotated[int, Meta(ge=LEAST_HOLD_S, le=MOST_HOLD_S)]


class CaptureZone(Versioned, frozen=True, kw_only=True):
    """`hold_s` is how long it must last before it is reported, in seconds; `least` the smallest thing that counts, as a share of the picture.

    `state` and `state_at` tell how the program that watches the camera was doing when it last said so: none when it never did.
    """

    camera_id: str
    name: str
    kind: CaptureKind
    points: list[Point]
    case_kind: Kind
    class_code: str
    hold_s: int
    least: float
    active: bool
    by: str  # who saved it last
    state: CaptureState | None = None
    state_at: datetime | None = None


class CaptureZoneOrder(Order, frozen=True, kw_only=True):
    id: NewId
    camera_id: Id
    name: Name
    kind: CaptureKind
    points: Points
    case_kind: Kind
    class_code: ClassCode
    hold_s: Hold = 30
    least: Annotated[float, Meta(ge=0.0002, le=0.5)] = 0.003
    active: bool = True


class CapturePlan(Message, frozen=True, kw_only=True):
    """A camera that is to be watched, and for what."""

    camera: Camera
    zones: list[CaptureZone]


class CaptureStateReport(Order, frozen=True, kw_only=True):
    camera_id: Id
    state: CaptureState


class AiEventReport(Order, frozen=True, kw_only=True):
    """Something was seen in a zone. `id` is made by the sender, so that a retry is harmless. `still_id` is the picture as it came, uploaded before;
    `marked_id` the same with the box drawn into it."""

    id: NewId
    zone_id: Id
    at: datetime
    box: Box
    confidence: Annotated[float, Meta(ge=0, le=1)]
    still_id: Id
    marked_id: Id | None = None
    model: Annotated[str, Meta(max_length=80)] = ""  # which detector saw it


class AiEvent(Message, frozen=True, kw_only=True):
    """`case_id` is the finding that it made, or with `again` the one that it belongs to: the same camera and class within `SAME_MINUTES`."""

    id: str
    zone_id: str
    camera_id: str
    kind: CaptureKind
    case_kind: Kind
    class_code: str
    at: datetime
    box: Box
    confidence: float
    still_id: str  # SHA-256 of the picture
    model: str
    case_id: str
    again: bool
