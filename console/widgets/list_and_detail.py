"""Parts side by side where there is room for all of them, else one above the other: a list and what was chosen in it."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from console.widgets import theme

WIDE = 640  # px: from here on side by side


class Turning(QWidget):
    """Each part with its share of the room; with `first_as_is` the first has its own height where it stands above the others.

    It asks for no more width than its widest part, so that it never holds a window open: side by side they stand from `wide` px on, and only where
    none of them is squeezed.
    """

    def __init__(self, wide: int, *parts: tuple[QWidget, int], gap: int = 0, first_as_is: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wide, self._first = wide, (0 if first_as_is else parts[0][1], parts[0][1])
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.px(gap))
        for part, share in parts:
            self._box.addWidget(part, share)
        self._box.setStretch(0, self._first[False])

    def minimumSizeHint(self) -> QSize:
        return QSize(max(self._least(), default=0), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # what stands in it has become wider, or narrower
            self._turn()
        return done

    def _least(self) -> list[int]:
        """Widths without which a part is squeezed."""
        items = (self._box.itemAt(at) for at in range(self._box.count()))
        return [item.minimumSize().width() for item in items if item is not None and not item.isEmpty()]

    def _turn(self) -> None:
        least = self._least()
        room = sum(least) + self._box.spacing() * max(len(least) - 1, 0)
        beside = self.width() >= max(theme.px(self._wide), room)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if way is not self._box.direction():
            self._box.setDirection(way)
            self._box.setStretch(0, self._first[beside])


class ListAndDetail(Turning):
    def __init__(self, first: QWidget, second: QWidget, shares: tuple[int, int] = (1, 1), parent: QWidget | None = None) -> None:
        super().__init__(WIDE, (first, shares[0]), (second, shares[1]), parent=parent)
