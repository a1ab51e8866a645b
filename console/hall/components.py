"""The components of the city as columns: 126,000 of them are too many for messages, and they are only drawn and picked."""

import pyarrow as pa
from PySide6.QtCore import QObject, QTimer, Signal

from console.hall.columns import Columns
from wire.components import Component

PAUSE_MS = 3000  # an import changes thousands, one after the other


class Components(QObject):
    """Fetched when somebody wants them, however many do. `columns` are those of `wire.components.Component`, or none until then."""

    changed = Signal()
    wanted = Signal()  # to be fetched
    outdated = Signal()  # the backend has others: whoever shows them wants them again

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: Columns[Component] | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.outdate)
        self._asked = False  # for them as they are now
        self._current = False

    @property
    def table(self) -> pa.Table | None:
        return self.columns.table if self.columns is not None else None

    @property
    def kept(self) -> pa.Table | None:
        """What may be kept for the next start: none while the backend has others, for the feed tells that only once."""
        return self.table if self._current else None

    def want(self) -> None:
        """Somebody looks at them now."""
        if not self._asked:
            self._asked = True
            self.wanted.emit()

    def restore(self, table: pa.Table) -> None:
        """As they were kept with the picture of the hall: what has changed since, the feed tells."""
        self._asked = True
        self.set(table)

    def set(self, columns: Columns[Component] | pa.Table) -> None:
        """Columns that were made in a worker; of a table they are made here."""
        self._current = not self._pause.isActive()
        self.columns = columns if isinstance(columns, Columns) else Columns(Component, columns)
        self.changed.emit()

    def age(self) -> None:
        """Some have changed; `outdated` follows, once for all that change within a moment."""
        self._current = False
        if not self._pause.isActive():
            self._pause.start()

    def outdate(self) -> None:
        """All of them may be others: a whole snapshot was taken."""
        self._pause.stop()
        self._asked = self._current = False
        self.outdated.emit()

    def row(self, id: str) -> int:
        """Where in the table a component is; -1 when it is not there."""
        return -1 if self.columns is None else self.columns.row(id)

    def get(self, id: str) -> Component | None:
        return None if self.columns is None else self.columns.get(id)
