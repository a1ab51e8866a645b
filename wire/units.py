"""Units: inspectors, trucks and vehicles, where they are, and whether they are on duty."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from wire.codes import DutyState, UnitKind, WorkState
from wire.message import Message, Order, Versioned
from wire.places import Id, Lat, Lon

MOST_PHONES = 200  # that are looked at together


class Unit(Versioned, frozen=True, kw_only=True):
    """`code` is what its device calls itself; `duty_grids` are the responsibility grids an inspector walks. `duty` says whether it has signed in,
    `state` what it is seen to do since `state_at`.
    """

    code: str
    kind: UnitKind
    name: str
    duty: DutyState
    duty_at: datetime | None = None  # of the last sign-in or sign-out
    team: str = ""
    plate: str = ""
    phone: str = ""  # masked
    duty_grids: list[str] = []
    department_id: str | None = None
    state: WorkState = WorkState.OFF_DUTY
    state_at: datetime | None = None


class PhonesOrder(Order, frozen=True, kw_only=True):
    """Whose telephone numbers are asked for."""

    unit_ids: Annotated[list[Id], Meta(min_length=1, max_length=MOST_PHONES)]


class UnitPhone(Message, frozen=True, kw_only=True):
    """The number is whole; empty where none is known."""

    unit_id: str
    phone: str


class UnitOrder(Order, frozen=True, kw_only=True):
    id: Id
    code: Annotated[str, Meta(min_length=1, max_length=64)]
    kind: UnitKind
    name: Annotated[str, Meta(min_length=1, max_length=80)]
    team: str = ""
    plate: str = ""
    phone: str = ""
    duty_grids: list[str] = []
    department_id: str | None = None


class SignIn(Order, frozen=True, kw_only=True):
    """A terminal says that its holder begins or ends duty."""

    duty: DutyState
    lon: Lon | None = None
    lat: Lat | None = None


class Signals(Order, frozen=True, kw_only=True):
    """What the sensors of a muck truck say; none: it has no such sensor, or nothing is known. Judged as they come, and not kept with the fix."""

    loaded: bool | None = None
    cover_open: bool | None = None
    body_raised: bool | None = None
    ignition: bool | None = None


class Fix(Order, frozen=True, kw_only=True):
    """One position as a device saw it. Speed in m/s, heading in degrees from north, accuracy in metres; none means unknown.

    `mock`: the device says itself that this place did not come from its receiver.
    """

    at: datetime
    lon: Lon
    lat: Lat
    speed: Annotated[float, Meta(ge=0)] | None = None
    heading: Annotated[float, Meta(ge=0, le=360)] | None = None
    accuracy: Annotated[float, Meta(ge=0)] | None = None
    signals: Signals | None = None
    mock: bool = False


class FixBatch(Order, frozen=True, kw_only=True):
    """Fixes of one unit, named by the code of its device."""

    code: Annotated[str, Meta(min_length=1, max_length=64)]
    fixes: Annotated[list[Fix], Meta(min_length=1, max_length=5000)]


class FixReceipt(Message, frozen=True, kw_only=True):
    stored: int
    doubled: int  # known already: same unit and same time


class FixesOfMany(Order, frozen=True, kw_only=True):
    """What a gateway has gathered of many units."""

    batches: Annotated[list[FixBatch], Meta(min_length=1, max_length=2000)]


class BatchRefused(Message, frozen=True, kw_only=True):
    """`number` counts the batches from 0; `problem` is the code of the refusal."""

    number: int
    code: str
    problem: str
    detail: str


class ReceiptOfMany(Message, frozen=True, kw_only=True):
    """Each batch stands for itself: those that are refused do the others no harm."""

    stored: int
    doubled: int
    refused: list[BatchRefused] = []


class Positions(Message, frozen=True, kw_only=True):
    """The newest fix of each unit that moved after the cursor that was asked with; one list per column, all of one length.

    `at` in milliseconds since 1970 UTC. `speed` m/s, `heading` degrees; NaN cannot travel in JSON, so unknown is -1. `mocked` are those of
    `unit_ids` whose device says itself that this place did not come from its receiver.
    """

    cursor: int
    now: datetime
    unit_ids: list[str]
    at: list[int]
    lon: list[float]
    lat: list[float]
    speed: list[float]
    heading: list[float]
    mocked: list[str] = []
