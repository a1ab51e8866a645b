"""Checks at the time of the day at which something was seen (T24): who sells on the road at eight in the evening is not there at ten."""

from datetime import datetime, timedelta

from backend.settings import CITY_ZONE
from backend.standards.machine import Machine
from backend.tables.cases import CaseRow


def recurs(case: CaseRow, machine: Machine) -> bool:
    return f"{case.kind}-{case.class_code}" in machine.recurring


def begins(seen_at: datetime, at: datetime, limit: timedelta) -> datetime:
    """The first moment from `at` on at which a check that may take as long as `limit` is one at the city's time of the day of `seen_at`."""
    time = seen_at.astimezone(CITY_ZONE).timetz()
    yesterday = at.astimezone(CITY_ZONE).date() - timedelta(days=1)
    starts = (datetime.combine(yesterday + timedelta(days=ahead), time) for ahead in range(3))
    return next(max(start.astimezone(at.tzinfo), at) for start in starts if start + limit > at)
