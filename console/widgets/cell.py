"""How a cell of a table is painted: hairline below, accent bar at the left of the chosen row, text in its tone."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from console.widgets import theme
from console.widgets.lettering import Field, Said, lettered

TONE_ROLE = Qt.ItemDataRole.UserRole + 1  # a colour of tokens.toml
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
        self.paint_said(painter, option.rect, index.column(), self.said(index))

    def paint_said(self, painter: QPainter, box: QRect, column: int, said: Said) -> None:
        ratio = painter.device().devicePixelRatioF()
        field = Field(box.width(), box.height(), ratio, self.side(column), self.elide(column), theme.worn())
        painter.drawImage(box.topLeft(), lettered(said, field))

    def said(self, index: Index) -> Said:
        return Said(index.data() or "", index.data(TONE_ROLE) or "text")

    def side(self, column: int) -> Qt.AlignmentFlag:
        return Qt.AlignmentFlag.AlignLeft

    def elide(self, column: int) -> Qt.TextElideMode:
        return Qt.TextElideMode.ElideRight
