"""Consoles of one user on one machine: each sends its own orders, and none is lost with the console that took it."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from console.database import Taken
from console.workers.letters import ClipLetter, OrderLetter
from console.workers.shelf import Shelf
from console.workers.shelves import open_shelf, take_over
from tests.backend.centre import Centre
from tests.backends import Backend, Client
from tests.console.bad_line import *  # noqa: F403
from tests.console.bad_line import BadLine, done
from tests.console.outbox_client import key_of
from wire.cases import DispatchOrder
from wire.codes import Status


@pytest.fixture
def versions(centre: Centre) -> set[int]:
    """Of the cases that wait for their dispatch, ten for each console."""
    return {centre.bring(Status.PENDING_DISPATCH, f"c{number}").version for number in (*range(10), *range(100, 110))}


def letter(key: str, subject: str = "c1") -> OrderLetter:
    return OrderLetter(key=key, subject=subject, order=DispatchOrder(department_id="d1"), version=1)


def film(key: str, content: bytes) -> ClipLetter:
    return ClipLetter(key=key, subject="c1", film=content)


def run_client(client: Client, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.console.outbox_client", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "YIPING_TOKEN": client.token})


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


def test_that_two_consoles_send_each_order_once(behind: Backend, line: BadLine, client: Client, versions: set[int], tmp_path: Path) -> None:
    (version,) = versions
    consoles = [run_client(client, line.url, str(tmp_path), "40", "10", str(version), first) for first in ("0", "100")]
    answers = [told(console) for console in consoles]
    assert [console.returncode for console in consoles] == [0, 0]
    for answer, first in zip(answers, (0, 100), strict=True):
        assert sorted(key for how, key in answer if how == "stored") == [key_of(first + number) for number in range(40)]
    assert Counter(id for _, id in done(behind)) == {f"c{number}": 4 for number in (*range(10), *range(100, 110))}
    assert [method for method, _ in line.requests].count("POST") == 80


def test_that_the_orders_of_killed_consoles_are_sent_by_the_next(
    behind: Backend, line: BadLine, client: Client, versions: set[int], tmp_path: Path
) -> None:
    (version,) = versions
    line.stop()
    consoles = [run_client(client, line.url, str(tmp_path), "10", "10", str(version), first) for first in ("0", "100")]
    for console in consoles:
        queued(console, 10)
    assert {path.name for path in tmp_path.glob("outbox*.db")} == {"outbox.db", "outbox-2.db"}
    end(*consoles)
    line.start()
    last = run_client(client, line.url, str(tmp_path))
    told(last)
    assert last.returncode == 0
    assert sorted(done(behind)) == sorted(("DISPATCH", f"c{number}") for number in (*range(10), *range(100, 110)))
    assert {path.name for path in tmp_path.glob("outbox*.db")} == {"outbox.db"}


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
