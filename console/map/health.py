"""How much memory the web process of a map holds, and when that has become too much: a page that stands for weeks grows."""

import re
import sys
import time
import tomllib
from functools import cache
from pathlib import Path

import msgspec
import psutil
from PySide6.QtCore import QObject, QTimer, Signal

from console.look import RESOURCES

MB = 1_000_000
OWN = re.compile(r"^(?:Private_Dirty|Private_Hugetlb|Swap): +(\d+) kB$", re.MULTILINE)


class Budget(msgspec.Struct, frozen=True):
    """As resources/map/renderer.toml explains it."""

    budget_mb: float
    growth: float
    look_every_s: float
    calm_s: float
    patience_s: float


@cache
def budget() -> Budget:
    return msgspec.convert(tomllib.loads((RESOURCES / "map" / "renderer.toml").read_text("utf-8")), Budget)


def held(pid: int) -> int:
    """Bytes that the process has written and shares with no other; 0 when it is gone or hides them.

    The pages of its libraries, which USS counts too, are not among them: they became its own, 100 MB of them, whenever another console ended.
    """
    try:
        if sys.platform == "linux":
            return 1024 * sum(map(int, OWN.findall(Path(f"/proc/{pid}/smaps_rollup").read_text("ascii"))))
        return int(psutil.Process(pid).memory_full_info().uss) if pid > 0 else 0
    except (OSError, psutil.Error):
        return 0


class Health(QObject):
    """Looks at the process now and then. `outgrown` comes at every look until there is another one, once it holds more than its budget,
    has grown since it had drawn everything, and nobody is at the map.
    """

    outgrown = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.budget = budget()
        self._pid, self._first, self._due_at, self._touched_at = 0, 0, 0.0, 0.0
        self._timer = QTimer(self, interval=round(self.budget.look_every_s * 1000))
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def stop(self) -> None:
        """For good: the map is shut."""
        self._timer.stop()

    def restart(self, pid: int) -> None:
        """There is another process; 0 for none."""
        self._pid, self._first, self._due_at = pid, 0, 0.0

    def drawn(self) -> None:
        """All that is known has been drawn: what it holds now the first time is what it needs."""
        self._first = self._first or held(self._pid)

    def touch(self) -> None:
        """Somebody's hand is on the map."""
        self._touched_at = time.monotonic()

    def look(self) -> None:
        now, bytes_held = time.monotonic(), held(self._pid)
        if not self._first or bytes_held < max(self.budget.budget_mb * MB, self.budget.growth * self._first):
            self._due_at = 0.0
            return
        self._due_at = self._due_at or now
        if now - self._touched_at >= self.budget.calm_s or now - self._due_at >= self.budget.patience_s:
            self.outgrown.emit()
