"""Says what this console's user is at, and hears what the others are at."""

import threading

from PySide6.QtCore import QObject, Signal

from console.api import Api, ApiError
from console.workers.worker import Worker
from wire.presence import PresenceReport

WAIT_S = 10.0  # the loss of the backend is noticed by others
HEARTBEAT_S = 15.0  # until the backend has said how often it wants one
LEAST_S = 0.7  # between two reports: who walks through the queue with the arrow key looks at nothing on the way
LEAVE_S = 0.5


class PresenceListener(Worker):
    """Its failures are not told by code: the poller of the feed meets the same ones and says so."""

    heard = Signal(object)  # Attendance
    lost = Signal()

    def __init__(self, api: Api, parent: QObject | None = None) -> None:
        super().__init__("presence", api, parent)
        self._seen = ""

    def step(self) -> None:
        attendance = self._api.attendance(self._seen, WAIT_S if self._seen else 0.0)
        if attendance.seen != self._seen:
            self._seen = attendance.seen
            self.heard.emit(attendance)

    def failed(self, error: ApiError) -> None:
        self._seen = ""
        self.lost.emit()


class PresenceTeller(Worker):
    """Tells the newest that it was told to, and the same again as a heartbeat. At its end it takes its leave: nobody waits for its silence."""

    def __init__(self, api: Api, desk: str, parent: QObject | None = None) -> None:
        super().__init__("herald", api, parent)
        self._desk, self._leaving = desk, api.twin()
        self._report, self._heartbeat_s = PresenceReport(), HEARTBEAT_S
        self._news = threading.Event()

    def tell(self, report: PresenceReport) -> None:
        """From the GUI thread; what is told in quick succession is sent once."""
        if report != self._report:
            self._report = report
            self._news.set()

    def beat(self, every_s: float) -> None:
        self._heartbeat_s = every_s

    def halt(self) -> None:
        super().halt()
        self._news.set()

    def step(self) -> None:
        self._api.tell_presence(self._desk, self._report)
        self._stopping.wait(LEAST_S)
        self._news.wait(self._heartbeat_s)
        self._news.clear()
        if self._stopping.is_set():
            self._leaving.leave(self._desk, LEAVE_S)

    def failed(self, error: ApiError) -> None: ...
