"""A few buttons of which one is pressed: quicker than a list, and each has its key."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from console import words
from console.widgets.fields import Field
from console.widgets.flow import Flow
from console.widgets.spoken import button


class ChoicesField(Field):
    """The value is a code; none while no button is pressed. `caps` are the keys, to be shown."""

    picked = Signal(object)  # by hand

    def __init__(self, name: str, codes: Sequence[StrEnum], caps: Sequence[str] = (), required: bool = False) -> None:
        self._codes, self._caps, self._box = list(codes), list(caps), QWidget()
        self._group = QButtonGroup()
        self._buttons: list[QPushButton] = []
        row = Flow(self._box)
        for number in range(len(self._codes)):
            made = button()
            made.setCheckable(True)
            self._buttons.append(made)
            self._group.addButton(made, number)
            row.addWidget(made)
        super().__init__(name, self._box, required)
        self.setFocusProxy(self._buttons[0])
        self._group.setParent(self)
        self._group.idClicked.connect(self._click)

    def value(self) -> StrEnum | None:
        return next((code for code, made in zip(self._codes, self._buttons, strict=True) if made.isChecked()), None)

    def set(self, code: StrEnum | None) -> None:
        """Without saying that somebody picked it."""
        self._group.setExclusive(False)
        for known, made in zip(self._codes, self._buttons, strict=True):
            made.setChecked(known is code)
        self._group.setExclusive(True)
        self.changed.emit()

    def content(self) -> object:
        code = self.value()
        return None if code is None else str(code)

    def put_back(self, content: Any) -> None:
        self.set(next((code for code in self._codes if code == content), None))

    def pick(self, number: int) -> None:
        """By its key."""
        if 0 <= number < len(self._codes):
            self.set(self._codes[number])
            self.picked.emit(self._codes[number])

    def say(self) -> None:
        super().say()
        for number, (code, made) in enumerate(zip(self._codes, self._buttons, strict=True)):
            cap = f"  {self._caps[number]}" if number < len(self._caps) else ""
            made.setText(words.of(code) + cap)

    def _click(self, number: int) -> None:
        self.changed.emit()
        self.picked.emit(self._codes[number])
