"""Consoles of one user on one machine: each sends its own orders, and none is lost with the console that took it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.database import Taken
from console.workers.letters import ClipLetter, OrderLetter
from console.workers.shelf import Shelf
from console.workers.shelves import open_shelf, take_over
from tests.console.outbox_client import key_of
from tests.console.small_backend import SmallBackend, a_case
from wire.cases import DispatchOrder
from wire.codes import Noun


@pytest.fixture
def backend() -> Iterator[SmallBackend]:
    backend = SmallBackend()
    for case in (*range(10), *range(100, 110)):
        backend.put(Noun.CASE, a_case(f"c{case}"))
    backend.start()
    yield backend
    if not backend.stopping:
        backend.stop()


def letter(key: str, subject: str = "c1") -> OrderLetter:
    return OrderLetter(key=key, subject=subject, order=DispatchOrder(department_id="d1"), version=1)


def film(key: str, content: bytes) -> ClipLetter:
    return ClipLetter(key=key, subject="c1", film=content)


def run_client(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-m", "tests.console.outbox_client", *words], stdout=subprocess.PIPE, text=True)


def queued(client: subprocess.Popen[str], count: int) -> list[str]:
    assert client.stdout is not None
    return [client.stdout.readline().split()[1] for _ in range(count)]


def told(client: subprocess.Popen[str]) -> list[list[str]]:
    text, _ = client.communicate(timeout=100)
    return [line.split() for line in text.splitlines()]


def end(*clients: subprocess.Popen[str]) -> None:
    for client in clients:
        client.kill()
        client.communicate()


def test_that_a_second_console_has_a_shelf_of_its_own_until_the_first_goes(tmp_path: Path) -> None:
    first, second = open_shelf(tmp_path), open_shelf(tmp_path)
    assert (first.path.name, first.number) == ("outbox.db", 1)
    assert (second.path.name, second.number) == ("outbox-2.db", 2)
    with pytest.raises(Taken):
        Shelf(first.path)
    first.close()
    third = open_shelf(tmp_path)
    assert third.number == 1
    for shelf in (second, third):
        shelf.close()


def test_that_what_a_console_has_left_is_taken_over_whole_in_its_order_and_once(tmp_path: Path) -> None:
    first, second = open_shelf(tmp_path), open_shelf(tmp_path)
    second.add([letter("k1"), letter("k2"), letter("k3", "c2")])
    second.mark("k1", sent=True)
    second.settle(letter("k0"), 1, 2)
    assert take_over(first) == []  # the other console is there
    second.close()
    first.add([letter("k9", "c9")])
    assert [each.key for each in take_over(first)] == ["k1", "k2", "k3"]
    assert take_over(first) == []
    assert [(waiting.letter.key, waiting.sent) for waiting in first.waiting()] == [("k9", False), ("k1", True), ("k2", False), ("k3", False)]
    assert first.version(letter("k2")) == 2  # our own order was the only one since
    assert not second.path.exists()
    first.close()


def test_that_two_consoles_send_each_order_once(backend: SmallBackend, tmp_path: Path) -> None:
    clients = [run_client(backend.url, str(tmp_path), "40", "10", "1", first) for first in ("0", "100")]
    answers = [told(client) for client in clients]
    assert [client.returncode for client in clients] == [0, 0]
    for answer, first in zip(answers, (0, 100), strict=True):
        assert sorted(key for how, key in answer if how == "stored") == [key_of(first + number) for number in range(40)]
    assert sorted(key for key, _, _ in backend.orders) == [key_of(first + number) for first in (0, 100) for number in range(40)]
    posted = [path for method, path in backend.requests if method == "POST"]
    assert len(posted) == 80


def test_that_the_orders_of_killed_consoles_are_sent_by_the_next(backend: SmallBackend, tmp_path: Path) -> None:
    backend.stop()
    clients = [run_client(backend.url, str(tmp_path), "10", "10", "1", first) for first in ("0", "100")]
    for client in clients:
        queued(client, 10)
    assert {path.name for path in tmp_path.glob("*.db")} == {"outbox.db", "outbox-2.db"}
    end(*clients)
    backend.start()
    last = run_client(backend.url, str(tmp_path))
    told(last)
    assert last.returncode == 0
    assert sorted(key for key, _, _ in backend.orders) == [key_of(first + number) for first in (0, 100) for number in range(10)]
    assert {path.name for path in tmp_path.glob("*.db")} == {"outbox.db"}


def test_that_what_is_kept_in_reserve_is_sent_when_its_console_is_gone_and_with_its_film(tmp_path: Path) -> None:
    first, second = open_shelf(tmp_path), open_shelf(tmp_path)
    second.add_spare([film("k1", b"before"), letter("k2")], "clip c1")
    first.add_spare([film("k3", b"before"), letter("k4")], "clip c2")
    assert second.waiting() == first.waiting() == []
    first.add([film("k5", b"whole"), letter("k6")], instead_of="clip c2")
    second.close()
    assert [taken.key for taken in take_over(first)] == ["k1", "k2"]
    first.take_out_spares()
    kept = [waiting.letter for waiting in first.waiting()]
    assert [each.key for each in kept] == ["k5", "k6", "k1", "k2"]
    assert [each.film for each in kept if isinstance(each, ClipLetter)] == [b"whole", b"before"]
    first.close()
