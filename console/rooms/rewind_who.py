"""Who had been there, asked in the window of the past: of a place of its map or the selected case, up to the moment."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from console import words
from console.hall.rewind import Rewind
from console.map.view import MapView
from console.rooms.seeking import Seeking
from console.widgets.pane import Pane
from console.widgets.rewind.drawer import Drawer
from console.widgets.whereabouts.pane import WhereaboutsPane
from console.workers.caller import Caller

NAME = "whereabouts"
CLOSE_UP = 17  # zoom


class WhoRoom(QObject):
    """Of one window of the past. A row selects its unit, whose way of the day is drawn; Enter shows the place."""

    def __init__(self, caller: Caller, rewind: Rewind, pane: WhereaboutsPane, drawer: Drawer, view: MapView, card: Pane) -> None:
        super().__init__(rewind)
        self._hall, self._pane, self._drawer, self._map = rewind.hall, pane, drawer, view
        self._seeking = Seeking(self._hall, caller, pane)
        view.hands.who_wanted.connect(self._ask_of_place)
        pane.located.connect(self._locate)
        pane.opened.connect(lambda *_: self._locate_asked())
        drawer.turned.connect(lambda name: self._seeking.show(name == NAME))
        rewind.arrived.connect(lambda: pane.go_back_to(self._hall.clock.now()))
        action = QAction(card)
        action.triggered.connect(self._ask_of_case)
        card.menu.aboutToShow.connect(lambda: action.setText(words.choose("谁来过现场…", "Who was there…")))
        card.add_action(action)

    def _ask_of_place(self, lon: float, lat: float, radius_m: float) -> None:
        self._drawer.bring(NAME)
        self._pane.look_at(lon, lat, radius_m)

    def _ask_of_case(self) -> None:
        if (case := self._seeking.case()) is not None:
            self._drawer.bring(NAME)
            self._seeking.look_at_case(case)

    def _locate_asked(self) -> None:
        if self._pane.answered is not None:
            self._locate(*self._pane.answered[:2])

    def _locate(self, lon: float, lat: float) -> None:
        self._map.visit(lon, lat, CLOSE_UP)
