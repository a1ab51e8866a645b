"""Walks the panes by itself and leaves a picture of each: for machines without a display, and for everybody who judges the look."""

import logging
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from console.desk import Desk

log = logging.getLogger(__name__)

LOOK_MS = 100
STEP_LIMIT_S = 60
REST_MS = 1200  # let what fades in be there


class Step(NamedTuple):
    """Do something, wait until it can be seen, take a picture of that name."""

    name: str
    do: Callable[[], None]
    seen: Callable[[], bool]


class Tour(QObject):
    """`finished` carries the exit status: 0, or 1 when a step did not come to be seen; its picture is taken all the same."""

    finished = Signal(int)

    def __init__(self, desk: Desk, folder: Path, plan: Iterable[Step], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._folder = desk, folder
        self._steps = iter(plan)
        self._step: Step | None = None
        self._waited_ms, self._status = 0, 0
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._timer.start()

    def _look(self) -> None:
        if self._step is None:
            self._next()
            return
        self._waited_ms += LOOK_MS
        late = self._waited_ms > STEP_LIMIT_S * 1000
        if not late and not self._step.seen():
            return
        if late:
            print(f"tour: {self._step.name} was not seen within {STEP_LIMIT_S} s", file=sys.stderr)  # noqa: T201 - the tour's only voice
            self._status = 1
        self._timer.stop()
        QTimer.singleShot(REST_MS, self, self._take)

    def _take(self) -> None:
        if self._step is not None:
            picture = self._desk.wall.screen().grabWindow(self._desk.wall.winId())
            picture.save(str(self._folder / f"{self._step.name}.png"))
            log.info("tour: %s", self._step.name)
        self._step = None
        self._timer.start()

    def _next(self) -> None:
        step = next(self._steps, None)
        if step is None:
            self._timer.stop()
            self.finished.emit(self._status)
            return
        self._step, self._waited_ms = step, 0
        step.do()
