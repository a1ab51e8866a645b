"""How often somebody may try a password: ten failures in five minutes by one name from one address."""

import threading
import time
from collections import deque

from backend.refusals import TooManyLogins

FAILURES, WINDOW_S, MOST_REMEMBERED = 10, 300.0, 50_000


class Attempts:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failed: dict[tuple[str, str], deque[float]] = {}

    def check(self, name: str, address: str) -> None:
        """Refuses who has failed too often."""
        with self._lock:
            failed = self._failed.get((name, address), deque())
            while failed and failed[0] < time.monotonic() - WINDOW_S:
                failed.popleft()
            if len(failed) >= FAILURES:
                raise TooManyLogins("Too many failed logins; wait five minutes.")

    def failed(self, name: str, address: str) -> None:
        with self._lock:
            if len(self._failed) >= MOST_REMEMBERED:
                self._failed.pop(next(iter(self._failed)))
            self._failed.setdefault((name, address), deque()).append(time.monotonic())

    def succeeded(self, name: str, address: str) -> None:
        with self._lock:
            self._failed.pop((name, address), None)
