"""Terminals of the simulated inspectors on a real backend: they look, are seen to have looked, and are told of the work that they have already."""

from datetime import UTC, datetime

import msgspec
import pytest
import sqlalchemy as sa

from backend.rules import cases, orders, tasks
from backend.session import SYSTEM
from backend.tables.seen import SeenRow
from simulator import scenario
from simulator.doors import Doors
from simulator.terminals import Terminals
from simulator.ways import Ways
from simulator.world import Looked, world_of
from tests.backend.centre import ACCEPTOR, LEADER, Centre, report_of
from tests.backends import *  # noqa: F403
from tests.backends import Backend
from tests.simulator.test_squads import PASSWORD, enter
from wire.cases import SendVerifyOrder, VoidOrder
from wire.codes import Source, UnitKind
from wire.tasks import Task


class Street:
    """One inspector of the city, who is sent to cases before his feet."""

    def __init__(self, backend: Backend, ways: Ways) -> None:
        self.database, self.world = backend.database, world_of(ways, scenario.load("ordinary_monday"), datetime.now(UTC), 2, inspectors=1, trucks=0)
        self.world.step(1)
        (self.inspector,) = self.world.inspectors.values()
        Centre(backend.database)
        enter(backend.database, self.inspector.code, UnitKind.INSPECTOR)
        self.terminals = Terminals(Doors(backend.address, {self.inspector.code: PASSWORD}), self.world, seed=1)

    def send(self, *case_ids: str) -> None:
        for id in case_ids:
            report = msgspec.structs.replace(report_of(id, Source.WECHAT), lon=self.inspector.lon, lat=self.inspector.lat)
            with self.database.write(ACCEPTOR) as work:
                cases.report(work, report)
            with self.database.write(ACCEPTOR) as work:
                orders.order(work, id, SendVerifyOrder(unit_id=self.inspector.code))

    def hear(self) -> None:
        """What the feed would tell."""
        with self.database.read() as work:
            for task in tasks.tasks(work):
                self.terminals.hear(task)

    def live(self, seconds: int) -> list[str]:
        """The cases that he was sent to and has looked at."""
        looked = []
        for _ in range(seconds):
            for job in self.terminals.step(1):
                job()
            looked += [said.task.case_id for said in self.world.step(1) if isinstance(said, Looked)]
        return looked

    @property
    def has(self) -> dict[str, int]:
        return {each.case_id: each.ahead for each in self.inspector.tasks if isinstance(each, Task)}


@pytest.fixture
def street(backend: Backend, ways: Ways) -> Street:
    return Street(backend, ways)


def test_that_an_inspector_is_told_by_his_terminal_what_he_has_already(street: Street) -> None:
    street.send("c1", "c2")
    street.hear()
    assert not street.has
    street.live(8)
    assert street.has == {"c1": 0, "c2": 1}
    with street.database.read(SYSTEM) as work:
        assert sorted(work.session.scalars(sa.select(SeenRow.case_id))) == ["c1", "c2"]
    street.hear()
    assert street.live(300) == ["c1", "c2"], "each once, however often it is heard of"


def test_that_what_is_withdrawn_before_he_looks_is_not_gone_to(street: Street) -> None:
    street.send("c1")
    street.hear()
    with street.database.write(LEADER) as work:
        orders.order(work, "c1", VoidOrder(note="a drill"))
    street.hear()
    assert street.live(300) == []
