"""The backend is away for an hour, on both databases: cards, forms and drafts go on, and when it is back all that was asked is stored, in order."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from backend.rules import people
from backend.session import SYSTEM, Database
from console.actions import Actions
from console.api import Api
from console.connection import Connection
from console.hall.disk import Disk
from console.hall.hall import Hall
from console.hall.receipts import ReceiptState
from console.widgets.case.card import Card
from console.workers.caller import Caller
from console.workers.outbox import PILE, Outbox
from console.workers.shelf import Shelf
from tests.backend.centre import Centre, report_of
from tests.contract.served import Served
from wire.cases import AssignOrder, RevokeOrder
from wire.codes import Noun, Role, Source, Status, Verb
from wire.people import UserOrder

pytestmark = [pytest.mark.gui, pytest.mark.timeout(300)]
WAIT_MS = 120_000
CASES, REPORTS = 8, 12
LATER = (AssignOrder(handler="Zhang San"), RevokeOrder(), AssignOrder(handler="Li Si"))  # by who has seen the case before all of it


@pytest.fixture
def api(database: Database, served: Served) -> Iterator[Api]:
    centre = Centre(database)
    for number in range(CASES):
        centre.bring(Status.PENDING_DISPATCH, f"c{number}")
    with database.write(SYSTEM) as work:
        roles = [Role.DISPATCHER, Role.DEPARTMENT, Role.ACCEPTOR]
        people.put(work, UserOrder(name="li", full_name="Li Na", roles=roles, department_id="d1"))
        token = people.open_session(work, "li").token
    made = Api(Connection(served.address, token))
    yield made
    made.connection.shutdown()


class Seat:
    """A card and an outbox on the disk, with all that somebody had looked at before the line went."""

    def __init__(self, api: Api, folder: Path) -> None:
        self.hall, self.shelf, self.disk = Hall(api.me()), Shelf(folder / "outbox.db"), Disk(folder / "picture.db")
        self.hall.set_catalogue(api.catalogue())
        self.hall.departments.replace(api.departments())
        self.hall.cards.put([api.case(f"c{number}") for number in range(CASES)])
        self.hall.cases.put([card.case for card in self.hall.cards])
        self.caller, self.outbox = Caller(api), Outbox(api, self.shelf)
        self.actions = Actions(self.hall, self.caller, self.outbox, self.disk)
        self.card = Card(self.hall)
        self.card.ordered.connect(self.actions.order)
        self.outbox.start()

    def states(self) -> list[ReceiptState]:
        return [receipt.state for receipt in self.hall.receipts]

    def end(self) -> None:
        self.card.close()
        self.outbox.stop()
        self.caller.stop()
        self.shelf.close()
        self.disk.close()
        for part in (self.card, self.actions, self.hall):
            part.deleteLater()


@pytest.fixture
def seat(api: Api, tmp_path: Path, qtbot: QtBot, dressed: None) -> Iterator[Seat]:
    made = Seat(api, tmp_path)
    qtbot.addWidget(made.card)
    made.card.resize(420, 700)
    made.card.show()
    yield made
    made.end()


def dispatch(seat: Seat, case_id: str) -> None:
    """By the form of the card, as on any other day."""
    seat.hall.selection.set(Noun.CASE, case_id)
    seat.card.open_verb(Verb.DISPATCH)
    form = seat.card.form
    assert form is not None
    form.fields["department_id"].set("d1")
    form.submit()


def test_that_an_hour_without_the_backend_stops_nobody(seat: Seat, api: Api, served: Served, qtbot: QtBot) -> None:
    version = {case.id: case.version for case in seat.hall.cases}
    served.kill()
    seat.hall.link.lost("unreachable")
    for number in range(CASES):
        dispatch(seat, f"c{number}")
        for order in LATER:
            seat.actions.order(f"c{number}", order, version[f"c{number}"])
    for number in range(REPORTS):
        photo = b"\xff\xd8\xff" + bytes([number]) * 20_000
        seat.actions.report(replace(report_of(f"report-{number:03}", Source.WECHAT), photos=[]), [(photo, "image/jpeg")])
    seat.card.open_verb(Verb.RETURN_TO_FILING)  # and one that is not sent yet
    assert seat.card.form is not None
    seat.card.form.fields["note"].set("half a sent")
    asked = CASES * (1 + len(LATER)) + 2 * REPORTS
    assert asked > PILE
    qtbot.waitUntil(lambda: len(seat.shelf.waiting()) == asked, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: seat.states().count(ReceiptState.QUEUED) >= asked - 1, timeout=WAIT_MS)  # one is tried now and then
    assert not seat.card.clock.isHidden()

    served.start()
    seat.hall.link.heard()
    qtbot.waitUntil(lambda: seat.shelf.waiting() == [] and ReceiptState.SENT not in seat.states(), timeout=WAIT_MS)
    assert [receipt.problem for receipt in seat.hall.receipts if receipt.problem] == []
    assert set(seat.states()) <= {ReceiptState.STORED, ReceiptState.SEEN}
    for number in range(CASES):
        flow = api.case(f"c{number}").flow
        assert [record.verb for record in flow[-4:]] == [Verb.DISPATCH, Verb.ASSIGN, Verb.REVOKE, Verb.ASSIGN]
        assert [record.user for record in flow].count("Li Na") == 4
    for number in range(REPORTS):
        stored = api.case(f"report-{number:03}")
        assert (stored.version, len(stored.photos)) == (1, 1)
    assert seat.card.form is not None
    assert seat.card.form.fields["note"].value() == "half a sent"
