"""Finding things by what people call them."""

from enum import StrEnum

from wire.message import Message


class HitKind(StrEnum):
    """What can be found: nouns, streets, and the kinds of register entries, each by the name that it has elsewhere."""

    CASE = "CASE"
    COMPONENT = "COMPONENT"
    UNIT = "UNIT"
    CAMERA = "CAMERA"
    DEPARTMENT = "DEPARTMENT"
    GRID = "GRID"
    SENSOR = "SENSOR"
    GEOFENCE = "GEOFENCE"
    STREET = "STREET"
    STREET_ENTITY = "STREET_ENTITY"
    BICYCLE = "BICYCLE"
    FLOOD_POINT = "FLOOD_POINT"
    DRAIN = "DRAIN"
    BUILDING = "BUILDING"
    GATE = "GATE"
    POI = "POI"


class Hit(Message, frozen=True, kw_only=True):
    """`detail` tells apart what has one title. The place is where it lay when it was written down; a unit is where it was last seen."""

    kind: HitKind
    id: str
    title: str
    detail: str = ""
    lon: float | None = None
    lat: float | None = None
    away_m: float | None = None  # from the place that was named in the question


class Found(Message, frozen=True, kw_only=True):
    """The best first."""

    hits: list[Hit]
