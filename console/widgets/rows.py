"""What the tables of all panes have in common: a thing in a row, chosen as a whole, one at a time."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt
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


class Chooser(QObject):
    """The chosen row of a table of cases is the Hall's selection, and the other way round. The model says `case(row)` and `row(case_id)`.

    While it is `held` the table may go to another row, and the selection stays.
    """

    def __init__(self, hall: Hall, table: QTableView) -> None:
        super().__init__(table)
        self._hall, self._table, self._model = hall, table, table.model()
        self.held = False
        table.selectionModel().currentChanged.connect(self._select)
        hall.selection.changed.connect(self._follow)

    def follow(self) -> None:
        """To what is selected, for rows that have come anew."""
        self._follow(self._hall.selection.noun, self._hall.selection.id)

    def go_to(self, row: int) -> None:
        if 0 <= row < self._model.rowCount():
            self._table.setCurrentIndex(self._model.index(row, 0))

    def _select(self, current: QModelIndex) -> None:
        case = self._model.case(current.row())  # type: ignore[attr-defined]
        if case is not None and not self.held:
            self._hall.selection.set(Noun.CASE, case.id)

    def _follow(self, noun: Noun | None, id: str) -> None:
        row = self._model.row(id) if noun is Noun.CASE else -1  # type: ignore[attr-defined]
        if row < 0:
            self._table.clearSelection()
        elif row != self._table.currentIndex().row() or not self._table.selectionModel().hasSelection():
            self.go_to(row)
