"""An order that was put in is carried out once, in its order, or refused; whatever breaks."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from console.actions import Actions
from console.api import Api
from console.connection import Connection
from console.hall.clashes import Side, differences, settle
from console.hall.disk import Disk
from console.hall.hall import Hall
from console.hall.receipts import ReceiptState
from console.workers.caller import Caller
from console.workers.letters import OrderLetter, ReportLetter
from console.workers.outbox import COURIERS, PILE, Outbox
from console.workers.shelf import Shelf
from tests.backend.centre import DEPARTMENT, Centre, report_of
from tests.backends import Backend, Client
from tests.console.bad_line import *  # noqa: F403
from tests.console.bad_line import JPEG, BadLine, done, problem
from wire.cases import AssignOrder, Case, DispatchOrder, RevokeOrder
from wire.codes import PhotoPhase, Source, Status, Verb
from wire.photos import id_of
from wire.problem import Problem
from wire.seen import Seen

Desk = Callable[[], Actions]
DISPATCH, ASSIGN = DispatchOrder(department_id="d1"), AssignOrder(handler="Zhang San")


@pytest.fixture
def hall(qtbot: QtBot, client: Client) -> Hall:
    assert client.user is not None
    return Hall(client.user)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """What is on the disk before the desk opens; to be closed."""
    return Shelf(tmp_path / "outbox.sqlite")


@pytest.fixture
def desk(line: BadLine, client: Client, hall: Hall, tmp_path: Path) -> Iterator[Desk]:
    """Opens the desk of a user, as the console does it at its start."""
    ends: list[Callable[[], None]] = []
    desks: list[Actions] = []  # nobody else holds them

    def open_desk() -> Actions:
        api = Api(Connection(line.url, client.token))
        shelf, disk, caller = Shelf(tmp_path / "outbox.sqlite"), Disk(tmp_path / "hall.sqlite"), Caller(api)
        outbox = Outbox(api, shelf)
        actions = Actions(hall, caller, outbox, disk)
        desks.append(actions)
        outbox.start()
        ends.extend([disk.close, shelf.close, caller.stop, outbox.stop])
        return actions

    yield open_desk
    for end in reversed(ends):
        end()


def state_of(hall: Hall, key: str) -> ReceiptState | None:
    receipt = hall.receipts.get(key)
    return receipt.state if receipt else None


def waits_for(hall: Hall, key: str) -> str:
    receipt = hall.receipts.get(key)
    return receipt.waiting_for if receipt else ""


def test_that_an_order_goes_from_queued_to_sent_to_stored(qtbot: QtBot, behind: Backend, hall: Hall, desk: Desk, case: Case) -> None:
    hall.cases.put([case])
    states: list[ReceiptState | None] = []
    hall.receipts.changed.connect(lambda ids: states.append(state_of(hall, next(iter(ids)))))
    key = desk().order("c1", DISPATCH)
    qtbot.waitUntil(lambda: state_of(hall, key) == ReceiptState.STORED)
    assert states == [ReceiptState.QUEUED, ReceiptState.SENT, ReceiptState.STORED]
    assert [case.version for case in hall.cases] == [case.version + 1]
    assert [card.version for card in hall.cards] == [case.version + 1]
    assert done(behind) == [("DISPATCH", "c1")]


def test_that_a_refusal_is_final_and_says_why(qtbot: QtBot, hall: Hall, desk: Desk) -> None:
    key = desk().order("nowhere", DISPATCH)
    qtbot.waitUntil(lambda: state_of(hall, key) == ReceiptState.REFUSED)
    receipt = hall.receipts.get(key)
    assert receipt is not None
    assert receipt.problem is not None
    assert (receipt.problem.code, receipt.attempts) == ("unknown_case", 1)


def test_that_orders_on_one_case_follow_each_other_though_only_the_first_version_was_seen(
    qtbot: QtBot, behind: Backend, line: BadLine, hall: Hall, desk: Desk, case: Case
) -> None:
    line.stop()
    actions = desk()
    keys = [actions.order("c1", order, case.version) for order in (DISPATCH, ASSIGN, RevokeOrder())]
    qtbot.waitUntil(lambda: all(state_of(hall, key) == ReceiptState.QUEUED for key in keys))
    line.start()
    qtbot.waitUntil(lambda: all(state_of(hall, key) == ReceiptState.STORED for key in keys))
    assert [verb for verb, _ in done(behind)] == ["DISPATCH", "ASSIGN", "REVOKE"]


def test_that_what_somebody_else_changed_is_not_overrun(qtbot: QtBot, behind: Backend, centre: Centre, hall: Hall, desk: Desk, case: Case) -> None:
    actions = desk()
    first = actions.order("c1", DISPATCH, case.version)
    qtbot.waitUntil(lambda: state_of(hall, first) == ReceiptState.STORED)
    centre.step(DEPARTMENT, "c1", Verb.ASSIGN)
    second = actions.order("c1", ASSIGN, case.version)
    qtbot.waitUntil(lambda: state_of(hall, second) == ReceiptState.REFUSED)
    assert done(behind) == [("DISPATCH", "c1")]


def test_that_trouble_with_one_case_does_not_hold_up_the_others(
    qtbot: QtBot, behind: Backend, centre: Centre, line: BadLine, hall: Hall, desk: Desk, case: Case
) -> None:
    other = centre.bring(Status.PENDING_DISPATCH, "c2").case
    line.trouble = lambda method, path: problem(500, "defect") if path == "/v1/cases/c1/orders" else None
    actions = desk()
    bad, after_it = actions.order("c1", DISPATCH, case.version), actions.order("c1", ASSIGN, case.version)
    good = actions.order("c2", DISPATCH, other.version)
    qtbot.waitUntil(lambda: state_of(hall, good) == ReceiptState.STORED)
    held = hall.receipts.get(bad)
    assert held is not None
    assert (held.state, held.waiting_for) == (ReceiptState.QUEUED, "defect")
    line.trouble = lambda method, path: None
    qtbot.waitUntil(lambda: state_of(hall, after_it) == ReceiptState.STORED)
    assert [verb for verb, id in done(behind) if id == "c1"] == ["DISPATCH", "ASSIGN"]


def test_that_the_end_of_the_session_refuses_nothing(qtbot: QtBot, line: BadLine, hall: Hall, desk: Desk, case: Case) -> None:
    line.trouble = lambda method, path: problem(401, "no_session")
    key = desk().order("c1", DISPATCH, case.version)
    qtbot.waitUntil(lambda: waits_for(hall, key) == "no_session")
    line.trouble = lambda method, path: None
    qtbot.waitUntil(lambda: state_of(hall, key) == ReceiptState.STORED)


def test_that_what_was_never_sent_can_be_taken_back(
    qtbot: QtBot, behind: Backend, centre: Centre, line: BadLine, hall: Hall, desk: Desk, case: Case
) -> None:
    line.stop()
    actions = desk()
    key = actions.order("c1", DISPATCH, case.version)
    qtbot.waitUntil(lambda: waits_for(hall, key) == "unreachable")
    actions.withdraw(key)
    qtbot.waitUntil(lambda: key not in hall.receipts)
    line.start()
    other = actions.order("c1", DispatchOrder(department_id="d2"), case.version)
    qtbot.waitUntil(lambda: state_of(hall, other) == ReceiptState.STORED)
    assert done(behind) == [("DISPATCH", "c1")]
    assert centre.card("c1").case.department_id == "d2"


def test_that_what_the_backend_may_have_had_cannot_be_taken_back(qtbot: QtBot, line: BadLine, hall: Hall, desk: Desk, case: Case) -> None:
    line.trouble = lambda method, path: (502, b"")
    actions = desk()
    key = actions.order("c1", DISPATCH, case.version)
    qtbot.waitUntil(lambda: waits_for(hall, key) == "server_error")
    actions.withdraw(key)
    line.trouble = lambda method, path: None
    qtbot.waitUntil(lambda: state_of(hall, key) == ReceiptState.STORED)


def test_that_what_is_put_in_at_the_last_moment_is_sent_by_the_next_run(
    qtbot: QtBot, line: BadLine, client: Client, hall: Hall, desk: Desk, shelf: Shelf, case: Case
) -> None:
    outbox = Outbox(Api(Connection(line.url, client.token)), shelf)
    outbox.put(OrderLetter(key="order-01", subject="c1", order=DISPATCH, version=case.version))
    outbox.stop()
    shelf.close()
    desk()
    qtbot.waitUntil(lambda: state_of(hall, "order-01") == ReceiptState.STORED)


def test_that_a_report_goes_after_its_photos_and_names_them(qtbot: QtBot, centre: Centre, hall: Hall, desk: Desk) -> None:
    images = [JPEG + b"one", JPEG + b"two"]
    key = desk().report(report_of("reported", Source.HOTLINE_12319), [(image, "image/jpeg") for image in images])
    qtbot.waitUntil(lambda: state_of(hall, key) == ReceiptState.STORED)
    assert {photo.id for photo in centre.card("reported").photos} == {id_of(image) for image in images}
    assert [case.photo_count for case in hall.cases] == [2]


def test_that_the_photo_of_a_refused_case_is_told_as_refused(qtbot: QtBot, hall: Hall, desk: Desk) -> None:
    key = desk().add_photo("nowhere", JPEG, "image/jpeg", PhotoPhase.BEFORE)
    qtbot.waitUntil(lambda: state_of(hall, key) == ReceiptState.REFUSED)
    assert hall.receipts.get(key).problem.code == "unknown_case"


def test_that_a_letter_of_another_console_is_kept_and_not_sent(
    qtbot: QtBot, behind: Backend, hall: Hall, desk: Desk, shelf: Shelf, case: Case
) -> None:
    shelf.add([OrderLetter(key="order-01", subject="c1", order=ASSIGN, version=case.version)])
    with shelf._engine.begin() as connection:
        connection.exec_driver_sql('UPDATE letter SET body = \'{"type":"Unknown"}\'')
    shelf.close()
    key = desk().order("c1", DISPATCH, case.version)
    qtbot.waitUntil(lambda: state_of(hall, key) == ReceiptState.STORED)
    assert done(behind) == [("DISPATCH", "c1")]
    with closing(sqlite3.connect(shelf.path)) as connection:
        assert connection.execute("SELECT key FROM letter").fetchall() == [("order-01",)]


def test_that_an_outbox_ends_whenever_it_is_told_to(qtbot: QtBot, line: BadLine, shelf: Shelf) -> None:
    for _ in range(30):
        outbox = Outbox(Api(Connection(line.url)), shelf)
        outbox.start()
        outbox.stop()
        assert not outbox._thread.is_alive()
    shelf.close()


@pytest.mark.parametrize("answer", [(502, b""), (404, b"<html>"), (200, b"<html>")])
def test_that_a_letter_that_does_not_get_through_holds_up_only_its_case(
    qtbot: QtBot, centre: Centre, line: BadLine, hall: Hall, desk: Desk, case: Case, answer: tuple[int, bytes]
) -> None:
    other = centre.bring(Status.PENDING_DISPATCH, "c2").case
    line.trouble = lambda method, path: answer if path == "/v1/cases/c1/orders" else None
    actions = desk()
    first, second = actions.order("c1", DISPATCH, case.version), actions.order("c2", DISPATCH, other.version)
    qtbot.waitUntil(lambda: state_of(hall, second) == ReceiptState.STORED)
    assert state_of(hall, first) in (ReceiptState.QUEUED, ReceiptState.SENT)


def test_that_what_is_too_large_for_a_gateway_is_refused(qtbot: QtBot, line: BadLine, hall: Hall, desk: Desk) -> None:
    line.trouble = lambda method, path: (413, b"<html>")
    key = desk().upload("c1", b"very large", "image/jpeg")
    qtbot.waitUntil(lambda: state_of(hall, key) == ReceiptState.REFUSED)
    assert hall.receipts.get(key).problem.code == "too_large"


def test_that_after_a_restart_the_receipts_stand_where_they_stood(
    qtbot: QtBot, behind: Backend, centre: Centre, hall: Hall, desk: Desk, shelf: Shelf, case: Case
) -> None:
    """What was refused lies beside what it met, with its text; what was stored may still be seen."""
    before, now = replace(case, version=case.version - 1), replace(case, department_id="d2")
    order = DispatchOrder(department_id="d1", note="at the gate")
    shelf.refuse(
        OrderLetter(key="order-01", subject="c1", order=order, version=before.version, base=before),
        Problem(status=412, code="changed_meanwhile", title="", detail="", current=msgspec.Raw(msgspec.json.encode(now))),
    )
    shelf.settle(OrderLetter(key="order-02", subject="c2", order=DISPATCH, version=1), 1, 2, step=3)
    shelf.close()
    hall.seen.put([Seen(id="c2", version=3, by="Office", at=case.reported_at)])
    actions = desk()
    qtbot.waitUntil(lambda: (state_of(hall, "order-01"), state_of(hall, "order-02")) == (ReceiptState.REFUSED, ReceiptState.SEEN))
    clash = hall.clashes.get("order-01")
    assert clash is not None
    assert (clash.text, [(each.name, each.mine, each.theirs) for each in differences(clash)]) == ("at the gate", [("department_id", "d1", "d2")])
    key = actions.send_instead("order-01", settle(clash, {"department_id": Side.THEIRS}))
    qtbot.waitUntil(lambda: state_of(hall, key) == ReceiptState.STORED and "order-01" not in hall.receipts)
    assert "order-01" not in hall.clashes
    assert done(behind) == [("DISPATCH", "c1")]
    assert centre.card("c1").case.department_id == "d2"


def test_that_what_waits_is_sent_at_once_when_the_backend_is_back(
    qtbot: QtBot, line: BadLine, hall: Hall, desk: Desk, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.workers.worker.FIRST_PAUSE_S", 3600.0)
    line.stop()
    actions = desk()
    key = actions.order("c1", DISPATCH, case.version)
    qtbot.waitUntil(lambda: waits_for(hall, key) == "unreachable")
    line.start()
    hall.link.heard()
    qtbot.waitUntil(lambda: state_of(hall, key) == ReceiptState.STORED, timeout=20_000)


def test_that_letters_about_several_cases_are_on_their_way_together_and_of_one_case_one_after_the_other(
    qtbot: QtBot, behind: Backend, line: BadLine, hall: Hall, desk: Desk, centre: Centre
) -> None:
    cards = [centre.bring(Status.PENDING_DISPATCH, f"many{number}") for number in range(4)]
    line.stop()
    actions = desk()
    keys = {card.id: [actions.order(card.id, order, card.version) for order in (DISPATCH, ASSIGN, RevokeOrder())] for card in cards}
    on_the_way, most = set[str](), [0]

    def look(_: object) -> None:
        on_the_way.clear()
        on_the_way.update(key for each in keys.values() for key in each if state_of(hall, key) == ReceiptState.SENT)
        most[0] = max(most[0], len(on_the_way))
        assert all(len(on_the_way.intersection(each)) <= 1 for each in keys.values())

    hall.receipts.changed.connect(look)
    line.start()
    actions._outbox.hurry()
    qtbot.waitUntil(lambda: all(state_of(hall, key) == ReceiptState.STORED for each in keys.values() for key in each))
    assert most[0] > 1
    for card in cards:
        assert [(verb, id) for verb, id in done(behind) if id == card.id] == [("DISPATCH", card.id), ("ASSIGN", card.id), ("REVOKE", card.id)]


def test_that_after_a_failure_no_courier_goes_and_what_was_not_sent_can_be_taken_back(
    qtbot: QtBot, behind: Backend, line: BadLine, hall: Hall, desk: Desk, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.workers.worker.FIRST_PAUSE_S", 3600.0)
    cards = [centre.bring(Status.PENDING_DISPATCH, f"many{number:02}") for number in range(2 * PILE)]
    line.stop()
    actions = desk()
    keys = {f"/v1/cases/{card.id}/orders": actions.order(card.id, DISPATCH, card.version) for card in cards}
    qtbot.waitUntil(lambda: any(waits_for(hall, key) == "unreachable" for key in keys.values()))
    first = next(iter(keys))
    line.trouble = lambda method, path: problem(401, "no_session") if path in keys and path != first else None
    line.start()
    hall.link.heard()
    qtbot.waitUntil(lambda: any(waits_for(hall, key) == "no_session" for key in keys.values()))
    qtbot.waitUntil(lambda: ReceiptState.SENT not in {state_of(hall, key) for key in keys.values()})
    asked = [path for _, path in line.requests if path in keys]
    assert 1 < len(asked) <= 1 + COURIERS
    unsent = [key for path, key in keys.items() if path not in asked]
    qtbot.waitUntil(lambda: {each.letter.key for each in actions._outbox._shelf.waiting() if not each.sent} == set(unsent))
    for key in unsent:
        actions.withdraw(key)
    qtbot.waitUntil(lambda: all(key not in hall.receipts for key in unsent))
    line.trouble = lambda method, path: None
    actions._outbox.hurry()
    qtbot.waitUntil(lambda: all(state_of(hall, keys[path]) == ReceiptState.STORED for path in asked))
    assert {id for _, id in done(behind)} == {path.split("/")[3] for path in asked}


@pytest.mark.parametrize("first", ["brief", "whole"])
def test_that_a_letter_is_stored_whatever_was_preferred_when_it_was_answered_first(
    qtbot: QtBot, behind: Backend, api: Api, hall: Hall, desk: Desk, shelf: Shelf, case: Case, first: str
) -> None:
    """Its answer was lost on the way; by now there is a pile, or no pile any more."""
    letter = OrderLetter(key="order-01", subject="c1", order=DISPATCH, version=case.version)
    (letter.post_briefly if first == "brief" else letter.post)(api, None)
    ids = [f"report-{n:02}" for n in range(PILE)]
    reports = [ReportLetter(key=id, subject=id, report=report_of(id, Source.HOTLINE_12319)) for id in ids]
    shelf.add([letter] if first == "brief" else [letter, *reports])
    shelf.close()
    desk()
    qtbot.waitUntil(lambda: state_of(hall, "order-01") in (ReceiptState.STORED, ReceiptState.SEEN))
    qtbot.waitUntil(lambda: first == "brief" or all(state_of(hall, each.key) == ReceiptState.STORED for each in reports))
    assert [act for act in done(behind) if act[1] == "c1"] == [("DISPATCH", "c1")]
