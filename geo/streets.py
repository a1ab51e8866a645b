"""The street graph: where a place lies on it, and the shortest or quickest way between two places."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import scipy  # whose parts are loaded when they are used
import shapely
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]
Graph = Any  # a scipy.sparse.csr_matrix
End = tuple[int, float]  # a crossing, and the metres along the street between it and a spot

METRES_PER_DEGREE = 111_320.0  # of latitude; of longitude times cos(latitude)
SAME_PLACE = 6  # decimals of a degree: ends closer than 0.1 m are one crossing
WALKING = 1.2  # m/s


@dataclass(frozen=True)
class Spot:
    """A place on a street: `along` metres from its start; `away` is how far the place that was asked for lies from it, metres."""

    street: int
    along: float
    away: float


@dataclass(frozen=True)
class Route:
    """A way along streets: (n, 2) lon/lat, with the metres from its start at each point."""

    points: Numbers
    metres: Numbers
    seconds: float  # at the streets' speeds

    @property
    def length(self) -> float:
        return float(self.metres[-1])

    def at(self, metres: float) -> tuple[float, float, float]:
        """Lon, lat and heading (degrees from north) after so many metres."""
        step = int(np.clip(np.searchsorted(self.metres, metres, side="right") - 1, 0, len(self.metres) - 2))
        here, there = self.points[step], self.points[step + 1]
        span = max(float(self.metres[step + 1] - self.metres[step]), 1e-9)
        lon, lat = here + (there - here) * float(np.clip((metres - self.metres[step]) / span, 0, 1))
        east = (there[0] - here[0]) * np.cos(np.radians(here[1]))
        return float(lon), float(lat), float(np.degrees(np.arctan2(east, there[1] - here[1])) % 360)


@dataclass(frozen=True)
class Streets:
    """Streets between crossings. `places` (n, 2) lon/lat of the crossings; `lines[k]` runs from `start[k]` to `end[k]`.

    Who walks takes the shortest way at a pace of his own and may go against a one-way street; who drives takes the quickest and may not.
    """

    lines: list[Numbers]
    places: Numbers
    start: Indices
    end: Indices
    length: Numbers  # metres
    speed: Numbers  # m/s
    source: Indices  # the number of the line that each street was given as
    oneway: Flags  # may be driven from its start to its end only

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._shapes)

    @cached_property
    def _shapes(self) -> NDArray[np.object_]:
        shapes: NDArray[np.object_] = np.array([shapely.LineString(line * self._scale) for line in self.lines], dtype=object)
        return shapes

    @cached_property
    def _scale(self) -> Numbers:
        """Metres per degree east and north."""
        return np.array([METRES_PER_DEGREE * np.cos(np.radians(self.places[:, 1].mean())), METRES_PER_DEGREE])

    def matrix(self, weights: Numbers, driving: bool = False) -> Graph:
        """The graph with the least weight from each crossing to the next; `driving` heeds one-way streets."""
        streets, rows, columns = self._arcs(driving)
        order = np.lexsort((weights[streets], columns, rows))
        first = np.ones(len(order), np.bool_)
        first[1:] = (np.diff(rows[order]) != 0) | (np.diff(columns[order]) != 0)  # of parallel streets the least
        best = order[first]
        return scipy.sparse.csr_matrix((weights[streets[best]], (rows[best], columns[best])), shape=(len(self.places), len(self.places)))

    @cached_property
    def by_length(self) -> Graph:
        return self.matrix(self._metres)

    @cached_property
    def by_time(self) -> Graph:
        return self.matrix(self._seconds, driving=True)

    @cached_property
    def _towards_by_time(self) -> Graph:
        return self.by_time.T.tocsr()

    @cached_property
    def _towards_driven(self) -> Graph:
        return self.matrix(self._metres, driving=True).T.tocsr()

    @property
    def _metres(self) -> Numbers:
        return np.maximum(self.length, 1e-3)  # a graph of scipy's knows no edge of weight 0

    @property
    def _seconds(self) -> Numbers:
        return self._metres / self.speed

    def _arcs(self, driving: bool) -> tuple[Indices, Indices, Indices]:
        """Each way along a street: its number, from which crossing, to which."""
        back = np.flatnonzero(~self.oneway) if driving else np.arange(len(self.lines))
        streets = np.concatenate([np.arange(len(self.lines)), back])
        return streets, np.concatenate([self.start, self.end[back]]), np.concatenate([self.end, self.start[back]])

    @cached_property
    def _shortest_between(self) -> dict[tuple[int, int], int]:
        return self._between(self._metres, driving=False)

    @cached_property
    def _quickest_between(self) -> dict[tuple[int, int], int]:
        return self._between(self._seconds, driving=True)

    def _between(self, weights: Numbers, driving: bool) -> dict[tuple[int, int], int]:
        streets, rows, columns = self._arcs(driving)
        order = np.argsort(-weights[streets], kind="stable")  # the last one written is the least
        return {(int(rows[k]), int(columns[k])): int(streets[k]) for k in order}

    def nearest(self, lon: float, lat: float) -> Spot:
        """The nearest place on any street."""
        return self.spots([lon], [lat])[0]

    def spots(self, lon: ArrayLike, lat: ArrayLike) -> list[Spot]:
        """For each place the nearest one on any street."""
        points = shapely.points(np.column_stack([np.asarray(lon, np.float64), np.asarray(lat, np.float64)]) * self._scale)
        if not len(points):
            return []
        streets = self._tree.nearest(points)
        shapes = self._shapes[streets]
        along = shapely.line_locate_point(shapes, points) / np.maximum(shapely.length(shapes), 1e-9) * self.length[streets]
        away = shapely.distance(shapes, points)
        return [Spot(int(street), float(metres), float(far)) for street, metres, far in zip(streets, along, away, strict=True)]

    def near(self, lon: ArrayLike, lat: ArrayLike, reach: float) -> list[list[Spot]]:
        """For each place the nearest spot of every street within `reach` metres, the nearest street first."""
        points = shapely.points(np.column_stack([np.asarray(lon, np.float64), np.asarray(lat, np.float64)]) * self._scale)
        found: list[list[Spot]] = [[] for _ in points]
        places, streets = self._tree.query(points, predicate="dwithin", distance=reach)
        shapes, asked = self._shapes[streets], points[places]
        along = shapely.line_locate_point(shapes, asked) / np.maximum(shapely.length(shapes), 1e-9) * self.length[streets]
        for place, street, metres, away in zip(places, streets, along, shapely.distance(shapes, asked), strict=True):
            found[place].append(Spot(int(street), float(metres), float(away)))
        return [sorted(spots, key=lambda spot: spot.away) for spots in found]

    def place(self, spot: Spot) -> tuple[float, float]:
        """Lon and lat of a spot."""
        points, _, _ = self._piece(spot.street, spot.along, spot.along)
        return float(points[0, 0]), float(points[0, 1])

    def part(self, streets: Sequence[int]) -> "Streets":
        """Some of the streets as a graph of their own."""
        chosen = np.asarray(streets, np.int64)
        found = streets_of([self.lines[k] for k in chosen], self.speed[chosen], self.oneway[chosen])
        return replace(found, source=self.source[chosen[found.source]])

    def largest(self) -> "Streets":
        """The streets of the largest connected piece."""
        _, label = scipy.sparse.csgraph.connected_components(self.by_length, directed=False)
        best = np.bincount(label[self.start], weights=self.length).argmax()
        return self.part(np.flatnonzero(label[self.start] == best).tolist())

    def route(self, origin: Spot, goal: Spot, by_time: bool = False) -> Route | None:
        """The shortest way on foot, or (`by_time`) the quickest by car; none when no street leads there."""
        graph, weights = (self.by_time, self._seconds) if by_time else (self.by_length, self._metres)
        if _is_ahead(origin, goal, bool(self.oneway[origin.street]) and by_time):
            return self._route([self._piece(origin.street, origin.along, goal.along)])
        outs, ins = self._out(origin, by_time), self._in(goal, by_time)
        cost, before = scipy.sparse.csgraph.dijkstra(graph, indices=[node for node, _ in outs], return_predecessors=True)
        head, tail = (weights[spot.street] / max(float(self.length[spot.street]), 1e-3) for spot in (origin, goal))
        ways = [(begin * head + float(cost[i, node]) + end * tail, i, node) for i, (_, begin) in enumerate(outs) for node, end in ins]
        total, i, node = min(ways)
        if not np.isfinite(total):
            return None
        return self._route(self._pieces(origin, goal, (outs[i][0], node), before[i], by_time))

    def times(self, origins: Sequence[Spot], goal: Spot, speed: float | None = None) -> Numbers:
        """Seconds from each origin to the goal: driven at the streets' speeds, or walked at `speed` m/s; infinite where no way leads."""
        if speed is None:
            return self._costs(origins, goal, self._towards_by_time, 1 / self.speed, driving=True)
        return self.lengths(origins, goal) / speed

    def lengths(self, origins: Sequence[Spot], goal: Spot, driving: bool = False, limit: float = np.inf) -> Numbers:
        """Metres of the shortest way from each origin to the goal; infinite where no way leads, or none of at most about `limit`."""
        graph = self._towards_driven if driving else self.by_length
        return self._costs(origins, goal, graph, np.ones(len(self.lines)), driving, limit)

    def _costs(self, origins: Sequence[Spot], goal: Spot, towards: Graph, per_metre: Numbers, driving: bool, limit: float = np.inf) -> Numbers:
        """`towards` is the graph turned round, so that one search from the goal finds all ways to it."""
        ins = self._in(goal, driving)
        cost = scipy.sparse.csgraph.dijkstra(towards, indices=[node for node, _ in ins], limit=limit)
        best = np.min([cost[i] + metres * per_metre[goal.street] for i, (_, metres) in enumerate(ins)], axis=0)
        street = np.array([spot.street for spot in origins], np.int64)
        along = np.array([spot.along for spot in origins], np.float64)
        pace, shut = per_metre[street], self.oneway[street] if driving else np.zeros(len(street), np.bool_)
        ahead = (self.length[street] - along) * pace + best[self.end[street]]
        back = np.where(shut, np.inf, along * pace + best[self.start[street]])
        same = (street == goal.street) & (~shut | (along <= goal.along))
        return np.where(same, np.abs(goal.along - along) * pace, np.minimum(ahead, back))

    def _out(self, spot: Spot, driving: bool) -> list[End]:
        """The crossings that one comes to from a spot."""
        back = [] if driving and self.oneway[spot.street] else [(int(self.start[spot.street]), spot.along)]
        return [*back, (int(self.end[spot.street]), float(self.length[spot.street]) - spot.along)]

    def _in(self, spot: Spot, driving: bool) -> list[End]:
        """The crossings from which one comes to a spot."""
        back = [] if driving and self.oneway[spot.street] else [(int(self.end[spot.street]), float(self.length[spot.street]) - spot.along)]
        return [(int(self.start[spot.street]), spot.along), *back]

    def _pieces(self, origin: Spot, goal: Spot, ends: tuple[int, int], before: Indices, by_time: bool) -> list[tuple[Numbers, float, float]]:
        first, last = ends
        nodes = [last]
        while nodes[-1] != first:
            nodes.append(int(before[nodes[-1]]))
        nodes.reverse()
        head = self._piece(origin.street, origin.along, self._at(origin.street, first, leaving=True, driving=by_time))
        tail = self._piece(goal.street, self._at(goal.street, last, leaving=False, driving=by_time), goal.along)
        return [head, *(self._whole(a, b, by_time) for a, b in pairwise(nodes)), tail]

    def _at(self, street: int, node: int, leaving: bool, driving: bool) -> float:
        """How far along a street the crossing lies at which one leaves or enters it."""
        if driving and self.oneway[street]:
            return float(self.length[street]) if leaving else 0.0
        return 0.0 if node == self.start[street] else float(self.length[street])

    def _whole(self, a: int, b: int, by_time: bool) -> tuple[Numbers, float, float]:
        street = (self._quickest_between if by_time else self._shortest_between)[a, b]
        forward = self.start[street] == a
        return (self.lines[street] if forward else self.lines[street][::-1]), float(self.length[street]), float(self.speed[street])

    def _piece(self, street: int, begin: float, end: float) -> tuple[Numbers, float, float]:
        """The part of a street between two distances along it, in the direction of travel."""
        line, whole = self.lines[street], float(self.length[street])
        along = _along(line * self._scale)
        along = along / max(float(along[-1]), 1e-9) * whole
        low, high = sorted((begin, end))
        between = (along > low) & (along < high)
        at = np.concatenate([[low], along[between], [high]])
        points = np.column_stack([np.interp(at, along, line[:, 0]), np.interp(at, along, line[:, 1])])
        return (points if begin <= end else points[::-1]), high - low, float(self.speed[street])

    def _route(self, pieces: list[tuple[Numbers, float, float]]) -> Route:
        points = np.vstack([piece[0] for piece in pieces])
        fresh = np.concatenate([[True], np.any(np.abs(np.diff(points, axis=0)) > 1e-9, axis=1)])
        points = points[fresh] if fresh.sum() > 1 else np.vstack([points[0], points[0]])
        return Route(points, _along(points * self._scale), sum(length / speed for _, length, speed in pieces))


def streets_of(lines: Sequence[Numbers], speeds: Sequence[float] | Numbers, oneway: Sequence[bool] | Flags | None = None) -> Streets:
    """The graph of street lines (each (m, 2) lon/lat), which meet where they share a point; `speeds` in m/s; `oneway`: none is, by default."""
    pieces, owners = _at_shared_points(lines)
    if not pieces:
        raise ValueError("a street graph needs at least one street of two points")
    ends = np.array([[piece[0], piece[-1]] for piece in pieces]).reshape(-1, 2)
    places, numbers = np.unique(np.round(ends, SAME_PLACE), axis=0, return_inverse=True)
    number = numbers.reshape(-1, 2)
    scale = np.array([METRES_PER_DEGREE * np.cos(np.radians(places[:, 1].mean())), METRES_PER_DEGREE])
    length = np.array([_along(piece * scale)[-1] for piece in pieces])
    shut = np.zeros(len(lines), np.bool_) if oneway is None else np.asarray(oneway, np.bool_)
    start, end = number[:, 0].astype(np.int64), number[:, 1].astype(np.int64)
    return Streets(pieces, places, start, end, length, np.asarray(speeds, np.float64)[owners], owners, shut[owners])


def _is_ahead(origin: Spot, goal: Spot, oneway: bool) -> bool:
    """Whether one need not leave the street."""
    return origin.street == goal.street and (not oneway or origin.along <= goal.along)


def _at_shared_points(lines: Sequence[Numbers]) -> tuple[list[Numbers], Indices]:
    """The lines cut where another line has a point too, and which line each piece is of."""
    whole = [np.asarray(line, np.float64) for line in lines]
    keys = [[tuple(point) for point in np.round(line, SAME_PLACE)] for line in whole]
    seen: dict[tuple[float, ...], int] = {}
    for corners in keys:
        for point in set(corners):
            seen[point] = seen.get(point, 0) + 1
    pieces: list[Numbers] = []
    owners: list[int] = []
    for owner, (line, points) in enumerate(zip(whole, keys, strict=True)):
        cuts = [0, *(k for k in range(1, len(points) - 1) if seen[points[k]] > 1), len(points) - 1]
        for a, b in pairwise(cuts):
            if b > a:
                pieces.append(line[a : b + 1])
                owners.append(owner)
    return pieces, np.array(owners, np.int64)


def _along(points: Numbers) -> Numbers:
    """Distance from the first point at each point, in the points' own unit."""
    return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
