"""How politely cameras are asked: how often each host, and how long after each failure. And how fast pictures that come in heaps are shown."""

import random
import threading
import time

OPENS_PER_S = 4.0
LONGEST_LATE_S, LONGEST_EARLY_S = 1.0, 20.0  # beyond them the stream's clock has jumped, or the line has been slow
FIRST_PAUSE_S, LONGEST_PAUSE_S, REFUSED_PAUSE_S = 0.5, 30.0, 60.0


class Gate:
    """Lets at most `OPENS_PER_S` connections per second be opened to a host, whoever asks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._free_at: dict[str, float] = {}

    def pause_s(self, host: str) -> float:
        """Take the next place in the queue of this host; seconds until it is there."""
        with self._lock:
            now = time.monotonic()
            mine = max(now, self._free_at.get(host, 0.0))
            self._free_at[host] = mine + 1 / OPENS_PER_S
        return mine - now


class Backoff:
    """Doubling pauses with jitter, so that all cameras of a recorder that was restarted do not return together."""

    def __init__(self) -> None:
        self._next_s = FIRST_PAUSE_S

    def reset(self) -> None:
        self._next_s = FIRST_PAUSE_S

    def pause_s(self, refused: bool) -> float:
        """Seconds to wait after one more failure. A refusal is asked again slowly: recorders lock out who insists."""
        if refused:
            return REFUSED_PAUSE_S * random.uniform(0.8, 1.2)
        pause, self._next_s = self._next_s, min(self._next_s * 2, LONGEST_PAUSE_S)
        return pause * random.uniform(0.7, 1.3)


class Shower:
    """Spreads pictures that arrive some seconds at once over the time that they were taken in."""

    def __init__(self) -> None:
        self._offset: float | None = None  # of the stream's clock to ours

    def pause_s(self, time_s: float | None) -> float:
        """Seconds to wait before the picture with this time in the stream is shown; 0 when it is due, late, or has no time."""
        if time_s is None:
            return 0.0
        now = time.monotonic()
        if self._offset is None or not -LONGEST_LATE_S < self._offset + time_s - now < LONGEST_EARLY_S:
            self._offset = now - time_s
        return max(0.0, self._offset + time_s - now)
