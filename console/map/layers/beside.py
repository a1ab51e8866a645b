"""Units beside the one whose track is played: their fixes once; the page finds by itself where each was at the moment of the playhead."""

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QObject

from console.hall.hall import Hall
from console.map.columns import Columns
from console.map.layers.layer import Batch, Layer

PIECE = 250_000  # fixes: packed and handed to the page in some milliseconds, where all units of a day would hold the GUI thread for a hundred


class BesideLines(Layer):
    """`names`, and the columns of `console.hall.beside.Besides`, a piece at a time; `first` counts in the piece."""

    name, prompt, page = "beside", True, 1

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall, self._playback = hall, hall.playback
        self._pieces: list[slice] = []
        hall.playback.beside_changed.connect(self._begin)
        self._pieces = hall.playback.beside.pieces(PIECE)

    def everything(self) -> Iterable[str]:
        return map(str, range(len(self._pieces)))

    def batch(self, ids: list[str], reset: bool, more: bool) -> Batch:
        beside = self._playback.beside
        units = self._pieces[int(ids[0])] if ids else slice(0, 0)
        rows = slice(int(beside.first[units.start]), int(beside.first[units.stop]))
        columns: Columns = {"reset": reset, "more": more, "ids": ids, "gone": [], "names": [self._named(id) for id in beside.unit_ids[units]]}
        columns |= {"since": beside.since, "first": (beside.first[units.start : units.stop + 1] - beside.first[units.start]).astype(np.uint32)}
        columns |= {"at": beside.at[rows], "lon": beside.lon[rows], "lat": beside.lat[rows], "flags": beside.flags[rows]}
        return Batch(columns, rows.stop - rows.start)

    def _begin(self) -> None:
        self._pieces = self._playback.beside.pieces(PIECE)
        self.restart()

    def _named(self, unit_id: str) -> str:
        unit = self._hall.units.get(unit_id)
        return unit.name if unit else unit_id
