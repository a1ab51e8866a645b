"""How late the GUI thread is, and how much of that is its own work: a timer that is always on (DESIGN 4)."""

import time

import numpy as np
from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer

TICK_MS, KEPT = 20, 15_000  # five minutes
SPARED = 3  # of a minute a thousandth


class Figures:
    """The newest figures of a kind, ms. Noting one takes 0.2 µs, a percentile 0.1 ms."""

    def __init__(self) -> None:
        self._ring, self._count = np.zeros(KEPT), 0

    def __len__(self) -> int:
        return min(self._count, KEPT)

    def note(self, ms: float) -> None:
        self._ring[self._count % KEPT] = ms
        self._count += 1

    def percentile(self, share: float) -> float:
        """So much or less it was in this share of them; 0 before the first."""
        if not self._count:
            return 0.0
        place = min(int(share * len(self)), len(self) - 1)
        return float(np.partition(self._ring[: len(self)], place)[place])

    def worst(self) -> float:
        return self.percentile(1.0)

    def usual(self) -> float:
        """So much or less it was but for one in a thousand, and but for SPARED in any case: of few figures the longest is not their thousandth."""
        spared = max(len(self) // 1000, SPARED)
        return float(np.partition(self._ring[: len(self)], -spared - 1)[-spared - 1]) if len(self) > spared else 0.0


class Lateness(QObject):
    """Over the last five minutes, for each turn from one tick to the next: `late` is how late the GUI thread came to its timer, `worked` the
    processor time it took meanwhile. A long turn of our own shows in both; where the thread is late and has not worked, it waited: for the
    processor that others had, for a lock or for the disk."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.late, self.worked = Figures(), Figures()
        self._passed, self._processor_s = QElapsedTimer(), 0.0
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._note)

    def start(self) -> None:
        self._begin()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def forget(self) -> None:
        """Count anew: what was done until now is no work of this window."""
        self.late, self.worked = Figures(), Figures()
        self._begin()

    def _note(self) -> None:
        self.late.note(max(self._passed.nsecsElapsed() / 1e6 - TICK_MS, 0.0))
        self.worked.note((time.thread_time() - self._processor_s) * 1000)
        self._begin()

    def _begin(self) -> None:
        self._passed.start()
        self._processor_s = time.thread_time()
