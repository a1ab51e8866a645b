"""What trucks are judged on: sites, tipping grounds, forbidden areas, and the approved lines, in metres of one plane."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.grids import METRES_PER_DEGREE
from wire.codes import HaulPlaceKind

Places = Sequence[Sequence[float]]  # lon/lat
Window = tuple[int, int]  # minutes of the day; one that ends before it begins goes on past midnight


class Spot(NamedTuple):
    """Metres east and north of the plane's middle."""

    x: float
    y: float


@dataclass(frozen=True)
class Plane:
    """Metres around a middle: 0.1 % off over 50 km."""

    lon: float
    lat: float

    @cached_property
    def _east(self) -> float:
        return METRES_PER_DEGREE * math.cos(math.radians(self.lat))

    def spot(self, lon: float, lat: float) -> Spot:
        return Spot((lon - self.lon) * self._east, (lat - self.lat) * METRES_PER_DEGREE)

    def flat(self, places: Places) -> list[Spot]:
        return [self.spot(place[0], place[1]) for place in places]


@dataclass(frozen=True)
class Area:
    id: str
    kind: HaulPlaceKind
    shape: BaseGeometry


@dataclass(frozen=True)
class Paper:
    """A permit as a truck is judged by it. `left_m3`: what may still be carried; none: as much as one likes."""

    id: str
    site_id: str
    ground_id: str
    line: BaseGeometry
    starts: date
    ends: date
    windows: tuple[Window, ...]
    left_m3: float | None = None

    def valid(self, at: datetime) -> bool:
        """On the day of `at` (local time), or in the night that began on the day before."""
        if self.left_m3 is not None and self.left_m3 <= 0:
            return False
        return self._covers(at.date()) or any(self._goes_on(window, at) for window in self.windows)

    def open(self, at: datetime) -> bool:
        minute, today = at.hour * 60 + at.minute, self._covers(at.date())
        if not self.windows:
            return today
        begun = (today and begin <= minute and (minute < end or end <= begin) for begin, end in self.windows)
        return any(begun) or any(self._goes_on(window, at) for window in self.windows)

    def off(self, spot: Spot) -> float:
        """Metres from the approved line."""
        return float(shapely.distance(self.line, shapely.Point(spot)))

    def _covers(self, day: date) -> bool:
        return self.starts <= day <= self.ends

    def _goes_on(self, window: Window, at: datetime) -> bool:
        begin, end = window
        return end <= begin and at.hour * 60 + at.minute < end and self._covers(at.date() - timedelta(days=1))


class Land:
    """All areas of a city."""

    def __init__(self, plane: Plane, areas: Iterable[Area]) -> None:
        self.plane, self.areas = plane, list(areas)
        self._by_id = {area.id: area for area in self.areas}
        self._tree = shapely.STRtree([area.shape for area in self.areas])

    def area(self, id: str) -> Area | None:
        return self._by_id.get(id)

    def around(self, spot: Spot, reach: float) -> list[Area]:
        """The areas within `reach` metres of a place, or around it."""
        found = self._tree.query(shapely.Point(spot), predicate="dwithin", distance=reach)
        return [self.areas[int(number)] for number in np.sort(found)]


def depth(area: Area, spot: Spot) -> float:
    """How many metres within an area a place lies; below 0: outside."""
    point = shapely.Point(spot)
    away = float(shapely.distance(area.shape.boundary, point))
    return away if area.shape.intersects(point) else -away


def area_of(plane: Plane, id: str, kind: HaulPlaceKind, outline: Places) -> Area:
    return Area(id, kind, shapely.Polygon(plane.flat(outline)))


def line_of(plane: Plane, places: Places) -> BaseGeometry:
    line = shapely.LineString(plane.flat(places))
    shapely.prepare(line)
    return line
