"""Points by the hundred thousand: they travel in one piece, as columns, and are known to the page by their row in Morton order."""

from abc import abstractmethod
from typing import Any

import numpy as np

from console.hall.columns import Columns as Source
from console.map.columns import Columns
from console.map.layers.layer import Batch, Layer

NOTHING: Columns = {"reset": True, "ids": [], "gone": []}


class PointsLayer(Layer):
    """`x`, `y` as `console.hall.mercator`; `category` a number of `categories`; `variant` 1 for what is not in order."""

    category = ""  # the column that things are told apart by

    @abstractmethod
    def source(self) -> Source[Any] | None: ...

    def variants(self, source: Source[Any]) -> np.ndarray:
        return np.zeros(len(source), np.uint8)

    def whole(self) -> Batch:
        source = self.source()
        if source is None or not len(source):
            return Batch(NOTHING, 0)
        category, values = source.codes(self.category)
        columns = {"x": source.points.x, "y": source.points.y, "category": category, "variant": self.variants(source), "categories": values}
        return Batch(NOTHING | columns, len(source))

    def names(self, first: int, count: int) -> list[str]:
        source = self.source()
        return source.texts("name", first, count) if source is not None else []

    def id_of(self, key: str) -> str:
        source = self.source()
        return source.id_at(int(key)) if source is not None and key.isdecimal() else ""

    def key_of(self, id: str) -> str:
        source = self.source()
        key = source.key(id) if source is not None else -1
        return "" if key < 0 else str(key)
