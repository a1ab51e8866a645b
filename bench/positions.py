"""Fixes: taken in by the rules and over HTTP beside the floor of the drivers, on the disk before and after a day is closed, and who was there.

`FIXES` in the environment makes the day smaller (18,057,600: 1,045 units, each 5 s).
"""

import os
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import numpy as np
import sqlalchemy as sa

from backend.fixes import binary, cells, folding, parts, reading, rows, scale
from backend.fixes.scale import Span
from backend.rules import positions, units
from backend.rules.positions import Said
from backend.rules.whereabouts import whereabouts
from backend.session import SYSTEM, Database, Work
from bench import stage
from bench.positions_day import EVERY_MS, UNITS, Day
from tools.household import Household
from wire.codes import Role, UnitKind
from wire.units import FixBatch, UnitOrder

NEED, TIMES = 1_045, 10  # fixes a second of the city at 1 Hz, and how many times that is wanted
FIXES = int(os.environ.get("FIXES", "18057600"))
BATCHES, QUESTIONS, CHECKED = 120, 40, 12
GATHERED, ROUNDS, CONNECTIONS = 10, 5, 64  # fixes of a unit in one request; requests of each unit
TOGETHER, FEW = 200, 4  # units in one request of a gateway; its connections
RADIUS_M, WHILE = 200.0, timedelta(minutes=30)
BYTES, ASKED_MS = 6.0, 100.0  # budgets
GRAZED_M = 0.5  # an edge that brute force, which steps along a hop, may miss
SLOT_STEPS = scale.SLOT_MS // EVERY_MS
FLOOR = "CREATE TABLE floor (slot INTEGER, unit INTEGER, at BIGINT, lon INTEGER, lat INTEGER, speed INTEGER, heading INTEGER, accuracy INTEGER)"
PART = 900


def main() -> None:
    today = int(scale.day_of(round(datetime.now(UTC).timestamp() * 1000)))
    day = Day(FIXES // UNITS, scale.pages_of(today - 2)[0] * scale.PAGE_MS)
    print(f"{UNITS:,} units walk and drive, a fix each {EVERY_MS / 1000:.0f} s with 4 m of noise; the day has {day.count:,} fixes.")
    print(f"Wanted: {NEED * TIMES:,} fixes/s, {TIMES} times those of the city at 1 Hz.\n")
    for kind in ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name, stage.database(kind, Path(name)) as url:
            database = Database(url)
            measure(kind, database, day, Path(name))
            database.close()


def measure(kind: str, database: Database, day: Day, folder: Path) -> None:
    numbers = np.array(_add_units(database))
    floor, ours = _floor(database, day, numbers), _ingest(database, day)
    single, many = _over_http(database, day, folder)
    before = _size(database)
    filling_s = _took(lambda: _fill(database, day, numbers))
    opened = (_size(database) - before) / day.count
    asked = {"open": _ask(database, day), "unit-day, open": _read(database, day, numbers)}
    answers, scanned = _answers(database, day), _scanned(database, day)
    closing_s = _took(lambda: folding.rewrite(database))
    same = answers == _answers(database, day)
    asked |= {"closed": _ask(database, day), "unit-day, closed": _read(database, day, numbers)}
    pages, squares = _closed_size(database)
    driver = "executemany" if kind == "sqlite" else "binary COPY"
    print(f"### {kind}\n\n| what | figure |\n|---|---:|")
    print(f"| taken in by the rules, {UNITS:,} units a transaction | {ours:,.0f} fixes/s ({ours / NEED:.0f} × the city) |")
    print(f"| over HTTP, a unit with {GATHERED} fixes a request, {CONNECTIONS} connections | {single:,.0f} fixes/s |")
    print(f"| over HTTP, {TOGETHER} units with {GATHERED} fixes each a request, {FEW} connections | {many:,.0f} fixes/s |")
    print(f"| floor: {driver} of the same rows into a bare table | {floor:,.0f} fixes/s ({floor / ours:.1f} ×) |")
    print(f"| an open day, fixes and cells, with their keys | {opened:.1f} bytes a fix |")
    print(f"| closed: pages (budget {BYTES:g}) | {pages / day.count:.2f} bytes a fix |")
    print(f"| closed: cells | {squares / day.count:.2f} bytes a fix |\n| filling the day, closing it | {filling_s:.0f} s, {closing_s:.0f} s |")
    for what, times in asked.items():
        name = f"who was there, {RADIUS_M:.0f} m, 30 min, {what} (budget {ASKED_MS:.0f} ms)" if what in ("open", "closed") else what
        print(f"| {name}, p50 / p95 | {np.percentile(times, 50):.1f} / {np.percentile(times, 95):.1f} ms |")
    print(f"| answers the same before and after closing, {QUESTIONS} questions | {'yes' if same else 'NO'} |")
    print(f"| answers those of a scan of all fixes, {CHECKED} questions | {'yes' if scanned else 'NO'} |\n", flush=True)


def _add_units(database: Database) -> list[int]:
    with database.write(SYSTEM) as work:
        for n in range(UNITS):
            units.put(work, UnitOrder(id=f"u{n}", code=f"c{n}", kind=UnitKind.TRUCK if n % 3 == 0 else UnitKind.INSPECTOR, name=f"u{n}"))
        return [units.row_of(work, f"u{n}").number for n in range(UNITS)]


# Taking in


def _now_ms() -> int:
    return round(datetime.now(UTC).timestamp() * 1000)


def _floor(database: Database, day: Day, numbers: np.ndarray) -> float:
    with database.write(SYSTEM) as work:
        work.session.execute(sa.text(FLOOR))
    batches = [day.fixes(numbers, n, n + 1) for n in range(BATCHES)]
    columns = [(scale.slot_of(batch.at), *batch) for batch in batches]
    tuples = [list(zip(*[column.tolist() for column in batch], strict=True)) for batch in columns]

    def bare(work: Work, n: int) -> None:
        if database.kind == "sqlite":
            driver: Any = work.session.connection().connection.driver_connection
            driver.executemany("INSERT INTO floor VALUES (?, ?, ?, ?, ?, ?, ?, ?)", tuples[n])
        else:
            binary.copy_in(work, "floor", columns[n], (4, *rows.WIDTHS))

    rate = _rate(database, bare)
    with database.write(SYSTEM) as work:
        work.session.execute(sa.text("DROP TABLE floor"))
    return rate


def _ingest(database: Database, day: Day) -> float:
    """A batch of each unit with its newest fix, decoded from what came over the wire: receipts, cells and the live picture as well."""
    shift = _now_ms() - 3 * 3_600_000 - day.start
    bodies = [[_body(day, unit, n, n + 1, EVERY_MS, shift) for unit in range(UNITS)] for n in range(BATCHES)]
    decode = msgspec.json.Decoder(FixBatch).decode
    device = msgspec.structs.replace(SYSTEM, roles=[Role.DEVICE])

    def keep(work: Work, n: int) -> None:
        receipts = positions.report_all(work, [Said(device, decode(body)) for body in bodies[n]])
        assert all(getattr(receipt, "stored", 0) == 1 for receipt in receipts), receipts[0]

    return _rate(database, keep)


def _rate(database: Database, do: Callable[[Work, int], None]) -> float:
    began = time.monotonic()
    for n in range(BATCHES):
        with database.write(SYSTEM) as work:
            do(work, n)
    return BATCHES * UNITS / (time.monotonic() - began)


def _over_http(database: Database, day: Day, folder: Path) -> tuple[float, float]:
    """Fixes a second of a backend in a process of its own: of devices that send what they gathered at 1 Hz, and of a gateway that speaks for many."""
    url = database.url.render_as_string(hide_password=False)
    secret = stage.token(url, Role.DEVICE)
    hours = [_now_ms() - hour * 3_600_000 - day.start for hour in (2, 1)]
    steps = [(n * GATHERED, (n + 1) * GATHERED) for n in range(ROUNDS)]
    singles, gathered = ([_body(day, unit, first, last, 1_000, shift) for first, last in steps for unit in range(UNITS)] for shift in hours)
    lots = [b'{"batches":[' + b",".join(gathered[at : at + TOGETHER]) + b"]}" for at in range(0, len(gathered), TOGETHER)]
    household = Household(folder / "logs")
    try:
        server = stage.serve(household, url, folder)
        single = _sent(server, secret, "/v1/positions", singles, CONNECTIONS)
        many = _sent(server, secret, "/v1/positions/many", lots, FEW)
    finally:
        household.end()
    return single, many


def _sent(server: str, secret: str, path: str, bodies: list[bytes], connections: int) -> float:
    """Fixes a second."""
    ends = [threading.Thread(target=_send, args=(server, secret, path, bodies[n::connections])) for n in range(connections)]
    took = _took(lambda: [*(end.start() for end in ends), *(end.join() for end in ends)])
    return UNITS * ROUNDS * GATHERED / took


def _send(server: str, secret: str, path: str, bodies: list[bytes]) -> None:
    connection = HTTPConnection(urlsplit(server).netloc, timeout=60)
    for body in bodies:
        connection.request("POST", path, body, {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"})
        answer = connection.getresponse()
        said = answer.read()
        receipt = msgspec.json.decode(said)
        assert receipt["stored"] % GATHERED == 0 < receipt["stored"], said
    connection.close()


def _body(day: Day, unit: int, first: int, last: int, every_ms: int, shift: int) -> bytes:
    fixes = [
        {
            "at": datetime.fromtimestamp((day.start + shift + n * every_ms) / 1000, UTC),
            "lon": int(day.lon[n, unit]) / scale.DEGREE,
            "lat": int(day.lat[n, unit]) / scale.DEGREE,
            "speed": int(day.speed[n, unit]) / 100,
            "heading": int(day.heading[n, unit]),
        }
        for n in range(first, last)
    ]
    return msgspec.json.encode({"code": f"c{unit}", "fixes": fixes})


# A whole day


def _fill(database: Database, day: Day, numbers: np.ndarray) -> None:
    """Into a part of its own, as the door would, a slot of five minutes in each transaction."""
    with database.write(SYSTEM) as work:
        parts.lock(work)
        work.session.execute(sa.text(f"INSERT INTO fix_parts VALUES ({PART}, {int(scale.day_of(day.start))}, 'OPEN', 0)"))
        rows.make(work, PART)
    last = scale.EMPTY
    for first in range(0, day.steps, SLOT_STEPS):
        fixes = day.fixes(numbers, first, min(first + SLOT_STEPS, day.steps))
        with database.write(SYSTEM) as work:
            rows.load(work, PART, fixes)
            together = scale.joined([last, fixes])
            slot, cell, unit = cells.visits_of(together, together.at < fixes.at[0])
            rows.add_cells(work, PART, slot, cell, unit)
        last = fixes.pick(fixes.at == fixes.at[-1])


def _answers(database: Database, day: Day) -> list[Any]:
    with database.read() as work:
        return [whereabouts(work, lon, lat, RADIUS_M, at, at + WHILE).stays for lon, lat, at in day.questions(QUESTIONS)]


def _scanned(database: Database, day: Day) -> bool:
    """Whether brute force over the day in memory finds the same units, as near and with as many fixes."""
    for lon, lat, at in day.questions(QUESTIONS)[:CHECKED]:
        first = positions.millis(at)
        expected = day.scan(lon, lat, RADIUS_M, first, first + round(WHILE.total_seconds() * 1000))
        with database.read() as work:
            found = {int(stay.unit_id[1:]): stay for stay in whereabouts(work, lon, lat, RADIUS_M, at, at + WHILE).stays}
        grazed = {unit for unit, stay in found.items() if stay.interpolated and abs(stay.nearest_m - RADIUS_M) < GRAZED_M}
        if set(found) - grazed != set(expected) - grazed:
            return False
        both = [(found[unit], stood) for unit, stood in expected.items() if unit in found]
        if any(stay.fixes != stood.fixes or abs(stay.nearest_m - stood.nearest_m) > GRAZED_M for stay, stood in both):
            return False
    return True


def _ask(database: Database, day: Day) -> list[float]:
    return [
        _took(lambda lon=lon, lat=lat, at=at: _one(database, lambda work: whereabouts(work, lon, lat, RADIUS_M, at, at + WHILE))) * 1000
        for lon, lat, at in day.questions(QUESTIONS)
    ]


def _read(database: Database, day: Day, numbers: np.ndarray) -> list[float]:
    spans = [Span(number, day.start, day.end) for number in numbers.tolist()[:QUESTIONS]]
    return [_took(lambda span=span: _one(database, lambda work: reading.read(work, [span]))) * 1000 for span in spans]


def _one(database: Database, ask: Callable[[Work], Any]) -> Any:
    with database.read() as work:
        return ask(work)


def _took(do: Callable[[], Any]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


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
