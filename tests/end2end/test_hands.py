"""The operator's hands with the real backend behind them: search, what is here, what is around, geofences and their conflicts."""

import pytest
import requests
from pytestqt.qtbot import QtBot

from console.app import Console
from console.desk import Desk
from console.hall.draft import Shape
from tests.end2end.conftest import WAIT_MS, City
from wire.around import Around
from wire.codes import FenceKind
from wire.places_at import PlaceAt

MIDDLE = (110.998, 35.022)


@pytest.fixture
def desk(console: Console) -> Desk:
    assert console.desk is not None
    return console.desk


@pytest.mark.timeout(600)
def test_that_the_hands_reach_as_far_as_the_backend(qtbot: QtBot, city: City, desk: Desk) -> None:
    hall, hands = desk.hall, desk.map.hands

    unit = next(unit for unit in hall.units if unit.name)
    hands._seek(unit.name, *MIDDLE)
    qtbot.waitUntil(lambda: hands._note != "正在查询…", timeout=WAIT_MS)
    assert unit.id in {hit.id for hit in hands._found.hits}

    hands._ask_place(*MIDDLE)
    qtbot.waitUntil(lambda: hands._about_note == "", timeout=WAIT_MS)
    place = hands._about
    assert isinstance(place, PlaceAt)
    assert place.grids
    assert place.departments

    hands._ask_around(*MIDDLE, 800)
    qtbot.waitUntil(lambda: hands._about_note == "", timeout=WAIT_MS)
    around = hands._about
    assert isinstance(around, Around)
    assert around.components.count == sum(around.classes.values())

    # A geofence is drawn, named and stored.
    desk.hall.draft.draw(Shape(FenceKind.CIRCLE, [MIDDLE], 150))
    desk.geofences.name.setText("校门")
    desk.geofences.submit()
    qtbot.waitUntil(lambda: len(hall.geofences) == 1 and hall.draft.shape is None, timeout=WAIT_MS)
    (fence,) = hall.geofences
    assert (fence.name, fence.radius_m, fence.by) == ("校门", 150, "dispatcher")
    assert city.get("/v1/geofences").json()[0]["name"] == "校门"

    # Somebody else changes it while it is being edited here.
    desk.geofences.table.selectRow(0)
    desk.geofences.edit.click()
    desk.geofences.radius.setValue(220)
    login = requests.post(f"{city.server}/v1/login", json={"name": "admin", "password": city.password}, timeout=10).json()
    theirs = {"id": fence.id, "name": "校门北", "kind": "CIRCLE", "places": [MIDDLE], "radius_m": 90}
    headers = {"Authorization": f"Bearer {login['token']}", "If-Match": f'"{fence.version}"'}
    assert requests.put(f"{city.server}/v1/geofences/{fence.id}", json=theirs, headers=headers, timeout=10).status_code == 200
    desk.geofences.submit()
    qtbot.waitUntil(lambda: "admin" in desk.geofences._error.text(), timeout=WAIT_MS)
    assert desk.geofences.radius.value() == 220
    desk.geofences.submit()
    qtbot.waitUntil(lambda: hall.draft.shape is None, timeout=WAIT_MS)
    stored = hall.geofences.get(fence.id)
    assert stored is not None
    assert (stored.name, stored.radius_m) == ("校门", 220)

    desk.geofences.table.selectRow(0)
    desk.geofences.remove.click()
    desk.geofences.sure.click()
    qtbot.waitUntil(lambda: len(hall.geofences) == 0, timeout=WAIT_MS)
    assert city.get("/v1/geofences").json() == []
