"""Stops: where a unit was at rest, however much its receiver wandered meanwhile."""

from dataclasses import dataclass

import numpy as np

from geo.tracks.fixes import Fixes, Flags, Indices, Numbers
from geo.tracks.rules import TrackRules

METRES_PER_DEGREE = 111_320.0
QUARTERS = (0.25, 0.5, 0.75, 1.0)
BLOCK = 256
SHARE = 0.9  # of the fixes of a stop's beginning that must lie within its circle: the rest may be outliers


@dataclass(frozen=True)
class Stop:
    """From fix `first` to fix `last`, around `lon`, `lat`; nine in ten of its fixes lie within `spread_m` of there."""

    first: int
    last: int
    lon: float
    lat: float
    spread_m: float


def stops(fixes: Fixes, ends: Indices, rules: TrackRules) -> list[Stop]:
    """In order of time. `ends`: the places of fixes that follow a gap, over which no stop lasts."""
    if not len(fixes):
        return []
    scale = METRES_PER_DEGREE * np.array([np.cos(np.radians(np.median(fixes.lat))), 1.0])
    places = np.column_stack([fixes.lon, fixes.lat]) * scale
    found: list[Stop] = []
    for first, last in zip(np.concatenate([[0], ends]), np.concatenate([ends, [len(fixes)]]), strict=True):
        piece = _Piece(fixes.at[first:last] / 1000, places[first:last], rules)
        for low, high in piece.joined(piece.rests()):
            middle, spread = piece.middle(low, high)
            lon, lat = middle / scale
            found.append(Stop(int(first) + low, int(first) + high, float(lon), float(lat), spread))
    return found


Rest = tuple[int, int]  # first and last fix


@dataclass(frozen=True)
class _Piece:
    """Fixes without a gap: seconds, and places in metres."""

    at: Numbers
    places: Numbers
    rules: TrackRules

    def rests(self) -> list[Rest]:
        """The stay points (Li et al., 2008), with a circle that is not left by a single outlier."""
        after = np.searchsorted(self.at, self.at + self.rules.stop_s)
        near = after < len(self.at)
        for share in QUARTERS:  # whoever walks on is told apart without looking at each fix
            later = np.minimum(np.searchsorted(self.at, self.at + self.rules.stop_s * share), len(self.at) - 1)
            near &= _apart(self.places, self.places[later]) <= 2 * self.rules.stop_m
        found: list[Rest] = []
        at = 0
        while (at := _next(near, at)) >= 0:
            rest = self._rest(at, int(after[at]))
            if rest is None:
                at += 1
            else:
                found.append(rest)
                at = rest[1] + 1
        return found

    def _rest(self, first: int, last: int) -> Rest | None:
        """The rest that begins with these fixes; it goes on until the unit is outside for longer than `leave_s`."""
        middle = _middle(self.places[first : last + 1])
        inside = _apart(self.places[first : last + 1], middle) <= self.rules.stop_m
        if not inside[0] or inside.mean() < SHARE:
            return None
        for _ in range(2):  # the middle of the whole rest is a better one than that of its beginning
            last = self._left(first, middle)
            middle = _middle(self.places[first : last + 1])
        return (first, last) if self.at[last] - self.at[first] >= self.rules.stop_s else None

    def _left(self, first: int, middle: Numbers) -> int:
        """The last fix before the unit was out of the circle for good."""
        reach, count = first + BLOCK, len(self.at)
        while True:
            within = first + np.flatnonzero(_apart(self.places[first:reach], middle) <= self.rules.stop_m)
            within = np.append(within, min(reach, count))  # as if it came back there
            outside = self.at[within[1:] - 1] - self.at[np.minimum(within[:-1] + 1, count - 1)]
            left = np.flatnonzero((outside > self.rules.leave_s) & (np.diff(within) > 1))
            if len(left) or reach >= count:
                return int(within[left[0]] if len(left) else within[-2]) if len(within) > 1 else first
            reach = first + 2 * (reach - first)

    def joined(self, rests: list[Rest]) -> list[Rest]:
        """Two rests at one place are one when half of what lies between stayed within `join_m` of it: that was drift."""
        found: list[Rest] = []
        for first, last in rests:
            if found:
                low, high = found[-1]
                middle, _ = self.middle(low, high)
                between = _apart(self.places[high : first + 1], middle)
                if np.median(between) <= self.rules.join_m and _apart(self.middle(first, last)[0], middle) <= self.rules.join_m:
                    found[-1] = (low, last)
                    continue
            found.append((first, last))
        return found

    def middle(self, first: int, last: int) -> tuple[Numbers, float]:
        places = self.places[first : last + 1]
        middle = _middle(places)
        return middle, float(np.quantile(_apart(places, middle), SHARE))


def _middle(places: Numbers) -> Numbers:
    """The median of each column, as `np.median` says, which takes five times as long over a few fixes: it is asked for at every rest."""
    low, high = (len(places) - 1) // 2, len(places) // 2
    ordered = np.partition(places, (low, high), axis=0)
    return np.asarray((ordered[low] + ordered[high]) / 2)


def _apart(places: Numbers, other: Numbers) -> Numbers:
    return np.asarray(np.hypot(*(places - other).T))


def _next(flags: Flags, at: int) -> int:
    """The next place that holds, from `at` on; -1: none."""
    ahead = int(np.argmax(flags[at:])) if at < len(flags) else 0
    return at + ahead if at < len(flags) and flags[at + ahead] else -1
