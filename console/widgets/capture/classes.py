"""Nine classes, each behind its digit."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from console import words
from console.hall.captures import Choice, ClassKey
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.spoken import Spoken, button


class ClassKeys(Spoken):
    """One is chosen by its digit or a click; a class that the standard in force does not have cannot be."""

    chosen = Signal(object)  # ClassKey

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._choices = hall, list[Choice]()
        self.key: ClassKey | None = None
        self._rows: list[QPushButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(2))

    def show_choices(self, choices: Sequence[Choice]) -> None:
        self._choices, self.key = list(choices), None
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [self._row(number) for number in range(len(choices))]
        self.say()

    def press(self, digit: int) -> None:
        """The first is 1; nothing when there are not so many, or when it is not in the standard."""
        if 0 < digit <= len(self._choices) and self._rows[digit - 1].isEnabled():
            self.key = self._choices[digit - 1].key
            self._mark()
            self.chosen.emit(self.key)

    def say(self) -> None:
        for number, (choice, row) in enumerate(zip(self._choices, self._rows, strict=True), start=1):
            known = self._hall.classes.get(choice.key)
            found = self.tr("  ·  {count} by this camera").format(count=choice.found) if choice.found else ""
            row.setText(f"{number}   {words.class_name(known, choice.key[1])}{found}")
            row.setEnabled(known is not None)
        self._mark()

    def _row(self, number: int) -> QPushButton:
        made = button("side")
        made.setCheckable(True)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(lambda: self.press(number + 1))
        self._column.addWidget(made)
        return made

    def _mark(self) -> None:
        for choice, row in zip(self._choices, self._rows, strict=True):
            row.setChecked(choice.key == self.key)
