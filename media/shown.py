"""What a stream that comes in segments has shown before: a playlist that stands still gives out its last pictures again to whoever connects anew."""

import zlib
from collections import deque
from typing import Any

from media.addresses import comes_in_segments

MOST = 100  # key pictures that are remembered: more than any playlist lists
Mark = tuple[int | None, int]  # when it was taken by the stream's own clock, and what it is


class Shown:
    """Of one camera, over its connections. No picture counts that an earlier connection has had: it would be taken for one of now."""

    def __init__(self, url: str) -> None:
        self._segments = comes_in_segments(url)
        self._marks: deque[Mark] = deque(maxlen=MOST)
        self._earlier: frozenset[Mark] = frozenset()
        self._through = True

    def begin(self) -> None:
        """Another connection."""
        self._earlier, self._through = frozenset(self._marks), not self._marks

    def had(self, packet: Any, is_picture: bool = True) -> bool:
        """Is this encoded packet one of before? Until the first key picture that is new, all are."""
        if not self._segments:
            return False
        if not is_picture or not packet.is_keyframe:
            return not self._through
        mark = packet.pts, zlib.crc32(packet)
        self._through = self._through or mark not in self._earlier
        if self._through:
            self._marks.append(mark)
        return not self._through
