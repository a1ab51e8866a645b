"""Three hundred cases get one step by the console's own parts on the real backend: all of them, but for those that somebody was faster with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from pytestqt.qtbot import QtBot

from backend.tables.cases import CaseRow
from console.actions import Actions
from console.hall.chosen import Row
from console.hall.disk import Disk
from console.hall.hall import Hall
from console.hall.offers import AT_ONCE
from console.hall.receipts import ReceiptState
from console.widgets.queue.pane import Queue
from console.widgets.selection.pane import SelectionList
from console.workers.caller import Caller
from console.workers.outbox import Outbox
from console.workers.shelf import Shelf
from tests.backend.centre import ACCEPTOR, SAMPLES, Centre
from tests.contract.conftest import ApiOf
from wire.codes import Noun, Role, Status, Verb

pytestmark = [pytest.mark.gui, pytest.mark.timeout(600)]
COUNT, FASTER = 300, 7
RING = [(110.9, 34.9), (111.1, 34.9), (111.1, 35.1)]
WAIT_MS = 240_000


class Seat:
    """An acceptor's Hall, the two panes that act upon many, and what carries their orders."""

    def __init__(self, qtbot: QtBot, api_of: ApiOf, centre: Centre, folder: Path) -> None:
        self.api = api_of(Role.ACCEPTOR)
        self.hall = Hall(self.api.me())
        self.hall.set_catalogue(self.api.catalogue())
        with centre.database.read() as work:
            self.hall.clock.set(work.at)
        self.caller, self.shelf, self.disk = Caller(self.api), Shelf(folder / "outbox.db"), Disk(folder / "picture.db")
        self.outbox = Outbox(self.api, self.shelf)
        self.actions = Actions(self.hall, self.caller, self.outbox, self.disk)
        self.queue, self.chosen = Queue(self.hall), SelectionList(self.hall)
        for pane in (self.queue, self.chosen):
            qtbot.addWidget(pane)
            pane.resize(1000, 500)
            pane.card_wanted.connect(self.actions.open_card)
            pane.ordered.connect(self.actions.order)
            pane.withdrawal_wanted.connect(self.actions.withdraw)
        self.outbox.start()

    def leave(self) -> None:
        for worker in (self.outbox, self.caller):
            worker.stop()
        self.shelf.close()
        self.disk.close()
        self.hall.deleteLater()


@pytest.fixture
def ids(centre: Centre) -> list[str]:
    return [centre.report(f"heap-{at:03}").id for at in range(COUNT)]


@pytest.fixture
def seat(qtbot: QtBot, api_of: ApiOf, centre: Centre, tmp_path: Path, ids: list[str]) -> Iterator[Seat]:
    made = Seat(qtbot, api_of, centre, tmp_path)
    made.hall.cases.put([centre.card(id).case for id in ids])
    yield made
    made.leave()


def statuses(centre: Centre) -> dict[str, Status]:
    with centre.database.read() as work:
        return {row.id: row.status for row in work.session.execute(sa.select(CaseRow.id, CaseRow.status))}


def test_that_all_that_is_selected_on_the_map_gets_the_step_and_refusals_stand_by_case(
    qtbot: QtBot, centre: Centre, seat: Seat, ids: list[str]
) -> None:
    hall, pane, bulk = seat.hall, seat.chosen, seat.chosen.bulk
    under, most = set[str](), list[int]()
    pane.card_wanted.connect(lambda id: (under.add(id), most.append(len(under))))
    hall.card_told.connect(under.discard)
    with qtbot.waitExposed(pane):
        pane.show()
    hall.chosen.set(RING, [Row(Noun.CASE, case.id, case.number, case.address, "EVENT:0110", case.status, case.lon, case.lat) for case in hall.cases])
    pane.acts.steps.click()
    assert bulk.looking.isVisible()
    qtbot.waitUntil(lambda: bulk.offers.is_whole, timeout=WAIT_MS)
    assert bulk.offered()[Verb.ACCEPT] == COUNT
    assert max(most) <= AT_ONCE + 1  # the next is asked for before we hear of the last
    for id in ids[:FASTER]:
        centre.order(ACCEPTOR, id, SAMPLES[Verb.ACCEPT])
    bulk.steps.choose(Verb.ACCEPT)
    bulk._open_form(at_once=True)
    bulk.send.click()
    progress = bulk.progress
    qtbot.waitUntil(lambda: progress.counts()["waiting"] == 0, timeout=WAIT_MS)
    assert (progress.counts()["done"], progress.counts()["refused"]) == (COUNT - FASTER, FASTER)
    assert set(statuses(centre).values()) == {Status.PENDING_FILING}
    said = [progress.refused.item(row).text() for row in range(progress.refused.count())]
    assert len(said) == FASTER
    refused = {receipt.subject for receipt in hall.receipts if receipt.state is ReceiptState.REFUSED}
    assert refused == set(ids[:FASTER])
    progress.close_button.click()
    assert not bulk.isVisible()


def test_that_the_rest_of_a_queue_is_taken_back_and_what_was_done_stays_done(qtbot: QtBot, centre: Centre, seat: Seat, ids: list[str]) -> None:
    hall, pane, bulk = seat.hall, seat.queue, seat.queue.bulk
    with qtbot.waitExposed(pane):
        pane.show()
    pane.show_queue("ACCEPT")
    qtbot.waitUntil(lambda: pane.model.rowCount() == COUNT)
    pane._mark_all()
    assert sorted(pane.model.marked()) == sorted(ids)
    bulk.take(pane.model.marked(), [Verb.ACCEPT])
    qtbot.waitUntil(lambda: bulk.send.isVisible(), timeout=WAIT_MS)
    assert str(COUNT) in bulk.send.text()
    bulk.send.click()
    progress = bulk.progress
    qtbot.waitUntil(lambda: progress.counts()["done"] > 0, timeout=WAIT_MS)
    progress.stop.click()
    qtbot.waitUntil(lambda: progress.counts()["waiting"] == 0, timeout=WAIT_MS)
    now = statuses(centre)
    done = {receipt.subject for receipt in hall.receipts if receipt.state in (ReceiptState.STORED, ReceiptState.SEEN)}
    assert {id for id, status in now.items() if status is Status.PENDING_FILING} == done
    assert {id for id, status in now.items() if status is Status.REPORTED} == set(ids) - done
    assert 0 < len(done) <= COUNT
