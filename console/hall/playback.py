"""One unit's track being played, and who goes beside it: the track pane turns the handle, the map follows."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from console.hall.beside import NOBODY, Besides
from console.hall.playhead import Playhead
from console.hall.track import OnStreets, Trace, Track
from wire.tracks import TrackLikeness

SPEEDS = (-64, -16, -4, -1, 1, 2, 4, 8, 16, 32, 64)
SPEEDS_TOGETHER = (-64, -16, -4, -1, 1, 4, 16, 64, 120, 300, 600)  # of many: eight hours in less than a minute


class Shown(StrEnum):
    """What of a track is looked at."""

    BELIEVED = "BELIEVED"
    RAW = "RAW"  # as it came, with what is not believed of it
    BOTH = "BOTH"  # cleaned, and as it came beneath
    STREETS = "STREETS"  # laid on the streets that were driven


class Playback(Playhead):
    """The hand on one track. `follows`: maps keep its playhead in sight. `likenesses`: whose track this is again; none until it is known."""

    opened = Signal()  # another track, or none
    shown_changed = Signal()
    follow_changed = Signal(bool)
    beside_changed = Signal()
    likenesses_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.track: Track | None = None
        self.streets: OnStreets | None = None
        self.shown, self.follows = Shown.BELIEVED, False
        self.beside = NOBODY
        self.likenesses: list[TrackLikeness] | None = None

    @property
    def trace(self) -> Trace | None:
        """What is shown of the track; as long as its streets are not known, what is believed of it."""
        if self.track is None or self.shown is Shown.RAW:
            return self.track
        if self.shown is Shown.STREETS and self.streets is not None and len(self.streets):
            return self.streets
        return self.track.believed

    @property
    def raw(self) -> bool:
        """Whether tracks are shown as they came, with what is not believed of them."""
        return self.shown is Shown.RAW

    @property
    def speeds(self) -> tuple[int, ...]:
        """Those that are offered, the slowest first; below nought backwards."""
        return SPEEDS_TOGETHER if self.beside else SPEEDS

    def nearest(self, speed: float) -> int:
        """The offered one that comes nearest to it, in its direction."""
        return min((each for each in self.speeds if (each > 0) == (speed > 0)), key=lambda each: abs(each - speed))

    def bounds(self) -> tuple[float, float] | None:
        """Of all that is played together."""
        if self.track is None:
            return None
        first, last = float(self.track.at[0]), float(self.track.at[-1])
        others = self.beside.bounds()
        return (min(first, others[0]), max(last, others[1])) if others else (first, last)

    def open(self, track: Track | None) -> None:
        self.pause()
        self.track = track if track is not None and len(track) else None
        self.at = float(self.track.at[0]) if self.track else 0.0
        self.streets = self.likenesses = None
        if self.shown is Shown.STREETS:
            self.shown = Shown.BELIEVED
        self.set_beside(NOBODY)
        self.opened.emit()
        self.moved.emit(self.at)

    def set_beside(self, beside: Besides) -> None:
        """Who goes beside, in the same time. A speed that is not offered any more becomes the next one that is."""
        if beside or self.beside:
            self.beside = beside
            self.set_speed(self.nearest(self.speed))
            self.beside_changed.emit()
            self.seek(self.at)
            self.moved.emit(self.at)

    def set_streets(self, streets: OnStreets) -> None:
        """Of the track that is played."""
        self.streets = streets
        if self.shown is Shown.STREETS:
            self.shown_changed.emit()
            self.moved.emit(self.at)

    def set_likenesses(self, likenesses: Sequence[TrackLikeness]) -> None:
        """Of the track that is played."""
        self.likenesses = list(likenesses)
        self.likenesses_changed.emit()

    def follow(self, follows: bool) -> None:
        if follows != self.follows:
            self.follows = follows
            self.follow_changed.emit(follows)
            self.moved.emit(self.at)

    def show(self, shown: Shown) -> None:
        if shown is not self.shown:
            self.shown = shown
            self.shown_changed.emit()
            self.moved.emit(self.at)
