"""The clocks of DOMAIN 4: its own vectors, and what must hold of any of them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend import standards
from backend.rules import clocks
from backend.standards.calendar import Calendar, Holiday, Hours
from wire.codes import LimitType
from wire.standards import Limit

ZONE = ZoneInfo("Asia/Shanghai")
MORNING, AFTERNOON = (time(8), time(12)), (time(14), time(18))
WORK = [LimitType.WORK_HOUR, LimitType.WORK_DAY]


def calendar(mode: str = "HOURS8", *holidays: Holiday, hours: list[Hours] | None = None) -> Calendar:
    ordinary = [Hours(valid_from=date(2020, 1, 1), periods=[MORNING, AFTERNOON])]
    return Calendar(zone="Asia/Shanghai", weekend=["SATURDAY", "SUNDAY"], work_day_mode=mode, hours=hours or ordinary, holiday=list(holidays))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A time of November 2026 in the city."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


SATURDAY_WORKED = Holiday(name="exchange", first=date(2026, 11, 16), last=date(2026, 11, 16), workdays=[date(2026, 11, 21)])
VECTORS = [
    pytest.param(at(20, 17), 4, LimitType.WORK_HOUR, at(23, 11), [], id="over a weekend"),
    pytest.param(at(21, 23, 30), 2, LimitType.URGENT_HOUR, at(22, 1, 30), [], id="urgent, at night"),
    pytest.param(at(18, 10), 1, LimitType.WORK_DAY, at(19, 10), [], id="a working day"),
    pytest.param(at(18, 13), 2, LimitType.WORK_HOUR, at(18, 16), [], id="from lunch"),
    pytest.param(at(21, 9), 4, LimitType.WORK_HOUR, at(21, 15), [SATURDAY_WORKED], id="a Saturday made a working day"),
    pytest.param(at(20, 9), 1, LimitType.CALENDAR_DAY, at(21, 9), [], id="a calendar day"),
]


@pytest.mark.parametrize(("start", "amount", "type", "deadline", "holidays"), VECTORS)
def test_that_a_limit_ends_when_the_field_says(start: datetime, amount: float, type: LimitType, deadline: datetime, holidays: list[Holiday]) -> None:
    assert clocks.add(start, Limit(amount=amount, type=type), calendar("HOURS8", *holidays)) == deadline


def test_that_days_that_end_whole_end_with_the_working_day_after() -> None:
    whole = calendar("END_OF_DAY")
    assert clocks.add(at(18, 10), Limit(amount=1, type=LimitType.WORK_DAY), whole) == at(19, 18)
    assert clocks.add(at(20, 17), Limit(amount=2, type=LimitType.WORK_DAY), whole) == at(24, 18)
    assert clocks.add(at(18, 10), Limit(amount=4, type=LimitType.WORK_HOUR), whole) == at(18, 16)


def test_that_what_is_late_is_late_by_so_many_limits() -> None:
    limit, due = Limit(amount=4, type=LimitType.WORK_HOUR), at(23, 11)  # from Friday, 17:00
    late = [clocks.overdue_factor(due, end, limit, calendar()) for end in (at(23, 10), at(23, 11), at(23, 16), at(24, 18))]
    assert late == [None, None, 0.75, 3.25]
    assert clocks.overdue_factor(due, at(23, 12), Limit(amount=3, type=LimitType.URGENT_HOUR), calendar()) == 0.33


def test_that_yellow_begins_at_four_fifths() -> None:
    assert clocks.yellow_at(at(18, 8), Limit(amount=5, type=LimitType.WORK_HOUR), calendar()) == at(18, 12)
    assert clocks.yellow_at(at(18, 8), Limit(amount=5, type=LimitType.WORK_DAY), calendar()) == at(23, 18)


def test_that_a_holiday_stops_working_clocks_only() -> None:
    free = calendar("HOURS8", Holiday(name="free", first=date(2026, 11, 19), last=date(2026, 11, 20)))
    assert clocks.add(at(18, 17), Limit(amount=2, type=LimitType.WORK_HOUR), free) == at(23, 9)
    assert clocks.add(at(18, 17), Limit(amount=2, type=LimitType.URGENT_HOUR), free) == at(18, 19)


def test_that_summer_hours_hold_from_their_day() -> None:
    winter = Hours(valid_from=date(2020, 1, 1), periods=[MORNING, AFTERNOON])
    summer = Hours(valid_from=date(2026, 11, 19), periods=[(time(9), time(12))])
    assert clocks.add(at(18, 17), Limit(amount=2, type=LimitType.WORK_HOUR), calendar(hours=[winter, summer])) == at(19, 10)


def test_that_the_calendar_of_the_project_knows_the_holidays_of_2026() -> None:
    ours = standards.read().calendar
    assert not ours.is_working(date(2026, 10, 1))
    assert ours.is_working(date(2026, 10, 10)), "a Saturday that was made a working day"
    assert ours.is_working(date(2026, 11, 20))


moments = st.integers(0, 500 * 86_400).map(lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
modes = st.sampled_from(["HOURS8", "END_OF_DAY"])
types = st.sampled_from(list(LimitType))
amounts = st.integers(1, 20)
OURS = standards.read().calendar


def of_mode(mode: str) -> Calendar:
    return calendar(mode, *OURS.holiday)


@given(moments, amounts, types, modes)
def test_that_used_is_the_inverse_of_add(start: datetime, amount: int, type: LimitType, mode: str) -> None:
    limit = Limit(amount=amount, type=type)
    assert clocks.used(start, clocks.add(start, limit, of_mode(mode)), type, of_mode(mode)) == pytest.approx(amount)


@given(moments, amounts, amounts, types, modes)
def test_that_limits_add_up(start: datetime, one: int, other: int, type: LimitType, mode: str) -> None:
    in_parts = clocks.add(clocks.add(start, Limit(amount=one, type=type), of_mode(mode)), Limit(amount=other, type=type), of_mode(mode))
    assert in_parts == clocks.add(start, Limit(amount=one + other, type=type), of_mode(mode))


@given(moments, st.integers(0, 10_000), amounts, amounts, types, modes)
def test_that_later_starts_and_longer_limits_never_end_earlier(
    start: datetime, minutes: int, amount: int, more: int, type: LimitType, mode: str
) -> None:
    limit, longer = Limit(amount=amount, type=type), Limit(amount=amount + more, type=type)
    ends = clocks.add(start, limit, of_mode(mode))
    assert ends > start
    assert clocks.add(start + timedelta(minutes=minutes), limit, of_mode(mode)) >= ends
    assert clocks.add(start, longer, of_mode(mode)) > ends


@given(moments, st.integers(0, 50_000), st.integers(0, 5_000), types, modes)
def test_that_what_is_used_never_shrinks(start: datetime, minutes: int, more: int, type: LimitType, mode: str) -> None:
    end = start + timedelta(minutes=minutes)
    assert clocks.used(start, end, type, of_mode(mode)) <= clocks.used(start, end + timedelta(minutes=more), type, of_mode(mode))


@given(moments, amounts, types, modes)
def test_that_yellow_lies_between_start_and_deadline(start: datetime, amount: int, type: LimitType, mode: str) -> None:
    limit = Limit(amount=amount, type=type)
    assert start < clocks.yellow_at(start, limit, of_mode(mode)) <= clocks.add(start, limit, of_mode(mode))


@given(moments, st.sampled_from(WORK), amounts)
def test_that_working_limits_end_in_working_time(start: datetime, type: LimitType, amount: int) -> None:
    ends = clocks.add(start, Limit(amount=amount, type=type), OURS).astimezone(ZONE)
    assert OURS.is_working(ends.date())
    assert any(begin < ends.time() <= end for begin, end in OURS.periods(ends.date()))
