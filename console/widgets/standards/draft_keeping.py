"""When a draft of the standard is put: a moment after each change, and never while an earlier state of it is under way."""

from PySide6.QtCore import QObject, QTimer, Signal

SAVE_MS = 800  # after the last change: what is typed is on the backend before anybody can lose it


class DraftKeeping(QObject):
    """`unsaved`: something was typed that has not been put. `sending`: what was put has not been answered."""

    due = Signal()  # the draft as it stands is to be put now

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.unsaved, self.sending = False, False
        self._saver = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._saver.timeout.connect(self._put)

    def touch(self) -> None:
        self.unsaved = True
        self._saver.start()

    def flush(self) -> None:
        """At once, what would be put in a moment."""
        if self._saver.isActive():
            self._saver.stop()
            self._put()

    def drop(self) -> None:
        """What was typed is not put any more."""
        self._saver.stop()
        self.unsaved = False

    def go_on(self) -> None:
        """It was answered: what has been typed meanwhile is the next."""
        if self.unsaved:
            self._saver.start()

    def _put(self) -> None:
        if self.unsaved and not self.sending:
            self.unsaved, self.sending = False, True
            self.due.emit()
