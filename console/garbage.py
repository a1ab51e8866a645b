"""Python's garbage of cycles is collected in the GUI thread and in no other.

Left to itself the collector runs in whichever thread happens to allocate, and takes down there what belongs to the window: a widget or a page
that was let go, the receiver of a signal. Threads that only made lists, beside such garbage, ended the process within seconds (decisions/0007).
"""

import gc
import sys

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 50  # what comes together between two looks is collected in a few ms
GROWN = 1.25  # as much more is alive as after the last time that everything was looked through: Python's own measure


class Garbage(QObject):
    """As often as Python itself would, from its making until its `end`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._alive, self._was = sys.getallocatedblocks(), gc.isenabled()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        gc.disable()

    def end(self) -> None:
        self._timer.stop()
        if self._was:
            gc.enable()

    def look(self) -> None:
        due = [count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if not due[0]:
            return
        if all(due) and sys.getallocatedblocks() > GROWN * self._alive:
            gc.collect()
            self._alive = sys.getallocatedblocks()
        else:
            gc.collect(1 if due[1] else 0)
