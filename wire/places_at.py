"""What a place on the map is called, and who answers for it."""

from enum import StrEnum

from wire.codes import DutyState, GridKind
from wire.message import Message
from wire.search import HitKind


class Direction(StrEnum):
    N = "N"
    NE = "NE"
    E = "E"
    SE = "SE"
    S = "S"
    SW = "SW"
    W = "W"
    NW = "NW"


class Landmark(Message, frozen=True, kw_only=True):
    """What the place is told by: a gate number, a place that people name, or a street. `direction` is from there to the place, none on the spot."""

    kind: HitKind
    id: str
    name: str
    lon: float
    lat: float
    away_m: float
    direction: Direction | None = None


class GridAt(Message, frozen=True, kw_only=True):
    id: str
    kind: GridKind
    code: str
    name: str


class InspectorAt(Message, frozen=True, kw_only=True):
    """Answers for the duty grid. The phone is whole here, and every look at it is in the audit trail."""

    unit_id: str
    name: str
    phone: str
    team: str
    duty: DutyState


class DepartmentAt(Message, frozen=True, kw_only=True):
    """The nearest that answers for `trades`."""

    id: str
    name: str
    phone: str
    trades: list[str]


class PlaceAt(Message, frozen=True, kw_only=True):
    """`address` is Chinese ("瑞祥路11号的东北方向13.8米"), `address_en` English; both empty where nothing with a name is near.

    `grids` from the basic grid up to the district.
    """

    lon: float
    lat: float
    address: str
    address_en: str
    landmark: Landmark | None
    grids: list[GridAt]
    inspectors: list[InspectorAt]
    departments: list[DepartmentAt]
