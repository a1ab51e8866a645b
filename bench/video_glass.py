"""What is on a screen, read from outside: which picture of a film each place of it shows, and how long after the camera sent it.

Xvfb keeps its screen in a file, which is looked at without asking anybody for anything.
"""

import mmap
import struct
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bench.video_films import SQUARES, count_of, numbers_in
from simulator.clips.library import Take
from tools.xvfb import PIXELS

LOOK_S = 0.004
HALF = 125  # of 255: brighter is lit
HEADER = struct.Struct(">25I")
HEADER_SIZE, BYTES_PER_LINE, COLOURS = 0, 12, 19  # in the header of an XWD, whose colours are of so many bytes each:
COLOUR_BYTES, PIXEL_BYTES, GREEN = 12, 4, 1


class Place(NamedTuple):
    """Where a picture of 16 : 9 is, in pixels of the screen."""

    x: int
    y: int
    width: int
    height: int


class Sighting(NamedTuple):
    """A picture that was not there before. `at`: of the monotonic clock; `late_s`: so long after the camera sent it."""

    at: float
    place: int
    number: int
    late_s: float


class Glass:
    def __init__(self, folder: Path) -> None:
        """`folder`: that of a `tools.xvfb.screen`."""
        self._file = (folder / PIXELS).open("rb")
        self._map = mmap.mmap(self._file.fileno(), 0, prot=mmap.PROT_READ)
        header = HEADER.unpack_from(self._map)
        self._line = header[BYTES_PER_LINE]
        self._bytes = np.frombuffer(self._map, np.uint8, offset=header[HEADER_SIZE] + header[COLOURS] * COLOUR_BYTES)

    def numbers(self, places: Sequence[Place]) -> Callable[[], np.ndarray]:
        """Asks for the numbers that these places show now."""
        columns = (np.arange(SQUARES) + 0.5) / SQUARES
        at = np.array([(y + height // 2) * self._line + PIXEL_BYTES * (x + columns * width).astype(np.int64) for x, y, width, height in places])
        return lambda: numbers_in(self._bytes[at + GREEN] > HALF)


class Watch:
    """Looks at places of a screen as long as it is open."""

    def __init__(self, glass: Glass, places: Sequence[Place], take: Take) -> None:
        self.count = len(places)
        self._ask, self._take = glass.numbers(places), take
        self._seen: list[Sighting] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, name="glass")

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def seen(self, since: float, until: float = float("inf")) -> list[Sighting]:
        return [sighting for sighting in self._seen[:] if since <= sighting.at < until]

    def all_since(self, since: float, limit_s: float) -> float | None:
        """Wait until every place has shown a new picture since then; when the last one did, none when that did not come in so many seconds."""
        while time.monotonic() < since + limit_s:
            first: dict[int, float] = {}
            for sighting in self.seen(since):
                first.setdefault(sighting.place, sighting.at)
            if len(first) == self.count:
                return max(first.values())
            self._ended.wait(0.05)
        return None

    def _look(self) -> None:
        before, loop_s = np.full(self.count, -1), count_of(self._take) / self._take.fps
        while not self._ended.wait(LOOK_S):
            now, numbers = time.monotonic(), self._ask()
            for place in np.flatnonzero((numbers != before) & (numbers >= 0)):
                number = int(numbers[place])
                self._seen.append(Sighting(now, int(place), number, (now - number / self._take.fps) % loop_s))
            before = numbers
