"""Keeps the counters of every case: follows the change feed in small transactions, or counts everything anew from nothing.

Whatever changes a case publishes it, so the feed names every case whose counters may be old; they are folded again from what is stored.
Districts and roads are looked up by place: when grids, streets or the fold itself change, all cases are counted anew.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from backend import spatial
from backend.rules import following, roads, working_time
from backend.rules.catalogue import in_force
from backend.rules.fold import Counted, Facts, fold
from backend.session import Database, Work
from backend.settings import CITY_ZONE
from backend.standards import Standards
from backend.tables.cases import CaseRow, FlowRow, TaskRow
from backend.tables.counts import PLACED, STORED, CountHead, counts
from backend.tables.feed import ChangeRow, FeedHead
from backend.tables.places import GridHead
from wire.codes import GridKind, Noun
from wire.evaluation import Dimension, Lap

FOLD = "2"  # another one when the fold counts otherwise: everything is then counted anew
PAGE = 500  # cases of one transaction: nobody else waits long for the one writer of SQLite
OF_CASES = {Noun.CASE: "id", Noun.TASK: "case_id"}  # where a change says which case it concerns
REGIONS = {
    Dimension.DISTRICT: GridKind.DISTRICT,
    Dimension.STREET: GridKind.STREET,
    Dimension.COMMUNITY: GridKind.COMMUNITY,
    Dimension.AREA: GridKind.AREA,
}
CASE, FLOW, TASK = (table.__table__ for table in (CaseRow, FlowRow, TaskRow))  # as plain rows: whole objects would take three times as long


def keep_up(database: Database, pages: int | None = None) -> int:
    """Count what has changed, `pages` transactions at most; answers how many changes still wait."""
    return following.keep_up(database, behind, follow, pages)


def take_turn(database: Database) -> int:
    """What is counted by itself: so much at a time, that half a million cases counted from nothing make nobody wait."""
    return keep_up(database, following.TURN)


def behind(work: Work) -> int:
    """Changes of the feed, or cases of a count from nothing, that are not counted yet."""
    head = work.session.get_one(CountHead, 1)
    if head.mark != _mark(work):
        return max(1, work.session.scalar(sa.select(sa.func.count()).select_from(CaseRow)) or 0)
    left = 0
    if head.upto is not None:
        left = work.session.scalar(sa.select(sa.func.count()).select_from(CaseRow).where(CaseRow.id > head.upto)) or 1
    return left + following.newest(work) - head.seq


def follow(work: Work) -> None:
    """One page of what waits."""
    head = work.session.get_one(CountHead, 1, with_for_update=True, populate_existing=True)
    mark, newest = _mark(work), following.newest(work)
    if head.mark != mark or head.seq < _floor(work):
        work.session.execute(sa.delete(counts))
        head.mark, head.seq, head.upto = mark, newest, ""
    if head.upto is not None:
        ids = list(work.session.scalars(sa.select(CaseRow.id).where(CaseRow.id > head.upto).order_by(CaseRow.id).limit(PAGE)))
        head.upto = ids[-1] if ids else None
    else:
        changes = work.session.execute(
            sa.select(ChangeRow.seq, ChangeRow.noun, ChangeRow.id, ChangeRow.body)
            .where(ChangeRow.seq > head.seq, ChangeRow.noun.in_(list(OF_CASES)))
            .order_by(ChangeRow.seq)
            .limit(PAGE)
        ).all()
        head.seq = changes[-1].seq if len(changes) == PAGE else newest
        ids = list({_case_of(change) for change in changes} - {""})
    store(work, ids)


def store(work: Work, ids: Sequence[str]) -> None:
    """Counts these cases anew."""
    rows = list(count(work, ids)) if ids else []
    if rows:
        work.session.execute(sa.delete(counts).where(counts.c.case_id.in_(ids)))
        work.session.execute(sa.insert(counts), rows)


def count(work: Work, ids: Sequence[str]) -> Iterable[dict[str, Any]]:
    """The rows of these cases, from nothing."""
    return rows(work, facts(work, ids), in_force(work))


def facts(work: Work, ids: Sequence[str]) -> list[Facts]:
    """What is stored of these cases, by id."""
    work.session.flush()
    cases = work.session.execute(sa.select(CASE).where(CaseRow.id.in_(ids)).order_by(CaseRow.id)).all()
    flow = _by_case(work.session.execute(sa.select(FLOW).where(FlowRow.case_id.in_(ids)).order_by(FlowRow.case_id, FlowRow.seq)))
    tasks = _by_case(work.session.execute(sa.select(TASK).where(TaskRow.case_id.in_(ids)).order_by(TaskRow.sent_at, TaskRow.id)))
    return [Facts(case, flow[case.id], tasks[case.id]) for case in cases]


def rows(work: Work, known: Sequence[Facts], standards: Standards) -> Iterable[dict[str, Any]]:
    """A row for each, in the working time of these standards."""
    working = working_time.of(standards.calendar, work.at)
    lon, lat = [each.case.lon for each in known], [each.case.lat for each in known]
    grids = spatial.grid_index(work.session)
    regions = {dimension: grids.of_kind(kind, lon, lat) for dimension, kind in REGIONS.items()}
    streets = roads.index(work).names(lon, lat)
    for at, each in enumerate(known):
        counted = fold(each, working, standards.evaluation.every_rework)
        places: dict[Dimension, str | None] = {dimension: grid.code for dimension, found in regions.items() if (grid := found[at]) is not None}
        yield _row(each.case, counted, places | {Dimension.ROAD: streets[at]})


def _row(case: Any, counted: Counted, places: dict[Dimension, str | None]) -> dict[str, Any]:
    keys: dict[str, str | None] = (
        dict.fromkeys(PLACED)
        | places
        | counted.people
        | {
            Dimension.DUTY_GRID: case.duty_grid,
            Dimension.BASIC_GRID: case.grid_code,
            Dimension.DEPARTMENT: case.last_department_id,
            Dimension.MAJOR: f"{case.kind}-{case.class_code[:2]}",
            Dimension.CLASS: f"{case.kind}-{case.class_code}",
            Dimension.SOURCE: case.source,
        }
    )
    return {
        "case_id": case.id,
        "version": case.version,
        "due_at": counted.due_at,
        "urgent": int(case.urgent and "REPORT" in counted.counters),
        "reported_on": day_of(case.reported_at),
        "filed_on": day_of(case.filed_at),
        "dispatched_on": day_of(case.dispatched_at),
        "disposed_on": day_of(counted.disposed_at),
        "closed_on": day_of(case.closed_at),
        **{f"by_{dimension.lower()}": key for dimension, key in keys.items()},
        **{f"{lap.lower()}_min": counted.laps.get(lap) for lap in Lap},
        **{counter.lower(): counted.counters.get(counter, 0) for counter in STORED},
    }


def day_of(at: datetime | None) -> date | None:
    """The day of the city."""
    return None if at is None else at.astimezone(CITY_ZONE).date()


def _case_of(change: Any) -> str:
    if OF_CASES[change.noun] == "id":
        return str(change.id)
    body = msgspec.json.decode(change.body)
    return str(body["case_id"]) if body else ""


def _by_case(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found


def _floor(work: Work) -> int:
    return work.session.execute(sa.select(FeedHead.floor)).scalar_one()


def _mark(work: Work) -> str:
    """What the rows were counted by."""
    every = in_force(work).evaluation.every_rework
    return f"{FOLD} {every} {work.session.scalar(sa.select(GridHead.mark))} {roads.mark(work)}"
