"""Tours and the log of what was watched: the rules."""

from datetime import UTC, datetime, timedelta

import pytest

from console import words
from console.hall.tours import Group, Period, Tour, is_time, next_start, pages, parse_periods, written
from console.hall.watches import LONGEST, WatchLog

NOON = words.local(datetime(2026, 11, 29, 4, 0, tzinfo=UTC)).replace(hour=12, minute=0)
TOUR = Tour(name="夜巡", groups=[Group("north", ["a", "b", "c"]), Group("empty", []), Group("south", ["d"])])


def test_that_pages_never_mix_two_groups() -> None:
    assert pages(TOUR, 2) == [("north", ["a", "b"]), ("north", ["c"]), ("south", ["d"])]
    assert pages(TOUR, 0) == [("north", ["a"]), ("north", ["b"]), ("north", ["c"]), ("south", ["d"])]


@pytest.mark.parametrize(
    ("text", "held", "then"),
    [
        ("", True, ""),
        ("07:00-09:00", False, "07:00"),
        ("11:00-13:00", True, "12:00"),
        ("22:00-06:00", False, "22:00"),
        ("12:00–12:01", True, "12:00"),
    ],
)
def test_that_a_tour_keeps_its_times_also_over_midnight(text: str, held: bool, then: str) -> None:
    tour = Tour(name="t", groups=[], periods=parse_periods(text))
    assert (is_time(tour, NOON), next_start(tour, NOON)) == (held, then)


def test_that_periods_are_read_as_they_are_written() -> None:
    assert parse_periods("07:00-09:00，22:00-06:00") == [Period("07:00", "09:00"), Period("22:00", "06:00")]
    assert parse_periods(written(parse_periods("07:00 - 09:00"))) == [Period("07:00", "09:00")]
    for wrong in ("7:00-9:00", "25:00-26:00", "07:00", "07:00-07:00", "soon"):
        with pytest.raises(ValueError, match=wrong.split("-")[0]):
            parse_periods(f"07:00-09:00, {wrong}")


def test_that_a_watch_is_from_its_first_second_to_its_last() -> None:
    log = WatchLog()
    for second in range(11):
        log.look({"a": second > 5, "b": True} if second < 9 else {"b": True}, "夜巡", NOON + timedelta(seconds=second))
    report = log.take()
    assert report is not None
    (watch,) = report.watches
    assert (watch.camera_id, watch.tour, watch.since, watch.until) == ("a", "夜巡", NOON, NOON + timedelta(seconds=8))
    assert watch.live_s == 3
    assert log.take() == report  # until it has arrived
    log.done(report)
    assert log.take() is None
    log.end()
    (rest,) = log.take().watches  # type: ignore[union-attr]
    assert (rest.camera_id, rest.live_s) == ("b", 10)


def test_that_a_glance_is_no_watch_and_a_long_one_is_told_in_parts() -> None:
    log = WatchLog()
    log.look({"a": True}, "", NOON)
    log.look({"a": True}, "", NOON + timedelta(seconds=1))
    log.look({}, "", NOON + timedelta(seconds=2))
    assert log.take() is None
    for minute in range(40):
        log.look({"a": True}, "", NOON + timedelta(minutes=minute))
    report = log.take()
    assert report is not None
    assert all(watch.until - watch.since <= LONGEST for watch in report.watches)
    log.look({"a": True}, "another tour", NOON + timedelta(minutes=40))
    assert len(log.take().watches) > len(report.watches)  # type: ignore[union-attr]
