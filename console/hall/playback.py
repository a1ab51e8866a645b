"""One unit's track being played: the track pane turns the handle, the map follows."""

from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

SPEEDS = (-64, -16, -4, -1, 1, 2, 4, 8, 16, 32, 64)


class Track:
    """The fixes of one unit in order of time, as columns: `at` in seconds since 1970 UTC, `lon`, `lat` in degrees,
    `speed` in m/s and `heading` in degrees from north, NaN where unknown. All of length n."""

    def __init__(self, unit_id: str, table: pa.Table) -> None:
        self.unit_id = unit_id
        self.at = table.column("at").cast(pa.int64()).to_numpy() / 1000.0
        self.lon, self.lat = table.column("lon").to_numpy(), table.column("lat").to_numpy()
        self.speed = table.column("speed").to_numpy().astype(float)
        self.heading = table.column("heading").to_numpy().astype(float)

    def __len__(self) -> int:
        return len(self.at)

    def place(self, at: float) -> tuple[float, float, float]:
        """Where the unit was at a moment: lon, lat between the fixes before and after, and the heading of the one before."""
        after = int(np.clip(np.searchsorted(self.at, at, side="right"), 1, len(self.at) - 1)) if len(self.at) > 1 else 0
        before = max(after - 1, 0)
        span = self.at[after] - self.at[before]
        share = float(np.clip((at - self.at[before]) / span, 0, 1)) if span > 0 else 0.0
        lon = self.lon[before] + share * (self.lon[after] - self.lon[before])
        lat = self.lat[before] + share * (self.lat[after] - self.lat[before])
        return float(lon), float(lat), float(self.heading[before])


class Playback(QObject):
    """Plays true to time: at speed s, s seconds of the track pass in one second, however late the timer is."""

    opened = Signal()  # another track, or none
    moved = Signal(float)  # the playhead, seconds since 1970
    state_changed = Signal()  # playing or speed

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.track: Track | None = None
        self.at, self.speed, self.playing = 0.0, 1, False
        self._passed = QElapsedTimer()
        self._timer = QTimer(self, interval=33)
        self._timer.timeout.connect(self._step)

    def open(self, track: Track | None) -> None:
        self.pause()
        self.track = track if track is not None and len(track) else None
        self.at = float(self.track.at[0]) if self.track else 0.0
        self.opened.emit()
        self.moved.emit(self.at)

    def play(self) -> None:
        if self.track is None or self.playing:
            return
        if self.speed > 0 and self.at >= self.track.at[-1]:
            self.seek(float(self.track.at[0]))
        self.playing = True
        self._passed.start()
        self._timer.start()
        self.state_changed.emit()

    def pause(self) -> None:
        if self.playing:
            self.playing = False
            self._timer.stop()
            self.state_changed.emit()

    def set_speed(self, speed: int) -> None:
        if speed != self.speed:
            self.speed = speed
            self.state_changed.emit()

    def seek(self, at: float) -> None:
        if self.track is None:
            return
        at = float(np.clip(at, self.track.at[0], self.track.at[-1]))
        if at != self.at:
            self.at = at
            self.moved.emit(at)

    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.at, UTC)

    def _step(self) -> None:
        if self.track is None:
            return
        self.seek(self.at + self._passed.restart() / 1000 * self.speed)
        if self.at == (self.track.at[-1] if self.speed > 0 else self.track.at[0]):
            self.pause()
