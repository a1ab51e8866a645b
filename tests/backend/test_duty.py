"""People on shift, on both databases: the roster, signing in with its radius, what they do, alarms of it, over a restart too."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from backend import session
from backend.importers.run import run
from backend.jobs import duty as job
from backend.refusals import ChangedMeanwhile, Malformed, RuleSaysNo, Unknown
from backend.rules import alarms, attendance, positions, shifts, units
from backend.session import SYSTEM, Database
from backend.settings import CITY_ZONE
from backend.tables.shifts import WorkSpanRow
from tests.backend.centre import user
from tests.backend.import_files import geojson
from tests.backend.test_coverage import square
from tests.backends import Backend
from wire.codes import AlarmKind, DutyState, Role, SignResult, TrackFault, UnitKind, WorkState
from wire.shifts import ShiftOrder
from wire.units import Fix, SignIn, UnitOrder

LEADER = user("leader", Role.SHIFT_LEADER)
DAY = datetime(2026, 11, 23, 8, 30, tzinfo=CITY_ZONE).astimezone(UTC)  # when the day shift of a Monday begins
WEST, SOUTH, SIDE = 116.0, 40.0, 0.01
INSIDE, OUTSIDE = (WEST + SIDE / 2, SOUTH + SIDE / 2), (WEST + SIDE / 2, SOUTH - 0.002)


class Hours:
    """A clock that the test turns."""

    def __init__(self) -> None:
        self.now = DAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def hours(monkeypatch: pytest.MonkeyPatch) -> Hours:
    made = Hours()
    monkeypatch.setattr(session, "clock", made)
    return made


@pytest.fixture
def city(database: Database, tmp_path: Path) -> Database:
    run(database, "grids", geojson(tmp_path / "grids.geojson", [(square(WEST, SOUTH, SIDE), {"kind": "DUTY", "code": "g1", "name": "一号"})]))
    with database.write(SYSTEM) as work:
        for id, kind in (("u1", UnitKind.INSPECTOR), ("u2", UnitKind.INSPECTOR), ("t1", UnitKind.TRUCK)):
            units.put(work, UnitOrder(id=id, code=id, kind=kind, name=id, team="一组", duty_grids=["g1"]))
    return database


def roster(city: Database, id: str = "s1", unit: str = "u1", **more: object) -> None:
    with city.write(LEADER) as work:
        shifts.put(work, ShiftOrder(id=id, unit_id=unit, day=DAY.astimezone(CITY_ZONE).date(), **more))  # type: ignore[arg-type]


def sign(city: Database, on: bool = True, unit: str = "u1", place: tuple[float, float] | None = INSIDE) -> None:
    lon, lat = place or (None, None)
    with city.write(SYSTEM) as work:
        work.user = user("boss", Role.ADMIN)
        units.sign_in(work, unit, SignIn(duty=DutyState.ON_DUTY if on else DutyState.OFF_DUTY, lon=lon, lat=lat))


def live(
    city: Database, hours: Hours, seconds: float, place: tuple[float, float] | None = None, unit: str = "u1", north: float = 0.0, **said: object
) -> None:
    """The job every 30 s, with a fix each time where a place is given; `north` degrees further each time. `said`: what the device says of it."""
    for number in range(int(seconds / 30)):
        hours.now += timedelta(seconds=30)
        if place is not None:
            fix = Fix(at=hours.now, lon=round(place[0], 7), lat=round(place[1] + number * north, 7), **said)  # type: ignore[arg-type]
            with city.write(SYSTEM) as work:
                positions.store(work, unit, [fix])
        job.tick(city)


def state(city: Database, unit: str = "u1") -> WorkState:
    with city.read() as work:
        return units.one(work, unit).state


def open_kinds(city: Database) -> list[AlarmKind]:
    with city.read() as work:
        return [alarm.kind for alarm in alarms.open_alarms(work)]


def test_that_a_shift_has_the_times_of_its_kind_and_begins_in_its_grid(city: Database) -> None:
    roster(city)
    with city.read() as work:
        (shift,) = shifts.shifts(work, DAY.date(), DAY.date())
    assert (shift.starts_at, shift.ends_at, shift.grids, shift.team) == (DAY, DAY + timedelta(hours=9.5), ["g1"], "一组")
    assert shift.lon == pytest.approx(INSIDE[0])
    assert shift.radius_m == 300.0


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"id": "s2"}, "shift_overlaps"),
        ({"kind": "NIGHTMARE"}, "unknown_shift_kind"),
        ({"unit": "t1"}, "unknown_inspector"),
        ({"starts_at": DAY, "ends_at": DAY - timedelta(hours=1)}, "ends_before_it_begins"),
    ],
)
def test_that_a_shift_that_cannot_be_is_refused(city: Database, more: dict[str, object], code: str) -> None:
    roster(city)
    with pytest.raises(RuleSaysNo, check=lambda refusal: refusal.code == code):
        roster(city, **more)  # type: ignore[arg-type]


def test_that_a_shift_is_changed_by_its_version_and_removed(city: Database) -> None:
    roster(city)
    with pytest.raises(ChangedMeanwhile), city.write(LEADER, 7) as work:
        shifts.remove(work, "s1")
    with pytest.raises(Malformed):
        roster(city, starts_at=datetime(2026, 11, 23, 9))  # noqa: DTZ001 - that is what is refused
    with city.write(LEADER, 1) as work:
        shifts.remove(work, "s1")
    with pytest.raises(Unknown), city.read() as work:
        shifts.one(work, "s1")


def test_that_signing_in_is_judged_by_time_and_radius(city: Database, hours: Hours) -> None:
    roster(city)
    steps = ((-20, True, INSIDE), (0, False, INSIDE), (2, True, OUTSIDE), (100, False, None), (110, True, INSIDE), (569, False, INSIDE))
    for minutes, on, place in steps:
        hours.now = DAY + timedelta(minutes=minutes)
        sign(city, on, place=place)
    hours.now = DAY + timedelta(days=3)
    sign(city)
    with city.read() as work:
        told = shifts.signs(work, "u1", DAY - timedelta(days=1), DAY + timedelta(days=4))
    wanted = [
        SignResult.NORMAL,
        SignResult.LEFT_EARLY,
        SignResult.ELSEWHERE,
        SignResult.LEFT_EARLY,
        SignResult.LATE,
        SignResult.NORMAL,
        SignResult.EXTRA,
    ]
    assert [each.result for each in told] == wanted
    assert told[2].away_m == pytest.approx(779, abs=5)
    assert [each.shift_id for each in told] == ["s1"] * 6 + [None]


def test_that_who_signs_in_from_nobody_knows_where_is_not_in_order(city: Database, hours: Hours) -> None:
    """Where the terminal says nothing, its newest fix does, while that is fresh."""
    roster(city)
    hours.now = DAY - timedelta(minutes=20)
    sign(city, place=None)
    hours.now += timedelta(minutes=1)
    sign(city, on=False, place=None)
    hours.now += timedelta(minutes=1)
    with city.write(SYSTEM) as work:
        positions.store(work, "u1", [Fix(at=hours.now, lon=INSIDE[0], lat=INSIDE[1])])
    sign(city, place=None)
    with city.read() as work:
        told = [each.result for each in shifts.signs(work, "u1", DAY - timedelta(days=1), DAY)]
    assert told == [SignResult.UNPLACED, SignResult.LEFT_EARLY, SignResult.NORMAL]
    hours.now, day = DAY + timedelta(minutes=1), DAY.astimezone(CITY_ZONE).date()
    with city.read() as work:
        (line,) = attendance.sheet(work, day, day, "u1").lines
    assert (line.present, line.elsewhere) == (1, 1)  # by the first sign of the shift


def test_that_a_grid_that_is_named_by_its_id_is_the_same_grid(city: Database, hours: Hours) -> None:
    with city.write(SYSTEM) as work:
        units.put(work, UnitOrder(id="u1", code="u1", kind=UnitKind.INSPECTOR, name="u1", team="一组", duty_grids=["DUTY-g1"]))
    roster(city)
    with city.read() as work:
        shift = shifts.one(work, "s1")
    assert (shift.lon, shift.lat) == pytest.approx(INSIDE)  # it begins in the middle
    sign(city)
    live(city, hours, 900, OUTSIDE, north=-0.0004)
    assert (state(city), open_kinds(city)) == (WorkState.OFF_GRID, [AlarmKind.OFF_GRID])


def test_a_whole_shift_with_everything_that_goes_wrong(city: Database, hours: Hours) -> None:
    roster(city)
    live(city, hours, 840)
    assert (state(city), open_kinds(city)) == (WorkState.OFF_DUTY, [])
    live(city, hours, 120)
    assert (state(city), open_kinds(city)) == (WorkState.ABSENT, [AlarmKind.ABSENT])
    sign(city)
    live(city, hours, 60, INSIDE)
    assert (state(city), open_kinds(city)) == (WorkState.ON_DUTY, [])
    live(city, hours, 900, OUTSIDE, north=-0.0004)
    assert (state(city), open_kinds(city)) == (WorkState.OFF_GRID, [AlarmKind.OFF_GRID])
    live(city, hours, 180, INSIDE)  # he cannot have come so fast: the third fix is believed
    assert (state(city), open_kinds(city)) == (WorkState.ON_DUTY, [])
    live(city, hours, 1800, INSIDE)
    assert (state(city), open_kinds(city)) == (WorkState.STAYING, [AlarmKind.STAYING])
    live(city, hours, 720)
    assert state(city) == WorkState.OFFLINE
    assert set(open_kinds(city)) == {AlarmKind.STAYING, AlarmKind.OFFLINE}
    live(city, hours, 60, INSIDE)
    assert (state(city), open_kinds(city)) == (WorkState.ON_DUTY, [])
    hours.now = DAY + timedelta(hours=3, minutes=31)
    live(city, hours, 30, INSIDE)
    assert state(city) == WorkState.BREAK
    sign(city, on=False)
    assert state(city) == WorkState.OFF_DUTY
    with city.read() as work:
        spans = [(row.state, row.since, row.until) for row in work.session.query(WorkSpanRow).order_by(WorkSpanRow.number)]
        found = alarms.alarms(work, alarms.Wanted(unit_id="u1"), 100)
    assert [state for state, _, _ in spans] == [
        *(WorkState.ABSENT, WorkState.ON_DUTY, WorkState.OFF_GRID, WorkState.ON_DUTY, WorkState.STAYING, WorkState.OFFLINE),
        *(WorkState.ON_DUTY, WorkState.BREAK),
    ]
    assert all(before[2] == after[1] for before, after in pairwise(spans))  # none twice, no gap
    assert [alarm.kind for alarm in reversed(found)] == [AlarmKind.ABSENT, AlarmKind.OFF_GRID, AlarmKind.STAYING, AlarmKind.OFFLINE]
    off_grid = found[2]
    assert off_grid.cause == "g1"
    assert off_grid.value is not None
    assert off_grid.value > 1000
    assert (off_grid.worst, off_grid.threshold) == (3, 50.0)
    assert all(alarm.cleared_at for alarm in found)


@pytest.mark.parametrize("said", [{"mock": True}, {"accuracy": 900.0}], ids=["made up", "too inexact"])
def test_that_a_place_that_its_own_device_does_not_believe_is_none(city: Database, hours: Hours, said: dict[str, object]) -> None:
    """Whoever makes up that he is in his grid is not on duty there, and who is in a cellar has not left it."""
    roster(city)
    sign(city)
    live(city, hours, 120, INSIDE, accuracy=8.0)
    assert (state(city), open_kinds(city)) == (WorkState.ON_DUTY, [])
    live(city, hours, 540, OUTSIDE, **said)
    assert (state(city), open_kinds(city)) == (WorkState.ON_DUTY, [])
    live(city, hours, 120, INSIDE, **said)
    assert (state(city), open_kinds(city)) == (WorkState.OFFLINE, [AlarmKind.OFFLINE])  # nobody knows where he is
    with city.read() as work:
        told = attendance.card(work, "u1")
    assert (told.fix_at, told.fix_doubt) == (hours.now, TrackFault.MOCK if "mock" in said else TrackFault.ACCURACY)
    sign(city, on=False, place=None)
    sign(city, place=None)
    with city.read() as work:
        assert [each.away_m for each in shifts.signs(work, "u1", DAY, hours.now + timedelta(hours=1))][1:] == [None, None]
    live(city, hours, 60, INSIDE)
    assert (state(city), open_kinds(city)) == (WorkState.ON_DUTY, [])


def test_that_nothing_is_written_while_nothing_changes_and_what_was_counted_outlives_a_restart(city: Database, hours: Hours) -> None:
    sign(city)
    live(city, hours, 1500, INSIDE)
    assert job.tick(city) == 0
    again = Database(city.url.render_as_string(hide_password=False))  # another process goes on
    try:
        live(again, hours, 360, INSIDE)
        assert state(again) == WorkState.STAYING
    finally:
        again.close()


def test_that_the_roster_comes_over_the_wire_and_only_who_leads_plans(backend: Backend) -> None:
    with backend.database.write(SYSTEM) as work:
        units.put(work, UnitOrder(id="u1", code="u1", kind=UnitKind.INSPECTOR, name="u1"))
    leader, hall = backend.client(Role.SHIFT_LEADER), backend.client(Role.ACCEPTOR)
    body = {"id": "s1", "unit_id": "u1", "day": "2026-11-23"}
    assert hall.put("/v1/shifts/s1", json=body).status_code == 403
    assert leader.put("/v1/shifts/s1", json=body).json()["kind"] == "DAY"
    assert leader.put("/v1/shifts/s2", json=body | {"id": "s2"}).json()["code"] == "shift_overlaps"
    assert leader.put("/v1/shifts/s1", json=body | {"mood": 1}).status_code == 400
    assert [each["id"] for each in hall.get("/v1/shifts", params={"first": "2026-11-23"}).json()] == ["s1"]
    assert hall.get("/v1/shifts", params={"first": "2026-11-23", "last": "2027-11-23"}).status_code == 400
    assert leader.delete("/v1/shifts/s1", headers={"If-Match": '"1"'}).status_code == 204
    assert leader.delete("/v1/shifts/s1").json()["code"] == "unknown_shift"
