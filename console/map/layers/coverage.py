"""How long ago an inspector was in each basic grid."""

from PySide6.QtCore import QObject

from console import words
from console.hall.hall import Hall
from console.map.layers.layer import Batch, Layer
from console.map.layers.points import NOTHING


class Coverage(Layer):
    """`values`: hours since an inspector was in each basic grid; `title`: as of when, empty for now."""

    name = "coverage"

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._basic = hall.basic
        hall.basic.covered.connect(self.restart)

    def whole(self) -> Batch:
        return Batch(NOTHING | {"values": self._basic.hours, "title": self._title()}, len(self._basic.hours))

    def _title(self) -> str:
        look = self._basic.look
        if look is None:
            return ""
        if look.at is None:
            return words.choose(f"近 {look.hours:g} 小时", f"Last {look.hours:g} h")
        at = f"{words.local(look.at):%m-%d %H:%M}"
        return words.choose(f"{at} 前 {look.hours:g} 小时", f"{look.hours:g} h before {at}")
