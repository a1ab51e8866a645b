"""Tracks of many units in one answer: all that came, and of each fix what the rules of its unit say of it."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pyarrow as pa
import sqlalchemy as sa

from backend.fixes import reading
from backend.fixes.scale import Fixes, Span, Whole
from backend.refusals import Unknown
from backend.rules import track_analysis, tracks
from backend.rules.catalogue import in_force
from backend.rules.positions import millis
from backend.session import Work
from backend.tables.units import UnitRow
from geo.tracks.analysis import unseen
from geo.tracks.cleaning import clean
from geo.tracks.rules import TrackRules
from wire.codes import UnitKind
from wire.tracks import DROPPED, TOGETHER, UNSEEN

AT_ONCE = 100  # units that are read together: all of a city would be a gigabyte on the way
Period = tuple[int, int]  # from and until before, milliseconds since 1970


def together(work: Work, unit_ids: Sequence[str], kinds: Sequence[UnitKind], start: datetime, end: datetime) -> pa.Table:
    """`wire.tracks.TOGETHER` of these units, or of all of these kinds, in the order of their ids; of a day at most."""
    tracks.check(start, end, tracks.LONGEST_TOGETHER)
    of_units = sa.select(UnitRow.number, UnitRow.id, UnitRow.kind).order_by(UnitRow.id)
    chosen = work.session.execute(of_units.where(UnitRow.kind.in_(kinds) if kinds else UnitRow.id.in_(unit_ids))).all()
    ids = [row.id for row in chosen]
    if not kinds and (unknown := sorted(set(unit_ids) - set(ids))):
        raise Unknown("unit", unknown[0])
    standard, names, numbers = in_force(work).tracks, pa.array(ids, pa.string()), np.array([row.number for row in chosen], np.int64)
    rules = [standard.of(row.kind) for row in chosen]
    groups = (np.arange(first, min(first + AT_ONCE, len(ids))) for first in range(0, len(ids), AT_ONCE))
    return pa.Table.from_batches([_batch(work, numbers, names, rules, rows, (millis(start), millis(end))) for rows in groups], TOGETHER)


def _batch(work: Work, numbers: Whole, names: pa.Array, rules: Sequence[TrackRules], rows: Whole, period: Period) -> pa.RecordBatch:
    """Of the units of these rows."""
    found = reading.read(work, [Span(number, *period) for number in numbers[rows].tolist()])  # in order of their numbers
    ends = np.searchsorted(found.unit, numbers[rows], side="right")
    pieces = [slice(first, last) for first, last in zip(np.searchsorted(found.unit, numbers[rows]).tolist(), ends.tolist(), strict=True)]
    flags = [_flags(found.pick(piece), rules[row], period) for row, piece in zip(rows.tolist(), pieces, strict=True)]
    unit = np.repeat(rows.astype(np.int32), [len(each) for each in flags])
    at, lon, lat = (np.concatenate([column[piece] for piece in pieces]) for column in (found.at, found.lon, found.lat))
    places = (pa.array(column.astype(np.int32)) for column in (lon, lat))
    told = pa.array(at).cast(TOGETHER.field("at").type), *places, pa.array(np.concatenate(flags))
    return pa.record_batch([pa.DictionaryArray.from_arrays(pa.array(unit), names), *told], schema=TOGETHER)


def _flags(stored: Fixes, rules: TrackRules, period: Period) -> np.ndarray:
    """Of the fixes of one unit."""
    cleaned = clean(track_analysis.to_judge(stored), rules)
    return np.where(unseen(cleaned, *period, rules), UNSEEN, 0).astype(np.uint8) | np.where(cleaned.fault >= 0, DROPPED, 0).astype(np.uint8)
