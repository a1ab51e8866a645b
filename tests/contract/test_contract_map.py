"""What the map asks and orders, by the console's own client on the real backend, and by its actions through the outbox."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.actions import Actions
from console.api import Api, ApiError
from console.hall.disk import Disk
from console.hall.hall import Hall
from console.hall.receipts import ReceiptState
from console.workers.caller import Caller
from console.workers.outbox import Outbox
from console.workers.shelf import Shelf
from tests.backends import Backend
from tests.contract.conftest import ApiOf
from wire.around import Around
from wire.basemaps import BaseMapKind, BaseMapOrder
from wire.bulk import schema_of
from wire.codes import FenceKind, RegisterKind, Role, SensorKind, UnitKind
from wire.geofences import GeofenceOrder
from wire.places_at import Direction, PlaceAt
from wire.problem import Problem
from wire.registers import EntriesOrder, Entry, EntryOrder
from wire.search import Found, HitKind
from wire.sensors import Reading, ReadingBatch, SensorOrder
from wire.units import UnitOrder

GATE = EntryOrder(id="g11", name="瑞祥路11号", lon=116.0, lat=40.0)
SHOP = EntryOrder(id="s1", code="E1", name="福源饺子馆", lon=116.001, lat=40.0, phone="13812345678", category="餐饮", operator="")
SQUARE = [(116.0, 40.0), (116.01, 40.0), (116.01, 40.01), (116.0, 40.01)]
FENCE = GeofenceOrder(id="f1", name="夜市", kind=FenceKind.POLYGON, places=SQUARE)
NORTH_M = 111_195.0


@pytest.fixture
def admin(api_of: ApiOf) -> Api:
    """Who has written a gate and a shop."""
    admin = api_of(Role.ADMIN)
    admin.write_entries(RegisterKind.GATE, EntriesOrder(put=[GATE]), key="first-gate")
    admin.write_entries(RegisterKind.STREET_ENTITY, EntriesOrder(put=[SHOP]), key="first-shop")
    return admin


@pytest.fixture
def hall(qtbot: QtBot, admin: Api) -> Hall:
    return Hall(admin.me())


@pytest.fixture
def actions(api_of: ApiOf, hall: Hall, tmp_path: Path) -> Iterator[Actions]:
    api, shelf, disk = api_of(Role.DISPATCHER), Shelf(tmp_path / "outbox.sqlite"), Disk(tmp_path / "hall.sqlite")
    caller, outbox = Caller(api), Outbox(api, shelf)
    actions = Actions(hall, caller, outbox, disk)
    outbox.start()
    yield actions
    outbox.stop()
    caller.stop()
    shelf.close()
    disk.close()


def test_that_registers_are_written_and_read(admin: Api, api_of: ApiOf) -> None:
    hall = api_of(Role.DISPATCHER)
    assert {register.id: register.count for register in hall.registers()} == {"GATE": 1, "STREET_ENTITY": 1}
    table = hall.entries(RegisterKind.STREET_ENTITY)
    assert (table.schema, table.num_rows) == (schema_of(Entry), 1)
    assert hall.entry(RegisterKind.STREET_ENTITY, "s1").phone == "138****5678"
    card = hall.entry_card(RegisterKind.STREET_ENTITY, "s1")
    assert (card.entry.id, card.entry.phone, card.cases.count) == ("s1", "138****5678", 0)
    receipt = api_of(Role.GATEWAY).write_entries(RegisterKind.STREET_ENTITY, EntriesOrder(put=[SHOP], strike=["never"]), key="again-0001")
    assert (receipt.stored, receipt.same, receipt.struck) == (0, 1, 0)


def test_that_sensors_are_made_and_read(admin: Api, api_of: ApiOf) -> None:
    order = SensorOrder(id="w1", code="W1", name="下穿", kind=SensorKind.WATER_LEVEL, lon=116.0, lat=40.0, levels=[3, 10])
    assert admin.put_sensor(order).version == 1
    now = datetime.now(UTC).replace(microsecond=0)
    readings = [
        Reading(code="W1", at=now, value=4.5),
        Reading(code="W1", at=now - timedelta(hours=1), value=1.0),
        Reading(code="X", at=now, value=1.0),
    ]
    receipt = api_of(Role.DEVICE).read(ReadingBatch(readings=readings))
    assert (receipt.stored, receipt.late, receipt.unknown) == (1, 1, ["X"])
    (sensor,) = admin.sensors()
    assert (sensor.value, sensor.at, sensor.levels) == (4.5, now, [3, 10])


def test_that_geofences_are_drawn_and_removed(api_of: ApiOf) -> None:
    api = api_of(Role.DUTY_LEADER)
    made = api.put_geofence(FENCE, key="draw-00001")
    assert (api.geofences(), made.places) == ([made], SQUARE)
    assert api.put_geofence(FENCE, key="draw-00001") == made
    with pytest.raises(ApiError) as stale:
        api.put_geofence(FENCE, key="draw-00002", version=9)
    assert stale.value.problem.code == "changed_meanwhile"
    api.remove_geofence("f1", key="gone-00001", version=1)
    api.remove_geofence("f1", key="gone-00001", version=1)  # the answer was lost on its way
    assert api.geofences() == []


def test_that_base_maps_and_preferences_are_kept(admin: Api) -> None:
    order = BaseMapOrder(id="osm", name="街道图", kind=BaseMapKind.XYZ, url="https://tiles.example.org/{z}/{x}/{y}.png", datum="gcj02")
    made = admin.put_base_map(order)
    assert admin.base_maps() == [made]
    admin.remove_base_map("osm")
    assert admin.base_maps() == []
    admin.put_preference("map", '{"路": [1, 2.5, null]}'.encode())
    assert admin.preference("map") == '{"路": [1, 2.5, null]}'.encode()


def test_that_things_and_places_are_found(admin: Api, api_of: ApiOf) -> None:
    api = api_of(Role.DISPATCHER)
    (hit,) = api.search("fyjzg", near=(116.001, 40.0)).hits
    assert (hit.kind, hit.id, hit.away_m) == (HitKind.STREET_ENTITY, "s1", 0.0)
    assert api.search("nothing").hits == []
    admin.put_unit(UnitOrder(id="u1", code="JD1", kind=UnitKind.INSPECTOR, name="张建国", phone="13812345678", duty_grids=["d1"]))
    place = api.place_at(116.0, 40.0 + 13.8 / NORTH_M)
    assert (place.address, place.address_en) == ("瑞祥路11号的北方向13.8米", "13.8 m north of 瑞祥路11号")
    assert place.landmark is not None
    assert (place.landmark.direction, place.landmark.kind) == (Direction.N, HitKind.GATE)
    found = api.around(116.0, 40.0, 500)
    assert (found.entities.count, found.categories, found.cases.count, found.entities.nearest[0].id) == (1, {"餐饮": 1}, 0, "s1")


def test_that_the_actions_answer_with_what_was_asked(actions: Actions, qtbot: QtBot) -> None:
    with qtbot.waitSignal(actions.found) as searched:
        actions.search("饺子", 116.0, 40.0)
    text, found = searched.args
    assert (text, isinstance(found, Found), [hit.id for hit in found.hits]) == ("饺子", True, ["s1"])
    with qtbot.waitSignal(actions.place_told) as told:
        actions.load_place(116.0, 40.0)
    assert isinstance(told.args[0], PlaceAt)
    assert told.args[0].address == "瑞祥路11号"
    with qtbot.waitSignal(actions.around_told) as around:
        actions.load_around(116.0, 40.0, 300.0)
    assert isinstance(around.args[0], Around)
    with qtbot.waitSignal(actions.around_told) as refused:
        actions.load_around(116.0, 40.0, -1.0)
    assert isinstance(refused.args[0], Problem)
    assert refused.args[0].code == "malformed"


def test_that_a_geofence_goes_through_the_outbox_into_the_hall(actions: Actions, hall: Hall, qtbot: QtBot) -> None:
    def state(key: str) -> ReceiptState | None:
        receipt = hall.receipts.get(key)
        return receipt.state if receipt else None

    key = actions.put_geofence(FENCE)
    qtbot.waitUntil(lambda: state(key) is ReceiptState.STORED)
    fence = hall.geofences.get("f1")
    assert fence is not None
    assert (fence.name, fence.version, fence.places) == ("夜市", 1, SQUARE)
    stale = actions.put_geofence(FENCE, version=7)
    qtbot.waitUntil(lambda: state(stale) is ReceiptState.REFUSED)
    receipt = hall.receipts.get(stale)
    assert receipt is not None
    assert receipt.problem is not None
    assert (receipt.subject, receipt.problem.code) == ("f1", "changed_meanwhile")
    gone = actions.remove_geofence("f1", version=1)
    qtbot.waitUntil(lambda: state(gone) is ReceiptState.STORED)
    assert hall.geofences.get("f1") is None


def test_that_who_may_not_is_refused_by_name(api_of: ApiOf, backend: Backend) -> None:
    citizen = api_of(Role.GATEWAY)
    for ask in (lambda: citizen.search("x"), lambda: citizen.place_at(1, 1), lambda: citizen.around(1, 1, 5), lambda: citizen.geofences()):
        with pytest.raises(ApiError) as refused:
            ask()
        assert refused.value.problem.code == "not_your_role"
