"""A list of things with a reason below each and a figure at the right: what was found, the best first."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from console.widgets import keys, theme
from console.widgets.cell import BELOW_ROLE, TONE_ROLE, Cell

Index = QModelIndex | QPersistentModelIndex
HEIGHT = 44  # px of a line
FIGURE = 84  # px for the figure


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
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.figure if index.column() else line.head
        if role == BELOW_ROLE:
            return "" if index.column() else line.below
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.more or f"{line.head}\n{line.below}"
        if role == TONE_ROLE:
            return line.tone
        return None


class LineCell(Cell):
    def side(self, column: int) -> Qt.AlignmentFlag:
        return Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft


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
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().resizeSection(1, theme.px(FIGURE))
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
