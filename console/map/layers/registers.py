"""The registers of the city: as points, or as lines and outlines."""

from typing import Any

from PySide6.QtCore import QObject

from console.hall.columns import Columns as Source
from console.hall.hall import Hall
from console.map.columns import Columns
from console.map.layers.layer import Batch, Layer
from console.map.layers.points import NOTHING, PointsLayer
from console.map.layers.shapes import shape_columns
from wire.codes import Noun, RegisterKind

POINTS = {
    "entities": RegisterKind.STREET_ENTITY,
    "bicycles": RegisterKind.BICYCLE,
    "flood": RegisterKind.FLOOD_POINT,
    "gates": RegisterKind.GATE,
    "pois": RegisterKind.POI,
}
LINES = {"drains": RegisterKind.DRAIN, "buildings": RegisterKind.BUILDING}


class RegisterPoints(PointsLayer):
    """Ids are those that the Hall's selection has of entries: `KIND/ID`."""

    noun, category = Noun.REGISTER, "category"

    def __init__(self, name: str, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name, self.kind, self._entries = name, POINTS[name], hall.entries
        hall.entries.changed.connect(lambda kind: self.restart() if kind == self.kind else None)

    def source(self) -> Source[Any] | None:
        return self._entries.get(self.kind)

    def id_of(self, key: str) -> str:
        id = super().id_of(key)
        return f"{self.kind}/{id}" if id else ""

    def key_of(self, id: str) -> str:
        kind, _, entry = id.partition("/")
        return super().key_of(entry) if kind == self.kind else ""


class RegisterLines(Layer):
    """All lines of a register in one piece; a key is the row in its table."""

    noun = Noun.REGISTER

    def __init__(self, name: str, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name, self.kind, self._entries = name, LINES[name], hall.entries
        hall.entries.changed.connect(lambda kind: self.restart() if kind == self.kind else None)

    def whole(self) -> Batch:
        source = self._entries.get(self.kind)
        if source is None or not len(source):
            return Batch(NOTHING, 0)
        columns: Columns = NOTHING | shape_columns(source.lines())
        return Batch(columns, len(columns["x"]))

    def id_of(self, key: str) -> str:
        source = self._entries.get(self.kind)
        row = int(key) if key.isdecimal() else -1
        return f"{self.kind}/{source.table.column('id')[row].as_py()}" if source is not None and 0 <= row < len(source) else ""

    def key_of(self, id: str) -> str:
        kind, _, entry = id.partition("/")
        source = self._entries.get(self.kind) if kind == self.kind else None
        row = source.row(entry) if source is not None else -1
        return "" if row < 0 else str(row)
