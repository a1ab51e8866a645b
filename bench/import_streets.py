"""An OpenStreetMap extract of a city's size by `python -m backend import streets`: streets, registers and the base map, in one command.

The extract is made from a seed (`bench/osm_city.py`). Memory is that of the command and of what it starts, looked at ten times a second. The
graph is what the backend makes of the streets when it starts. The floor reads the extract with pyosmium and makes a shape of each thing, no more.
IMPORT_SIDE (crossings in a row) makes a run smaller.
"""

import os
import re
import resource
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import psutil
import sqlalchemy as sa

from backend.importers.osm import KEYS, things
from backend.rules import street_graph
from backend.session import Database
from backend.tables.places import StreetRow
from bench import osm_city, stage
from bench.figures import Row, table

BUDGET_S, BUDGET_MB = 300.0, 2048.0
LOOK_S = 0.1
MB = 1 << 20


class Done(NamedTuple):
    """`worked`: seconds of the processor, of the command and all that it started."""

    seconds: float
    worked: float
    peak_mb: float
    said: str


def main() -> None:
    side = int(os.environ.get("IMPORT_SIDE", osm_city.CITY.side))
    share = (side / osm_city.CITY.side) ** 2
    size = osm_city.Size(side, *(round(count * share) for count in osm_city.CITY[1:]))
    print(__doc__)
    with tempfile.TemporaryDirectory(prefix="yiping-bench-") as name:
        folder = Path(name)
        extract = folder / "city.osm.pbf"
        counts = osm_city.write(extract, size)
        print(
            f"{extract.stat().st_size / MB:.1f} MB: {counts.street_nodes:,} nodes of {counts.streets:,} streets, {counts.houses:,} houses, "
            f"{size.gates:,} gates, {size.shops:,} shops; {counts.nodes:,} nodes in all.\n"
        )
        floor = read(extract)
        kept = True
        for kind in ("sqlite", "postgresql"):
            (folder / kind).mkdir()
            with stage.database(kind, folder / kind) as url:
                done = run(extract, url, folder / kind)
                tell(kind, done, floor)
                tell_graph(url, counts)
            kept = kept and done.seconds <= BUDGET_S and done.peak_mb <= BUDGET_MB
        tell_tiles(folder / "sqlite" / "city.mbtiles")
        print(f"Budget: {BUDGET_S:.0f} s and {BUDGET_MB:,.0f} MB: {'kept' if kept else 'BROKEN'}.")


def run(extract: Path, url: str, folder: Path) -> Done:
    """The whole command, its start with it."""
    command = [sys.executable, "-m", "backend", "import", "streets", str(extract), "--database", url, "--data", str(folder)]
    command += ["--tiles", str(folder / "city.mbtiles"), "--rejects", str(folder / "rejects.csv")]
    began, before = time.monotonic(), _worked()
    process = subprocess.Popen(command, cwd=stage.ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    peak = list[float]()
    watch = threading.Thread(target=_watch, args=(process.pid, peak))
    watch.start()
    said = process.communicate()[0]
    took = time.monotonic() - began
    watch.join()
    assert process.returncode == 0, said
    return Done(took, _worked() - before, max(peak, default=0.0), said)


def _watch(pid: int, peak: list[float]) -> None:
    try:
        process = psutil.Process(pid)
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            peak.append(sum(_rss(each) for each in (process, *process.children(recursive=True))) / MB)
            time.sleep(LOOK_S)
    except psutil.NoSuchProcess:
        return


def _worked() -> float:
    """Of processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _rss(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def read(extract: Path) -> float:
    began = time.monotonic()
    assert sum(thing.shape is not None for thing in things(extract, *chain(*KEYS.values())))
    return time.monotonic() - began


def tell(kind: str, done: Done, floor: float) -> None:
    rows = [
        Row("the command", [done.seconds], "s"),
        Row("of that the processor's", [done.worked], "s"),
        Row("floor: the extract read once", [floor], "s"),
    ]
    print(table(kind, rows))
    print(f"\nPeak {done.peak_mb:,.0f} MB. It said:\n")
    for line in done.said.strip().splitlines():
        print(f"    {re.sub(r'/[^ ]*/', '', line)}")


def tell_graph(url: str, counts: osm_city.Counts) -> None:
    database = Database(url)
    with database.read() as work:
        stored = work.session.scalar(sa.select(sa.func.count()).select_from(StreetRow))
        began = time.monotonic()
        graph = street_graph.graph(work)
        took = time.monotonic() - began
    database.close()
    assert graph is not None
    assert stored == counts.streets
    length = graph.length.sum() / 1000
    print(f"\nGraph: {len(graph.places):,} crossings, {len(graph.lines):,} streets, {length:,.0f} km, made in {took:.1f} s.\n", flush=True)


def tell_tiles(path: Path) -> None:
    with closing(sqlite3.connect(path)) as tiles:
        count, size = tiles.execute("SELECT count(*), max(length(tile_data)) FROM tiles").fetchone()
        by_zoom = tiles.execute("SELECT zoom_level, count(*) FROM tiles GROUP BY zoom_level ORDER BY zoom_level").fetchall()
    zooms = ", ".join(f"{zoom}: {number:,}" for zoom, number in by_zoom)
    print(f"{count:,} tiles ({zooms}), {path.stat().st_size / MB:.1f} MB, the largest {size / 1024:,.0f} KB.\n")


if __name__ == "__main__":
    main()
