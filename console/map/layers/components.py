"""Components, by their class."""

from typing import Any

import numpy as np
from PySide6.QtCore import QObject

from console.hall.columns import Columns as Source
from console.hall.hall import Hall
from console.map.layers.points import PointsLayer
from wire.codes import ComponentState, Noun


class Components(PointsLayer):
    name, noun, category = "components", Noun.COMPONENT, "class_code"

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._components = hall.components
        hall.components.changed.connect(self.restart)

    def source(self) -> Source[Any] | None:
        return self._components.columns

    def variants(self, source: Source[Any]) -> np.ndarray:
        state, values = source.codes("state")
        damaged: np.ndarray = np.array([value != ComponentState.INTACT for value in values], np.uint8)[state]
        return damaged
