"""What became of a stream while somebody looked: when it broke, when it was back, and what it takes."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

KEPT = 200  # drops of one stream: more in a day say nothing new
WINDOW_S = 5.0  # over which a rate is taken
Span = tuple[datetime, datetime]


class Load(NamedTuple):
    """See `console.hall.streams.Load`."""

    address: str
    problem: str
    frame_rate: float
    bit_rate: float
    keys_only: bool
    opens: int


class Past:
    """The drops of one stream. Kept by the pool, so that it outlives the threads; `before` are those of today that an earlier console has seen,
    `note` is told of each that is over.
    """

    def __init__(self, before: Iterable[Span] = (), note: Callable[[datetime, datetime], None] | None = None) -> None:
        self._lock, self._note = threading.Lock(), note
        self._drops: deque[Span] = deque(before, maxlen=KEPT)
        self._since: datetime | None = None

    def broke(self, silent_s: float = 0.0) -> None:
        """A stream that was good is not any more, since so many seconds."""
        with self._lock:
            if self._since is None:
                self._since = datetime.now(UTC) - timedelta(seconds=silent_s)

    def over(self) -> None:
        """It is good again, or nobody wants it any more."""
        with self._lock:
            ended = (self._since, datetime.now(UTC)) if self._since is not None else None
            if ended:
                self._drops.append(ended)
                self._since = None
        if ended and self._note is not None:
            self._note(*ended)

    def drops(self, since: datetime) -> tuple[int, float]:
        """How many drops ended or last since then, and how many seconds they took since then."""
        with self._lock:
            spans = [*self._drops, *([(self._since, datetime.now(UTC))] if self._since else [])]
        spans = [(max(start, since), end) for start, end in spans if end > since]
        return len(spans), sum((end - start).total_seconds() for start, end in spans)


class Meter:
    """Bits of a stream per second, over the last seconds."""

    def __init__(self) -> None:
        self._sizes: deque[tuple[float, int]] = deque(maxlen=1000)

    def count(self, size: int) -> None:
        self._sizes.append((time.monotonic(), size))

    def bit_rate(self) -> float:
        now = time.monotonic()
        recent = [(at, size) for at, size in list(self._sizes) if now - at < WINDOW_S]
        return 8 * sum(size for _, size in recent) / max(1.0, now - recent[0][0]) if recent else 0.0
