"""Runs a tour on a video wall: page after page, with the next one opened beforehand; says where it is, and can be paused and led by hand."""

import time

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from console.hall.hall import Hall
from console.hall.stream_budget import Importance
from console.hall.streams import Streams
from console.hall.tours import Running, Tour, is_time, next_start, pages
from console.widgets import theme
from console.widgets.icons import icon
from console.widgets.spoken import Spoken, button, hint, label
from console.widgets.video_look import Look
from console.widgets.video_wall import VideoWall

AHEAD_S = 6.0  # so long before its turn the next page is opened
TICK_MS = 250
NAME_PX = 88  # of the header of the wall, for the name of a tour


class Patrol(QObject):
    """One tour on one wall. `changed`: another page, state or second."""

    changed = Signal()
    paged = Signal()  # another page is on the panes

    def __init__(self, wall: VideoWall, hall: Hall, streams: Streams) -> None:
        super().__init__(wall)
        self.tour: Tour | None = None
        self.paused, self.waiting, self.page = False, False, 0
        self._wall, self._hall, self._streams = wall, hall, streams
        self._ahead: list[Look] = []
        self._left_s, self._ticked = 0.0, 0.0
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def left_s(self) -> float:
        """Until the next page."""
        return self._left_s

    @property
    def group(self) -> str:
        return self._pages()[self.page][0] if self._pages() else ""

    def count(self) -> int:
        """Pages of the tour in this layout, with this many cells held by alarms."""
        return len(self._pages())

    def running(self) -> list[Running]:
        """One, or none."""
        return [Running(self.tour, self.page, self.paused)] if self.tour is not None else []

    def start(self, tour: Tour) -> None:
        self.resume(Running(tour))

    def resume(self, running: Running) -> None:
        """Where it was."""
        self.tour, self.page, self.paused = running.tour, running.page, running.paused
        self._wall.set_layout(running.tour.layout)
        self._ticked = time.monotonic()
        self._timer.start()
        self._show()

    def stop(self) -> None:
        self.tour, self.waiting = None, False
        self._timer.stop()
        self._close_ahead()
        self.changed.emit()

    def pause(self) -> None:
        """Stand still, or go on."""
        self.paused = not self.paused
        self.changed.emit()

    def step(self, pages: int) -> None:
        """By hand to the next page or back; the dwell begins anew."""
        if self.tour is not None and self.count():
            self.page = (self.page + pages) % self.count()
            self._show()

    def next_start(self) -> str:
        """When a tour outside of its periods goes on."""
        return next_start(self.tour, self._hall.clock.now()) if self.tour else ""

    def _pages(self) -> list[tuple[str, list[str]]]:
        return pages(self.tour, self._wall.tour_cells()) if self.tour else []

    def _show(self) -> None:
        found = self._pages()
        if self.tour is None or not found:
            return
        self.page = min(self.page, len(found) - 1)
        self._left_s = float(self.tour.dwell_s)
        self._wall.show_page(found[self.page][1])
        self._close_ahead()  # after the panes have taken the streams over
        self.paged.emit()
        self.changed.emit()

    def _tick(self) -> None:
        now, before = time.monotonic(), self._ticked
        self._ticked = now
        if self.tour is None:
            return
        was, self.waiting = self.waiting, not is_time(self.tour, self._hall.clock.now())
        if self.paused or self.waiting or not self._wall.seen:
            self._close_ahead()
        else:
            self._left_s -= now - before
            if self._left_s <= 0:
                self.step(1)
            elif self._left_s < AHEAD_S and not self._ahead:
                self._open_ahead()
        if was != self.waiting or int(self._left_s) != int(self._left_s + now - before):
            self.changed.emit()

    def _open_ahead(self) -> None:
        """The next page, key pictures only, as large as it will be shown: its first pictures are there when its turn comes."""
        found = self._pages()
        if len(found) < 2:
            return
        free = [pane for pane in self._wall.panes[: self._wall.count] if not (pane.alarm or pane.is_past)]  # as in `show_page`
        for pane, camera_id in zip(free, found[(self.page + 1) % len(found)][1], strict=False):
            look = Look(self._streams, self._wall.governor)
            look.importance = Importance.AHEAD
            look.at(self._hall.cameras.get(camera_id), pane.pixels())
            self._ahead.append(look)

    def _close_ahead(self) -> None:
        for look in self._ahead:
            look.away()
        self._ahead.clear()


class PatrolBar(Spoken):
    """Back, pause, next, where the tour is, and its end."""

    def __init__(self, patrol: Patrol, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._patrol = patrol
        self.back, self.pause, self.next, self.end = (button("quiet") for _ in range(4))
        self.where = label("small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(2))
        for widget in (self.back, self.pause, self.next, self.where, self.end):
            row.addWidget(widget)
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.back.clicked.connect(lambda: patrol.step(-1))
        self.next.clicked.connect(lambda: patrol.step(1))
        self.pause.clicked.connect(patrol.pause)
        self.end.clicked.connect(patrol.stop)
        patrol.changed.connect(self.say)
        self.say()

    def say(self) -> None:
        patrol, tour = self._patrol, self._patrol.tour
        self.setVisible(tour is not None)
        if tour is None:
            return
        for face, name, tip in (
            (self.back, "step-back", self.tr("Back (Page up)")),
            (self.pause, "play" if patrol.paused else "pause", self.tr("Go on (P)") if patrol.paused else self.tr("Pause (P)")),
            (self.next, "step-forward", self.tr("Next (Page down)")),
            (self.end, "close", self.tr("End the tour")),
        ):
            face.setIcon(icon(name))
            face.setToolTip(tip)
            face.setAccessibleName(tip)
        name = patrol.group or tour.name
        self.where.setText(self._where(self.where.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, theme.px(NAME_PX))))
        self.where.setToolTip(hint(name))

    def _where(self, name: str) -> str:
        patrol = self._patrol
        place = self.tr("{name} {page}/{pages}").format(name=name, page=patrol.page + 1, pages=patrol.count())
        if patrol.waiting:
            return self.tr("{place} · waits until {time}").format(place=place, time=patrol.next_start())
        if patrol.paused:
            return self.tr("{place} · paused").format(place=place)
        return self.tr("{place} · {seconds} s").format(place=place, seconds=max(0, round(patrol.left_s)))
