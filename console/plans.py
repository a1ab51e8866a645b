"""What a tour shows, and in which order: the hall at work, cases of the past, one unit's day, the map, or the hall as it was."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice, product
from math import hypot
from statistics import median, quantiles

import msgspec

from console import words
from console.desk import Desk
from console.hall.link import FRESH_S, LinkState
from console.hall.past import PastState
from console.hall.streams import StreamState
from console.map.drawing import Drawing
from console.map.layers.units import OVERLAYS
from console.map.view import MapView
from console.tour import Step
from console.widgets.rewind.window import RewindWindow
from wire.codes import Kind, Noun, RegisterKind, Status
from wire.side_orders import SuperviseOrder

STREET, QUARTER, TOWN = 17, 14, 13  # zooms
PLAYED_S = 300.0  # of a day that is being played, before its picture is taken
ON_ITS_SIDE_S = 11 * 3600 + 188.0  # of the day of Beijing's taxi 4578: on the Third Ring Road, whose other direction is 12 to 30 m to its left
SELECTED, QUARTER_DEGREES = ("entities", "bicycles", "components"), (0.0024, 0.0014)
COUNTED = 1_000  # open cases at most, to find the quarter with the most
LOOKS = (("dark", "zh_CN"), ("light", "zh_CN"), ("dark", "en"), ("light", "en"))
PRESSED = 4  # cases that are supervised for the pictures
NEAR = 0.0005  # degrees
MINUTES_AGO = (8, 5, 2)
FROM_AFAR = (13.0, 14.0, 15.0, 16.0, 18.0)  # zooms: the whole city, a part of it, a quarter, some streets, a crossing


class Plan:
    """A plan knows the desk, whose day it plays, and how to change the theme and the language. `steps` are walked in order."""

    def __init__(self, desk: Desk, unit: str, wear: Callable[[str], None], speak: Callable[[str], None]) -> None:
        self.desk, self.hall, self.unit, self._wear, self._speak = desk, desk.hall, unit, wear, speak

    def steps(self) -> list[Step]:
        raise NotImplementedError

    def fresh(self) -> bool:
        """The hall is there, and as it stands now."""
        hall = self.hall
        return hall.link.state == LinkState.FRESH and hall.cursor is not None and hall.catalogue is not None and self.desk.map.idle()

    def draw_anew(self, **overlays: bool) -> None:
        """The map as it is at first, however somebody left it, but for these overlays."""
        wanted = Drawing(base=self.desk.map.drawing.base).whole()
        self.desk.map.draw(msgspec.structs.replace(wanted, overlays=wanted.overlays | overlays))

    def choose(self, *wanted: Status) -> None:
        """Select the case that came into one of these statuses last."""
        cases = [case for case in self.hall.cases if case.status in wanted]
        newest = max(cases, key=lambda case: case.status_at, default=None)
        if newest is not None:
            self.hall.selection.set(Noun.CASE, newest.id)

    def middle(self) -> tuple[float, float]:
        """Of the cases."""
        return median(case.lon for case in self.hall.cases), median(case.lat for case in self.hall.cases)

    def supervise(self) -> None:
        """The shift leader presses for some cases that are under way around the middle, unless somebody has."""
        if any(case.supervised for case in self.hall.cases):
            return
        lon, lat = self.middle()
        running = [case for case in self.hall.cases if case.status in (Status.PENDING_DISPOSAL, Status.DISPOSING)]
        for case in sorted(running, key=lambda case: hypot(case.lon - lon, case.lat - lat))[:PRESSED]:
            self.desk.actions.order(case.id, SuperviseOrder(note=words.choose("请抓紧办理", "Please speed this up")))

    def thickest(self) -> tuple[float, float]:
        """A case whose quarter holds more open cases than any other's; the middle of all where none is open."""
        east, north = QUARTER_DEGREES
        places = [(case.lon, case.lat) for case in islice((case for case in self.hall.cases if case.closed_at is None), COUNTED)]
        return max(
            places,
            key=lambda here: sum(abs(lon - here[0]) < east and abs(lat - here[1]) < north for lon, lat in places),
            default=self.middle(),
        )

    def hide(self, *panes: str) -> None:
        """What has nothing to show."""
        for name in panes:
            action = self.desk.wall.toggle_action(name)
            if action.isChecked():
                action.trigger()

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
            Step("hall-there", lambda: None, self.fresh),  # and with it what was kept of the map
            Step("hall", self.draw_anew, lambda: self.fresh() and self._at_work()),
            Step("supervised", self.supervise, lambda: any(case.supervised for case in self.hall.cases)),
            Step("case", lambda: self.choose(Status.DISPOSING, Status.PENDING_REVIEW, Status.PENDING_CHECK), self.card_shown),
            Step("dispatch", self._write_dispatch, self._dispatch_shown),
            Step("video", lambda: wall.show_pane("video"), lambda: self._cameras_live() and self.desk.map.idle()),
            Step("selection", self._select, lambda: self._entries_here() and self.desk.map.idle()),
            Step("track", self._open_track, self.track_shown),
            Step("staff", lambda: wall.show_pane("staff"), self.desk.map.idle),
            Step("trucks", lambda: wall.show_pane("trucks"), self.desk.map.idle),
            Step("alarms", lambda: wall.show_pane("alarms"), self.desk.map.idle),
            Step("report", lambda: wall.show_pane("report"), self.desk.map.idle),
            Step("hall-light-en", self._end, self.desk.map.idle),
            Step("selection-light-en", self._select, self.desk.map.idle),
        ]

    def _select(self) -> None:
        """The quarter with the most cases, with what stands in it, and its list."""
        for overlay in SELECTED:
            self.desk.map.show_overlay(overlay, True)
        lon, lat = self.thickest()
        self.desk.map.go(lon, lat, STREET - 1)
        east, north = QUARTER_DEGREES
        self.desk.map.hands.select([(lon - east, lat - north), (lon + east, lat - north), (lon + east, lat + north), (lon - east, lat + north)])
        self.desk.wall.show_pane("chosen")

    def _entries_here(self) -> bool:
        kinds = (RegisterKind.STREET_ENTITY, RegisterKind.BICYCLE)
        if any(self.hall.entries.get(kind) is None for kind in kinds):
            return False
        if not any(row.kind in kinds for row in self.hall.chosen.rows):
            self._select()  # once more, with what has come meanwhile
        return True

    def _at_work(self) -> bool:
        """Cases are there, the people of the city move, and the cameras are watched."""
        newest = self.hall.fixes.newest()
        moving = newest is not None and (self.hall.clock.now() - newest).total_seconds() < FRESH_S
        return moving and len(self.hall.cases) > 0 and self._cameras_live()

    def _write_dispatch(self) -> None:
        self.choose(Status.PENDING_DISPATCH)
        self.desk.wall.show_pane("dispatch")
        self.desk.dispatch.focus()

    def _dispatch_shown(self) -> bool:
        case = self.hall.cases.get(self.hall.selection.id)
        if case is None or case.status is not Status.PENDING_DISPATCH:
            self._write_dispatch()  # another one: somebody else has dispatched it
            return False
        return self.card_shown()

    def _cameras_live(self) -> bool:
        watched = [pane for pane in self.desk.video.panes if pane.isVisible() and pane.camera_id]
        return all(pane.state() == StreamState.LIVE and pane.picture() is not None for pane in watched)

    def _open_track(self) -> None:
        hall = self.hall
        self.desk.wall.show_pane("track")
        moving = [self.unit] if self.unit else [id for id, place in hall.fixes.items() if (place.speed or 0) > 1 and id in hall.units]
        chosen = moving[0] if moving else next((unit.id for unit in hall.units), None)
        if chosen is not None:
            hall.selection.set(Noun.UNIT, chosen)
            self.desk.track.choose_unit(chosen)

    def _end(self) -> None:
        self.desk.wall.show_pane("card")
        self.switch()


class DeskPlan(Plan):
    """What one post begins with, and the first case of its first queue."""

    def steps(self) -> list[Step]:
        return [
            Step("desk", self._first, self._opened),
            Step("desk-light-en", self.switch, self._opened),
        ]

    def _first(self) -> None:
        first = self.desk.queue.model.case(0)
        if first is not None:
            self.hall.selection.set(Noun.CASE, first.id)

    def _opened(self) -> bool:
        """The map may stand behind: then it draws nothing, and nobody waits for it."""
        hall, rows = self.hall, self.desk.queue.model.rowCount()
        if hall.link.state != LinkState.FRESH or hall.cursor is None or hall.catalogue is None:
            return False
        if hall.selection.noun != Noun.CASE and rows:
            self._first()
            return False
        return (not rows or hall.selection.id in hall.cards) and (self.desk.map.idle() or not self.desk.map.isVisible())


class CasesPlan(Plan):
    """Cases of the past: where they lay, the queue of them, and one card."""

    def steps(self) -> list[Step]:
        return [
            Step("cases", self._show_closed, lambda: self.fresh() and len(self.hall.cases) > 0),
            Step("cases-card", self._open_card, self.card_shown),
            Step("cases-light-en", self._end, self.card_shown),
        ]

    def _show_closed(self) -> None:
        self.hide(*(name for name in self.desk.wall.names() if name not in ("queue", "map")))
        self.desk.map.go(*self.middle(), TOWN)
        self.desk.map.show_overlay("closed", True)
        self.desk.queue.show_queue("CLOSED")

    def _open_card(self) -> None:
        """The case of a component that lies in the middle of the others."""
        cases = [case for case in self.hall.cases if case.kind is Kind.COMPONENT]
        self.desk.wall.show_pane("card")
        lon, lat = median(case.lon for case in cases), median(case.lat for case in cases)
        case = min(cases, key=lambda case: hypot(case.lon - lon, case.lat - lat))
        self.hall.selection.set(Noun.CASE, case.id)
        self.desk.map.go(case.lon, case.lat, QUARTER)

    def _end(self) -> None:
        self.desk.map.go(*self.middle(), TOWN)
        self.switch()


class TrackPlan(Plan):
    """The day of one unit, being played."""

    def steps(self) -> list[Step]:
        return [
            Step("start", lambda: None, lambda: self.fresh() and bool(self.hall.fixes.items())),
            Step("units", self._show_units, self.desk.map.idle),
            Step("track", self._open, self._played),
            Step("track-close", self._come_close, self.desk.map.idle),
            Step("track-street", self._look_at_street, self.desk.map.idle),
            Step("track-light-en", self._end, self.desk.map.idle),
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
            lon, lat, _ = playback.track.believed.place(playback.at)
            self.desk.map.go(lon, lat, QUARTER)

    def _look_at_street(self) -> None:
        """So near that one sees on which side of it the unit drives."""
        playback = self.hall.playback
        playback.pause()
        if playback.track is not None:
            first = words.local(datetime.fromtimestamp(float(playback.track.at[0]), UTC))
            playback.seek(first.replace(hour=0, minute=0, second=0, microsecond=0).timestamp() + ON_ITS_SIDE_S)
            lon, lat, _ = playback.track.believed.place(playback.at)
            self.desk.map.go(lon, lat, STREET)

    def _end(self) -> None:
        self._fit()
        self.switch()


class MapPlan(Plan):
    """Everything that the map can show, from the whole city down to a crossing, in every theme and language."""

    def steps(self) -> list[Step]:
        views = [
            Step(f"map-{zoom:g}-{theme}-{language}", partial(self._view, theme, language, zoom), partial(self._drawn, zoom))
            for (theme, language), zoom in product(LOOKS, FROM_AFAR)
        ]
        there = Step("map-there", lambda: None, self.fresh)  # and with it what was kept of the map
        begin = Step("map-begin", self._show_everything, lambda: self.fresh() and self._fetched())
        return [there, begin, Step("map-supervised", self.supervise, lambda: any(case.supervised for case in self.hall.cases)), *views]

    def _show_everything(self) -> None:
        self.hide(*(name for name in self.desk.wall.names() if name != "map"))
        self.draw_anew(**dict.fromkeys(self.desk.map.drawing.overlays, True))

    def _view(self, theme: str, language: str, zoom: float) -> None:
        self._wear(theme)
        self._speak(language)
        self._middle = self.middle()
        self._go(zoom)

    def _go(self, zoom: float) -> None:
        """Nothing is selected: a selection elsewhere would take the map there."""
        self.hall.selection.set(None)
        self.desk.map.go(*self._middle, zoom)

    def _fetched(self) -> bool:
        entries, basic = self.hall.entries, self.hall.basic
        return (
            len(self.hall.registers) > 0
            and basic.squares is not None
            and len(basic.hours) > 0
            and all(entries.get(register.kind) is not None for register in self.hall.registers)
        )

    def _drawn(self, zoom: float) -> bool:
        lon, lat, now = self.desk.map.place()
        if self.hall.selection.id or hypot(lon - self._middle[0], lat - self._middle[1]) > NEAR or abs(now - zoom) > 0.01:
            self._go(zoom)
            return False
        return self._fetched() and self.fresh()


class RewindPlan(Plan):
    """The hall as it was, three times: queue, map, card and cameras together. It takes a demo that has run for ten minutes."""

    def steps(self) -> list[Step]:
        views = [Step(f"rewind-{minutes}", partial(self._go, minutes), self._there, self._window) for minutes in MINUTES_AGO]
        return [Step("rewind-begin", lambda: None, self.fresh), *views, Step("rewind-light-en", self._end, self._there, self._window)]

    def _go(self, minutes: float) -> None:
        room = self.desk.rewind
        room.open(self.hall.clock.now() - timedelta(minutes=minutes))
        assert room.window is not None
        room.window.setGeometry(room.window.screen().geometry())
        room.queue.show_queue("OPEN")
        room.map.go(*self.thickest(), QUARTER)

    def _there(self) -> bool:
        """All of the moment is there, and the card of a case that was under way."""
        room = self.desk.rewind
        rewind = room.rewind
        if rewind is None or not rewind.shown == rewind.at == room.placed_at:
            return False
        hall = rewind.hall
        if abs(room.map.place()[2] - QUARTER) > 0.01:
            room.map.go(*self.thickest(), QUARTER)  # its page was not there yet
            return False
        if hall.selection.id not in hall.cards:
            running = [case for case in hall.cases if case.status in (Status.DISPOSING, Status.PENDING_REVIEW, Status.PENDING_CHECK)]
            chosen = max(running, key=lambda case: case.status_at, default=None)
            if chosen is not None:
                hall.selection.set(Noun.CASE, chosen.id)
            return chosen is None
        panes = [pane for pane in room.video.panes if pane.isVisible() and pane.camera_id]
        return all(pane.past_state() in (PastState.SHOWN, PastState.NOTHING) for pane in panes) and room.map.idle()

    def _window(self) -> tuple[RewindWindow, MapView]:
        room = self.desk.rewind
        assert room.window is not None
        return room.window, room.map

    def _end(self) -> None:
        self.switch()


class VideoPlan(Plan):
    """The video wall alone on the screen, in four layouts, with cameras of which some fail."""

    def steps(self) -> list[Step]:
        return [
            Step("video-begin", lambda: self.hide(*(name for name in self.desk.wall.names() if name != "video")), lambda: len(self.hall.cameras) > 0),
            Step("video-16-dark-zh_CN", partial(self._lay, "16"), lambda: self._settled() and self._one_stands_still()),
            Step("video-4-dark-zh_CN", partial(self._lay, "4"), self._settled),
            Step("video-9-light-en", self._end, self._settled),
            Step("video-1-light-en", partial(self._lay, "1"), self._settled),
        ]

    def _lay(self, layout: str) -> None:
        self.desk.wall.show_pane("video")
        self.desk.video.restore(layout, [camera.id for camera in sorted(self.hall.cameras, key=lambda camera: camera.code)])

    def _end(self) -> None:
        self.switch()
        self._lay("9")

    def _shown(self) -> list[StreamState | None]:
        return [pane.state() for pane in self.desk.video.panes if pane.isVisible() and pane.camera_id]

    def _settled(self) -> bool:
        return bool(self._shown()) and StreamState.CONNECTING not in self._shown()

    def _one_stands_still(self) -> bool:
        return any(pane.face().veiled for pane in self.desk.video.panes if pane.isVisible())


PLANS: Mapping[str, type[Plan]] = {
    "hall": HallPlan,
    "desk": DeskPlan,
    "cases": CasesPlan,
    "track": TrackPlan,
    "map": MapPlan,
    "rewind": RewindPlan,
    "video": VideoPlan,
}
