"""How a cell of a table is painted: hairline below, accent bar at the left of the chosen row, text in its tone."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from console.widgets import theme

TONE_ROLE = Qt.ItemDataRole.UserRole + 1  # a colour of tokens.toml
ASIDE_ROLE = Qt.ItemDataRole.UserRole + 2  # a small text at the right
BELOW_ROLE = Qt.ItemDataRole.UserRole + 3  # a small text below, where the row has room for two lines
BELOW_ASIDE_ROLE = Qt.ItemDataRole.UserRole + 4  # a small text at the right of the second line, where the cell is wide
TWO_LINES = 40  # px: from this height on a row has two lines
WIDE = 260  # px: from this width on
Index = QModelIndex | QPersistentModelIndex


class Cell(QStyledItemDelegate):
    """Paints the display text of a cell; subclasses say which columns stand right and where text is elided."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(40), theme.px(28))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        self.paint_ground(painter, option, index.column())
        self.paint_text(painter, option, index)
        painter.restore()

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, column: int) -> None:
        box = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(box, theme.colour("chosen"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.colour("hover"))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), theme.colour("line"))
        if chosen and column == 0:
            painter.fillRect(QRect(box.left(), box.top(), theme.px(3), box.height()), theme.colour("accent"))

    def paint_text(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tone = index.data(TONE_ROLE) or "text"
        box = option.rect.adjusted(theme.px(8), 0, -theme.px(8), 0)
        if box.height() >= theme.px(TWO_LINES):
            box = self._paint_below(painter, box, index)
        if aside := index.data(ASIDE_ROLE):
            box = self._paint_aside(painter, box, aside)
        painter.setFont(theme.font("body", strong=tone == "danger"))
        painter.setPen(theme.colour(tone))
        text = painter.fontMetrics().elidedText(index.data() or "", self.elide(index.column()), box.width())
        painter.drawText(box, self.side(index.column()) | Qt.AlignmentFlag.AlignVCenter, text)

    def side(self, column: int) -> Qt.AlignmentFlag:
        return Qt.AlignmentFlag.AlignLeft

    def elide(self, column: int) -> Qt.TextElideMode:
        return Qt.TextElideMode.ElideRight

    def _paint_below(self, painter: QPainter, box: QRect, index: Index) -> QRect:
        """The second line; what is left is for the first."""
        below = QRect(box.left(), box.center().y(), box.width(), box.height() // 2 - theme.px(4))
        painter.setFont(theme.font("small"))
        line = below
        if (aside := index.data(BELOW_ASIDE_ROLE)) and box.width() >= theme.px(WIDE):
            line = self._paint_aside(painter, below, painter.fontMetrics().elidedText(aside, Qt.TextElideMode.ElideRight, below.width() * 2 // 5))
        painter.setPen(theme.colour("text_2"))
        text = painter.fontMetrics().elidedText(index.data(BELOW_ROLE) or "", Qt.TextElideMode.ElideMiddle, line.width())
        painter.drawText(line, self.side(index.column()) | Qt.AlignmentFlag.AlignVCenter, text)
        return QRect(box.left(), box.top() + theme.px(3), box.width(), box.height() // 2 - theme.px(2))

    def _paint_aside(self, painter: QPainter, box: QRect, text: str) -> QRect:
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text_3"))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        return box.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(text) - theme.px(8), 0)
