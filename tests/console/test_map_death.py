"""The map's web process ends, by force or because it has grown too large: another one looks the same."""

import json
import os
import signal
from collections.abc import Callable
from typing import Any

import msgspec
import psutil
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from console.map import health
from tests.console.filled_hall import CENTRE, filled_hall, track
from tests.console.map_hand import Hand
from tests.console.map_page import WAIT_MS, MapPage, chinese, speak
from tests.console.tracks import track_of
from wire.codes import Noun

__all__ = ["chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]
RGB = QImage.Format.Format_RGB32
LOOKS = {
    "place": "[yiping.map.getCenter().lng.toFixed(4), yiping.map.getCenter().lat.toFixed(4), yiping.map.getZoom()]",
    "overlays": "yiping.state.overlays",
    "drawing": "yiping.state.drawing",
    "selection": "yiping.state.selection",
    "track": "[yiping.layers.get('track').empty(), yiping.layers.get('track').bounds]",
    "playhead": "yiping.state.playhead",
    "theme": "getComputedStyle(document.querySelector('.legend')).backgroundColor",
    "words": "[document.documentElement.lang, ...['.overlays summary', '.legend'].map((part) => document.querySelector(part).textContent)]",
    "folds": "[...document.querySelectorAll('details')].map((fold) => fold.open)",
    "things": "Object.fromEntries([...yiping.layers].map(([name, layer]) => [name, layer.things?.size ?? layer.size ?? null]))",
    "marks": "[...yiping.layers.values()].flatMap((layer) => layer.hits.filter((hit) => hit.layer === 'units').map((hit) => hit.key)).sort()",
}


@pytest.fixture
def page(qtbot: QtBot) -> MapPage:
    """A map that an operator has made his own."""
    made = MapPage(qtbot, filled_hall())
    made.view.show_overlay("grids", True)
    made.view.show_overlay("cameras", False)
    made.view.set_theme("light")
    speak("en")
    made.hall.playback.open(track_of("unit-1", track()))
    made.hall.playback.seek(made.hall.playback.at + 600)
    made.settle()
    made.ask("(document.querySelector('.overlays summary').click(), 1)")
    made.view.go(*CENTRE, 16)
    made.until("yiping.map.getZoom()", 16)
    made.hall.selection.set(Noun.CASE, "case-5")
    made.settle()
    return made


def looks(page: MapPage) -> dict[str, Any]:
    page.settle()
    return {name: page.ask(script) for name, script in LOOKS.items()}


def pid(page: MapPage) -> int:
    return int(page.view.life.web.page().renderProcessPid())


def through(page: MapPage, end: Callable[[], None]) -> int:
    """The process that came after the one that `end` ended."""
    last = pid(page)
    with page.qtbot.waitSignal(page.view.ready, timeout=WAIT_MS):
        end()
    page.settle()
    page.qtbot.waitUntil(lambda: not psutil.pid_exists(last) or psutil.Process(last).status() == psutil.STATUS_ZOMBIE, timeout=WAIT_MS)
    return pid(page)


def tight(page: MapPage, **other: float) -> None:
    """A budget that every process breaks."""
    every = {"budget_mb": 1.0, "growth": 0.5, "calm_s": 0.0, "patience_s": 0.0}
    page.view.life.health.budget = msgspec.structs.replace(health.budget(), **(every | other))


def test_that_a_killed_renderer_is_replaced_by_one_that_looks_the_same(page: MapPage) -> None:
    before, last = looks(page), pid(page)
    assert through(page, lambda: os.kill(last, signal.SIGKILL)) != last
    assert looks(page) == before


def test_that_what_hands_have_drawn_outlives_the_page(qtbot: QtBot) -> None:
    """The ruler is still in the hand, the selection still outlined."""
    page = Hand(qtbot, filled_hall())
    page.key(Qt.Key.Key_X)
    page.drag(QPoint(200, 200), QPoint(500, 400))
    page.until("yiping.state.ring.length", 4)
    page.measure(QPoint(300, 300), QPoint(600, 300), QPoint(600, 500))
    page.until("document.querySelector('.chip[data-name=ruler]')?.textContent.includes('闭合面积') ?? false")
    drawn = "[yiping.state.ring, yiping.state.tool, document.querySelector('.chip[data-name=ruler]')?.textContent.split('·')[0]]"
    page.key(Qt.Key.Key_Return)
    before = page.ask(drawn)
    through(page, lambda: os.kill(pid(page), signal.SIGKILL))
    page.until(f"JSON.stringify({drawn}) === {json.dumps(json.dumps(before, ensure_ascii=False, separators=(',', ':')), ensure_ascii=False)}")
    page.key(Qt.Key.Key_Escape)
    page.until("yiping.state.tool", "")
    page.key(Qt.Key.Key_Escape)
    page.until("yiping.state.ring.length", 0)
    assert page.hall.chosen.rows  # the list stays


def test_that_a_renderer_over_its_budget_is_replaced_by_one_that_looks_the_same(page: MapPage) -> None:
    before, last = looks(page), pid(page)
    tight(page)
    assert through(page, page.view.life.health.look) != last
    assert looks(page) == before


def test_that_the_old_picture_stays_until_the_new_page_has_drawn(page: MapPage) -> None:
    tight(page)
    seen: list[list[QImage]] = []
    veil = page.view.life.veil
    page.view.ready.connect(lambda: seen.append([widget.grab().toImage().convertToFormat(RGB) for widget in (page.view, veil)]))
    through(page, page.view.life.health.look)
    whole, kept = seen[0]
    assert whole == kept
    assert {whole.pixelColor(x, y).name() for x in range(0, whole.width(), 10) for y in range(0, whole.height(), 10)} > {"#ffffff"}
    page.qtbot.waitUntil(veil.isHidden, timeout=WAIT_MS)


def test_that_what_lives_on_after_a_death_is_heard(page: MapPage) -> None:
    through(page, lambda: os.kill(pid(page), signal.SIGKILL))
    page.hall.cases.put([], gone=["case-1", "case-2"])
    page.until("yiping.layers.get('cases').things.size", 298)
    page.view.set_theme("dark")
    page.until("getComputedStyle(document.querySelector('.legend')).backgroundColor !== 'rgb(255, 255, 255)'")


@pytest.mark.parametrize("reason", ["in budget", "large from the first", "hand on the map", "tool in hand"])
def test_that_a_renderer_is_left_alone(page: MapPage, reason: str) -> None:
    kept = {"in budget": {"budget_mb": 1e6}, "large from the first": {"growth": 100.0}, "hand on the map": {"calm_s": 1e6, "patience_s": 1e6}}
    tight(page, **kept.get(reason, {}))
    if reason == "tool in hand":
        page.ask("(yiping.state.tool = 'ruler', 1)")
    asked: list[None] = []
    page.view.life.health.touch()
    page.view.life.health.outgrown.connect(lambda: asked.append(None))
    last = pid(page)
    page.view.life.health.look()
    page.ask("1")
    page.settle()
    assert bool(asked) == (reason == "tool in hand")
    assert pid(page) == last


def test_that_what_a_process_holds_is_read_from_the_machine(page: MapPage) -> None:
    before = health.held(pid(page))
    page.ask("(window.ballast = new Uint8Array(200e6).fill(1), 1)")
    assert health.held(pid(page)) - before == pytest.approx(200e6, rel=0.1)
    assert health.held(0) == 0
