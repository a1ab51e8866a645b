"""News of supervision for who sees to alarms: each once, when it is raised or becomes worse; nothing of what was there when the desk was opened."""

from PySide6.QtCore import QObject, Signal

from console.hall.annunciator import Event
from console.hall.hall import Hall
from console.hall.sounds import Rule
from wire.alarms import ACKNOWLEDGERS
from wire.codes import Noun


class AlarmNews(QObject):
    told = Signal(object)  # list[Event]

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall, self._live = hall, False
        self._known: dict[str, int] = {alarm.id: alarm.worst for alarm in hall.alarms}
        self._mine = not ACKNOWLEDGERS.isdisjoint(hall.me.roles)
        hall.alarms.changed.connect(self._take)
        for settled in (hall.refreshed, hall.caught_up):
            settled.connect(self._settle)

    def _settle(self) -> None:
        self._live = True

    def _take(self, ids: frozenset[str]) -> None:
        events = []
        for id in sorted(ids):
            alarm = self._hall.alarms.get(id)
            if alarm is None:
                self._known.pop(id, None)
                continue
            worse = alarm.worst > self._known.get(id, 0)
            self._known[id] = alarm.worst
            if worse and alarm.cleared_at is None:
                events.append(Event(Rule.ALARM, id, self._place(alarm.unit_id), alarm.kind, Noun.ALARM))
        if self._live and self._mine and events:
            self.told.emit(events)

    def _place(self, unit_id: str) -> str:
        """The unit: several alarms of one stand together."""
        unit = self._hall.units.get(unit_id)
        return unit.name if unit is not None else ""
