"""A working calendar as lines of a table and back, and what is wrong in such lines."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta

import msgspec

from backend.standards.calendar import WEEK, Calendar, Holiday, Hours, Workday
from wire.codes import DayMeaning
from wire.standards import DayLine, Fault

PERIOD = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
LONGEST = timedelta(days=60)  # no holiday lasts longer: a year mistyped
SHOWN = 60


def lines_of(calendar: Calendar) -> list[DayLine]:
    """Working hours first, then the days in their order."""
    hours = [DayLine(meaning=DayMeaning.HOURS, first=str(each.valid_from), periods=_said(each.periods)) for each in calendar.hours]
    days = [DayLine(meaning=DayMeaning.HOLIDAY, name=each.name, first=str(each.first), last=str(each.last)) for each in calendar.holiday]
    days += [DayLine(meaning=DayMeaning.WORKDAY, name=each.name, first=str(day)) for each in calendar.holiday for day in each.workdays]
    days += [DayLine(meaning=DayMeaning.WORKDAY, name=each.name, first=str(each.day)) for each in calendar.workday]
    return hours + sorted(days, key=lambda line: (line.first, line.meaning))


def calendar_of(lines: Sequence[DayLine], ours: Calendar) -> Calendar:
    """What faultless lines say; zone, weekend and how working days count stay as they are in ours."""

    def of(meaning: DayMeaning) -> list[DayLine]:
        return [line for line in lines if line.meaning == meaning]

    return msgspec.structs.replace(
        ours,
        hours=[Hours(valid_from=_must_be_day(line.first), periods=periods_of(line.periods)) for line in of(DayMeaning.HOURS)],
        holiday=[Holiday(name=line.name, first=_must_be_day(line.first), last=_must_be_day(line.last)) for line in of(DayMeaning.HOLIDAY)],
        workday=[Workday(name=line.name, day=_must_be_day(line.first)) for line in of(DayMeaning.WORKDAY)],
    )


def faults(lines: Sequence[DayLine], ours: Calendar) -> list[Fault]:
    """Everything that is wrong, by row and field."""
    found = [fault for row, line in enumerate(lines, 1) for fault in _of_line(row, line, ours)]
    if not any(line.meaning == DayMeaning.HOURS for line in lines):
        found.append(Fault(row=0, field="periods", code="no_hours"))
    return sorted([*found, *_doubled(lines)], key=lambda fault: fault.row)


def periods_of(text: str) -> list[tuple[time, time]]:
    """ "08:00-12:00 14:00-18:00"; empty when it is not that, in order and apart."""
    found = [PERIOD.fullmatch(part) for part in text.split()]
    periods = [(time(int(each[1]), int(each[2])), time(int(each[3]), int(each[4]))) for each in found if each]
    edges = [edge for period in periods for edge in period]
    return periods if len(periods) == len(found) and edges == sorted(set(edges)) else []


def day_of(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def _of_line(row: int, line: DayLine, ours: Calendar) -> Iterator[Fault]:
    def fault(field: str, code: str) -> Fault:
        return Fault(row=row, field=field, code=code, value=getattr(line, field)[:SHOWN])

    first, last = day_of(line.first), day_of(line.last)
    if line.meaning not in set(DayMeaning):
        yield fault("meaning", "unknown_meaning")
    if first is None:
        yield fault("first", "no_date" if line.first else "missing")
    if line.meaning == DayMeaning.HOURS:
        if not periods_of(line.periods):
            yield fault("periods", "no_periods" if line.periods else "missing")
        return
    if not line.name:
        yield fault("name", "missing")
    if line.meaning == DayMeaning.HOLIDAY:
        if last is None:
            yield fault("last", "no_date" if line.last else "missing")
        elif first and not first <= last <= first + LONGEST:
            yield fault("last", "ends_before" if last < first else "too_long")
    elif first and WEEK[first.weekday()] not in ours.weekend:
        yield fault("first", "works_already")


def _doubled(lines: Sequence[DayLine]) -> Iterator[Fault]:
    """A day that is said twice."""
    taken: set[tuple[str, date]] = set()
    for row, line in enumerate(lines, 1):
        days = set(_days(line))
        group = "HOURS" if line.meaning == DayMeaning.HOURS else ""
        if any((group, day) in taken for day in days):
            yield Fault(row=row, field="first", code="doubled_day", value=line.first[:SHOWN])
        taken |= {(group, day) for day in days}


def _days(line: DayLine) -> Iterator[date]:
    first, last = day_of(line.first), day_of(line.last) if line.meaning == DayMeaning.HOLIDAY else day_of(line.first)
    if first and last and last - first <= LONGEST:
        yield from (first + timedelta(days=n) for n in range((last - first).days + 1))


def _said(periods: Sequence[tuple[time, time]]) -> str:
    return " ".join(f"{begin:%H:%M}-{end:%H:%M}" for begin, end in periods)


def _must_be_day(text: str) -> date:
    day = day_of(text)
    if day is None:
        raise AssertionError("only faultless lines become a calendar")
    return day
