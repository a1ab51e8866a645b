"""Plane geometry of the city: the frame in metres, the bending of the ground, smooth lines, and cutting shapes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from scipy.interpolate import CubicSpline
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

Points = NDArray[np.float64]  # (n, 2), metres east and north
Shapes = NDArray[np.object_]


class Frame:
    """Metres east and north of a place <-> degrees WGS-84: a transverse Mercator around it, true to 1 mm over a city."""

    def __init__(self, lon: float, lat: float) -> None:
        local = f"+proj=tmerc +lat_0={lat} +lon_0={lon} +ellps=GRS80 +units=m"
        self._out = Transformer.from_crs(local, "EPSG:4326", always_xy=True)
        self._in = Transformer.from_crs("EPSG:4326", local, always_xy=True)

    def degrees(self, points: Points) -> Points:
        """Lon/lat of points, rounded to 7 digits (1 cm)."""
        return np.round(np.column_stack(self._out.transform(points[:, 0], points[:, 1])), 7)

    def metres(self, degrees: Points) -> Points:
        return np.column_stack(self._in.transform(degrees[:, 0], degrees[:, 1]))

    def shapes(self, shapes: Any) -> Any:
        """Shapes (one, or an array) in degrees."""
        return shapely.transform(shapes, self.degrees)


@dataclass(frozen=True)
class Bend:
    """Bends the plan's straight lines into ground: turns around points, and long ripples. Keeps every crossing a crossing."""

    swirls: Sequence[tuple[float, float, float, float]]  # x, y, turn in radians, reach
    amount: float
    length: float
    phases: NDArray[np.float64]  # (4,)

    @classmethod
    def of(cls, plan: dict[str, Any], rng: np.random.Generator) -> "Bend":
        swirls = [(*each["at"], np.radians(each["turn"]), each["reach"]) for each in plan["swirls"]]
        return cls(swirls, plan["ripples"]["amount"], plan["ripples"]["length"], rng.uniform(0, 2 * np.pi, 4))

    def __call__(self, points: Points) -> Points:
        x, y = points[:, 0].copy(), points[:, 1].copy()
        for east, north, turn, reach in self.swirls:
            dx, dy = x - east, y - north
            angle = turn * np.exp(-(dx**2 + dy**2) / reach**2)
            x = east + dx * np.cos(angle) - dy * np.sin(angle)
            y = north + dx * np.sin(angle) + dy * np.cos(angle)
        wave = 2 * np.pi / self.length
        p = self.phases
        dx = np.sin(y * wave + p[0]) + 0.45 * np.sin((x + y) * wave * 1.9 + p[1])
        dy = np.sin(x * wave + p[2]) + 0.45 * np.sin((x - y) * wave * 1.7 + p[3])
        return np.column_stack([x + self.amount * dx, y + self.amount * dy])


def curve(points: Sequence[Sequence[float]], closed: bool = False, step: float = 60.0) -> Points:
    """A smooth line through control points, about one vertex per `step` metres."""
    knots = np.asarray(points, np.float64)
    if closed:
        knots = np.vstack([knots, knots[:1]])
    if len(knots) == 2:
        return dense(knots, step)
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(knots, axis=0).T) ** 0.7)])
    spline = CubicSpline(along, knots, bc_type="periodic" if closed else "natural")
    length = float(np.hypot(*np.diff(knots, axis=0).T).sum())
    return np.asarray(spline(np.linspace(0, along[-1], max(3, round(length / step) + 1))))


def dense(points: Points, step: float) -> Points:
    """The same line with a vertex at least every `step` metres."""
    return np.asarray(shapely.get_coordinates(shapely.segmentize(LineString(points), step)), np.float64)


def strip(points: Points, widths: NDArray[np.float64]) -> Polygon:
    """The band of varying width along a line: how rivers lie."""
    ahead = np.gradient(points, axis=0)
    across = np.column_stack([-ahead[:, 1], ahead[:, 0]]) / np.hypot(*ahead.T)[:, None]
    half = widths[:, None] / 2
    return shapely.make_valid(Polygon(np.vstack([points + across * half, (points - across * half)[::-1]])))


def polygons(shape: BaseGeometry) -> list[Polygon]:
    """The polygons in whatever an operation left."""
    return [part for part in shapely.get_parts(shapely.get_parts(shape)).ravel() if isinstance(part, Polygon) and not part.is_empty]


def lines(shape: BaseGeometry) -> list[LineString]:
    return [part for part in shapely.get_parts(shapely.get_parts(shape)).ravel() if isinstance(part, LineString) and not part.is_empty]


@dataclass(frozen=True)
class Box:
    """The smallest turned rectangle around a shape: middle, unit vectors along and across, half lengths (along is the longer)."""

    middle: Points
    along: Points
    across: Points
    half_long: float
    half_wide: float


def box_of(shape: BaseGeometry) -> Box:
    corners = shapely.get_coordinates(shapely.oriented_envelope(shape))[:4]
    one, two = corners[1] - corners[0], corners[3] - corners[0]
    if np.hypot(*one) < np.hypot(*two):
        one, two = two, one
    long, wide = max(float(np.hypot(*one)), 1e-6), max(float(np.hypot(*two)), 1e-6)
    return Box(corners.mean(axis=0), one / long, two / wide, long / 2, wide / 2)


def chord(shape: Polygon, through: Points, direction: Points) -> LineString | None:
    """The longest piece inside the shape of the straight line through a point; none when it misses."""
    reach = direction * 20_000
    inside = lines(shapely.intersection(LineString([through - reach, through + reach]), shape))
    return max(inside, key=lambda line: line.length, default=None)


def halves(shape: Polygon, line: LineString) -> list[Polygon]:
    """The parts of a shape that a chord through it makes."""
    ends = shapely.get_coordinates(line)
    ahead = (ends[-1] - ends[0]) / max(line.length, 1e-9)
    longer = LineString(np.vstack([ends[0] - ahead, ends[-1] + ahead]))
    found = polygons(shapely.polygonize([shapely.union_all([shapely.boundary(shape), longer])]))
    return [part for part in found if shape.contains(part.representative_point())]  # not the holes


def turn_to_north(direction: Points) -> float:
    """Degrees clockwise from north of a vector."""
    return float(np.degrees(np.arctan2(direction[0], direction[1])) % 360)
