"""Where the units are reaches the Hall, whatever the backend forgets."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pytestqt.qtbot import QtBot

from backend.rules import units
from backend.session import SYSTEM, Database
from console.api import Api
from console.hall.fixes import Fixes
from console.workers.positions import PositionPoller
from tests.backends import Backend
from tests.console.bad_line import *  # noqa: F403
from tests.console.bad_line import BadLine
from wire.codes import Role, UnitKind
from wire.units import UnitOrder


class Units:
    """The trucks t1 to t9, which send where they are."""

    def __init__(self, backend: Backend) -> None:
        with backend.database.write(SYSTEM) as work:
            for number in range(1, 10):
                units.put(work, UnitOrder(id=f"t{number}", code=f"t{number}", kind=UnitKind.TRUCK, name=f"Truck {number}"))
        self._device = backend.client(Role.DEVICE)

    def move(self, unit: str, lon: float, mock: bool = False) -> None:
        fix = {"at": datetime.now(UTC).isoformat(), "lon": lon, "lat": 22.7, "mock": mock}
        self._device.post("/v1/positions", json={"code": unit, "fixes": [fix]}).raise_for_status()


@pytest.fixture
def fixes(qtbot: QtBot, api: Api) -> Iterator[Fixes]:
    fixes, poller = Fixes(), PositionPoller(api)
    poller.moved.connect(fixes.apply)
    poller.start()
    yield fixes
    poller.stop()


def places(fixes: Fixes) -> dict[str, float]:
    return {id: place.lon for id, place in fixes.items()}


def test_that_units_move_as_they_are_reported(qtbot: QtBot, behind: Backend, fixes: Fixes) -> None:
    trucks = Units(behind)
    trucks.move("t1", 114.5)
    qtbot.waitUntil(lambda: places(fixes) == {"t1": 114.5})
    trucks.move("t2", 114.6, mock=True)
    qtbot.waitUntil(lambda: places(fixes) == {"t1": 114.5, "t2": 114.6})
    first, unit = fixes.get("t1"), fixes.get("t2")
    assert unit is not None
    assert first is not None
    assert (unit.speed, unit.heading, unit.mocked, first.mocked) == (None, None, True, False)


def test_that_a_backend_that_begins_anew_is_followed_from_its_beginning(
    qtbot: QtBot, behind: Backend, line: BadLine, fixes: Fixes, tmp_path: Path
) -> None:
    trucks, backup = Units(behind), tmp_path / "backup.db"
    with closing(sqlite3.connect(tmp_path / "yiping.db")) as now, closing(sqlite3.connect(backup)) as then:
        now.backup(then)
    for unit in ("t1", "t2", "t3"):
        trucks.move(unit, 114.5)
    qtbot.waitUntil(lambda: len(places(fixes)) == 3)
    restored = Backend(Database(f"sqlite:///{backup}"), tmp_path / "restored")
    restored.start()
    line.stop()
    line.behind = urlsplit(restored.address)
    line.start()
    restored.client(Role.DEVICE).post(
        "/v1/positions", json={"code": "t9", "fixes": [{"at": datetime.now(UTC).isoformat(), "lon": 114.9, "lat": 22.7}]}
    ).raise_for_status()
    qtbot.waitUntil(lambda: "t9" in places(fixes))
    line.stop()
    restored.stop()
    restored.database.close()


def test_that_trouble_passes(qtbot: QtBot, behind: Backend, line: BadLine, fixes: Fixes) -> None:
    line.trouble = lambda method, path: (200, b"<html>")
    qtbot.waitUntil(lambda: len(line.requests) >= 2)
    line.trouble = lambda method, path: None
    Units(behind).move("t1", 114.5)
    qtbot.waitUntil(lambda: "t1" in places(fixes))
