"""The track that is being played: its line once, then only the playhead."""

from PySide6.QtCore import QObject, Signal

from console.hall.hall import Hall
from console.map.columns import Columns
from console.map.layers.layer import Batch, Layer
from geo import tracks
from wire.codes import Noun


class TrackLine(Layer):
    """`lon`, `lat`, `speed` in m/s, `at` in seconds since 1970, per fix."""

    name, noun = "track", Noun.UNIT
    played = Signal(float, float, float)  # lon, lat, heading in degrees or NaN

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._playback = hall.playback
        hall.playback.opened.connect(self.restart)
        hall.playback.moved.connect(self._move)

    def whole(self) -> Batch:
        track = self._playback.track
        columns: Columns = {"reset": True, "ids": [], "gone": []}
        self._move(self._playback.at)
        if track is not None:
            pace = tracks.paces(track.at, track.lon, track.lat, track.speed)
            columns |= {"lon": track.lon, "lat": track.lat, "speed": pace, "at": track.at}
        return Batch(columns, len(track) if track is not None else 0)

    def _move(self, at: float) -> None:
        if self._playback.track is not None:
            self.played.emit(*self._playback.track.place(at))
