"""Units beside the one whose track is played: their fixes once; the page finds by itself where each was at the moment of the playhead."""

from PySide6.QtCore import QObject

from console.hall.hall import Hall
from console.map.columns import Columns
from console.map.layers.layer import Batch, Layer


class BesideLines(Layer):
    """`names`, and the columns of `console.hall.beside.Besides`."""

    name, prompt = "beside", True

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall, self._playback = hall, hall.playback
        hall.playback.beside_changed.connect(self.restart)

    def whole(self) -> Batch:
        beside = self._playback.beside
        columns: Columns = {"reset": True, "ids": [], "gone": []}
        if not beside:
            return Batch(columns, 0)
        columns |= {"names": [self._named(id) for id in beside.unit_ids], "first": beside.first}
        columns |= {"since": beside.since, "at": beside.at, "lon": beside.lon, "lat": beside.lat}
        return Batch(columns, len(beside.at))

    def _named(self, unit_id: str) -> str:
        unit = self._hall.units.get(unit_id)
        return unit.name if unit else unit_id
