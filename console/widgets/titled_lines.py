"""A list of lines under a head of its own, among other things of a sheet: gone until there is something to tell."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.widgets import theme
from console.widgets.lines import HEIGHT, Line, Lines
from console.widgets.spoken import Spoken, label


class TitledLines(Spoken):
    """As high as its lines, of which `tall` are seen at once at most."""

    def __init__(self, tall: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tall = tall
        self.head, self.lines = label("lead", wrap=True), Lines()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(self.head)
        column.addWidget(self.lines)
        self.hide()

    def fill(self, head: str, lines: Sequence[Line]) -> None:
        self.head.setText(head)
        self.lines.take(lines)
        self.lines.setVisible(bool(lines))
        self.lines.setFixedHeight(theme.px(HEIGHT) * max(min(len(lines), self._tall), 1))
