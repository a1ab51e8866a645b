"""The map panes on the wall: another one, how the panels of the first are folded, and the form that makes base maps."""

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from console import words
from console.actions import Actions
from console.base_maps import BaseMaps
from console.hall.disk import Disk
from console.hall.hall import Hall
from console.map.files import Laid
from console.map.view import MapView
from console.maps import FILES, Maps
from console.wall.place import Place
from console.wall.wall import Wall
from console.widgets.base_map_form import BaseMapForm
from console.widgets.pane import Pane

PANELS = "map_panels"  # preference on this machine


class MapRoom(QObject):
    """`hang` the other maps once the first is on the wall."""

    hung = Signal(object)  # MapView: one more

    def __init__(self, hall: Hall, maps: Maps, base_maps: BaseMaps, actions: Actions, wall: Wall) -> None:
        super().__init__(wall)
        self._hall, self._maps, self._actions, self._wall = hall, maps, actions, wall
        self.form = BaseMapForm(hall)
        self.form.put_wanted.connect(base_maps.put)
        self.form.removal_wanted.connect(base_maps.remove)
        self.form.layers_wanted.connect(base_maps.read_layers)
        base_maps.kept.connect(self.form.tell_kept)
        base_maps.layers.connect(self.form.show_layers)
        base_maps.refused.connect(self.form.refuse)

    def hang(self, disk: Disk) -> None:
        """As this machine has kept them."""
        self._offer("map")
        self._maps.added.connect(self._hang)
        self._maps.restore(disk.preference("map_drawings"))
        self._maps.restore_files(disk.preferred(FILES, dict[str, list[Laid]]))
        kept = disk.preferred(PANELS, dict[str, bool | None])
        first = self._maps.first
        if kept is not None:
            first.restore_panels(kept)
        first.folded.connect(lambda: self._actions.prefer(PANELS, msgspec.json.encode(first.panels)))

    def _hang(self, name: str, view: MapView) -> None:
        self._wall.add(name, Pane("map", view, self._hall), Place.CENTRE, lambda: f"{words.pane('map')} {name.rpartition('-')[2]}")
        self._offer(name)
        self.hung.emit(view)

    def _offer(self, name: str) -> None:
        """The menu of a map pane opens another one, and the base maps."""
        pane = self._wall.pane(name)
        assert isinstance(pane, Pane)
        action = QAction(pane)
        action.triggered.connect(self._open)
        pane.menu.aboutToShow.connect(lambda: action.setText(words.choose("再开一个地图", "Another map")))
        pane.add_action(action)
        grounds = QAction(pane)
        grounds.triggered.connect(self.form.ask)
        pane.menu.aboutToShow.connect(lambda: grounds.setText(words.choose("底图…", "Base maps…")))
        pane.add_action(grounds)

    def _open(self) -> None:
        hidden = next((name for name in self._maps.views if not self._wall.toggle_action(name).isChecked()), "")
        if name := hidden or self._maps.add():
            self._wall.show_pane(name)
