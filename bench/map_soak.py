"""Eight hours of a hall on the map, put together: does what the processes hold grow?

2,000 units move at once, as often as the page takes it: the tick of 100 ms that a hall has between two batches is left out. Every tenth time 20
cases change, every hundredth the selection. Memory is what each process has written and shares with no other, after its garbage has been
collected; warm is after the first thousand batches. What the last third of the samples from there on holds more than the first third (medians),
stretched to the batches of eight hours, is the last column.
"""

import gc
import os
import random
import time

import msgspec
import numpy as np
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication

from bench.map_hall import arrow, cases, fill, hall, positions, serve, shown
from bench.map_window import ask, wait
from console.map import courier, scheme
from console.map.health import held
from wire.codes import Noun

POINTS, UNITS, CASES = 100_000, 2000, 5000
BATCHES, WARM, EVERY = int(os.environ.get("MAP_SOAK", "10000")), 1000, 250
HOURS_8 = 8 * 3600
LIMIT = 5  # per cent


def sample(page: QWebEnginePage) -> tuple[float, float, float]:
    """MB: the renderer, the page's heap within it, the console."""
    heap = ask(page, "(gc(), performance.memory.usedJSHeapSize)") / 1e6
    gc.collect()
    return held(page.renderProcessPid()) / 1e6, heap, held(os.getpid()) / 1e6


def main() -> None:
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = "--js-flags=--expose-gc --enable-precise-memory-info"
    courier.TICK_MS = 0
    scheme.prepare()
    application = QApplication([])
    known = hall(UNITS)
    fill(known, arrow(POINTS))
    server = serve(known)
    known.cases.replace(cases(CASES))
    known.fixes.apply(positions(UNITS, 0))
    view = shown(known, server)
    page = view.findChild(QWebEngineView).page()
    samples, began = [(0, *sample(page))], time.perf_counter()
    applied: list[int] = []
    view._bridge.applied.connect(lambda layer, serial: applied.append(serial) if layer == "units" else None)
    for number in range(1, BATCHES + 1):
        known.fixes.apply(positions(UNITS, number))
        if number % 10 == 0:
            chance = random.Random(number)
            known.cases.put([msgspec.structs.replace(case, version=case.version + 1) for case in chance.sample(list(known.cases), 20)])
        if number % 100 == 0:
            known.selection.set(Noun.UNIT, f"u{number % UNITS}")
        wait(lambda number=number: len(applied) >= number)
        if number % EVERY == 0:
            wait(view.idle)
            samples.append((number, *sample(page)))
    report(np.array(samples), time.perf_counter() - began)
    view.shut()
    server.stop()
    application.quit()


def report(samples: np.ndarray, spent_s: float) -> None:
    warm = samples[samples[:, 0] >= WARM]
    third = len(warm) // 3
    early, late = np.median(warm[:third], 0), np.median(warm[-third:], 0)
    longer = HOURS_8 / (late[0] - early[0])
    print(f"{__doc__.splitlines()[0]}\n\n{' '.join(__doc__.splitlines()[2:])}\n")
    print(f"{BATCHES:,} batches, {BATCHES * UNITS / 1e6:.0f} million moves in {spent_s / 60:.0f} min, beside {POINTS:,} points of a register.\n")
    print("| MB | at start | warm | end | first third to last third | of 8 h of a batch a second |\n|---|---:|---:|---:|---:|---:|")
    for at, name in enumerate(("renderer", "its JavaScript heap", "console"), 1):
        grown = late[at] / early[at] - 1
        print(f"| {name} | {samples[0, at]:,.1f} | {warm[0, at]:,.1f} | {warm[-1, at]:,.1f} | {100 * grown:+.1f} % | {100 * grown * longer:+.1f} % |")
    print(f"\nBudget: {LIMIT} %.")
