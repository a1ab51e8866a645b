"""The map beside Leaflet.markercluster, Leaflet's canvas circles, plain folium and MapLibre GL: the same points, tiles and frames in the same run.

Each map is a process of its own without a GPU, and they take turns; figures are medians of the rounds. `loaded`: from the call until the page
has all points; `drawn`: until the first frame with them; of ours also until the page stands, before any point. Ours begins with a register as
Arrow and brings all its layers, panel and legend, the others begin with an array of numbers and have nothing else. `markercluster`, folium and
ours gather points into clusters at this zoom, the others draw each. The processor's time for a frame tells more than its length where others work
on the same machine.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import numpy as np

from bench.map_hall import places
from bench.map_pages import plain_folium
from bench.stage import city

ROUNDS = 3
PEERS = {
    "ours": "Yiping",
    "markercluster": "Leaflet.markercluster",
    "circles": "Leaflet circleMarker, preferCanvas",
    "folium": "folium MarkerCluster",
    "maplibre": "MapLibre GL, software WebGL",
}
# folium writes a page in a time that grows with its markers: ten minutes for half a million, each of which is a script of its own.
COUNTS = {100_000: list(PEERS), 500_000: [name for name in PEERS if name != "folium"], 1_000_000: ["ours"]}
LIMIT_S = 400


class Column(NamedTuple):
    title: str
    key: str
    percent: float  # of the samples of one round
    unit: str = "ms"


COLUMNS = (
    Column("the page alone", "page", 50),
    Column("loaded", "loaded", 50),
    Column("drawn", "drawn", 50),
    Column("pan p50", "pan", 50),
    Column("pan p95", "pan", 95),
    Column("pan, processor a frame", "work", 50),
    Column("zoom p95", "zoom", 95),
    Column("2,000 move: longest frame", "longest", 50),
    Column("2,000 move: seen after", "lag", 50),
    Column("renderer", "renderer", 50, "MB"),
    Column("with its console", "whole", 50, "MB"),
)
WHY: dict[tuple[str, str], str] = {}  # by column and peer; or by column and "" for whoever it is


def measure(name: str, count: int, page: str) -> dict[str, Any] | str:
    """What the process said, or the last thing it complained of."""
    command = [sys.executable, "-m", "bench.map_contender", name, str(count), *([page] if page else [])]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S)
    except subprocess.TimeoutExpired:
        return f"no end in {LIMIT_S} s"
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["no word"])[-1]
    spent = json.loads(done.stdout.strip().splitlines()[-1])
    return spent | {"whole": spent["renderer"] + spent["console"]}


def written(count: int, folder: Path) -> tuple[str, float]:
    """folium's page in a file, and the seconds that Python took to write it."""
    began = time.perf_counter()
    html = plain_folium(places(count)[:, ::-1].tolist())
    file = folder / f"{count}.html"
    file.write_text(html, "utf-8")
    return str(file), time.perf_counter() - began


def figure(rounds: list[dict[str, Any]], column: Column) -> float | None:
    samples = [np.percentile(spent[column.key], column.percent) for spent in rounds if column.key in spent]
    return float(median(samples)) if samples else None


def report(count: int, measured: dict[str, list[dict[str, Any] | str]]) -> None:
    figures = {
        name: [figure([spent for spent in rounds if isinstance(spent, dict)], column) for column in COLUMNS] for name, rounds in measured.items()
    }
    print(f"### {count:,} points\n\n| map | {' | '.join(f'{column.title}, {column.unit}' for column in COLUMNS)} | rounds |")
    print("|---|" + "---:|" * (len(COLUMNS) + 1))
    for name, row in figures.items():
        kept = sum(isinstance(spent, dict) for spent in measured[name])
        print(f"| {PEERS[name]} | {' | '.join('–' if value is None else f'{value:,.0f}' for value in row)} | {kept} |")
    for name, rounds in measured.items():
        for said in sorted({spent for spent in rounds if isinstance(spent, str)}):
            print(f"\n{PEERS[name]}: {said}.")
    print(f"\n{behind(figures)}\n")


def behind(figures: dict[str, list[float | None]]) -> str:
    """In which columns who is before us, and why."""
    lost = []
    for column, ours, *others in zip(COLUMNS, figures["ours"], *(row for name, row in figures.items() if name != "ours"), strict=True):
        for name, value in zip((name for name in figures if name != "ours"), others, strict=True):
            if ours is not None and value is not None and value < ours:
                why = WHY.get((column.title, name)) or WHY.get((column.title, "")) or worked(column, figures["ours"], figures[name])
                lost.append(f"- {column.title}: {PEERS[name]} by {ours / max(value, 0.1):.2f} × ({why}).")
    if len(figures) == 1:
        return ""
    return "\n".join(["Before ours:", "", *lost]) if lost else "Ours leads every column."


def worked(column: Column, ours: list[float | None], theirs: list[float | None]) -> str:
    """What the run itself says of it."""
    keys = [each.key for each in COLUMNS]
    page, mine, other = ours[keys.index("page")], ours[keys.index("work")], theirs[keys.index("work")]
    if column.key in ("loaded", "drawn") and page is not None:
        return f"of ours the page with all its layers takes {page:,.0f} ms, before the first point"
    if column.key == "pan" and mine is not None and other is not None:
        return f"a frame takes {mine:.1f} ms of the processor, theirs {other:.1f}; one of the screen lasts 16.7"
    return "not explained yet"


def main() -> None:
    city()
    counts = [int(word) for word in os.environ.get("MAP_POINTS", "").split()] or list(COUNTS)
    print(f"{__doc__}")
    with tempfile.TemporaryDirectory() as name:
        for count in counts:
            wanted, page, spent_s = COUNTS.get(count, list(PEERS)), "", 0.0
            if "folium" in wanted:
                page, spent_s = written(count, Path(name))
            measured: dict[str, list[dict[str, Any] | str]] = {peer: [] for peer in wanted}
            for _ in range(ROUNDS):
                for peer in wanted:
                    if not (measured[peer] and isinstance(measured[peer][-1], str)):  # who failed once is not asked again
                        measured[peer].append(measure(peer, count, page if peer == "folium" else ""))
            report(count, measured)
            if spent_s:
                print(f"folium wrote its page of {count:,} points in {spent_s:.0f} s of Python, before that; its units cannot move.\n")
