"""The street graph: where a place lies on it, and the shortest or quickest way between two places."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]

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
    """Streets between crossings, open both ways. `places` (n, 2) lon/lat of the crossings; `lines[k]` runs from `start[k]` to `end[k]`."""

    lines: list[Numbers]
    places: Numbers
    start: Indices
    end: Indices
    length: Numbers  # metres
    speed: Numbers  # m/s
    source: Indices  # the number of the line that each street was given as

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

    def matrix(self, weights: Numbers) -> csr_matrix:
        """The graph with the least weight between each two crossings."""
        order = np.argsort(-weights, kind="stable")  # of parallel streets the last one written is the least
        table = {(int(a), int(b)): float(w) for a, b, w in zip(self.start[order], self.end[order], weights[order], strict=True)}
        table |= {(b, a): min(w, table.get((b, a), w)) for (a, b), w in table.items()}
        rows, columns = np.array(list(table)).T
        return csr_matrix((np.array(list(table.values())), (rows, columns)), shape=(len(self.places), len(self.places)))

    @cached_property
    def by_length(self) -> csr_matrix:
        return self.matrix(np.maximum(self.length, 1e-3))

    @cached_property
    def by_time(self) -> csr_matrix:
        return self.matrix(np.maximum(self.length, 1e-3) / self.speed)

    @cached_property
    def _street_between(self) -> dict[tuple[int, int], int]:
        order = np.argsort(-self.length, kind="stable")
        forward = {(int(self.start[k]), int(self.end[k])): int(k) for k in order}
        return {(b, a): k for (a, b), k in forward.items()} | forward

    def nearest(self, lon: float, lat: float) -> Spot:
        """The nearest place on any street."""
        point = shapely.Point(np.array([lon, lat]) * self._scale)
        street = int(self._tree.nearest(point))
        shape = self._shapes[street]
        along = float(shape.project(point)) / max(float(shape.length), 1e-9) * float(self.length[street])
        return Spot(street, along, float(shape.distance(point)))

    def part(self, streets: Sequence[int]) -> "Streets":
        """Some of the streets as a graph of their own."""
        chosen = np.asarray(streets, np.int64)
        found = streets_of([self.lines[k] for k in chosen], self.speed[chosen])
        return replace(found, source=self.source[chosen[found.source]])

    def largest(self) -> "Streets":
        """The streets of the largest connected piece."""
        _, label = connected_components(self.by_length, directed=False)
        best = np.bincount(label[self.start], weights=self.length).argmax()
        return self.part(np.flatnonzero(label[self.start] == best).tolist())

    def route(self, origin: Spot, goal: Spot, by_time: bool = False) -> Route | None:
        """The shortest (or quickest) way; none when no street leads there."""
        if origin.street == goal.street:
            return self._route([self._piece(origin.street, origin.along, goal.along)])
        graph = self.by_time if by_time else self.by_length
        pace = float(self.speed[origin.street]) if by_time else 1.0
        ends = [(int(self.start[origin.street]), origin.along), (int(self.end[origin.street]), float(self.length[origin.street]) - origin.along)]
        cost, before = dijkstra(graph, indices=[node for node, _ in ends], return_predecessors=True)
        last_pace = float(self.speed[goal.street]) if by_time else 1.0
        goals = [(int(self.start[goal.street]), goal.along), (int(self.end[goal.street]), float(self.length[goal.street]) - goal.along)]
        ways = [(head / pace + float(cost[i, node]) + tail / last_pace, i, node) for i, (_, head) in enumerate(ends) for node, tail in goals]
        total, i, node = min(ways)
        if not np.isfinite(total):
            return None
        return self._route(self._pieces(origin, goal, ends[i][0], node, before[i]))

    def times(self, origins: Sequence[Spot], goal: Spot, speed: float | None = None) -> Numbers:
        """Seconds from each origin to the goal, at the streets' speeds or at one for all; infinite where no way leads."""
        weights = self.by_time if speed is None else self.by_length
        pace = self.speed if speed is None else np.full(len(self.speed), speed)
        tail = goal.along / pace[goal.street], (self.length[goal.street] - goal.along) / pace[goal.street]
        cost = dijkstra(weights, indices=[int(self.start[goal.street]), int(self.end[goal.street])]) / (1.0 if speed is None else speed)
        best = np.minimum(cost[0] + tail[0], cost[1] + tail[1])
        return np.array([self._time_from(origin, goal, best, pace) for origin in origins])

    def _time_from(self, origin: Spot, goal: Spot, best: Numbers, pace: Numbers) -> float:
        street = origin.street
        if street == goal.street:
            return abs(origin.along - goal.along) / float(pace[street])
        back, ahead = origin.along / pace[street], (self.length[street] - origin.along) / pace[street]
        return float(min(back + best[self.start[street]], ahead + best[self.end[street]]))

    def _pieces(self, origin: Spot, goal: Spot, first: int, last: int, before: Indices) -> list[tuple[Numbers, float, float]]:
        nodes = [last]
        while nodes[-1] != first:
            nodes.append(int(before[nodes[-1]]))
        nodes.reverse()
        head = self._piece(origin.street, origin.along, 0.0 if first == self.start[origin.street] else float(self.length[origin.street]))
        tail = self._piece(goal.street, 0.0 if last == self.start[goal.street] else float(self.length[goal.street]), goal.along)
        return [head, *(self._whole(a, b) for a, b in pairwise(nodes)), tail]

    def _whole(self, a: int, b: int) -> tuple[Numbers, float, float]:
        street = self._street_between[a, b]
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


def streets_of(lines: Sequence[Numbers], speeds: Sequence[float] | Numbers) -> Streets:
    """The graph of street lines (each (m, 2) lon/lat), which meet where they share a point; `speeds` in m/s."""
    pieces, owners = _at_shared_points(lines)
    if not pieces:
        raise ValueError("a street graph needs at least one street of two points")
    ends = np.array([[piece[0], piece[-1]] for piece in pieces]).reshape(-1, 2)
    places, numbers = np.unique(np.round(ends, SAME_PLACE), axis=0, return_inverse=True)
    number = numbers.reshape(-1, 2)
    scale = np.array([METRES_PER_DEGREE * np.cos(np.radians(places[:, 1].mean())), METRES_PER_DEGREE])
    length = np.array([_along(piece * scale)[-1] for piece in pieces])
    return Streets(
        pieces, places, number[:, 0].astype(np.int64), number[:, 1].astype(np.int64), length, np.asarray(speeds, np.float64)[owners], owners
    )


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
