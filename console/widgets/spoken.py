"""A widget that can say everything anew, because the language or the theme has changed."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtGui import Qt as Text
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from console.widgets import theme


class Spoken(QWidget):
    """Subclasses put all their texts into `say` and call it once when they are built."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worn = theme.worn()  # what it is dressed for

    def say(self) -> None:
        """Set every text of this widget."""

    def dress(self) -> None:
        """Set every colour that the style sheet does not; what is hidden is dressed when it is shown."""
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.say()
        elif event.type() == QEvent.Type.StyleChange and self.isVisible():
            self._dress()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._dress()

    def _dress(self) -> None:
        if self._worn != theme.worn():
            self._worn = theme.worn()
            self.dress()


def label(kind: str = "", tone: str = "", wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """A label of a kind and tone of console.qss."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)  # what citizens write is no HTML; by itself Qt would look whether it is
    made.setProperty("kind", kind)
    made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    return made


def hint(text: str) -> str:
    """For a tool tip, which cannot be told that it is text: HTML that shows it letter by letter."""
    return Text.convertFromPlainText(text) if Text.mightBeRichText(text) else text


def button(kind: str = "", parent: QWidget | None = None) -> QPushButton:
    """A button of a kind of console.qss: "" secondary, "primary", "quiet", "tab"."""
    made = QPushButton(parent)
    made.setProperty("kind", kind)
    made.setAutoDefault(False)
    return made
