"""Periods that are asked for by name."""

from datetime import datetime, time, timedelta
from enum import StrEnum

from console.words import choose


class Preset(StrEnum):
    TODAY = "TODAY"
    TWO_HOURS = "TWO_HOURS"
    YESTERDAY = "YESTERDAY"
    WEEK = "WEEK"
    PREVIOUS_WEEK = "PREVIOUS_WEEK"
    PREVIOUS_MONTH = "PREVIOUS_MONTH"

    def says(self) -> str:
        return choose(*SAID[self])

    def period(self, now: datetime) -> tuple[datetime, datetime]:
        """From and until, in the zone of `now`; a month at most, as a track may be."""
        midnight = datetime.combine(now.date(), time(), now.tzinfo)
        monday, first = midnight - timedelta(days=now.weekday()), midnight.replace(day=1)
        return {
            Preset.TODAY: (midnight, now),
            Preset.TWO_HOURS: (now - timedelta(hours=2), now),
            Preset.YESTERDAY: (midnight - timedelta(days=1), midnight),
            Preset.WEEK: (monday, now),
            Preset.PREVIOUS_WEEK: (monday - timedelta(days=7), monday),
            Preset.PREVIOUS_MONTH: ((first - timedelta(days=1)).replace(day=1), first),
        }[self]


SAID = {
    Preset.TODAY: ("今天至今", "Today until now"),
    Preset.TWO_HOURS: ("最近两小时", "The last two hours"),
    Preset.YESTERDAY: ("昨天全天", "All of yesterday"),
    Preset.WEEK: ("本周至今", "This week until now"),
    Preset.PREVIOUS_WEEK: ("上周", "The week before"),
    Preset.PREVIOUS_MONTH: ("上月", "The month before"),
}
