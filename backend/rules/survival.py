"""How long things take of which some are not done yet: the estimate of Kaplan and Meier, with late entry.

Whoever counts only what has ended counts the quick ones: the slow ones are still open. Here each counts for as long as it was watched.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

FROM_THE_START = -1.0
SAME = 1e-9  # products of shares are not exact


class Life(NamedTuple):
    """One thing, in any unit of time since its beginning: from when on it was watched, until when, and whether it ended then."""

    entered: float
    left: float
    ended: bool


class Curve:
    """The share that goes on after each time at which something ended. `watched` is the longest that anything was watched."""

    def __init__(self, lives: Sequence[Life]) -> None:
        entered, left = sorted(life.entered for life in lives), sorted(life.left for life in lives)
        ends = sorted(life.left for life in lives if life.ended)
        self.ended, self.watched = len(ends), left[-1] if left else 0.0
        self._times: list[float] = []
        self._going: list[float] = []
        going, at = 1.0, 0
        while at < len(ends) and going > SAME:
            time = ends[at]
            count = bisect_right(ends, time) - at
            there = (len(left) - bisect_left(left, time)) - (len(entered) - bisect_left(entered, time))
            going *= 1 - count / max(there, count)
            self._times.append(time)
            self._going.append(going)
            at += count

    def expected(self, already: float) -> float | None:
        """The median of those that took at least as long; none when none did, or fewer than half of these are known to have ended."""
        first = bisect_left(self._times, already)
        going = self._going[first - 1] if first else 1.0
        if going <= SAME:
            return None
        half = going / 2
        at = bisect_left(self._going, -half - SAME, lo=first, key=lambda share: -share)
        if at == len(self._times):
            return None
        exact = abs(self._going[at] - half) <= SAME and at + 1 < len(self._times)
        return (self._times[at] + self._times[at + 1]) / 2 if exact else self._times[at]
