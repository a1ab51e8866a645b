"""Components: 126,000 points that travel once, as columns, and are known to the page by their row."""

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QObject

from console.hall.hall import Hall
from console.map.columns import Columns
from console.map.layers.layer import Batch, Layer
from wire.codes import ComponentState, Noun


class Components(Layer):
    """`kind` is the major class (first two digits of the class code), `intact` 0 or 1; a row's key is its number."""

    name, noun = "components", Noun.COMPONENT

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._components = hall.components
        hall.components.changed.connect(self.restart)

    def everything(self) -> Iterable[str]:
        return []

    def id_of(self, key: str) -> str:
        table = self._components.table
        row = int(key) if key.isdecimal() else -1
        return str(table.column("id")[row].as_py()) if table is not None and 0 <= row < table.num_rows else ""

    def key_of(self, id: str) -> str:
        row = self._components.row(id)
        return "" if row < 0 else str(row)

    def take(self) -> Batch | None:
        if not self._reset:
            return None
        self._reset = False
        table = self._components.table
        if table is None:
            return Batch({"reset": True, "ids": [], "gone": [], "lon": [], "lat": [], "kind": [], "intact": []}, 0)
        codes = table.column("class_code").combine_chunks().dictionary_encode()
        majors = np.array([int(code[:2]) for code in codes.dictionary.to_pylist()], np.uint8)
        states = table.column("state").combine_chunks().cast("string").dictionary_encode()
        intact = np.array([state == ComponentState.INTACT for state in states.dictionary.to_pylist()], np.uint8)
        columns: Columns = {
            "reset": True,
            "ids": [],
            "gone": [],
            "lon": table.column("lon").to_numpy(),
            "lat": table.column("lat").to_numpy(),
            "kind": majors[codes.indices.to_numpy()],
            "intact": intact[states.indices.to_numpy()],
        }
        return Batch(columns, table.num_rows)
