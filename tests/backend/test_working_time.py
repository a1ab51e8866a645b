"""Working minutes read off a curve are those that the clocks count span by span."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backend import standards
from backend.rules import clocks, working_time
from wire.codes import LimitType

CALENDAR = standards.read().calendar
WORKING = working_time.of(CALENDAR, datetime(2026, 11, 29, tzinfo=UTC))
MOMENTS = st.integers(0, 130 * 86_400).map(lambda seconds: datetime(2026, 9, 1, tzinfo=UTC) + timedelta(seconds=seconds))


@given(start=MOMENTS, minutes=st.integers(0, 40_000))
def test_that_the_curve_and_the_clocks_agree(start: datetime, minutes: int) -> None:
    end = start + timedelta(minutes=minutes)
    assert abs(WORKING.minutes(start, end) - clocks.used(start, end, LimitType.WORK_HOUR, CALENDAR) * 60) < 1e-4


def test_that_nothing_lies_between_an_end_and_a_later_start() -> None:
    noon = datetime(2026, 11, 27, 4, tzinfo=UTC)
    assert WORKING.minutes(noon, noon - timedelta(days=3)) == 0
    assert WORKING.minutes(datetime(1990, 1, 1, tzinfo=UTC), datetime(1991, 1, 1, tzinfo=UTC)) == 0
    assert working_time.of(CALENDAR, noon) is working_time.of(CALENDAR, noon)  # made once, as long as it is asked for
