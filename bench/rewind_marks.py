"""What the rewind's line of time tells of a week in which a city works: 10,000 cases, each changed twelve times, and 20,000 alarms.

Beside the floor: a walk over all that the change log has of that week, which is what the marks follow from; and as many of them must agree.
`YIPING_BENCH_CASES` says how many cases when it is to be over sooner.
"""

import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import sqlalchemy as sa

from backend.rules import past_marks
from backend.session import SYSTEM, Database
from backend.tables.feed import ChangeRow, FeedHead
from backend.tables.past_marks import PastMarkRow
from bench import figures, stage
from bench.evaluation import WAY
from tests.console.made import a_case
from wire.alarms import Alarm
from wire.codes import AlarmKind, Noun, PastMarkKind, Status, Verb

CASES = int(os.environ.get("YIPING_BENCH_CASES", "10000"))
ALARMS = 2 * CASES
WEEK, RUNS, PAGE = timedelta(days=7), 21, 5_000
END = datetime(2026, 11, 28, 10, tzinfo=UTC)
LIMIT = timedelta(hours=10)  # some cases take longer


def main() -> None:
    print(f"{CASES:,} cases of a week with {len(WAY)} changes each at most, and {ALARMS:,} alarms.\n")
    for kind in ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name, stage.database(kind, Path(name)) as url:
            database = Database(url)
            print(measure(kind, database, fill(database)) + "\n", flush=True)
            database.close()


def measure(kind: str, database: Database, size: int) -> str:
    begin = time.perf_counter()
    left = past_marks.keep_up(database)
    read_s = time.perf_counter() - begin
    assert left == 0
    with database.read() as work:
        changes = work.session.scalar(sa.select(sa.func.count()).select_from(ChangeRow)) or 0
    week = figures.times(lambda: marks(database, END - WEEK), RUNS)
    hour = figures.times(lambda: marks(database, END - timedelta(hours=1)), RUNS)
    walks = list[set[tuple[str, datetime]]]()
    walk = figures.times(lambda: walks.append(set(walked(database))), 3)
    with database.read() as work:
        rows = sa.select(PastMarkRow.thing, PastMarkRow.at)
        within = PastMarkRow.kind == PastMarkKind.OVERDUE, PastMarkRow.at < END
        found = {(thing, at) for thing, at in work.session.execute(rows.where(*within))}
    agreeing = len(found & walks[0])
    title = f"{kind}: {changes:,} changes ({size / 1e6:,.0f} MB) read once in {read_s:,.1f} s, {1e6 * read_s / changes:,.0f} µs each, as they come"
    said = f"\n\nCases that turned red: {agreeing:,} of {len(found | walks[0]):,} as the walk has them."
    lines = [
        figures.Row("marks of the week", week),
        figures.Row("marks of an hour", hour),
        figures.Row("floor: reading every change of a case", walk),
    ]
    return figures.table(title, lines) + said


def marks(database: Database, start: datetime) -> None:
    with database.read() as work:
        past_marks.marks(work, start, END)


def walked(database: Database) -> Iterator[tuple[str, datetime]]:
    """The cases that turned red before the end, from every version of every case."""
    versions = defaultdict[str, list[past_marks.Known]](list)
    chosen = sa.select(ChangeRow.id, ChangeRow.at, ChangeRow.body).where(ChangeRow.noun == Noun.CASE, ChangeRow.at < END).order_by(ChangeRow.seq)
    with database.read() as work:
        for id, at, body in work.session.execute(chosen, execution_options={"yield_per": PAGE}):
            versions[id].append((at, past_marks.BODY.decode(body)))
    for id, mine in versions.items():
        for at in past_marks.reddened([(mine[0][0], None), *mine], mine[0][0], END):
            yield id, at


def fill(database: Database) -> int:
    """The change log of the week, in order of time; its size in bytes."""
    rng = np.random.default_rng(1)
    changes = [change for number in range(CASES) for change in life(rng, number)]
    changes += [change for number in range(ALARMS) for change in alarm(rng, number)]
    changes.sort(key=lambda change: change["at"])
    rows = [{"seq": seq, **change} for seq, change in enumerate((change for change in changes if change["at"] < END), 1)]
    for start in range(0, len(rows), PAGE):
        with database.write(SYSTEM) as work:
            work.session.execute(sa.insert(ChangeRow), rows[start : start + PAGE])
            work.session.execute(sa.update(FeedHead).values(seq=FeedHead.seq + len(rows[start : start + PAGE])))
    return sum(len(str(row["body"]).encode()) for row in rows)


def life(rng: np.random.Generator, number: int) -> Iterator[dict[str, Any]]:
    at = END - WEEK * rng.random()
    case = a_case(
        f"c{number}",
        status=Status.REPORTED,
        address=f"云湖路{number % 997}号",
        description="人行道上有暴露垃圾，约两平方米，影响通行",
        reported_at=at,
        status_at=at,
        urgent=bool(rng.random() < 0.03),
        duty_grid="140802001",
    )
    for version, (verb, _, status, minutes) in enumerate(WAY, 1):
        at += timedelta(minutes=rng.exponential(minutes)) if minutes else timedelta()
        known: dict[str, Any] = {"version": version, "status": status, "status_at": at}
        if verb is Verb.DISPATCH:
            known |= {"department_id": f"d{number % 30}", "dispatched_at": at, "yellow_at": at + 0.8 * LIMIT, "deadline_at": at + LIMIT}
        elif verb is Verb.CONFIRM:
            known |= {"disposed_at": at}
        case = msgspec.structs.replace(case, **known)
        yield {"at": at, "noun": Noun.CASE, "id": case.id, "version": version, "body": msgspec.json.encode(case).decode()}


def alarm(rng: np.random.Generator, number: int) -> Iterator[dict[str, Any]]:
    """Raised, and cleared."""
    at = END - WEEK * rng.random()
    kind = (AlarmKind.OFF_GRID, AlarmKind.STAYING, AlarmKind.OFFLINE, AlarmKind.SPEED)[number % 4]
    for version, later in enumerate((timedelta(), timedelta(minutes=rng.exponential(15))), 1):
        cleared = at + later if version > 1 else None
        about: dict[str, Any] = {"kind": kind, "unit_id": f"u{number % 355}", "cause": "", "level": 1, "worst": 1}
        told = Alarm(id=f"a{number}", version=version, **about, raised_at=at, cleared_at=cleared)
        yield {"at": at + later, "noun": Noun.ALARM, "id": told.id, "version": version, "body": msgspec.json.encode(told).decode()}
