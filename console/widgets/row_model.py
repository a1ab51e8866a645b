"""What tables of things in columns have in common: a thing a row, words made only for what is painted, figures at the right; and a lamp in front."""

from collections.abc import Callable, Collection, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from console.widgets import theme
from console.widgets.cell import TONE_ROLE, Cell
from console.widgets.lamp import paint_lamp
from console.widgets.spoken import hint
from wire.codes import Lamp

LAMP_ROLE = Qt.ItemDataRole.UserRole + 8
Index = QModelIndex | QPersistentModelIndex
Lit = tuple[Lamp, bool]  # shape and colour, and whether it has a second outline


class RowModel(QAbstractTableModel):
    """Subclasses name the `columns` and those `right`, and say `heads`, `text` and `tone`; `tip` and `lamp` where there is more to say."""

    columns: type[IntEnum]
    right: Collection[int] = ()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._things: list[Any] = []

    def heads(self) -> Sequence[str]:
        raise NotImplementedError

    def text(self, thing: Any, column: Any) -> str:
        raise NotImplementedError

    def tone(self, thing: Any, column: Any) -> str:
        raise NotImplementedError

    def tip(self, thing: Any, column: Any) -> str:
        return self.text(thing, column)

    def lamp(self, thing: Any) -> Lit | None:
        return None

    def show_things(self, things: Sequence[Any], key: Callable[[Any], object] = lambda thing: thing) -> None:
        """In their order; row by row, so that the table stays where it is, when they are the same as before by their key."""
        same = [key(thing) for thing in things] == [key(thing) for thing in self._things]
        if not same:
            self.beginResetModel()
        self._things = list(things)
        if same:
            self.repaint()
        else:
            self.endResetModel()

    def thing(self, row: int) -> Any:
        """None where there is no such row."""
        return self._things[row] if 0 <= row < len(self._things) else None

    def repaint(self) -> None:
        if self._things:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._things) - 1, len(self.columns) - 1))

    def say(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        self.repaint()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._things)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignVCenter | side(section, self.right)
        return self.heads()[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        thing = self.thing(index.row())
        if thing is None:
            return None
        column = self.columns(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.text(thing, column)
            case Qt.ItemDataRole.ToolTipRole:
                return hint(self.tip(thing, column))
            case _ if role == TONE_ROLE:
                return self.tone(thing, column)
        return self.lamp(thing) if role == LAMP_ROLE else None


class RowCell(Cell):
    """Figures stand right, as their heads do; a lamp, where a row has one, in the first column."""

    def __init__(self, model: RowModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._right = model.right

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        lamp = index.data(LAMP_ROLE) if index.column() == 0 else None
        if lamp is None:
            super().paint(painter, option, index)
            return
        painter.save()
        self.paint_ground(painter, option, 0)
        middle, width = QRectF(option.rect).center(), theme.px(24)
        paint_lamp(painter, QRectF(middle.x() - width / 2, middle.y() - width / 2, width, width), *lamp)
        painter.restore()

    def side(self, column: int) -> Qt.AlignmentFlag:
        return side(column, self._right)


def side(column: int, right: Collection[int]) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if column in right else Qt.AlignmentFlag.AlignLeft
