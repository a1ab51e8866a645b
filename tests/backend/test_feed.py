"""The change feed: dense, in order, nothing lost, and honest about what it cannot give."""

import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from http.client import HTTPConnection

import msgspec
import pytest
import sqlalchemy as sa

from backend.commands.feed import renew
from backend.jobs.housekeeping import compact
from backend.rules import departments, positions, units
from backend.session import SYSTEM, Database
from backend.tables.feed import ChangeRow
from tests.backends import Backend, Client, until
from wire.codes import Role, UnitKind
from wire.people import DepartmentOrder
from wire.units import Fix, UnitOrder


class Dropped(Exception):
    """A writer that changes its mind."""


def write(database: Database, number: int, drop: bool = False) -> None:
    order = DepartmentOrder(id=f"d{number}", code=f"D{number}", name="Roads")
    with database.write(SYSTEM) as work:
        departments.put(work, order)
        if drop:
            raise Dropped


def follow(client: Client, upto: int) -> list[dict]:
    """Polls as a console does until change number `upto`; every page begins where the last one ended."""
    seen: list[dict] = []
    while len(seen) < upto:
        page = client.get(f"/v1/changes?after={len(seen)}&wait=5").json()
        assert [change["seq"] for change in page["changes"]] == list(range(len(seen) + 1, len(seen) + len(page["changes"]) + 1))
        seen += page["changes"]
    return seen


def test_that_the_feed_is_dense_and_ordered_under_concurrent_writers_and_rollbacks(backend: Backend, url: str) -> None:
    """Writers on two connections pools, as two processes have; a fifth of them fail; a reader polls all the while."""
    databases = [backend.database] if backend.database.kind == "sqlite" else [backend.database, Database(url)]
    reader = backend.client(Role.DISPATCHER)
    chances = random.Random(7)
    plan = [(number, chances.random() < 0.2) for number in range(200)]
    kept = sum(not drop for _, drop in plan)

    def writer(entry: tuple[int, bool]) -> None:
        number, drop = entry
        try:
            write(databases[number % len(databases)], number % 40 if not drop else 1000 + number, drop)
        except Dropped:
            assert drop

    with ThreadPoolExecutor(9) as pool:
        followed = pool.submit(follow, reader, kept)
        list(pool.map(writer, plan))
        changes = followed.result()
    for extra in databases[1:]:
        extra.close()
    assert len(changes) == kept
    assert max(Counter(change["id"] for change in changes).values()) >= 2
    versions: dict[str, int] = {}
    for change in changes:
        assert change["version"] == versions.get(change["id"], 0) + 1
        versions[change["id"]] = change["version"]


def test_that_a_refused_change_leaves_no_gap(backend: Backend) -> None:
    with pytest.raises(Dropped):
        write(backend.database, 1, drop=True)
    write(backend.database, 2)
    assert [change["id"] for change in follow(backend.client(Role.DISPATCHER), 1)] == ["d2"]


def test_that_a_long_poll_wakes_on_a_change(backend: Backend) -> None:
    client = backend.client(Role.DISPATCHER)
    with ThreadPoolExecutor(1) as pool:
        polled = pool.submit(lambda: client.get("/v1/changes?after=0&wait=30").json())
        write(backend.database, 1)
        assert [change["id"] for change in polled.result(20)["changes"]] == ["d1"]


def test_that_a_change_of_another_process_wakes_the_poll_too(backend: Backend, url: str) -> None:
    """PostgreSQL says so by NOTIFY; on SQLite, where only commands run beside the backend, the hub looks each second."""
    client, other = backend.client(Role.DISPATCHER), Database(url)
    with ThreadPoolExecutor(1) as pool:
        polled = pool.submit(lambda: client.get("/v1/changes?after=0&wait=30").json())
        write(other, 1)
        assert [change["id"] for change in polled.result(20)["changes"]] == ["d1"]
    other.close()


def test_that_a_poll_ends_empty_when_nothing_happens(backend: Backend) -> None:
    page = backend.client(Role.DISPATCHER).get("/v1/changes?after=0&wait=0.1").json()
    assert (page["head"], page["changes"]) == (0, [])


def test_that_a_cursor_ahead_of_the_feed_must_resync(backend: Backend) -> None:
    write(backend.database, 1)
    answer = backend.client(Role.DISPATCHER).get("/v1/changes?after=2")
    assert (answer.status_code, answer.json()["code"]) == (410, "resync")


def test_that_a_cursor_just_committed_is_not_ahead(backend: Backend) -> None:
    """A snapshot may know more than the hub has read: that is no reason to resync."""
    client = backend.client(Role.DISPATCHER)
    for number in range(1, 6):
        write(backend.database, number)
        assert client.get(f"/v1/changes?after={number}&wait=0").status_code == 200


def test_that_another_epoch_must_resync_and_ends_the_polls_of_the_old_one(backend: Backend) -> None:
    client = backend.client(Role.DISPATCHER)
    epoch = client.get("/v1/changes?after=0&wait=0").json()["epoch"]
    assert client.get("/v1/changes?after=0&wait=0&epoch=other").status_code == 410
    with ThreadPoolExecutor(1) as pool:
        polled = pool.submit(lambda: client.get(f"/v1/changes?after=0&wait=30&epoch={epoch}"))
        renew(backend.database)
        assert polled.result(20).status_code == 410
    assert client.get("/v1/changes?after=0&wait=0").json()["epoch"] != epoch


def test_that_a_cursor_below_the_floor_must_resync(backend: Backend) -> None:
    for number in range(4):
        write(backend.database, number)
    with backend.database.write(SYSTEM) as work:
        work.session.execute(sa.update(ChangeRow).where(ChangeRow.seq <= 2).values(at=work.at - timedelta(days=2)))
    assert compact(backend.database, timedelta(days=1)) == 2
    client = backend.client(Role.DISPATCHER)
    until(lambda: client.get("/v1/changes?after=1&wait=0").status_code == 410)
    assert [change["seq"] for change in client.get("/v1/changes?after=2&wait=0").json()["changes"]] == [3, 4]


def test_that_changes_from_before_the_start_come_from_the_table(database: Database, tmp_path) -> None:
    for number in range(5):
        write(database, number)
    served = Backend(database, tmp_path / "data")
    served.start()
    try:
        assert [change["id"] for change in follow(served.client(Role.DISPATCHER), 5)] == [f"d{number}" for number in range(5)]
    finally:
        served.stop()


def test_that_all_pollers_of_one_cursor_get_the_same_bytes(backend: Backend) -> None:
    clients = [backend.client(Role.DISPATCHER) for _ in range(8)]
    barrier = threading.Barrier(len(clients))

    def poll(client: Client) -> bytes:
        barrier.wait()
        return client.get("/v1/changes?after=0&wait=30").content

    with ThreadPoolExecutor(len(clients)) as pool:
        polls = [pool.submit(poll, client) for client in clients]
        write(backend.database, 1)
        assert len({poll.result(20) for poll in polls}) == 1


@pytest.mark.parametrize("path", ["/v1/changes?after=0&wait=30", "/v1/positions?after=0&wait=30"])
def test_that_who_is_logged_out_while_he_polls_hears_no_more(backend: Backend, path: str) -> None:
    client = backend.client(Role.DISPATCHER)
    with closing(HTTPConnection(backend.address.removeprefix("http://"), timeout=60)) as poll:
        poll.request("GET", path, headers={"Authorization": f"Bearer {client.token}"})
        for _ in range(2):  # what was sent before this has been read when it is answered
            assert client.get("/v1/me").status_code == 200
        assert client.delete("/v1/login").status_code == 204
        with backend.database.write(SYSTEM) as work:
            units.put(work, UnitOrder(id="u1", code="c1", kind=UnitKind.TRUCK, name="Truck"))
        with backend.database.write(SYSTEM) as work:
            positions.store(work, "u1", [Fix(at=work.at, lon=114.0, lat=22.0)])
        answer = poll.getresponse()
        assert (answer.status, msgspec.json.decode(answer.read())["code"]) == (401, "no_session")


def test_that_a_held_poll_does_not_hold_up_the_end(database: Database, tmp_path) -> None:
    served = Backend(database, tmp_path / "data")
    served.start()
    client = served.client(Role.DISPATCHER)
    with ThreadPoolExecutor(1) as pool:
        polled = pool.submit(lambda: client.get("/v1/changes?after=0&wait=30").json())
        until(lambda: served.client().get("/v1/health").json()["ok"])
        began = time.monotonic()
        served.stop()
        assert polled.result()["changes"] == []
    assert time.monotonic() - began < 25  # the poll was let go, not waited for
