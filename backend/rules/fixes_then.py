"""Where every unit was at an earlier moment: its newest fix not later than that."""

from datetime import datetime, timedelta

import numpy as np
import sqlalchemy as sa

from backend.fixes import reading
from backend.fixes.scale import Fixes, Span
from backend.rules.past import must_have_zone
from backend.rules.positions import millis
from backend.rules.reach import must_reach
from backend.session import Work
from backend.tables.units import UnitRow
from wire.units import Positions

# Back from the moment: who has moved lately is found in few fixes, and only the others are looked for in the while before.
REACHES = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=4), timedelta(hours=24))
NO_CURSOR = 0


def positions(work: Work, at: datetime) -> Positions:
    """Of each unit that had a fix within 24 hours before; `now` is the moment."""
    must_have_zone(at)
    must_reach(at=at)
    ids: dict[int, str] = dict(work.session.execute(sa.select(UnitRow.number, UnitRow.id)).all())
    missing, found, end = set(ids), list[Fixes](), millis(at) + 1
    for reach in REACHES:
        start = millis(at - reach)
        found.append(_newest(work, sorted(missing), start, end))
        missing -= set(found[-1].unit.tolist())
        end = start
    columns = [np.concatenate(pieces) for pieces in zip(*found, strict=True)]
    return _told(Fixes(*columns), ids, at)


def _newest(work: Work, units: list[int], start: int, end: int) -> Fixes:
    """Milliseconds since 1970; the end is not in it."""
    fixes = reading.read(work, [Span(unit, start, end) for unit in units])
    return fixes.pick(np.flatnonzero(np.diff(fixes.unit, append=-1)))


def _told(fixes: Fixes, ids: dict[int, str], at: datetime) -> Positions:
    lon, lat = fixes.degrees()
    names = [ids[unit] for unit in fixes.unit.tolist()]
    return Positions(
        cursor=NO_CURSOR,
        now=at,
        unit_ids=names,
        at=fixes.at.tolist(),
        lon=lon.tolist(),
        lat=lat.tolist(),
        speed=np.where(fixes.speed < 0, -1.0, fixes.speed / 100).tolist(),
        heading=fixes.course().astype(float).tolist(),
        mocked=[name for name, mocked in zip(names, fixes.mocked().tolist(), strict=True) if mocked],
    )
