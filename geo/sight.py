"""Who can see a place: cones of cameras, and what stands between. On the flat around the place, which a camera's reach never leaves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.grids import METRES_PER_DEGREE

Numbers = NDArray[np.float64]
Shapes = NDArray[np.object_]

WIDTH_M = 4.0  # of a place: what is to be seen there is a heap or a person, and its fix is some metres off
AT_ITS_FOOT_M = 0.5  # nearer than this a camera has no direction to the place


@dataclass(frozen=True)
class Eye:
    """A camera: where it stands, where it looks (degrees from north; none where nobody measured), how wide (degrees) and how far (metres)."""

    lon: float
    lat: float
    azimuth: float | None
    view_angle: float
    reach: float


class Look(NamedTuple):
    """How an eye sees a place. `hidden` is the share of its width behind obstacles, `behind` the number of the one that hides most."""

    metres: float
    off_axis: float | None  # degrees; none where the azimuth is not known
    hidden: float
    behind: int | None


class Obstacles:
    """Outlines (lon/lat) that nobody looks through, around one place."""

    def __init__(self, lon: float, lat: float, outlines: Sequence[shapely.Geometry]) -> None:
        self._origin = np.array([lon, lat])
        self._scale = np.array([METRES_PER_DEGREE * np.cos(np.radians(lat)), METRES_PER_DEGREE])
        shapes: Shapes = np.empty(len(outlines), dtype=object)
        shapes[:] = outlines
        self.shapes: Shapes = shapely.transform(shapes, self.flat)
        shapely.prepare(self.shapes)
        self._tree = shapely.STRtree(self.shapes)
        self._around = set(self.at(np.zeros(2)))

    def flat(self, places: Numbers) -> Numbers:
        """Lon/lat (n, 2) as metres east and north of the place."""
        return np.asarray((places - self._origin) * self._scale)

    def at(self, spot: Numbers) -> list[int]:
        """The obstacles that a spot lies in, or on the edge of."""
        return [int(each) for each in self._tree.query(shapely.Point(spot), predicate="intersects")]

    def hide(self, eye: Numbers, width: float) -> tuple[float, int | None]:
        """The hidden share of a place `width` metres wide, seen from `eye` (metres), and what hides most of it.

        The obstacles that the camera hangs on, and those that the place lies in, hide nothing: one looks from a wall, and at a wall.
        """
        far = float(np.hypot(*eye))
        if far < AT_ITS_FOOT_M:
            return 0.0, None
        side = np.array([eye[1], -eye[0]]) / far * width / 2
        wedge = shapely.Polygon([eye, side, -side])
        passed = self._around.union(self.at(eye))
        between = [each for each in self._tree.query(wedge, predicate="intersects") if each not in passed]
        shadows = [(shadow, int(each)) for each in between for shadow in _shadows(shapely.intersection(self.shapes[each], wedge), eye, width)]
        if not shadows:
            return 0.0, None
        return _union(shadow for shadow, _ in shadows), max(shadows, key=lambda pair: pair[0][1] - pair[0][0])[1]


def looks(lon: float, lat: float, eyes: Sequence[Eye], obstacles: Obstacles, width: float = WIDTH_M) -> list[Look | None]:
    """How each eye sees the place; none for those that it is too far from, or that look elsewhere."""
    spots = obstacles.flat(np.array([[eye.lon, eye.lat] for eye in eyes], np.float64).reshape(-1, 2))
    metres = np.hypot(spots[:, 0], spots[:, 1])
    off = off_axis(spots, np.array([np.nan if eye.azimuth is None else eye.azimuth for eye in eyes], np.float64))
    angles = np.array([eye.view_angle for eye in eyes], np.float64)
    reaches = np.array([eye.reach for eye in eyes], np.float64)
    covered = (metres <= reaches) & ~(off > angles / 2)
    return [_look(spots[k], float(metres[k]), float(off[k]), obstacles, width) if covered[k] else None for k in range(len(eyes))]


def off_axis(spots: Numbers, azimuths: Numbers) -> Numbers:
    """Degrees between where each camera at `spots` (metres from the place) looks and where the place is; NaN where the azimuth is."""
    bearing = np.degrees(np.arctan2(-spots[:, 0], -spots[:, 1]))
    off = np.abs((bearing - azimuths + 180) % 360 - 180)
    return np.where((np.hypot(spots[:, 0], spots[:, 1]) < AT_ITS_FOOT_M) & ~np.isnan(azimuths), 0.0, off)


def quality(look: Look, eye: Eye, of_distance: float, of_axis: float) -> float:
    """From 0 (not at all) to 1: near, in the middle of the picture, and nothing before it. The weights of distance and axis add up to 1."""
    near = 1 - look.metres / eye.reach
    centred = 0.0 if look.off_axis is None else 1 - look.off_axis / max(eye.view_angle / 2, 1e-9)
    return (of_distance * near + of_axis * centred) * (1 - look.hidden)


def outline(lines: Iterable[Sequence[Sequence[float]]]) -> shapely.Geometry | None:
    """The ground that rings (lon/lat) enclose: a ring within a ring is a court. None where they enclose nothing."""
    rings = [np.asarray(line, np.float64).reshape(-1, 2) for line in lines]
    shape: shapely.Geometry = shapely.Polygon()
    for ring in rings:
        if len(np.unique(ring, axis=0)) >= 3 and np.isfinite(ring).all():
            shape = shapely.symmetric_difference(shape, shapely.make_valid(shapely.Polygon(ring)))
    return None if shape.area == 0 else shape


def _look(spot: Numbers, metres: float, off: float, obstacles: Obstacles, width: float) -> Look:
    hidden, behind = obstacles.hide(spot, width)
    return Look(metres, None if np.isnan(off) else off, hidden, behind)


def _shadows(piece: shapely.Geometry, eye: Numbers, width: float) -> list[tuple[float, float]]:
    """What each part of an obstacle covers of the place, as a span within 0..1. A part hangs together, so its shadow does too."""
    far = float(np.hypot(*eye))
    ahead = -eye / far
    aside = np.array([eye[1], -eye[0]]) / far
    spans = []
    for part in shapely.get_parts(piece):
        if part.area == 0:
            continue  # it only touches the line of sight, or stands right behind the place
        corners = shapely.get_coordinates(part) - eye
        shadow = (corners @ aside) / (corners @ ahead) * far / width + 0.5
        spans.append((float(np.clip(shadow.min(), 0, 1)), float(np.clip(shadow.max(), 0, 1))))
    return spans


def _union(spans: Iterable[tuple[float, float]]) -> float:
    covered, reached = 0.0, 0.0
    for low, high in sorted(spans):
        covered += max(0.0, high - max(low, reached))
        reached = max(reached, high)
    return covered
