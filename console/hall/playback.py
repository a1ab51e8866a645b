"""One unit's track being played: the track pane turns the handle, the map follows."""

from PySide6.QtCore import QObject, Signal

from console.hall.beside import Beside
from console.hall.playhead import Playhead
from console.hall.track import Trace, Track

SPEEDS = (-64, -16, -4, -1, 1, 2, 4, 8, 16, 32, 64)


class Playback(Playhead):
    """The hand on one track. `raw`: it is shown as it came, with what is not believed of it. `follows`: maps keep its playhead in sight."""

    opened = Signal()  # another track, or none
    shown_changed = Signal()  # raw or not
    follow_changed = Signal(bool)
    beside_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.track: Track | None = None
        self.raw, self.follows = False, False
        self.beside: list[Beside] = []

    @property
    def trace(self) -> Trace | None:
        """What is shown of the track."""
        return self.track if self.track is None or self.raw else self.track.believed

    def bounds(self) -> tuple[float, float] | None:
        return (float(self.track.at[0]), float(self.track.at[-1])) if self.track else None

    def open(self, track: Track | None) -> None:
        self.pause()
        self.track = track if track is not None and len(track) else None
        self.at = float(self.track.at[0]) if self.track else 0.0
        self.set_beside([])
        self.opened.emit()
        self.moved.emit(self.at)

    def set_beside(self, beside: list[Beside]) -> None:
        """Who goes beside, in the same time."""
        if beside or self.beside:
            self.beside = beside
            self.beside_changed.emit()
            self.moved.emit(self.at)

    def follow(self, follows: bool) -> None:
        if follows != self.follows:
            self.follows = follows
            self.follow_changed.emit(follows)
            self.moved.emit(self.at)

    def show_raw(self, raw: bool) -> None:
        if raw != self.raw:
            self.raw = raw
            self.shown_changed.emit()
            self.moved.emit(self.at)
