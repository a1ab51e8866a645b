"""Cases that a report, or a case that waits to be accepted, may repeat (DOMAIN 3.3): of the same class, near and lately; or from the same caller.

Shown, never merged by themselves.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import sqlalchemy as sa

from backend import spatial
from backend.rules import callers
from backend.rules.catalogue import in_force
from backend.rules.messages import case_of
from backend.session import Work
from backend.standards.advising import DuplicateRules
from backend.tables.cases import CaseRow
from geo.tracks import metres
from wire.advice import DraftReport
from wire.cases import Duplicate


def of_case(work: Work, case: CaseRow) -> list[Duplicate]:
    """As it was reported: what came after it does not count."""
    asked = DraftReport(kind=case.kind, class_code=case.class_code, lon=case.lon, lat=case.lat, phone=case.phone)
    return likely(work, asked, case)


def likely(work: Work, asked: DraftReport, of: CaseRow | None = None) -> list[Duplicate]:
    """Those near before those of the caller, the nearest first. `of`: the case that this is, where it was reported already.

    `asked.phone` is taken as it stands: who may have one looked up is for the caller to know.
    """
    rules = in_force(work).advising.duplicates
    callers = {row.id: row for row in _of_caller(work, asked, rules, of)}
    near = sorted(_near(work, asked, rules, of), key=lambda pair: pair[0])
    found = [Duplicate(case=case_of(row), near=True, same_caller=row.id in callers, away_m=far) for far, row in near]
    others = callers.keys() - {row.id for _, row in near}
    found += [Duplicate(case=case_of(callers[id]), near=False, same_caller=True, away_m=_away(asked, callers[id])) for id in callers if id in others]
    return found[: rules.most]


def _near(work: Work, asked: DraftReport, rules: DuplicateRules, of: CaseRow | None) -> Iterator[tuple[float, CaseRow]]:
    if asked.lon is None or asked.lat is None or asked.class_code is None:
        return
    west, south, east, north = spatial.box_around(asked.lon, asked.lat, rules.metres)
    alike = (CaseRow.kind == asked.kind, CaseRow.class_code == asked.class_code)
    inside = (CaseRow.lon.between(west, east), CaseRow.lat.between(south, north))
    for row in work.session.scalars(_before(of, work.at, rules.hours).where(*alike, *inside)):
        far = _away(asked, row)
        if far is not None and far <= rules.metres:
            yield far, row


def _of_caller(work: Work, asked: DraftReport, rules: DuplicateRules, of: CaseRow | None) -> list[CaseRow]:
    phone = callers.kept(asked.phone)
    if not phone:
        return []
    mine = _before(of, work.at, rules.caller_hours).where(CaseRow.phone == phone)
    return list(work.session.scalars(mine.order_by(CaseRow.reported_at.desc()).limit(rules.most)))


def _before(of: CaseRow | None, now: datetime, hours: float) -> sa.Select[CaseRow]:
    """What was reported within so many hours before, and is void no more than it is a duplicate itself."""
    at = now if of is None else of.reported_at
    found = sa.select(CaseRow).where(CaseRow.reported_at >= at - timedelta(hours=hours), CaseRow.void_kind.is_(None))
    return found if of is None else found.where(CaseRow.id != of.id, CaseRow.reported_at <= at)


def _away(asked: DraftReport, row: CaseRow) -> float | None:
    if asked.lon is None or asked.lat is None:
        return None
    return round(float(metres(asked.lon, asked.lat, row.lon, row.lat)), 1)
