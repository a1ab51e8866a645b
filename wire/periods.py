"""Days, weeks, months, quarters and years of the city: which days one has, and what it is called."""

from datetime import date, timedelta

from wire.evaluation import Period

MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}


def span(period: Period, day: date) -> tuple[date, date]:
    """The first and the last day of the period that `day` lies in."""
    if period is Period.DAY:
        return day, day
    if period is Period.WEEK:
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    months = MONTHS[period]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    past = first.month - 1 + months
    return first, date(first.year + past // 12, past % 12 + 1, 1) - timedelta(days=1)


def before(period: Period, day: date) -> date:
    """A day of the period before."""
    return span(period, day)[0] - timedelta(days=1)


def id_of(period: Period, day: date) -> str:
    """ "MONTH-2026-11-01": the period and its first day."""
    return f"{period}-{span(period, day)[0].isoformat()}"
