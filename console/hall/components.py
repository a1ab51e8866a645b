"""The components of the city as columns: 126,000 of them are too many for messages, and they are only drawn and picked."""

import pyarrow as pa
import pyarrow.compute as pc
from PySide6.QtCore import QObject, QTimer, Signal

from wire import bulk
from wire.components import Component

PAUSE_MS = 3000  # an import changes thousands, one after the other


class Components(QObject):
    """`table` has the columns of `wire.components.Component`, or is none until it was fetched."""

    changed = Signal()
    outdated = Signal()  # the backend has others: they are to be fetched again

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table: pa.Table | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.outdated)

    def set(self, table: pa.Table) -> None:
        self.table = table
        self.changed.emit()

    def age(self) -> None:
        """Some have changed; `outdated` follows, once for all that change within a moment."""
        if not self._pause.isActive():
            self._pause.start()

    def row(self, id: str) -> int:
        """Where in the table a component is; -1 when it is not there."""
        return -1 if self.table is None else int(pc.index(self.table.column("id"), id).as_py())

    def get(self, id: str) -> Component | None:
        row = self.row(id)
        if self.table is None or row < 0:
            return None
        return next(bulk.decode(Component, self.table.slice(row, 1)))[0]
