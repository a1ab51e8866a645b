"""Who was there: the pane, and where its places come from - the map, a case, a geofence."""

from datetime import datetime

import shapely
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from console import words
from console.hall.hall import Hall
from console.maps import Maps
from console.rooms.seeking import Seeking
from console.wall.place import Place
from console.wall.wall import Wall
from console.widgets.geofences import Geofences
from console.widgets.pane import Pane
from console.widgets.track.pane import TrackPane
from console.widgets.whereabouts.pane import WhereaboutsPane
from console.workers.caller import Caller
from geo import fences
from geo.tracks import metres
from wire.codes import FenceKind
from wire.geofences import Geofence
from wire.whereabouts import MOST_M

CLOSE_UP = 17  # zoom


class WhereaboutsRoom(QObject):
    def __init__(self, hall: Hall, caller: Caller, maps: Maps, wall: Wall, geofences: Geofences, track: TrackPane) -> None:
        super().__init__(wall)
        self._maps, self._wall, self._track = maps, wall, track
        self.pane = WhereaboutsPane(hall)
        self._seeking = Seeking(hall, caller, self.pane)
        wall.add("whereabouts", Pane("whereabouts", self.pane, hall), Place.BELOW, lambda: words.pane("whereabouts"))
        wall.toggle_action("whereabouts").toggled.connect(self._seeking.show)
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
        if (case := self._seeking.case()) is not None:
            self._come_forward()
            self._seeking.look_at_case(case)

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


def circle(fence: Geofence) -> tuple[float, float, float]:
    """Middle and radius in metres of a circle that holds all of it."""
    if fence.kind is FenceKind.CIRCLE:
        return *fence.places[0], fence.radius_m or 1.0
    area = fences.ring(fence.places) if fence.kind is FenceKind.POLYGON else fences.around(fence.places, fence.radius_m or 1.0)
    west, south, east, north = area.bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    corners = shapely.get_coordinates(area)
    return lon, lat, float(metres(lon, lat, corners[:, 0], corners[:, 1]).max())
