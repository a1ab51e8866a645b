"""Grids as thin outlines: who answers for what, and what lies above that."""

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QObject

from console.hall.hall import Hall
from console.map.columns import Columns
from console.map.layers.layer import Layer
from wire.codes import GridKind, Noun


class Grids(Layer):
    """`rings` as in `wire.grids.Grid`; `lon`, `lat` a point inside, for the name."""

    noun = Noun.GRID

    def __init__(self, name: str, kinds: frozenset[GridKind], hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name, self._kinds, self._grids = name, kinds, hall.grids
        hall.grids.changed.connect(self.mark)

    def everything(self) -> Iterable[str]:
        return [grid.id for grid in self._grids if grid.kind in self._kinds]

    def columns(self, ids: list[str]) -> Columns:
        grids = [grid for grid in map(self._grids.get, ids) if grid is not None and grid.kind in self._kinds]
        return {
            "ids": [grid.id for grid in grids],
            "name": [grid.name for grid in grids],
            "kind": [grid.kind for grid in grids],
            "lon": np.array([grid.lon for grid in grids]),
            "lat": np.array([grid.lat for grid in grids]),
            "rings": [grid.rings for grid in grids],
        }
