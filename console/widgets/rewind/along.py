"""What else there was at the moment of the rewound hall: alarms, calls, sensors; and what of the window is not of then."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console import words
from console.hall.alarms import lasted_s, pressing
from console.hall.hall import Hall
from console.hall.sensors import over, reading
from console.widgets import theme
from console.widgets.hotline.call_lines import line_of_call
from console.widgets.lines import Line, Lines
from console.widgets.spoken import Spoken, label
from console.widgets.tabs import Tabs
from wire.codes import CallState, Noun

ALARMS, CALLS, SENSORS = range(3)
MOST = 200  # lines
RUNNING = (CallState.RINGING, CallState.TALKING)


class Along(Spoken):
    """A line that is taken up is selected; `located` asks for its place on the map."""

    located = Signal(float, float)
    told = Signal(str, str, int)  # for the frame: scope, count, rows

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self.tabs, self.lines, self._note = Tabs(3), Lines(), label("hint", wrap=True)
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
        for table in (hall.alarms, hall.calls, hall.sensors):
            table.changed.connect(lambda _: self._fill())
        hall.clock.ticked.connect(lambda _: self._fill())
        self.say()

    def say(self) -> None:
        self._note.setText(self.tr("Components, registers, scores and base maps are as they are now; who was looking at what is not kept."))
        self._fill()

    def _fill(self) -> None:
        alarms, calls = self._hall.alarms.open(), [call for call in self._hall.calls if call.state in RUNNING]
        high = [sensor for sensor in self._hall.sensors if over(sensor)]
        for tab, text, count in (
            (ALARMS, self.tr("Alarms"), len(alarms)),
            (CALLS, self.tr("Calls"), len(calls)),
            (SENSORS, self.tr("Sensors over a level"), len(high)),
        ):
            self.tabs.write(tab, text, count)
        made: dict[int, Callable[[], list[Line]]] = {ALARMS: self._alarms, CALLS: self._calls, SENSORS: self._sensors}
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

    def _select(self, id: str) -> None:
        alarm = self._hall.alarms.get(id) if self.tabs.current == ALARMS else None
        if alarm is not None:
            self._hall.selection.set(Noun.UNIT, alarm.unit_id)
        elif self.tabs.current == SENSORS:
            self._hall.selection.set(Noun.SENSOR, id)

    def _locate(self, id: str) -> None:
        place = {ALARMS: self._hall.alarms.get, SENSORS: self._hall.sensors.get}.get(self.tabs.current, lambda _: None)(id)
        if place is not None and place.lon is not None and place.lat is not None:
            self.located.emit(place.lon, place.lat)
