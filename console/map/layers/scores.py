"""Areas in the colours of an evaluation."""

import numpy as np
from PySide6.QtCore import QObject

from console.hall.hall import Hall
from console.map.layers.layer import Batch, Layer
from console.map.layers.points import NOTHING
from wire.codes import Noun


class ScoredAreas(Layer):
    """`rings` as in `wire.grids.Grid`; `band` the place in `bands` (token, alpha, text), 255 for no figure; `text` the figure; `title` of all."""

    name, noun = "scores", Noun.GRID

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grids, self._scores = hall.grids, hall.scores
        hall.scores.changed.connect(self.restart)
        hall.grids.changed.connect(lambda ids: self.restart() if not ids.isdisjoint(self._scores.of) else None)

    def whole(self) -> Batch:
        scores = self._scores
        grids = [grid for grid in map(self._grids.get, scores.of) if grid is not None]
        standings = [scores.of[grid.id] for grid in grids]
        columns = {
            "ids": [grid.id for grid in grids],
            "lon": np.array([grid.lon for grid in grids]),
            "lat": np.array([grid.lat for grid in grids]),
            "rings": [grid.rings for grid in grids],
            "band": np.array([each.band if each.band >= 0 else 255 for each in standings], np.uint8),
            "text": [each.text for each in standings],
            "bands": list(scores.bands),
            "title": scores.title,
        }
        return Batch(NOTHING | columns, len(grids))
