"""One unit's track being played: the track pane turns the handle, the map follows."""

import numpy as np
import pyarrow as pa
from PySide6.QtCore import QObject, Signal

from console.hall.playhead import Playhead

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


class Playback(Playhead):
    """The hand on one track."""

    opened = Signal()  # another track, or none

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.track: Track | None = None

    def bounds(self) -> tuple[float, float] | None:
        return (float(self.track.at[0]), float(self.track.at[-1])) if self.track else None

    def open(self, track: Track | None) -> None:
        self.pause()
        self.track = track if track is not None and len(track) else None
        self.at = float(self.track.at[0]) if self.track else 0.0
        self.opened.emit()
        self.moved.emit(self.at)
