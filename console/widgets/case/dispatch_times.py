"""When a case that is dispatched now would be due."""

from datetime import datetime, timedelta

from wire.codes import LimitType
from wire.standards import Limit

# What counts every hour; the other two need the working calendar, which only the backend has.
HOURS = {LimitType.URGENT_HOUR: 1.0, LimitType.CALENDAR_DAY: 24.0}


def deadline_of(limit: Limit, at: datetime) -> datetime | None:
    """When a clock that starts at `at` runs out; none where that depends on working hours."""
    hours = HOURS.get(limit.type)
    return None if hours is None else at + timedelta(hours=hours * limit.amount)
