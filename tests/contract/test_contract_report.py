"""A report in a real browser that lets nothing out: it draws itself, and asks nobody for anything."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, QWebEngineUrlRequestInfo, QWebEngineUrlRequestInterceptor
from PySide6.QtWebEngineWidgets import QWebEngineView
from pytestqt.qtbot import QtBot

from backend.exporters.export import export
from backend.photos import PhotoStore
from backend.session import Database
from console.map import scheme
from tests.backend.centre import CHIEF
from tests.backend.exported import BEGIN, END, LAT, LON, build, long_track, urgent
from tests.backend.test_reports import NASTY, picture
from wire.exports import ExportFormat, ExportLayer, ExportOrder

scheme.prepare()
pytestmark = pytest.mark.gui
WAIT_MS = 30_000
FIXES, EVERY_S = 50_000, 1.5


class Alone(QWebEngineUrlRequestInterceptor):
    """Lets in one file, and remembers everything else that was asked for."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file, self.asked = QUrl.fromLocalFile(str(file)), list[str]()

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        if info.requestUrl() != self._file and info.requestUrl().scheme() != "data":
            self.asked.append(info.requestUrl().toString())
            info.block(True)


class Page(QWebEnginePage):
    def __init__(self, profile: QWebEngineProfile) -> None:
        super().__init__(profile)
        self.errors: list[str] = []

    def javaScriptConsoleMessage(self, level: QWebEnginePage.JavaScriptConsoleMessageLevel, message: str, line: int, source: str) -> None:
        self.errors.append(message)


@contextmanager
def shown(qtbot: QtBot, file: Path) -> Iterator[tuple[Page, Alone]]:
    """A page that has drawn itself, and who watches what it asks for."""
    profile, guard = QWebEngineProfile(), Alone(file)
    profile.setUrlRequestInterceptor(guard)
    page = Page(profile)
    view = QWebEngineView()  # without one it draws no frame, and nothing plays
    view.setPage(page)
    view.resize(1280, 800)
    view.show()
    with qtbot.waitSignal(page.loadFinished, timeout=WAIT_MS):
        page.load(QUrl.fromLocalFile(str(file)))
    yield page, guard
    view.deleteLater()
    page.deleteLater()
    qtbot.waitSignal(page.destroyed, timeout=WAIT_MS).wait()
    profile.deleteLater()


def said_by(qtbot: QtBot, page: Page, script: str) -> Any:
    answers: list[Any] = []
    page.runJavaScript(script, answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=WAIT_MS)
    return answers[0]


def opened(qtbot: QtBot, file: Path) -> tuple[dict[str, Any], list[str], list[str]]:
    """What a page says of itself once it has drawn; what it asked for; what went wrong in it."""
    script = """const hand = document.querySelector('.replay input');
                if (hand) { hand.value = Number(hand.min) + 60; hand.oninput(); }
                JSON.stringify({evil: typeof window.hacked, drawn: document.body.dataset.drawn, replay: document.body.dataset.replay,
                  text: document.body.innerText,
                  title: document.title, maps: document.querySelectorAll('.leaflet-container').length})"""
    with shown(qtbot, file) as (page, guard):
        return json.loads(said_by(qtbot, page, script)), guard.asked, page.errors


def test_that_a_long_track_plays_in_its_page_by_time_over_all_its_fixes(qtbot: QtBot, database: Database, tmp_path: Path) -> None:
    store = PhotoStore(tmp_path / "photos")
    build(database, store, picture())
    span: dict[str, Any] = {"unit_id": "long", "start": BEGIN, "end": long_track(database, FIXES, EVERY_S), "language": "en"}
    file = tmp_path / "long.html"
    file.write_bytes(export(database, store, CHIEF, ExportOrder(layers=[ExportLayer.TRACK], format=ExportFormat.HTML, **span)).body)
    with shown(qtbot, file) as (page, guard):
        assert f"{FIXES:,}" in said_by(qtbot, page, "document.body.innerText")
        assert said_by(qtbot, page, "document.querySelector('.replay input').max - document.querySelector('.replay input').min") == (
            pytest.approx((FIXES - 1) * EVERY_S, abs=1)
        )
        said_by(qtbot, page, "document.querySelector('.replay button').click()")
        qtbot.waitUntil(lambda: int(said_by(qtbot, page, "document.body.dataset.replay")) >= 64, timeout=WAIT_MS)  # a second of it
        assert (guard.asked, page.errors) == ([], [])


def test_that_a_report_opens_offline_and_asks_nobody(qtbot: QtBot, database: Database, tmp_path: Path) -> None:
    store = PhotoStore(tmp_path / "photos")
    city = build(database, store, picture())
    text = " ".join(NASTY).replace("evil()", "window.hacked=1")
    urgent(city, "nasty", text)
    box = (LON - 0.01, LAT - 0.01, LON + 0.01, LAT + 0.01)
    orders = {
        "case": ExportOrder(layers=[ExportLayer.CASES], format=ExportFormat.HTML, ids={ExportLayer.CASES: ["nasty"]}, title=text[:120]),
        "track": ExportOrder(layers=[ExportLayer.TRACK], format=ExportFormat.HTML, unit_id="u1", start=BEGIN, end=END),
        "area": ExportOrder(layers=[ExportLayer.CASES, ExportLayer.BUILDING, ExportLayer.GRIDS], format=ExportFormat.HTML, box=box),
    }
    for name, order in orders.items():
        file = tmp_path / f"{name}.html"
        file.write_bytes(export(database, store, CHIEF, order).body)
        said, asked, errors = opened(qtbot, file)
        assert (asked, errors) == ([], [])
        assert (said["evil"], said["maps"]) == ("undefined", 1)
        assert int(said["drawn"]) > 0
        assert said.get("replay") == ("60" if name == "track" else None)
        if name == "case":
            assert "window.hacked=1" in said["text"]
            assert said["title"] == text[:120]
