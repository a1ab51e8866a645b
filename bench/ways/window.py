"""The GUI thread of a way that has one: runs until the input of the process ends, and is asked how late it is all the while."""

import sys
import time

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

TICK_MS = 10


def run(app: QApplication) -> list[tuple[float, float]]:
    """Ticks, as `telling.ended` tells them."""
    late, due = list[tuple[float, float]](), time.monotonic()
    clock = QTimer(interval=TICK_MS)

    def tick() -> None:
        nonlocal due
        now = time.monotonic()
        late.append((now, max(0.0, 1e3 * (now - due) - TICK_MS)))
        due = now

    clock.timeout.connect(tick)
    clock.start()
    over = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    over.activated.connect(lambda: app.exit(0))
    app.exec()
    return late
