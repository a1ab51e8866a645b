"""How much of what a stream shows is damaged: what got lost on the way leaves its picture with parts missing or smeared, and so are all that build
upon it, up to the next whole key.

It goes by what the decoder says of its pictures. That of H.265 shows none that it could not make, and they are missed in the pictures per second.
"""

import time
from collections import deque
from collections.abc import Callable

import av

WINDOW_S = 10.0


class Damage:
    """Of one camera, over its connections. Written in the camera's thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._smeared = clock, False
        self._pictures: deque[tuple[float, bool]] = deque()  # when, and whether it was damaged

    def broken(self) -> None:
        """A packet that the decoder could make nothing of."""
        self._smeared = True

    def look(self, frame: av.VideoFrame) -> None:
        self._smeared = frame.is_corrupt or (self._smeared and not frame.key_frame)
        now = self._clock()
        self._pictures.append((now, self._smeared))
        while now - self._pictures[0][0] > WINDOW_S:
            self._pictures.popleft()

    def share(self) -> float:
        """From 0 to 1, of the pictures of the last ten seconds in which there were any."""
        pictures = list(self._pictures)
        return sum(damaged for _, damaged in pictures) / len(pictures) if pictures else 0.0
