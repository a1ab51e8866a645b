"""Changes the shift of one person on one day, or enters one: day, kind, times, duty grids. What is wrong is said at its field."""

import re
import uuid
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.fields import ChoiceField, Field, LineField
from console.widgets.saving_form import SavingForm
from console.widgets.spoken import button, label
from console.words import choose
from wire.codes import GridKind
from wire.problem import Problem
from wire.shifts import Shift, ShiftKind, ShiftOrder
from wire.units import Unit

AT = {  # the field that a refusal is about, by its code or the path of its error
    "shift_overlaps": "shift_starts",
    "ends_before_it_begins": "shift_ends",
    "unknown_shift_kind": "shift_kind",
    "starts_at": "shift_starts",
    "ends_at": "shift_ends",
    "grids": "shift_grids",
}
SEPARATORS = re.compile(r"[\s,;，；、]+")


class ShiftForm(SavingForm):
    """`ask` for somebody, then `take` what stands in the roster of the day. It stays until `accept` or `refuse`."""

    day_wanted = Signal(str, object)  # unit id, date; answered by `take`
    entered = Signal(object, object)  # ShiftOrder, the version that it replaces or None
    unwanted = Signal(object)  # Shift

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._unit: Unit | None = None
        self._kinds: dict[str, ShiftKind] = {}
        self._day: date | None = None  # whose shifts are known
        self.shift: Shift | None = None  # that is changed; none: a new one
        self.day, self.starts, self.ends = LineField("shift_day", True), LineField("shift_starts", True), LineField("shift_ends", True)
        self.kind, self.grids = ChoiceField("shift_kind", True), LineField("shift_grids", True)
        self.state, self.remove = label("hint", wrap=True), button("quiet")
        self.fields: dict[str, Field] = {each.name: each for each in (self.day, self.kind, self.starts, self.ends, self.grids)}
        self._lay_out()
        self.day.edit.editingFinished.connect(self._take_day)
        self.kind.choice.activated.connect(lambda _: self._take_kind())
        self.remove.clicked.connect(self._remove)

    def checked(self) -> Sequence[Field]:
        return list(self.fields.values())

    def ask(self, unit: Unit, kinds: Sequence[ShiftKind], day: date) -> None:
        self._unit, self._kinds, self._day, self.shift = unit, {kind.code: kind for kind in kinds}, None, None
        self._say()
        self.kind.fill([(kind.code, choose(kind.name, kind.name_en)) for kind in kinds])
        self.day.set(day.isoformat())
        self.begin()
        self._take_day()
        self.day.setFocus()

    def take(self, unit_id: str, day: date, shifts: Sequence[Shift]) -> None:
        """The shifts of a day; the first is the one to be changed."""
        if self._unit is None or unit_id != self._unit.id or day != self._read_day():
            return
        self._day, self.shift = day, next(iter(shifts), None)
        shift = self.shift
        if shift is None:
            self.kind.set(next(iter(self._kinds), ""))
            self._take_kind()
            self.grids.set(" ".join(map(_code, self._unit.duty_grids)))
        else:
            self.kind.set(shift.kind)
            self.starts.set(f"{words.local(shift.starts_at):%H:%M}")
            self.ends.set(f"{words.local(shift.ends_at):%H:%M}")
            self.grids.set(" ".join(map(_code, shift.grids)))
        self._say_state()

    def submit(self) -> None:
        self.clear()
        day, starts, ends, grids = self._read_day(), self._read_time(self.starts), self._read_time(self.ends), self._read_grids()
        kind = self.kind.value()
        if kind is None:
            self.kind.set_error(choose("请选择班次", "Choose a kind"))
        if self._unit is None or day is None or starts is None or ends is None or grids is None or kind is None:
            return
        if day != self._day:
            self._take_day()  # first what stands there
            return
        zone, old = words.zone(), self.shift
        begins = datetime.combine(day, starts, zone)
        over = datetime.combine(day, ends, zone) + timedelta(days=ends <= starts)
        same = old is not None and list(map(_code, old.grids)) == grids  # it begins where it began
        place = {"lon": old.lon, "lat": old.lat, "radius_m": old.radius_m} if old is not None and same else {}
        id = old.id if old is not None else f"{self._unit.id}-{day}-{uuid.uuid4().hex[:8]}"
        order = ShiftOrder(id=id, unit_id=self._unit.id, day=day, kind=str(kind), starts_at=begins, ends_at=over, grids=grids, **place)  # type: ignore[arg-type]
        self.wait(True)
        self.entered.emit(order, old.version if old is not None else None)

    def refuse(self, problem: Problem) -> None:
        """At the field that it is about, where it is about one."""
        said = (AT.get(problem.code), *(AT.get(error.path) for error in problem.errors))
        field = next((self.fields[name] for name in said if name), None)
        if problem.code == "changed_meanwhile":
            self.wait(False)
            self.shift = msgspec.json.decode(bytes(problem.current), type=Shift)
            self.say_wrong(choose("此班次刚被他人修改；再次保存将覆盖", "Somebody has changed it meanwhile; saving again puts yours in its place"))
        elif field is not None:
            self.wait(False)
            field.set_error(words.problem(problem))
            field.setFocus()
        else:
            super().refuse(problem)

    # --- inside

    def _take_day(self) -> None:
        day = self._read_day()
        if self._unit is not None and day is not None and day != self._day:
            self.day.set_error("")
            self.day_wanted.emit(self._unit.id, day)

    def _take_kind(self) -> None:
        """Its usual times."""
        kind = self._kinds.get(str(self.kind.value()))
        if kind is not None:
            self.starts.set(kind.starts)
            self.ends.set(kind.ends)

    def _remove(self) -> None:
        if self.shift is not None:
            self.clear()
            self.wait(True)
            self.unwanted.emit(self.shift)

    def _read_day(self) -> date | None:
        try:
            return date.fromisoformat(self.day.value() or "")
        except ValueError:
            self.day.set_error(choose("日期如 2026-12-01", "A day such as 2026-12-01"))
            return None

    def _read_time(self, field: LineField) -> time | None:
        found = re.fullmatch(r"([01]?\d|2[0-3])[:：]?([0-5]\d)", field.value() or "")
        if found is None:
            field.set_error(choose("时间如 08:30", "A time such as 08:30"))
            return None
        return time(int(found[1]), int(found[2]))

    def _read_grids(self) -> list[str] | None:
        codes = list(dict.fromkeys(_code(code) for code in SEPARATORS.split(self.grids.value() or "") if code))
        known = {grid.code for grid in self._hall.grids if grid.kind is GridKind.DUTY}
        unknown = [code for code in codes if code not in known]
        if unknown:
            self.grids.set_error(choose(f"没有责任网格 {'、'.join(unknown)}", f"There is no duty grid {', '.join(unknown)}"))
        elif not codes:
            self.grids.set_error(choose("至少一个责任网格", "One duty grid at least"))
        return None if unknown or not codes else codes

    def _say(self) -> None:
        name = self._unit.name if self._unit is not None else ""
        self.setWindowTitle(choose(f"{name}的班次", f"Shift of {name}"))
        self.remove.setText(choose("取消此班次", "Remove this shift"))
        self.state.setText(choose("正在查询排班…", "Asking for the roster …"))
        self.remove.setVisible(False)
        for field in self.fields.values():
            field.say()
        self.say_buttons()

    def _say_state(self) -> None:
        shift = self.shift
        self.remove.setVisible(shift is not None)
        if shift is None:
            self.state.setText(choose("当日没有班次：保存后新增", "No shift on this day: saving enters one"))
        elif shift.rotation:
            said = choose(f"来自 {shift.rotation} 轮换；保存后改为手工", f"From the rotation of {shift.rotation}; saving changes this one alone")
            self.state.setText(said)
        else:
            self.state.setText(choose("已有班次：保存后替换", "There is a shift: saving changes it"))

    def _lay_out(self) -> None:
        grid, top = QGridLayout(), Qt.AlignmentFlag.AlignTop
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(8))
        grid.addWidget(self.day, 0, 0, top)
        grid.addWidget(self.kind, 0, 1, top)
        grid.addWidget(self.starts, 1, 0, top)
        grid.addWidget(self.ends, 1, 1, top)
        grid.addWidget(self.grids, 2, 0, 1, 2, top)
        whole = QVBoxLayout(self)
        whole.setSpacing(theme.px(8))
        whole.addWidget(self.state)
        whole.addLayout(grid)
        whole.addStretch(1)
        for part in (self.wrong, self.remove, self.buttons):
            whole.addWidget(part)
        self.resize(theme.px(420), theme.px(320))


def _code(grid: str) -> str:
    """Units and shifts may name a duty grid by its id."""
    return grid.removeprefix(f"{GridKind.DUTY}-")
