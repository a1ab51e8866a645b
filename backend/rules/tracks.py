"""Tracks: the fixes of one unit between two times, and the days it has any."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa

from backend.fixes import reading
from backend.fixes.reading import Stretch
from backend.fixes.scale import STEPS, UNKNOWN, Fixes, Span
from backend.refusals import Malformed, TracksTooLong, TrackTooLong
from backend.rules import units
from backend.rules.positions import millis
from backend.session import Work
from backend.settings import CITY_ZONE
from wire.tracks import TRACK, TrackDay

LONGEST, LONGEST_TOGETHER = timedelta(days=31), timedelta(days=1)


def fixes(work: Work, unit_id: str, start: datetime, end: datetime) -> Fixes:
    """Those with start <= at < end, of a month at most."""
    check(start, end, LONGEST)
    number = units.row_of(work, unit_id).number
    return reading.read(work, [Span(number, millis(start), millis(end))])


def track(work: Work, unit_id: str, start: datetime, end: datetime) -> pa.Table:
    """The same as `wire.tracks.TRACK`."""
    found = fixes(work, unit_id, start, end)
    said = {"speed": found.speed, "heading": found.course(), "accuracy": found.accuracy}
    columns = [pa.array(values / STEPS[name], pa.float32(), mask=values == UNKNOWN) for name, values in said.items()]
    return pa.table([pa.array(found.at).cast(TRACK.field("at").type), *found.degrees(), *columns], schema=TRACK)


def check(start: datetime, end: datetime, longest: timedelta) -> None:
    if start.tzinfo is None or end.tzinfo is None:
        raise Malformed("start and end must be times with a zone.")
    if start >= end:
        raise Malformed("start must be before end.")
    if end - start > longest:
        raise (TrackTooLong if longest == LONGEST else TracksTooLong)(f"start must be before end, by {longest / timedelta(hours=24):g} days at most.")


def days(work: Work, unit_id: str) -> list[TrackDay]:
    """The days of the city's own time on which the unit has fixes, oldest first."""
    found: dict[date, list[Stretch]] = defaultdict(list)
    for stretch in reading.stretches(work, units.row_of(work, unit_id).number):
        found[_moment(stretch.first_at).astimezone(CITY_ZONE).date()].append(stretch)
    return [_day(day, stretches) for day, stretches in sorted(found.items())]


def _day(day: date, stretches: list[Stretch]) -> TrackDay:
    first, last = min(each.first_at for each in stretches), max(each.last_at for each in stretches)
    return TrackDay(day=day, first_at=_moment(first), last_at=_moment(last), fixes=sum(each.fixes for each in stretches))


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC)
