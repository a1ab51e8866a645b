"""500,000 and a million entries of a register on the map over the city's vector tiles: from Arrow to the picture, and frames while it moves.

The points come as the backend sends them, and lie as cases do: thickest in the middle. "To the picture" is from the Arrow body in hand until
the first frame with all of them in it: decoding, ordering, the page itself, its tiles. Panning is six pixels a frame for three seconds,
zooming a step of the wheel every tenth frame, both over the base map. The second and third map are more panes of the same hall: what they add to the
console says whether they share its data. A pick is from the press of the button until the card can be read, of an entry the page's, of a case that
beside the map; what only the backend knows of them comes later, into the card that stands there. It is clicked at six places, and the worst click of
all is told too. "With the fetch over HTTP" is from asking a real backend for the register until it is drawn, on a map that begins at the same
moment; the first who asks after a change waits for the backend to put it together, all others get the same bytes.
MAP_CROWD (sizes, apart by spaces) and MAP_ROUNDS make a run smaller.
"""

import os
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import psutil
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication

from bench.figures import Row, table
from bench.map_fetch import fetched, fetching
from bench.map_hall import arrow, cases, fill, hall, serve, shown
from bench.map_picks import Picks, picks
from bench.map_window import ask, wait
from bench.stage import CENTRE, city
from console.map import scheme

COUNTS = (500_000, 1_000_000)
RUNS, CASES = 3, 5000
LOADED_MS, FRAME_MS, PICK_MS = {500_000: 1500, 1_000_000: 3000}, 33, 100  # what is wanted
ZOOMS = (11, 13, 15, 16, 17)

FRAMES = """
window.frames_of = (map, count, step) => new Promise((resolve) => {
  const frames = []; let last = performance.now(); let number = 0;
  const frame = () => {
    const at = performance.now(); frames.push(at - last); last = at; number += 1;
    if (number > count) return resolve(frames.slice(1));
    step(map, number); requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
});
"""
PAN = "(map, number) => map.panBy([Math.round(6 * Math.cos(number / 40)), Math.round(6 * Math.sin(number / 40))], { animate: false })"
WHEEL = "(map, number) => { if (number % 10 === 0) map.setZoom(11 + Math.round(2.5 + 2.5 * Math.sin(number / 40)), { animate: false }); }"


class Times(NamedTuple):
    """Milliseconds; frames by zoom while panning, and while zooming; MB: heap of the page, the console with one map, what each more adds."""

    loaded: float
    more: list[float]
    pans: dict[int, list[float]]
    zooming: list[float]
    picks: Picks
    heap: float
    console: float
    added: list[float]


def crowd(body: bytes, count: int, file: Path) -> Times:
    known = hall()
    known.cases.replace(cases(CASES))
    server = serve(known, file)
    began = time.perf_counter()
    fill(known, body)
    view = shown(known, server)
    loaded = (time.perf_counter() - began) * 1000
    page = view.findChild(QWebEngineView).page()
    assert ask(page, "yiping.layers.get('entities').size") == count
    console, more, added, beside = own_mb(), [], [], []
    for _ in range(2):
        began, before = time.perf_counter(), own_mb()
        beside.append(shown(known, server))
        more.append((time.perf_counter() - began) * 1000)
        added.append(own_mb() - before)
    for each in beside:
        each.shut()
    ask(page, f"(() => {{ {FRAMES} return 0; }})()")
    pans = {}
    for zoom in ZOOMS:
        ask(page, f"(yiping.map.setView([{CENTRE[1]}, {CENTRE[0]}], {zoom}), 0)")
        wait(view.idle)
        pans[zoom] = ask(page, f"frames_of(yiping.map, 180, {PAN})")
        wait(view.idle)
    picked = picks(known, view, ZOOMS[-1])
    wait(view.idle)
    zooming = ask(page, f"frames_of(yiping.map, 300, {WHEEL})")
    wait(view.idle)
    heap = ask(page, "performance.memory.usedJSHeapSize") / 1e6
    view.shut()
    server.stop()
    return Times(loaded, more, pans, zooming, picked, heap, console, added)


def own_mb() -> float:
    """What this process alone has written."""
    return psutil.Process().memory_full_info().uss / 1e6


def p95(frames: list[float]) -> float:
    return float(np.percentile(frames, 95))


def report(count: int, runs: list[Times], over_http: list[float]) -> None:
    """`over_http`: the first is that of who asks first."""
    rows = [Row("one map", [run.loaded for run in runs]), Row("each more beside it", [each for run in runs for each in run.more])]
    rows += [Row("loaded with the fetch over HTTP", over_http[1:]), Row("the same, the first who asks", over_http[:1])]
    print(table(f"{count:,} entries, from Arrow to the picture", rows))
    moving = [Row(f"panning at zoom {zoom}", [p95(run.pans[zoom]) for run in runs]) for zoom in ZOOMS]
    moving += [Row("zooming", [p95(run.zooming) for run in runs])]
    print("\n" + table(f"{count:,} entries over the base map, a frame (p95)", moving))
    picked = [Row("an entry", [p95(run.picks.entries) for run in runs]), Row(f"one of {CASES:,} cases", [p95(run.picks.cases) for run in runs])]
    entries, others = [run.picks.entries for run in runs], [run.picks.cases for run in runs]
    worst = [Row(f"the worst: {row.name}", [max(part) for part in parts]) for row, parts in zip(picked, (entries, others), strict=True)]
    clicks = [sum(map(len, parts)) for parts in (entries, others)]
    title = f"a pick at zoom {ZOOMS[-1]}, from click to card (p95 of {clicks[0]} clicks on entries, {clicks[1]} on cases)"
    print("\n" + table(title, [*picked, *worst]))
    held = [
        Row("the console with one map", [run.console for run in runs], "MB"),
        Row("each more adds", [mb for run in runs for mb in run.added], "MB"),
    ]
    print("\n" + table("memory", held))
    print(f"\nHeap of a page {max(run.heap for run in runs):.0f} MB.\n\n" + verdict(count, rows, moving, picked) + "\n")


def verdict(count: int, loaded: list[Row], moving: list[Row], picked: list[Row]) -> str:
    """Each figure beside what is wanted."""
    limit = next((limit for size, limit in LOADED_MS.items() if count <= size), LOADED_MS[COUNTS[-1]])
    lines = ["| wanted | limit, ms | worst median, ms | of | |", "|---|---:|---:|---|---|"]
    wanted = [("loaded", limit, loaded[:1]), ("loaded", limit, loaded[2:3]), ("a frame", FRAME_MS, moving), ("a pick", PICK_MS, picked)]
    for says, most, rows in wanted:
        worst, of = max((float(np.median(row.samples)), row.name) for row in rows)
        lines.append(f"| {says} | {most:,} | {worst:,.1f} | {of} | {'met' if worst <= most else '**missed**'} |")
    return "\n".join(lines)


def main() -> None:
    scheme.prepare()
    file = city() / "basemap.mbtiles"
    application = QApplication([])
    counts = [int(word) for word in os.environ.get("MAP_CROWD", "").split()] or COUNTS
    print(__doc__)
    for count in counts:
        body = arrow(count)
        rounds = int(os.environ.get("MAP_ROUNDS", RUNS))
        runs = [crowd(body, count, file) for _ in range(rounds)]
        with fetching(count) as api:
            over_http = [fetched(api, count, CASES, file) for _ in range(rounds + 1)]
        report(count, runs, over_http)
    application.quit()
