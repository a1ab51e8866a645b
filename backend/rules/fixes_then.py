"""Where every unit was at an earlier moment: its newest fix not later than that."""

from datetime import datetime, timedelta

import numpy as np
import sqlalchemy as sa

from backend.fixes import reading
from backend.fixes.scale import Fixes, Span
from backend.refusals import Malformed
from backend.rules.positions import millis
from backend.session import Work
from backend.tables.units import UnitRow
from wire.units import Positions

NEAR, FAR = timedelta(minutes=10), timedelta(hours=24)  # who has moved lately is found in few fixes; the others are looked for once more
NO_CURSOR = 0


def positions(work: Work, at: datetime) -> Positions:
    """Of each unit that had a fix within 24 hours before; `now` is the moment."""
    if at.tzinfo is None:
        raise Malformed("A moment must be a time with a zone.")
    ids: dict[int, str] = dict(work.session.execute(sa.select(UnitRow.number, UnitRow.id)).all())
    near = _newest(work, list(ids), at - NEAR, at)
    far = _newest(work, sorted(ids.keys() - set(near.unit.tolist())), at - FAR, at)
    columns = [np.concatenate(pair) for pair in zip(near, far, strict=True)]
    return _told(Fixes(*columns), ids, at)


def _newest(work: Work, units: list[int], start: datetime, end: datetime) -> Fixes:
    fixes = reading.read(work, [Span(unit, millis(start), millis(end) + 1) for unit in units])
    return fixes.pick(np.flatnonzero(np.diff(fixes.unit, append=-1)))


def _told(fixes: Fixes, ids: dict[int, str], at: datetime) -> Positions:
    lon, lat = fixes.degrees()
    return Positions(
        cursor=NO_CURSOR,
        now=at,
        unit_ids=[ids[unit] for unit in fixes.unit.tolist()],
        at=fixes.at.tolist(),
        lon=lon.tolist(),
        lat=lat.tolist(),
        speed=np.where(fixes.speed < 0, -1.0, fixes.speed / 100).tolist(),
        heading=fixes.course().astype(float).tolist(),
    )
