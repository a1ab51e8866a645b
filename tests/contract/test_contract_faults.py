"""Console and backend, when one of them is killed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from pytestqt.qtbot import QtBot

from backend.rules import people
from backend.session import SYSTEM, Database
from backend.tables.audit import AuditRow
from backend.tables.feed import ChangeRow, FeedHead
from console.api import Api
from console.connection import Connection
from console.hall.hall import Hall
from console.hall.link import LinkState
from console.workers.poller import Poller
from tests.backend.centre import Centre
from tests.backends import until
from tests.console.outbox_client import key_of
from tests.contract.served import Served
from wire.codes import Role, Status
from wire.people import UserOrder

CASES, ORDERS = 50, 200


@pytest.fixture
def centre(database: Database) -> Centre:
    return Centre(database)


@pytest.fixture
def token(database: Database) -> str:
    """Of somebody who may dispatch, and assign in the department that it goes to."""
    order = UserOrder(name="li", full_name="Li Na", roles=[Role.DISPATCHER, Role.DEPARTMENT], department_id="d1")
    with database.write(SYSTEM) as work:
        people.put(work, order)
        return people.open_session(work, "li").token


@pytest.fixture
def hall(qtbot: QtBot, served: Served, token: str) -> Iterator[Hall]:
    """As the console keeps it."""
    api = Api(Connection(served.address, token))
    hall, poller = Hall(api.me()), Poller(api)
    poller.heard.connect(hall.link.heard)
    poller.lost.connect(hall.link.lost)
    poller.refused.connect(hall.link.refused)
    poller.snapshot_taken.connect(hall.take)
    poller.refreshed.connect(hall.settle)
    poller.changed.connect(hall.apply)
    poller.start()
    yield hall
    poller.stop()
    api.connection.shutdown()


def acts_of(database: Database, user: str) -> list[tuple[str, str]]:
    """What was done, as the audit trail has it: act and id, in order."""
    with database.read() as work:
        chosen = sa.select(AuditRow.act, AuditRow.id).where(AuditRow.user == user, AuditRow.act.like("CASE.%")).order_by(AuditRow.seq)
        return [(act, id) for act, id in work.session.execute(chosen)]


def test_that_a_killed_backend_is_lost_and_comes_back_by_itself(qtbot: QtBot, centre: Centre, served: Served, hall: Hall) -> None:
    centre.report("before01")
    qtbot.waitUntil(lambda: hall.link.state == LinkState.FRESH and "before01" in hall.cases)
    served.kill()
    qtbot.waitUntil(lambda: hall.link.state == LinkState.LOST)
    centre.report("meantime")
    served.start()
    qtbot.waitUntil(lambda: hall.link.state == LinkState.FRESH)
    qtbot.waitUntil(lambda: "meantime" in hall.cases)


def test_that_a_restored_backup_is_shown_as_it_is(qtbot: QtBot, database: Database, centre: Centre, served: Served, hall: Hall) -> None:
    centre.report("before01")
    qtbot.waitUntil(lambda: "before01" in hall.cases)
    with database.write(SYSTEM) as work:
        work.session.execute(sa.update(FeedHead).values(epoch="another"))
    qtbot.waitUntil(lambda: hall.cursor is not None and hall.cursor[0] == "another")
    assert "before01" in hall.cases


def test_that_a_backend_that_forgot_the_past_gives_a_snapshot(qtbot: QtBot, database: Database, centre: Centre, served: Served, hall: Hall) -> None:
    qtbot.waitUntil(lambda: hall.link.state == LinkState.FRESH)
    served.kill()
    centre.report("meantime")
    with database.write(SYSTEM) as work:
        head = work.session.scalars(sa.select(FeedHead.seq)).one()
        work.session.execute(sa.delete(ChangeRow).where(ChangeRow.seq <= head))
        work.session.execute(sa.update(FeedHead).values(floor=head))
    served.start()
    qtbot.waitUntil(lambda: "meantime" in hall.cases)


def run_client(served: Served, folder: Path, token: str, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.console.outbox_client", served.address, str(folder), *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "YIPING_TOKEN": token})


def test_that_of_200_orders_none_is_lost_and_none_doubled_when_both_ends_are_killed(
    database: Database, centre: Centre, served: Served, token: str, tmp_path: Path
) -> None:
    versions = {centre.bring(Status.PENDING_DISPATCH, f"c{number}").version for number in range(CASES)}
    version = str(versions.pop())
    folder = tmp_path / "outbox"
    client = run_client(served, folder, token, str(ORDERS), str(CASES), version)
    for done in (30, 70, 110):
        until(lambda done=done: len(acts_of(database, "li")) >= done, seconds=60)
        served.kill()
        if done == 70:
            client.kill()
            client.communicate()
            client = run_client(served, folder, token)
        served.start()
    answers, _ = client.communicate(timeout=100)
    assert client.returncode == 0
    assert not versions
    assert {line.split()[0] for line in answers.splitlines()} == {"queued", "stored"}
    assert f"stored {key_of(ORDERS - 1)}" in answers
    acts = acts_of(database, "li")
    assert len(acts) == ORDERS
    for number in range(CASES):
        steps = [act for act, id in acts if id == f"c{number}"]
        assert steps == ["CASE.DISPATCH", "CASE.ASSIGN", "CASE.REVOKE", "CASE.ASSIGN"]
