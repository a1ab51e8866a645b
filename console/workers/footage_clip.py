"""One recorded file: the picture of any second in it."""

import bisect
import io
from collections.abc import Iterator

import av

NEAR = 45  # pictures; further on it is quicker to begin at the key before


class NoPictures(Exception):
    """Nothing in this file can be decoded."""


class Clip:
    """`times`: seconds in the file of all pictures, rising. For one thread."""

    def __init__(self, body: bytes) -> None:
        self._container = av.open(io.BytesIO(body), "r")
        if not self._container.streams.video:
            raise NoPictures
        self._stream = self._container.streams.video[0]
        self._stream.codec_context.thread_count = 1
        packets = [(p.pts, p.is_keyframe) for p in self._container.demux(self._stream) if p.pts is not None]
        if not packets or self._stream.time_base is None:
            raise NoPictures
        self._base, self._pts = self._stream.time_base, sorted(pts for pts, _ in packets)
        self._keys = sorted(pts for pts, key in packets if key) or self._pts[:1]
        self.times = [float(pts * self._base) for pts in self._pts]
        self._frames: Iterator[av.VideoFrame] = iter(())
        self._held: av.VideoFrame | None = None  # the last one that was decoded, and where it stands
        self._place = -1

    def close(self) -> None:
        self._container.close()

    def place(self, second: float) -> int:
        """Which picture is seen at this second of the file."""
        return max(0, bisect.bisect_right(self.times, second + 1e-4) - 1)

    def key_place(self, place: int) -> int:
        """The newest key picture that is not later."""
        return self._pts.index(self._keys[max(0, bisect.bisect_right(self._keys, self._pts[place]) - 1)])

    def frame(self, place: int) -> av.VideoFrame | None:
        """This picture; the newest before it that can be decoded when it cannot."""
        key = self.key_place(place)
        if self._held is None or place < self._place or (key > self._place and place - self._place > NEAR):
            self._begin(key)
        while self._place < place:
            frame = self._next()
            if frame is None:
                break
            self._held = frame
            self._place = bisect.bisect_right(self._pts, frame.pts or 0) - 1
        return self._held

    def _begin(self, key: int) -> None:
        self._container.seek(self._pts[key], stream=self._stream, backward=True, any_frame=False)
        self._frames, self._held, self._place = self._decoded(), None, -1

    def _next(self) -> av.VideoFrame | None:
        return next(self._frames, None)

    def _decoded(self) -> Iterator[av.VideoFrame]:
        for packet in self._container.demux(self._stream):
            try:
                yield from packet.decode()
            except av.error.InvalidDataError:  # one that was cut off: what can be decoded goes on
                continue
