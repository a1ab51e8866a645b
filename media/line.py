"""Those who wait for the next connection to one host: who is looked at is let in before who is not, and of equals who came first."""

import threading
import time
from collections.abc import Callable

LOOK_S = 0.1  # at whether those who wait are wanted as they were
Rank = Callable[[], int | None]  # the higher is let in before the lower; none: it is wanted no more


class Waiting:
    def __init__(self, rank: Rank) -> None:
        self._rank, self.now = rank, rank()

    def is_wanted(self) -> bool:
        self.now = self._rank()
        return self.now is not None


class Line:
    """`reserve` takes the next place there is at the host: seconds until it is there. One at a time is reserved, for whoever is first by then: so
    nobody who has gone keeps others waiting, and who comes last is first when they matter most."""

    def __init__(self, reserve: Callable[[], float]) -> None:
        self._reserve, self._moved = reserve, threading.Condition()
        self._waiting: list[Waiting] = []
        self._place_at: float | None = None  # monotonic

    def wait(self, rank: Rank) -> bool:
        """Until it is let in; false when it is wanted no more."""
        mine = Waiting(rank)
        with self._moved:
            self._waiting.append(mine)
            try:
                while mine.is_wanted():
                    pause_s = self._pause_s() if self._first() is mine else LOOK_S
                    if pause_s <= 0:
                        self._place_at = None
                        return True
                    self._moved.wait(min(pause_s, LOOK_S))
                return False
            finally:
                self._waiting.remove(mine)
                self._moved.notify_all()

    def _first(self) -> Waiting:
        return max(self._waiting, key=lambda waiting: -1 if waiting.now is None else waiting.now)

    def _pause_s(self) -> float:
        if self._place_at is None:
            self._place_at = time.monotonic() + self._reserve()
        return self._place_at - time.monotonic()
