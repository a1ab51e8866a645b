"""The four clocks of DOMAIN 4.1 and 4.2: when a limit ends, and how much of it is used.

Times are aware; answers are UTC. A limit in working time that starts outside working periods starts with the next one.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import NamedTuple

from backend.standards.calendar import Calendar
from wire.codes import LimitType
from wire.standards import Limit

MICROSECOND = timedelta(microseconds=1)
HOUR = timedelta(hours=1)
CONTINUOUS = {LimitType.URGENT_HOUR: HOUR, LimitType.CALENDAR_DAY: timedelta(days=1)}
YELLOW = 0.8  # of the limit (DOMAIN 4.3)


class Span(NamedTuple):
    """A piece of working time. `unit` is how long one unit of the limit lasts in it: an hour, eight hours, or this whole day."""

    begin: datetime
    end: datetime
    unit: timedelta

    @property
    def amount(self) -> Fraction:
        return Fraction((self.end - self.begin) // MICROSECOND, self.unit // MICROSECOND)


def add(start: datetime, limit: Limit, calendar: Calendar) -> datetime:
    """When a limit that begins at `start` ends."""
    if limit.type in CONTINUOUS:
        return start.astimezone(UTC) + limit.amount * CONTINUOUS[limit.type]
    left = Fraction(limit.amount)
    for span in _spans(start, limit.type, calendar):
        if left <= span.amount:
            return span.begin + round(left * (span.unit // MICROSECOND)) * MICROSECOND
        left -= span.amount
    raise AssertionError("a calendar has no last day")


def used(start: datetime, end: datetime, type: LimitType, calendar: Calendar) -> float:
    """How many hours or days of a limit are used between two times; 0 when `end` is not after `start`."""
    if type in CONTINUOUS:
        return max(0.0, (end - start) / CONTINUOUS[type])
    amount = Fraction(0)
    for span in _spans(start, type, calendar):
        if span.end >= end:
            amount += span._replace(end=max(end, span.begin)).amount
            return float(amount)
        amount += span.amount
    raise AssertionError("a calendar has no last day")


def overdue_factor(deadline: datetime, end: datetime, limit: Limit, calendar: Calendar) -> float | None:
    """By how many limits `end` is late: (used - limit) / limit, to two decimals (DOMAIN 4.2); none when it is in time."""
    return round(used(deadline, end, limit.type, calendar) / limit.amount, 2) if end > deadline else None


def yellow_at(start: datetime, limit: Limit, calendar: Calendar) -> datetime:
    """When 80 % of the limit is used."""
    return add(start, Limit(amount=limit.amount * YELLOW, type=limit.type), calendar)


def _spans(start: datetime, type: LimitType, calendar: Calendar) -> Iterator[Span]:
    """Working time from `start` on. Where days end whole, the day of the start does not count."""
    by_day = type is LimitType.WORK_DAY and calendar.work_day_mode == "END_OF_DAY"
    day = start.astimezone(calendar.tz).date() + timedelta(days=by_day)
    while True:
        periods = [(_utc(day, begin, calendar), _utc(day, end, calendar)) for begin, end in calendar.periods(day)]
        whole = sum((end - begin for begin, end in periods), timedelta())
        unit = whole if by_day else 8 * HOUR if type is LimitType.WORK_DAY else HOUR
        yield from (Span(max(begin, start).astimezone(UTC), end, unit) for begin, end in periods if end > start)
        day += timedelta(days=1)


def _utc(day: date, at: time, calendar: Calendar) -> datetime:
    return datetime.combine(day, at, calendar.tz).astimezone(UTC)
