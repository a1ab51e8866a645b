"""Where the units are reaches the Hall, whatever the backend forgets."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from console.api import Api
from console.connection import Connection
from console.hall.fixes import Fixes
from console.workers.positions import PositionPoller
from tests.console.small_backend import SmallBackend


@pytest.fixture
def backend() -> Iterator[SmallBackend]:
    backend = SmallBackend()
    backend.start()
    yield backend
    backend.stop()


@pytest.fixture
def fixes(qtbot: QtBot, backend: SmallBackend) -> Iterator[Fixes]:
    fixes, poller = Fixes(), PositionPoller(Api(Connection(backend.url)))
    poller.moved.connect(fixes.apply)
    poller.start()
    yield fixes
    poller.stop()


def places(fixes: Fixes) -> dict[str, float]:
    return {id: place.lon for id, place in fixes.items()}


def test_that_units_move_as_they_are_reported(qtbot: QtBot, backend: SmallBackend, fixes: Fixes) -> None:
    backend.move("t1")
    qtbot.waitUntil(lambda: places(fixes) == {"t1": 115.0})
    backend.move("t2")
    qtbot.waitUntil(lambda: places(fixes) == {"t1": 115.0, "t2": 116.0})
    unit = fixes.get("t2")
    assert unit is not None
    assert (unit.speed, unit.heading) == (None, None)


def test_that_a_backend_that_begins_anew_is_followed_from_its_beginning(qtbot: QtBot, backend: SmallBackend, fixes: Fixes) -> None:
    for unit in ("t1", "t2", "t3"):
        backend.move(unit)
    qtbot.waitUntil(lambda: len(places(fixes)) == 3)
    backend.stop()
    backend.fixes = ["t9"]
    backend.start()
    qtbot.waitUntil(lambda: "t9" in places(fixes))


def test_that_trouble_passes(qtbot: QtBot, backend: SmallBackend, fixes: Fixes) -> None:
    backend.trouble = lambda method, path: (200, b"<html>")
    qtbot.waitUntil(lambda: len(backend.requests) >= 2)
    backend.trouble = lambda method, path: None
    backend.move("t1")
    qtbot.waitUntil(lambda: "t1" in places(fixes))
