"""Alarms of supervision as rows: the most pressing first, with the lamp of its level."""

from enum import IntEnum

from PySide6.QtCore import QObject

from console import words
from console.hall.alarms import lasted_s, pressing
from console.hall.hall import Hall
from console.widgets.row_model import Lit, RowModel
from wire.alarms import Alarm
from wire.codes import Lamp


class Column(IntEnum):
    LAMP = 0
    KIND = 1
    UNIT = 2
    SINCE = 3
    LASTED = 4
    VALUE = 5
    SEEN = 6


def lamp_of(alarm: Alarm) -> Lit:
    """Shape and colour, and whether it has a second outline: a triangle to look at, a diamond to be stopped, a ring when it is over."""
    if alarm.cleared_at is not None:
        return Lamp.BLUE, False
    return (Lamp.YELLOW, False) if alarm.level <= 1 else (Lamp.RED, alarm.level > 2)


def unit_name(hall: Hall, unit_id: str) -> str:
    unit = hall.units.get(unit_id)
    return unit.name if unit is not None else unit_id


class AlarmModel(RowModel):
    columns, right = Column, (Column.LASTED, Column.VALUE)

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall = hall

    def show(self, alarms: list[Alarm]) -> None:
        self.show_things(sorted(alarms, key=pressing), key=lambda alarm: alarm.id)

    def alarm(self, row: int) -> Alarm | None:
        found: Alarm | None = self.thing(row)
        return found

    def row(self, id: str) -> int:
        """-1: it is not there."""
        return next((row for row, alarm in enumerate(self._things) if alarm.id == id), -1)

    def lamp(self, alarm: Alarm) -> Lit:
        return lamp_of(alarm)

    # --- words

    def heads(self) -> tuple[str, ...]:
        return "", self.tr("Alarm"), self.tr("Unit"), self.tr("Since"), self.tr("Lasts"), self.tr("Value / limit"), self.tr("Seen to")

    def text(self, alarm: Alarm, column: Column) -> str:
        now = self._hall.clock.now()
        match column:
            case Column.KIND:
                return words.of_alarm(alarm)
            case Column.UNIT:
                return unit_name(self._hall, alarm.unit_id)
            case Column.SINCE:
                return words.moment(alarm.raised_at, now)
            case Column.LASTED:
                return words.span(lasted_s(alarm, now))
            case Column.VALUE:
                return " / ".join(filter(None, (words.measured(alarm.kind, alarm.value), words.measured(alarm.kind, alarm.threshold))))
            case Column.SEEN:
                return next(iter(self._called(alarm)), None) or self._seen(alarm)
        return ""

    def _seen(self, alarm: Alarm) -> str:
        if alarm.acknowledged_at is None:
            return self.tr("nobody yet") if alarm.cleared_at is None else self.tr("over, nobody")
        at = words.moment(alarm.acknowledged_at, self._hall.clock.now())
        return f"{words.person(alarm.acknowledged_by)}  {at}"

    def _called(self, alarm: Alarm) -> list[str]:
        """Who was called out for it, with how far that is."""
        now = self._hall.clock.now()
        return [f"{unit_name(self._hall, each.unit_id)}  {words.called(each, now)}" for each in self._hall.callouts.of(alarm)]

    def tip(self, alarm: Alarm, column: Column) -> str:
        now = self._hall.clock.now()
        lines = [f"{words.of_alarm(alarm)}  {unit_name(self._hall, alarm.unit_id)}"]
        if alarm.cleared_at is not None:
            lines.append(self.tr("over since {time}").format(time=words.moment(alarm.cleared_at, now)))
        lines.append(self.tr("seen to: {who}").format(who=self._seen(alarm)))
        return "\n".join([*lines, *self._called(alarm), *([alarm.note] if alarm.note else [])])

    def tone(self, alarm: Alarm, column: Column) -> str:
        if alarm.cleared_at is not None:
            return "text_3"
        if column is Column.SEEN and alarm.acknowledged_at is None:
            return "warn"
        if column is Column.KIND and alarm.level > 1 and alarm.acknowledged_at is None:
            return "danger"
        return "text" if column in (Column.KIND, Column.UNIT) else "text_2"
