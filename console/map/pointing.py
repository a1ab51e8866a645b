"""What a hand points at on the map: picked is selected in the Hall (of a track, sought), hovered has its tip, opened is told to whoever shows it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from console.hall.hall import Hall
from console.map import tips
from console.map.bridge import Bridge
from console.map.layers.all import Layers
from wire.codes import Noun, RegisterKind


class Pointing(QObject):
    """The page speaks of layers and keys, the Hall of nouns and ids."""

    opened = Signal(object, str)  # Noun, id
    carried = Signal(str)  # id of a camera
    picked = Signal(object, str)  # Noun, id; perhaps selected already

    def __init__(self, hall: Hall, layers: Layers, bridge: Bridge, tell: Callable[[str, Any], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall, self._layers, self._tell = hall, layers, tell
        bridge.picked.connect(self._pick)
        bridge.opened.connect(self._open)
        bridge.carried.connect(self._carry)
        bridge.hovered.connect(self._hover)
        hall.selection.changed.connect(self._select)
        hall.entries.renewed.connect(self._renewed)

    def resume(self) -> None:
        """A new page listens."""
        self._select(self._hall.selection.noun, self._hall.selection.id)

    def _thing(self, name: str, key: str) -> tuple[Noun | None, str]:
        layer = self._layers.by_name.get(name)
        return (layer.noun, layer.id_of(key)) if layer else (None, "")

    def _pick(self, name: str, key: str) -> None:
        if name == self._layers.track.name:
            self._layers.track.seek(key)
            return
        noun, id = self._thing(name, key)
        if noun and id:
            self._hall.selection.set(noun, id)
            self.picked.emit(noun, id)

    def _open(self, name: str, key: str) -> None:
        noun, id = self._thing(name, key)
        if noun and id:
            self.opened.emit(noun, id)

    def _carry(self, name: str, key: str) -> None:
        noun, id = self._thing(name, key)
        if noun is Noun.CAMERA and id:
            self.carried.emit(id)

    def _hover(self, name: str, key: str) -> None:
        if name == self._layers.track.name:
            self._tell("tip", {"layer": name, "key": key, "lines": tips.of_fix(self._hall, key)})
            return
        noun, id = self._thing(name, key)
        if noun and id:
            self._tell("tip", {"layer": name, "key": key, "lines": tips.lines(self._hall, noun, id)})

    def _renewed(self, kind: RegisterKind, id: str) -> None:
        """What is under the pointer may be it."""
        layer, key = self._layers.of(Noun.REGISTER, f"{kind}/{id}")
        self._hover(layer, key)

    def _select(self, noun: Noun | None, id: str) -> None:
        layer, key = self._layers.of(noun, id)
        self._tell("selection", {"layer": layer, "key": key} if layer else None)
