"""On how many of the machine's cores the threads of streams run: on as few as they need.

On its way a picture passes Python's lock some twenty times. Where the threads that pass it are woken on all cores, each passing wakes another core,
which takes a tenth to a fifth of the processor's time of a wall of sixteen small streams (bench video). So they share a core as long as it is not
busy with them and no picture is late for it, whoever else has it; and only where the system tells how long they wait (Linux).
"""

import os
import sys
import threading
import time
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

LOOK_S = 1.0
BUSY, EASY = 0.5, 0.4  # of a core: with more they get another one, and with less on one fewer they do without it
LATE_S = 0.015  # a picture may wait for a core: of four large streams that wait for each other so long, a tenth is replaced before it is seen
CALM, LONGEST_CALM = 10, 600  # looks at which one core fewer would do, before it is tried; twice as many each time that it did not do
TASKS = Path("/proc/self/task")


class Times(NamedTuple):
    """Of a thread since it began: how long it ran, and how long it could have run and had no core."""

    ran_s: float
    waited_s: float


class Cores:
    """Of all threads of a pool; each joins and leaves by itself, and whoever has a picture looks."""

    def __init__(self, cores: Sequence[int] | None = None) -> None:
        self._cores = _allowed() if cores is None else list(cores)
        self._lock = threading.Lock()
        self._threads: dict[int, Times] = {}
        self._seen, self._pictures = time.monotonic(), 0
        self._pace = Pace(len(self._cores))

    def join(self) -> None:
        with self._lock:
            me = threading.get_native_id()
            times = _times(me) if len(self._cores) > 1 else None
            if times is not None:
                self._threads[me] = times
                self._place([me])

    def leave(self) -> None:
        with self._lock:
            self._threads.pop(threading.get_native_id(), None)

    def used(self) -> list[int]:
        """The numbers of the cores that they run on."""
        return self._cores[-self._pace.used :]

    def look(self) -> None:
        """How they do; costs nothing but once a second. In the thread of a stream."""
        self._pictures += 1
        now = time.monotonic()
        if now < self._seen + LOOK_S or not self._lock.acquire(blocking=False):
            return
        try:
            before, self._threads = self._threads, {thread: _times(thread) or times for thread, times in self._threads.items()}
            spent = [(times.ran_s - before[thread].ran_s, times.waited_s - before[thread].waited_s) for thread, times in self._threads.items()]
            seconds, pictures = now - self._seen, self._pictures
            self._seen, self._pictures = now, 0
            if self._pace.turn(sum(ran for ran, _ in spent) / seconds, sum(waited for _, waited in spent) / pictures):
                self._place(self._threads)
        finally:
            self._lock.release()

    def _place(self, threads: Collection[int]) -> None:
        if sys.platform == "linux":
            for thread in threads:
                with suppress(OSError):  # it has ended, or the cores have been taken from this process
                    os.sched_setaffinity(thread, self.used())


class Pace:
    """How many of so many cores are used."""

    def __init__(self, cores: int) -> None:
        self._most, self.used = max(1, cores), 1
        self._calm, self._enough, self._on_trial = 0, CALM, False

    def turn(self, ran: float, late_s: float) -> bool:
        """Of each second they ran so many, and for each picture they waited so long; is it another number now?"""
        before = self.used
        if late_s > LATE_S or ran > BUSY * self.used:
            self._more()
        elif self.used > 1 and ran > EASY * (self.used - 1):
            self._calm = 0
        else:
            self._fewer()
        return self.used != before

    def _more(self) -> None:
        if self._on_trial:
            self._enough = min(LONGEST_CALM, 2 * self._enough)
        self.used, self._calm, self._on_trial = min(self._most, self.used + 1), 0, False

    def _fewer(self) -> None:
        self._calm += 1
        if self._on_trial and self._calm >= CALM:
            self._on_trial, self._enough = False, CALM
        if self.used > 1 and self._calm >= self._enough:
            self.used, self._calm, self._on_trial = self.used - 1, 0, True


def _allowed() -> list[int]:
    """None where the system keeps no account of who runs and waits: this process has run by now."""
    main = _times(os.getpid()) if sys.platform == "linux" else None
    return sorted(os.sched_getaffinity(0)) if main is not None and main.ran_s > 0 else []


def _times(thread: int) -> Times | None:
    """None where the system does not tell, and of a thread that has ended."""
    try:
        ran, waited = (TASKS / str(thread) / "schedstat").read_text().split()[:2]
    except (OSError, ValueError):
        return None
    return Times(int(ran) / 1e9, int(waited) / 1e9)
