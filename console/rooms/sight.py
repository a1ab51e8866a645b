"""Who can see a place: the doors to its pane, from the cards on the maps and from the card of a case."""

from PySide6.QtCore import QObject

from console.map.view import MapView
from console.maps import Maps
from console.wall.wall import Wall
from console.widgets.case.card import Card
from console.widgets.sight import SightPane


class SightRoom(QObject):
    def __init__(self, wall: Wall, pane: SightPane, card: Card, maps: Maps) -> None:
        super().__init__(wall)
        self._wall, self._pane = wall, pane
        card.sight_wanted.connect(self._look_at_case)
        for view in maps.views.values():
            self._join(view)
        maps.added.connect(lambda _, view: self._join(view))

    def _join(self, view: MapView) -> None:
        view.hands.sight_wanted.connect(self._look_at)

    def _look_at(self, lon: float, lat: float) -> None:
        self._pane.look_at(lon, lat)
        self._wall.show_pane("sight")

    def _look_at_case(self, case_id: str) -> None:
        self._pane.look_at_case(case_id)
        self._wall.show_pane("sight")
