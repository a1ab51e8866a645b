"""What a tour shows, and in which order: the hall at work, cases of the past, or one unit's day."""

from collections.abc import Callable, Mapping

from console.desk import Desk
from console.hall.link import LinkState
from console.hall.streams import StreamState
from console.tour import Step
from console.widgets.tally import Group
from wire.codes import Noun, Status

CLOSE_UP = 16  # zoom: houses can be told apart
PLAYED_S = 1800.0  # of a day that is being played, before its picture is taken


class Plan:
    """A plan knows the desk, and how to change the theme and the language. `steps` are walked in order."""

    def __init__(self, desk: Desk, wear: Callable[[str], None], speak: Callable[[str], None]) -> None:
        self.desk, self.hall, self._wear, self._speak = desk, desk.hall, wear, speak

    def steps(self) -> list[Step]:
        raise NotImplementedError

    def fresh(self) -> bool:
        hall = self.hall
        return hall.link.state == LinkState.FRESH and hall.cursor is not None and hall.catalogue is not None and self.desk.map.idle()

    def choose(self, *wanted: Status) -> None:
        """Select the case that came into one of these statuses last."""
        cases = [case for case in self.hall.cases if case.status in wanted]
        newest = max(cases, key=lambda case: case.status_at, default=None)
        if newest is not None:
            self.hall.selection.set(Noun.CASE, newest.id)

    def card_shown(self) -> bool:
        return self.hall.selection.id in self.hall.cards and self.desk.map.idle()

    def track_shown(self) -> bool:
        return self.hall.playback.track is not None and self.desk.map.idle()

    def switch(self) -> None:
        self._wear("light")
        self._speak("en")


class HallPlan(Plan):
    """Every pane of a hall at work."""

    def steps(self) -> list[Step]:
        wall = self.desk.wall
        return [
            Step("hall", lambda: None, lambda: self.fresh() and len(self.hall.cases) > 0),
            Step("case", lambda: self.choose(Status.DISPOSING, Status.PENDING_REVIEW, Status.PENDING_CHECK), self.card_shown),
            Step("dispatch", self._write_dispatch, self.card_shown),
            Step("video", lambda: wall.show_pane("video"), self._cameras_live),
            Step("track", self._open_track, self.track_shown),
            Step("report", lambda: wall.show_pane("report"), self.desk.map.idle),
            Step("hall-light-en", self._end, self.desk.map.idle),
        ]

    def _write_dispatch(self) -> None:
        self.choose(Status.PENDING_DISPATCH)
        self.desk.wall.show_pane("dispatch")
        self.desk.dispatch.focus()

    def _cameras_live(self) -> bool:
        watched = [pane for pane in self.desk.video.panes if pane.isVisible() and pane.camera_id]
        return all(pane.state() == StreamState.LIVE and pane.picture() is not None for pane in watched)

    def _open_track(self) -> None:
        hall = self.hall
        self.desk.wall.show_pane("track")
        moving = [id for id, place in hall.fixes.items() if (place.speed or 0) > 1 and id in hall.units]
        chosen = moving[0] if moving else next((unit.id for unit in hall.units), None)
        if chosen is not None:
            hall.selection.set(Noun.UNIT, chosen)
            self.desk.track.choose_unit(chosen)

    def _end(self) -> None:
        self.desk.wall.show_pane("card")
        self.switch()


class CasesPlan(Plan):
    """Cases of the past: where they lay, the queue of them, and one card."""

    def steps(self) -> list[Step]:
        return [
            Step("cases", self._show_closed, lambda: self.fresh() and len(self.hall.cases) > 0),
            Step("cases-card", self._open_card, self.card_shown),
            Step("cases-light-en", self.switch, self.desk.map.idle),
        ]

    def _show_closed(self) -> None:
        self.desk.map.show_overlay("closed", True)
        self.desk.queue.show_group(Group.CLOSED)

    def _open_card(self) -> None:
        self.choose(Status.CLOSED)
        self.desk.wall.show_pane("card")
        self.desk.queue.located.emit(self.hall.selection.id)


class TrackPlan(Plan):
    """The day of the unit that has the most fixes, being played."""

    def steps(self) -> list[Step]:
        return [
            Step("units", lambda: self.desk.wall.show_pane("track"), lambda: self.fresh() and len(self.hall.units) > 0),
            Step("days", self._ask_for_days, lambda: len(self.hall.track_days) == len(self.hall.units)),
            Step("track", self._open_densest, self._playing),
            Step("track-close", self._come_close, self.desk.map.idle),
            Step("track-light-en", self._end, self.desk.map.idle),
        ]

    def _ask_for_days(self) -> None:
        for unit in self.hall.units:
            self.desk.actions.load_track_days(unit.id)

    def _open_densest(self) -> None:
        days = {unit: max((day.fixes for day in days), default=0) for unit, days in self.hall.track_days.items()}
        unit = max(days, key=lambda id: days[id])
        self.hall.playback.opened.connect(self._play)
        self.hall.selection.set(Noun.UNIT, unit)
        self.desk.track.choose_unit(unit)

    def _play(self) -> None:
        track = self.hall.playback.track
        if track is not None:
            self.desk.map.fit(float(track.lon.min()), float(track.lat.min()), float(track.lon.max()), float(track.lat.max()))
            self.hall.playback.set_speed(64)
            self.hall.playback.play()

    def _playing(self) -> bool:
        playback = self.hall.playback
        return self.track_shown() and playback.track is not None and playback.at - playback.track.at[0] > PLAYED_S

    def _come_close(self) -> None:
        playback = self.hall.playback
        playback.set_speed(16)
        if playback.track is not None:
            lon, lat, _ = playback.track.place(playback.at)
            self.desk.map.go(lon, lat, CLOSE_UP)

    def _end(self) -> None:
        self._play()
        self.switch()


PLANS: Mapping[str, type[Plan]] = {"hall": HallPlan, "cases": CasesPlan, "track": TrackPlan}
