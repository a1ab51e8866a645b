"""What is to be looked at again after changes, once however many of them come."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

PAUSE_MS = 200


class Soon(QTimer):
    """`ask` as often as you like: `work` is done once, a moment after the first."""

    def __init__(self, work: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent, singleShot=True, interval=PAUSE_MS)
        self.timeout.connect(work)

    def ask(self) -> None:
        if not self.isActive():
            self.start()
