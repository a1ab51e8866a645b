"""How late the GUI thread is: a timer that is always on (DESIGN 4)."""

from collections import deque

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer

TICK_MS, KEPT = 20, 15_000  # five minutes


class Lateness(QObject):
    """`percentile(0.999)` is how many milliseconds late the GUI thread came to its timer, over the last five minutes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._late: deque[float] = deque(maxlen=KEPT)
        self._passed = QElapsedTimer()
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._note)

    def start(self) -> None:
        self._passed.start()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def percentile(self, share: float) -> float:
        """Milliseconds; 0 before the first tick."""
        if not self._late:
            return 0.0
        ordered = sorted(self._late)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)]

    def worst(self) -> float:
        return max(self._late, default=0.0)

    def _note(self) -> None:
        self._late.append(max(self._passed.nsecsElapsed() / 1e6 - TICK_MS, 0.0))
        self._passed.start()
