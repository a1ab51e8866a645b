"""How fast pictures that come in heaps are shown."""

import time

LONGEST_LATE_S, LONGEST_EARLY_S = 1.0, 20.0  # beyond them the stream's clock has jumped, or the line has been slow


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
