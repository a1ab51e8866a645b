"""What a report is made of: a call, or what 12345 has passed on. Nothing of it is shown, for its pane shows it."""

from typing import Any

from console.widgets.fields import Field
from console.widgets.spoken import label


class OriginField(Field):
    """Nobody types it, and the draft keeps it: whichever report is written on meanwhile, and after a crash, each is linked to its own."""

    def __init__(self) -> None:
        self.call = self.transfer = ""  # ids; one of them at most
        super().__init__("origin", label("body2"))
        self.hide()

    def value(self) -> str | None:
        return self.call or self.transfer or None

    def set(self, call: str = "", transfer: str = "") -> None:
        self.call, self.transfer = call, transfer
        self.changed.emit()

    def content(self) -> object:
        return {"call": self.call, "transfer": self.transfer}

    def put_back(self, content: Any) -> None:
        self.set(**content)
