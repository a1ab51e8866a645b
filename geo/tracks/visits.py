"""When a unit was within areas that people drew: each visit from where its way crossed the edge to where it crossed it again, between fixes too.

The way is that of the cleaned track, each stop at its middle. Nobody saw it over a gap, and nothing is told of it there: a visit that a gap tears
goes on behind it when the unit is still within, and what nobody saw of it is counted apart. Who has come in has left when he was further away than
`edge_m`, and left where he crossed the edge last before: so what a receiver sways about an edge is one visit.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.tracks.analysis import Analysis, Span, SpanKind
from geo.tracks.fixes import Fixes, Numbers
from geo.tracks.measures import EARTH_M, Box

METRES_PER_DEGREE = EARTH_M * math.pi / 180
AWAY, NEAR, WITHIN = range(3)
Place = tuple[float, float]  # lon, lat


@dataclass(frozen=True)
class Visit:
    """Of the area at the place `area` in those that were given, milliseconds since 1970. `came`, `left`: it was seen to cross the edge, else that is
    where somebody began or ceased to see it. `unseen_ms` of the time between nobody saw it."""

    area: int
    start: int
    end: int
    came: bool
    left: bool
    first: Place
    last: Place
    unseen_ms: int = 0


@dataclass(frozen=True)
class Way:
    """A stretch that was seen: milliseconds since 1970, degrees, each of length n, 2 at least; of a lone fix twice the same."""

    at: Numbers
    places: Numbers  # n × 2

    def box(self) -> Numbers:
        return np.concatenate([self.places.min(axis=0), self.places.max(axis=0)])


def ways(found: Analysis) -> list[Way]:
    """The cleaned track between gaps, from the beginning of the first span that is none to the end of the last."""
    fixes, spans = found.cleaned.kept, found.spans
    if len(fixes) < 2:
        return []
    at, places = fixes.at.astype(np.float64), np.column_stack([fixes.lon, fixes.lat])
    _settle(fixes, places, spans)
    seen = [span for span in spans if span.kind is not SpanKind.GAP]
    if not seen:
        return []
    at[0], at[-1] = min(at[0], seen[0].start), max(at[-1], seen[-1].end)
    made = []
    for start, end in _stretches(spans):
        part = slice(*np.searchsorted(at, (start - 0.5, end + 0.5)).tolist())
        lone = 1 + (len(at[part]) == 1)
        made.append(Way(np.repeat(at[part], lone), np.repeat(places[part], lone, axis=0)))
    return made


def visits(found: Sequence[Way], areas: Sequence[BaseGeometry], edge_m: float) -> list[Visit]:
    """In order of time. `areas`: polygons in degrees, of one part or of several; `edge_m`: see above."""
    boxes = np.array([way.box() for way in found]).reshape(-1, 4)
    made = [visit for area, shape in enumerate(areas) for visit in _of(area, shape, found, boxes, edge_m)]
    return sorted((visit for visit in made if visit.end > visit.start), key=lambda visit: (visit.start, visit.area))


def _settle(fixes: Fixes, places: Numbers, spans: Sequence[Span]) -> None:
    """What a receiver wandered while the unit stood is no way."""
    for span in spans:
        if (stop := span.stop) is not None:
            places[stop.first : stop.last + 1] = stop.lon, stop.lat


def _stretches(spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """From and until, between gaps; of a fix between two of them the same twice."""
    start: int | None = None
    for number, span in enumerate(spans):
        if span.kind is SpanKind.GAP:
            if number:
                yield span.start if start is None else start, span.start
            start = None
        elif start is None:
            start = span.start
    if start is not None:
        yield start, spans[-1].end


def _of(area: int, shape: BaseGeometry, found: Sequence[Way], boxes: Numbers, edge_m: float) -> Iterator[Visit]:
    """The visits of one area, each stretch by itself, then those together over whose gap the unit was within."""
    if shape.is_empty or not len(boxes) or not _near(shape.bounds, boxes, 2 * edge_m).any():
        return
    edge = _Edge(shape, edge_m)  # dear to make, and most areas are nowhere near
    near = _near(edge.bounds, boxes)
    torn: Visit | None = None  # that of the stretch before, at whose end it was still within
    for way, is_near in zip(found, near.tolist(), strict=True):
        own = [replace(visit, area=area) for visit in edge.visits(way)] if is_near else []
        if torn is not None:
            if own and not own[0].came:
                own[0] = replace(own[0], start=torn.start, came=torn.came, first=torn.first, unseen_ms=torn.unseen_ms + own[0].start - torn.end)
            else:
                yield torn
        torn = own.pop() if own and not own[-1].left else None
        yield from own
    if torn is not None:
        yield torn


def _near(bounds: Box, boxes: Numbers, around_m: float = 0.0) -> NDArray[np.bool_]:
    """Which of the boxes, in degrees, come as near as that to these bounds, or nearer."""
    west, south, east, north = bounds
    up = around_m / METRES_PER_DEGREE
    aside = up / max(math.cos(math.radians(max(abs(south), abs(north)))), 0.01)
    across = (boxes[:, 0] <= east + aside) & (boxes[:, 2] >= west - aside)
    return np.asarray(across & (boxes[:, 1] <= north + up) & (boxes[:, 3] >= south - up), bool)


class _Edge:
    """An area and what lies near it, on a plane of metres about its middle."""

    def __init__(self, shape: BaseGeometry, edge_m: float) -> None:
        west, south, east, north = shape.bounds
        self._middle = np.array([(west + east) / 2, (south + north) / 2])
        self._scale = METRES_PER_DEGREE * np.array([math.cos(math.radians(float(self._middle[1]))), 1.0])
        self._inner = shapely.transform(shape, self._flat)
        self._outer = shapely.buffer(self._inner, edge_m)
        edges = [pair for area in (self._inner, self._outer) for ring in _rings(area) for pair in pairwise(ring.tolist())]
        self._edges = np.array(edges, np.float64)  # n × from, to × x, y
        self._tree = shapely.STRtree(shapely.linestrings(self._edges))
        for area in (self._inner, self._outer):
            shapely.prepare(area)
        west, south, east, north = self._outer.bounds
        (west, south), (east, north) = (np.array([[west, south], [east, north]]) / self._scale + self._middle).tolist()
        self.bounds: Box = west, south, east, north  # degrees

    def visits(self, way: Way) -> list[Visit]:
        """Of one stretch."""
        found: list[Visit] = []
        begun: tuple[float, bool, Place] | None = None
        left: tuple[float, Place] | None = None  # where the edge was crossed last
        cuts, zones = self._parts(way)
        at, places = _between(way, cuts)
        for part, zone in enumerate(zones):
            if zone == WITHIN:
                if begun is None:
                    begun = at[part], bool(cuts[part] > 0), places[part]
                left = at[part + 1], places[part + 1]
            elif zone == AWAY and begun is not None and left is not None:
                found.append(_visit(begun, left, left=True))
                begun = left = None
        if begun is not None and left is not None:
            found.append(_visit(begun, left, left=zones[-1] != WITHIN))
        return found

    def _parts(self, way: Way) -> tuple[Numbers, list[int]]:
        """The steps near the area, cut where they cross an edge: n + 1 cuts as rows of the way and shares of the step behind, and the zone of each of
        the n parts."""
        west, south, east, north = self.bounds
        low, high = np.minimum(way.places[:-1], way.places[1:]), np.maximum(way.places[:-1], way.places[1:])
        near = np.flatnonzero((low[:, 0] <= east) & (high[:, 0] >= west) & (low[:, 1] <= north) & (high[:, 1] >= south))
        if not len(near):
            return np.zeros(0), []
        first, second = self._flat(way.places[near]), self._flat(way.places[near + 1])
        steps, edges = self._tree.query(shapely.linestrings(np.stack([first, second], axis=1)))
        shares, crossed = _crossings(first[steps], second[steps], self._edges[edges])
        cuts = np.unique(np.concatenate([near, near + 1, near[steps[crossed]] + shares[crossed]]))
        zones = np.full(len(cuts) - 1, AWAY)
        asked = np.flatnonzero(np.isin(cuts[:-1].astype(np.int64), near))
        middles = self._flat(_places(way, (cuts[asked] + cuts[asked + 1]) / 2))
        zones[asked] += shapely.intersects_xy(self._outer, middles[:, 0], middles[:, 1])
        zones[asked] += shapely.intersects_xy(self._inner, middles[:, 0], middles[:, 1])
        return cuts, zones.tolist()

    def _flat(self, places: Numbers) -> Numbers:
        flat: Numbers = (places - self._middle) * self._scale
        return flat


def _rings(area: BaseGeometry) -> Iterator[Numbers]:
    for polygon in shapely.get_parts(area):
        for ring in shapely.get_rings(polygon):
            yield shapely.get_coordinates(ring)


def _crossings(first: Numbers, second: Numbers, edges: Numbers) -> tuple[Numbers, np.ndarray]:
    """Of pairs of a step and an edge: where on the step, as a share of it, they cross; and whether they do."""
    step, edge, between = second - first, edges[:, 1] - edges[:, 0], edges[:, 0] - first
    turn = step[:, 0] * edge[:, 1] - step[:, 1] * edge[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (between[:, 0] * edge[:, 1] - between[:, 1] * edge[:, 0]) / turn
        along = (between[:, 0] * step[:, 1] - between[:, 1] * step[:, 0]) / turn
    crossed = (turn != 0) & (share > 0) & (share < 1) & (along >= 0) & (along <= 1)
    return np.where(crossed, share, 0.0), crossed


def _between(way: Way, cuts: Numbers) -> tuple[list[float], list[Place]]:
    """When and where, between fixes."""
    rows = np.arange(len(way.at), dtype=np.float64)
    return np.interp(cuts, rows, way.at).tolist(), [(lon, lat) for lon, lat in _places(way, cuts).tolist()]


def _places(way: Way, cuts: Numbers) -> Numbers:
    step = np.minimum(cuts.astype(np.int64), len(way.at) - 2)
    places: Numbers = way.places[step] + (cuts - step)[:, None] * (way.places[step + 1] - way.places[step])
    return places


def _visit(begun: tuple[float, bool, Place], ends: tuple[float, Place], left: bool) -> Visit:
    return Visit(-1, round(begun[0]), round(ends[0]), begun[1], left, begun[2], ends[1])
