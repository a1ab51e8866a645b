"""What was selected on the map by rectangle, lasso or polygon: rows of everything in it, the same for every pane."""

from collections import Counter
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from wire.codes import Noun, RegisterKind

Place = tuple[float, float]


class Row(NamedTuple):
    """`category` is a class code, a unit's kind or a register's category; `state` a code of the thing's own. Degrees WGS-84."""

    kind: Noun | RegisterKind
    id: str
    code: str
    name: str
    category: str
    state: str
    lon: float
    lat: float


class Chosen(QObject):
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ring: list[Place] = []
        self.rows: list[Row] = []

    def set(self, ring: list[Place], rows: list[Row]) -> None:
        self.ring, self.rows = ring, rows
        self.changed.emit()

    def clear(self) -> None:
        self.set([], [])

    def counts(self) -> dict[tuple[Noun | RegisterKind, str], int]:
        """By kind and category, kinds in the order of the rows, the most of each first."""
        counted = Counter((row.kind, row.category) for row in self.rows)
        kinds = list(dict.fromkeys(kind for kind, _ in counted))
        return dict(sorted(counted.items(), key=lambda each: (kinds.index(each[0][0]), -each[1])))
