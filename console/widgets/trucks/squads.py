"""Who could go to a truck, the best first, and who was sent: one press sends the first, or the chosen one."""

from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.widgets import sight_words, theme
from console.widgets.elided import Elided
from console.widgets.lines import Line, Lines
from console.widgets.missing import Missing
from console.widgets.spoken import Spoken, button
from wire.alarms import ACKNOWLEDGERS, Alarm
from wire.callouts import UNDER_WAY, Callout
from wire.codes import CalloutState, UnitKind
from wire.sight import Sight, UnitArrival

NEAREST = 5  # units that are offered
OLD = timedelta(minutes=1)  # a fix of a truck that drives
SQUAD, INSPECTOR, OTHER = range(3)  # in this order
TONES = {CalloutState.SENT: "warn", CalloutState.SEEN: "warn", CalloutState.ACCEPTED: "ok", CalloutState.DECLINED: "danger"}


class Squads(Spoken):
    """`trade` is that of the squads: vehicles of a department that claims it go before inspectors, those before other vehicles; then who is nearest.

    Whoever was called out for the alarm stands on top, with how far that is. Keys: Ctrl+Enter sends, or withdraws who is under way.
    """

    sent = Signal(str, str)  # alarm id, unit id
    withdrawn = Signal(str, int)  # callout id, the version that was seen
    opened = Signal(str)  # unit id

    def __init__(self, hall: Hall, trade: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._trade = hall, trade
        self._alarm: Alarm | None = None
        self._sight: Sight | None = None
        self.head, self.units, self.send = Elided("hint"), Lines(), button()
        self.missing = Missing(hall, Wanted.CALLOUT, asking=False)
        self.may = not ACKNOWLEDGERS.isdisjoint(hall.me.roles) and not hall.replay
        self.send.setVisible(self.may)
        top = QHBoxLayout()
        top.setSpacing(theme.px(8))
        top.addWidget(self.head, 1)
        top.addWidget(self.send)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addLayout(top)
        column.addWidget(self.missing)
        column.addWidget(self.units, 1)
        self.send.clicked.connect(self.press)
        self.units.opened.connect(self.opened)
        self.units.selectionModel().currentChanged.connect(lambda *_: self._allow())
        hall.callouts.changed.connect(lambda _: self.refresh())
        self.say()

    def show_of(self, alarm: Alarm | None, sight: Sight | None) -> None:
        """The alarm that presses most, and who could be first where its truck is."""
        self._alarm, self._sight = alarm, sight
        self.refresh()

    def say(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        self._tell_head()
        called = self._called()
        nearest = [each for each in self._could_go() if each.unit_id not in called]
        now, arrivals = self._hall.clock.now(), {each.unit_id: each for each in (self._sight.units if self._sight else [])}
        lines = [
            self._line(each.unit_id, arrivals.get(each.unit_id), words.called(each, now), TONES.get(each.state, "text")) for each in called.values()
        ]
        self.units.take([*lines, *(self._line(each.unit_id, each, _soon(each)) for each in nearest[:NEAREST])])
        self._allow()

    def recommended(self) -> str:
        """The unit that the button is about: the chosen one, else the first who was not called out; empty when there is none."""
        called = self._called()
        return self.units.current() or next((line.id for line in self.units.lines.lines if line.id not in called), "")

    def press(self) -> None:
        unit_id = self.recommended()
        if self._alarm is None or not unit_id or not self.send.isEnabled():
            return
        callout = self._under_way(unit_id)
        if callout is not None:
            self.withdrawn.emit(callout.id, callout.version)
        else:
            self.sent.emit(self._alarm.id, unit_id)

    # --- inside

    def _tell_head(self) -> None:
        """From when the place is that distances are to, when that is no place of now."""
        text = self.tr("Nearest who could go")
        fix = self._hall.fixes.get(self._alarm.unit_id) if self._alarm is not None else None
        if fix is not None and self._hall.clock.now() - fix.at > OLD:
            when = f"{words.local(fix.at):%H:%M:%S}"
            text += words.choose(f" · 车辆位置截至 {when}", f" · its place is of {when}")
        self.head.setText(text)

    def _called(self) -> dict[str, Callout]:
        """By unit, its newest."""
        found: dict[str, Callout] = {}
        for each in self._hall.callouts.of(self._alarm) if self._alarm is not None else []:
            if each.state is not CalloutState.WITHDRAWN:
                found.setdefault(each.unit_id, each)
        return found

    def _under_way(self, unit_id: str) -> Callout | None:
        callout = self._called().get(unit_id)
        return callout if callout is not None and callout.state in UNDER_WAY else None

    def _could_go(self) -> list[UnitArrival]:
        found = [(rank, each) for each in (self._sight.units if self._sight else []) if (rank := self._rank(each)) is not None]
        return [each for _, each in sorted(found, key=lambda pair: (pair[0], pair[1].seconds is None, pair[1].seconds or 0))]

    def _rank(self, arrival: UnitArrival) -> int | None:
        """None: it cannot go, or nobody knows where it is."""
        unit = self._hall.units.get(arrival.unit_id)
        if unit is None or unit.kind is UnitKind.TRUCK or arrival.stale:
            return None
        if unit.kind is UnitKind.INSPECTOR:
            return INSPECTOR
        department = self._hall.departments.get(unit.department_id or "")
        return SQUAD if department is not None and self._trade in department.trades else OTHER

    def _line(self, unit_id: str, arrival: UnitArrival | None, figure: str, tone: str = "text") -> Line:
        unit = self._hall.units.get(unit_id)
        department = self._hall.departments.get((unit.department_id if unit is not None else None) or "")
        whose = (department.name if department is not None else unit.team) if unit is not None else ""
        below = " · ".join(filter(None, (whose, sight_words.arrival(arrival) if arrival is not None else "")))
        return Line(unit_id, unit.name if unit is not None else unit_id, below, figure, tone)

    def _allow(self) -> None:
        unit_id = self.recommended()
        under_way = self._under_way(unit_id) is not None
        self.send.setText((self.tr("Withdraw") if under_way else self.tr("Send")) + "  Ctrl+⏎")
        self.send.setEnabled(self._alarm is not None and bool(unit_id))


def _soon(arrival: UnitArrival) -> str:
    return sight_words.minutes(arrival.seconds) if arrival.seconds is not None else ""
