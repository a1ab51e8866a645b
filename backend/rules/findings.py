"""What became of findings: how often those of a camera, a class and an hour came to nothing. It orders what waits; it never decides."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa

from backend.rules.catalogue import in_force
from backend.session import Work
from backend.tables.cases import CaseRow
from wire.codes import Kind, Source, Status
from wire.findings import VoidRate

Key = tuple[str | None, Kind, str, int]
HOURS = 24


def void_rates(work: Work, sources: Collection[Source], days: int) -> list[VoidRate]:
    """Of reports from these sources in the last days that were accepted or ended."""
    voided = sa.and_(CaseRow.void_kind.is_not(None), CaseRow.duplicate_of.is_(None))
    hour = sa.extract("hour", _in_utc(work))
    keys = (CaseRow.camera_id, CaseRow.kind, CaseRow.class_code, hour)
    counted = sa.select(
        *keys,
        sa.func.count(),
        sa.func.sum(sa.case((voided, 1), else_=0)),
        sa.func.sum(sa.case((CaseRow.duplicate_of.is_not(None), 1), else_=0)),
    )
    decided = sa.or_(CaseRow.accepted_at.is_not(None), CaseRow.status == Status.VOIDED)
    since = CaseRow.reported_at >= work.at - timedelta(days=days)
    rows = work.session.execute(counted.where(CaseRow.source.in_(sources), decided, since).group_by(*keys))
    sums: dict[Key, list[int]] = defaultdict(lambda: [0, 0, 0])
    ahead = _hours_ahead(work)
    for camera_id, kind, class_code, utc_hour, *counts in rows:
        key = camera_id, kind, class_code, (int(utc_hour) + ahead) % HOURS
        sums[key] = [before + int(count) for before, count in zip(sums[key], counts, strict=True)]
    return [
        VoidRate(camera_id=camera_id, kind=kind, class_code=class_code, hour=at, total=total, voided=no, merged=merged)
        for (camera_id, kind, class_code, at), (total, no, merged) in sums.items()
    ]


def _hours_ahead(work: Work) -> int:
    """The city's clock before UTC, in whole hours: nearer nobody looks at habits."""
    offset = work.at.astimezone(in_force(work).calendar.tz).utcoffset() or timedelta()
    return round(offset / timedelta(hours=1))


def _in_utc(work: Work) -> sa.SQLColumnExpression[datetime]:
    """PostgreSQL tells the hour in the zone of its session, SQLite keeps UTC."""
    postgres = work.session.get_bind().dialect.name == "postgresql"
    return sa.func.timezone("UTC", CaseRow.reported_at) if postgres else CaseRow.reported_at
