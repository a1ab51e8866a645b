"""Turning cameras on the video wall: T on the hot pane begins, its keys and clicks become orders, and every pane says who has its camera in hand."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from console import words
from console.api import Api, ApiError
from console.connection import failure
from console.hall.hall import Hall
from console.widgets import ptz_words
from console.widgets.ptz import FREE, MINE, MOVE_S, NUDGE_S, OTHERS, PtzChip, PtzSurface
from console.widgets.spoken import button
from console.widgets.video import VideoPane
from console.widgets.video_wall import VideoWall
from console.workers.caller import Caller
from console.workers.turner import Turner
from wire.problem import Problem
from wire.ptz import (
    AnyPtzOrder,
    PatrolOrder,
    Preset,
    PresetViewOrder,
    PtzAim,
    PtzControl,
    PtzGoTo,
    PtzMove,
    PtzPatrol,
    PtzReceipt,
    PtzRelease,
    PtzStop,
    PtzTake,
)

LOOK_MS = 500
SAID_MS = 6000  # a refusal stays so long


class Said(NamedTuple):
    """What a pane says of its camera; `short` where it is narrow."""

    whole: str
    tone: str
    short: str = ""


NOTHING = Said("", FREE)


class PtzRoom(QObject):
    """`worker` is to be started and stopped with the others of the desk."""

    def __init__(self, hall: Hall, api: Api, caller: Caller, video: VideoWall) -> None:
        super().__init__(video)
        self.worker = Turner(api, self)
        self.surface: PtzSurface | None = None
        self.chips: dict[QWidget, PtzChip] = {}
        self._hall, self._company, self._caller, self._video = hall, hall.company, caller, video
        self._camera_id = ""
        self._until: datetime | None = None
        self._said, self._said_of = "", ""
        self.opener = button("quiet")
        self.opener.setCheckable(True)
        self.opener.clicked.connect(self.toggle)
        video.tools.add(self.opener)
        video.key.connect(self._on_key)
        video.spoken.connect(self._say)
        self._company.changed.connect(self.look)  # no lambda: it would outlive the panes
        self.worker.turned.connect(self._on_turned)
        self.worker.refused.connect(self._on_refused)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self._silence = QTimer(self, interval=SAID_MS, singleShot=True)
        self._silence.timeout.connect(self._fall_silent)
        self._say()

    def toggle(self) -> None:
        """Begin to turn the camera of the hot pane, or end it."""
        if self.surface is not None:
            self.end()
            return
        pane = self._video.panes[self._video.hot]
        camera = self._hall.cameras.get(pane.camera_id)
        if camera is None or not camera.ptz_url or pane.is_past:
            self._tell(pane.camera_id, words.problem(failure("in_the_past" if pane.is_past else "no_ptz", "").problem))
            self.opener.setChecked(False)
            return
        self._camera_id = camera.id
        self.surface = surface = PtzSurface(pane)
        surface.moved.connect(lambda pan, tilt, zoom: self._order(PtzMove(pan=pan, tilt=tilt, zoom=zoom, seconds=MOVE_S)))
        surface.nudged.connect(lambda zoom: self._order(PtzMove(zoom=zoom, seconds=NUDGE_S)))
        surface.stopped.connect(lambda: self._order(PtzStop()))
        surface.aimed.connect(lambda x, y, width, height: self._order(PtzAim(x=x, y=y, width=width, height=height)))
        surface.preset_wanted.connect(self._go_to)
        surface.left.connect(self.end)
        pad = surface.pad
        pad.preset_wanted.connect(self._go_to)
        pad.view_typed.connect(self._type_view)
        pad.patrols_wanted.connect(lambda: self._ask(lambda api, id: (api.patrols(id), api.presets(id)), self._show_patrols))
        pad.patrol_ended.connect(lambda: self._order(PtzStop()))
        pad.rounds.wanted.connect(lambda number: self._order(PtzPatrol(number=number)))
        pad.rounds.made.connect(self._make_patrol)
        pad.taken.connect(lambda: self._order(PtzTake()))
        pad.released.connect(lambda: self._order(PtzRelease()))
        pad.presets_wanted.connect(lambda: self._ask(lambda api, id: api.presets(id), self._show_presets))
        pad.kept.connect(lambda number, name: self._ask(lambda api, id: api.put_preset(id, number, name), lambda _: None))
        pad.dropped.connect(lambda number: self._ask(lambda api, id: api.drop_preset(id, number), lambda _: None))
        self.look()

    def end(self) -> None:
        """The pane is as before; the reservation ends by itself, or by "let go"."""
        if self.surface is not None:
            surface, self.surface = self.surface, None
            surface.close_down()
            surface.pane.setFocus()
            self._camera_id, self._until = "", None
        self.look()

    def look(self) -> None:
        """What every pane says of who has its camera in hand."""
        if self.surface is not None and not self._is_there(self.surface.pane):
            self.end()
            return
        for pane in self._video.panes:
            line = self._words(pane) if pane.isVisible() else NOTHING
            if line.whole or pane in self.chips:
                self._chip(pane).tell(line.whole, line.tone, line.short)
        if self.surface is not None:
            control = self._company.control_of(self._camera_id)
            mine = control is not None and control.user == self._hall.me.name
            self.surface.pad.set_holder(mine, control is not None and not mine)
            self.surface.pad.set_round(self._company.round_of(self._camera_id) is not None)
            self.surface.fit()
        self.opener.setChecked(self.surface is not None)

    def _chip(self, pane: VideoPane) -> PtzChip:
        if pane not in self.chips:
            self.chips[pane] = PtzChip(pane)
        return self.chips[pane]

    def _is_there(self, pane: VideoPane) -> bool:
        hot = self._video.panes[self._video.hot]
        return pane is hot and pane.camera_id == self._camera_id and pane.isVisible()

    def _words(self, pane: VideoPane) -> Said:
        """Who controls it, and whether it goes round."""
        round_, said = self._company.round_of(pane.camera_id), self._control_words(pane)
        if round_ is None:
            return said
        goes, short = ptz_words.goes_round(round_), ptz_words.patrol(round_.number)
        if said.whole:
            return Said(f"{said.whole} · {goes}", said.tone, f"{said.short or said.whole} · {short}")
        alone = self.tr("PTZ: {goes}")
        return Said(alone.format(goes=goes), FREE, alone.format(goes=short))

    def _control_words(self, pane: VideoPane) -> Said:
        control, turned = self._company.control_of(pane.camera_id), self.surface is not None and self.surface.pane is pane
        if self._said and self._said_of == pane.camera_id:
            return Said(self._with(control, self._said), OTHERS)
        if control is None:
            return Said(ptz_words.free(), FREE, ptz_words.free_short()) if turned else NOTHING
        me = self._hall.me.name
        left = None if self._until is None or not turned else max(0, round((self._until - self._hall.clock.now()).total_seconds()))
        return Said(ptz_words.control(control, me, left), MINE if control.user == me else OTHERS, ptz_words.control_short(control, me, left))

    def _with(self, control: PtzControl | None, said: str) -> str:
        """A refusal, with the name of who is in the way."""
        return said if control is None or control.user == self._hall.me.name else f"{said} · {control.full_name}"

    # --- orders

    def _order(self, order: AnyPtzOrder) -> None:
        if self._camera_id:
            self.worker.order(self._camera_id, order)

    def _go_to(self, number: int) -> None:
        self._order(PtzGoTo(number=number))

    def _ask(self, work: Callable[[Api, str], object], done: Callable[[object], None]) -> None:
        """What is answered when another camera has been taken in hand meanwhile is of no use to it."""
        camera_id = self._camera_id

        def answered(said: object) -> None:
            if camera_id == self._camera_id:
                done(said)

        if camera_id:
            self._caller.call(lambda api: work(api, camera_id), answered, lambda error: self._on_failed(camera_id, error))

    def _show_presets(self, presets: object) -> None:
        if self.surface is not None and isinstance(presets, list):
            self.surface.pad.show_presets([preset for preset in presets if isinstance(preset, Preset)])

    def _show_patrols(self, told: object) -> None:
        if self.surface is not None and isinstance(told, tuple):
            self.surface.pad.show_patrols(*told)

    def _make_patrol(self, number: int, order: PatrolOrder) -> None:
        """And start it: whoever makes one wants to see it go."""
        self._ask(lambda api, id: api.put_patrol(id, number, order), lambda _: self._order(PtzPatrol(number=number)))

    def _type_view(self, number: int, azimuth: float) -> None:
        order = PresetViewOrder(azimuth=azimuth)
        self._ask(lambda api, id: api.put_preset_view(id, number, order), lambda _: None)

    def _on_turned(self, receipt: PtzReceipt) -> None:
        self._company.put_control(receipt.camera_id, receipt.control)
        if receipt.camera_id == self._camera_id:
            self._until = receipt.until
        if receipt.camera_id == self._said_of:
            self._fall_silent()
        self.look()

    def _on_failed(self, camera_id: str, error: ApiError) -> None:
        self._on_refused(camera_id, error.problem)

    def _on_refused(self, camera_id: str, problem: Problem) -> None:
        self._tell(camera_id, words.problem(problem))

    def _tell(self, camera_id: str, text: str) -> None:
        self._said, self._said_of = text, camera_id
        self._silence.start()
        self.look()

    def _fall_silent(self) -> None:
        self._said = self._said_of = ""
        self.look()

    # --- the wall

    def _on_key(self, key: int) -> None:
        if key == Qt.Key.Key_T:
            self.toggle()

    def _say(self) -> None:
        self.opener.setText(self.tr("PTZ"))
        self.opener.setToolTip(self.tr("Turn the camera of the hot pane (T)"))
        self.look()
