"""Cases of another system that are still open: their clocks run on from where they stood."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from backend.importers.run import run
from backend.session import Database
from backend.tables.cases import CaseRow
from tests.backend.import_files import counts, csv
from wire.codes import LimitType, Status

START = datetime(2026, 11, 20, 8, tzinfo=UTC)
OPEN = """id,source,problem,condition,reported_at,accepted_at,filed_at,dispatched_at,deadline_at,lon,lat,department,closed_at
a,WECHAT,EVENT-0401,EVENT-0401-1,2026-11-20 15:30:00,2026-11-20 15:40:00,2026-11-20 15:50:00,2026-11-20 16:00:00,,111.0,35.0,d1,
b,WECHAT,EVENT-0401,,2026-11-20 15:30:00,,,2026-11-20 16:00:00,2026-11-20 21:00:00,111.0,35.0,d1,
c,WECHAT,EVENT-0401,EVENT-0401-1,2026-11-20 15:30:00,,,2026-11-20 16:00:00,,111.0,35.0,d1,2026-11-20 17:00:00
d,WECHAT,EVENT-0401,EVENT-0401-1,2026-11-20 15:30:00,,,,,111.0,35.0,,
e,WECHAT,EVENT-0401,EVENT-0401-9,2026-11-20 15:30:00,,,2026-11-20 16:00:00,,111.0,35.0,d1,
f,WECHAT,EVENT-0401,EVENT-0401-1,2026-11-20 15:30:00,,,2026-11-20 16:00:00,,111.0,35.0,,
"""


def test_that_a_dispatched_case_waits_for_its_disposal_with_its_clock_running(database: Database, tmp_path: Path) -> None:
    report = run(database, "cases", csv(tmp_path / "cases.csv", OPEN))
    assert counts(report) == (6, 4, 0, 2)
    assert [(reject.row, reject.reason) for reject in report.rejects] == [
        (6, "there is no condition 'EVENT-0401-9' in the standard"),
        (7, "it was dispatched, but to no department"),
    ]
    with database.read() as work:
        a, b, c, d = work.session.scalars(sa.select(CaseRow).order_by(CaseRow.id)).all()
        assert [row.status for row in (a, b, c, d)] == [Status.PENDING_DISPOSAL, Status.PENDING_DISPOSAL, Status.CLOSED, Status.REPORTED]
        assert (a.condition_id, a.limit_amount, a.limit_type) == ("EVENT-0401-1", 2.0, LimitType.URGENT_HOUR)
        assert (a.accepted_at, a.filed_at, a.dispatched_at, a.status_at) == (*(START - timedelta(minutes=m) for m in (20, 10, 0)), START)
        assert (a.yellow_at, a.deadline_at) == (START + timedelta(hours=1.6), START + timedelta(hours=2))
        assert (b.condition_id, b.yellow_at, b.deadline_at) == (None, START + timedelta(hours=4), START + timedelta(hours=5))
        assert (d.condition_id, d.yellow_at, d.deadline_at) == ("EVENT-0401-1", None, None)
