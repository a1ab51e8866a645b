"""How many open cases lie in each basic grid."""

from collections import Counter

import numpy as np
from PySide6.QtCore import QObject, QTimer

from console.hall.hall import Hall
from console.map.layers.cases import ENDED, Cases
from console.map.layers.layer import Batch, Layer
from console.map.layers.points import NOTHING

PAUSE_MS = 2000  # cases change several times a second, and nobody reads a density that quickly


class Density(Layer):
    """`values`: open cases in each basic grid, of those that the filter lets through."""

    name = "density"

    def __init__(self, hall: Hall, cases: Cases, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall, self._lets = hall, cases.lets
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.restart)
        hall.basic.changed.connect(self.restart)
        hall.cases.changed.connect(self._age)
        cases.restarted.connect(self.restart)

    def whole(self) -> Batch:
        squares = self._hall.basic.squares
        if squares is None:
            return Batch(NOTHING, 0)
        open_cases = (case for case in self._hall.cases if case.grid_code and case.status not in ENDED)
        counts = Counter(case.grid_code for case in open_cases if self._lets(case))
        values = np.zeros(len(squares.codes), np.float32)
        for code, count in counts.items():
            if (row := squares.rows.get(code)) is not None:
                values[row] = count
        return Batch(NOTHING | {"values": values}, len(values))

    def _age(self) -> None:
        if self._hall.basic.squares is not None and not self._pause.isActive():
            self._pause.start()
