"""Fixes that arrive together are committed together, and each device is answered for itself."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from backend.fixes import reading
from backend.intake import MOST_FIXES, Intake
from backend.refusals import FixRefused, NotYourRole, Unknown
from backend.rules import units
from backend.session import POSITIONS, SYSTEM, Database
from backend.tables.positions import LatestRow, PositionHead
from tests.backends import Backend
from wire.codes import Role, UnitKind
from wire.units import Fix, FixBatch, FixReceipt, UnitOrder

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
GATEWAY = msgspec.structs.replace(SYSTEM, roles=[Role.DEVICE])
STORED, DOUBLED = FixReceipt(stored=1, doubled=0), FixReceipt(stored=0, doubled=1)


@pytest.fixture
def commits(database: Database) -> list[frozenset[str]]:
    """What each commit told; twenty units are there already."""
    with database.write(SYSTEM) as work:
        for number in range(20):
            units.put(work, UnitOrder(id=f"u{number}", code=f"c{number}", kind=UnitKind.TRUCK, name="Truck"))
    told: list[frozenset[str]] = []
    database.committed.append(told.append)
    return told


def batch(code: str, second: int = 0, fixes: int = 1) -> FixBatch:
    return FixBatch(code=code, fixes=[Fix(at=NOON + timedelta(seconds=second + n), lon=114.0, lat=22.0) for n in range(fixes)])


def together(*asked: Coroutine[Any, Any, FixReceipt]) -> list[Any]:
    async def gathered() -> list[Any]:
        return await asyncio.gather(*asked, return_exceptions=True)

    return asyncio.run(gathered())


def test_that_what_arrives_together_is_one_commit_and_each_is_answered_after_it(database: Database, commits: list[frozenset[str]]) -> None:
    intake = Intake(database)

    async def take(number: int) -> FixReceipt:
        receipt = await intake.take(GATEWAY, batch(f"c{number}", number))
        with database.read() as work:
            assert work.session.scalar(sa.select(LatestRow.at).where(LatestRow.unit_id == f"u{number}")) == (NOON.timestamp() + number) * 1000
        return receipt

    assert together(*[take(number) for number in range(20)]) == [STORED] * 20
    assert commits == [{POSITIONS}]
    with database.read() as work:
        cursors = work.session.scalars(sa.select(LatestRow.cursor).order_by(LatestRow.cursor)).all()
        assert list(cursors) == list(range(1, 21))
        assert work.session.scalar(sa.select(PositionHead.cursor)) == 20


def test_that_one_refusal_does_the_others_no_harm(database: Database, commits: list[frozenset[str]]) -> None:
    intake = Intake(database)
    inspector = msgspec.structs.replace(SYSTEM, roles=[Role.INSPECTOR], unit_id="u1")
    old = FixBatch(code="c3", fixes=[*batch("c3").fixes, Fix(at=datetime(1999, 1, 1, tzinfo=UTC), lon=114.0, lat=22.0)])
    said = [(GATEWAY, batch("c0")), (GATEWAY, batch("ghost")), (inspector, batch("c2")), (GATEWAY, old), (inspector, batch("c1"))]
    outcomes = together(*[intake.take(user, each) for user, each in said])
    assert [outcomes[0], outcomes[4]] == [STORED, STORED]
    assert [type(outcome) for outcome in outcomes[1:4]] == [Unknown, NotYourRole, FixRefused]
    assert len(commits) == 1
    with database.read() as work:
        assert sum(reading.counts(work, 0).values()) == 2


def test_that_what_the_database_cannot_take_is_refused_alone(database: Database, commits: list[frozenset[str]]) -> None:
    """PostgreSQL raises at U+0000, and with that ends the transaction of all; to SQLite it is the code of no unit."""
    intake = Intake(database)
    outcomes = together(*[intake.take(GATEWAY, batch(code)) for code in ("c0", "\0", "c1")])
    assert [outcomes[0], outcomes[2]] == [STORED, STORED]
    assert isinstance(outcomes[1], sa.exc.DataError if database.kind == "postgresql" else Unknown)


def test_that_the_same_fix_twice_at_once_is_kept_once(database: Database, commits: list[frozenset[str]]) -> None:
    intake = Intake(database)
    assert together(*[intake.take(GATEWAY, batch("c0")) for _ in range(3)]) == [STORED, DOUBLED, DOUBLED]
    assert together(intake.take(GATEWAY, batch("c0", 0, 2))) == [FixReceipt(stored=1, doubled=1)]


def test_that_the_newest_of_a_group_leads_in_whatever_order_they_came(database: Database, commits: list[frozenset[str]]) -> None:
    intake = Intake(database)
    together(*[intake.take(GATEWAY, batch("c0", second)) for second in (5, 60, 10)])
    with database.read() as work:
        assert work.session.execute(sa.select(LatestRow.at, LatestRow.cursor)).one() == ((NOON.timestamp() + 60) * 1000, 1)


def test_that_a_transaction_holds_no_more_than_its_share(database: Database, commits: list[frozenset[str]]) -> None:
    intake, third = Intake(database), MOST_FIXES // 3
    receipts = together(*[intake.take(GATEWAY, batch(f"c{number}", 0, third)) for number in range(4)])
    assert [receipt.stored for receipt in receipts] == [third] * 4
    assert len(commits) == 2


def test_that_a_database_that_fails_is_said_to_all_and_forgotten_when_it_is_back(database: Database, commits: list[frozenset[str]]) -> None:
    intake = Intake(database)
    for command in ("ALTER TABLE fix_parts RENAME TO lost", "ALTER TABLE lost RENAME TO fix_parts"):
        with database.write(SYSTEM) as work:
            work.session.execute(sa.text(command))
        outcomes = together(*[intake.take(GATEWAY, batch(f"c{number}")) for number in range(3)])
        if "TO lost" in command:
            assert all(isinstance(outcome, sa.exc.DBAPIError) for outcome in outcomes)
    assert outcomes == [STORED] * 3


def test_that_stopping_waits_for_what_has_come_in(database: Database, commits: list[frozenset[str]]) -> None:
    intake = Intake(database)

    async def leave() -> bool:
        asked = asyncio.create_task(intake.take(GATEWAY, batch("c0")))
        await asyncio.sleep(0)
        asked.cancel()
        await intake.stop()
        return asked.cancelled()

    assert asyncio.run(leave())
    with database.read() as work:
        assert sum(reading.counts(work, 0).values()) == 1


def test_that_many_devices_at_the_door_each_get_their_own_answer(backend: Backend) -> None:
    with backend.database.write(SYSTEM) as work:
        for number in range(16):
            units.put(work, UnitOrder(id=f"u{number}", code=f"c{number}", kind=UnitKind.TRUCK, name="Truck"))
    devices = [backend.client(Role.DEVICE) for _ in range(8)]

    def send(number: int) -> list[tuple[int, int]]:
        answers = [
            devices[number].get("/osmand", params={"id": f"c{code}", "lat": 22, "lon": 114, "timestamp": 1_763_700_000 + turn})
            for turn in range(5)
            for code in (number, number + 8, number + 16)
        ]
        return [(answer.status_code, answer.json().get("stored")) for answer in answers]

    with ThreadPoolExecutor(8) as pool:
        for seen in pool.map(send, range(8)):
            assert seen == [(200, 1), (200, 1), (404, None)] * 5
    with backend.database.read() as work:
        assert sum(reading.counts(work, 0).values()) == 80
