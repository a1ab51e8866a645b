"""The newest picture of a stream in each size that somebody looks at. No queue: who comes late gets the newest."""

import threading
import time
from collections import Counter, deque
from datetime import UTC, datetime
from typing import NamedTuple

import av
from PySide6.QtGui import QImage

from console.workers.streams_scaler import Scaler

RATE_WINDOW = 50  # frames
UNWRITTEN = (2, 4)  # columns, see `fit`
Size = tuple[int, int]


class Picture(NamedTuple):
    """See `console.hall.streams.Picture`."""

    number: int
    image: QImage
    at: datetime
    frame: av.VideoFrame | None = None  # as it came, in its own size


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
                self._scalers.pop(size, None)

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
        at = datetime.now(UTC)
        scalers = {size: self._scalers.get(size) or Scaler() for size in self.wanted()}
        pictures = {size: Picture(self._number, _scaled(frame, size, scaler), at, frame) for size, scaler in scalers.items()}
        with self._lock:
            self._pictures = {size: picture for size, picture in pictures.items() if size in self._wanted}
            self._scalers = {size: scaler for size, scaler in scalers.items() if size in self._wanted}
        self._times.append(time.monotonic())


def _scaled(frame: av.VideoFrame, size: Size, scaler: Scaler) -> QImage:
    width, height = fit(frame.width, frame.height, size)
    plane = scaler.scaled(frame, width, height).planes[0]
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
