"""What the tables of all panes have in common: a thing in a row, chosen as a whole, one at a time."""

from PySide6.QtCore import QAbstractItemModel, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.cell import Cell
from wire.codes import Noun


def as_rows(table: QTableView, model: QAbstractItemModel, cell: Cell | None = None) -> None:
    """No grid, rows of one height, a thin head; Tab leaves the table."""
    header, rows = table.horizontalHeader(), table.verticalHeader()
    table.setModel(model)
    table.setItemDelegate(cell or Cell(table))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setMouseTracking(True)
    table.setTabKeyNavigation(False)
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(theme.px(28))
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    header.setFixedHeight(theme.px(24))


class RowTable(QTableView):
    """Tells the row that a hand has gone to. Qt makes another row current by itself when one goes, and the first when the table gets the focus."""

    gone_to = Signal(int)  # by mouse, by key, or by `go_to`

    def go_to(self, row: int) -> None:
        if 0 <= row < self.model().rowCount():
            self.setCurrentIndex(self.model().index(row, 0))
            self.gone_to.emit(row)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if (row := self.indexAt(event.position().toPoint()).row()) >= 0:
            self.gone_to.emit(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        before = self.currentIndex().row()
        super().mouseMoveEvent(event)
        self._tell(before)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.currentIndex().row()
        super().keyPressEvent(event)
        self._tell(before)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """No row is current that nobody has gone to: a key that takes a step would take it there."""
        if self.currentIndex().isValid():
            super().focusInEvent(event)
            return
        with QSignalBlocker(self.selectionModel()):
            super().focusInEvent(event)
            self.selectionModel().clearCurrentIndex()

    def _tell(self, before: int) -> None:
        if (row := self.currentIndex().row()) not in (-1, before):
            self.gone_to.emit(row)


class Chooser(QObject):
    """The row of a case that a hand chose is the Hall's selection, and the other way round. The model says `case(row)` and `row(case_id)`."""

    def __init__(self, hall: Hall, table: RowTable) -> None:
        super().__init__(table)
        self._hall, self._table, self._model = hall, table, table.model()
        table.gone_to.connect(self._select)
        hall.selection.changed.connect(self._follow)

    def follow(self) -> None:
        """To what is selected, for rows that have come anew."""
        self._follow(self._hall.selection.noun, self._hall.selection.id)

    def _select(self, row: int) -> None:
        case = self._model.case(row)  # type: ignore[attr-defined]
        if case is not None:
            self._hall.selection.set(Noun.CASE, case.id)

    def _follow(self, noun: Noun | None, id: str) -> None:
        row = self._model.row(id) if noun is Noun.CASE else -1  # type: ignore[attr-defined]
        if row < 0:
            self._table.clearSelection()
        elif row != self._table.currentIndex().row() or not self._table.selectionModel().hasSelection():
            self._table.setCurrentIndex(self._model.index(row, 0))
