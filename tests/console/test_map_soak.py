"""Thousands of updates leave nothing behind: not in the page, not in the console."""

import gc
import random
import threading
from datetime import timedelta

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from bench.slopes import slope_of
from console.map import courier
from console.map.layers.layer import MOST_PARCELS
from tests.console.filled_hall import NOW, positions
from tests.console.map_page import WAIT_MS, MapPage, chinese
from tests.console.rich_hall import rich_hall
from wire.codes import Noun

__all__ = ["chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese"), pytest.mark.timeout(600)]
UNITS, WARM, UPDATES = 120, 100, 3000
IN_PAGE = """({
  things: Object.fromEntries([...yiping.layers].map(([name, layer]) => [name, layer.things?.size ?? layer.size ?? null])),
  elements: document.querySelectorAll('*').length,
  canvases: document.querySelectorAll('canvas').length,
  listeners: Object.values(yiping.map._events).flat().length,
  styles: document.styleSheets.length,
})"""


class Counts(msgspec.Struct):
    page: dict[str, object]
    objects: int
    threads: int
    timers: int
    waiting: int


def counts(page: MapPage) -> Counts:
    page.settle()
    gc.collect()
    view, hall = page.view, page.hall
    return Counts(
        page=page.ask(IN_PAGE),
        objects=len(view.findChildren(QObject)) + len(hall.findChildren(QObject)),
        threads=threading.active_count(),
        timers=len(view.findChildren(QTimer)) + len(hall.findChildren(QTimer)),
        waiting=len(view._courier._parcels) + sum(map(len, view._courier._waiting.values())),
    )


def update(page: MapPage, number: int) -> None:
    """A second of a hall's life; every tenth with cases, every hundredth with the operator's hand."""
    hall, chance = page.hall, random.Random(number)
    fixes = positions(chance, UNITS)
    at = [round((NOW + timedelta(seconds=number)).timestamp() * 1000)] * UNITS
    hall.fixes.apply(msgspec.structs.replace(fixes, cursor=number + 2, at=at))
    if number % 10 == 0:
        hall.cases.put([msgspec.structs.replace(case, version=number + 10) for case in chance.sample(list(hall.cases), 20)])
    if number % 100 == 0:
        hall.selection.set(Noun.CASE, f"case-{number % 7}")
        page.view.show_overlay("cameras", number % 200 == 0)


def test_that_thousands_of_updates_leave_nothing_behind(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier, "TICK_MS", 0)  # hours fit into a minute
    page = MapPage(qtbot, rich_hall())
    applied: list[int] = []
    page.view._bridge.applied.connect(lambda layer, serial: applied.append(serial))
    before = None
    for number in range(WARM + UPDATES):
        if number == WARM:
            before = counts(page)
        update(page, number)
        if number % 10 == 0:
            page.settle()
    page.hall.selection.set(Noun.CASE, f"case-{(WARM // 100 - 1) * 100 % 7}")
    page.settle()
    page.qtbot.waitUntil(lambda: not any(timer.isActive() for timer in page.hall.findChildren(QTimer)), timeout=WAIT_MS)
    assert counts(page) == before
    assert len(applied) > UPDATES / 10
    assert all(len(layer._parcels) <= MOST_PARCELS for layer in page.view._layers.by_name.values())


@pytest.mark.parametrize(("leak", "least", "most"), [(0.0001, 2.5, 3.3), (0.0, -0.3, 0.3)])
def test_that_the_bench_of_eight_hours_sees_a_leak_and_takes_no_flicker_for_one(leak: float, least: float, most: float) -> None:
    """Of a heap of 9 MB in which something of 0.15 MB lives now and then: MB in 28,800 batches."""
    at = np.arange(1000, 10_000, 100)
    held = 9 + leak * at + 0.15 * np.array([random.Random(int(number)).random() < 0.4 for number in at])
    found = slope_of(at, held)
    assert least < 28_800 * found.middle < most
    assert (found.least > 0) is (leak > 0)
