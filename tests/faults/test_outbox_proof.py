"""A thousand actions of two consoles through a line that flaps, to backends that are killed like the consoles: none lost, none doubled, in order.

The seed is printed; YIPING_SEED=N plays the same moments again.
"""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa

from backend.rules import audit, people
from backend.session import SYSTEM, Database
from backend.tables.audit import AuditRow
from backend.tables.cases import CaseRow, FlowRow
from backend.tables.feed import ChangeRow
from console.workers.shelf import Shelf
from tests.backend.centre import Centre
from tests.backends import until
from tests.console.flapping_proxy import FlappingProxy
from tests.console.outbox_client import STEPS, key_of
from tests.faults.harness import ROOT, Victim
from wire.codes import Noun, Role, Status
from wire.people import UserOrder

CONSOLES, ACTIONS, KILLS = 2, 1000, 6  # of each sort
EACH = ACTIONS // CONSOLES
CASES = EACH // len(STEPS)
ACTS = [f"CASE.{order.__struct_config__.tag}" for order in STEPS]


class Console:
    """One that can be killed, and goes on with what it had on its disk."""

    def __init__(self, number: int, folder: Path, token: str, port: int, version: int) -> None:
        self._first, self.folder, self._token, self._port, self._version = number * EACH, folder, token, port, version
        self._process: subprocess.Popen[str] | None = None
        self.filed = False  # all of its actions are on its disk

    def start(self) -> None:
        words = [] if self.filed else [str(EACH), str(CASES), str(self._version), str(self._first)]
        command = [sys.executable, "-m", "tests.console.outbox_client", f"http://127.0.0.1:{self._port}", str(self.folder), *words]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, "YIPING_TOKEN": self._token})
        assert self._process.stdout is not None
        while not self.filed:
            self.filed = self._process.stdout.readline().startswith("queued ")  # they are filed together, or not at all

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.communicate()

    def has_ended(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def end(self) -> int:
        assert self._process is not None
        self._process.communicate(timeout=400)
        return self._process.returncode

    def cases(self) -> list[str]:
        return [f"c{self._first + number}" for number in range(CASES)]

    def keys(self) -> set[str]:
        return {key_of(self._first + number) for number in range(EACH)}


@pytest.fixture
def seed(capsys: pytest.CaptureFixture[str]) -> int:
    chosen = int(os.environ.get("YIPING_SEED") or time.time_ns() % 1_000_000)
    with capsys.disabled():
        print(f"\nYIPING_SEED={chosen}", flush=True)  # noqa: T201
    return chosen


@pytest.fixture
def backends(url: str, tmp_path: Path) -> Iterator[list[Victim]]:
    """One on SQLite, two on PostgreSQL."""
    with ExitStack() as stack:
        victims = [stack.enter_context(Victim(url, tmp_path / f"data{n}")) for n in range(2 if url.startswith("postgresql") else 1)]
        for victim in victims:
            victim.start()
        yield victims


def prepared(url: str) -> tuple[str, int]:
    """Two hundred and fifty cases that wait for the dispatcher; the token of one who may take every step, and the version of all of them."""
    database = Database(url)
    centre = Centre(database)
    cases = [f"c{console * EACH + number}" for console in range(CONSOLES) for number in range(CASES)]
    versions = {centre.bring(Status.PENDING_DISPATCH, id).version for id in cases}
    order = UserOrder(name="li", full_name="Li Na", roles=[Role.DISPATCHER, Role.DEPARTMENT], department_id="d1")
    with database.write(SYSTEM) as work:
        people.put(work, order)
        token = people.open_session(work, "li").token
    database.close()
    return token, versions.pop()


def done(database: Database) -> int:
    with database.read() as work:
        return work.session.scalar(sa.select(sa.func.count()).select_from(FlowRow).where(FlowRow.actor == "li")) or 0


@pytest.mark.timeout(900)  # a minute on two cores of its own; this is for a machine that is shared
def test_that_of_a_thousand_actions_none_is_lost_and_none_doubled(url: str, backends: list[Victim], tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    token, version = prepared(url)
    database, ports = Database(url), [int(victim.address.rpartition(":")[2]) for victim in backends]
    proxy = FlappingProxy(ports[0], 0, 0.1, *ports[1:], pieces=lambda: chance.randint(10, 60))
    proxy.start()
    consoles = [Console(number, tmp_path / f"console{number}", token, proxy.port, version) for number in range(CONSOLES)]
    for console in consoles:
        console.start()
    moments = sorted(chance.sample(range(20, ACTIONS - 50), 2 * KILLS))
    deaths = Counter[str]()
    for number, moment in enumerate(moments):
        until(lambda moment=moment: done(database) >= moment, seconds=400)  # type: ignore[misc]
        victim = chance.choice(backends) if number % 2 else chance.choice([console for console in consoles if not console.has_ended()] or consoles)
        victim.kill()
        deaths[type(victim).__name__] += 1
        victim.start()
    assert [console.end() for console in consoles] == [0] * CONSOLES
    proxy.stop()
    assert (deaths["Victim"], deaths["Console"]) == (KILLS, KILLS)
    assert proxy.cuts > 0
    judge(database, consoles, version)
    database.close()


def judge(database: Database, consoles: list[Console], version: int) -> None:
    """Every action once, in the order of its case, in the flow, the feed and the audit trail; and every console knows it."""
    with database.read() as work:
        flow = work.session.execute(
            sa.select(FlowRow.case_id, FlowRow.verb).where(FlowRow.actor == "li").order_by(FlowRow.case_id, FlowRow.seq)
        ).all()
        acts = work.session.scalars(sa.select(AuditRow.act).where(AuditRow.user == "li", AuditRow.act.like("CASE.%"))).all()
        published = work.session.scalar(
            sa.select(sa.func.count()).select_from(ChangeRow).where(ChangeRow.noun == Noun.CASE, ChangeRow.version > version)
        )
        versions = set(work.session.scalars(sa.select(CaseRow.version)))
        whole = audit.page(work, 0, 10_000).whole
    assert len(flow) == len(acts) == published == ACTIONS
    assert versions == {version + len(STEPS)}
    assert whole
    for console in consoles:
        for case in console.cases():
            assert [f"CASE.{verb}" for id, verb in flow if id == case] == ACTS
        shelf = Shelf(console.folder / "outbox.db")
        assert shelf.waiting() == []
        assert shelf.refused() == []
        assert {stored.key for stored in shelf.stored()} == console.keys()
        shelf.close()
