"""A form in a window that stays until what it sends is stored, or says at the place that is wrong why it is not."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from console import words
from console.widgets import keys
from console.widgets.fields import Field
from console.widgets.spoken import label
from wire.problem import Problem

SAVE, CANCEL = QDialogButtonBox.StandardButton.Save, QDialogButtonBox.StandardButton.Cancel


class SavingForm(QDialog):
    """`submit` by the button or Ctrl+Enter; then `accept`, or `refuse` with what the backend says. Enter alone sends nothing that is half written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wrong = label("error", wrap=True)
        self.buttons = QDialogButtonBox(SAVE | CANCEL)
        for face in self.buttons.buttons():
            face.setIcon(QIcon())  # of another look than ours
        self.buttons.accepted.connect(self.submit)
        self.buttons.rejected.connect(self.reject)
        keys.bind(self, self.submit, "Ctrl+Return", "Ctrl+Enter")

    def submit(self) -> None:
        raise NotImplementedError

    def checked(self) -> Iterable[Field]:
        """The fields that say what is wrong with them."""
        raise NotImplementedError

    def refuse(self, problem: Problem) -> None:
        self.wait(False)
        self.say_wrong(words.problem(problem))

    def begin(self) -> None:
        """Nothing is wrong yet, and nothing under way."""
        self.clear()
        self.wait(False)
        self.open()

    def clear(self) -> None:
        self.wrong.hide()
        for field in self.checked():
            field.set_error("")

    def wait(self, waiting: bool) -> None:
        """For an answer."""
        self.buttons.button(SAVE).setEnabled(not waiting)

    def say_wrong(self, text: str) -> None:
        """What is about no single field."""
        self.wrong.setText(text)
        self.wrong.show()

    def say_buttons(self) -> None:
        self.buttons.button(SAVE).setText(self.tr("Save  Ctrl+Enter"))
        self.buttons.button(CANCEL).setText(self.tr("Cancel"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A window of Qt presses its first button by Enter, wherever one types."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
