"""The light table itself: findings side by side over its whole width, judged by keys."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle

from console.widgets.triage.tile import Tile

MOVES = frozenset(
    (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)
)
ROUND_PX = 2  # that a row leaves free


class LightTable(QListView):
    pressed_key = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in MOVES or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            self.pressed_key.emit(event.key())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside the scroll bar, whether it is there or not: else the tiles would grow until it comes, and shrink until it goes. Qt lays out the rows
        beside one as wide as the style has it, however slim it is dressed.
        """
        bar = max(self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self), self.verticalScrollBar().sizeHint().width())
        tile = self.itemDelegate()
        if isinstance(tile, Tile) and tile.fill(self.maximumViewportSize().width() - bar - ROUND_PX):
            self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)
