"""A camera goes from the map into a pane: dragged there, or taken by Enter."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.widgets.video_wall import VideoWall
from console.workers.streams import StreamPool
from tests.console.filled_hall import CENTRE, filled_hall
from tests.console.map_hand import Hand
from tests.console.map_page import WAIT_MS, chinese
from tests.console.stream_bench import ending_pool
from wire.codes import Noun

__all__ = ["chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]
LEFT = Qt.MouseButton.LeftButton
DRAGS = "yiping.map.dragging.enabled()"


@pytest.fixture
def page(qtbot: QtBot) -> Hand:
    made = Hand(qtbot, filled_hall(cases=0, units=0, components=0))
    made.view.go(*CENTRE, 15)
    made.until("yiping.map.getZoom()", 15)
    made.settle()
    return made


@pytest.fixture
def pool() -> Iterator[StreamPool]:
    with ending_pool() as pool:
        yield pool


class Beside:
    """The wall and the map in one window, and a mouse that the window's own system moves."""

    def __init__(self, page: Hand, pool: StreamPool) -> None:
        self.page, self.wall, self.window = page, VideoWall(page.hall, pool), QWidget()
        self.wall.restore("4", ["none"] * 4)
        row = QHBoxLayout(self.window)
        row.addWidget(page.view, 1)
        row.addWidget(self.wall, 1)
        self.window.resize(1400, 700)
        with page.qtbot.waitExposed(self.window):
            self.window.show()
        page.settle()

    def handle(self) -> QWindow:
        handle = self.window.windowHandle()
        assert handle is not None
        return handle

    def on_map(self, at: QPoint) -> QPoint:
        return self.page.view.mapTo(self.window, at)

    def camera(self) -> tuple[str, QPoint]:
        """One well inside the map, away from its panels."""
        size = self.page.view.size()
        away = {key: (at - QPoint(size.width() // 2, size.height() // 2)).manhattanLength() for key, at in self.page.hits("cameras").items()}
        key = min((key for key in away if key), key=lambda key: away[key])
        return key, self.on_map(self.page.hits("cameras")[key])

    def pull(self, start: QPoint) -> None:
        QTest.mousePress(self.handle(), LEFT, Qt.KeyboardModifier.NoModifier, start)
        self.page.ask("1")
        for step in (2, 5, 9, 14):
            QTest.mouseMove(self.handle(), start + QPoint(step, step))
            self.page.ask("1")


@pytest.fixture
def both(page: Hand, pool: StreamPool) -> Iterator[Beside]:
    made = Beside(page, pool)
    yield made
    page.view.setParent(None)
    made.window.close()
    made.window.deleteLater()


def test_that_a_camera_is_dragged_into_a_pane_and_the_map_stands(page: Hand, both: Beside) -> None:
    key, start = both.camera()
    before = page.ask("yiping.map.getCenter()")
    pane = both.wall.panes[3]
    goal = pane.mapTo(both.window, pane.rect().center())

    def drop() -> None:
        for at in (goal - QPoint(30, 0), goal - QPoint(5, 0), goal):
            QTest.mouseMove(both.handle(), at)
        QTimer.singleShot(100, lambda: QTest.mouseRelease(both.handle(), LEFT, Qt.KeyboardModifier.NoModifier, goal))

    page.view.carrying.began.connect(lambda: QTimer.singleShot(200, drop))
    with page.qtbot.waitSignal(page.view.carrying.began, timeout=WAIT_MS):
        both.pull(start)
    page.qtbot.waitUntil(lambda: both.wall.cameras()[3] != "none", timeout=WAIT_MS)
    assert both.wall.cameras() == ["none", "none", "none", key]
    assert both.wall.hot == 3
    page.until(DRAGS)
    assert page.ask("yiping.map.getCenter()") == before
    QTest.mouseMove(both.handle(), start + QPoint(60, 60))  # the button is up for the page too
    page.ask("1")
    assert page.ask("yiping.map.getCenter()") == before


def test_that_a_click_on_a_camera_still_selects_and_the_map_is_still_dragged_beside_it(page: Hand, both: Beside) -> None:
    carried: list[str] = []
    page.view._pointing.carried.connect(carried.append)
    key, start = both.camera()
    QTest.mouseClick(both.handle(), LEFT, Qt.KeyboardModifier.NoModifier, start)
    page.qtbot.waitUntil(lambda: page.hall.selection.id == key, timeout=WAIT_MS)
    assert both.wall.cameras()[0] == key  # the hot pane has it
    page.until(DRAGS)
    empty = next(at for x in range(200, 500, 20) if page.ask(f"!yiping.layers.get('cameras').nearest({x}, 420, 1e9)") and (at := QPoint(x, 420)))
    before = page.ask("yiping.map.getCenter()")
    page.drag(empty, empty + QPoint(60, 30))
    page.qtbot.waitUntil(lambda: page.ask("yiping.map.getCenter()") != before, timeout=WAIT_MS)
    assert carried == []


def test_that_enter_on_a_camera_of_the_map_opens_it(page: Hand) -> None:
    page.key(Qt.Key.Key_Tab)
    with page.qtbot.waitSignal(page.view.opened, timeout=WAIT_MS) as opened:
        page.key(Qt.Key.Key_Return)
    noun, id = opened.args
    assert noun is Noun.CAMERA
    assert page.hall.selection.id == id
