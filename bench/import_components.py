"""A hundred thousand components from a GeoJSON file into SQLite by the command, beside bare inserts of the same rows."""

import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import figures, stage

ROWS, RUNS, BUDGET_S = 100_000, 3, 60.0
FLOOR = "CREATE TABLE floor (code TEXT PRIMARY KEY, class_code TEXT, name TEXT, state TEXT, grid_code TEXT, owner TEXT, lon REAL, lat REAL)"
Row = tuple[str, str, str, str, str, str, float, float]


def rows() -> list[Row]:
    chance = random.Random(7)
    return [
        (
            f"140802{number:010}",
            f"01{chance.randrange(1, 20):02}",
            f"部件{number}",
            "INTACT",
            "140802001",
            "市排水服务中心",
            stage.CENTRE[0] + chance.uniform(-1, 1) * stage.SPREAD[0],
            stage.CENTRE[1] + chance.uniform(-1, 1) * stage.SPREAD[1],
        )
        for number in range(ROWS)
    ]


def write(path: Path, found: list[Row]) -> None:
    names = ("code", "class_code", "name", "state", "grid_code", "owner")
    features = [
        {"type": "Feature", "properties": dict(zip(names, row, strict=False)), "geometry": {"type": "Point", "coordinates": row[6:]}} for row in found
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), encoding="utf-8")


def imported(folder: Path, file: Path) -> tuple[float, str]:
    """Seconds of the whole command, its start and its reading of the file with it; and what it said."""
    folder.mkdir()
    with stage.database("sqlite", folder) as url:
        where = ["--mapping", "resources/mappings/own_components.toml", "--database", url, "--data", str(folder)]
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "backend", "import", "components", str(file), *where], cwd=stage.ROOT, capture_output=True, text=True, check=True
        )
        took = time.monotonic() - began
        with sqlite3.connect(folder / "yiping.db") as database:
            (stored,) = database.execute("SELECT count(*) FROM components").fetchone()
    assert stored == ROWS, done.stdout
    return took, done.stdout


def bare(folder: Path, found: list[Row]) -> float:
    with sqlite3.connect(folder / "floor.db") as database:
        database.execute("DROP TABLE IF EXISTS floor")
        database.execute(FLOOR)
        began = time.monotonic()
        database.executemany("INSERT INTO floor VALUES (?, ?, ?, ?, ?, ?, ?, ?)", found)
        database.commit()
        return time.monotonic() - began


def main() -> None:
    found = rows()
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name:
        folder, file = Path(name), Path(name) / "components.geojson"
        write(file, found)
        ours, floor = list[float](), list[float]()
        for run in range(RUNS):
            ours.append(imported(folder / str(run), file)[0])
            floor.append(bare(folder, found))
    print(f"{__doc__}\n\nThe file is read, placed, checked and told to the feed; each row has its name in the index of the search.\n")
    print(figures.table(f"{ROWS:,} rows", [figures.Row("the command", ours, "s"), figures.Row("floor: bare executemany", floor, "s")]))
    print(f"\nBudget: {BUDGET_S:.0f} s.")


if __name__ == "__main__":
    main()
