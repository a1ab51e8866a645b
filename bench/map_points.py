"""The map beside Leaflet.markercluster, Leaflet's canvas circles, plain folium and MapLibre GL: the same points, tiles and frames in the same run.

Each map is a process of its own without a GPU, and they take turns; figures are medians of the rounds, of p95 the median of each round's. Whose
round takes more than a minute is asked no more than once at that size: it is far from us whatever the others would say. `loaded`:
from the call until the page has all points; `drawn`: until the first frame with them; of ours also until the page stands, before any point. Ours
begins with a register as Arrow and brings all its layers, panel and legend, the others begin with an array of numbers and have nothing else.
`markercluster`, folium and ours gather points into clusters at this zoom, the others draw each. `to ours` is how many times our figure theirs is.
The processor's time for a frame tells more than its length where others work on the same machine.
MAP_POINTS (sizes, apart by spaces) and MAP_ROUNDS make a run smaller.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.map_hall import places
from bench.map_pages import plain_folium
from bench.map_verdict import PEERS, Round, last_word, report, why_absent
from bench.stage import city

ROUNDS, SLOW_S = 3, 60
COUNTS = (100_000, 500_000, 1_000_000)
LIMIT_S = 400


def measure(name: str, count: int, page: str) -> Round | str:
    """What the process said, or what it died of."""
    command = [sys.executable, "-m", "bench.map_contender", name, str(count), *([page] if page else [])]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S)
    except subprocess.TimeoutExpired:
        return f"no end in {LIMIT_S} s"
    if done.returncode:
        return last_word(done.stderr)
    spent = json.loads(done.stdout.strip().splitlines()[-1])
    return dict(spent | {"whole": spent["renderer"] + spent["console"]})


def written(count: int, folder: Path) -> tuple[str, float]:
    """folium's page in a file, and the seconds that Python took to write it."""
    began = time.perf_counter()
    html = plain_folium(places(count)[:, ::-1].tolist())
    file = folder / f"{count}.html"
    file.write_text(html, "utf-8")
    return str(file), time.perf_counter() - began


class Field:
    """The maps that are still in it: who failed at a size is not asked at a larger one."""

    def __init__(self, folder: Path, rounds: int) -> None:
        self._folder, self._rounds = folder, rounds
        self._failed: dict[str, int] = {}  # at how many points
        self._written: tuple[int, float] | None = None

    def run(self, count: int) -> str:
        """All of them at one size."""
        absent = {name: why for name in PEERS if (why := self._why_not(name, count))}
        wanted, page = [name for name in PEERS if name not in absent], ""
        if "folium" in wanted:
            page, spent_s = written(count, self._folder)
            self._written = count, spent_s
        measured: dict[str, list[Round | str]] = {name: [] for name in wanted}
        slow: set[str] = set()
        for _ in range(self._rounds):
            for name in wanted:
                if self._failed.get(name) != count and name not in slow:
                    began = time.monotonic()
                    measured[name].append(measure(name, count, page if name == "folium" else ""))
                    if name != "ours" and time.monotonic() - began > SLOW_S:
                        slow.add(name)
                    if isinstance(measured[name][-1], str):
                        self._failed[name] = count
        said = report(count, measured, absent)
        if page and self._written:
            said += f"\nfolium wrote its page of {count:,} points in {self._written[1]:,.0f} s of Python, before that.\n"
        return said

    def _why_not(self, name: str, count: int) -> str:
        failed = self._failed.get(name, 0)
        if failed and name != "ours":
            return f"it had failed at {failed:,}"
        return why_absent(name, count, self._written)


def main() -> None:
    city()
    counts = sorted(int(word) for word in os.environ.get("MAP_POINTS", "").split()) or COUNTS
    print(f"{__doc__}")
    with tempfile.TemporaryDirectory() as name:
        field = Field(Path(name), int(os.environ.get("MAP_ROUNDS", ROUNDS)))
        for count in counts:
            print(field.run(count), flush=True)
