"""Two desks on one backend: what one is at the other sees, and a case changes hands."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from backend.rules import audit
from backend.session import Database, Work
from backend.tables.presence import ClaimRow
from console.actions import Actions
from console.hall.clashes import Side, differences
from console.hall.disk import Disk
from console.hall.hall import Hall
from console.hall.receipts import ReceiptState
from console.rooms.company import CompanyRoom
from console.widgets.case.card import Card
from console.widgets.case.dispatch import DispatchForm
from console.widgets.geofences import Geofences
from console.workers.caller import Caller
from console.workers.outbox import Outbox
from console.workers.shelf import Shelf
from tests.backend.centre import Centre
from tests.contract.conftest import ApiOf
from wire.cases import DispatchOrder
from wire.codes import FenceKind, Noun, Role, Status
from wire.geofences import GeofenceOrder

pytestmark = pytest.mark.gui


class Seat:
    """Of one person: a Hall, the panes that know of company, and the room."""

    def __init__(self, qtbot: QtBot, api_of: ApiOf, centre: Centre, folder: Path, *roles: Role) -> None:
        api = api_of(*roles)
        self.me, self.hall = api.me(), Hall(api.me())
        self.card, self.dispatch, self.fences = Card(self.hall), DispatchForm(self.hall), Geofences(self.hall)
        for widget in (self.card, self.dispatch, self.fences):
            qtbot.addWidget(widget)
        self._caller, self._shelf, self._disk = Caller(api), Shelf(folder / "outbox.db"), Disk(folder / "picture.db")
        self._outbox = Outbox(api, self._shelf)
        self.actions = Actions(self.hall, self._caller, self._outbox, self._disk)
        for form in (self.card, self.dispatch):
            form.ordered.connect(self.actions.order)
            form.card_wanted.connect(self.actions.open_card)
        self.room = CompanyRoom(self.hall, api, self._caller, self.actions, self.card, self.dispatch, self.fences, self.hall)
        with centre.database.read() as work:
            self.hall.clock.set(work.at)
        for worker in (self._outbox, *self.room.workers):
            worker.start()
        self.company = self.hall.company

    def look(self, centre: Centre, case_id: str) -> None:
        card = centre.card(case_id)
        self.hall.cases.put([card.case])
        self.hall.cards.put([card])
        self.hall.selection.set(Noun.CASE, case_id)

    def leave(self) -> None:
        for worker in (*self.room.workers, self._outbox, self._caller):
            worker.stop()
        self._shelf.close()
        self._disk.close()

    def state(self, key: str) -> ReceiptState | None:
        receipt = self.hall.receipts.get(key)
        return receipt.state if receipt else None

    def holder(self, case_id: str) -> str:
        claim = self.company.claim_of(case_id)
        return claim.user if claim else ""


@pytest.fixture
def seat(qtbot: QtBot, api_of: ApiOf, centre: Centre, tmp_path: Path) -> Iterator[Callable[..., Seat]]:
    seats: list[Seat] = []

    def seat(*roles: Role) -> Seat:
        seats.append(Seat(qtbot, api_of, centre, tmp_path / str(len(seats)), *roles))
        return seats[-1]

    yield seat
    for each in seats:
        each.leave()
        each.hall.deleteLater()


def acts(database: Database) -> list[str]:
    with database.read() as work:
        return [entry.act for entry in audit.page(work, 0, 10_000).entries if entry.act.startswith("CLAIM")]


def test_that_two_people_on_one_case_know_of_each_other(qtbot: QtBot, centre: Centre, seat: Callable[..., Seat]) -> None:
    case = centre.bring(Status.PENDING_DISPATCH)
    li, wang = seat(Role.DISPATCHER), seat(Role.DISPATCHER)
    li.look(centre, case.id)
    wang.look(centre, case.id)
    qtbot.waitUntil(lambda: [each.user for each in wang.company.others_at(Noun.CASE, case.id)] == [li.me.name])
    li.dispatch.writing.emit(case.id, "note")
    qtbot.waitUntil(lambda: [each.field for each in wang.company.others_at(Noun.CASE, case.id)] == ["note"])
    qtbot.waitUntil(lambda: wang.holder(case.id) == li.me.name)
    wang.room.claim(case.id, "the caller is on my line")
    qtbot.waitUntil(lambda: bool(li.company.asked_of_me()))
    li.room.claim(case.id)
    qtbot.waitUntil(lambda: not wang.company.asked_by_me() and wang.holder(case.id) == li.me.name)
    wang.room.claim(case.id, "really")
    qtbot.waitUntil(lambda: bool(li.company.asked_of_me()))
    li.room.release(case.id)
    qtbot.waitUntil(lambda: li.holder(case.id) == wang.me.name and wang.holder(case.id) == wang.me.name)
    assert acts(centre.database) == ["CLAIM.ASK", "CLAIM.KEEP", "CLAIM.ASK", "CLAIM.PASS"]
    li.leave()
    qtbot.waitUntil(lambda: wang.company.others_at(Noun.CASE, case.id) == [])


def test_that_what_was_asked_for_is_taken_by_itself_when_the_grace_is_over(qtbot: QtBot, centre: Centre, seat: Callable[..., Seat]) -> None:
    case = centre.bring(Status.PENDING_DISPATCH)
    li, wang = seat(Role.DISPATCHER), seat(Role.DISPATCHER)
    li.look(centre, case.id)
    li.room.claim(case.id)
    qtbot.waitUntil(lambda: wang.holder(case.id) == li.me.name)
    wang.room.claim(case.id, "the caller is on my line")
    qtbot.waitUntil(lambda: bool(wang.company.asked_by_me()))
    asked = wang.company.asked_by_me()[0]
    with centre.database.write(wang.me) as work:
        from_then(work, asked.case_id, timedelta(seconds=21))
    wang.hall.clock.set(wang.hall.clock.now() + timedelta(seconds=30))
    wang.hall.clock.ticked.emit(wang.hall.clock.now())
    qtbot.waitUntil(lambda: li.holder(case.id) == wang.me.name)
    assert acts(centre.database) == ["CLAIM.ASK", "CLAIM.TAKE"]


def test_that_what_was_taken_by_writing_is_let_go_by_turning_to_another(qtbot: QtBot, centre: Centre, seat: Callable[..., Seat]) -> None:
    one, other = centre.bring(Status.PENDING_DISPATCH), centre.bring(Status.PENDING_DISPATCH)
    li, wang = seat(Role.DISPATCHER), seat(Role.DISPATCHER)
    qtbot.waitUntil(lambda: li.company.known and wang.company.known)
    li.look(centre, one.id)
    li.card.writing.emit(one.id, "note")
    qtbot.waitUntil(lambda: wang.holder(one.id) == li.me.name)
    li.look(centre, other.id)
    qtbot.waitUntil(lambda: wang.holder(one.id) == "")


def test_that_who_was_slower_sees_both_and_their_text_is_kept_and_used(qtbot: QtBot, centre: Centre, seat: Callable[..., Seat]) -> None:
    """Both dispatch the same case. The one who was slower learns it side by side, leaves theirs, and uses the text in another step."""
    case = centre.bring(Status.PENDING_DISPATCH)
    li, wang = seat(Role.DISPATCHER), seat(Role.DISPATCHER)
    for each in (li, wang):
        each.look(centre, case.id)
    li.actions.order(case.id, DispatchOrder(department_id="d1", note="at the corner"))
    qtbot.waitUntil(lambda: any(receipt.state is ReceiptState.STORED for receipt in li.hall.receipts))
    key = wang.actions.order(case.id, DispatchOrder(department_id="d2", note="the caller waits at the gate"), case.version)
    view = wang.card.clash
    qtbot.waitUntil(lambda: key in wang.hall.clashes and wang.hall.cards.get(case.id).version > case.version)
    assert [(each.name, each.mine, each.theirs, each.advised) for each in differences(wang.hall.clashes.get(key))] == [
        ("department_id", "d2", "d1", None)
    ]
    assert "at the corner" in view._happened.text()
    assert not view.send.isEnabled()
    view.theirs.click()
    assert wang.hall.clashes.get(key).aside
    assert wang.actions._outbox._shelf.refused()[0].letter.order.note == "the caller waits at the gate"
    view.use.click()
    view.drop.click()
    qtbot.waitUntil(lambda: key not in wang.hall.clashes)
    assert wang.actions._outbox._shelf.refused() == []


def test_that_what_still_goes_is_sent_with_what_was_chosen(qtbot: QtBot, centre: Centre, seat: Callable[..., Seat]) -> None:
    fence = GeofenceOrder(id="f1", name="Market", kind=FenceKind.CIRCLE, places=[(111.0, 35.0)], radius_m=100)
    li, wang = seat(Role.DISPATCHER), seat(Role.DISPATCHER)
    first = li.actions.put_geofence(fence)
    qtbot.waitUntil(lambda: li.state(first) is ReceiptState.STORED)
    seen = li.hall.geofences.get("f1")
    wang.hall.geofences.put([seen])
    second = li.actions.put_geofence(msgspec.structs.replace(fence, name="Night market", note="till ten"), seen.version)
    qtbot.waitUntil(lambda: li.state(second) is ReceiptState.STORED)
    key = wang.actions.put_geofence(msgspec.structs.replace(fence, name="Market square", radius_m=250.0), seen.version)
    qtbot.waitUntil(lambda: key in wang.hall.clashes)
    view = wang.fences.clash
    assert view.chosen == {"shape": Side.MINE, "note": Side.THEIRS}
    assert not view.send.isEnabled()
    view.choose("name", Side.MINE)
    view.send.click()
    qtbot.waitUntil(lambda: key not in wang.hall.clashes)
    qtbot.waitUntil(lambda: wang.hall.geofences.get("f1").version == 3)
    now = wang.hall.geofences.get("f1")
    assert (now.name, now.radius_m, now.note, now.by) == ("Market square", 250.0, "till ten", wang.me.name)
    before = [msgspec.json.decode(bytes(each.body))["name"] for each in wang.actions._caller._api.versions(Noun.GEOFENCE, "f1")]
    assert before == ["Market square", "Night market", "Market"]


def test_that_a_receipt_is_seen_when_the_next_holder_opens_the_case(qtbot: QtBot, centre: Centre, seat: Callable[..., Seat], api_of: ApiOf) -> None:
    case = centre.bring(Status.PENDING_DISPATCH)
    li = seat(Role.DISPATCHER)
    li.look(centre, case.id)
    key = li.actions.order(case.id, DispatchOrder(department_id="d1"))
    qtbot.waitUntil(lambda: li.state(key) is ReceiptState.STORED)
    office = api_of(Role.DEPARTMENT, department_id="d1", name="office")
    office.case(case.id)
    api = api_of(Role.DISPATCHER)
    li.hall.take(Noun.SEEN, [thing for page in api.snapshot(Noun.SEEN).pages() for thing in page])
    receipt = li.hall.receipts.get(key)
    assert (receipt.state, receipt.seen_by) == (ReceiptState.SEEN, "Office")


def from_then(work: Work, case_id: str, ago: timedelta) -> None:
    """As if it had been asked for so long ago."""
    row = work.session.get_one(ClaimRow, case_id)
    row.asked_at -= ago
