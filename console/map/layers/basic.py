"""The basic grids, and what is known of each."""

from collections import Counter

import numpy as np
from PySide6.QtCore import QObject, QTimer

from console import words
from console.hall.hall import Hall
from console.map.layers.cases import ENDED, Cases
from console.map.layers.layer import Batch, Layer
from console.map.layers.points import NOTHING
from console.map.layers.shapes import shape_columns

PAUSE_MS = 2000  # cases change several times a second, and nobody reads a density that quickly


class Basic(Layer):
    name = "basic"

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._basic = hall.basic
        hall.basic.changed.connect(self.restart)

    def whole(self) -> Batch:
        squares = self._basic.squares
        if squares is None:
            return Batch(NOTHING, 0)
        return Batch(NOTHING | shape_columns(squares.lines) | {"names": squares.codes}, len(squares.lines.x))


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


class Coverage(Layer):
    """`values`: hours since an inspector was in each basic grid; `title`: as of when, empty for now."""

    name = "coverage"

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._basic = hall.basic
        hall.basic.covered.connect(self.restart)

    def whole(self) -> Batch:
        return Batch(NOTHING | {"values": self._basic.hours, "title": self._title()}, len(self._basic.hours))

    def _title(self) -> str:
        look = self._basic.look
        if look is None:
            return ""
        if look.at is None:
            return words.choose(f"近 {look.hours:g} 小时", f"Last {look.hours:g} h")
        at = f"{words.local(look.at):%m-%d %H:%M}"
        return words.choose(f"{at} 前 {look.hours:g} 小时", f"{look.hours:g} h before {at}")
