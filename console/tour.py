"""Walks the panes by itself and leaves a picture of each: for machines without a display, and for everybody who judges the look."""

import logging
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter

from console.desk import Desk
from console.map.view import MapView
from console.wall.wall import Wall
from console.widgets import theme
from console.widgets.capture.sheet import CaptureSheet
from console.widgets.rewind.window import RewindWindow
from console.widgets.strip import BUSY_MS
from console.widgets.zones.form import CaptureForm

log = logging.getLogger(__name__)

LOOK_MS = 100
STEP_LIMIT_S = 60
REST_MS = 1200  # let what fades in be there
SHADE = QColor(0, 0, 0, 90)  # over the wall, while a form waits for its answer
RESTLESS = 8  # times that a picture is put off because the window is busy
FRAMES = 4  # of the page in a row: the first of them is on the screen then
COUNT_FRAMES = f"""
    window.framesShown = 0;
    (function count() {{ if (window.framesShown++ < {FRAMES}) requestAnimationFrame(count); }})();
"""


class Step(NamedTuple):
    """Do something, wait until it can be seen, take a picture of that name: of the wall, or of the window of the past with its map.

    `limit_s`: what is not seen for so long will not be. `at_once`: it is seen for a moment only. `over`: a form that stands over the wall, and is
    taken with it.
    """

    name: str
    do: Callable[[], None]
    seen: Callable[[], bool]
    of: Callable[[], tuple[RewindWindow, MapView]] | None = None
    limit_s: float = STEP_LIMIT_S
    at_once: bool = False
    over: Callable[[], CaptureSheet | CaptureForm] | None = None


class Tour(QObject):
    """`finished` carries the exit status: 0, or 1 when a step did not come to be seen; its picture is taken all the same."""

    finished = Signal(int)

    def __init__(self, desk: Desk, folder: Path, plan: Iterable[Step], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._folder = desk, folder
        self._steps = iter(plan)
        self._step: Step | None = None
        self._waited_ms, self._status, self._restless = 0, 0, 0
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer_of_frames = QTimer(self, interval=LOOK_MS)
        self._timer_of_frames.timeout.connect(self._count)

    def start(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._desk.wall.arranged.connect(self._begin, Qt.ConnectionType.SingleShotConnection)

    def _begin(self) -> None:
        """Pictures of two tours can be laid side by side: however somebody left the wall, it is walked as it is at first."""
        self._desk.wall.reset()
        self._timer.start()

    def _look(self) -> None:
        if self._step is None:
            self._next()
            return
        self._waited_ms += LOOK_MS
        if self._late():
            print(f"tour: {self._step.name} was not seen within {self._step.limit_s:g} s", file=sys.stderr)  # noqa: T201 - the tour's only voice
            self._status = 1
        elif not self._step.seen():
            return
        self._timer.stop()
        self._desk.strip.lateness.forget()  # what the step itself took: from now on the window rests, or does not
        if self._step.at_once:
            self._desk.wall.repaint()
            self._take()
            return
        if not self._pictured()[1].isVisible():  # it stands behind, and draws nothing
            QTimer.singleShot(REST_MS, self, self._take)
            return
        self._pictured()[1].probe(COUNT_FRAMES, lambda _: None)
        self._timer_of_frames.start()

    def _count(self) -> None:
        """What the page has heard is not yet on the screen: a large one without a GPU may take seconds for a frame."""
        self._waited_ms += LOOK_MS
        if self._late():
            self._counted(FRAMES)
        else:
            self._pictured()[1].probe("window.framesShown", self._counted)

    def _counted(self, frames: float | None) -> None:
        if self._timer_of_frames.isActive() and (frames or 0) >= FRAMES:
            self._timer_of_frames.stop()
            QTimer.singleShot(REST_MS, self, self._take)

    def _pictured(self) -> tuple[Wall | RewindWindow, MapView]:
        step = self._step
        return step.of() if step is not None and step.of is not None else (self._desk.wall, self._desk.map)

    def _late(self) -> bool:
        return self._step is not None and self._waited_ms > self._step.limit_s * 1000

    def _take(self) -> None:
        if self._step is not None:
            if not self._late() and not (self._step.at_once or (self._step.seen() and self._calm())):  # more has come meanwhile
                self._timer.start()
                return
            picture = self._picture()
            keep = partial(picture.save, str(self._folder / f"{self._step.name}.png"))
            QThreadPool.globalInstance().start(keep)  # writing one would be a long turn, and the strip of the next would say so
            log.info("tour: %s", self._step.name)
        self._step = None
        self._timer.start()

    def _calm(self) -> bool:
        """A strip that warns of the window says so of this one picture alone; where it does not stop, that is what is to be seen."""
        self._restless += 1
        return self._desk.strip.lateness.worked.usual() <= BUSY_MS or self._restless > RESTLESS

    def _picture(self) -> QImage:
        window = self._pictured()[0]
        picture = window.screen().grabWindow(window.winId()).toImage()
        if self._step is not None and self._step.over is not None:
            form = self._step.over()
            painter = QPainter(picture)
            painter.fillRect(picture.rect(), SHADE)
            place = form.geometry().translated(-window.geometry().topLeft())
            painter.drawPixmap(place.topLeft(), form.grab())
            painter.setPen(theme.colour("edge"))
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
            painter.end()
        return picture

    def _next(self) -> None:
        step = next(self._steps, None)
        if step is None:
            self._timer.stop()
            QThreadPool.globalInstance().waitForDone()
            self.finished.emit(self._status)
            return
        self._step, self._waited_ms, self._restless = step, 0, 0
        step.do()
