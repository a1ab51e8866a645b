"""What one map still has to hear of a layer."""

from collections.abc import Iterable
from itertools import islice

from PySide6.QtCore import QObject, Signal

from console.map.layers.layer import Layer, Parcel


class Reader(QObject):
    """Ids in the order in which they changed, so that maps that keep pace take the same pages."""

    woken = Signal()

    def __init__(self, layer: Layer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.layer = layer
        self._dirty: dict[str, None] = {}
        self._reset = False
        layer.marked.connect(self._mark)
        layer.restarted.connect(self.restart)

    def restart(self) -> None:
        """The page has forgotten everything."""
        self._reset, self._dirty = True, dict.fromkeys(self.layer.everything())
        self.woken.emit()

    def dirty(self) -> int:
        return len(self._dirty) + self._reset

    def take(self) -> Parcel | None:
        """The next page of what changed, none when nothing did."""
        if not self.dirty():
            return None
        reset, self._reset = self._reset, False
        if reset and (whole := self.layer.whole_parcel()) is not None:
            return whole
        ids = tuple(islice(self._dirty, self.layer.page))
        for id in ids:
            del self._dirty[id]
        return self.layer.parcel(ids, reset, more=len(self._dirty) >= self.layer.page)

    def _mark(self, ids: Iterable[str]) -> None:
        self._dirty.update(dict.fromkeys(ids))
        self.woken.emit()
