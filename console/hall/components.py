"""The components of the city as columns: 126,000 of them are too many for messages, and they are only drawn and picked."""

import pyarrow as pa
from PySide6.QtCore import QObject, Signal


class Components(QObject):
    """`table` has the columns of `wire.components.Component`, or is none until it was fetched."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table: pa.Table | None = None

    def set(self, table: pa.Table) -> None:
        self.table = table
        self.changed.emit()
