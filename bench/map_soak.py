"""Eight hours of a hall on the map, put together: does what the processes hold grow?

2,000 units move at once, as often as the page takes it: the tick of 100 ms that a hall has between two batches is left out. Every tenth time 20
cases change, every hundredth the selection. Memory is what each process has written and shares with no other, after its garbage has been
collected: the least of three looks, since now and then something of 0.15 MB lives until the next. What grows is the median slope of all pairs of
samples after the first thousand batches (Theil–Sen), stretched to the 28,800 batches of eight hours, with the interval in which the true one
lies (95 %): a heap of a few MB that flickers by one step has grown by nothing.
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
from bench.slopes import slope_of
from console.map import courier, scheme
from console.map.health import held
from wire.codes import Noun

POINTS, UNITS, CASES = 100_000, 2000, 5000
BATCHES, WARM, EVERY, LOOKS = int(os.environ.get("MAP_SOAK", "10000")), 1000, 100, 3
HOURS_8 = 8 * 3600
LIMIT = 5  # per cent


def sample(page: QWebEnginePage) -> tuple[float, float, float]:
    """MB: the renderer, the page's heap within it, the console."""
    heap = min(ask(page, "(gc(), performance.memory.usedJSHeapSize)") for _ in range(LOOKS)) / 1e6
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
    print(f"{__doc__.splitlines()[0]}\n\n{' '.join(__doc__.splitlines()[2:])}\n")
    print(f"{BATCHES:,} batches, {BATCHES * UNITS / 1e6:.0f} million moves in {spent_s / 60:.0f} min, beside {POINTS:,} points of a register.\n")
    print("| MB | at start | warm, median | least–most | grows in 8 h, MB | between | of what it holds | between |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for at, name in enumerate(("renderer", "its JavaScript heap", "console"), 1):
        held = warm[:, at]
        middle = float(np.median(held))
        grown = [HOURS_8 * part for part in slope_of(warm[:, 0], held)]
        share = [100 * part / middle for part in grown]
        print(
            f"| {name} | {samples[0, at]:,.1f} | {middle:,.1f} | {held.min():,.1f}–{held.max():,.1f}"
            f" | {grown[0]:+.1f} | {grown[1]:+.1f} and {grown[2]:+.1f} | {share[0]:+.1f} % | {share[1]:+.1f} and {share[2]:+.1f} % |"
        )
    print(f"\nBudget: {LIMIT} % of what it holds.")
