"""The monthly rotation: every plan keeps its rules, every planted fault is found, and what is published stands in the roster, on both databases."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend import session, standards
from backend.refusals import Malformed, RuleSaysNo
from backend.rules import rotation, rotations, shifts, units
from backend.rules.rotation import Planned, Team
from backend.session import SYSTEM, Database
from tests.backend.centre import user
from tests.backends import Backend
from wire.codes import Role, UnitKind
from wire.rotations import RosterFault, Rotation, RotationOrder
from wire.shifts import ShiftOrder
from wire.units import UnitOrder

STANDARD = standards.read()
RULES = STANDARD.rotation
LEADER = user("leader", Role.SHIFT_LEADER)
DECEMBER = date(2026, 12, 1)


def teams(count: int = 5, members: int = 11, grids: int = 12) -> list[Team]:
    return [
        Team(f"{number}组", [f"u{number}.{member}" for member in range(members)], [f"g{number}.{grid}" for grid in range(grids)])
        for number in range(count)
    ]


def faults(planned: list[Planned], found: list[Team], month: date = DECEMBER) -> set[RosterFault]:
    return {each.fault for each in rotation.faults(planned, month, found, RULES.kinds, RULES.rules, STANDARD.duty.shift)}


def test_that_five_teams_of_eleven_go_round_five_areas() -> None:
    """Xiangyin: five areas, fifty-five people, five teams."""
    found = teams()
    planned = rotation.plan(DECEMBER, found, RULES)
    assert faults(planned, found) == set()
    assert len({each.unit_id for each in planned}) == 55
    walks = {each.team: each.area for each in planned}
    assert sorted(walks.values()) == sorted(walks)
    year = [{each.team: each.area for each in rotation.plan(date(2027, month, 1), found, RULES)} for month in range(1, 6)]
    assert all(len({month[team.name] for month in year}) == 5 for team in found)  # everybody has been everywhere


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 6), st.integers(3, 14), st.integers(1, 30), st.dates(date(2026, 1, 1), date(2030, 12, 28)))
def test_that_every_plan_keeps_the_rules_over_the_end_of_a_month(count: int, members: int, grids: int, day: date) -> None:
    found, month = teams(count, members, grids), day.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    both = [*rotation.plan(before, found, RULES), *rotation.plan(month, found, RULES)]
    assert faults(both, found, month) == set()
    assert len({(each.unit_id, each.day) for each in both}) == len(both)  # nobody works twice on a day


@pytest.mark.parametrize("kinds", [["DAY"], ["MORNING", "EVENING"]])
def test_that_shifts_change_only_after_a_rest(kinds: list[str]) -> None:
    standard = msgspec.structs.replace(RULES, kinds=kinds)
    found = teams(2, 12, 6)
    planned = rotation.plan(DECEMBER, found, standard)
    assert not rotation.faults(planned, DECEMBER, found, kinds, standard.rules, STANDARD.duty.shift)
    assert {each.kind for each in planned if each.unit_id == "u0.0"} == set(kinds)


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda planned: [each for each in planned if "g0.3" not in each.grids], RosterFault.GRID_UNWALKED),
        (lambda planned: [*planned, *(planned[0]._replace(day=DECEMBER + timedelta(days=number)) for number in range(8))], RosterFault.NO_REST),
        (lambda planned: [*planned, planned[0]._replace(day=planned[0].day, kind="EVENING")], RosterFault.SHORT_REST),
        (lambda planned: [each for each in planned if each.unit_id != "u1.1" or each.day.day < 10], RosterFault.UNFAIR),
    ],
)
def test_that_a_planted_fault_is_found(spoil, fault: RosterFault) -> None:  # type: ignore[no-untyped-def]
    found = teams()
    assert fault in faults(spoil(rotation.plan(DECEMBER, found, RULES)), found)


def test_that_a_team_without_grids_is_told() -> None:
    found = [*teams(2), Team("空", ["x"], [])]
    assert RosterFault.NOBODY in faults(rotation.plan(DECEMBER, found, RULES), found)


def people(database: Database, members: int = 6) -> None:
    with database.write(SYSTEM) as work:
        for team in range(2):
            for number in range(members):
                id, grids = f"u{team}{number}", [f"g{team}{number % 3}"]
                units.put(work, UnitOrder(id=id, code=id, kind=UnitKind.INSPECTOR, name=id, team=f"{team}组", duty_grids=grids))


@pytest.fixture
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "clock", lambda: datetime(2026, 11, 20, 4, tzinfo=UTC))


def made(database: Database, publish: bool) -> Rotation:
    with database.write(LEADER) as work:
        return rotations.make(work, DECEMBER, RotationOrder(publish=publish))


def test_that_a_plan_is_looked_at_and_published_and_published_again(database: Database, november: None) -> None:
    people(database)
    looked = made(database, publish=False)
    assert (looked.published, looked.faulty, len(looked.teams)) == (False, 0, 2)
    assert [team.area for team in looked.teams] == ["1组", "0组"]
    with database.read() as work:
        assert shifts.shifts(work, DECEMBER, date(2026, 12, 31)) == []
        assert rotations.stands(work, DECEMBER).faulty > 0  # an empty roster walks no grid
    with database.write(LEADER) as work:
        shifts.put(work, ShiftOrder(id="by-hand", unit_id="u00", day=DECEMBER, kind="EVENING"))
    for _ in range(2):
        published = made(database, publish=True)
    with database.read() as work:
        roster, stands = shifts.shifts(work, DECEMBER, date(2026, 12, 31)), rotations.stands(work, DECEMBER)
    assert {shift.rotation for shift in roster if shift.id != "by-hand"} == {"2026-12"}
    assert any(shift.id == "by-hand" for shift in roster)  # what somebody entered stays
    assert published.shifts - len(roster) in (-1, 0)
    assert stands.published
    assert {fault.fault for fault in stands.faults} <= {RosterFault.GRID_UNWALKED}  # the one that the hand has changed


def test_that_it_needs_teams_and_a_month(database: Database) -> None:
    with pytest.raises(RuleSaysNo, check=lambda refusal: refusal.code == "rotation_without_teams"):
        made(database, publish=False)
    with pytest.raises(Malformed):
        rotations.month_of("2026-13")


def test_that_a_plan_with_faults_is_not_published(database: Database, november: None) -> None:
    people(database, members=1)  # who rests leaves the grid alone
    with pytest.raises(RuleSaysNo, check=lambda refusal: refusal.code == "rotation_with_faults"):
        made(database, publish=True)
    assert made(database, publish=False).faulty > 0


def test_that_rotations_come_over_the_wire(backend: Backend) -> None:
    people(backend.database)
    leader, hall = backend.client(Role.SHIFT_LEADER), backend.client(Role.ACCEPTOR)
    assert hall.post("/v1/rotations/2031-01", json={"publish": True}).status_code == 403
    assert leader.post("/v1/rotations/2031-01", json={"publish": True}).json()["published"] is True
    stands = hall.get("/v1/rotations/2031-01").json()
    assert stands["faulty"] == 0
    assert sum(watch["members"] for watch in stands["watches"]) == stands["shifts"]  # day by day it is the whole month
    assert len({watch["day"] for watch in stands["watches"]}) == 31
    assert {watch["kind"] for watch in stands["watches"]} <= {kind["code"] for kind in stands["kinds"]}
    assert hall.get("/v1/rotations/soon").status_code == 400
