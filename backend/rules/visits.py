"""How often somebody of the public may ask: so many times within a while from one address."""

import threading
import time
from collections import deque

from backend.refusals import TooManyQuestions

QUESTIONS, WINDOW_S, MOST_REMEMBERED = 60, 60.0, 50_000


class Visits:
    def __init__(self, questions: int = QUESTIONS) -> None:
        self._questions = questions
        self._lock = threading.Lock()
        self._asked: dict[str, deque[float]] = {}

    def note(self, address: str) -> None:
        """Refuses who asks too often."""
        now = time.monotonic()
        with self._lock:
            asked = self._asked.pop(address, deque())
            while asked and asked[0] < now - WINDOW_S:
                asked.popleft()
            while len(self._asked) >= MOST_REMEMBERED:
                self._asked.pop(next(iter(self._asked)))  # the one that has been silent for longest
            self._asked[address] = asked
            if len(asked) >= self._questions:
                raise TooManyQuestions("Too many questions; ask again in a minute.")
            asked.append(now)
