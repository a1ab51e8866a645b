"""Supervision on the desk: its alarms, what is told of them at once, that somebody has seen to one; the people on shift, their cards and sheets."""

import uuid
from datetime import date, datetime, time, timedelta
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from console import words
from console.api import ApiError
from console.hall.alarm_news import AlarmNews
from console.hall.basic import Look
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.wall.place import Place
from console.wall.wall import Wall
from console.widgets.alarms.pane import AlarmPane
from console.widgets.pane import Pane
from console.widgets.staff.pane import StaffPane
from console.widgets.staff.shift_form import ShiftForm
from console.workers.caller import Caller
from console.written import write_whole
from wire.alarms import AcknowledgeOrder, Alarm
from wire.bulletins import BulletinFormat
from wire.rotations import RotationOrder
from wire.shifts import Shift, ShiftOrder


class SupervisionRoom(QObject):
    located = Signal(float, float)
    track_wanted = Signal(str)  # unit id
    span_wanted = Signal(str, object, object)  # unit id, start and end: of a track
    coverage_shown = Signal()  # the map is to show it

    def __init__(self, hall: Hall, caller: Caller, wall: Wall) -> None:
        super().__init__(wall)
        self._hall, self._caller, self._wall = hall, caller, wall
        self.alarms, self.news = AlarmPane(hall), AlarmNews(hall, self)
        wall.add("alarms", Pane("alarms", self.alarms, hall), Place.BELOW, lambda: words.pane("alarms"))
        self.staff = StaffPane(hall)
        wall.add("staff", Pane("staff", self.staff, hall), Place.BELOW, lambda: words.pane("staff"))
        for pane in (self.alarms, self.staff):
            pane.located.connect(self.located)
            pane.track_wanted.connect(self.track_wanted)
        self.form = ShiftForm(hall, self.staff)
        self.staff.shift_wanted.connect(self._ask_shift)
        self.form.day_wanted.connect(self._ask_day)
        self.form.entered.connect(self._enter_shift)
        self.form.unwanted.connect(self._remove_shift)
        self.staff.card_wanted.connect(self._ask_card)
        self.staff.file_wanted.connect(self._keep)
        self.staff.sheet_wanted.connect(self._ask_sheet)
        self.staff.rotation_wanted.connect(self._rotate)
        self.staff.roster_wanted.connect(self._ask_roster)
        self.staff.doubts_wanted.connect(self._ask_doubts)
        self.staff.day_wanted.connect(self._open_day)
        self.staff.gaps_wanted.connect(self._ask_gaps)
        self.staff.coverage_shown.connect(self._show_coverage)
        self.staff.gap_opened.connect(self._ask_nearest)
        self.alarms.acknowledged.connect(self._acknowledge)

    def open(self, alarm_id: str) -> None:
        self._wall.show_pane("alarms")
        self.alarms.go_to(alarm_id)

    def _acknowledge(self, id: str, order: AcknowledgeOrder, version: int) -> None:
        key = uuid.uuid4().hex

        def missed(error: ApiError) -> None:
            if error.problem.code == "changed_meanwhile":
                self._look_again(order, msgspec.json.decode(bytes(error.problem.current), type=Alarm))
            elif error.problem.code != "stopped":
                self._hall.failures.note(Wanted.ALARM, "", error.problem)

        self._caller.call(lambda api: api.acknowledge(id, order, key, version), self._take, missed)

    def _look_again(self, order: AcknowledgeOrder, current: Alarm) -> None:
        """It has become worse meanwhile, and is still to be seen to; or a colleague was faster, and that is all there is to say."""
        self._take(current)
        if current.acknowledged_at is None:
            self._acknowledge(current.id, order, current.version)

    def _ask_card(self, unit_id: str) -> None:
        self._caller.call(lambda api: api.staff_card(unit_id), self.staff.take, self._miss_card)

    def _miss_card(self, error: ApiError) -> None:
        if error.problem.code != "stopped":
            self.staff.miss(error.problem)

    def _keep(self, first: date, last: date, form: BulletinFormat, path: Path) -> None:
        language = "en" if words.language() == "en" else "zh_CN"

        def failed(error: ApiError) -> None:
            if error.problem.code != "stopped":
                self.staff.tell_not_written(error.problem)

        self._caller.call(lambda api: write_whole(path, api.staff_file(first, last, form, language)), lambda _: self.staff.tell_written(path), failed)

    def _ask_sheet(self, first: date, last: date) -> None:
        self._caller.call(lambda api: api.staff_sheet(first, last), self.staff.sums.show_sheet, self._fail)

    def _ask_shift(self, unit_id: str) -> None:
        """Of today, to begin with."""
        unit, today = self._hall.units.get(unit_id), words.local(self._hall.clock.now()).date()
        if unit is not None:
            self._caller.call(lambda api: api.shift_kinds(), lambda kinds: self.form.ask(unit, kinds, today), self._fail)

    def _ask_day(self, unit_id: str, day: date) -> None:
        self._caller.call(lambda api: api.shifts(day, day, unit_id), lambda found: self.form.take(unit_id, day, found), self._refuse)

    def _enter_shift(self, order: ShiftOrder, version: int | None) -> None:
        key = uuid.uuid4().hex
        self._caller.call(lambda api: api.put_shift(order, key, version), lambda _: self._shift_stands(), self._refuse)

    def _remove_shift(self, shift: Shift) -> None:
        key = uuid.uuid4().hex
        self._caller.call(lambda api: api.remove_shift(shift.id, key, shift.version), lambda _: self._shift_stands(), self._refuse)

    def _shift_stands(self) -> None:
        self.form.accept()
        self.staff.renew()

    def _refuse(self, error: ApiError) -> None:
        if error.problem.code != "stopped":
            self.form.refuse(error.problem)

    def _ask_gaps(self, hours: float, at: datetime | None) -> None:
        self._caller.call(lambda api: api.coverage_gaps(hours, at), self.staff.take_gaps, self._fail)

    def _ask_nearest(self, lon: float, lat: float) -> None:
        """Who could be there first, and where that is."""
        self.located.emit(lon, lat)
        self._caller.call(lambda api: api.sight(lon, lat), self.staff.gaps.take_sight, self._fail)

    def _show_coverage(self, hours: float, at: datetime | None) -> None:
        self._hall.basic.look_at(Look(at, hours) if hours else None)
        if hours:
            self._wall.show_pane("map")
            self.coverage_shown.emit()

    def _rotate(self, month: str, publish: bool) -> None:
        key, order = uuid.uuid4().hex, RotationOrder(publish=publish)
        self._caller.call(lambda api: api.make_rotation(month, order, key), self.staff.take_rotation, self._fail)

    def _ask_doubts(self, day: date) -> None:
        self._caller.call(lambda api: api.track_doubts(day), lambda tracks: self.staff.take_doubts(day, tracks), self._fail)

    def _open_day(self, unit_id: str, day: date) -> None:
        midnight = datetime.combine(day, time(), words.zone())
        self.span_wanted.emit(unit_id, midnight, midnight + timedelta(days=1))

    def _ask_roster(self, month: str) -> None:
        self._caller.call(lambda api: api.rotation(month), self.staff.take_rotation, self._fail)

    def _fail(self, error: ApiError) -> None:
        if error.problem.code != "stopped":
            self.staff.tell_not_written(error.problem)

    def _take(self, alarm: Alarm) -> None:
        self._hall.failures.clear(Wanted.ALARM, "")
        self._hall.alarms.put([alarm])
