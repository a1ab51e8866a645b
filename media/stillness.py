"""Whether a stream shows anything new: a camera, encoder or gateway that hangs may send one picture for ever, with every packet in its place.

What is compared is the picture as decoded, bit for bit. A scene in which nothing moves is another one in each picture all the same: the noise of
its sensor comes through every codec that is not set to drop it. So only what is the same for long, in many pictures, is taken for frozen.
"""

import random
import time
import zlib
from collections.abc import Callable

import av
import numpy as np

SAME_S, SAME_PICTURES = 20.0, 8
EVERY_S = 0.5, 1.5  # uneven, or a film that goes round could be met at the same picture each time
EVERY_ROW = 4  # no codec changes less than a block of so many


class Stillness:
    """Of one camera, over its connections. `look` in the camera's thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._sign: int | None = None
        self._since, self._next, self._seen = 0.0, 0.0, 0
        self._frozen = False

    def look(self, frame: av.VideoFrame) -> None:
        now = self._clock()
        if now < self._next:
            return
        self._next = now + random.uniform(*EVERY_S)
        sign = signature(frame)
        if sign != self._sign:
            self._sign, self._since, self._seen = sign, now, 0
        self._seen += 1
        self._frozen = self._seen >= SAME_PICTURES and now - self._since >= SAME_S

    def frozen_s(self) -> float | None:
        """For so long it has been the same picture; none: it is not frozen, or not long enough to say so."""
        return self._clock() - self._since if self._frozen else None


def signature(frame: av.VideoFrame) -> int:
    """Of the brightness of every fourth row."""
    plane = frame.planes[0]
    bits = frame.format.components[0].bits
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[::EVERY_ROW, : plane.width * -(-bits // 8)]
    return zlib.crc32(rows.tobytes())
