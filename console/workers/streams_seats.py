"""How many streams may run at once, in all and of one host. One that is ended to make room for another keeps its seat until it is closed."""

import threading
import time
from collections import Counter

UNLIMITED = 1_000_000
LONGEST_S = 6.0  # as long as a stream may take to end that hangs: who waits longer need not wait for ever
LOOK_S = 0.1  # at whether somebody who waits is wanted any more


class Seats:
    """Of all threads of a pool. As long as nobody says how many there are, there are enough."""

    def __init__(self) -> None:
        self._left = threading.Condition()
        self._taken: Counter[str] = Counter()
        self._most = self._per_host = UNLIMITED

    def limit(self, most: int, per_host: int) -> None:
        with self._left:
            self._most, self._per_host = most, per_host
            self._left.notify_all()

    def take(self, host: str, stopped: threading.Event) -> None:
        """Waits until one is free, for `LONGEST_S` at most, or until `stopped`; `give` it back in any case."""
        until = time.monotonic() + LONGEST_S
        with self._left:
            while not self._is_free(host) and not stopped.is_set() and time.monotonic() < until:
                self._left.wait(LOOK_S)
            self._taken[host] += 1

    def give(self, host: str) -> None:
        with self._left:
            self._taken[host] -= 1
            self._left.notify_all()

    def _is_free(self, host: str) -> bool:
        return self._taken.total() < self._most and self._taken[host] < self._per_host
