"""Photos that were fetched, by id: the newest few, for they are large."""

from collections import OrderedDict

from PySide6.QtCore import QObject, Signal

KEPT_BYTES = 64_000_000


class Photos(QObject):
    arrived = Signal(str, bytes)  # id, the encoded image; empty when it could not be had

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._images: OrderedDict[str, bytes] = OrderedDict()

    def put(self, id: str, image: bytes) -> None:
        self._images[id] = image
        self._images.move_to_end(id)
        while len(self._images) > 1 and sum(map(len, self._images.values())) > KEPT_BYTES:
            self._images.popitem(last=False)
        self.arrived.emit(id, image)

    def miss(self, id: str) -> None:
        """It was asked for, and could not be had."""
        self.arrived.emit(id, b"")

    def get(self, id: str) -> bytes | None:
        """The encoded image, or none when it was not fetched or is gone again."""
        if id in self._images:
            self._images.move_to_end(id)
        return self._images.get(id)
