"""The whole console, from its login on, at a small centre on a real backend: one fixture for whoever sits there.

hall_at     `hall_at("li", Role.ACCEPTOR)`: a console with its real windows, logged in as a new user with these roles, who has the keys
keyboard    the `Keyboard` of whatever has the focus
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from backend.rules import people
from backend.session import SYSTEM
from console.app import Console
from console.desk import Desk
from console.settings import Settings
from tests.backend.centre import Centre
from tests.backends import Backend
from wire.codes import Role
from wire.people import UserOrder

__all__ = ["HallAt", "Keyboard", "centre", "hall_at", "keyboard"]

WAIT_MS = 60_000
PASSWORD = "a long enough password"
SIZE = (1366, 768)
NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
HallAt = Callable[..., Console]


@pytest.fixture
def centre(backend: Backend) -> Centre:
    return Centre(backend.database)


class Keyboard:
    """Keys go where the focus is; they wait until somebody has it."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot

    def press(self, *keys: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        for key in keys:
            QTest.keyClick(self._focus(), key, modifiers)

    def type(self, text: str) -> None:
        QTest.keyClicks(self._focus(), text)

    def until(self, condition: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=WAIT_MS)

    def _focus(self) -> QWidget:
        def holder() -> QWidget | None:
            return QApplication.activePopupWidget() or QApplication.focusWidget()

        self.until(lambda: holder() is not None)
        found = holder()
        assert found is not None
        return found


@pytest.fixture
def keyboard(qtbot: QtBot) -> Keyboard:
    return Keyboard(qtbot)


def desk_of(console: Console) -> Desk:
    assert console.desk is not None
    return console.desk


@pytest.fixture
def hall_at(qapp: QApplication, qtbot: QtBot, backend: Backend, tmp_path: Path) -> Iterator[HallAt]:
    """Who logs in again finds what he has left."""
    made: list[Console] = []

    def hall_at(name: str, *roles: Role, department_id: str | None = None) -> Console:
        with backend.database.write(SYSTEM) as work:
            people.put(work, UserOrder(name=name, full_name=name.title(), roles=list(roles), password=PASSWORD, department_id=department_id))
        console = Console(qapp, Settings(server=backend.address, user=name, password=PASSWORD, state=tmp_path / "consoles"))
        made.append(console)
        console.start()
        qtbot.waitUntil(lambda: console.desk is not None and console.desk.hall.cursor is not None, timeout=WAIT_MS)
        wall = desk_of(console).wall
        wall.resize(*SIZE)
        wall.activateWindow()
        qtbot.waitUntil(wall.isActiveWindow, timeout=WAIT_MS)
        return console

    yield hall_at
    for console in made:
        console.end()
        console.deleteLater()
