"""Blocks: the land between main roads, cut into blocks by smaller streets, each with a use. After the way real quarters are laid out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from shapely import LineString, Point, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from simulator.land.geometry import Bend, Points, box_of, chord, dense, halves, polygons
from simulator.land.names import Name, Names, chosen, numeral
from simulator.land.roads import HALF_WIDTH, Road, Street

SECONDARY_FROM = 185_000  # m²: a piece of land greater than this is cut by a secondary street
THIN_M, STRIP_M = 58.0, 620.0  # land narrower than this, and this long around, is a green belt
LEAST_M2 = 1_500
ALIGN_M = 85.0  # a new street is moved this far to go on where another one ends
SIZE_OF = {"park": 170_000, "campus": 330_000, "square": 60_000, "government": 60_000, "sports": 120_000, "industrial": 260_000, "transport": 70_000}
SIZE_ELSE = 55_000
NUMBERED = 15  # schools; the others have names
SCHOOLS = {"小学": "Primary School", "中学": "Middle School"}


@dataclass(frozen=True)
class Quarter:
    ring: Polygon | None  # none: everywhere
    block: float
    lane: str
    uses: dict[str, float]


@dataclass(frozen=True)
class Landmark:
    at: Point
    use: str
    name: Name


@dataclass(frozen=True)
class Block:
    """A piece of land between streets; `plot` is what is left of it beside their pavements."""

    land: Polygon
    plot: BaseGeometry
    use: str
    name: Name


@dataclass
class Layout:
    """Cuts land; remembers where its streets end, so that the next one goes on there and keeps the name."""

    quarters: Sequence[Quarter]
    landmarks: Sequence[Landmark]
    names: Names
    rng: np.random.Generator
    roads: list[Road] = field(default_factory=list)
    _ends: dict[tuple[int, int], list[tuple[Points, Points, Road]]] = field(default_factory=dict)

    def cut(self, land: Polygon, parent: Name) -> list[tuple[Polygon, Quarter]]:
        """The blocks of a piece of land; its new streets are in `roads`."""
        done, waiting = [], [land]
        while waiting:
            piece = waiting.pop()
            quarter = self.quarter_of(piece)
            parts = [] if self._whole(piece, quarter) else self._split(piece, quarter, parent)
            if len(parts) < 2:
                done.append((piece, quarter))
            waiting += parts if len(parts) > 1 else []
        return done

    def quarter_of(self, piece: Polygon) -> Quarter:
        middle = piece.representative_point()
        return next(quarter for quarter in self.quarters if quarter.ring is None or quarter.ring.contains(middle))

    def _whole(self, piece: Polygon, quarter: Quarter) -> bool:
        if is_thin(piece):
            return True
        for landmark in self.landmarks:
            if piece.area < 1.6 * SIZE_OF.get(landmark.use, SIZE_ELSE) and piece.contains(landmark.at):
                return True
        return bool(piece.area < quarter.block * self.rng.uniform(1.1, 1.9))

    def _split(self, piece: Polygon, quarter: Quarter, parent: Name) -> list[Polygon]:
        frame = box_of(piece)
        shift = self.rng.uniform(-0.16, 0.16) * frame.half_long
        tilt = np.radians(self.rng.normal(0, 2.5 if quarter.lane == "residential" else 5.0))
        across = _turned(frame.across, tilt)
        line = chord(piece, frame.middle + frame.along * shift, across)
        if line is None or line.length < 25:
            return []
        line, before = self._aligned(piece, line, across)
        parts = [part for part in halves(piece, line) if part.area > LEAST_M2]
        if len(parts) > 1:
            self._lay(line, piece, quarter, parent, before)
        return parts

    def _aligned(self, piece: Polygon, line: LineString, across: Points) -> tuple[LineString, Road | None]:
        ends = shapely.get_coordinates(line)[[0, -1]]
        for end in ends:
            for at, direction, road in self._near(end):
                if abs(float(direction @ across)) > 0.93:
                    moved = chord(piece, at, across)
                    if moved is not None and 0.7 < moved.length / line.length < 1.4:
                        return moved, road
        return line, None

    def _near(self, end: Points) -> list[tuple[Points, Points, Road]]:
        x, y = (int(value // 100) for value in end)
        found = [each for i in (x - 1, x, x + 1) for j in (y - 1, y, y + 1) for each in self._ends.get((i, j), [])]
        near = [(float(np.hypot(*(each[0] - end))), number) for number, each in enumerate(found)]
        return [found[number] for distance, number in sorted(near) if distance < ALIGN_M]

    def _lay(self, line: LineString, piece: Polygon, quarter: Quarter, parent: Name, before: Road | None) -> None:
        kind = "secondary" if piece.area > max(SECONDARY_FROM, quarter.block * 3.2) else quarter.lane
        name = before.name if before is not None and before.kind == kind else self._named(line, kind, parent)
        road = Road(line, kind, name)
        self.roads.append(road)
        ends = shapely.get_coordinates(line)[[0, -1]]
        direction = (ends[1] - ends[0]) / line.length
        for end in ends:
            self._ends.setdefault((int(end[0] // 100), int(end[1] // 100)), []).append((end, direction, road))

    def _named(self, line: LineString, kind: str, parent: Name) -> Name:
        (x0, y0), (x1, y1) = line.coords[0], line.coords[-1]
        if kind == "secondary":
            return self.names.street("路" if abs(x1 - x0) > abs(y1 - y0) else "街")
        return self.names.lane(parent)


def quarters_of(plan: dict[str, Any], bend: Bend) -> list[Quarter]:
    return [Quarter(_ring(each["ring"], bend), each["block"], each.get("lane", "residential"), each["uses"]) for each in plan["quarters"]]


def landmarks_of(plan: dict[str, Any], bend: Bend) -> list[Landmark]:
    places = bend(np.array([each["at"] for each in plan["landmarks"]], np.float64))
    return [Landmark(Point(place), each["use"], Name(each["name"], each["name_en"])) for place, each in zip(places, plan["landmarks"], strict=True)]


def is_thin(piece: Polygon) -> bool:
    return bool(piece.area < LEAST_M2 or (piece.length > STRIP_M and 2 * piece.area / piece.length < THIN_M))


def faces(streets: Sequence[Street], outline: Polygon) -> list[Polygon]:
    """The city as cut by streets: polygons that cover it and do not overlap."""
    net = shapely.union_all([*(street.line for street in streets), outline.exterior], grid_size=0.1)
    return [face for face in polygons(shapely.polygonize([net])) if outline.contains(face.representative_point())]


def without(shapes: Sequence[BaseGeometry], taken: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Each shape without what of `taken` lies on it."""
    result, tree = np.array(shapes, dtype=object), STRtree(taken)
    pairs = tree.query(result, predicate="intersects")
    for number in np.unique(pairs[0]):
        cover = shapely.union_all(np.take(tree.geometries, pairs[1][pairs[0] == number]))
        result[number] = shapely.difference(result[number], cover)
    return list(result)


def pavements(streets: Sequence[Street]) -> list[BaseGeometry]:
    widths = np.array([HALF_WIDTH[street.kind] for street in streets])
    return list(shapely.buffer(np.array([street.line for street in streets], dtype=object), widths, quad_segs=2))


def used(pieces: Sequence[tuple[Polygon, Quarter]], plots: Sequence[BaseGeometry], landmarks: Sequence[Landmark], names: Names) -> list[Block]:
    """Gives every piece of land its use and, where one would have it, a name."""
    marks = {number: mark for mark in landmarks for number in _holding([piece for piece, _ in pieces], mark)}
    blocks = []
    for number, ((land, quarter), plot) in enumerate(zip(pieces, plots, strict=True)):
        mark = marks.get(number)
        use = mark.use if mark else "green" if is_thin(land) else chosen(names.rng, quarter.uses)
        blocks.append(Block(land, plot, use, mark.name if mark else _name_of(use, land, names)))
    return blocks


def _holding(lands: Sequence[Polygon], mark: Landmark) -> list[int]:
    return [int(number) for number in STRtree(lands).query(mark.at, predicate="intersects")][:1]


def _name_of(use: str, land: Polygon, names: Names) -> Name:
    if use == "residential" and land.area > 16_000:
        return names.estate()
    if use == "village":
        return names.village()
    if use == "school":
        number = names.ordinal("school")
        level = "小学" if number % 3 else "中学"
        return names.street(level) if number > NUMBERED else Name(f"第{numeral(number + 1)}{level}", f"No. {number + 1} {SCHOOLS[level]}")
    if use == "hospital":
        return names.street("卫生服务中心")
    if use == "park" and land.area > 12_000:
        return names.street("公园")
    return Name("", "")


def _ring(points: Sequence[Sequence[float]], bend: Bend) -> Polygon | None:
    if not points:
        return None
    return Polygon(bend(dense(np.array([*points, points[0]], np.float64), 100)))


def _turned(vector: Points, angle: float) -> Points:
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([vector[0] * cos - vector[1] * sin, vector[0] * sin + vector[1] * cos])
