"""Tracks: the fixes of one unit between two times, and the days it has any."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import sqlalchemy as sa

from backend.refusals import Malformed
from backend.rules import units
from backend.rules.positions import COLUMNS, millis
from backend.session import Work
from backend.settings import CITY_ZONE
from backend.tables.positions import FixRow
from wire.tracks import TRACK, TrackDay

LONGEST = timedelta(days=31)
DAY_MS = 86_400_000


def track(work: Work, unit_id: str, start: datetime, end: datetime) -> pa.Table:
    """The fixes with start <= at < end, as `wire.tracks.TRACK`."""
    if start.tzinfo is None or end.tzinfo is None:
        raise Malformed("start and end must be times with a zone.")
    if not timedelta() < end - start <= LONGEST:
        raise Malformed("start must be before end, by 31 days at most.")
    number = units.row_of(work, unit_id).number
    columns = [getattr(FixRow, name) for name in COLUMNS]
    chosen = sa.select(*columns).where(FixRow.unit == number, FixRow.at >= millis(start), FixRow.at < millis(end)).order_by(FixRow.at)
    rows = work.session.execute(chosen).all()
    values = list(zip(*rows, strict=True)) if rows else [()] * len(COLUMNS)
    return pa.table([pa.array(column, field.type) for column, field in zip(values, TRACK, strict=True)], schema=TRACK)


def days(work: Work, unit_id: str) -> list[TrackDay]:
    """The days of the city's own time on which the unit has fixes, oldest first."""
    number = units.row_of(work, unit_id).number
    day = (FixRow.at + _offset_ms(work.at)) // DAY_MS
    chosen = sa.select(sa.func.min(FixRow.at), sa.func.max(FixRow.at), sa.func.count()).where(FixRow.unit == number).group_by(day)
    found = [(_moment(first), _moment(last), fixes) for first, last, fixes in work.session.execute(chosen.order_by(sa.func.min(FixRow.at)))]
    return [TrackDay(day=first.astimezone(CITY_ZONE).date(), first_at=first, last_at=last, fixes=fixes) for first, last, fixes in found]


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC)


def _offset_ms(at: datetime) -> int:
    offset = at.astimezone(CITY_ZONE).utcoffset() or timedelta()
    return round(offset.total_seconds() * 1000)
