"""The alarm that a report is made of, with the squads that were called out for it; nothing at all where it is made of none."""

from typing import Any

from console import words
from console.hall.hall import Hall
from console.widgets.fields import Field
from console.widgets.spoken import label
from wire.alarms import Alarm
from wire.callouts import Callout


class AlarmField(Field):
    """The value is the id of the alarm: nobody types it, and the draft keeps it."""

    def __init__(self, hall: Hall) -> None:
        self._hall, self._id, self.text = hall, "", label("body2", wrap=True)
        super().__init__("alarm_id", self.text)
        for table in (hall.alarms, hall.callouts, hall.units):
            table.changed.connect(lambda _: self._show())
        self.set(None)

    def value(self) -> str | None:
        return self._id or None

    def set(self, id: str | None) -> None:
        self._id = id or ""
        self._show()
        self.changed.emit()

    def content(self) -> object:
        return self._id

    def put_back(self, content: Any) -> None:
        self.set(str(content))

    def say(self) -> None:
        super().say()
        if hasattr(self, "_hall"):
            self._show()

    def _show(self) -> None:
        self.setVisible(bool(self._id))
        if self._id:
            alarm = self._hall.alarms.get(self._id)
            squads = self._hall.callouts.of(alarm) if alarm is not None else []
            self.text.setText("\n".join([self._alarm(alarm), *map(self._squad, squads)]))

    def _alarm(self, alarm: Alarm | None) -> str:
        if alarm is None:
            return self._id
        return f"{words.of(alarm.kind)}  {self._name(alarm.unit_id)}  {words.moment(alarm.raised_at, self._hall.clock.now())}"

    def _squad(self, callout: Callout) -> str:
        department = self._hall.departments.get(callout.department_id or "")
        whose = words.choose(f"（{department.name}）", f" ({department.name})") if department is not None else ""
        return f"{self._name(callout.unit_id)}{whose}  {words.called(callout, self._hall.clock.now())}"

    def _name(self, unit_id: str) -> str:
        unit = self._hall.units.get(unit_id)
        return unit.name if unit is not None else unit_id
