"""A widget that can say everything anew, because the language or the theme has changed."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtGui import Qt as Text
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLabel, QLineEdit, QPushButton, QWidget

from console.widgets import theme

Saying = Callable[[], str]  # makes a text in the language of now
NAMED = "named"  # a control that got its name here, and gets it again in another language


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
            name_controls(self)
        elif event.type() == QEvent.Type.StyleChange and self.isVisible():
            self._dress()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._dress()
        name_controls(self)

    def _dress(self) -> None:
        if self._worn != theme.worn():
            self._worn = theme.worn()
            self.dress()


def name_controls(holder: QWidget) -> None:
    """Of the controls that are attributes of a widget: what has no text is called like its hint, or else like what stands in it while it is empty.
    To a screen reader Qt says neither.
    """
    for part in vars(holder).values():
        if isinstance(part, QAbstractButton | QLineEdit | QComboBox | QAbstractSpinBox) and (not part.accessibleName() or part.property(NAMED)):
            line = part.lineEdit() if isinstance(part, QComboBox) else part
            said = part.toolTip() or (line.placeholderText() if isinstance(line, QLineEdit) else "")
            if said and not (isinstance(part, QAbstractButton) and part.text()):
                part.setAccessibleName(said)
                part.setProperty(NAMED, True)


class Label(QLabel):
    """What happened once, and no `say` says again, it is told by `tell`: so it is said anew in another language."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._saying: Saying | None = None

    def tell(self, saying: Saying) -> None:
        """Say this until another text is set."""
        self.setText(saying())
        self._saying = saying

    def setText(self, text: str) -> None:
        self._saying = None
        super().setText(text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._saying is not None:
            self.tell(self._saying)


def nothing() -> str:
    """A `Saying`."""
    return ""


def label(kind: str = "", tone: str = "", wrap: bool = False, parent: QWidget | None = None) -> Label:
    """A label of a kind and tone of console.qss."""
    made = Label(parent)
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
