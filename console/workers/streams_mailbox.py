"""The newest picture of a stream in each size that somebody looks at. No queue: who comes late gets the newest."""

import threading
import time
from collections import Counter, deque
from datetime import UTC, datetime
from typing import NamedTuple

import av
from av.video.reformatter import Interpolation, VideoReformatter
from PySide6.QtGui import QImage

RATE_WINDOW = 50  # frames
UNWRITTEN = (2, 4)  # columns, see `fit`
PLANAR = ("yuv420p", "yuvj420p")  # what cameras send
QUICK = int(Interpolation.FAST_BILINEAR)  # by name it would be looked up for every picture
Size = tuple[int, int]


class Picture(NamedTuple):
    """See `console.hall.streams.Picture`."""

    number: int
    image: QImage
    at: datetime
    frame: av.VideoFrame | None = None  # as it came, in its own size


class Scaler:
    """To one size, as BGRA. It keeps swscale's contexts, which are dear to make."""

    def __init__(self) -> None:
        self._size, self._colours = VideoReformatter(), VideoReformatter()

    def scaled(self, frame: av.VideoFrame, width: int, height: int) -> av.VideoFrame:
        """Size first, colours then: swscale has a quick way for either, but for both at once a slow one, by a fifth to two fifths."""
        if frame.format.name in PLANAR and (frame.width, frame.height) != (width, height):
            frame = self._size.reformat(frame, width, height, frame.format.name, interpolation=QUICK, threads=1)
        return self._colours.reformat(frame, width, height, "bgra", interpolation=QUICK, threads=1)


class Mailbox:
    """Filled by the thread of one camera, read by the GUI thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wanted: Counter[Size] = Counter()
        self._pictures: dict[Size, Picture] = {}
        self._scalers: dict[Size, Scaler] = {}
        self._number = 0
        self._times: deque[float] = deque(maxlen=RATE_WINDOW)

    def want(self, size: Size) -> None:
        with self._lock:
            self._wanted[size] += 1

    def unwant(self, size: Size) -> None:
        with self._lock:
            self._wanted[size] -= 1
            if self._wanted[size] <= 0:
                del self._wanted[size]
                self._pictures.pop(size, None)

    def wanted(self) -> list[Size]:
        with self._lock:
            return list(self._wanted)

    def picture(self, size: Size) -> Picture | None:
        return self._pictures.get(size)

    def age_s(self) -> float | None:
        return time.monotonic() - self._times[-1] if self._times else None

    def frame_rate(self) -> float:
        times = list(self._times)
        return (len(times) - 1) / (times[-1] - times[0]) if len(times) > 1 and times[-1] > times[0] else 0.0

    def put(self, frame: av.VideoFrame) -> None:
        """Take a good frame: scaled once per wanted size, here in the camera's thread."""
        self._number += 1
        at, sizes = datetime.now(UTC), self.wanted()
        images = {size: Picture(self._number, self._scaled(frame, size), at, frame) for size in sizes}
        with self._lock:
            self._pictures = {size: picture for size, picture in images.items() if size in self._wanted}
        self._scalers = {size: self._scalers[size] for size in sizes}
        self._times.append(time.monotonic())

    def _scaled(self, frame: av.VideoFrame, size: Size) -> QImage:
        width, height = fit(frame.width, frame.height, size)
        plane = self._scalers.setdefault(size, Scaler()).scaled(frame, width, height).planes[0]
        # The image holds the plane's memory: nothing is copied.
        return QImage(memoryview(plane), width, height, plane.line_size, QImage.Format.Format_RGB32)


def fit(width: int, height: int, box: Size) -> Size:
    """The largest size with this shape that fits into the box, in even pixels.

    Where swscale turns colours without scaling, it leaves the last 2 or 4 columns unwritten, whatever was there before, when so many are more than a
    multiple of 16 (FFmpeg 8.1, x86): such a picture is made so much narrower.
    """
    scale = min(box[0] / width, box[1] / height)
    wide = int(width * scale) & ~1
    return max(2, wide - wide % 16 if wide % 16 in UNWRITTEN and wide > 16 else wide), max(2, int(height * scale) & ~1)
