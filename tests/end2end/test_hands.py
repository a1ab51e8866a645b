"""The operator's hands with the real backend behind them: search, what is here, what is around, geofences and their conflicts."""

import pytest
import requests
from pytestqt.qtbot import QtBot

from console.api import Api
from console.app import Console
from console.connection import Connection
from console.desk import Desk
from console.hall.clashes import Side, differences
from console.hall.draft import Shape
from console.hall.hall import Hall
from console.hall.receipts import ReceiptState
from console.widgets.case.city_fields import DepartmentField
from tests.backend.test_exports import PNG
from tests.end2end.conftest import WAIT_MS, City
from wire.around import Around
from wire.cases import AcceptOrder, CaseReport, FileOrder, ReturnToFilingOrder
from wire.codes import FenceKind, Kind, Noun, RegisterKind, Source, Status, UnitKind, Verb
from wire.entry_cards import EntryCard
from wire.geofences import Geofence
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

    # A geofence is drawn, named and stored, beside those of the city.
    before = {fence.id for fence in hall.geofences}
    desk.hall.draft.draw(Shape(FenceKind.CIRCLE, [MIDDLE], 150))
    desk.geofences.name.setText("校门")
    desk.geofences.submit()
    qtbot.waitUntil(lambda: len(hall.geofences) == len(before) + 1 and hall.draft.shape is None, timeout=WAIT_MS)
    (fence,) = (fence for fence in hall.geofences if fence.id not in before)
    assert (fence.name, fence.radius_m, fence.by) == ("校门", 150, "dispatcher")
    assert "校门" in [stored["name"] for stored in city.get("/v1/geofences").json()]

    # Somebody else changes it while it is being edited here.
    choose(desk, "校门")
    desk.geofences.edit.click()
    desk.geofences.radius.setValue(220)
    login = requests.post(f"{city.server}/v1/login", json={"name": "admin", "password": city.password}, timeout=10).json()
    theirs = {"id": fence.id, "name": "校门北", "kind": "CIRCLE", "places": [MIDDLE], "radius_m": 90}
    headers = {"Authorization": f"Bearer {login['token']}", "If-Match": f'"{fence.version}"'}
    assert requests.put(f"{city.server}/v1/geofences/{fence.id}", json=theirs, headers=headers, timeout=10).status_code == 200
    desk.geofences.submit()
    qtbot.waitUntil(lambda: len(hall.clashes) == 1, timeout=WAIT_MS)
    (clash,) = hall.clashes
    assert isinstance(clash.now, Geofence)
    assert (clash.now.by, clash.now.name) == ("admin", "校门北")
    assert desk.geofences.radius.value() == 220
    for each in differences(clash):
        desk.geofences.clash.choose(each.name, Side.MINE)
    desk.geofences.clash.send.click()
    qtbot.waitUntil(lambda: len(hall.clashes) == 0 and hall.draft.shape is None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: stored(hall, fence.id) == ("校门", 220, "dispatcher"), timeout=WAIT_MS)

    choose(desk, "校门")
    desk.geofences.remove.click()
    desk.geofences.sure.click()
    qtbot.waitUntil(lambda: len(hall.geofences) == len(before), timeout=WAIT_MS)
    assert {stored["id"] for stored in city.get("/v1/geofences").json()} == before


def choose(desk: Desk, name: str) -> None:
    table = desk.geofences.table
    (row,) = (row for row in range(table.model().rowCount()) if table.model().index(row, 0).data() == name)
    table.selectRow(row)


def stored(hall: Hall, id: str) -> tuple[str, float, str]:
    fence = hall.geofences.get(id)
    assert fence is not None
    return fence.name, fence.radius_m, fence.by


def waiting_cases(city: City, inspector: str, *ids: str) -> None:
    """Reported, accepted and filed by others: they wait for a dispatcher."""
    city.add_user("walker", "INSPECTOR", "--unit", inspector)
    city.add_user("clerk", "ACCEPTOR")
    city.add_user("leader", "SHIFT_LEADER")
    walker, clerk, leader = (_staff(city, name) for name in ("walker", "clerk", "leader"))
    photo = walker.upload_photo(PNG, "image/png").id
    for at, id in enumerate(ids):
        told = {"lon": MIDDLE[0] + at * 2e-4, "lat": MIDDLE[1], "description": "一堆垃圾", "photos": [photo]}
        card = walker.report(CaseReport(id=id, source=Source.INSPECTOR, kind=Kind.EVENT, class_code="0110", **told))
        accepted = clerk.order(id, AcceptOrder(kind=Kind.EVENT, class_code="0110", condition_id="EVENT-0110-1"), f"accept-{id}", card.case.version)
        leader.order(id, FileOrder(), f"file-{id}", accepted.case.version)


def _staff(city: City, name: str) -> Api:
    login = Api(Connection(city.server)).login(name, city.password)
    return Api(Connection(city.server, login.token))


@pytest.mark.timeout(600)
def test_that_one_step_for_a_selection_is_done_for_each_of_its_cases(qtbot: QtBot, city: City, desk: Desk) -> None:
    ids = ["heap-00001", "heap-00002", "heap-00003"]
    hall, chosen = desk.hall, desk.chosen
    waiting_cases(city, next(unit.id for unit in hall.units if unit.kind is UnitKind.INSPECTOR), *ids)
    qtbot.waitUntil(lambda: all((case := hall.cases.get(id)) is not None and case.status is Status.PENDING_DISPATCH for id in ids), timeout=WAIT_MS)

    west, south = MIDDLE[0] - 0.001, MIDDLE[1] - 0.001
    ring = [(west, south), (west + 0.0025, south), (west + 0.0025, south + 0.002), (west, south + 0.002)]
    desk.map.hands.select(ring)
    assert {row.id for row in hall.chosen.rows if row.kind is Noun.CASE} == set(ids)
    chosen.acts.steps.click()
    qtbot.waitUntil(lambda: chosen.bulk.offered().get(Verb.DISPATCH) == len(ids), timeout=WAIT_MS)
    chosen.bulk.steps.choose(Verb.DISPATCH)
    chosen.bulk._open_form()
    form = chosen.bulk.form
    assert form is not None
    department = form.fields["department_id"]
    assert isinstance(department, DepartmentField)
    department.set(next(iter(hall.departments)).id)
    form.submit()

    # Meanwhile somebody else sends one of them back: what the console knew of it holds no more.
    other = _staff(city, "dispatcher")
    card = other.case(ids[0])
    other.order(ids[0], ReturnToFilingOrder(note="不属本级"), "other-0001", card.case.version)
    chosen.bulk.send.click()
    ended = (ReceiptState.STORED, ReceiptState.REFUSED)
    qtbot.waitUntil(lambda: sum(receipt.state in ended for receipt in hall.receipts) == len(ids), timeout=WAIT_MS)
    states = {id: city.get(f"/v1/cases/{id}").json()["case"] for id in ids}
    assert [states[id]["status"] for id in ids] == ["PENDING_FILING", "PENDING_DISPOSAL", "PENDING_DISPOSAL"]
    assert {receipt.subject for receipt in hall.receipts if receipt.state is ReceiptState.REFUSED} == {ids[0]}


@pytest.mark.timeout(600)
def test_that_an_entry_of_a_register_opens_its_card_from_the_backend(qtbot: QtBot, city: City, desk: Desk) -> None:
    hall, hands = desk.hall, desk.map.hands
    desk.map.show_overlay("entities", True)
    qtbot.waitUntil(lambda: hall.entries.get(RegisterKind.STREET_ENTITY) is not None, timeout=WAIT_MS)
    entries = hall.entries.get(RegisterKind.STREET_ENTITY)
    assert entries is not None
    id = entries.id_at(0)
    hall.selection.set(Noun.REGISTER, f"STREET_ENTITY/{id}")
    qtbot.waitUntil(lambda: hands._about_note == "", timeout=WAIT_MS)
    card = hands._about
    assert isinstance(card, EntryCard)
    assert (card.entry.id, bool(card.address), bool(card.grids)) == (id, True, True)
    assert "****" in card.entry.phone
