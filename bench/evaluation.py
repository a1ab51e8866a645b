"""Counters of 100,000 cases counted from nothing, and a month of them evaluated by department, beside a plain count of the same rows in SQL."""

import os
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa

from backend.migrations import upgrade
from backend.rules import counting, evaluation, serials
from backend.rules.cases import blank
from backend.session import SYSTEM, Database, Work
from backend.tables.cases import CaseRow, FlowRow, TaskRow
from backend.tables.counts import CountHead, counts
from bench import figures, stage
from wire.codes import CloseKind, Kind, LimitType, Source, Status, TaskKind, TaskResult, TaskState, Verb
from wire.evaluation import Counter, Dimension, Period, Question

CASES = int(os.environ.get("YIPING_BENCH_CASES", "100000"))
DEPARTMENTS, DAYS, RUNS, PAGE = 40, 90, 7, 5_000
END = datetime(2026, 11, 28, 10, tzinfo=UTC)
SOURCES = (Source.INSPECTOR, Source.INSPECTOR, Source.INSPECTOR, Source.HOTLINE_12319, Source.WECHAT, Source.VIDEO, Source.AUDIT)
WAY = (  # verb, from, to, minutes
    (Verb.REPORT, None, Status.REPORTED, 0),
    (Verb.ACCEPT, Status.REPORTED, Status.PENDING_FILING, 6),
    (Verb.FILE, Status.PENDING_FILING, Status.PENDING_DISPATCH, 8),
    (Verb.DISPATCH, Status.PENDING_DISPATCH, Status.PENDING_DISPOSAL, 9),
    (Verb.ASSIGN, Status.PENDING_DISPOSAL, Status.DISPOSING, 30),
    (Verb.SUBMIT, Status.DISPOSING, Status.DISPOSING, 400),
    (Verb.CONFIRM, Status.DISPOSING, Status.PENDING_REVIEW, 60),
    (Verb.FORWARD, Status.PENDING_REVIEW, Status.PENDING_CHECK, 12),
    (Verb.SEND_CHECK, Status.PENDING_CHECK, Status.CHECKING, 10),
    (Verb.CHECK, Status.CHECKING, Status.PENDING_CHECK, 25),
    (Verb.PASS_ON, Status.PENDING_CHECK, Status.PENDING_CLOSE, 8),
    (Verb.CLOSE, Status.PENDING_CLOSE, Status.CLOSED, 15),
)


def main() -> None:
    print(f"{CASES:,} cases of {DAYS} days with {len(WAY)} flow records each at most, {DEPARTMENTS} departments.\n")
    for kind in ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name, stage.database(kind, Path(name)) as url:
            database = Database(url)
            upgrade(database.engine)
            with database.write(SYSTEM) as work:
                fill(work, CASES)
            print(measure(kind, database) + "\n")
            database.close()


def measure(kind: str, database: Database) -> str:
    begin = time.perf_counter()
    left = counting.keep_up(database)
    counted_s = time.perf_counter() - begin
    assert left == 0
    with database.read() as work:
        rows = work.session.scalar(sa.select(sa.func.count()).select_from(counts)) or 0
        month = Question(period=Period.MONTH, day=END.date())
        ours = figures.times(lambda: evaluation.evaluation(work, month, Dimension.DEPARTMENT), RUNS)
        behind = figures.times(lambda: evaluation.cases(work, month, [Counter.OVERTIME_TO_DISPOSE], [], 100), RUNS)
        first, last = END.date().replace(day=1), END.date()
        plain = (
            sa.select(CaseRow.last_department_id, sa.func.count())
            .where(CaseRow.reported_at >= datetime(first.year, first.month, first.day, tzinfo=UTC), CaseRow.reported_at <= END)
            .group_by(CaseRow.last_department_id)
        )
        floor = figures.times(lambda: work.session.execute(plain).all(), RUNS)
        assert rows == CASES
        assert last >= first
    title = f"{kind}: {rows:,} cases counted from nothing in {counted_s:,.1f} s ({rows / counted_s:,.0f} a second)"
    lines = [
        figures.Row("a month by department: all counters, indicators, scores, lap times", ours),
        figures.Row("a number's list of cases, its first page", behind),
        figures.Row("floor: SQL that only counts the month's cases by department", floor),
    ]
    return figures.table(title, lines)


def fill(work: Work, count: int, end: datetime = END) -> None:
    """Cases that went their way, some late, some sent back; the newest are still on it."""
    rng = np.random.default_rng(1)
    for start in range(0, count, PAGE):
        cases, flow, tasks = [], [], []
        for number in range(start, min(start + PAGE, count)):
            case, steps, task = life(work, rng, number, end)
            cases.append(case)
            flow += steps
            tasks += task
        work.session.execute(sa.insert(CaseRow), cases)
        work.session.execute(sa.insert(FlowRow), flow)
        if tasks:
            work.session.execute(sa.insert(TaskRow), tasks)
    work.session.execute(sa.update(CountHead).values(mark="", upto=None))


def life(work: Work, rng: np.random.Generator, number: int, end: datetime) -> tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]:
    at = end - timedelta(minutes=float(rng.uniform(0, DAYS * 1440)))
    case = dict.fromkeys(column.name for column in CaseRow.__table__.columns) | blank(work)
    department = f"d{int(rng.integers(DEPARTMENTS))}"
    case |= {"id": f"bench-{number:06d}", "number": f"{number:019d}", "source": SOURCES[int(rng.integers(len(SOURCES)))], "kind": Kind.EVENT}
    case["serial"] = serials.first(at) + number % 2**serials.BITS
    case |= {"class_code": ("0110", "0112", "0401", "0405", "0410")[int(rng.integers(5))], "lon": 111.0, "lat": 35.02, "reported_at": at}
    case |= {"unit_id": f"u{int(rng.integers(55))}", "limit_amount": 1.0, "limit_type": LimitType.CALENDAR_DAY, "reported_by": "bench"}
    flow = list(steps(case, department, rng, at, end))
    last = flow[-1]
    case |= {"version": len(flow), "steps": len(flow), "status": last["to_status"], "status_at": last["at"]}
    checks = [record for record in flow if record["verb"] is Verb.SEND_CHECK]
    return case, flow, [check_of(case, record, flow) for record in checks]


def steps(case: dict[str, Any], department: str, rng: np.random.Generator, at: datetime, end: datetime) -> Iterator[dict[str, Any]]:
    for seq, (verb, came_from, to, minutes) in enumerate(WAY, 1):
        at += timedelta(minutes=float(rng.exponential(minutes * (1 + 5 * (verb is Verb.SUBMIT and rng.random() < 0.15)))) if minutes else 0)
        if at > end:
            return
        stamp(case, verb, department, at)
        yield {
            **dict.fromkeys(("note", "user"), ""),
            **{"case_id": case["id"], "seq": seq, "at": at, "verb": verb, "transition": "T01" if seq == 1 else "T00", "from_status": came_from},
            **{"to_status": to, "actor": f"{verb.lower()}-{int(rng.integers(6))}", "role": "", "department_id": case["department_id"]},
            **{"result": None, "used_s": None, "overdue": bool(rng.random() < 0.06)},
        }


def stamp(case: dict[str, Any], verb: Verb, department: str, at: datetime) -> None:
    """What the effects of a step leave on the case."""
    names = {Verb.ACCEPT: "accepted_at", Verb.FILE: "filed_at", Verb.SUBMIT: "submitted_at", Verb.CONFIRM: "disposed_at", Verb.CLOSE: "closed_at"}
    if verb in names:
        case[names[verb]] = at
    if verb is Verb.DISPATCH:
        case |= {"dispatched_at": at, "yellow_at": at + timedelta(hours=19), "deadline_at": at + timedelta(days=1)}
        case |= {"department_id": department, "last_department_id": department}
    if verb is Verb.CLOSE:
        case["close_kind"] = CloseKind.OVERDUE if case["disposed_at"] > case["deadline_at"] else CloseKind.NORMAL


def check_of(case: dict[str, Any], sent: dict[str, Any], flow: list[dict[str, Any]]) -> dict[str, Any]:
    done = next((record["at"] for record in flow if record["verb"] is Verb.CHECK), None)
    return {
        **{"id": f"{case['id']}.{sent['seq']}", "version": 1, "kind": TaskKind.CHECK, "state": TaskState.DONE if done else TaskState.OPEN},
        **{"case_id": case["id"], "unit_id": case["unit_id"], "lon": case["lon"], "lat": case["lat"], "sent_at": sent["at"]},
        **{"due_at": sent["at"] + timedelta(minutes=30), "done_at": done, "result": TaskResult.PASS if done else None, "note": "", "rank": None},
    }
