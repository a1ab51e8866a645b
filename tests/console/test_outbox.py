"""An order that was put in is carried out once, in its order, or refused; whatever breaks."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from console.actions import Actions
from console.api import Api
from console.connection import Connection
from console.hall.clashes import Side, differences, settle
from console.hall.disk import Disk
from console.hall.hall import Hall
from console.hall.receipts import ReceiptState
from console.workers.caller import Caller
from console.workers.letters import OrderLetter
from console.workers.outbox import Outbox
from console.workers.shelf import Shelf
from tests.console.flapping_proxy import FlappingProxy
from tests.console.outbox_client import key_of
from tests.console.small_backend import AT, ME, SmallBackend, a_case, problem
from wire.cases import CaseReport, DispatchOrder, RevokeOrder
from wire.codes import Kind, Noun, PhotoPhase, Source
from wire.photos import id_of
from wire.problem import Problem
from wire.seen import Seen

DISPATCH = DispatchOrder(department_id="d1")


@pytest.fixture
def backend() -> Iterator[SmallBackend]:
    backend = SmallBackend()
    backend.start()
    yield backend
    backend.stop()


@pytest.fixture
def hall(qtbot: QtBot) -> Hall:
    return Hall(ME)


@pytest.fixture
def desk(backend: SmallBackend, hall: Hall, tmp_path: Path) -> Iterator[Callable[[], Actions]]:
    """Opens the desk of a user, as the console does it at its start."""
    ends: list[Callable[[], None]] = []
    desks: list[Actions] = []  # nobody else holds them

    def open_desk() -> Actions:
        api = Api(Connection(backend.url))
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


def test_that_an_order_goes_from_queued_to_sent_to_stored(qtbot: QtBot, backend: SmallBackend, hall: Hall, desk: Callable[[], Actions]) -> None:
    backend.put(Noun.CASE, a_case("c1"))
    hall.cases.put([a_case("c1")])
    states: list[ReceiptState | None] = []
    hall.receipts.changed.connect(lambda ids: states.append(state_of(hall, next(iter(ids)))))
    key = desk().order("c1", DISPATCH)
    qtbot.waitUntil(lambda: state_of(hall, key) == ReceiptState.STORED)
    assert states == [ReceiptState.QUEUED, ReceiptState.SENT, ReceiptState.STORED]
    assert [case.version for case in hall.cases] == [2]
    assert [card.version for card in hall.cards] == [2]


def test_that_a_refusal_is_final_and_says_why(qtbot: QtBot, backend: SmallBackend, hall: Hall, desk: Callable[[], Actions]) -> None:
    key = desk().order("nowhere", DISPATCH)
    qtbot.waitUntil(lambda: state_of(hall, key) == ReceiptState.REFUSED)
    receipt = hall.receipts.get(key)
    assert receipt is not None
    assert receipt.problem is not None
    assert (receipt.problem.code, receipt.attempts) == ("unknown_case", 1)


def test_that_orders_on_one_case_follow_each_other_though_only_the_first_version_was_seen(
    qtbot: QtBot, backend: SmallBackend, hall: Hall, desk: Callable[[], Actions]
) -> None:
    backend.put(Noun.CASE, a_case("c1"))
    backend.stop()
    actions = desk()
    keys = [actions.order("c1", order, version=1) for order in (DISPATCH, RevokeOrder(), DISPATCH)]
    qtbot.waitUntil(lambda: all(state_of(hall, key) == ReceiptState.QUEUED for key in keys))
    backend.start()
    qtbot.waitUntil(lambda: all(state_of(hall, key) == ReceiptState.STORED for key in keys))
    assert [verb for _, _, verb in backend.orders] == ["DISPATCH", "REVOKE", "DISPATCH"]


def test_that_what_somebody_else_changed_is_not_overrun(qtbot: QtBot, backend: SmallBackend, hall: Hall, desk: Callable[[], Actions]) -> None:
    backend.put(Noun.CASE, a_case("c1"))
    actions = desk()
    first = actions.order("c1", DISPATCH, version=1)
    qtbot.waitUntil(lambda: state_of(hall, first) == ReceiptState.STORED)
    backend.put(Noun.CASE, a_case("c1", version=3))
    second = actions.order("c1", RevokeOrder(), version=1)
    qtbot.waitUntil(lambda: state_of(hall, second) == ReceiptState.REFUSED)
    assert len(backend.orders) == 1


def test_that_trouble_with_one_case_does_not_hold_up_the_others(qtbot: QtBot, backend: SmallBackend, hall: Hall, desk: Callable[[], Actions]) -> None:
    backend.put(Noun.CASE, a_case("c1"))
    backend.put(Noun.CASE, a_case("c2"))
    backend.trouble = lambda method, path: problem(500, "defect") if path == "/v1/cases/c1/orders" else None
    actions = desk()
    bad, after_it, good = actions.order("c1", DISPATCH, 1), actions.order("c1", RevokeOrder(), 1), actions.order("c2", DISPATCH, 1)
    qtbot.waitUntil(lambda: state_of(hall, good) == ReceiptState.STORED)
    held = hall.receipts.get(bad)
    assert held is not None
    assert (held.state, held.waiting_for) == (ReceiptState.QUEUED, "defect")
    backend.trouble = lambda method, path: None
    qtbot.waitUntil(lambda: state_of(hall, after_it) == ReceiptState.STORED)
    assert [verb for _, case, verb in backend.orders if case == "c1"] == ["DISPATCH", "REVOKE"]


def test_that_the_end_of_the_session_refuses_nothing(qtbot: QtBot, backend: SmallBackend, hall: Hall, desk: Callable[[], Actions]) -> None:
    backend.put(Noun.CASE, a_case("c1"))
    backend.trouble = lambda method, path: problem(401, "no_session")
    key = desk().order("c1", DISPATCH, 1)
    qtbot.waitUntil(lambda: getattr(hall.receipts.get(key), "waiting_for", "") == "no_session")
    backend.trouble = lambda method, path: None
    qtbot.waitUntil(lambda: state_of(hall, key) == ReceiptState.STORED)


def test_that_what_was_never_sent_can_be_taken_back(qtbot: QtBot, backend: SmallBackend, hall: Hall, desk: Callable[[], Actions]) -> None:
    backend.put(Noun.CASE, a_case("c1"))
    backend.stop()
    actions = desk()
    key = actions.order("c1", DISPATCH, 1)
    qtbot.waitUntil(lambda: getattr(hall.receipts.get(key), "waiting_for", "") == "unreachable")
    actions.withdraw(key)
    qtbot.waitUntil(lambda: key not in hall.receipts)
    backend.start()
    other = actions.order("c1", RevokeOrder(), 1)
    qtbot.waitUntil(lambda: state_of(hall, other) == ReceiptState.STORED)
    assert [verb for _, _, verb in backend.orders] == ["REVOKE"]


def test_that_what_the_backend_may_have_had_cannot_be_taken_back(
    qtbot: QtBot, backend: SmallBackend, hall: Hall, desk: Callable[[], Actions]
) -> None:
    backend.put(Noun.CASE, a_case("c1"))
    backend.trouble = lambda method, path: (502, b"")
    actions = desk()
    key = actions.order("c1", DISPATCH, 1)
    qtbot.waitUntil(lambda: getattr(hall.receipts.get(key), "waiting_for", "") == "server_error")
    actions.withdraw(key)
    backend.trouble = lambda method, path: None
    qtbot.waitUntil(lambda: state_of(hall, key) == ReceiptState.STORED)


def test_that_what_is_put_in_at_the_last_moment_is_sent_by_the_next_run(
    qtbot: QtBot, backend: SmallBackend, hall: Hall, desk: Callable[[], Actions], tmp_path: Path
) -> None:
    backend.put(Noun.CASE, a_case("c1"))
    shelf = Shelf(tmp_path / "outbox.sqlite")
    outbox = Outbox(Api(Connection(backend.url)), shelf)
    outbox.put(OrderLetter(key="k1", subject="c1", order=DISPATCH, version=1))
    outbox.stop()
    shelf.close()
    desk()
    qtbot.waitUntil(lambda: state_of(hall, "k1") == ReceiptState.STORED)


def test_that_a_report_goes_after_its_photos_and_names_them(qtbot: QtBot, backend: SmallBackend, hall: Hall, desk: Callable[[], Actions]) -> None:
    report = CaseReport(id="c9", source=Source.HOTLINE_12319, kind=Kind.EVENT, class_code="0101", lon=114.3, lat=22.7)
    key = desk().report(report, [(b"one", "image/jpeg"), (b"two", "image/png")])
    qtbot.waitUntil(lambda: state_of(hall, key) == ReceiptState.STORED)
    assert set(backend.photos) == {id_of(b"one"), id_of(b"two")}
    assert [case.photo_count for case in hall.cases] == [2]


def test_that_the_photo_of_a_refused_case_is_told_as_refused(qtbot: QtBot, backend: SmallBackend, hall: Hall, desk: Callable[[], Actions]) -> None:
    key = desk().add_photo("c1", b"one", "image/jpeg", PhotoPhase.BEFORE)
    qtbot.waitUntil(lambda: state_of(hall, key) == ReceiptState.REFUSED)


def test_that_a_letter_of_another_console_is_kept_and_not_sent(
    qtbot: QtBot, backend: SmallBackend, hall: Hall, desk: Callable[[], Actions], tmp_path: Path
) -> None:
    backend.put(Noun.CASE, a_case("c1"))
    shelf = Shelf(tmp_path / "outbox.sqlite")
    shelf.add([OrderLetter(key="k1", subject="c1", order=DISPATCH, version=1)])
    with shelf._engine.begin() as connection:
        connection.exec_driver_sql('UPDATE letter SET body = \'{"type":"Unknown"}\'')
    shelf.close()
    key = desk().order("c1", RevokeOrder(), 1)
    qtbot.waitUntil(lambda: state_of(hall, key) == ReceiptState.STORED)
    assert [verb for _, _, verb in backend.orders] == ["REVOKE"]
    with closing(sqlite3.connect(tmp_path / "outbox.sqlite")) as connection:
        assert connection.execute("SELECT key FROM letter").fetchall() == [("k1",)]


def run_client(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-m", "tests.console.outbox_client", *words], stdout=subprocess.PIPE, text=True)


def test_that_of_200_orders_over_a_bad_line_and_two_killed_clients_none_is_lost_and_none_doubled(backend: SmallBackend, tmp_path: Path) -> None:
    cases, count = 50, 200
    for number in range(cases):
        backend.put(Noun.CASE, a_case(f"c{number}"))
    proxy = FlappingProxy(backend.port, up_s=0.5, down_s=0.05)
    proxy.start()
    url, folder = f"http://127.0.0.1:{proxy.port}", str(tmp_path)
    killed_at = []
    for words, carried_out in (((str(count), str(cases)), 50), ((), 110)):
        client = run_client(url, folder, *words)
        with backend.news:
            assert backend.news.wait_for(lambda until=carried_out: len(backend.orders) >= until, timeout=100)
        client.kill()
        client.communicate()
        killed_at.append(len(backend.orders))
    client = run_client(url, folder)
    assert client.wait(timeout=100) == 0
    client.communicate()
    proxy.stop()
    assert sorted(key for key, _, _ in backend.orders) == [key_of(number) for number in range(count)]
    for case in range(cases):
        assert [key for key, subject, _ in backend.orders if subject == f"c{case}"] == [key_of(n) for n in range(case, count, cases)]
    assert proxy.cuts > 0
    assert max(killed_at) < count


def test_that_an_outbox_ends_whenever_it_is_told_to(qtbot: QtBot, backend: SmallBackend, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "outbox.sqlite")
    for _ in range(30):
        outbox = Outbox(Api(Connection(backend.url)), shelf)
        outbox.start()
        outbox.stop()
        assert not outbox._thread.is_alive()
    shelf.close()


@pytest.mark.parametrize("answer", [(502, b""), (404, b"<html>"), (200, b"<html>")])
def test_that_a_letter_that_does_not_get_through_holds_up_only_its_case(
    qtbot: QtBot, backend: SmallBackend, hall: Hall, desk: Callable[[], Actions], answer: tuple[int, bytes]
) -> None:
    for case in ("c1", "c2"):
        backend.put(Noun.CASE, a_case(case))
    backend.trouble = lambda method, path: answer if path == "/v1/cases/c1/orders" else None
    actions = desk()
    first, second = actions.order("c1", DISPATCH, 1), actions.order("c2", DISPATCH, 1)
    qtbot.waitUntil(lambda: state_of(hall, second) == ReceiptState.STORED)
    assert state_of(hall, first) in (ReceiptState.QUEUED, ReceiptState.SENT)


def test_that_what_is_too_large_for_a_gateway_is_refused(qtbot: QtBot, backend: SmallBackend, hall: Hall, desk: Callable[[], Actions]) -> None:
    backend.trouble = lambda method, path: (413, b"<html>")
    key = desk().upload("c1", b"very large", "image/jpeg")
    qtbot.waitUntil(lambda: state_of(hall, key) == ReceiptState.REFUSED)
    assert hall.receipts.get(key).problem.code == "too_large"


def test_that_after_a_restart_the_receipts_stand_where_they_stood(
    qtbot: QtBot, backend: SmallBackend, hall: Hall, desk: Callable[[], Actions], tmp_path: Path
) -> None:
    """What was refused lies beside what it met, with its text; what was stored may still be seen."""
    backend.put(Noun.CASE, a_case("c1", version=2))
    shelf = Shelf(tmp_path / "outbox.sqlite")
    now = msgspec.Raw(msgspec.json.encode(a_case("c1", version=2, department_id="d2")))
    order = DispatchOrder(department_id="d1", note="at the gate")
    shelf.refuse(
        OrderLetter(key="k1", subject="c1", order=order, version=1, base=a_case("c1")),
        Problem(status=412, code="changed_meanwhile", title="", detail="", current=now),
    )
    shelf.settle(OrderLetter(key="k2", subject="c2", order=DISPATCH, version=1), 1, 2, step=3)
    shelf.close()
    hall.seen.put([Seen(id="c2", version=3, by="Office", at=AT)])
    actions = desk()
    qtbot.waitUntil(lambda: (state_of(hall, "k1"), state_of(hall, "k2")) == (ReceiptState.REFUSED, ReceiptState.SEEN))
    clash = hall.clashes.get("k1")
    assert clash is not None
    assert (clash.text, [(each.name, each.mine, each.theirs) for each in differences(clash)]) == ("at the gate", [("department_id", "d1", "d2")])
    key = actions.send_instead("k1", settle(clash, {"department_id": Side.THEIRS}))
    qtbot.waitUntil(lambda: state_of(hall, key) == ReceiptState.STORED and "k1" not in hall.receipts)
    assert "k1" not in hall.clashes
    assert [verb for _, _, verb in backend.orders] == ["DISPATCH"]


def test_that_what_waits_is_sent_at_once_when_the_backend_is_back(
    qtbot: QtBot, backend: SmallBackend, hall: Hall, desk: Callable[[], Actions], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.workers.worker.FIRST_PAUSE_S", 3600.0)
    backend.put(Noun.CASE, a_case("c1"))
    backend.stop()
    actions = desk()
    key = actions.order("c1", DISPATCH, 1)
    qtbot.waitUntil(lambda: getattr(hall.receipts.get(key), "waiting_for", "") == "unreachable")
    backend.start()
    hall.link.heard()
    qtbot.waitUntil(lambda: state_of(hall, key) == ReceiptState.STORED, timeout=20_000)
