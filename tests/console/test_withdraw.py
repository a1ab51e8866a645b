"""What waits in the outbox is taken back by its button: from the disk, the pane and the receipts, unless the backend may have had it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.actions import Actions
from console.api import Api
from console.connection import Connection
from console.hall.disk import Disk
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.receipts import ReceiptState
from console.widgets.outbox import Outbox as OutboxPane
from console.widgets.pane import Pane
from console.workers.caller import Caller
from console.workers.outbox import Outbox
from console.workers.shelf import Shelf
from tests.backend.centre import Centre
from tests.backends import Backend, Client
from tests.console.bad_line import *  # noqa: F403
from tests.console.bad_line import BadLine, done
from wire.cases import Case, DispatchOrder, RevokeOrder

pytestmark = pytest.mark.gui
DISPATCH = DispatchOrder(department_id="d1")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path / "outbox.db")
    yield shelf
    shelf.close()


@pytest.fixture
def actions(line: BadLine, client: Client, hall: Hall, shelf: Shelf, tmp_path: Path) -> Iterator[Actions]:
    api, disk = Api(Connection(line.url, client.token)), Disk(tmp_path / "picture.db")
    caller, outbox = Caller(api), Outbox(api, shelf)
    actions = Actions(hall, caller, outbox, disk)
    outbox.start()
    yield actions
    outbox.stop()
    caller.stop()
    disk.close()


@pytest.fixture
def pane(hall: Hall, actions: Actions, show: Callable[..., Pane]) -> Iterator[OutboxPane]:
    content = OutboxPane(hall)
    content.withdraw_wanted.connect(actions.withdraw)
    frame = show(Pane("outbox", content, hall), 700, 240)
    yield content
    frame.close()


def waits_for(hall: Hall, key: str) -> str:
    receipt = hall.receipts.get(key)
    return receipt.waiting_for if receipt else ""


def press(pane: OutboxPane, key: str) -> None:
    """Choose the order by a click on its row, and press the button."""
    at = pane.table.visualRect(pane.model.index(pane.model.row_of(key), 1)).center()
    QTest.mouseClick(pane.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert pane.take_back.isVisible()
    assert pane.take_back.isEnabled()
    QTest.mouseClick(pane.take_back, Qt.MouseButton.LeftButton)


def test_that_the_button_takes_an_order_back_from_disk_pane_and_receipts(
    qtbot: QtBot, behind: Backend, centre: Centre, line: BadLine, case: Case, hall: Hall, shelf: Shelf, actions: Actions, pane: OutboxPane
) -> None:
    assert not pane.take_back.isEnabled()
    line.stop()
    key, other = actions.order("c1", DISPATCH, case.version), actions.order("c1", DispatchOrder(department_id="d2"), case.version)
    qtbot.waitUntil(lambda: waits_for(hall, key) == "unreachable" and other in hall.receipts)
    press(pane, key)
    qtbot.waitUntil(lambda: key not in hall.receipts)
    assert [waiting.letter.key for waiting in shelf.waiting()] == [other]
    assert [pane.model.receipt(row).id for row in range(pane.model.rowCount())] == [other]
    line.start()
    qtbot.waitUntil(lambda: hall.receipts.get(other).state is ReceiptState.STORED, timeout=20_000)
    assert done(behind) == [("DISPATCH", "c1")]
    assert centre.card("c1").case.department_id == "d2"


def test_that_an_order_that_the_backend_may_have_had_stays_and_it_is_said(
    qtbot: QtBot, behind: Backend, line: BadLine, case: Case, hall: Hall, shelf: Shelf, actions: Actions, pane: OutboxPane
) -> None:
    line.trouble = lambda method, path: (502, b"")
    key = actions.order("c1", DISPATCH, case.version)
    qtbot.waitUntil(lambda: waits_for(hall, key) == "server_error")
    press(pane, key)
    qtbot.waitUntil(lambda: hall.failures.of(Wanted.WITHDRAWAL) is not None)
    assert pane.missing.isVisible()
    assert pane.missing.text.text() == "未能撤回：后台可能已收到此指令"
    assert [waiting.letter.key for waiting in shelf.waiting()] == [key]
    line.trouble = lambda method, path: None
    qtbot.waitUntil(lambda: hall.receipts.get(key).state is ReceiptState.STORED, timeout=20_000)
    assert done(behind) == [("DISPATCH", "c1")]
    assert not pane.missing.isVisible()
    assert not pane.take_back.isEnabled()


def test_that_a_stored_order_cannot_be_taken_back(qtbot: QtBot, case: Case, hall: Hall, shelf: Shelf, actions: Actions, pane: OutboxPane) -> None:
    key = actions.order("c1", DISPATCH, case.version)
    qtbot.waitUntil(lambda: key in hall.receipts and hall.receipts.get(key).state is ReceiptState.STORED)
    pane.table.selectRow(pane.model.row_of(key))
    assert not pane.take_back.isEnabled()
    actions.withdraw(key)
    qtbot.waitUntil(lambda: hall.failures.of(Wanted.WITHDRAWAL) is not None)
    assert hall.receipts.get(key).state is ReceiptState.STORED
    assert shelf.waiting() == []


def test_that_a_refused_order_leaves_nothing_to_take_back(qtbot: QtBot, case: Case, hall: Hall, actions: Actions, pane: OutboxPane) -> None:
    key = actions.order("c1", RevokeOrder(), case.version)  # nothing is assigned yet
    qtbot.waitUntil(lambda: key in hall.receipts and hall.receipts.get(key).state is ReceiptState.REFUSED)
    pane.table.selectRow(pane.model.row_of(key))
    assert not pane.take_back.isEnabled()
