"""What turns a camera: where it looks at every moment, and the presets that it keeps.

A picture is a window into the film. At zoom 0 the window has `WIDEST` of the film's width and height, at 1 `NARROWEST`. Pan and tilt of -1 and 1
would put its middle onto the edges of the film, and stop where the window's own edge meets them.
"""

import time
from collections.abc import Callable
from typing import NamedTuple

from simulator.clips.masts import NARROWEST, WIDEST

TURN_PER_S, ZOOM_PER_S = 0.5, 0.5  # at full speed


class View(NamedTuple):
    """-1 to 1, -1 to 1, 0 to 1; up and right are positive."""

    pan: float = 0.0
    tilt: float = 0.0
    zoom: float = 0.0

    @property
    def size(self) -> float:
        """The share of the film that is seen, in width as in height."""
        return float(WIDEST * (NARROWEST / WIDEST) ** self.zoom)

    def kept_inside(self) -> "View":
        zoomed = self._replace(zoom=_between(0.0, self.zoom, 1.0))
        most = 1 - zoomed.size
        return zoomed._replace(pan=_between(-most, self.pan, most), tilt=_between(-most, self.tilt, most))


class Window(NamedTuple):
    """In shares of the film, from the upper left."""

    left: float
    top: float
    size: float


class Mount:
    """One camera's. Untouched it shows the whole film as it is; from its first command on, a window."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.turned = False
        self.presets: dict[int, tuple[str, View]] = {1: ("全景", View())}
        self._clock = clock
        self._view, self._since = View(), clock()
        self._speed = View()
        self._target: View | None = None

    def view(self) -> View:
        """Where it looks now."""
        passed = self._clock() - self._since
        if self._target is not None:
            steps = (self._step(*pair, passed) for pair in zip(self._view, self._target, (TURN_PER_S, TURN_PER_S, ZOOM_PER_S), strict=True))
            return View(*steps).kept_inside()
        turn, zoom = TURN_PER_S * passed, ZOOM_PER_S * passed
        view, speed = self._view, self._speed
        return View(view.pan + speed.pan * turn, view.tilt + speed.tilt * turn, view.zoom + speed.zoom * zoom).kept_inside()

    def window(self) -> Window:
        view = self.view()
        return Window((1 + view.pan - view.size) / 2, (1 - view.tilt - view.size) / 2, view.size)

    @property
    def moving(self) -> bool:
        return self._speed != View() or (self._target is not None and self._target != self.view())

    def move(self, pan: float, tilt: float, zoom: float) -> None:
        """With these shares of the full speed, until something else is said."""
        self._go(View(*(_between(-1.0, each, 1.0) for each in (pan, tilt, zoom))), None)

    def stop(self) -> None:
        self._go(View(), None)

    def absolute(self, pan: float, tilt: float, zoom: float) -> None:
        """Turn there, as fast as it can."""
        self._go(View(), View(pan, tilt, zoom).kept_inside())

    def aim(self, x: float, y: float, width: float, height: float) -> None:
        """Fill the picture with this box of it."""
        now, window = self.view(), self.window()
        size = _between(NARROWEST, window.size * max(width, height), WIDEST)
        zoom = now.zoom if max(width, height) == 1 else _zoom_of(size)
        self.absolute(2 * (window.left + x * window.size) - 1, 1 - 2 * (window.top + y * window.size), zoom)

    def keep(self, number: int, name: str) -> None:
        self.presets[number] = name, self.view()

    def go_to(self, number: int) -> bool:
        """False when there is no such preset."""
        if number in self.presets:
            self.absolute(*self.presets[number][1])
        return number in self.presets

    def _go(self, speed: View, target: View | None) -> None:
        self._view, self._since = self.view(), self._clock()
        self._speed, self._target, self.turned = speed, target, True

    @staticmethod
    def _step(here: float, there: float, per_s: float, passed: float) -> float:
        way = there - here
        reach = 2 * per_s * passed
        return there if abs(way) <= reach else here + (reach if way > 0 else -reach)


class Mounts:
    """By the name of the camera: `/CLIP/CAMERA`, whichever of its clips is watched."""

    def __init__(self) -> None:
        self._mounts: dict[str, Mount] = {}

    def get(self, camera: str) -> Mount:
        return self._mounts.setdefault(camera, Mount())

    def names(self) -> list[str]:
        """Of those that somebody has asked for."""
        return sorted(self._mounts)


def _zoom_of(size: float) -> float:
    """The zoom at which this share of the film is seen."""
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if View(zoom=middle).size > size else (low, middle)
    return (low + high) / 2


def _between(low: float, value: float, high: float) -> float:
    return min(high, max(low, value))
