"""The first column of a table, which stays while the others scroll beneath it."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QTableView

from console.widgets import theme
from console.widgets.cell import Cell
from console.widgets.rows import as_rows


class FrozenColumn(QTableView):
    """A second view of the model of `table`, over its first column; keys and selection are the table's."""

    def __init__(self, table: QTableView, cell: Cell) -> None:
        super().__init__(table)
        self._table = table
        as_rows(self, table.model(), cell)
        self.setSelectionModel(table.selectionModel())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(table.verticalScrollMode())
        self.horizontalHeader().setSectionsClickable(True)
        self.horizontalHeader().sectionClicked.connect(self._sort)
        table.horizontalHeader().sectionResized.connect(self.fit)
        table.horizontalHeader().geometriesChanged.connect(self.fit)
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(table.verticalScrollBar().setValue)  # the wheel, over it
        table.viewport().installEventFilter(self)
        self.fit()

    def fit(self) -> None:
        """As wide as the column, as high as the table."""
        for column in range(self.model().columnCount()):
            self.setColumnHidden(column, column > 0)
        self.setColumnWidth(0, self._table.columnWidth(0))
        edge, header = self._table.frameWidth(), self._table.horizontalHeader().height()
        self.setGeometry(edge, edge, self._table.columnWidth(0), self._table.viewport().height() + header)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._table.horizontalScrollBar().value():  # something is beneath
            painter, ground = QPainter(self.viewport()), self.viewport()
            painter.fillRect(ground.width() - 1, 0, 1, ground.height(), theme.colour("edge"))

    def _sort(self) -> None:
        header = self._table.horizontalHeader()
        turned = header.sortIndicatorSection() == 0 and header.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        header.setSortIndicator(0, Qt.SortOrder.DescendingOrder if turned else Qt.SortOrder.AscendingOrder)
