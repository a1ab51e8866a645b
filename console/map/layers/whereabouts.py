"""Who was there: the circle that is asked about, and the ways of who came near, with their fixes within."""

import numpy as np
from PySide6.QtCore import QObject

from console.hall.hall import Hall
from console.map.columns import Columns
from console.map.layers.layer import Batch, Layer


class WhereaboutsLayer(Layer):
    """The middle, and `radius` in metres. Of each passage whose it is (`unit`, a row of `names`) and where its fixes begin; of all fixes `lon`,
    `lat`, and whether they lie `within`. Of each name the place that came nearest. `chosen` is a row of `names`, or -1."""

    name, prompt = "whereabouts", True

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall, self._there = hall, hall.there
        hall.there.changed.connect(self.restart)

    def whole(self) -> Batch:
        question, passages = self._there.question, self._there.passages
        columns: Columns = {"reset": True, "ids": [], "gone": []}
        if question is None:
            return Batch(columns, 0)
        columns |= {"middle": [question.lon, question.lat], "radius": question.radius}
        ids = list(dict.fromkeys(each.unit_id for each in passages))
        nearest = {id: min((each for each in passages if each.unit_id == id), key=lambda each: float(each.away.min())) for id in ids}
        spots = [(each.lon[row], each.lat[row]) for each in nearest.values() for row in [int(each.away.argmin())]]
        columns |= {"names": [unit.name if (unit := self._hall.units.get(id)) else id for id in ids]}
        columns |= {"name_lon": np.array([lon for lon, _ in spots]), "name_lat": np.array([lat for _, lat in spots])}
        columns |= {"unit": np.array([ids.index(each.unit_id) for each in passages], np.uint32)}
        columns |= {"first": np.cumsum([0, *(len(each.lon) for each in passages)], dtype=np.uint32)}
        columns |= {"lon": _joined([each.lon for each in passages]), "lat": _joined([each.lat for each in passages])}
        columns |= {"within": (_joined([each.away for each in passages]) <= question.radius).astype(np.uint8)}
        columns |= {"chosen": ids.index(self._there.chosen) if self._there.chosen in ids else -1}
        return Batch(columns, sum(len(each.lon) for each in passages))


def _joined(parts: list[np.ndarray]) -> np.ndarray:
    return np.concatenate(parts) if parts else np.zeros(0)
