"""Cameras side by side, in one of many layouts, one pane of them hot."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.hall.governor import Governor
from console.hall.hall import Hall
from console.hall.stream_budget import Importance
from console.hall.streams import Streams, StreamState
from console.hall.video_layouts import EVEN, count_of, is_layout
from console.widgets.spoken import Spoken
from console.widgets.video import VideoPane
from console.widgets.video_alarms import WaitingAlarms
from console.widgets.video_choice import CameraChoice
from console.widgets.video_grid import FullScreen, PaneGrid
from console.widgets.video_held import HeldCells
from console.widgets.video_list import CameraList
from console.widgets.video_load import LoadButton
from console.widgets.video_menu import PaneMenu
from console.widgets.video_renderer import PAINTED, Renderer
from console.widgets.video_tools import WallTools
from wire.codes import Noun

DEFAULT = "4"
TICK_MS = 40  # one for all panes, instead of one signal per frame
SLOW_TICKS, LOAD_TICKS = 6, 24  # states and words need no more than four looks a second, and what the streams take one


class VideoWall(Spoken):
    """A camera that is selected anywhere comes to the hot pane; a pane that is clicked becomes hot and selects its camera.

    Keys: 1 to 9 choose the hot pane, the arrows move it and with Ctrl swap it, Enter shows it alone, Delete empties it, + - 0 zoom, F is the full
    screen, I says what is seen, S turns its sound on, A acknowledges its alarm, V lists the saved layouts, C the cameras.
    """

    changed = Signal()  # layout or cameras, so that they can be kept
    told = Signal(str, str, int)  # for the frame: scope, count, rows
    taken = Signal()  # somebody has put a camera into a pane by hand
    key = Signal(int)  # one that the wall does not know
    spoken = Signal()  # another language
    made_hot = Signal()  # another pane

    def __init__(
        self, hall: Hall, streams: Streams, parent: QWidget | None = None, governor: Governor | None = None, renderer: Renderer = PAINTED
    ) -> None:
        super().__init__(parent)
        self.layout_name, self.hot = DEFAULT, 0
        self.panes: list[VideoPane] = []
        self.governor = governor or Governor(parent=self, streams=streams)
        self._hall, self._streams, self._renderer = hall, streams, renderer
        self._enlarged, self._informed = False, False
        self._chosen = False  # by an operator or from the kept layout; until then the wall fills itself
        self._told, self._ticks = ("", ""), 0
        self.list = CameraList(hall)
        self.list.hide()
        self.list.chosen.connect(self.show_camera)
        self.waiting = WaitingAlarms(hall)
        self._held = HeldCells(self)
        below = QWidget()
        self.foot = QVBoxLayout(below)  # below the panes, on the whole screen too
        self.foot.setContentsMargins(0, 0, 0, 0)
        self.foot.setSpacing(0)
        self.foot.addWidget(self.waiting)
        self._grid = PaneGrid(self, self.list, below)
        self.choice, self.load = CameraChoice(hall), LoadButton(self.governor, streams)
        self.choice.chosen.connect(lambda camera_id: hall.selection.set(Noun.CAMERA, camera_id))
        self.choice.chosen.connect(self.show_camera)
        self.choice.chosen.connect(lambda _: self.panes[self.hot].setFocus())
        self.tools = WallTools(self.choice, self.load, self)  # for the header of the frame: every row above the pictures is taken from them
        self.tools.layout_wanted.connect(self.set_layout)
        self.tools.full_wanted.connect(self.toggle_full)
        self.menu = PaneMenu(hall.listening, self)
        self._full: FullScreen | None = None
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.setTimerType(Qt.TimerType.PreciseTimer)
        self._tick.timeout.connect(self._refresh)
        hall.cameras.changed.connect(self._fill)
        hall.selection.changed.connect(self._on_selected)
        self._grow(self.count)
        self._make_hot(0)
        self.say()
        self._fill()
        self._arrange()

    @property
    def count(self) -> int:
        return count_of(self.layout_name)

    @property
    def enlarged(self) -> bool:
        """Does one pane stand alone?"""
        return self._enlarged

    @property
    def seen(self) -> bool:
        """Is it on a screen?"""
        return self._tick.isActive()

    def say(self) -> None:
        self.choice.setPlaceholderText(self.tr("Camera for the hot pane …"))
        self.spoken.emit()
        self.tell()

    def tell(self) -> None:
        self._told = self._summary()
        self.told.emit(*self._told, -1)

    # --- what others ask -----------------------------------------------------------------------------------------

    def set_layout(self, name: str) -> None:
        """One of `console.hall.video_layouts`."""
        if (name, False) != (self.layout_name, self._enlarged):
            self.layout_name, self._enlarged = name, False
            self._grow(self.count)
            self._make_hot(min(self.hot, self.count - 1))
            self._fill()
            self._held.move()
            self._arrange()
            self.changed.emit()

    def still(self) -> tuple[QImage, str] | None:
        """The picture of the hot pane and the name of its camera, of the past with its time; none when it shows none."""
        pane = self.panes[self.hot]
        picture, face = pane.picture(), pane.face()
        return (picture.image, " · ".join(filter(None, (face.name, face.past)))) if picture is not None else None

    def cameras(self) -> list[str]:
        """Ids by pane, empty where there is none; for keeping."""
        return [pane.camera_id for pane in self.panes[: self.count]]

    def restore(self, layout: str, cameras: list[str]) -> None:
        """What was kept: see `layout_name` and `cameras`."""
        layout = layout if is_layout(layout) else DEFAULT
        self._grow(count_of(layout))
        for pane, camera_id in zip(self.panes, cameras, strict=False):
            pane.show_camera(camera_id)
        self._chosen = any(cameras)
        self.set_layout(layout)

    def show_page(self, cameras: list[str]) -> None:
        """Of a tour: these cameras from the first pane on, but where an alarm holds its cell, or somebody looks at the past."""
        self._chosen = True
        held = {pane.camera_id for pane in self.panes[: self.count] if pane.alarm or pane.is_past}
        rest = (camera_id for camera_id in cameras if camera_id not in held)
        for pane in self.panes[: self.count]:
            if not (pane.alarm or pane.is_past):
                pane.show_camera(next(rest, ""))

    def free_cells(self) -> int:
        """Panes that no alarm holds."""
        return sum(not pane.alarm for pane in self.panes[: self.count])

    def tour_cells(self) -> int:
        """Panes that a tour may have: no alarm holds them, and nobody looks at the past there."""
        return sum(not (pane.alarm or pane.is_past) for pane in self.panes[: self.count])

    def raise_alarm(self, camera_id: str, text: str) -> None:
        """This camera keeps a cell until `acknowledge`, whatever a tour does: the one that has it, else the last that is neither hot nor held.

        Where every cell holds one already, it waits for the next that is free.
        """
        self._held.raise_one(camera_id, text)

    def release_alarm(self, camera_id: str) -> None:
        """Nothing is to be looked at on this camera any more: it keeps no cell, and waits for none. One that waits takes the cell."""
        self._held.release(camera_id)

    def tell_alarms(self, text_of: Callable[[str], str]) -> None:
        """Each says from now on what is said of its camera, where anything is: in another language."""
        self._held.tell(text_of)

    def acknowledge(self) -> bool:
        """The alarm of the hot pane, else of the first that holds one, but for one behind a pane that stands alone: that is led to, for nobody has
        seen it. False when there is none. One that waits takes its cell."""
        return self._held.acknowledge()

    def show_camera(self, camera_id: str) -> None:
        """In the pane that has it already, else in the hot one."""
        there = next((number for number in (self.hot, *range(self.count)) if self.panes[number].camera_id == camera_id), None)
        if there is None:
            self._assign(self.hot, camera_id)
        else:
            self._make_hot(there)

    def show_cameras(self, camera_ids: Sequence[str]) -> None:
        """These and no others, put there by hand, in the smallest layout that has room for them beside what holds its cell."""
        cells = len(camera_ids) + self.count - self.tour_cells()
        self.taken.emit()
        self.set_layout(next((name for name, room in EVEN.items() if room >= cells), max(EVEN, key=EVEN.__getitem__)))
        self.show_page(list(camera_ids))
        self._make_hot(0)
        self.changed.emit()

    def show_layout(self, layout: str, cameras: Sequence[str]) -> None:
        """A layout with its cameras, put there by hand; an alarm keeps its cell, and whoever looks at the past."""
        self.taken.emit()
        self._chosen = True
        self.set_layout(layout if is_layout(layout) else DEFAULT)
        held = {pane.camera_id for pane in self.panes[: self.count] if pane.alarm or pane.is_past}
        for pane, camera_id in zip(self.panes[: self.count], cameras, strict=False):
            if not (pane.alarm or pane.is_past):
                pane.show_camera("" if camera_id in held else camera_id)
        self.changed.emit()

    def toggle_enlarged(self, number: int) -> None:
        """This pane alone, or all again."""
        self._enlarged = not self._enlarged and self.count > 1
        self._make_hot(number)
        self._arrange()

    def toggle_full(self) -> None:
        """All panes on the whole screen, or back in their frame."""
        if self._full is not None:
            self._full.close()
            return
        self._full = FullScreen(self)
        self._full.closed.connect(self._on_full_closed)
        self._full.pressed.connect(self.keyPressEvent)
        self._grid.take_out(self._full)
        self._full.showFullScreen()
        self._arrange()
        self.panes[self.hot].setFocus()

    # --- inside --------------------------------------------------------------------------------------------------

    def _on_full_closed(self) -> None:
        self._full = None
        self._grid.put_back()
        self._arrange()

    def _grow(self, count: int) -> None:
        while len(self.panes) < count:
            self.panes.append(self._make_pane(len(self.panes)))

    def _make_pane(self, number: int) -> VideoPane:
        pane = VideoPane(self._hall, self._streams, self._grid.place, self.governor, self._renderer)
        pane.inform(self._informed)
        pane.hide()
        pane.picked.connect(lambda: self._on_picked(number))
        pane.enlarge_asked.connect(lambda: self.toggle_enlarged(number))
        pane.dropped.connect(lambda camera_id: self._assign(number, camera_id))
        pane.swapped.connect(lambda other: self._on_swapped(number, other))
        pane.emptied.connect(lambda: self._on_emptied(number))
        pane.menu_asked.connect(lambda at: self.menu.ask(pane, at))
        return pane

    def _on_emptied(self, number: int) -> None:
        """Who empties a cell has seen its alarm."""
        self.panes[number].hold_alarm("")
        self.weigh()
        self._held.seat()
        self.changed.emit()

    def _arrange(self) -> None:
        """Give the grid the panes that are to be seen; the others are hidden, and look at nothing."""
        shown = [self.hot] if self._enlarged else list(range(self.count))
        self.weigh()
        self._grid.arrange("1" if self._enlarged else self.layout_name, self.panes, shown)
        self.tools.set_layout(self.layout_name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._grid.is_outdated():
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
        if slow:
            self.governor.tick()
            if self._ticks % LOAD_TICKS == 0:
                self.load.refresh()
            if self._summary() != self._told:
                self.tell()

    def _summary(self) -> tuple[str, str]:
        """Which camera the hot pane has, and how many live."""
        camera = self._hall.cameras.get(self.panes[self.hot].camera_id)
        states = [pane.state() for pane in self.panes if pane.isVisible() and pane.camera_id]
        count = self.tr("{live} of {all} live").format(live=states.count(StreamState.LIVE), all=len(states)) if states else ""
        return camera.name if camera else "", count

    def _make_hot(self, number: int) -> None:
        turned, self.hot = self._enlarged and number != self.hot, number
        for place, pane in enumerate(self.panes):
            pane.set_hot(place == number)
        self.weigh()
        if turned:
            self._arrange()
        self.made_hot.emit()

    def weigh(self) -> None:
        """Tell each pane how important it is, for the governor."""
        hot = Importance.ALONE if self._enlarged else Importance.HOT
        for place, pane in enumerate(self.panes):
            pane.set_importance(Importance.ALARM if pane.alarm else hot if place == self.hot else Importance.PLAIN)
        behind = (pane for place, pane in enumerate(self.panes[: self.count]) if self._enlarged and place != self.hot)
        self.waiting.tell_behind({pane.camera_id: pane.alarm for pane in behind if pane.alarm})

    def _assign(self, number: int, camera_id: str) -> None:
        self._chosen = True
        self.taken.emit()
        pane, held = self.panes[number], None
        if pane.alarm and pane.camera_id != camera_id:
            held = pane.camera_id, pane.alarm
            pane.hold_alarm("")
        pane.show_camera(camera_id)
        self._make_hot(number)
        if held is not None:
            self._held.find_another(number, *held)
        self.changed.emit()

    def _on_swapped(self, number: int, other: VideoPane) -> None:
        if other in self.panes:
            self._swap(number, self.panes.index(other))
        else:
            self._assign(number, other.camera_id)

    def _swap(self, one: int, other: int) -> None:
        """The two panes change their cameras, and what they hold."""
        first, second = self.panes[one], self.panes[other]
        kept, heard = [(pane.camera_id, pane.alarm) for pane in (first, second)], self._hall.listening.who
        for pane, (camera_id, alarm) in zip((second, first), kept, strict=True):
            pane.show_camera(camera_id)
            pane.hold_alarm(alarm)
            if heard is (first if pane is second else second):
                pane.turn_sound()
        self._chosen = True
        self._make_hot(one)
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

    # --- Qt ------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        beside = self._grid.beside(self.hot, key)
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_9 and key - Qt.Key.Key_1 < self.count:
            self.step_to(key - Qt.Key.Key_1)
        elif beside is not None:
            if held:
                self._swap(beside, self.hot)
            self.step_to(beside)
        elif key == Qt.Key.Key_F or (key == Qt.Key.Key_Escape and self._full):
            self.toggle_full()
        elif key == Qt.Key.Key_Slash:
            self.choice.setFocus()
        elif key == Qt.Key.Key_S:
            self.panes[self.hot].turn_sound()
        elif key == Qt.Key.Key_I:
            self._informed = not self._informed
            for pane in self.panes:
                pane.inform(self._informed)
        else:
            self.key.emit(key)
            super().keyPressEvent(event)

    def step_to(self, number: int) -> None:
        """This pane is the hot one, and alone where one stands alone."""
        self._on_picked(number)
        self.panes[number].setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()
        if self._full is not None:
            self._full.close()
