"""Patrol coverage of a city as large as Yuncheng's – 9,100 basic grids, 55 inspectors, 24 hours –: the first time, after each further fix of
everybody, and as of a moment; beside a brute force over all fixes, cells and pieces of street in the same run. On both databases.
"""

import math
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from backend import standards
from backend.importers.run import run
from backend.rules import positions, street_graph, units
from backend.rules.coverage import Coverage
from backend.rules.street_seen import Pieces, pieces_of
from backend.session import SYSTEM, Database
from bench import stage
from bench.figures import Row, table
from geo.grids import METRES_PER_DEGREE
from tests.backend.import_files import geojson
from wire.codes import UnitKind
from wire.coverage import CoverageGaps
from wire.tracks import TRACK
from wire.units import Fix, UnitOrder

COLUMNS, ROWS, STEP = 130, 70, 10_000  # basic grids, each so many ten-millionths of a degree wide and high: 100 m or so
BANDS = 11, 5  # duty grids, a walker each
WEST, SOUTH = 1_110_000_000, 350_000_000
EVERY_CELLS = 3  # cells between two streets
EVERY_S, HOURS, PACE_M_S, NOISE = 30, 24, 1.2, 500  # noise in ten-millionths: 5 m
ROUNDS, ASKED_H, BACK = 20, 4.0, timedelta(hours=3)
BUDGET_MS = 1000.0
CHUNK = 512  # pieces that brute force looks at together

Ints = NDArray[np.int64]


class Fixes(NamedTuple):
    """Of all walkers; lon and lat in ten-millionths of a degree, `at` in milliseconds since 1970."""

    lon: Ints
    lat: Ints
    at: Ints


def main() -> None:
    cells, people = COLUMNS * ROWS, BANDS[0] * BANDS[1]
    print(f"{cells:,} basic grids in {people} duty grids, {people} inspectors on foot for {HOURS} h, a fix each {EVERY_S} s with 5 m of noise.")
    print(f"After each further fix of everybody what was not seen for {ASKED_H:g} h is asked for, as cells and as metres of street.")
    print(f"Budget: {BUDGET_MS:,.0f} ms until it is known.\n")
    for kind in ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name, stage.database(kind, Path(name)) as url:
            database = Database(url)
            measure(kind, database, Path(name))
            database.close()


def measure(kind: str, database: Database, folder: Path) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    lay(database, folder)
    known = walk(database, now - timedelta(seconds=EVERY_S * ROUNDS))
    places = np.array([known.lon, known.lat])[:, HOURS * 3600 // EVERY_S - 1 :: HOURS * 3600 // EVERY_S]  # the last of each
    street_graph.warm(database)
    coverage = Coverage(database)
    first = _took(coverage.take)
    updates, asked = [], []
    for number in range(ROUNDS):
        fresh = step(database, places, now - timedelta(seconds=EVERY_S * (ROUNDS - 1 - number)))
        known, places = Fixes(*(np.concatenate(pair) for pair in zip(known, fresh, strict=True))), np.array([fresh.lon, fresh.lat])
        updates.append(_took(coverage.take))
        asked.append(_took(lambda: coverage.gaps(ASKED_H)))
    then = now - BACK
    back = _took(lambda: coverage.gaps(ASKED_H, then))
    began = time.perf_counter()
    right = [same(database, coverage.gaps(ASKED_H, at), known) for at in (None, then)]
    brute = (time.perf_counter() - began) * 500
    rows = [
        Row("all that is new since the last time, cells and streets", updates),
        Row(f"then: what was not seen for {ASKED_H:g} h", asked),
        Row("the first time: all fixes of 24 h", [first]),
        Row("as of 3 h ago, the first time", [back]),
        Row("brute force: all fixes against all cells, those of 4 h against all pieces of street", [brute]),
    ]
    print(table(kind, rows))
    whole = [update + ask for update, ask in zip(updates, asked, strict=True)]
    held = "kept" if max(whole) <= BUDGET_MS else "BROKEN"
    print(f"\n{len(known.at):,} fixes. Update and answer together at most {max(whole):,.0f} ms: budget {held}.")
    print(f"The same as brute force, now and as of 3 h ago: {' and '.join('yes' if each else 'NO' for each in right)}.\n", flush=True)


def lay(database: Database, folder: Path) -> None:
    """Grids, streets in a lattice, people."""
    features = [
        (_box(column, row, 1, 1), {"kind": "BASIC", "code": _code(column, row), "name": ""}) for row in range(ROWS) for column in range(COLUMNS)
    ]
    wide, high = (np.linspace(0, count, parts + 1).astype(int) for count, parts in zip((COLUMNS, ROWS), BANDS, strict=True))
    for x in range(BANDS[0]):
        for y in range(BANDS[1]):
            box = _box(wide[x], high[y], wide[x + 1] - wide[x], high[y + 1] - high[y])
            features.append((box, {"kind": "DUTY", "code": f"D{x:02}{y}", "name": ""}))
    run(database, "grids", geojson(folder / "grids.geojson", features))
    run(database, "streets", geojson(folder / "streets.geojson", list(_lattice())))
    with database.write(SYSTEM) as work:
        for number in range(BANDS[0] * BANDS[1]):
            units.put(work, UnitOrder(id=f"u{number}", code=f"u{number}", kind=UnitKind.INSPECTOR, name=f"u{number}"))


def walk(database: Database, end: datetime) -> Fixes:
    """Everybody along the streets of the own duty grid, from one crossing to a next one."""
    steps = HOURS * 3600 // EVERY_S
    at = round(end.timestamp() * 1000) - np.arange(steps - 1, -1, -1, np.int64) * EVERY_S * 1000
    found = []
    for number in range(BANDS[0] * BANDS[1]):
        lon, lat = _way(number, steps)
        found.append(Fixes(lon, lat, at))
        moments = pa.array(at, pa.int64()).cast(TRACK.field("at").type)
        empty = pa.nulls(steps, pa.float32())
        track = pa.Table.from_arrays([moments, pa.array(lon / 1e7), pa.array(lat / 1e7), empty, empty, empty], schema=TRACK)
        with database.write(SYSTEM) as work:
            positions.store_columns(work, f"u{number}", track)
    return Fixes(*(np.concatenate(each) for each in zip(*found, strict=True)))


def step(database: Database, places: Ints, at: datetime) -> Fixes:
    """One more fix of everybody, near the last; `places` are lon and lat of each."""
    near = places + np.random.default_rng(round(at.timestamp())).integers(-3_000, 3_001, places.shape)
    with database.write(SYSTEM) as work:
        for number, (lon, lat) in enumerate(near.T.tolist()):
            positions.store(work, f"u{number}", [Fix(at=at, lon=lon / 1e7, lat=lat / 1e7)])
    return Fixes(near[0], near[1], np.full(near.shape[1], round(at.timestamp() * 1000), np.int64))


def same(database: Database, told: CoverageGaps, known: Fixes) -> bool:
    """Whether brute force says the same: every fix against every cell, and every piece of street."""
    until = round(told.at.timestamp() * 1000)
    inside = (known.at <= until) & (known.at >= until - round(told.hours * 3_600_000))
    recent = Fixes(*(values[inside] for values in known))
    owner = np.full(len(recent.at), -1)
    for row in range(ROWS):  # on a border the lower code has it
        for column in range(COLUMNS):
            west, south = WEST + column * STEP, SOUTH + row * STEP
            here = (recent.lon >= west) & (recent.lon <= west + STEP) & (recent.lat >= south) & (recent.lat <= south + STEP)
            owner[here & (owner < 0)] = row * COLUMNS + column
    seen = len(set(owner.tolist()) - {-1})
    with database.read() as work:
        graph = street_graph.graph(work)
    assert graph is not None
    rules = standards.in_force().duty.coverage
    missed = _missed_m(pieces_of(graph, rules.piece_m), recent, rules.reach_m)
    return told.unseen == COLUMNS * ROWS - seen and math.isclose(told.street_unseen_m, missed, rel_tol=1e-9, abs_tol=1e-3)


def _missed_m(pieces: Pieces, fixes: Fixes, reach_m: float) -> float:
    scale = METRES_PER_DEGREE * np.array([np.cos(np.radians(pieces.lat.mean())), 1.0])
    x, y = fixes.lon / 1e7 * scale[0], fixes.lat / 1e7 * scale[1]
    missed = 0.0
    for start in range(0, len(pieces.metres), CHUNK):
        part = slice(start, start + CHUNK)
        away = np.square(pieces.lon[part, None] * scale[0] - x) + np.square(pieces.lat[part, None] * scale[1] - y)
        missed += float(pieces.metres[part][away.min(axis=1) > reach_m**2].sum())
    return missed


def _way(number: int, steps: int) -> tuple[Ints, Ints]:
    """Along the lattice, with noise, in ten-millionths of a degree."""
    rng, chance = np.random.default_rng([7, number]), random.Random(number)
    wide, high = (np.linspace(0, count // EVERY_CELLS, parts + 1).astype(int) for count, parts in zip((COLUMNS, ROWS), BANDS, strict=True))
    x, y = divmod(number, BANDS[1])
    west, east, south, north = wide[x], wide[x + 1], high[y], high[y + 1]
    here, corners = (int(west), int(south)), []
    metres = EVERY_CELLS * STEP / 1e7 * METRES_PER_DEGREE
    for _ in range(math.ceil(steps * EVERY_S * PACE_M_S / metres * 1.3) + 2):
        corners.append(here)
        ways = [(here[0] + dx, here[1] + dy) for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1))]
        here = chance.choice([each for each in ways if west <= each[0] <= east and south <= each[1] <= north])
    along = np.arange(steps) * EVERY_S * PACE_M_S / metres
    places = [np.interp(along, np.arange(len(corners)), [corner[axis] * EVERY_CELLS * STEP for corner in corners]) for axis in (0, 1)]
    lon, lat = (np.rint(place + rng.normal(0, NOISE, steps)).astype(np.int64) for place in places)
    return WEST + lon, SOUTH + lat


def _lattice() -> Any:
    """From crossing to crossing, each line with a name of its own."""
    for name, across in (("row", 0), ("column", 1)):
        lines, pieces = (ROWS, COLUMNS) if not across else (COLUMNS, ROWS)
        for line in range(0, lines + 1, EVERY_CELLS):
            for start in range(0, pieces - EVERY_CELLS + 1, EVERY_CELLS):
                ends = [(start + far, line) if not across else (line, start + far) for far in (0, EVERY_CELLS)]
                told = {"id": f"{name}-{line:03}-{start:03}", "name": f"{name} {line}", "kind": "residential"}
                yield {"type": "LineString", "coordinates": [_degrees(*end) for end in ends]}, told


def _box(column: int, row: int, wide: int, high: int) -> dict[str, Any]:
    corners = [(column, row), (column + wide, row), (column + wide, row + high), (column, row + high), (column, row)]
    return {"type": "Polygon", "coordinates": [[_degrees(int(x), int(y)) for x, y in corners]]}


def _degrees(column: int, row: int) -> tuple[float, float]:
    return (WEST + column * STEP) / 1e7, (SOUTH + row * STEP) / 1e7


def _code(column: int, row: int) -> str:
    return f"1408020010{row:02}{column:03}"


def _took(do: Any) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    do()
    return (time.perf_counter() - began) * 1000
