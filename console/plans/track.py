"""The day of one unit."""

from datetime import UTC, datetime
from statistics import median, quantiles

from console import words
from console.hall.beside import NOBODY
from console.hall.playback import Shown
from console.map.layers.units import OVERLAYS
from console.plans.plan import QUARTER, STREET, Plan
from console.tour import Step

PLAYED_S = 300.0  # of a day that is being played, before its picture is taken
ON_ITS_SIDE_S = 11 * 3600 + 188.0  # of the day of Beijing's taxi 4578: on the Third Ring Road, whose other direction is 12 to 30 m to its left

AFTERNOON_S, DISTRICTS = 15 * 3600.0, 12  # when all units are shown, of the day; the zoom that shows most of them


class TrackPlan(Plan):
    """The day of one unit, being played."""

    _close_at = 0.0  # the moment that is looked at from close by

    def steps(self) -> list[Step]:
        return [
            Step("start", lambda: None, lambda: self.fresh() and bool(self.hall.fixes.items())),
            Step("units", self._show_units, self.desk.map.idle),
            Step("track", self._open, self._played),
            Step("track-close", self._come_close, self.desk.map.idle),
            Step("track-street", self._look_at_street, self.desk.map.idle),
            Step("track-all", self._play_all, self._all_played),
            Step("track-light-en", self._end, self.desk.map.idle),
            Step("track-close-light-en", self._come_close, self.desk.map.idle),
            Step("track-street-light-en", self._look_at_street, self.desk.map.idle),
        ]

    def _show_units(self) -> None:
        self.hide(*(name for name in self.desk.wall.names() if name not in ("map", "track")))
        self.desk.wall.show_pane("track")
        places = [place for _, place in self.hall.fixes.items()]
        west, _, east = quantiles([place.lon for place in places], n=4)
        south, _, north = quantiles([place.lat for place in places], n=4)
        self.desk.map.fit(west, south, east, north)

    def _open(self) -> None:
        for overlay in OVERLAYS.values():
            self.desk.map.show_overlay(overlay, False)
        self.hall.playback.opened.connect(self._play)
        self.desk.track.choose_unit(self.unit)

    def _play(self) -> None:
        playback = self.hall.playback
        if playback.track is not None:
            self._fit()
            playback.seek(float(playback.track.at[len(playback.track) // 2]))
            playback.set_speed(64)
            playback.play()

    def _fit(self) -> None:
        track = self.hall.playback.track
        if track is not None:
            self.desk.map.fit(float(track.lon.min()), float(track.lat.min()), float(track.lon.max()), float(track.lat.max()))

    def _played(self) -> bool:
        playback = self.hall.playback
        return self.track_shown() and playback.track is not None and playback.at - playback.track.at[len(playback.track) // 2] > PLAYED_S

    def _come_close(self) -> None:
        playback = self.hall.playback
        playback.set_speed(16)
        if playback.track is not None:
            self._close_at = self._close_at or playback.at  # the same moment in the other theme
            playback.seek(self._close_at)
            lon, lat, _ = playback.track.believed.place(playback.at)
            self.desk.map.go(lon, lat, QUARTER)

    def _look_at_street(self) -> None:
        """So near that one sees on which side of it the unit drives."""
        playback = self.hall.playback
        playback.pause()
        if playback.track is not None:
            playback.seek(self._of_day(ON_ITS_SIDE_S))
            lon, lat, _ = playback.track.believed.place(playback.at)
            self.desk.map.go(lon, lat, STREET)

    def _play_all(self) -> None:
        """Every other unit of its kind at the same moments, in the afternoon."""
        playback, unit = self.hall.playback, self.hall.units.get(self.unit)
        if playback.track is None or unit is None:
            return
        self.desk.actions.load_beside((), [unit.kind])
        playback.seek(self._of_day(AFTERNOON_S))
        playback.set_speed(16)
        places = [place for _, place in self.hall.fixes.items()]
        self.desk.map.go(median(place.lon for place in places), median(place.lat for place in places), DISTRICTS)

    def _all_played(self) -> bool:
        """All are there, and have gone on for a while."""
        playback = self.hall.playback
        if not len(playback.beside):
            return False
        if not playback.playing:
            playback.play()
        return playback.at - self._of_day(AFTERNOON_S) > PLAYED_S and self.desk.map.idle()

    def _of_day(self, seconds: float) -> float:
        """So long after midnight of the day of the track, seconds since 1970."""
        track = self.hall.playback.track
        assert track is not None
        first = words.local(datetime.fromtimestamp(float(track.at[0]), UTC))
        return first.replace(hour=0, minute=0, second=0, microsecond=0).timestamp() + seconds

    def _end(self) -> None:
        self.hall.playback.pause()
        self.hall.playback.set_beside(NOBODY)
        self._fit()
        self.switch()


class WalkPlan(TrackPlan):
    """The day of somebody on foot, by bus and by car, cleaned over what came."""

    def steps(self) -> list[Step]:
        return [
            Step("start", lambda: None, lambda: self.fresh() and bool(self.hall.fixes.items())),
            Step("units", self._show_units, self.desk.map.idle),
            Step("walk", self._open_both, self._walked),
            Step("walk-light-en", self._end, self.desk.map.idle),
        ]

    def _open_both(self) -> None:
        self.hall.playback.show(Shown.BOTH)
        self._open()

    def _walked(self) -> bool:
        """It stands there, or it would have gone on into a gap."""
        playback = self.hall.playback
        if playback.track is not None and playback.at - playback.track.at[len(playback.track) // 2] > PLAYED_S:
            playback.pause()
        return not playback.playing and self._played()
