"""Walks the panes by itself and leaves a picture of each: for machines without a display, and for everybody who judges the look."""

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from console.desk import Desk
from console.hall.link import LinkState
from wire.codes import Noun, Status

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

    def __init__(self, desk: Desk, folder: Path, wear: Callable[[str], None], speak: Callable[[str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._folder, self._wear, self._speak = desk, folder, wear, speak
        self._steps = iter(self._plan())
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

    # What there is to see

    def _plan(self) -> list[Step]:
        desk = self._desk
        return [
            Step("hall", lambda: None, lambda: self._fresh() and desk.map.idle()),
            Step("case", lambda: self._choose(Status.DISPOSING, Status.PENDING_REVIEW, Status.PENDING_CHECK), self._card_shown),
            Step("dispatch", self._write_dispatch, self._card_shown),
            Step("video", lambda: desk.wall.show_pane("video"), self._cameras_live),
            Step("track", self._open_track, lambda: desk.hall.playback.track is not None and desk.map.idle()),
            Step("report", lambda: desk.wall.show_pane("report"), lambda: desk.map.idle()),
            Step("hall-light-en", self._switch, lambda: desk.map.idle()),
        ]

    def _fresh(self) -> bool:
        hall = self._desk.hall
        return hall.link.state == LinkState.FRESH and hall.cursor is not None and hall.catalogue is not None and len(hall.cases) > 0

    def _choose(self, *wanted: Status) -> None:
        cases = [case for case in self._desk.hall.cases if case.status in wanted]
        newest = max(cases, key=lambda case: case.status_at, default=None)
        if newest is not None:
            self._desk.hall.selection.set(Noun.CASE, newest.id)

    def _card_shown(self) -> bool:
        selection = self._desk.hall.selection
        return selection.id in self._desk.hall.cards and self._desk.map.idle()

    def _write_dispatch(self) -> None:
        self._choose(Status.PENDING_DISPATCH)
        self._desk.wall.show_pane("dispatch")
        self._desk.dispatch.focus()

    def _cameras_live(self) -> bool:
        return self._desk.video.all_live()

    def _open_track(self) -> None:
        hall = self._desk.hall
        self._desk.wall.show_pane("track")
        moving = [id for id, place in hall.fixes.items() if (place.speed or 0) > 1 and id in hall.units]
        chosen = moving[0] if moving else next((unit.id for unit in hall.units), None)
        if chosen is not None:
            hall.selection.set(Noun.UNIT, chosen)
            self._desk.track.choose_unit(chosen)

    def _switch(self) -> None:
        self._desk.wall.show_pane("card")
        self._wear("light")
        self._speak("en")
