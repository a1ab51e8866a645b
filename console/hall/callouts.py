"""Squads that are called out, in the Hall: what is under way, and what was over lately."""

from console.hall.table import Table
from wire.alarms import Alarm
from wire.callouts import Callout


class Callouts(Table[Callout]):
    def of(self, alarm: Alarm) -> list[Callout]:
        """Who was called out for an alarm, and who is under way to its unit for another; what is under way first, then the newest."""
        mine = (each for each in self if each.alarm_id == alarm.id or (each.about == alarm.unit_id and each.ended_at is None))
        return sorted(mine, key=lambda each: (each.ended_at is not None, -each.sent_at.timestamp(), each.id))
