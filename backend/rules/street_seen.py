"""When each metre of street was last seen by an inspector: streets in pieces, of which each is as far as its middle. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import scipy  # whose parts are loaded when they are used
from numpy.typing import ArrayLike, NDArray

from geo.grids import METRES_PER_DEGREE
from geo.streets import Streets

Numbers = NDArray[np.float64]


class Pieces(NamedTuple):
    """All of length n: the middle of each piece in degrees, how long it is in metres, and the number of the line that its street was given as."""

    lon: Numbers
    lat: Numbers
    metres: Numbers
    source: NDArray[np.int64]


class Unseen(NamedTuple):
    """Of the streets of one name: metres that nobody has seen, all metres, the middle piece of those not seen, and when the last of these was;
    cases at those, and their weight."""

    name: str
    unseen_m: float
    metres: float
    lon: float
    lat: float
    newest: int
    cases: int
    weight: float


def pieces_of(streets: Streets, longest_m: float) -> Pieces:
    """Each street in as many equal pieces as make none longer."""
    places, lengths, sources = [], [], []
    for line, length, source in zip(streets.lines, streets.length, streets.source, strict=True):
        count = max(1, int(np.ceil(length / longest_m)))
        scale = np.array([np.cos(np.radians(line[0, 1])), 1.0])
        along = np.concatenate([[0.0], np.cumsum(np.hypot(*(np.diff(line, axis=0) * scale).T))])
        middles = (np.arange(count) + 0.5) / count * along[-1]
        places.append(np.column_stack([np.interp(middles, along, line[:, axis]) for axis in (0, 1)]))
        lengths.append(np.full(count, length / count))
        sources.append(np.full(count, source, np.int64))
    if not places:
        return Pieces(np.empty(0), np.empty(0), np.empty(0), np.empty(0, np.int64))
    together = np.concatenate(places)
    return Pieces(together[:, 0], together[:, 1], np.concatenate(lengths), np.concatenate(sources))


class StreetSeen:
    """`newest` of each piece: when a fix was last within reach, milliseconds since 1970, 0 for never."""

    def __init__(self, pieces: Pieces, reach_m: float) -> None:
        self.pieces, self._reach = pieces, reach_m
        self.newest = np.zeros(len(pieces.lon), np.int64)
        middle = float(pieces.lat.mean()) if len(pieces.lat) else 0.0
        self._scale = np.array([METRES_PER_DEGREE * np.cos(np.radians(middle)), METRES_PER_DEGREE])
        self._tree = scipy.spatial.cKDTree(self._plane(pieces.lon, pieces.lat)) if len(pieces.lon) else None

    def seen(self, lon: ArrayLike, lat: ArrayLike, at: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Which pieces fixes saw, in order, each once, and when last; fixes in any order."""
        nothing = np.empty(0, np.int64)
        if self._tree is None or not len(at):
            return nothing, nothing
        near = self._tree.query_ball_point(self._plane(lon, lat), self._reach)
        counts = np.array([len(each) for each in near])
        if not counts.sum():
            return nothing, nothing
        which, place = np.unique(np.concatenate([np.asarray(each, np.int64) for each in near if each]), return_inverse=True)
        newest = np.zeros(len(which), np.int64)
        np.maximum.at(newest, place, np.repeat(at, counts))
        return which, newest

    def take(self, seen: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]]) -> None:
        """Whatever was seen at all, as it is told above."""
        self.newest = np.zeros(len(self.pieces.lon), np.int64)
        if seen:
            np.maximum.at(self.newest, *(np.concatenate(column) for column in zip(*seen, strict=True)))

    def unseen_m(self, since: int) -> tuple[float, float]:
        """Metres that nobody has seen since then, and all there are."""
        return float(self.pieces.metres[self.newest < since].sum()), float(self.pieces.metres.sum())

    def cases(self, lon: ArrayLike, lat: ArrayLike, reach_m: float) -> NDArray[np.int64]:
        """Of each piece, to how many of these places it is the nearest within reach."""
        count = len(self.pieces.lon)
        if self._tree is None or not np.size(lon):
            return np.zeros(count, np.int64)
        _, nearest = self._tree.query(self._plane(lon, lat), distance_upper_bound=reach_m)
        return np.bincount(nearest, minlength=count + 1)[:count]  # what is near to none counts at the end

    def share(self, since: int, cases: NDArray[np.int64]) -> float | None:
        """What has been seen since then of all weights: of a piece its metres, and as many more for each of its cases."""
        weights = self.pieces.metres * (1 + cases)
        return float(weights[self.newest >= since].sum() / weights.sum()) if len(weights) else None

    def unseen(self, since: int, names: Sequence[str], cases: NDArray[np.int64]) -> list[Unseen]:
        """By name of the street, the heaviest first; what has no name is in none of them."""
        pieces, numbers = self.pieces, dict[str, int]()
        if not names or not len(pieces.source):
            return []
        named = np.array([numbers.setdefault(name, len(numbers)) for name in names], np.int64)[pieces.source]
        whole, known = np.bincount(named, pieces.metres, len(numbers)), list(numbers)
        missed = np.flatnonzero(self.newest < since)
        missed = missed[np.argsort(named[missed], kind="stable")]
        found = []
        for here in np.split(missed, np.flatnonzero(np.diff(named[missed])) + 1):
            if len(here) and (name := known[named[here[0]]]):
                middle = here[len(here) // 2]
                spot = float(pieces.lon[middle]), float(pieces.lat[middle])
                heavy = int(cases[here].sum()), float((pieces.metres[here] * (1 + cases[here])).sum())
                found.append(Unseen(name, float(pieces.metres[here].sum()), float(whole[named[middle]]), *spot, int(self.newest[here].max()), *heavy))
        return sorted(found, key=lambda each: (-each.weight, each.name))

    def _plane(self, lon: ArrayLike, lat: ArrayLike) -> Numbers:
        plane: Numbers = np.column_stack([lon, lat]) * self._scale
        return plane
