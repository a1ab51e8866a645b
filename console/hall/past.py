"""Recorded video as of one moment: the hand that all panes of a hall follow which show the past."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from console.hall.clock import Clock
from console.hall.playback import Playback
from console.hall.playhead import Playhead
from console.hall.streams import Cut, Picture
from wire.cameras import Camera

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
LONGEST_S = 40 * 86_400.0  # no ring keeps more
BEHIND_S = 8.0  # of now: what is being recorded is not whole yet


class PastState(StrEnum):
    LOADING = "LOADING"
    SHOWN = "SHOWN"
    NOTHING = "NOTHING"  # nothing was recorded then
    FAILED = "FAILED"


class Hand(Protocol):
    """What recorded video follows: a moment, seconds since 1970, and how it goes on."""

    @property
    def at(self) -> float: ...

    @property
    def speed(self) -> float: ...

    @property
    def playing(self) -> bool: ...

    @property
    def every_s(self) -> float:
        """How far it leaps from one picture to the next while it plays, seconds of its time; 0: no farther than pictures are apart."""

    def moment(self) -> datetime: ...


class PastView(Protocol):
    """One pane's look at what was recorded of a camera."""

    @property
    def state(self) -> str:
        """One of `PastState`."""

    @property
    def problem(self) -> str:
        """The code of what has failed; empty while nothing has."""

    @property
    def foreign(self) -> bool:
        """Does it come from a recorder that is not ours? Its times are those that it was asked for, as far as it keeps to them."""

    @property
    def reached(self) -> float | None:
        """The newest moment that was asked for and is answered, by a picture or by that there is none; none before the first."""

    def picture(self) -> Picture | None:
        """The newest that was made; its `at` is when it was taken."""

    def seek(self, at: float, speed: float) -> None:
        """Show the picture of this moment (seconds since 1970), the hand moving at this speed, 0: it stands. Returns at once."""

    def beside(self) -> tuple[float, float] | None:
        """The moments of the pictures before and after the one that is shown; none while none is."""

    def cut(self, at: datetime, before_s: float, after_s: float) -> Cut | None:
        """What was recorded so long before and after this moment; none where it comes from a recorder that is not ours."""

    def drop(self, cut: Any) -> None:
        """Nobody waits for a cut of this any more."""

    def resize(self, width: int, height: int) -> None: ...

    def close(self) -> None: ...


class Footage(Protocol):
    def open(self, camera: Camera, width: int, height: int) -> PastView:
        """Look at what was recorded of a camera, in a size of so many pixels; returns at once."""


class Past(Playhead):
    """`cameras` are those that show the past now. In step with a track, it stands where the hand of that track stands."""

    every_s = 0.0

    cameras_changed = Signal()
    step_changed = Signal()

    def __init__(self, clock: Clock, playback: Playback, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cameras: frozenset[str] = frozenset()
        self.in_step = False
        self._clock, self._playback = clock, playback
        playback.moved.connect(self._on_track)

    def bounds(self) -> tuple[float, float]:
        last = self._clock.now().timestamp() - BEHIND_S
        return last - LONGEST_S, last

    def play(self) -> None:
        """Where now is reached there is nothing more to play."""
        if self.at < self.bounds()[1] or self.speed < 0:
            super().play()

    def show(self, cameras: Sequence[str]) -> None:
        if frozenset(cameras) != self.cameras:
            self.cameras = frozenset(cameras)
            self.cameras_changed.emit()

    def keep_step(self, in_step: bool) -> None:
        """With the track that is being played, or not any more."""
        if in_step != self.in_step:
            self.in_step = in_step
            self.pause()
            self.step_changed.emit()
            self._on_track(self._playback.at)

    def _on_track(self, at: float) -> None:
        if self.in_step and self._playback.track is not None:
            self.seek(at)
