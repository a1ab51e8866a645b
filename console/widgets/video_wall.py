"""Cameras side by side: 1, 4 or 9 panes, one of them hot."""

import math

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from console.hall.hall import Hall
from console.hall.streams import Streams, StreamState
from console.widgets import theme
from console.widgets.spoken import Spoken, button
from console.widgets.video import VideoPane
from console.widgets.video_choice import CameraChoice
from wire.codes import Noun

COUNTS = (1, 4, 9)
ASPECT = 16 / 9  # of most cameras
TICK_MS = 40  # one for all panes, instead of one signal per frame
SLOW_TICKS = 6  # states and words need no more than four looks a second


class VideoWall(Spoken):
    """A camera that is selected anywhere comes to the hot pane; a pane that is clicked becomes hot and selects its camera."""

    changed = Signal()  # count or cameras, so that they can be kept
    told = Signal(str, str, int)  # for the frame: scope, count, rows

    def __init__(self, hall: Hall, streams: Streams, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count, self.hot = 4, 0
        self._hall = hall
        self._enlarged, self._columns = False, 0
        self._chosen = False  # by an operator or from the kept layout; until then the wall fills itself
        self._told, self._ticks = ("", ""), 0
        self.panes = [self._make_pane(hall, streams, number) for number in range(max(COUNTS))]
        self.choice = CameraChoice(hall)
        self.choice.chosen.connect(lambda camera_id: hall.selection.set(Noun.CAMERA, camera_id))
        self.choice.chosen.connect(self.show_camera)
        self.tools = QWidget(self)  # for the header of the frame: every row above the pictures is taken from them
        self.tools.hide()
        self._counts, self._grid = QButtonGroup(self), QGridLayout()
        self._lay_out()
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.setTimerType(Qt.TimerType.PreciseTimer)
        self._tick.timeout.connect(self._refresh)
        hall.cameras.changed.connect(self._fill)
        hall.selection.changed.connect(self._on_selected)
        self.panes[0].set_hot(True)
        self.say()
        self._fill()
        self._arrange()

    def say(self) -> None:
        self.choice.setPlaceholderText(self.tr("Camera for the hot pane …"))
        for count in COUNTS:
            self._counts.button(count).setToolTip(self.tr("{count} panes").format(count=count))
        self.tell()

    def tell(self) -> None:
        self._told = self._summary()
        self.told.emit(*self._told, -1)

    # --- what others ask -----------------------------------------------------------------------------------------

    def set_count(self, count: int) -> None:
        """1, 4 or 9 panes."""
        if (count, False) != (self.count, self._enlarged):
            self.count, self._enlarged = count, False
            self.hot = min(self.hot, count - 1)
            self._make_hot(self.hot)
            self._arrange()
            self.changed.emit()

    def still(self) -> tuple[QImage, str] | None:
        """The picture of the hot pane and the name of its camera; none when it shows none."""
        pane = self.panes[self.hot]
        picture = pane.picture()
        return (picture.image, pane.face().name) if picture is not None else None

    def cameras(self) -> list[str]:
        """Ids by pane, empty where there is none; for keeping."""
        return [pane.camera_id for pane in self.panes]

    def restore(self, count: int, cameras: list[str]) -> None:
        """What was kept: see `count` and `cameras`."""
        for pane, camera_id in zip(self.panes, cameras, strict=False):
            pane.show_camera(camera_id)
        self._chosen = any(cameras)
        self.set_count(count if count in COUNTS else 4)

    def show_camera(self, camera_id: str) -> None:
        """In the pane that has it already, else in the hot one."""
        there = next((number for number, pane in enumerate(self.panes[: self.count]) if pane.camera_id == camera_id), None)
        if there is None:
            self._assign(self.hot, camera_id)
        else:
            self._make_hot(there)

    def toggle_enlarged(self, number: int) -> None:
        """This pane alone, or all again."""
        self._enlarged = not self._enlarged and self.count > 1
        self._make_hot(number)
        self._arrange()

    # --- inside --------------------------------------------------------------------------------------------------

    def _make_pane(self, hall: Hall, streams: Streams, number: int) -> VideoPane:
        pane = VideoPane(hall, streams, self)
        pane.picked.connect(lambda: self._on_picked(number))
        pane.enlarge_asked.connect(lambda: self.toggle_enlarged(number))
        pane.dropped.connect(lambda camera_id: self._assign(number, camera_id))
        return pane

    def _lay_out(self) -> None:
        bar = QHBoxLayout(self.tools)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(theme.px(4))
        bar.addWidget(self.choice, 1)
        for count in COUNTS:
            tab = button("tab")
            tab.setText(str(count))
            tab.setCheckable(True)
            tab.clicked.connect(lambda _, count=count: self.set_count(count))
            self._counts.addButton(tab, count)
            bar.addWidget(tab)
        self._grid.setSpacing(2)
        self._grid.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._grid, 1)

    def _arrange(self) -> None:
        """Give the grid the panes that are to be seen; the others are hidden, and look at nothing."""
        shown = [self.hot] if self._enlarged else list(range(self.count))
        columns = self._columns = self._best_columns(len(shown))
        for number, pane in enumerate(self.panes):
            self._grid.removeWidget(pane)
            if number in shown:
                place = shown.index(number)
                self._grid.addWidget(pane, place // columns, place % columns)
            pane.setVisible(number in shown)
        for line in range(max(COUNTS)):
            self._grid.setRowStretch(line, int(line < math.ceil(len(shown) / columns)))
            self._grid.setColumnStretch(line, int(line < columns))
        self._counts.button(self.count).setChecked(True)

    def _best_columns(self, count: int) -> int:
        """So many side by side that the pictures get as large as they can."""
        return max(range(1, count + 1), key=lambda columns: min(self.width() / columns, self.height() / math.ceil(count / columns) * ASPECT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._best_columns(1 if self._enlarged else self.count) != self._columns:
            self._arrange()

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

    def _summary(self) -> tuple[str, str]:
        """Which camera the hot pane has, and how many live."""
        camera = self._hall.cameras.get(self.panes[self.hot].camera_id)
        states = [pane.state() for pane in self.panes if pane.isVisible() and pane.camera_id]
        count = self.tr("{live} of {all} live").format(live=states.count(StreamState.LIVE), all=len(states)) if states else ""
        return camera.name if camera else "", count

    def _make_hot(self, number: int) -> None:
        self.hot = number
        for place, pane in enumerate(self.panes):
            pane.set_hot(place == number)

    def _assign(self, number: int, camera_id: str) -> None:
        self._chosen = True
        self.panes[number].show_camera(camera_id)
        self._make_hot(number)
        self.changed.emit()

    def _on_picked(self, number: int) -> None:
        self._make_hot(number)
        if self.panes[number].camera_id:
            self._hall.selection.set(Noun.CAMERA, self.panes[number].camera_id)

    def _on_selected(self, noun: Noun | None, id: str) -> None:
        if noun == Noun.CAMERA and id:
            self.show_camera(id)

    def _fill(self) -> None:
        """As long as nobody has chosen: the first cameras that can be watched."""
        if not self._chosen:
            cameras = sorted(self._hall.cameras, key=lambda camera: camera.code)
            watchable = [camera.id for camera in cameras if camera.sub_url or camera.main_url]
            for pane, camera_id in zip(self.panes, watchable, strict=False):
                pane.show_camera(camera_id)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()
