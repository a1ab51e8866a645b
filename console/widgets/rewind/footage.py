"""What the cameras of a wall recorded, in panes side by side, all of the moment that the rewound hall is shown at."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from console.hall.governor import Governor
from console.hall.hall import Hall
from console.hall.past import Footage, Hand, PastState
from console.hall.streams import Load, View
from console.hall.video_layouts import count_of, is_layout
from console.widgets.playback.look import PastLook
from console.widgets.spoken import Spoken
from console.widgets.video import VideoPane
from console.widgets.video_grid import PaneGrid
from console.widgets.video_wall import DEFAULT, SLOW_TICKS, TICK_MS
from wire.codes import Noun


class NoStreams:
    """No camera is opened for the past."""

    def open(self, url: str, width: int, height: int, preview: bool = False) -> View:
        raise NotImplementedError

    def make_room(self, streams: int, per_host: int, left: int) -> None:
        pass

    def running(self) -> int:
        return 0

    def load(self) -> Sequence[Load]:
        return ()


class PastWall(Spoken):
    """`show_scene` says what hangs on it, `offer` whose walls there are to choose from. A camera that is selected, or dropped on a pane, comes to it.

    Nothing live is ever opened.
    """

    told = Signal(str, str, int)  # for the frame: scope, count, rows

    def __init__(self, hall: Hall, footage: Footage, hand: Hand, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layout_name, self.hot = DEFAULT, 0
        self.panes: list[VideoPane] = []
        self._hall, self._footage, self._hand = hall, footage, hand
        self._governor, self._streams = Governor(parent=self), NoStreams()
        self._enlarged, self._told, self._ticks = False, "", 0
        self.tools, self.whose = QWidget(self), QComboBox()
        self.whose.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        row = QHBoxLayout(self.tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.whose)
        row.addStretch(1)
        self.tools.hide()  # until it is in the header of its frame
        side, foot = QWidget(), QWidget()
        self._grid = PaneGrid(self, side, foot)
        for empty in (side, foot):
            empty.hide()
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._refresh)
        hall.selection.changed.connect(self._on_selected)
        self.show_scene(DEFAULT, ())

    @property
    def count(self) -> int:
        return count_of(self.layout_name)

    def show_scene(self, layout: str, cameras: Sequence[str]) -> None:
        """`cameras`: ids by pane, empty where there is none."""
        self.layout_name = layout if is_layout(layout) else DEFAULT
        self._enlarged = False
        while len(self.panes) < self.count:
            self.panes.append(self._make_pane(len(self.panes)))
        for number, pane in enumerate(self.panes):
            pane.show_camera(cameras[number] if number < min(len(cameras), self.count) else "")
        self._make_hot(min(self.hot, self.count - 1))
        self._arrange()
        self.tell()

    def offer(self, walls: Sequence[tuple[str, str]], chosen: str) -> None:
        """Users and how their walls are called; the user whose wall is shown."""
        there = [(self.whose.itemData(place), self.whose.itemText(place)) for place in range(self.whose.count())]
        if there != list(walls):
            self.whose.clear()
            for user, text in walls:
                self.whose.addItem(text, user)
        self.whose.setCurrentIndex(self.whose.findData(chosen))

    def reached(self) -> float | None:
        """How far the slowest of the panes that are seen has come, seconds since 1970; none while none is to be waited for."""
        told = [reached for pane in self.panes if pane.isVisible() and (reached := pane.reached()) is not None]
        return min(told, default=None)

    def cameras(self) -> list[str]:
        return [pane.camera_id for pane in self.panes[: self.count]]

    def show_camera(self, camera_id: str) -> None:
        """In the pane that has it already, else in the hot one."""
        there = next((number for number, pane in enumerate(self.panes[: self.count]) if pane.camera_id == camera_id), self.hot)
        self.panes[there].show_camera(camera_id)
        self._make_hot(there)

    def say(self) -> None:
        self.tell()

    def tell(self) -> None:
        self._told = self._summary()
        self.told.emit("", self._told, -1)

    # --- inside

    def _make_pane(self, number: int) -> VideoPane:
        pane = VideoPane(self._hall, self._streams, self._grid.place, self._governor)
        pane.look_back(PastLook(self._footage, self._hand), self._hand)
        pane.hide()
        pane.picked.connect(partial(self._pick, number))
        pane.enlarge_asked.connect(partial(self._enlarge, number))
        pane.dropped.connect(partial(self._put, number))
        pane.swapped.connect(partial(self._swap, number))
        return pane

    def _pick(self, number: int) -> None:
        self._make_hot(number)
        if camera_id := self.panes[number].camera_id:
            self._hall.selection.set(Noun.CAMERA, camera_id)

    def _enlarge(self, number: int) -> None:
        self._enlarged = not self._enlarged and self.count > 1
        self._make_hot(number)
        self._arrange()

    def _put(self, number: int, camera_id: str) -> None:
        self.panes[number].show_camera(camera_id)
        self._make_hot(number)

    def _swap(self, number: int, other: VideoPane) -> None:
        here, there = self.panes[number].camera_id, other.camera_id
        self.panes[number].show_camera(there)
        if other in self.panes:
            other.show_camera(here)

    def _make_hot(self, number: int) -> None:
        self.hot = number
        for place, pane in enumerate(self.panes):
            pane.set_hot(place == number)

    def _arrange(self) -> None:
        shown = [self.hot] if self._enlarged else list(range(self.count))
        self._grid.arrange("1" if self._enlarged else self.layout_name, self.panes, shown)

    def _refresh(self) -> None:
        self._ticks += 1
        slow = self._ticks % SLOW_TICKS == 0
        for pane in self.panes:
            if pane.isVisible():
                if slow:
                    pane.refresh()
                else:
                    pane.take_picture()
        if slow and self._summary() != self._told:
            self.tell()

    def _summary(self) -> str:
        states = [pane.past_state() for pane in self.panes[: self.count] if pane.camera_id]
        shown = sum(state == PastState.SHOWN for state in states)
        return self.tr("{shown} of {all} recorded").format(shown=shown, all=len(states)) if states else ""

    def _on_selected(self, noun: Noun | None, id: str) -> None:
        if noun is Noun.CAMERA and id:
            self.show_camera(id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._grid.is_outdated():
            self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()
