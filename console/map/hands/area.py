"""What lies in an area, exactly: every point is tested, and none of the page's pixels counts."""

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod

from console.hall.chosen import Place, Row
from console.hall.hall import Hall
from console.hall.people import doing
from wire.cases import Case
from wire.codes import Noun, RegisterKind, Status, UnitKind

Kind = Noun | RegisterKind
ELLIPSOID = Geod(ellps="WGS84")
LEAST_PER_DEGREE = 110_000.0  # metres: a degree is nowhere shorter than this, along a meridian or the equator
ENDED = (Status.CLOSED, Status.VOIDED)


class Shown(NamedTuple):
    """What can be seen of the Hall, and so what an area holds. `closed`: cases that have ended, too; `lets`: which cases pass the filter;
    `hidden`: by kind the categories that are left out."""

    kinds: Sequence[Kind]
    closed: bool = False
    unit_kinds: Collection[UnitKind] = tuple(UnitKind)
    hidden: Mapping[Kind, Collection[str | int]] = {}
    lets: Callable[[Case], bool] | None = None


class Area:
    """A ring as it was drawn: its edges are straight on the map, which is Mercator, so it is there that points are tested."""

    def __init__(self, ring: Sequence[Place]) -> None:
        corners = np.asarray(ring, np.float64)
        outline = shapely.Polygon(np.column_stack([corners[:, 0], northing(corners[:, 1])]))
        self._shape = outline if outline.is_valid else shapely.make_valid(outline)  # a lasso may cross itself
        shapely.prepare(self._shape)
        self._bounds = self._shape.bounds

    def holds(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
        """Of each place whether it lies in it or on its edge."""
        x, y = np.asarray(lon, np.float64), northing(lat)
        west, south, east, north = self._bounds
        inside: NDArray[np.bool_] = (x >= west) & (x <= east) & (y >= south) & (y <= north)
        inside[inside] = shapely.intersects_xy(self._shape, x[inside], y[inside])
        return inside


class Disc:
    """All places within so many metres, on the ellipsoid."""

    def __init__(self, lon: float, lat: float, metres: float) -> None:
        self._lon, self._lat, self._metres = lon, lat, metres

    def holds(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
        x, y = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
        high = self._metres / LEAST_PER_DEGREE
        wide = high / max(math.cos(math.radians(min(abs(self._lat) + high, 90))), 1e-9)
        held: NDArray[np.bool_] = (np.abs(x - self._lon) <= wide) & (np.abs(y - self._lat) <= high)
        held[held] = away(self._lon, self._lat, x[held], y[held]) <= self._metres
        return held


def northing(lat: ArrayLike) -> NDArray[np.float64]:
    """Degrees of latitude on Mercator's map, in degrees of longitude."""
    return np.degrees(np.arcsinh(np.tan(np.radians(np.asarray(lat, np.float64)))))


def away(lon: float, lat: float, lons: ArrayLike, lats: ArrayLike) -> NDArray[np.float64]:
    """Metres from one place to others."""
    x, y = np.asarray(lons, np.float64), np.asarray(lats, np.float64)
    metres = ELLIPSOID.inv(np.full(x.shape, lon), np.full(y.shape, lat), x, y)[2]
    return np.asarray(metres)


def within(hall: Hall, shown: Shown, area: Area | Disc) -> list[Row]:
    """Everything that is shown and lies in the area."""
    rows: list[Row] = []
    for kind in shown.kinds:
        hidden = shown.hidden.get(kind, ())
        if kind is Noun.COMPONENT:
            rows += _entries(kind, hall.components.table, area, "class_code", hidden)
        elif isinstance(kind, RegisterKind):
            found = hall.entries.get(kind)
            rows += _entries(kind, found.table if found else None, area, "category", hidden)
        else:
            rows += _held([row for row in _rows(hall, kind, shown) if row.category not in hidden], area)
    return rows


def _rows(hall: Hall, noun: Noun, shown: Shown) -> Iterable[Row]:
    if noun is Noun.CASE:
        return [_case(case) for case in hall.cases if (shown.closed or case.status not in ENDED) and (shown.lets is None or shown.lets(case))]
    if noun is Noun.UNIT:
        places = dict(hall.fixes.items())
        units = [(unit, places[unit.id]) for unit in hall.units if unit.id in places and unit.kind in shown.unit_kinds]
        return [Row(noun, unit.id, unit.plate or unit.code, unit.name, unit.kind, doing(unit), place.lon, place.lat) for unit, place in units]
    if noun is Noun.CAMERA:
        return [Row(noun, each.id, each.code, each.name, "", ONLINE[each.online], each.lon, each.lat) for each in hall.cameras]
    if noun is Noun.SENSOR:
        return [Row(noun, each.id, each.code, each.name, each.kind, "", each.lon, each.lat) for each in hall.sensors]
    return []


ONLINE = {None: "", True: "online", False: "offline"}


def _case(case: Case) -> Row:
    return Row(Noun.CASE, case.id, case.number, case.address, f"{case.kind}:{case.class_code}", case.status, case.lon, case.lat)


def _held(rows: list[Row], area: Area | Disc) -> list[Row]:
    held = area.holds([row.lon for row in rows], [row.lat for row in rows])
    return [row for row, inside in zip(rows, held, strict=True) if inside]


def _entries(kind: Kind, table: pa.Table | None, area: Area | Disc, category: str, hidden: Collection[str | int]) -> list[Row]:
    if table is None:
        return []
    held = table.take(pa.array(np.flatnonzero(area.holds(table.column("lon").to_numpy(), table.column("lat").to_numpy()))))
    columns = (held.column(name).to_pylist() for name in ("id", "code", "name", category, "state", "lon", "lat"))
    return [row for values in zip(*columns, strict=True) if (row := Row(kind, *values)).category not in hidden]
