"""The table of an evaluation, its names always in sight: grades in colours, the formula in the tool tip; a figure opens its cases."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QTableView, QWidget

from console.widgets import theme
from console.widgets.cell import TONE_ROLE, Cell
from console.widgets.evaluation.ranking_model import GRADE_ROLE, WHOLE_ROLE, RankingModel
from console.widgets.frozen import FrozenColumn
from console.widgets.rows import as_rows

Index = QModelIndex | QPersistentModelIndex
NAME_PX, SCORE_PX, LEAST_PX, MOST_PX = 168, 148, 64, 176
MARK_PX = 8


class RankCell(Cell):
    """Numbers right, the whole in strong letters, a mark in the colour of the grade, a frame round the figure that is chosen."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.save()
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -2))
            painter.restore()

    def paint_text(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box = option.rect.adjusted(theme.px(8), 0, -theme.px(8), 0)
        if grade := index.data(GRADE_ROLE):
            side = theme.px(MARK_PX)
            painter.fillRect(QRect(box.left(), box.center().y() - side // 2, side, side), theme.colour(grade))
        font = QFont(theme.font("body", strong=bool(index.data(WHOLE_ROLE))))
        painter.setFont(font)
        painter.setPen(theme.colour(index.data(TONE_ROLE) or "text"))
        text = painter.fontMetrics().elidedText(index.data() or "", Qt.TextElideMode.ElideMiddle, box.width())
        side_of = Qt.AlignmentFlag.AlignLeft if index.column() == 0 else Qt.AlignmentFlag.AlignRight
        painter.drawText(box, side_of | Qt.AlignmentFlag.AlignVCenter, text)


class Ranking(QTableView):
    asked = Signal(int, int)  # row, column: whose cases are wanted

    def __init__(self, model: RankingModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        header = self.horizontalHeader()
        as_rows(self, model, RankCell(self))
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header.setSortIndicator(1, Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)
        header.setSortIndicatorShown(False)  # the model writes an arrow behind the title: Qt's takes the title's room
        self.names = FrozenColumn(self, RankCell(self))
        model.modelReset.connect(self.fit)

    def fit(self) -> None:
        """Columns as wide as their titles and numbers need."""
        model, header = self.model(), self.horizontalHeader()
        metrics = self.fontMetrics()
        for column in range(model.columnCount()):
            title = model.headerData(column, Qt.Orientation.Horizontal) or ""
            need = metrics.horizontalAdvance(title) + theme.px(24)
            fixed = {0: theme.px(NAME_PX), 1: theme.px(SCORE_PX)}
            header.resizeSection(column, fixed.get(column, max(theme.px(LEAST_PX), min(need, theme.px(MOST_PX)))))
        self.names.fit()

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible) -> None:
        """Not beneath the names."""
        super().scrollTo(index, hint)
        hidden = self.names.width() - self.visualRect(index).left()
        if index.column() > 0 and hidden > 0:
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - hidden)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        at = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and at.isValid() and at.column() > 0:
            self.asked.emit(at.row(), at.column())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at.isValid():
            self.asked.emit(at.row(), at.column())
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # to the pane: other periods
        else:
            super().keyPressEvent(event)
