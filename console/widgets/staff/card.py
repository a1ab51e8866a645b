"""The card of an inspector today: state, shift, sign-ins, how far, how long on patrol, what was seen, reported and done, and alarms."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.hall.alarms import lasted_s
from console.hall.hall import Hall
from console.hall.people import WRONG
from console.widgets import theme
from console.widgets.spoken import Spoken, label
from wire.alarms import Alarm
from wire.codes import DutyState, WorkState
from wire.shifts import Shift, Sign
from wire.staff import StaffCard
from wire.units import Unit

FACTS = ("shift", "signs", "fix", "worked", "effective", "walked", "coverage", "work", "score", "next")
TONES = {
    WorkState.ABSENT: "danger",
    WorkState.OFF_GRID: "danger",
    WorkState.OFFLINE: "danger",
    WorkState.STAYING: "warn",
    WorkState.OFF_DUTY: "text_3",
}


class Card(Spoken):
    """`show_unit` at once, with what the Hall knows; `take` when the backend has told the rest."""

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._unit_id = hall, ""
        self._card: StaffCard | None = None
        self.name, self.state, self.below, self.alarms = label("title"), label("lead"), label("body2", wrap=True), label("body2", wrap=True)
        self.facts = {fact: (label("hint"), label(wrap=True)) for fact in FACTS}
        self._lay_out()
        self.say()

    @property
    def unit(self) -> Unit | None:
        return self._hall.units.get(self._unit_id)

    def show_unit(self, unit_id: str) -> None:
        if unit_id != self._unit_id:
            self._unit_id, self._card = unit_id, None
        self._fill()

    def take(self, card: StaffCard) -> None:
        if card.unit.id == self._unit_id:
            self._card = card
            self._fill()

    def say(self) -> None:
        heads = (
            *(self.tr("Shift today"), self.tr("Signed"), self.tr("Last fix"), self.tr("Signed in for"), self.tr("On patrol")),
            *(self.tr("Distance"), self.tr("Basic grids seen"), self.tr("Cases and tasks"), self.tr("Score today"), self.tr("Next shift")),
        )
        for (head, _), text in zip(self.facts.values(), heads, strict=True):
            head.setText(text)
        self._fill()

    # --- inside

    def _fill(self) -> None:
        unit = self.unit
        self.setVisible(unit is not None)
        if unit is None:
            return
        now = self._hall.clock.now()
        self.name.setText(unit.name)
        since = words.span((now - unit.state_at).total_seconds()) if unit.state_at and unit.state is not WorkState.OFF_DUTY else ""
        self.state.setText(f"{words.of(unit.state)}  {since}".strip())
        theme.set_property(self.state, "tone", TONES.get(unit.state, "") if unit.state in WRONG else "")
        ids = [code if code.startswith("DUTY-") else f"DUTY-{code}" for code in unit.duty_grids]  # named by code or by id
        grids = [grid.name for id in ids if (grid := self._hall.grids.get(id)) is not None]
        self.below.setText(" · ".join(filter(None, (unit.team, unit.code, unit.phone, *grids))))
        values = self._values(unit)
        for fact, (_, value) in self.facts.items():
            value.setText(values.get(fact, ""))
        alarms = self._card.alarms if self._card is not None else self._hall.alarms.of(unit.id)
        self.alarms.setText("\n".join(map(self._alarm, alarms)) or self.tr("no alarm today"))

    def _values(self, unit: Unit) -> dict[str, str]:
        fix, now = self._hall.fixes.get(unit.id), self._hall.clock.now()
        age = words.age(max((now - fix.at).total_seconds(), 0)) if fix is not None else ""
        known = {"fix": self.tr("{age} ago").format(age=age) if age else self.tr("none")}
        card = self._card
        if card is None:
            return known | dict.fromkeys((fact for fact in FACTS if fact != "fix"), "…")
        line = card.line
        share = f" · {line.effective_s / line.worked_s:.0%}" if line.worked_s else ""
        error = f" ± {line.error_m / 1000:.1f}" if line.error_m else ""
        seen = f"{line.cells_seen} / {line.cells}" + (f" · {line.cells_seen / line.cells:.0%}" if line.cells else "")
        if card.fix_doubt is not None:
            known["fix"] += words.choose(f" · {words.of(card.fix_doubt)}，不采信", f" · {words.of(card.fix_doubt)}: not believed")
        return known | {
            "shift": "\n".join(map(self._shift, card.shifts)) or self.tr("none"),
            "signs": "\n".join(map(self._sign, card.signs)) or self.tr("not today"),
            "worked": words.span(line.worked_s),
            "effective": words.span(line.effective_s) + share,
            "walked": f"{line.metres / 1000:.1f}{error} km",
            "coverage": seen,
            "work": self.tr("{reported} reported · {done} done · {open} open").format(reported=line.reported, done=line.done, open=card.open_tasks),
            "score": f"{line.score:.1f}" if line.score is not None else "–",
            "next": self._shift(card.next_shift, dated=True) if card.next_shift is not None else self.tr("none planned"),
        }

    def _shift(self, shift: Shift, dated: bool = False) -> str:
        starts, ends = words.local(shift.starts_at), words.local(shift.ends_at)
        return (f"{starts:%m-%d} " if dated else "") + f"{starts:%H:%M} – {ends:%H:%M}"

    def _sign(self, sign: Sign) -> str:
        way = self.tr("in") if sign.duty is DutyState.ON_DUTY else self.tr("out")
        away = f" · {sign.away_m:,.0f} m" if sign.away_m is not None else ""
        return f"{words.local(sign.at):%H:%M} {way} · {words.of(sign.result)}{away}"

    def _alarm(self, alarm: Alarm) -> str:
        lasted = words.span(lasted_s(alarm, self._hall.clock.now()))
        end = self.tr("goes on") if alarm.cleared_at is None else lasted
        return f"{words.local(alarm.raised_at):%H:%M}  {words.of(alarm.kind)}  {end}"

    def _lay_out(self) -> None:
        head, grid = QHBoxLayout(), QGridLayout()
        head.addWidget(self.name)
        head.addStretch(1)
        head.addWidget(self.state)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(4))
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(self.facts.values()):
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addLayout(head)
        for part in (self.below, self.alarms):
            column.addWidget(part)
        column.insertLayout(2, grid)
