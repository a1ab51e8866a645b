"""A citizen reports; the console sees it, dispatches it, and sees it handled, checked and closed."""

import time

import pytest
import requests
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.app import Console
from console.hall.receipts import Receipt, ReceiptState
from tests.end2end.conftest import WAIT_MS, City
from wire.cases import Case
from wire.codes import Noun, Status, Verb

LOOP = {Verb.REPORT, Verb.SEND_VERIFY, Verb.VERIFY, Verb.ACCEPT, Verb.FILE, Verb.DISPATCH, Verb.ASSIGN, Verb.SUBMIT, Verb.CONFIRM}
LOOP |= {Verb.FORWARD, Verb.SEND_CHECK, Verb.CHECK, Verb.PASS_ON, Verb.CLOSE}


def report(city: City) -> str:
    """A citizen's report through Open311; the number of the case."""
    form = {
        "service_code": "EVENT-0110",
        "lat": "35.022",
        "long": "110.998",
        "description": "小区门口垃圾没人收",
        "first_name": "李",
        "phone": "13800000000",
        "media_url": "https://example.org/heap.jpg",
    }
    answer = requests.post(f"{city.server}/open311/v2/requests.json", params={"api_key": city.key("GATEWAY")}, data=form, timeout=10)
    assert answer.status_code == 201, answer.text
    return str(answer.json()[0]["service_request_id"])


@pytest.mark.timeout(600)
def test_that_a_citizens_case_goes_round_the_loop_before_the_dispatchers_eyes(qtbot: QtBot, city: City, console: Console) -> None:
    assert console.desk is not None
    desk, hall = console.desk, console.desk.hall
    city.live("DISPATCHER")

    number = report(city)
    began = time.monotonic()
    qtbot.waitUntil(lambda: any(case.number == number for case in hall.cases), timeout=WAIT_MS)
    case_id = next(case.id for case in hall.cases if case.number == number)
    qtbot.waitUntil(lambda: desk.queue.model.row(case_id) >= 0 and drawn(qtbot, console, case_id), timeout=WAIT_MS)
    print(f"on the map and in the queue after {time.monotonic() - began:.2f} s")  # noqa: T201

    status(qtbot, console, case_id, Status.PENDING_DISPATCH)
    dispatch(qtbot, console, case_id)
    status(qtbot, console, case_id, Status.PENDING_REVIEW)
    forward(qtbot, console, case_id)
    status(qtbot, console, case_id, Status.CLOSED)

    hall.selection.set(Noun.CASE, case_id)
    qtbot.waitUntil(lambda: shown(console, case_id).status == Status.CLOSED, timeout=WAIT_MS)
    card = hall.cards.get(case_id)
    assert card is not None
    assert {record.verb for record in card.flow} >= LOOP
    assert [record.seq for record in card.flow] == list(range(1, len(card.flow) + 1))
    audit = city.get("/v1/audit", limit=1000).json()
    assert audit["whole"]
    acts = {entry["act"] for entry in audit["entries"] if entry["id"] == case_id}
    assert {f"CASE.{verb}" for verb in (Verb.REPORT, Verb.ACCEPT, Verb.FILE, Verb.DISPATCH, Verb.CONFIRM, Verb.CLOSE)} <= acts


def status(qtbot: QtBot, console: Console, case_id: str, wanted: Status) -> None:
    """Wait until the Hall of the console knows the case in this status."""
    assert console.desk is not None
    cases = console.desk.hall.cases
    qtbot.waitUntil(lambda: (case := cases.get(case_id)) is not None and case.status == wanted, timeout=WAIT_MS * 2)


def dispatch(qtbot: QtBot, console: Console, case_id: str) -> None:
    """As a dispatcher does: choose the row, D, look at the suggestion, Ctrl+Enter."""
    assert console.desk is not None
    desk = console.desk
    desk.hall.selection.set(Noun.CASE, case_id)
    desk.wall.activateWindow()  # without a window manager nobody else gives it the keys
    qtbot.waitUntil(desk.wall.isActiveWindow, timeout=WAIT_MS)
    desk.queue.table.setFocus()
    QTest.keyClick(desk.queue.table, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: (card := desk.dispatch.card()) is not None and bool(card.suggestions), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: desk.dispatch.department.value() is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: desk.dispatch.isAncestorOf(QApplication.focusWidget()), timeout=WAIT_MS)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stored(qtbot, console, case_id, Verb.DISPATCH)


def forward(qtbot: QtBot, console: Console, case_id: str) -> None:
    """The department has confirmed: on the card, the step forward, and send it."""
    assert console.desk is not None
    card = console.desk.card
    console.desk.hall.selection.set(Noun.CASE, case_id)
    qtbot.waitUntil(lambda: Verb.FORWARD in card.verbs.buttons, timeout=WAIT_MS)
    QTest.mouseClick(card.verbs.buttons[Verb.FORWARD], Qt.MouseButton.LeftButton)
    assert card.form is not None
    card.form.submit()
    stored(qtbot, console, case_id, Verb.FORWARD)


def stored(qtbot: QtBot, console: Console, case_id: str, verb: Verb) -> None:
    """Wait until the backend has said yes."""
    assert console.desk is not None
    receipts = console.desk.hall.receipts

    def receipt() -> Receipt | None:
        return next((each for each in receipts if each.subject == case_id and each.verb == verb), None)

    ended = (ReceiptState.STORED, ReceiptState.REFUSED)
    qtbot.waitUntil(lambda: (found := receipt()) is not None and found.state in ended, timeout=WAIT_MS)
    found = receipt()
    assert found is not None
    assert found.state == ReceiptState.STORED, found.problem


def shown(console: Console, case_id: str) -> Case:
    """The case as its card on the screen has it."""
    assert console.desk is not None
    card = console.desk.card.card()
    assert card is not None
    assert card.id == case_id
    return card.case


def drawn(qtbot: QtBot, console: Console, case_id: str) -> bool:
    """Whether the page of the map has the case among its points."""
    assert console.desk is not None
    answers: list[object] = []
    console.desk.map.probe(f"yiping.layers.get('cases').things.has({case_id!r})", answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=WAIT_MS)
    return answers[0] is True
