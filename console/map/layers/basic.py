"""The basic grids."""

from PySide6.QtCore import QObject

from console.hall.hall import Hall
from console.map.layers.layer import Batch, Layer
from console.map.layers.points import NOTHING
from console.map.layers.shapes import shape_columns


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
