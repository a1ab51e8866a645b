"""Geofences: areas that people draw on the map."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from wire.codes import FenceKind
from wire.message import Order, Versioned
from wire.places import Id, Lat, Lon

Place = tuple[Lon, Lat]
MOST_PLACES = 2000


class Geofence(Versioned, frozen=True, kw_only=True):
    """A circle is one place and a radius; a corridor a line and the reach on either side of it, in metres; a polygon its outer ring, not closed."""

    name: str
    kind: FenceKind
    places: list[tuple[float, float]]
    radius_m: float | None = None
    note: str = ""
    by: str = ""  # the user who drew it last
    at: datetime | None = None  # and when


class GeofenceOrder(Order, frozen=True, kw_only=True):
    id: Id
    name: Annotated[str, Meta(min_length=1, max_length=80)]
    kind: FenceKind
    places: Annotated[list[Place], Meta(min_length=1, max_length=MOST_PLACES)]
    radius_m: Annotated[float, Meta(gt=0, le=100_000)] | None = None
    note: Annotated[str, Meta(max_length=500)] = ""
