"""What the operator has selected: one thing, the same in every pane."""

from PySide6.QtCore import QObject, Signal

from wire.codes import Noun


class Selection(QObject):
    changed = Signal(object, str)  # Noun | None, id
    repeated = Signal()  # what is selected was chosen once more, by hand

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.noun: Noun | None = None
        self.id = ""

    def set(self, noun: Noun | None, id: str = "") -> None:
        if (noun, id) != (self.noun, self.id):
            self.noun, self.id = noun, id
            self.changed.emit(noun, id)

    def repeat(self) -> None:
        if self.noun is not None:
            self.repeated.emit()
