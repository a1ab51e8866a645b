"""Fixes: taken in beside the floor of the drivers, on the disk before and after a day is closed, and who was there, on both databases.

`FIXES` in the environment makes the day smaller (18,057,600: 1,045 units, each 5 s).
"""

import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa

from backend.fixes import cells, folding, parts, reading, rows, scale, writing
from backend.fixes.scale import Fixes, Span
from backend.rules import positions, units
from backend.rules.whereabouts import whereabouts
from backend.session import SYSTEM, Database, Work
from bench import stage
from wire.codes import UnitKind
from wire.units import UnitOrder

UNITS, EVERY_MS, NEED = 1045, 5_000, 1_045
FIXES = int(os.environ.get("FIXES", "18057600"))
LON, LAT, SIDE_M = 114.0, 22.5, 25_000
INGEST_S, QUESTIONS = 120, 40
RADIUS_M, WHILE = 200.0, timedelta(minutes=30)
FLOOR = "CREATE TABLE floor (slot INTEGER, unit INTEGER, at BIGINT, lon INTEGER, lat INTEGER, speed INTEGER, heading INTEGER, accuracy INTEGER)"


def main() -> None:
    steps = FIXES // UNITS
    print(f"{UNITS:,} units walk and drive, a fix each {EVERY_MS / 1000:.0f} s with 4 m of noise; the day has {steps * UNITS:,} fixes.")
    print(f"Need: {NEED:,} fixes/s.\n")
    day = Day(steps)
    for kind in ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name, stage.database(kind, Path(name)) as url:
            database = Database(url)
            measure(kind, database, day)
            database.close()


class Day:
    """The steps of all units, made once; yesterday's, so that closing it is due."""

    def __init__(self, steps: int) -> None:
        rng = np.random.default_rng(1)
        self.steps = steps
        today = int(scale.day_of(round(datetime.now(UTC).timestamp() * 1000)))
        self.start = scale.pages_of(today - 2)[0] * scale.PAGE_MS
        pace = np.where(np.arange(UNITS) % 3 == 0, 9.0, 1.2)
        self._x, self._y = (rng.uniform(0, SIDE_M, UNITS) for _ in range(2))
        self._turn, self._pace, self._rng = rng.uniform(0, 360, UNITS), pace, rng
        self._drift = rng.normal(0, 4, (2, UNITS))

    def step(self, n: int, numbers: np.ndarray) -> Fixes:
        """All units at one time; to be asked for in order."""
        rng = self._rng
        self._turn = (self._turn + (rng.random(UNITS) < 0.03) * rng.choice([90, -90, 180], UNITS)) % 360
        going = (np.sin(np.arange(UNITS) + n / 60) > -0.4) * self._pace * rng.normal(1, 0.05, UNITS)
        self._x = (self._x + going * EVERY_MS / 1000 * np.sin(np.radians(self._turn))).clip(0, SIDE_M)
        self._y = (self._y + going * EVERY_MS / 1000 * np.cos(np.radians(self._turn))).clip(0, SIDE_M)
        self._drift = 0.92 * self._drift + rng.normal(0, 1.6, (2, UNITS))
        lon, lat = LON + (self._x + self._drift[0]) / 102_700, LAT + (self._y + self._drift[1]) / 111_200
        heading = (self._turn + rng.normal(0, 4, UNITS)) % 360
        at = np.full(UNITS, self.start + n * EVERY_MS)
        return scale.of_values(numbers, at, lon, lat, going, heading, np.full(UNITS, np.nan))


def measure(kind: str, database: Database, day: Day) -> None:
    numbers = np.array(_add_units(database))
    floor, ours = _ingest(database, day, numbers)
    before = _size(database)
    _fill(database, day, numbers)
    opened = (_size(database) - before) / (day.steps * UNITS)
    names = {int(n): f"u{i}" for i, n in enumerate(numbers)}
    asked = {"open": _ask(database, day), "unit-day, open": _read(database, day, names)}
    answers = _answers(database, day)
    began = time.monotonic()
    folding.rewrite(database)
    closing_s = time.monotonic() - began
    same = answers == _answers(database, day)
    asked |= {"closed": _ask(database, day), "unit-day, closed": _read(database, day, names)}
    pages, squares = _closed_size(database)
    count = day.steps * UNITS
    print(f"### {kind}\n\n| what | figure |\n|---|---:|")
    print(f"| taken in, batches of {UNITS:,}, each a commit | {ours:,.0f} fixes/s ({ours / NEED:.0f} × the need) |")
    driver = "executemany" if kind == "sqlite" else "COPY"
    print(f"| floor: the driver alone, {driver} into a bare table | {floor:,.0f} fixes/s ({floor / ours:.1f} ×) |")
    print(f"| an open day, fixes and cells, with their keys | {opened:.1f} bytes a fix |")
    print(f"| closed: pages | {pages / count:.2f} bytes a fix |\n| closed: cells | {squares / count:.2f} bytes a fix |")
    print(f"| closing the day | {closing_s:.0f} s |")
    for what, times in asked.items():
        name = f"who was there, {RADIUS_M:.0f} m, 30 min, {what}" if what in ("open", "closed") else what
        print(f"| {name}, p50 / p95 | {np.percentile(times, 50):.1f} / {np.percentile(times, 95):.1f} ms |")
    print(f"| answers the same before and after closing | {'yes' if same else 'NO'} |\n")


def _add_units(database: Database) -> list[int]:
    with database.write(SYSTEM) as work:
        for n in range(UNITS):
            units.put(work, UnitOrder(id=f"u{n}", code=f"c{n}", kind=UnitKind.TRUCK if n % 3 == 0 else UnitKind.INSPECTOR, name=f"u{n}"))
        return [units.row_of(work, f"u{n}").number for n in range(UNITS)]


def _ingest(database: Database, day: Day, numbers: np.ndarray) -> tuple[float, float]:
    """Fixes a second of the floor and of ours, of the newest hours: what is committed, with the newest of each unit."""
    now = int(datetime.now(UTC).timestamp() * 1000) - INGEST_S * EVERY_MS
    batches = [day.step(n, numbers)._replace(at=np.full(UNITS, now + n * EVERY_MS)) for n in range(INGEST_S)]
    with database.write(SYSTEM) as work:
        work.session.execute(sa.text(FLOOR))
    columns = [list(zip(*[column.tolist() for column in (scale.slot_of(b.at), *b)], strict=True)) for b in batches]
    floor = _rate(database, lambda work, n: _bare(work, columns[n]))
    with database.write(SYSTEM) as work:
        work.session.execute(sa.text("DROP TABLE floor"))
    ids = {int(number): f"u{n}" for n, number in enumerate(numbers)}

    def keep(work: Work, n: int) -> None:
        writing.keep(work, batches[n])
        lon, lat = batches[n].degrees()
        rows_ = zip(batches[n].unit.tolist(), batches[n].at.tolist(), lon.tolist(), lat.tolist(), strict=True)
        positions._lead(work, ids, [{"unit": u, "at": at, "lon": x, "lat": y, "speed": None, "heading": None} for u, at, x, y in rows_])

    return floor, _rate(database, keep)


def _rate(database: Database, do: Callable[[Work, int], None]) -> float:
    began = time.monotonic()
    for n in range(INGEST_S):
        with database.write(SYSTEM) as work:
            do(work, n)
    return INGEST_S * UNITS / (time.monotonic() - began)


def _bare(work: Work, values: list[tuple[int, ...]]) -> None:
    driver: Any = work.session.connection().connection.driver_connection
    if work.session.get_bind().dialect.name == "sqlite":
        driver.executemany("INSERT INTO floor VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
        return
    with driver.cursor() as cursor, cursor.copy("COPY floor FROM STDIN") as copy:
        for row in values:
            copy.write_row(row)


def _fill(database: Database, day: Day, numbers: np.ndarray) -> None:
    """A whole day into a part of its own, as the door would, in larger transactions."""
    number, chunk = 900, 40
    with database.write(SYSTEM) as work:
        parts.lock(work)
        work.session.execute(sa.text(f"INSERT INTO fix_parts VALUES ({number}, {int(scale.day_of(day.start))}, 'OPEN', 0)"))
        rows.make(work, number)
    last = scale.EMPTY
    for first in range(0, day.steps, chunk):
        fixes = scale.joined([day.step(n, numbers) for n in range(first, min(first + chunk, day.steps))])
        with database.write(SYSTEM) as work:
            rows.add(work, number, fixes)
            together = scale.joined([last, fixes])
            slot, cell, unit = cells.visits_of(together, np.isin(scale.keys(together), scale.keys(last)))
            rows.add_cells(work, number, slot, cell, unit)
        last = fixes.pick(fixes.at == fixes.at.max())


def _questions(day: Day) -> list[tuple[float, float, datetime]]:
    rng = np.random.default_rng(9)
    x, y, share = rng.uniform(0.1, 0.9, (3, QUESTIONS))
    at = [datetime.fromtimestamp(each / 1000, UTC) for each in (day.start + share * day.steps * EVERY_MS).tolist()]
    return list(zip((LON + x * SIDE_M / 102_700).tolist(), (LAT + y * SIDE_M / 111_200).tolist(), at, strict=True))


def _answers(database: Database, day: Day) -> list[Any]:
    with database.read() as work:
        return [whereabouts(work, lon, lat, RADIUS_M, at, at + WHILE).stays for lon, lat, at in _questions(day)]


def _ask(database: Database, day: Day) -> list[float]:
    times = []
    for lon, lat, at in _questions(day):
        began = time.perf_counter()
        with database.read() as work:
            whereabouts(work, lon, lat, RADIUS_M, at, at + WHILE)
        times.append((time.perf_counter() - began) * 1000)
    return times


def _read(database: Database, day: Day, names: dict[int, str]) -> list[float]:
    times = []
    for number in list(names)[:QUESTIONS]:
        began = time.perf_counter()
        with database.read() as work:
            reading.read(work, [Span(number, day.start, day.start + day.steps * EVERY_MS)])
        times.append((time.perf_counter() - began) * 1000)
    return times


def _size(database: Database) -> int:
    with database.engine.connect() as connection:
        if database.kind == "postgresql":
            return int(connection.execute(sa.text("SELECT pg_database_size(current_database())")).scalar_one())
        pages, free, size = (connection.execute(sa.text(f"PRAGMA {name}")).scalar_one() for name in ("page_count", "freelist_count", "page_size"))
        return int((pages - free) * size)


def _closed_size(database: Database) -> tuple[int, int]:
    """Tables with their keys, as the database has them on the disk."""
    found = []
    for table, index in (("fix_pages", "%fix_pages%"), ("cell_pages", "%cell_pages%")):
        with database.engine.connect() as connection:
            if database.kind == "postgresql":
                found.append(connection.execute(sa.text("SELECT pg_total_relation_size(CAST(:name AS regclass))"), {"name": table}).scalar_one())
            else:
                found.append(connection.execute(sa.text("SELECT sum(pgsize) FROM dbstat WHERE name LIKE :name"), {"name": index}).scalar_one())
    return int(found[0]), int(found[1])
