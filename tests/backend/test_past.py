"""The hall as of an earlier moment: beside what the hall was seen to be then, and beside a fold of the flow records."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from backend.fixes import folding, writing
from backend.fixes.scale import DEGREE
from backend.jobs.housekeeping import compact
from backend.refusals import Resync
from backend.rules import fixes_then, geofences, past
from backend.rules.positions import millis
from backend.rules.snapshots import READERS, Query
from backend.session import SYSTEM, Database, Work
from backend.tables.feed import ChangeRow, FeedHead
from tests.backend.centre import CHIEF, FORWARD, Centre, refused
from tests.backend.tracked import add_units, trips
from tests.backends import Backend
from wire.cases import CaseCard
from wire.changes import Change
from wire.codes import FenceKind, Noun, Role
from wire.geofences import GeofenceOrder
from wire.message import Versioned

NOUNS = (Noun.CASE, Noun.UNIT, Noun.DEPARTMENT, Noun.GEOFENCE)
CASES, STEPS, MOMENTS = 8, 60, 40
SQUARE = [(111.0, 35.0), (111.01, 35.0), (111.01, 35.01)]
Things = dict[tuple[Noun, str], Any]


def now(work: Work) -> tuple[str, int]:
    epoch, seq = work.session.execute(sa.select(FeedHead.epoch, FeedHead.seq)).one()
    return epoch, seq


def things(work: Work) -> Things:
    """All there is, as a console reads it."""
    read: list[tuple[Noun, Versioned]] = [(noun, thing) for noun in NOUNS for thing in READERS[noun](work, Query())]
    return {(noun, thing.id): msgspec.to_builtins(thing) for noun, thing in read}


def laid_over(there: Things, changes: list[Change]) -> Things:
    """As a console lays what was different over what it has."""
    result = dict(there)
    for change in changes:
        body = msgspec.json.decode(change.body)
        if body is None:
            result.pop((change.noun, change.id), None)
        elif change.noun in NOUNS:
            result[change.noun, change.id] = body
    return result


def an_hour_of_work(centre: Centre) -> list[tuple[datetime, Things]]:
    """Cases come in and go on, a geofence is drawn and struck out; what there was after each step, and when it was looked at."""
    rng, cards, seen = random.Random(1), dict[str, tuple[CaseCard, int]](), list[tuple[datetime, Things]]()
    for number in range(STEPS):
        open_ids = [id for id, (_, step) in cards.items() if step < len(FORWARD)]
        if len(cards) < CASES and (not open_ids or rng.random() < 0.3):
            card = centre.report()
            cards[card.id] = card, 0
        elif open_ids:
            id = rng.choice(open_ids)
            by, verb = FORWARD[cards[id][1]]
            cards[id] = centre.step(by, id, verb), cards[id][1] + 1
        if number == STEPS // 3:
            with centre.database.write(CHIEF) as work:
                geofences.put(work, GeofenceOrder(id="f", name="night market", kind=FenceKind.POLYGON, places=SQUARE))
        if number == STEPS // 2:
            with centre.database.write(CHIEF) as work:
                geofences.remove(work, "f")
        with centre.database.read(CHIEF) as work:
            seen.append((datetime.now(UTC), things(work)))
    return seen


def test_that_the_hall_as_of_any_moment_is_what_it_was_seen_to_be(centre: Centre) -> None:
    seen = an_hour_of_work(centre)
    rng = random.Random(2)
    with centre.database.read(CHIEF) as work:
        epoch, head = now(work)
        there, cards = things(work), [centre.card(id) for noun, id in things(work) if noun is Noun.CASE]
        assert (Noun.GEOFENCE, "f") in seen[STEPS // 3][1]
        for _ in range(MOMENTS):
            at, then = seen[rng.randrange(len(seen))]
            told = past.rewound(work, at, head, epoch)
            assert laid_over(there, told.changes) == then
            folded = {card.id: [record.to_status for record in card.flow if record.at <= at][-1:] for card in cards}
            assert {id: [then[Noun.CASE, id]["status"]] if (Noun.CASE, id) in then else [] for id in folded} == folded
            later, expected = seen[rng.randrange(len(seen))]
            if later > at:
                assert laid_over(then, past.stretch(work, told.after, later, epoch).changes) == expected


def test_that_a_stretch_comes_in_pages(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = an_hour_of_work(centre)
    monkeypatch.setattr(past, "MOST", 7)
    with centre.database.read(CHIEF) as work:
        epoch, head = now(work)
        told = past.rewound(work, seen[3][0], head, epoch)
        hall, after, pages = laid_over(things(work), told.changes), told.after, 0
        while True:
            page = past.stretch(work, after, seen[-1][0], epoch)
            hall, after, pages = laid_over(hall, page.changes), page.after, pages + 1
            if not page.more:
                break
        assert (hall, after) == (seen[-1][1], head)
        assert pages > head // 10


def test_that_compaction_keeps_what_the_hall_was_at_its_floor(centre: Centre) -> None:
    seen = an_hour_of_work(centre)
    middle = seen[len(seen) // 2][0]
    with centre.database.read(CHIEF) as work:
        times = {row.seq: row.at for row in work.session.scalars(sa.select(ChangeRow))}
    floor = compact(centre.database, datetime.now(UTC) - middle)
    with centre.database.read(CHIEF) as work:
        epoch, head = now(work)
        assert 0 < floor < head
        reached = [(at, then) for at, then in seen if at >= times[floor]]
        assert len(reached) > STEPS // 4
        for at, then in reached:
            assert laid_over(things(work), past.rewound(work, at, head, epoch).changes) == then
        with refused("before_memory"):
            past.rewound(work, seen[2][0], head, epoch)
        with pytest.raises(Resync):
            past.stretch(work, floor - 1, middle, epoch)


@pytest.mark.parametrize("closed", [False, True], ids=["open day", "closed day"])
def test_that_every_unit_is_where_its_newest_fix_of_then_was(database: Database, closed: bool) -> None:
    now = datetime.now(UTC)
    began = millis(now - timedelta(days=9))
    fixes = trips(add_units(database, 12), began, minutes=240, seed=3)
    with database.write(SYSTEM) as work:
        writing.keep(work, fixes)
    if closed:
        folding.rewrite(database)
    with database.read() as work:
        for minutes in (0, 3, 57, 239, 700, 2000):
            at = began + minutes * 60_000
            told = fixes_then.positions(work, datetime.fromtimestamp(at / 1000, UTC))
            there = dict(zip(told.unit_ids, zip(told.at, told.lon, told.lat, strict=True), strict=True))
            expected = {}
            for row in zip(fixes.unit.tolist(), fixes.at.tolist(), fixes.lon.tolist(), fixes.lat.tolist(), strict=True):
                if at - 86_400_000 <= row[1] <= at:
                    expected[f"u{row[0] - 1}"] = row[1], row[2] / DEGREE, row[3] / DEGREE
            assert there == expected, minutes


def test_the_doors(backend: Backend) -> None:
    centre, leader = Centre(backend.database), backend.client(Role.DUTY_LEADER)
    centre.report("c1")
    at = datetime.now(UTC).isoformat()
    with backend.database.read() as work:
        epoch, before = now(work)
    centre.report("c2")
    with backend.database.read() as work:
        _, seen = now(work)
    asked = {"at": at, "seen": seen, "epoch": epoch}
    told = leader.get("/v1/past", params=asked).json()
    assert {change["id"]: change["body"] for change in told["changes"] if change["noun"] == "CASE"} == {"c2": None}
    assert told["after"] == before
    played = leader.get("/v1/past/changes", params={"after": before, "until": datetime.now(UTC).isoformat(), "epoch": epoch}).json()
    assert (played["after"], played["more"], [change["id"] for change in played["changes"] if change["noun"] == "CASE"]) == (seen, False, ["c2"])
    for wrong, status in (
        ({"at": "yesterday"}, 400),
        ({"at": "2026-01-01T00:00:00"}, 400),
        ({"at": "2020-01-01T00:00:00Z"}, 409),
        ({"epoch": "x"}, 410),
    ):
        assert leader.get("/v1/past", params=asked | wrong).status_code == status, wrong
