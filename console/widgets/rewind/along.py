"""What else there was at the moment of the rewound hall: alarms, calls, sensors, who was on shift; and what of the window is not of then."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console import words
from console.hall.alarms import lasted_s, pressing
from console.hall.hall import Hall
from console.hall.sensors import over, reading
from console.widgets import theme
from console.widgets.hotline.call_lines import line_of_call
from console.widgets.lines import Line, Lines
from console.widgets.rewind.on_shift import line_of, people_of, was_there
from console.widgets.spoken import Spoken, label
from console.widgets.tabs import Tabs
from wire.codes import CallState, Noun
from wire.on_shift import OnShift

ALARMS, CALLS, SENSORS, PEOPLE = range(4)
MOST = 200  # lines
NEAR = timedelta(minutes=1)  # of the hall's time: so far from the hand the roster may be while the next one is asked for
RUNNING = (CallState.RINGING, CallState.TALKING)


class Along(Spoken):
    """A line that is taken up is selected; `located` asks for its place on the map."""

    located = Signal(float, float)
    told = Signal(str, str, int)  # for the frame: scope, count, rows
    roster_wanted = Signal(object)  # aware datetime: who was on shift then, answered by `take_roster` or `miss_roster`

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self.tabs, self.lines, self._note = Tabs(4), Lines(), label("hint", wrap=True)
        self._roster: dict[str, OnShift] = {}
        self._roster_at: datetime | None = None
        self._asked: datetime | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self.lines, 1)
        column.addWidget(self._note)
        self._note.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
        self.tabs.chosen.connect(lambda _: self._fill())
        self.lines.chosen.connect(self._select)
        self.lines.opened.connect(self._locate)
        for table in (hall.alarms, hall.calls, hall.sensors, hall.units):
            table.changed.connect(lambda _: self._fill())
        hall.clock.ticked.connect(lambda _: self._fill())
        self.say()

    def say(self) -> None:
        self._note.setText(self.tr("Components, registers and base maps are those of now; who was looking at what is not kept."))
        self._fill()

    def take_roster(self, at: datetime, people: list[OnShift]) -> None:
        self._roster, self._roster_at, self._asked = {each.unit_id: each for each in people}, at, None
        self._fill()

    def miss_roster(self) -> None:
        """It is asked for again when the hand moves on."""
        self._asked = None

    def _fill(self) -> None:
        self._ask_roster()
        alarms, calls = self._hall.alarms.open(), [call for call in self._hall.calls if call.state in RUNNING]
        high = [sensor for sensor in self._hall.sensors if over(sensor)]
        for tab, text, count in (
            (ALARMS, self.tr("Alarms"), len(alarms)),
            (CALLS, self.tr("Calls"), len(calls)),
            (SENSORS, self.tr("Sensors high"), len(high)),
            (PEOPLE, self.tr("On shift"), len(people_of(self._hall, self._rostered()))),
        ):
            self.tabs.write(tab, text, count)
        made: dict[int, Callable[[], list[Line]]] = {ALARMS: self._alarms, CALLS: self._calls, SENSORS: self._sensors, PEOPLE: self._people}
        self.lines.take(made[self.tabs.current]()[:MOST])
        self.tell()

    def tell(self) -> None:
        self.told.emit("", "", len(self.lines.lines.lines))

    def _alarms(self) -> list[Line]:
        """Those that were open."""
        hall, now = self._hall, self._hall.clock.now()
        lines = []
        for alarm in sorted(hall.alarms.open(), key=pressing):
            unit = hall.units.get(alarm.unit_id)
            seen = words.choose(f"{alarm.acknowledged_by} 已处理", f"seen to by {alarm.acknowledged_by}") if alarm.acknowledged_at else ""
            below = " · ".join(filter(None, (unit.name if unit else alarm.unit_id, words.measured(alarm.kind, alarm.value), seen)))
            lines.append(Line(alarm.id, words.of(alarm.kind), below, words.span(lasted_s(alarm, now)), "danger" if alarm.level > 1 else "warn"))
        return lines

    def _calls(self) -> list[Line]:
        """What rang or was talked about first, then the latest."""
        calls = sorted(self._hall.calls, key=lambda call: (call.state not in RUNNING, -call.ring_at.timestamp()))
        return [line_of_call(self._hall, call) for call in calls]

    def _sensors(self) -> list[Line]:
        """Those over a level first."""
        now, lines = self._hall.clock.now(), []
        for sensor in sorted(self._hall.sensors, key=lambda sensor: (-over(sensor), sensor.name)):
            when = words.moment(sensor.at, now)
            below = " · ".join(filter(None, (words.of(sensor.kind), sensor.code, when)))
            lines.append(Line(sensor.id, sensor.name, below, reading(sensor), "danger" if over(sensor) else "text"))
        return lines

    def _people(self) -> list[Line]:
        roster = self._rostered()
        return [line_of(self._hall, unit, roster.get(unit.id)) for unit in people_of(self._hall, roster)]

    def _rostered(self) -> dict[str, OnShift]:
        """Nothing while it is known of another time only."""
        at, now = self._roster_at, self._hall.clock.now()
        known = self._roster if at is not None and abs(now - at) < NEAR else {}
        return {id: told for id, told in known.items() if was_there(told, now)}

    def _ask_roster(self) -> None:
        """While somebody looks at it."""
        now = self._hall.clock.now()
        if self.tabs.current == PEOPLE and self._asked is None and self._roster_at != now:
            self._asked = now
            self.roster_wanted.emit(now)

    def _select(self, id: str) -> None:
        alarm = self._hall.alarms.get(id) if self.tabs.current == ALARMS else None
        if alarm is not None:
            self._hall.selection.set(Noun.UNIT, alarm.unit_id)
        elif self.tabs.current == SENSORS:
            self._hall.selection.set(Noun.SENSOR, id)
        elif self.tabs.current == PEOPLE:
            self._hall.selection.set(Noun.UNIT, id)

    def _locate(self, id: str) -> None:
        if self.tabs.current == PEOPLE and (fix := self._hall.fixes.get(id)) is not None:
            self.located.emit(fix.lon, fix.lat)
        place = {ALARMS: self._hall.alarms.get, SENSORS: self._hall.sensors.get}.get(self.tabs.current, lambda _: None)(id)
        if place is not None and place.lon is not None and place.lat is not None:
            self.located.emit(place.lon, place.lat)
