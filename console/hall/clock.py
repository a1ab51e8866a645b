"""The Hall's clock. Live, it is the backend's time; a replay has a clock whose hands are moved."""

import time
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal


class Clock(QObject):
    """The backend's time, as far as its answers tell: this machine's own clock may be wrong."""

    ticked = Signal(object)  # datetime, once a second

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._anchor: tuple[datetime, float | None] = (datetime.now(UTC), time.monotonic())
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.tick)

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def now(self) -> datetime:
        at, since = self._anchor
        return at if since is None else at + timedelta(seconds=time.monotonic() - since)

    def set(self, at: datetime) -> None:
        """The backend says that it is `at` now."""
        self._anchor = (at, time.monotonic())

    def stand(self, at: datetime) -> None:
        """The hands of a replay are moved to `at`, and stand there."""
        self._anchor = (at, None)

    def tick(self) -> None:
        self.ticked.emit(self.now())
