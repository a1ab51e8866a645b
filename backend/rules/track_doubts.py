"""Whose tracks of a day a supervisor should look at: teleports, mocked fixes, the way of another day or of somebody else."""

from datetime import date

import sqlalchemy as sa

from backend.rules import track_analysis, walked
from backend.rules.reach import must_reach
from backend.session import Database
from backend.tables.units import UnitRow
from geo.tracks.cleaning import Fault
from wire.codes import UnitKind
from wire.tracks import DoubtfulTrack


def of_day(database: Database, day: date) -> list[DoubtfulTrack]:
    """Of inspectors on a day of the city, the most doubtful first. Each is read by itself, so that no reading lasts as long as all of them."""
    must_reach(first=day, last=day)
    with database.read() as work:
        ids = list(work.session.scalars(sa.select(UnitRow.id).where(UnitRow.kind == UnitKind.INSPECTOR).order_by(UnitRow.id)))
    told = [found for unit_id in ids if (found := _of(database, unit_id, day)) is not None]
    return sorted(told, key=lambda each: (-len(each.likenesses), -each.teleports, -each.mocked, each.unit_id))


def _of(database: Database, unit_id: str, day: date) -> DoubtfulTrack | None:
    """None where nothing is doubtful, or nothing was heard."""
    start, end = walked.span(day)
    with database.read() as work:
        if work.session.get(UnitRow, unit_id) is None:  # it has gone meanwhile
            return None
        cleaned = track_analysis.cleaned(work, unit_id, start, end)
        likenesses = track_analysis.alike(work, unit_id, start, end, cleaned.kept) if len(cleaned.kept) else []
    teleports, mocked = len(cleaned.teleports), len(cleaned.dropped(Fault.MOCK))
    if not (teleports or mocked or likenesses):
        return None
    return DoubtfulTrack(unit_id=unit_id, day=day, teleports=teleports, mocked=mocked, likenesses=likenesses)
