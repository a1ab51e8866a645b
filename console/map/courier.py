"""Carries what changed from the layers to the page: at most one batch per layer and tick, and none before the last was applied.

A prompt layer waits for no tick when it begins anew: somebody has asked for it and looks on.
While a layer is filled for the first time, the next page is packed as soon as the page has fetched the last: neither waits for the other.
"""

import time
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from console.map.bridge import Bridge
from console.map.layers.layer import Layer
from console.map.reader import Reader
from console.map.scheme import Reply

TICK_MS = 100
AHEAD = 2  # batches of one layer that may be on their way during its first fill


class Courier(QObject):
    """A page that is slow gets fewer and fuller batches, never a queue of old ones."""

    emptied = Signal()  # the page has applied everything there is

    def __init__(self, layers: Sequence[Layer], bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._readers = {layer.name: Reader(layer, self) for layer in layers}
        self._bridge, self._serial, self._open = bridge, 0, False
        self._waiting: dict[str, set[int]] = {layer.name: set() for layer in layers}
        self._parcels: dict[tuple[str, int], bytes] = {}
        self._timer, self._ticked_at = QTimer(self, singleShot=True), 0.0
        self._timer.timeout.connect(self._tick)
        bridge.applied.connect(self._applied)
        for reader in self._readers.values():
            reader.woken.connect(self._wake)
            if reader.layer.prompt:
                reader.layer.restarted.connect(partial(self._begin, reader))

    def start(self) -> None:
        """The page listens, and has nothing yet."""
        self._open = True
        for reader in self._readers.values():
            reader.restart()
        self._tick()

    def stop(self) -> None:
        """There is no page, or it is gone with all that it had."""
        self._open = False
        self._timer.stop()
        for serials in self._waiting.values():
            serials.clear()
        self._parcels.clear()

    def idle(self) -> bool:
        return self._open and not any(self._waiting.values()) and not any(reader.dirty() for reader in self._readers.values())

    def door(self, rest: str) -> Reply | None:
        """`LAYER/SERIAL`: the columns of a batch too large for the channel."""
        name, _, serial = rest.partition("/")
        parcel = self._parcels.get((name, int(serial))) if serial.isdecimal() else None
        if parcel is None:
            return None
        reader = self._readers[name]
        if reader.dirty() >= reader.layer.page and len(self._waiting[name]) < AHEAD:
            QTimer.singleShot(0, self, lambda: self._send(reader))
        return Reply("application/octet-stream", parcel)

    def _wake(self) -> None:
        """After a pause at the end of this turn, so that what is alone is not late; else a tick after the last."""
        if self._open and not self._timer.isActive():
            self._timer.start(max(0, round(TICK_MS - 1000 * (time.monotonic() - self._ticked_at))))

    def _begin(self, reader: Reader) -> None:
        """At the end of this turn, in which it may begin anew more than once."""
        QTimer.singleShot(0, self, partial(self._send_next, reader))

    def _tick(self) -> None:
        self._ticked_at = time.monotonic()
        for reader in self._readers.values():
            self._send_next(reader)

    def _send_next(self, reader: Reader) -> None:
        """Unless the page still has the last."""
        if not self._waiting[reader.layer.name]:
            self._send(reader)

    def _send(self, reader: Reader) -> None:
        parcel = reader.take() if self._open else None
        if parcel is None:
            return
        self._serial += 1
        name = reader.layer.name
        self._waiting[name].add(self._serial)
        if not parcel.text:
            self._parcels[name, self._serial] = parcel.body
        self._bridge.send(name, self._serial, parcel.text)

    def _applied(self, name: str, serial: int) -> None:
        if serial not in self._waiting.get(name, ()):
            return
        self._waiting[name].remove(serial)
        self._parcels.pop((name, serial), None)
        reader = self._readers[name]
        if reader.dirty() >= reader.layer.page and not self._waiting[name]:  # the first fill: nobody gains by waiting for the tick
            self._send(reader)
        elif reader.dirty():
            self._wake()
        elif self.idle():
            self.emptied.emit()
