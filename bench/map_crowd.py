"""500,000 and a million entries of a register on the map over the city's vector tiles: from Arrow to the picture, and frames while it moves.

The points come as the backend sends them, and lie as cases do: thickest in the middle. "To the picture" is from the Arrow body in hand until
the first frame with all of them in it: decoding, ordering, the page itself, its tiles. Panning is six pixels a frame for three seconds,
zooming a step of the wheel every tenth frame, both over the base map. The second map is one more pane of the same hall.
"""

import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication

from bench.figures import Row, table
from bench.map_hall import arrow, fill, hall, serve, shown
from bench.map_window import ask, wait
from bench.stage import CENTRE, city
from console.map import scheme

COUNTS = (500_000, 1_000_000)
RUNS = 3
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
PICK = """(() => {
  const layer = yiping.layers.get('entities'); const spent = [];
  for (let turn = 0; turn < 200; turn += 1) {
    const at = performance.now();
    layer.nearest(300 + turn * 5, 200 + turn * 2);
    spent.push(performance.now() - at);
  }
  return spent;
})()"""


class Times(NamedTuple):
    """Milliseconds; frames by zoom while panning, and while zooming; heap of the page in MB."""

    loaded: float
    second: float
    pans: dict[int, list[float]]
    zooming: list[float]
    picks: list[float]
    heap: float


def crowd(body: bytes, count: int, file: Path) -> Times:
    known = hall()
    server = serve(known, file)
    began = time.perf_counter()
    fill(known, body)
    view = shown(known, server)
    loaded = (time.perf_counter() - began) * 1000
    page = view.findChild(QWebEngineView).page()
    assert ask(page, "yiping.layers.get('entities').size") == count
    began = time.perf_counter()
    shown(known, server).shut()
    second = (time.perf_counter() - began) * 1000
    ask(page, f"(() => {{ {FRAMES} return 0; }})()")
    pans = {}
    for zoom in ZOOMS:
        ask(page, f"(yiping.map.setView([{CENTRE[1]}, {CENTRE[0]}], {zoom}), 0)")
        wait(view.idle)
        pans[zoom] = ask(page, f"frames_of(yiping.map, 180, {PAN})")
        wait(view.idle)
    picks = ask(page, PICK)
    zooming = ask(page, f"frames_of(yiping.map, 300, {WHEEL})")
    wait(view.idle)
    heap = ask(page, "performance.memory.usedJSHeapSize") / 1e6
    view.shut()
    server.stop()
    return Times(loaded, second, pans, zooming, picks, heap)


def p95(frames: list[float]) -> float:
    return float(np.percentile(frames, 95))


def report(count: int, runs: list[Times]) -> None:
    rows = [Row("one map", [run.loaded for run in runs]), Row("a second map beside it", [run.second for run in runs])]
    print(table(f"{count:,} entries, from Arrow to the picture", rows))
    moving = [Row(f"panning at zoom {zoom}", [p95(run.pans[zoom]) for run in runs]) for zoom in ZOOMS]
    print("\n" + table(f"{count:,} entries over the base map, a frame (p95)", [*moving, Row("zooming", [p95(run.zooming) for run in runs])]))
    heap = max(run.heap for run in runs)
    print(f"\nA pick at zoom {ZOOMS[-1]}: p95 {p95([each for run in runs for each in run.picks]):.2f} ms. Heap of the page {heap:.0f} MB.\n")


def main() -> None:
    scheme.prepare()
    file = city() / "basemap.mbtiles"
    application = QApplication([])
    print(f"{__doc__.splitlines()[0]}\n")
    for count in COUNTS:
        body = arrow(count)
        report(count, [crowd(body, count, file) for _ in range(RUNS)])
    application.quit()
