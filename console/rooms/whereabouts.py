"""Who was there: the pane, where its places come from - the map, a case, a geofence - and what it asks the backend for."""

from datetime import datetime, timedelta
from pathlib import Path

import shapely
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from console import words
from console.api import Api, ApiError
from console.exchange import keep_file
from console.hall.beside import Beside, besides
from console.hall.hall import Hall
from console.hall.whereabouts import Passage, Question, passages
from console.maps import Maps
from console.wall.place import Place
from console.wall.wall import Wall
from console.widgets.geofences import Geofences
from console.widgets.pane import Pane
from console.widgets.track.pane import TrackPane
from console.widgets.whereabouts.pane import WhereaboutsPane
from console.workers.caller import Caller
from geo import fences
from geo.tracks import metres
from wire.codes import FenceKind, Noun
from wire.geofences import Geofence
from wire.whereabouts import MOST_M, Whereabouts

CLOSE_UP = 17  # zoom
A_DAY = timedelta(days=1)  # tracks of several units come no longer than this at once
AROUND_CASE = timedelta(minutes=30)  # before and after it was reported


class WhereaboutsRoom(QObject):
    def __init__(self, hall: Hall, caller: Caller, maps: Maps, wall: Wall, geofences: Geofences, track: TrackPane) -> None:
        super().__init__(wall)
        self._hall, self._caller, self._maps, self._wall, self._track = hall, caller, maps, wall, track
        self.pane = WhereaboutsPane(hall)
        wall.add("whereabouts", Pane("whereabouts", self.pane, hall), Place.BELOW, lambda: words.pane("whereabouts"))
        wall.toggle_action("whereabouts").toggled.connect(self._show)
        self.pane.wanted.connect(self._ask)
        self.pane.export_wanted.connect(self._export)
        self.pane.opened.connect(self._open_track)
        self.pane.located.connect(self._locate)
        geofences.who_wanted.connect(self.ask_of_fence)
        for view in maps.views.values():
            view.hands.who_wanted.connect(self.ask_of_place)
        maps.added.connect(lambda _, view: view.hands.who_wanted.connect(self.ask_of_place))
        card = wall.pane("card")
        assert isinstance(card, Pane)
        action = QAction(card)
        action.triggered.connect(self.ask_of_case)
        card.menu.aboutToShow.connect(lambda: action.setText(words.choose("谁来过现场…", "Who was there…")))
        card.add_action(action)

    def ask_of_place(self, lon: float, lat: float, radius_m: float) -> None:
        """A point of the map."""
        self._come_forward()
        self.pane.look_at(lon, lat, radius_m)

    def ask_of_case(self) -> None:
        """The selected one, around the time at which it was reported."""
        selection, now = self._hall.selection, self._hall.clock.now()
        case = self._hall.cases.get(selection.id) if selection.noun is Noun.CASE else None
        if case is not None:
            self._come_forward()
            start, end = case.reported_at - AROUND_CASE, min(case.reported_at + AROUND_CASE, max(now, case.reported_at))
            self.pane.look_at(case.lon, case.lat, start=start, end=end, about=words.number_short(case.number))

    def ask_of_fence(self, fence: Geofence) -> None:
        """The circle around it, as wide as may be asked for."""
        lon, lat, radius_m = circle(fence)
        self._come_forward()
        about = fence.name
        if radius_m > MOST_M:
            about += words.choose(f"（中心 {MOST_M / 1000:g} 公里）", f" ({MOST_M / 1000:g} km around its middle)")
        elif fence.kind is not FenceKind.CIRCLE:
            about += words.choose("（外接圆）", " (circle around it)")
        self.pane.look_at(lon, lat, radius_m, about=about)

    def _open_track(self, unit_id: str, at: datetime) -> None:
        self._wall.show_pane("track")
        self._track.open_at(unit_id, at)

    def _locate(self, lon: float, lat: float) -> None:
        name = self._maps.in_front()
        self._wall.show_pane(name)
        self._maps.views[name].visit(lon, lat, CLOSE_UP)

    def _come_forward(self) -> None:
        self._wall.show_pane("whereabouts")

    def _ask(self, question: Question) -> None:
        self._caller.call(
            lambda api: api.whereabouts(*question[:5]),
            lambda found: self._take(question, found),
            lambda error: self._miss(question, error),
        )

    def _take(self, question: Question, found: Whereabouts) -> None:
        """The list at once, and on the map as soon as the ways are here."""
        self.pane.take(question, found)
        if found.stays:
            there = self._hall.there
            self._caller.call(lambda api: ways(api, question, found), lambda made: there.answer(question, made), lambda _: None)

    def _show(self, open: bool) -> None:
        """What it asks about is on the map for as long as the pane is there."""
        self._hall.there.ask(self.pane.answered or self.pane.question() if open else None)
        if open and self.pane.answered is not None and self.pane.found is not None:
            self._take(self.pane.answered, self.pane.found)

    def _miss(self, question: Question, error: ApiError) -> None:
        if error.problem.code != "stopped":
            self.pane.miss(question, error.problem)

    def _export(self, question: Question, path: Path) -> None:
        language = words.language()
        self._caller.call(
            lambda api: keep_file(path, api.whereabouts_file(*question[:5], language)),
            lambda _: self.pane.tell_written(path),
            lambda error: self.pane.tell_not_written(error.problem),
        )


def ways(api: Api, question: Question, found: Whereabouts) -> list[Passage]:
    """A day at a time, of those who were there on it."""
    made: list[Beside] = []
    start = question.start
    while start < question.end:
        end = min(start + A_DAY, question.end)
        ids = [stay.unit_id for stay in found.stays if stay.first_at < end and stay.last_at >= start]
        made += besides(api.tracks_together(start, end, ids), without="")
        start = end
    return passages(made, question, found)


def circle(fence: Geofence) -> tuple[float, float, float]:
    """Middle and radius in metres of a circle that holds all of it."""
    if fence.kind is FenceKind.CIRCLE:
        return *fence.places[0], fence.radius_m or 1.0
    area = fences.ring(fence.places) if fence.kind is FenceKind.POLYGON else fences.around(fence.places, fence.radius_m or 1.0)
    west, south, east, north = area.bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    corners = shapely.get_coordinates(area)
    return lon, lat, float(metres(lon, lat, corners[:, 0], corners[:, 1]).max())
