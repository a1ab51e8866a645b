"""The address of a stream: whole while somebody types, without its secrets otherwise."""

import re

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit

from console.widgets.fields import LineField

SECRET = "•••"
LOGIN = re.compile(r"(?<=://)[^/?@]*@")
KEYS = re.compile(r"(?<=[?&/;_])((?:token|key|sign|secret|auth|user|pass|pwd|psw)[^=&/]*)=[^&]*", re.IGNORECASE)


def veiled(address: str) -> str:
    """What may be seen over somebody's shoulder."""
    return KEYS.sub(rf"\1={SECRET}", LOGIN.sub(f"{SECRET}@", address))


class AddressLine(QLineEdit):
    """`address` is what it holds, whatever it shows."""

    def __init__(self) -> None:
        super().__init__()
        self._kept = ""

    @property
    def address(self) -> str:
        return (self.text() if self.hasFocus() else self._kept).strip()

    def hold(self, address: str) -> None:
        self._kept = address
        self.setText(address if self.hasFocus() else veiled(address))
        self.setCursorPosition(0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.setText(self._kept)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._kept = self.text()
        self.setText(veiled(self._kept))
        self.setCursorPosition(0)


class AddressField(LineField):
    def __init__(self, name: str) -> None:
        super().__init__(name, line=AddressLine())

    @property
    def _line(self) -> AddressLine:
        assert isinstance(self.edit, AddressLine)
        return self.edit

    def value(self) -> str | None:
        return self._line.address or None

    def set(self, text: str) -> None:
        self._line.hold(text)
