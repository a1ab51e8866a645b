"""The alarms of supervision in the Hall: all that are open, and what was over lately."""

from collections.abc import Iterable
from datetime import datetime

from console.hall.table import Table
from wire.alarms import Alarm

KEPT, OVER = 2_000, 200  # the oldest that are over go when there are so many
Key = tuple[bool, bool, int, float]


class Alarms(Table[Alarm]):
    def put(self, items: Iterable[Alarm], gone: Iterable[str] = ()) -> None:
        fresh, missing = self._take(items, gone)
        if len(self) > KEPT + OVER:
            over = sorted((alarm for alarm in self if alarm.cleared_at is not None), key=lambda alarm: alarm.raised_at)
            _, old = self._take((), [alarm.id for alarm in over[: len(self) - KEPT]])
            fresh, missing = fresh - old, missing | old
        self._tell(fresh | missing)

    def open(self) -> list[Alarm]:
        return [alarm for alarm in self if alarm.cleared_at is None]

    def of(self, unit_id: str) -> list[Alarm]:
        """What is open of a unit, the most pressing first."""
        return sorted((alarm for alarm in self if alarm.unit_id == unit_id and alarm.cleared_at is None), key=pressing)

    def levels(self) -> dict[str, int]:
        """How high the worst open alarm of each unit is."""
        found: dict[str, int] = {}
        for alarm in self.open():
            found[alarm.unit_id] = max(found.get(alarm.unit_id, 0), alarm.level)
        return found


def pressing(alarm: Alarm) -> Key:
    """By this the list is in order: what is open, then what nobody has seen to, then the worst, then the newest."""
    return alarm.cleared_at is not None, alarm.acknowledged_at is not None, -alarm.worst, -alarm.raised_at.timestamp()


def lasted_s(alarm: Alarm, now: datetime) -> float:
    """Seconds from when it was raised until it was cleared, or until now."""
    return max(0.0, ((alarm.cleared_at or now) - alarm.raised_at).total_seconds())
