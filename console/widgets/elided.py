"""A line of text that never makes its window wider: what does not fit is cut off with an ellipsis, and its hint says all of it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from console.widgets import theme
from console.widgets.spoken import Label, hint

LEAST_PX = 24


class Elided(Label):
    """Of a kind and tone of console.qss, as `label` is."""

    def __init__(self, kind: str = "", tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", kind)
        self.setProperty("tone", tone)

    def setText(self, text: str, more: str = "") -> None:
        """`more` is said by the hint below all of the text."""
        super().setText(text)
        self.setToolTip(hint("\n".join(part for part in (text, more) if part)))

    def minimumSizeHint(self) -> QSize:
        whole = super().minimumSizeHint()
        return QSize(min(whole.width(), theme.px(LEAST_PX)), whole.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        inside = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, inside.width())
        align = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value
        self.style().drawItemText(QPainter(self), inside, align, self.palette(), self.isEnabled(), text, self.foregroundRole())
