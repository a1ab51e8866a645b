"""The track that is being played: its line once, then only the playhead."""

import numpy as np
from PySide6.QtCore import QObject, Signal

from console.hall.hall import Hall
from console.hall.playback import Shown
from console.map.columns import Columns
from console.map.layers.layer import Batch, Layer
from wire.codes import Noun


class TrackLine(Layer):
    """Per fix `lon`, `lat`, `speed` in m/s, and whether the way to it is `unseen`; per stop its place and how many minutes it took; where it is
    shown as it came, the fixes that nobody believes (`wrong`), and beside the cleaned one its line (`raw`). `ends`: the
    first and the last fix are named."""

    name, noun, prompt = "track", Noun.UNIT, True
    played = Signal(float, float, float, float, bool)  # lon, lat, heading in degrees or NaN, seconds since 1970, whether that was seen

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._playback, self._then = hall.playback, hall.replay
        hall.playback.opened.connect(self.restart)
        hall.playback.shown_changed.connect(self.restart)
        hall.playback.moved.connect(self._move)

    def whole(self) -> Batch:
        track, trace = self._playback.track, self._playback.trace
        columns: Columns = {"reset": True, "ids": [], "gone": []}
        self._move(self._playback.at)
        if track is None or trace is None:
            return Batch(columns, 0)
        stops = track.stops()
        shown = self._playback.shown
        wrong = track.dropped if shown in (Shown.RAW, Shown.BOTH) else track.dropped[:0]
        columns |= {"lon": trace.lon, "lat": trace.lat, "speed": trace.pace, "unseen": trace.unseen.astype(np.uint8)}
        columns |= {"stop_lon": np.array([stop.lon for stop in stops]), "stop_lat": np.array([stop.lat for stop in stops])}
        columns |= {"stop_minutes": np.array([(stop.end - stop.start).total_seconds() / 60 for stop in stops])}
        columns |= {"wrong_lon": track.lon[wrong], "wrong_lat": track.lat[wrong]}
        if not self._then:  # there it ends where the hand stands
            columns["ends"] = np.ones(1, np.uint8)
        if shown is Shown.BOTH:
            columns |= {"raw_lon": track.lon, "raw_lat": track.lat}
        return Batch(columns, len(trace))

    def id_of(self, key: str) -> str:
        """Whose it is; the keys are its rows."""
        return self._playback.track.unit_id if self._playback.track else ""

    def seek(self, key: str) -> None:
        """The playhead to the fix that was pointed at."""
        trace = self._playback.trace
        if trace is not None and key.isdecimal() and int(key) < len(trace):
            self._playback.seek(float(trace.at[int(key)]))

    def _move(self, at: float) -> None:
        if (trace := self._playback.trace) is not None:
            self.played.emit(*trace.place(at), at, trace.seen(at))
