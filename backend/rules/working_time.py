"""Working minutes between any two times, fast: a calendar of years as one rising curve. What `clocks` counts span by span is read off it."""

from bisect import bisect_right
from collections import OrderedDict
from datetime import UTC, date, datetime, timedelta
from threading import Lock

from backend.standards.calendar import Calendar

KEPT = 2  # curves in memory: a test may bring a calendar of its own
FIRST, YEARS_AHEAD = date(2005, 1, 1), 2


class WorkingTime:
    """Knots of the curve: seconds since 1970 at which a working period begins or ends, and how many working seconds lie before each."""

    def __init__(self, calendar: Calendar, first: date, last: date) -> None:
        self._at: list[float] = []
        self._before: list[float] = []
        self.last = last
        total = 0.0
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
            for begin, end in calendar.periods(day):
                start, stop = (datetime.combine(day, at, calendar.tz).astimezone(UTC).timestamp() for at in (begin, end))
                self._at += [start, stop]
                self._before += [total, total + stop - start]
                total += stop - start

    def minutes(self, start: datetime, end: datetime) -> float:
        """0 when `end` is not after `start`. What lies before the first year or after the last does not count."""
        return max(0.0, self._until(end.timestamp()) - self._until(start.timestamp())) / 60

    def _until(self, at: float) -> float:
        knot = bisect_right(self._at, at) - 1
        if knot < 0:
            return 0.0
        works = knot % 2 == 0  # between a beginning and its end
        return self._before[knot] + (at - self._at[knot] if works else 0.0)


_curves: OrderedDict[int, tuple[Calendar, WorkingTime]] = OrderedDict()
_making = Lock()


def of(calendar: Calendar, now: datetime) -> WorkingTime:
    """The curve of a calendar, made once."""
    with _making:
        known = _curves.get(id(calendar))
        if known is None or known[1].last < now.date():
            _curves[id(calendar)] = known = calendar, WorkingTime(calendar, FIRST, date(now.year + YEARS_AHEAD, 12, 31))
            while len(_curves) > KEPT:
                _curves.popitem(last=False)
        return known[1]
