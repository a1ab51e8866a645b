"""The roster: who works when, on which grids, where the shift begins, and how they have signed in (DOMAIN 6.10)."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from wire.codes import DutyState, Role, SignResult
from wire.message import Message, Order, Versioned
from wire.places import Id, Lat, Lon, NewId

PLANNERS = frozenset({Role.SHIFT_LEADER, Role.DUTY_LEADER, Role.ADMIN})
MOST_SHIFTS = 5000  # of one answer
LONGEST_H = 24.0
Code = Annotated[str, Meta(min_length=1, max_length=64)]


class Shift(Versioned, frozen=True, kw_only=True):
    """`kind` is one of `duty.toml`; `grids` are the codes of the duty grids that are walked. It begins within `radius_m` of a place, or anywhere.

    `rotation` is the plan that made it, empty when somebody entered it by hand.
    """

    unit_id: str
    day: date
    kind: str
    starts_at: datetime
    ends_at: datetime
    grids: list[str]
    team: str = ""
    lon: float | None = None
    lat: float | None = None
    radius_m: float | None = None
    rotation: str = ""


class ShiftKind(Message, frozen=True, kw_only=True):
    """A time of work of the city; which ends before it begins goes on past midnight."""

    code: str
    name: str
    name_en: str
    starts: str
    ends: str


class ShiftOrder(Order, frozen=True, kw_only=True):
    """Without times those of its kind on its day; without grids those of the unit; without a place the middle of the first grid."""

    id: NewId
    unit_id: Id
    day: date
    kind: Code = "DAY"
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    grids: Annotated[list[Code], Meta(max_length=200)] = []
    team: Annotated[str, Meta(max_length=80)] = ""
    lon: Lon | None = None
    lat: Lat | None = None
    radius_m: Annotated[float, Meta(gt=0, le=10_000)] | None = None


class Sign(Message, frozen=True, kw_only=True):
    """Somebody has signed in or out. `away_m`: how far from where the shift begins; none when nobody knows, or it may begin anywhere."""

    id: str
    unit_id: str
    shift_id: str | None
    duty: DutyState
    at: datetime
    result: SignResult
    lon: float | None = None
    lat: float | None = None
    away_m: float | None = None
