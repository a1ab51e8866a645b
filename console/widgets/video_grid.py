"""The grid that the panes of a video wall lie in, in their frame or on the whole screen."""

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from console.hall.video_layouts import EVEN, Cell, cells_of, grid
from console.widgets import theme
from console.widgets.video import VideoPane

ASPECT = 16 / 9  # of most cameras
MOST_LINES = 36
WAYS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


class FullScreen(QWidget):
    """The window of all panes on the whole screen; its keys are those of the wall."""

    closed = Signal()
    pressed = Signal(QKeyEvent)

    def __init__(self, wall: QWidget) -> None:
        super().__init__(wall, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setGeometry(wall.screen().geometry())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.pressed.emit(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)


class PaneGrid:
    def __init__(self, wall: QWidget, side: QWidget, foot: QWidget) -> None:
        """`side`: beside the panes, in the frame alone; `foot`: below them, on the whole screen too."""
        self.place = QWidget(wall)
        self._lines = QGridLayout(self.place)
        self._lines.setSpacing(2)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._foot = foot
        foot.setParent(self.place)
        self._row = QHBoxLayout(wall)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(side)
        self._row.addWidget(self.place, 1)
        side.setFixedWidth(theme.px(240))
        self._name, self._columns = "", 0
        self._cells: dict[int, Cell] = {}

    def arrange(self, name: str, panes: Sequence[VideoPane], shown: Sequence[int]) -> None:
        """Lay the panes with these numbers in this layout; hide the others."""
        self._name, self._columns = name, self._best_columns(EVEN[name]) if name in EVEN else 0
        cells = grid(self._columns, math.ceil(EVEN[name] / self._columns))[: EVEN[name]] if name in EVEN else cells_of(name)
        self._cells = dict(zip(shown, cells, strict=True))
        for number, pane in enumerate(panes):
            self._lines.removeWidget(pane)
            if number in self._cells:
                cell = self._cells[number]
                self._lines.addWidget(pane, cell.row, cell.column, cell.span, cell.span)
            pane.setVisible(number in self._cells)
        rows, columns = (max(at + cell.span for cell in cells for at in (cell[way],)) for way in (0, 1))
        self._lines.removeWidget(self._foot)
        self._lines.addWidget(self._foot, rows, 0, 1, columns)
        for line in range(MOST_LINES):
            self._lines.setRowStretch(line, int(line < rows))
            self._lines.setColumnStretch(line, int(line < columns))

    def is_outdated(self) -> bool:
        """Would the pictures of this layout now be larger side by side in another way?"""
        return self._name in EVEN and self._best_columns(EVEN[self._name]) != self._columns

    def beside(self, number: int, key: int) -> int | None:
        """The pane that this arrow key leads to; none when it is no arrow, or there is none."""
        way = next((way for arrow, way in WAYS.items() if arrow == key), None)
        here = self._cells.get(number)
        if way is None or here is None or len(self._cells) == 1:
            return None
        row = here.row + (way[0] if way[0] < 0 else way[0] * here.span)
        column = here.column + (way[1] if way[1] < 0 else way[1] * here.span)
        return next((other for other, cell in self._cells.items() if _covers(cell, row, column)), None)

    def take_out(self, window: QWidget) -> None:
        """Into a window of their own; `put_back` undoes it."""
        row = QHBoxLayout(window)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.place)

    def put_back(self) -> None:
        self._row.addWidget(self.place, 1)
        self.place.show()

    def _best_columns(self, count: int) -> int:
        """So many side by side that the pictures get as large as they can."""
        wide, high = self.place.width(), self.place.height()
        return max(range(1, count + 1), key=lambda columns: min(wide / columns, high / math.ceil(count / columns) * ASPECT))


def _covers(cell: Cell, row: int, column: int) -> bool:
    return cell.row <= row < cell.row + cell.span and cell.column <= column < cell.column + cell.span
