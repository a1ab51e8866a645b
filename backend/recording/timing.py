"""When the pictures of a stream were taken, by our clock: cameras' own clocks are wrong, and gateways send the first two seconds at once."""

from collections import deque

WINDOW_S = 60.0  # over which a camera's clock may not drift from ours by more than is seen
JUMP_S = 5.0  # more between two packets is another clock


class Timing:
    """Nothing arrives before it was sent: the packet that took the least time tells how the stream's clock stands to ours.

    `held` is how many pictures the reader has in hand before it gives one out.
    """

    def __init__(self, held: int = 0) -> None:
        self._held, self.gap_s = held, 0.0  # seconds from picture to picture
        self._last: float | None = None
        self._offsets: deque[tuple[float, float]] = deque()  # arrival, arrival minus stream time; the second rises from left to right

    def arrived(self, stream_s: float, now: float) -> bool:
        """A packet with this time came now (seconds since 1970). False when the stream's clock has jumped, and everything begins anew."""
        if self._last is not None and not -JUMP_S < stream_s - self._last < JUMP_S:
            return False
        if self._last is not None and stream_s > self._last:
            gap = stream_s - self._last
            self.gap_s = gap if not self.gap_s else 0.9 * self.gap_s + 0.1 * gap
        self._last = stream_s if self._last is None else max(self._last, stream_s)
        offset = now - stream_s
        while self._offsets and self._offsets[-1][1] >= offset:
            self._offsets.pop()
        self._offsets.append((now, offset))
        while self._offsets[0][0] < now - WINDOW_S:
            self._offsets.popleft()
        return True

    def taken_at(self, stream_s: float) -> float:
        """When the picture with this time was taken, seconds since 1970."""
        return stream_s + self._offsets[0][1] - self._held * self.gap_s
