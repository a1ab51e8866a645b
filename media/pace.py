"""How politely cameras are asked: how often each host, and how long after each failure."""

import random
import threading
import time
from collections import defaultdict
from collections.abc import Hashable
from functools import partial

from media.line import Line, Rank
from media.turns import Turns

OPENS_PER_S = 4.0
FIRST_PAUSE_S, LONGEST_PAUSE_S, REFUSED_PAUSE_S = 0.5, 30.0, 60.0
LOOK_S = 0.5  # while a stream rests: is its host back?


class Gate:
    """Lets at most `OPENS_PER_S` connections per second be opened to a host, whoever of one program asks, and of all that share their `turns`; and
    knows when a host that gave nobody a picture has come back, so that nobody who waits for it has to wait to the end of a pause. A `patient` one
    lets everybody go first who is not: nobody sees what recorder and watcher wait for.
    """

    def __init__(self, turns: Turns | None = None, patient: bool = False) -> None:
        self._turns, self._patient, self._lock = turns, patient, threading.Lock()
        self._free_at: dict[str, float] = {}
        self._live: dict[str, set[Hashable]] = defaultdict(set)  # who has pictures of a host
        self._back_at: dict[str, float] = {}
        self._lines: dict[str, Line] = {}

    def pause_s(self, host: str) -> float:
        """Take the next place in the queue of this host; seconds until it is there."""
        return self._take(host, only_now=False)

    def wait(self, host: str, rank: Rank) -> bool:
        """Wait in the line of this host, where it is always the turn of who has the highest rank; false when that says none, wanted no more."""
        with self._lock:
            line = self._lines.setdefault(host, Line(partial(self._take, host, only_now=False)))
        return line.wait(rank)

    def turn(self, host: str, stopped: threading.Event) -> bool:
        """Waits for a place; false when `stopped` meanwhile."""
        pause_s = self._take(host, self._patient)
        while self._patient and pause_s and not stopped.wait(pause_s * random.uniform(1.0, 1.5)):
            pause_s = self._take(host, only_now=True)
        return not stopped.wait(pause_s)

    def _take(self, host: str, only_now: bool) -> float:
        """Seconds until a place is there. With `only_now` it is taken when that is now, and else left to others."""
        gap_s = 1 / OPENS_PER_S
        with self._lock:
            now = time.monotonic()
            mine = max(now, self._free_at.get(host, 0.0))
            if only_now and mine > now:
                return mine - now
            if self._turns is not None:
                mine = self._turns.take(host, mine, gap_s, only_now)
            if not only_now or mine == now:
                self._free_at[host] = mine + gap_s
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
            if time.monotonic() >= since + seconds or self.is_back(host, since):
                return

    def is_back(self, host: str, since: float) -> bool:
        """Has a stream of this host had pictures again, after none had any? `since`: monotonic."""
        return self._back_at.get(host, since) > since


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
