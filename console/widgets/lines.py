"""A list of things with a reason below each and a figure at the right: what was found, the best first."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QTableView, QWidget

from console.widgets import keys, theme
from console.widgets.cell import Cell
from console.widgets.spoken import hint

Index = QModelIndex | QPersistentModelIndex
HEIGHT = 44  # px of a line
LINE_ROLE = Qt.ItemDataRole.UserRole + 1


class Line(NamedTuple):
    """`tone` is a colour of tokens.toml for head and figure; `more` is all that can be said, for the tool-tip."""

    id: str
    head: str
    below: str
    figure: str
    tone: str = "text"
    more: str = ""


class LineModel(QAbstractTableModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []

    def take(self, lines: Sequence[Line]) -> None:
        """Row by row where the same things stay in their order, so that whoever reads is not thrown off."""
        same = [line.id for line in lines] == [line.id for line in self.lines]
        if not same:
            self.beginResetModel()
        self.lines = list(lines)
        if not same:
            self.endResetModel()
        elif self.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, 0))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{line.head} {line.figure}".strip()
        if role == Qt.ItemDataRole.ToolTipRole:
            return hint(line.more or f"{line.head} {line.figure}".strip() + f"\n{line.below}")
        if role == LINE_ROLE:
            return line
        return None


class LineCell(Cell):
    """Head and figure on one line, the reason below with the whole width to itself."""

    def paint_text(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(LINE_ROLE)
        box = option.rect.adjusted(theme.px(8), theme.px(3), -theme.px(8), -theme.px(4))
        upper, lower = box.adjusted(0, 0, 0, -box.height() // 2 if line.below else 0), box.adjusted(0, box.height() // 2, 0, 0)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour(line.tone))
        painter.drawText(upper, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, line.figure)
        _write(painter, upper.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(line.figure) - theme.px(8), 0), line.head)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text_2"))
        _write(painter, lower, line.below)


def _write(painter: QPainter, box: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


class Lines(QTableView):
    """`chosen` when a line is taken up, by mouse or arrow; `opened` by double click or Enter."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = LineModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(LineCell(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.px(HEIGHT))
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.clicked.connect(lambda index: self.chosen.emit(self.lines.lines[index.row()].id))
        self.doubleClicked.connect(lambda index: self.opened.emit(self.lines.lines[index.row()].id))
        keys.bind(self, self._open, QKeySequence(Qt.Key.Key_Return).toString(), QKeySequence(Qt.Key.Key_Enter).toString())

    def take(self, lines: Sequence[Line]) -> None:
        """Show these; what was chosen stays chosen where it is still among them."""
        kept = self.current()
        self.lines.take(lines)
        if kept and self.current() != kept:
            self.choose(kept)

    def current(self) -> str:
        """The id of the line that is taken up; empty when none is."""
        row = self.currentIndex().row()
        return self.lines.lines[row].id if 0 <= row < len(self.lines.lines) else ""

    def choose(self, id: str) -> None:
        row = next((row for row, line in enumerate(self.lines.lines) if line.id == id), -1)
        if row < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        else:
            self.selectRow(row)

    def _open(self) -> None:
        if id := self.current():
            self.opened.emit(id)
