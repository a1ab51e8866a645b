"""Units beside the one whose track is played: their fixes once; the page finds by itself where each was at the moment of the playhead."""

import numpy as np
from PySide6.QtCore import QObject

from console.hall.hall import Hall
from console.map.columns import Columns
from console.map.layers.layer import Batch, Layer


class BesideLines(Layer):
    """`names`, and where the fixes of each begin; of all fixes `at` in seconds after `since` (seconds since 1970), `lon` and `lat`."""

    name = "beside"

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall, self._playback = hall, hall.playback
        hall.playback.beside_changed.connect(self.restart)

    def whole(self) -> Batch:
        beside = self._playback.beside
        columns: Columns = {"reset": True, "ids": [], "gone": []}
        if not beside:
            return Batch(columns, 0)
        since = min(float(each.at[0]) for each in beside)
        columns |= {"names": [self._named(each.unit_id) for each in beside], "since": since}
        columns |= {"first": np.cumsum([0, *(len(each.at) for each in beside)], dtype=np.uint32)}
        columns |= {"at": np.concatenate([each.at for each in beside]) - since}
        columns |= {"lon": np.concatenate([each.lon for each in beside]), "lat": np.concatenate([each.lat for each in beside])}
        return Batch(columns, sum(len(each.at) for each in beside))

    def _named(self, unit_id: str) -> str:
        unit = self._hall.units.get(unit_id)
        return unit.name if unit else unit_id
