"""What turns a camera: where it looks at every moment, and the presets that it keeps.

A picture is a window into the film. At zoom 0 the window has `WIDEST` of the film's width and height, at 1 `NARROWEST`. Pan and tilt of -1 and 1
would put its middle onto the edges of the film, and stop where the window's own edge meets them. On a patrol it goes from preset to preset.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from simulator.clips.masts import NARROWEST, WIDEST

TURN_PER_S, ZOOM_PER_S = 0.5, 0.5  # at full speed
WORDS, MUTE = "words-", "mute-"  # a camera whose name begins so is of another make
REMEMBERED = 1000  # commands: of a key that is held there are some in each second, and a segment is asked for half a minute later at most


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


WHOLE = Window(0.0, 0.0, 1.0)


class Turn(NamedTuple):
    """What a camera does from a moment on: turns at these shares of the full speed, or towards a target."""

    since: float
    start: View
    speed: View = View()
    target: View | None = None

    def view(self, at: float) -> View:
        """Where it looks at this moment, which is not before it."""
        passed = at - self.since
        if self.target is not None:
            steps = (_step(*pair, passed) for pair in zip(self.start, self.target, (TURN_PER_S, TURN_PER_S, ZOOM_PER_S), strict=True))
            return View(*steps).kept_inside()
        turn, zoom = TURN_PER_S * passed, ZOOM_PER_S * passed
        start, speed = self.start, self.speed
        return View(start.pan + speed.pan * turn, start.tilt + speed.tilt * turn, start.zoom + speed.zoom * zoom).kept_inside()


class Round(NamedTuple):
    """A patrol: presets by number, one after the other, so many seconds from one departure to the next."""

    name: str
    presets: tuple[int, ...]
    dwell_s: float


class Mount:
    """One camera's. Untouched it shows the whole film as it is; from its first command on, a window."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, words: bool = False, mute: bool = False) -> None:
        """`words`: by ONVIF its tokens are words, and the newest is told first, as some devices do; else they are its numbers. `mute`: it does not
        say which token it has given."""
        self.words, self.mute = words, mute
        self.presets: dict[int, tuple[str, View]] = {1: ("全景", View())}
        self.patrols: dict[int, Round] = {}
        self._clock, self._lock = clock, threading.RLock()  # segments are made in threads
        self._on_patrol: tuple[int, int, float] | None = None  # number of the patrol, steps that were made, when the last one was
        self._turned_at: float | None = None
        self._asked_at: float | None = None
        self._turns = deque([Turn(clock(), View())], maxlen=REMEMBERED)

    def first_asked(self) -> float:
        """When somebody first asked for its playlist, monotonic: now, when nobody has yet."""
        with self._lock:
            if self._asked_at is None:
                self._asked_at = time.monotonic()
            return self._asked_at

    @property
    def turned(self) -> bool:
        return self._turned_at is not None

    def turned_by(self, at: float) -> bool:
        """Had it had its first command at this moment of its clock?"""
        return self._turned_at is not None and self._turned_at <= at

    @property
    def patrol(self) -> int | None:
        """The number of the one that it goes round by."""
        return self._on_patrol[0] if self._on_patrol is not None else None

    def view(self) -> View:
        """Where it looks now."""
        self._go_on()
        return self._turns[-1].view(self._clock())

    def window(self) -> Window:
        return _window(self.view())

    def window_at(self, at: float) -> Window:
        """What it saw at a moment of its clock that is not long over."""
        self._go_on()
        if not self.turned_by(at):
            return WHOLE
        turns = tuple(self._turns)
        turn = next((turn for turn in reversed(turns) if turn.since <= at), turns[0])
        return _window(turn.view(max(at, turn.since)))

    @property
    def moving(self) -> bool:
        self._go_on()
        turn = self._turns[-1]
        return turn.speed != View() or (turn.target is not None and turn.target != self.view())

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

    def go_round(self, number: int) -> bool:
        """By this patrol, until something else is said; false when there is no such patrol."""
        with self._lock:
            if number in self.patrols:
                self._depart(number, 0, self._clock())
        return number in self.patrols

    def _go_on(self) -> None:
        """What the patrol has come to since somebody looked last; each step at its own time, so that the past is right too."""
        with self._lock:
            while self._on_patrol is not None:
                number, step, since = self._on_patrol
                due = since + self.patrols[number].dwell_s
                if due > self._clock():
                    return
                self._depart(number, step + 1, due)

    def _depart(self, number: int, step: int, at: float) -> None:
        presets = self.patrols[number].presets
        _, view = self.presets.get(presets[step % len(presets)], ("", self._turns[-1].view(at)))
        self._turn(View(), view, at)
        self._on_patrol = number, step, at

    def _go(self, speed: View, target: View | None) -> None:
        with self._lock:
            self._go_on()
            self._on_patrol = None
            self._turn(speed, target, self._clock())

    def _turn(self, speed: View, target: View | None, now: float) -> None:
        self._turns.append(Turn(now, self._turns[-1].view(now), speed, target))
        if self._turned_at is None:
            self._turned_at = now


class Mounts:
    """By the name of the camera: `/CLIP/CAMERA`, whichever of its clips is watched."""

    def __init__(self) -> None:
        self._mounts: dict[str, Mount] = {}

    def get(self, camera: str) -> Mount:
        return self._mounts.setdefault(camera, Mount(words=camera.startswith(WORDS), mute=camera.startswith(MUTE)))

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


def _window(view: View) -> Window:
    return Window((1 + view.pan - view.size) / 2, (1 - view.tilt - view.size) / 2, view.size)


def _step(here: float, there: float, per_s: float, passed: float) -> float:
    way = there - here
    reach = 2 * per_s * passed
    return there if abs(way) <= reach else here + (reach if way > 0 else -reach)
