"""How politely cameras are asked: how often each host, and how long after each failure."""

import random
import threading
import time
from collections import defaultdict
from collections.abc import Hashable

OPENS_PER_S = 4.0
FIRST_PAUSE_S, LONGEST_PAUSE_S, REFUSED_PAUSE_S = 0.5, 30.0, 60.0
LOOK_S = 0.5  # while a stream rests: is its host back?


class Gate:
    """Lets at most `OPENS_PER_S` connections per second be opened to a host, whoever of one program asks; and knows when a host that gave nobody a
    picture has come back, so that nobody who waits for it has to wait to the end of a pause.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._free_at: dict[str, float] = {}
        self._live: dict[str, set[Hashable]] = defaultdict(set)  # who has pictures of a host
        self._back_at: dict[str, float] = {}

    def pause_s(self, host: str) -> float:
        """Take the next place in the queue of this host; seconds until it is there."""
        with self._lock:
            now = time.monotonic()
            mine = max(now, self._free_at.get(host, 0.0))
            self._free_at[host] = mine + 1 / OPENS_PER_S
        return mine - now

    def came(self, host: str, who: Hashable) -> None:
        """This stream of the host has pictures; it may say so with each."""
        if who in self._live[host]:
            return
        with self._lock:
            if not self._live[host]:
                self._back_at[host] = time.monotonic()
            self._live[host].add(who)

    def went(self, host: str, who: Hashable) -> None:
        """It has none any more, or never had."""
        with self._lock:
            self._live[host].discard(who)

    def rest(self, host: str, seconds: float, stopped: threading.Event) -> None:
        """After a failure: until the time is over, or `stopped`, or the host is back of which no stream had pictures."""
        since = time.monotonic()
        while not stopped.wait(max(0.0, min(LOOK_S, since + seconds - time.monotonic()))):
            if time.monotonic() >= since + seconds or self._back_at.get(host, since) > since:
                return


class Backoff:
    """Doubling pauses with jitter, for ever, so that all cameras of a recorder that was restarted do not return together."""

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
