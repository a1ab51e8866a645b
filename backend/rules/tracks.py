"""Tracks: the fixes of one unit between two times, and the days it has any."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa

from backend.fixes import reading
from backend.fixes.reading import Stretch
from backend.fixes.scale import STEPS, UNKNOWN, Span
from backend.refusals import Malformed
from backend.rules import units
from backend.rules.positions import millis
from backend.session import Work
from backend.settings import CITY_ZONE
from wire.tracks import TRACK, TrackDay

LONGEST = timedelta(days=31)


def track(work: Work, unit_id: str, start: datetime, end: datetime) -> pa.Table:
    """The fixes with start <= at < end, as `wire.tracks.TRACK`."""
    if start.tzinfo is None or end.tzinfo is None:
        raise Malformed("start and end must be times with a zone.")
    if not timedelta() < end - start <= LONGEST:
        raise Malformed("start must be before end, by 31 days at most.")
    number = units.row_of(work, unit_id).number
    fixes = reading.read(work, [Span(number, millis(start), millis(end))])
    lon, lat = fixes.degrees()
    said = [pa.array(getattr(fixes, name) / step, pa.float32(), mask=getattr(fixes, name) == UNKNOWN) for name, step in STEPS.items()]
    return pa.table([pa.array(fixes.at).cast(TRACK.field("at").type), lon, lat, *said], schema=TRACK)


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
