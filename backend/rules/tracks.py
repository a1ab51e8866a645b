"""Tracks: the fixes of one unit between two times, and the days it has any."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa
import sqlalchemy as sa

from backend.fixes import reading
from backend.fixes.reading import Stretch
from backend.fixes.scale import STEPS, UNKNOWN, Fixes, Span, Whole
from backend.refusals import Malformed, Unknown
from backend.rules import units
from backend.rules.positions import millis
from backend.session import Work
from backend.settings import CITY_ZONE
from backend.tables.units import UnitRow
from wire.codes import UnitKind
from wire.tracks import TOGETHER, TRACK, TrackDay

LONGEST, LONGEST_TOGETHER = timedelta(days=31), timedelta(days=1)
AT_ONCE = 100  # units that are read together: all of a city would be a gigabyte on the way


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


def together(work: Work, unit_ids: Sequence[str], kinds: Sequence[UnitKind], start: datetime, end: datetime) -> pa.Table:
    """`wire.tracks.TOGETHER` of these units, or of all of these kinds, in the order of their ids; of a day at most. What is mocked is not in it."""
    check(start, end, LONGEST_TOGETHER)
    of_units = sa.select(UnitRow.number, UnitRow.id).order_by(UnitRow.id)
    chosen = of_units.where(UnitRow.kind.in_(kinds) if kinds else UnitRow.id.in_(unit_ids))
    ids = {number: id for number, id in work.session.execute(chosen)}  # noqa: C416 - rows are no pairs for mypy
    if not kinds and (unknown := sorted(set(unit_ids) - set(ids.values()))):
        raise Unknown("unit", unknown[0])
    numbers, names = np.array(list(ids), np.int64), pa.array(list(ids.values()), pa.string())
    groups = (np.arange(first, min(first + AT_ONCE, len(ids))) for first in range(0, len(ids), AT_ONCE))
    return pa.Table.from_batches([_batch(work, numbers, names, rows, start, end) for rows in groups], TOGETHER)


def _batch(work: Work, numbers: Whole, names: pa.Array, rows: Whole, start: datetime, end: datetime) -> pa.RecordBatch:
    """Of the units of these rows."""
    found = reading.read(work, [Span(number, millis(start), millis(end)) for number in numbers[rows].tolist()])
    found = found.pick(~found.mocked())
    by_number = rows[np.argsort(numbers[rows])]
    unit = by_number[np.searchsorted(numbers[by_number], found.unit)].astype(np.int32)
    order = np.argsort(unit, kind="stable")
    of_units = pa.DictionaryArray.from_arrays(pa.array(unit[order]), names)
    at = pa.array(found.at[order]).cast(TOGETHER.field("at").type)
    lon, lat = (pa.array(column[order].astype(np.int32)) for column in (found.lon, found.lat))
    return pa.record_batch([of_units, at, lon, lat], schema=TOGETHER)


def check(start: datetime, end: datetime, longest: timedelta) -> None:
    if start.tzinfo is None or end.tzinfo is None:
        raise Malformed("start and end must be times with a zone.")
    if not timedelta() < end - start <= longest:
        raise Malformed(f"start must be before end, by {longest / timedelta(hours=24):g} days at most.")


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
