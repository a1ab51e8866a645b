"""The components of the city as columns: 126,000 of them are too many for messages, and they are only drawn and picked."""

import pyarrow as pa
from PySide6.QtCore import QObject, QTimer, Signal

from console.hall.columns import Columns
from wire.components import Component

PAUSE_MS = 3000  # an import changes thousands, one after the other


class Components(QObject):
    """`columns` are those of `wire.components.Component`, or none until they were fetched."""

    changed = Signal()
    outdated = Signal()  # the backend has others: they are to be fetched again

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: Columns[Component] | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.outdated)

    @property
    def table(self) -> pa.Table | None:
        return self.columns.table if self.columns is not None else None

    def set(self, columns: Columns[Component] | pa.Table) -> None:
        """Columns that were made in a worker; of a table they are made here."""
        self.columns = columns if isinstance(columns, Columns) else Columns(Component, columns)
        self.changed.emit()

    def age(self) -> None:
        """Some have changed; `outdated` follows, once for all that change within a moment."""
        if not self._pause.isActive():
            self._pause.start()

    def row(self, id: str) -> int:
        """Where in the table a component is; -1 when it is not there."""
        return -1 if self.columns is None else self.columns.row(id)

    def get(self, id: str) -> Component | None:
        return None if self.columns is None else self.columns.get(id)
