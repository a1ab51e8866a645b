"""Cameras side by side: 1, 4 or 9 panes, one of them hot."""

import math

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QCompleter, QGridLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from console.hall.hall import Hall
from console.hall.streams import Streams, StreamState
from console.widgets.video import VideoPane
from wire.codes import Noun

COUNTS = (1, 4, 9)
TICK_MS = 40  # one for all panes, instead of one signal per frame


class VideoWall(QWidget):
    """A camera that is selected anywhere comes to the hot pane; a pane that is clicked becomes hot and selects its camera."""

    changed = Signal()  # count or cameras, so that they can be kept

    def __init__(self, hall: Hall, streams: Streams, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count, self.hot = 4, 0
        self._hall = hall
        self._enlarged = False
        self._chosen = False  # by an operator or from the kept layout; until then the wall fills itself
        self.panes = [self._make_pane(hall, streams, number) for number in range(max(COUNTS))]
        self._choice = self._make_choice()
        self._summary = QLabel()
        self._counts = QButtonGroup(self)
        self._grid = QGridLayout()
        self._grid.setSpacing(2)
        self._build()
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.setTimerType(Qt.TimerType.PreciseTimer)
        self._tick.timeout.connect(self._refresh)
        hall.cameras.changed.connect(self._on_cameras_changed)
        hall.selection.changed.connect(self._on_selected)
        self.panes[0].set_hot(True)
        self._on_cameras_changed()
        self._arrange()

    # --- what others ask -----------------------------------------------------------------------------------------

    def set_count(self, count: int) -> None:
        """1, 4 or 9 panes."""
        if (count, False) != (self.count, self._enlarged):
            self.count, self._enlarged = count, False
            self.hot = min(self.hot, count - 1)
            self._make_hot(self.hot)
            self._arrange()
            self.changed.emit()

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

    def _make_choice(self) -> QComboBox:
        choice = QComboBox()
        choice.setEditable(True)
        choice.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        choice.setMinimumContentsLength(16)
        completer = QCompleter(choice.model(), choice)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        choice.setCompleter(completer)
        choice.setToolTip(self.tr("Show a camera in the hot pane"))
        choice.activated.connect(lambda row: self._hall.selection.set(Noun.CAMERA, choice.itemData(row)))
        return choice

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(4, 2, 4, 2)
        bar.addWidget(self._choice, 1)
        bar.addWidget(self._summary)
        for count in COUNTS:
            button = QToolButton()
            button.setText(str(count))
            button.setCheckable(True)
            button.setToolTip(self.tr("{} panes").format(count))
            button.clicked.connect(lambda _, count=count: self.set_count(count))
            self._counts.addButton(button, count)
            bar.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addLayout(self._grid, 1)

    def _arrange(self) -> None:
        """Give the grid the panes that are to be seen; the others are hidden, and look at nothing."""
        shown = [self.hot] if self._enlarged else list(range(self.count))
        columns = math.isqrt(len(shown))
        for number, pane in enumerate(self.panes):
            self._grid.removeWidget(pane)
            if number in shown:
                place = shown.index(number)
                self._grid.addWidget(pane, place // columns, place % columns)
            pane.setVisible(number in shown)
        for line in range(math.isqrt(max(COUNTS))):
            self._grid.setRowStretch(line, int(line < columns))
            self._grid.setColumnStretch(line, int(line < columns))
        self._counts.button(self.count).setChecked(True)

    def _refresh(self) -> None:
        for pane in self.panes:
            if pane.isVisible():
                pane.refresh()
        self._summary.setText(self._summarise())

    def _summarise(self) -> str:
        states = [pane.state() for pane in self.panes if pane.isVisible() and pane.camera_id]
        return self.tr("{} of {} live").format(states.count(StreamState.LIVE), len(states)) if states else ""

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

    def _on_cameras_changed(self) -> None:
        cameras = sorted(self._hall.cameras, key=lambda camera: camera.code)
        with QSignalBlocker(self._choice):
            self._choice.clear()
            for camera in cameras:
                self._choice.addItem(camera.name, camera.id)
            self._choice.setCurrentIndex(-1)
        if not self._chosen:
            watchable = [camera.id for camera in cameras if camera.sub_url or camera.main_url]
            for pane, camera_id in zip(self.panes, watchable, strict=False):
                pane.show_camera(camera_id)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()
