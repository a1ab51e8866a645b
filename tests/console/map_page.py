"""What the tests of the map page share: a real page on a real Hall, and questions to it. Importing this prepares the engine for the QApplication."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from console import words
from console.basemaps.sources import described
from console.hall.hall import Hall
from console.map import scheme
from console.map.layers.units import OVERLAYS
from console.map.view import MapView
from console.workers.tiles import TileServer
from wire.basemaps import BaseMap, BaseMapKind

scheme.prepare()
WAIT_MS = 30_000


class MapPage:
    """A map on the screen, driven by mouse and asked by script."""

    def __init__(self, qtbot: QtBot, hall: Hall, basemap: Path | None = None) -> None:
        self.qtbot, self.hall = qtbot, hall
        server = serve(hall, basemap) if basemap else None
        self.view = MapView(hall, server.ask if server else None)
        qtbot.addWidget(self.view, before_close_func=lambda view: _shut(view, server))
        self.view.resize(1000, 700)
        with qtbot.waitSignal(self.view.ready, timeout=WAIT_MS):
            self.view.show()
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(self.view.idle, timeout=WAIT_MS)

    def ask(self, script: str) -> Any:
        """The value of an expression in the page, by way of JSON."""
        answers: list[Any] = []
        self.view.probe(f"JSON.stringify(({script}) ?? null)", answers.append)
        self.qtbot.waitUntil(lambda: bool(answers), timeout=WAIT_MS)
        assert answers[0], f"the page could not say: {script}"
        return json.loads(answers[0])

    def until(self, script: str, value: Any = True) -> None:
        """Wait until an expression in the page has a value."""
        self.qtbot.waitUntil(lambda: self.ask(script) == value, timeout=WAIT_MS)

    def hits(self, layer: str) -> dict[str, QPoint]:
        """Where the marks of a layer are drawn, by key."""
        drawn = list(OVERLAYS.values()) if layer == "units" else [layer]
        found = self.ask(f"{json.dumps(drawn)}.flatMap(name => yiping.layers.get(name).marks()).map(hit => [hit.key, hit.x, hit.y])")
        return {key: QPoint(round(x), round(y)) for key, x, y in found}

    def click(self, at: QPoint) -> None:
        QTest.mouseClick(self._target(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)

    def double_click(self, at: QPoint) -> None:
        double_click(self.view, at)

    def hover(self, at: QPoint) -> None:
        QTest.mouseMove(self._target(), at - QPoint(40, 40))
        QTest.mouseMove(self._target(), at)

    def press(self, kind: QEvent.Type, held: Qt.MouseButton, at: QPoint) -> None:
        _press(self.view, kind, held, at)

    def _target(self) -> Any:
        return _taking(self.view)


def _taking(view: MapView) -> QWidget:
    # The view's own child takes the mouse: the view is only a frame around it.
    taking = view.life.web.focusProxy()
    assert taking is not None
    return taking


def _press(view: MapView, kind: QEvent.Type, held: Qt.MouseButton, at: QPoint) -> None:
    target, left, keys = _taking(view), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QMouseEvent(kind, QPointF(at), QPointF(target.mapToGlobal(at)), left, held, keys))


def double_click(view: MapView, at: QPoint) -> None:
    """Chromium counts the clicks itself, by their times; QTest keeps its clicks too far apart for that."""
    for _ in range(2):
        _press(view, QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton, at)
        _press(view, QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton, at)


def serve(hall: Hall, *maps: Path | BaseMap, folder: Path | None = None, pause_s: float = 0.2) -> TileServer:
    """A server of tiles for the base maps of a Hall: files, or whatever the wire can say."""
    files = [BaseMap(id=path.stem, version=1, name=path.stem, kind=BaseMapKind.MBTILES, url=str(path)) for path in maps if isinstance(path, Path)]
    bases = [described(map, Path(), own=True) for map in files] + [described(map, folder or Path()) for map in maps if isinstance(map, BaseMap)]
    server = TileServer(folder or Path(), hall, pause_s)
    server.fared.connect(hall.bases.note)
    server.back.connect(hall.bases.renew)
    server.serve(bases)
    hall.bases.set(bases)
    return server


def _shut(view: MapView, server: TileServer | None) -> None:
    view.shut()
    if server is not None:
        server.stop()


@pytest.fixture
def chinese() -> Iterator[None]:
    words.speak("zh_CN")
    yield
    words.speak("zh_CN")


def speak(language: str) -> None:
    """Switch the language as console.language does: the words first, then the event that every widget gets."""
    words.speak(language)
    for widget in QApplication.topLevelWidgets():
        QApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))
