"""Where a wish leads: the pane that somebody needs comes to the front, with what he asked for in it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from console.hall.hall import Hall
from console.map.view import MapView
from console.maps import Maps
from console.wall.wall import Wall
from console.widgets.case.card import Card
from console.widgets.case.dispatch import DispatchForm
from console.widgets.geofences import Geofences
from console.widgets.track.pane import TrackPane
from console.widgets.video_wall import VideoWall
from wire.codes import Noun, Verb

CLOSE_UP = 17  # zoom at which one thing is looked at


class Guide(QObject):
    area_opened = Signal(str)  # id of a grid, whose figure the pane of evaluation tells

    def __init__(
        self,
        hall: Hall,
        wall: Wall,
        maps: Maps,
        video: VideoWall,
        track: TrackPane,
        card: Card,
        dispatch: DispatchForm,
        geofences: Geofences,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._hall, self._wall, self._maps, self._video, self._track = hall, wall, maps, video, track
        self._card, self._dispatch, self._geofences = card, dispatch, geofences

    def to(self, pane: str) -> Callable[[], None]:
        """For a signal whose arguments do not matter."""
        return lambda *_: self._wall.show_pane(pane)

    def open_thing(self, noun: Noun, id: str) -> None:
        """The pane that tells most of a thing; a case is selected by whoever asks."""
        if noun == Noun.CAMERA:
            self._wall.show_pane("video")
            self._video.show_camera(id)
        elif noun == Noun.UNIT:
            self._wall.show_pane("track")
            self._track.choose_unit(id)
        elif noun == Noun.GRID:
            self._wall.show_pane("evaluation")
            self.area_opened.emit(id)
        elif noun == Noun.GEOFENCE:
            self._wall.show_pane("geofences")
            self._geofences.choose(id)
        elif noun in (Noun.REGISTER, Noun.COMPONENT, Noun.SENSOR):
            self.map_in_front().hands.show_thing(noun, id)
        else:
            self._wall.show_pane("card")

    def open_track(self, unit_id: str, start: datetime, end: datetime) -> None:
        """Of this unit in this time."""
        self._wall.show_pane("track")
        self._track.open_span(unit_id, start, end)

    def locate(self, case_id: str) -> None:
        case = self._hall.cases.get(case_id)
        if case is not None:
            self.visit(case.lon, case.lat)

    def visit(self, lon: float, lat: float) -> None:
        """Degrees WGS-84."""
        self.map_in_front().visit(lon, lat, CLOSE_UP)

    def fit(self, west: float, south: float, east: float, north: float) -> None:
        self.map_in_front().fit(west, south, east, north)

    def map_in_front(self) -> MapView:
        """The map that somebody is at, and in sight."""
        name = self._maps.in_front()
        self._wall.show_pane(name)
        return self._maps.views[name]

    def show_scores(self) -> None:
        self.map_in_front().show_overlay("scores", True)

    def name_fence(self) -> None:
        self._wall.show_pane("geofences")
        self._geofences.focus()

    def write_dispatch(self, case_id: str) -> None:
        self._hall.selection.set(Noun.CASE, case_id)
        self._wall.show_pane("dispatch")
        self._dispatch.focus()

    def order_of(self, case_id: str, verb: str) -> None:
        """The form of a step of a case that is not selected yet."""
        self._hall.selection.set(Noun.CASE, case_id)
        self.open_order(case_id, verb)

    def open_order(self, case_id: str, verb: str) -> None:
        if verb == Verb.DISPATCH:
            self.write_dispatch(case_id)
            return
        self._wall.show_pane("card")
        self._card.open_verb(verb)
