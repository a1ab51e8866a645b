"""Squads of the simulated city on a real backend: sent by the hall, they look, answer, go there, and say that they have been there."""

from datetime import UTC, datetime

import msgspec
import pytest

from backend.rules import alarms, people, positions, units
from backend.session import SYSTEM, Database
from geo.tracks import metres
from simulator import scenario
from simulator.doors import Doors
from simulator.squads import Squads
from simulator.ways import Ways
from simulator.world import Been, world_of
from tests.backends import *  # noqa: F403
from tests.backends import Backend
from wire.callouts import Callout
from wire.codes import AlarmKind, CalloutState, DutyState, Role, UnitKind
from wire.people import UserOrder
from wire.units import Fix, SignIn, UnitOrder

PASSWORD = "correct horse"
HALL, CALLOUTS = "sim.leader", msgspec.json.Decoder(list[Callout])


class City:
    """`squads` of a vehicle and an inspector, and an alarm of a truck that both can be sent to."""

    def __init__(self, backend: Backend, ways: Ways) -> None:
        self.world = world_of(ways, scenario.load("ordinary_monday"), datetime.now(UTC), 2, inspectors=1, trucks=0, vehicles=1)
        self.world.step(1)
        (walker,), (driver,) = self.world.inspectors.values(), self.world.vehicles.values()
        self.names = [driver.code, walker.code]
        enter(backend.database, driver.code, UnitKind.VEHICLE)
        enter(backend.database, walker.code, UnitKind.INSPECTOR)
        with backend.database.write(SYSTEM) as work:
            people.put(work, UserOrder(name=HALL, full_name=HALL, roles=[Role.SHIFT_LEADER], password=PASSWORD))
            units.put(work, UnitOrder(id="t1", code="t1", kind=UnitKind.TRUCK, name="Truck"))
            lon, lat = (float(value) for value in walker.home.places[0])
            self.alarm = alarms.raise_(work, AlarmKind.DEVIATION, "t1", place=(lon, lat))
        self.doors = Doors(backend.address, dict.fromkeys((HALL, *self.names), PASSWORD))
        self.squads = Squads(self.doors, self.world, seed=1)
        self.ended: dict[str, tuple[float, float]] = {}  # where they have been
        self.seen: dict[str, list[CalloutState]] = {name: [] for name in self.names}

    def send(self) -> None:
        for name in self.names:
            self.doors.post(HALL, f"/v1/alarms/{self.alarm.id}/callouts", {"unit_id": name})

    def live(self, seconds: float) -> None:
        """What the feed would tell is heard each second of the called."""
        for _ in range(round(seconds)):
            for callout in self.now():
                if callout.state not in self.seen[callout.unit_id]:
                    self.seen[callout.unit_id].append(callout.state)
                    self.squads.hear(callout)
            for job in self.squads.step(1):
                job()
            for said in self.world.step(1):
                if isinstance(said, Been):
                    self.ended[said.callout.unit_id] = said.callout.lon, said.callout.lat
                    self.squads.done(said.callout)
            if not any(callout.ended_at is None for callout in self.now()):
                return

    def now(self) -> list[Callout]:
        return CALLOUTS.decode(self.doors.get(HALL, "/v1/callouts").content)


def enter(database: Database, code: str, kind: UnitKind) -> None:
    with database.write(SYSTEM) as work:
        units.put(work, UnitOrder(id=code, code=code, kind=kind, name=code))
        user = people.put(work, UserOrder(name=code, full_name=code, roles=[Role.INSPECTOR], password=PASSWORD, unit_id=code))
    if kind is UnitKind.INSPECTOR:
        with database.write(user) as work:
            units.sign_in(work, code, SignIn(duty=DutyState.ON_DUTY))


@pytest.fixture
def called(backend: Backend, ways: Ways) -> City:
    return City(backend, ways)


def test_that_who_is_sent_looks_answers_goes_there_and_is_done(called: City) -> None:
    called.send()
    called.live(3600)
    ends = {callout.unit_id: callout.state for callout in called.now()}
    assert set(ends.values()) <= {CalloutState.DONE, CalloutState.DECLINED}
    assert CalloutState.DONE in ends.values()
    for callout in called.now():
        assert callout.seen_at is not None
        assert callout.sent_at <= callout.seen_at
        if callout.state is CalloutState.DONE:
            assert callout.accepted_at is not None
            assert callout.note == "已到场核查"


def test_that_a_squad_goes_where_the_truck_is_by_then(called: City, backend: Backend) -> None:
    """The truck drives on for a kilometre while the squad gets ready."""
    (driver,) = called.world.vehicles.values()
    begins = [(float(line[0][0]), float(line[0][1])) for line in driver.streets.lines]
    far = min(begins, key=lambda place: abs(float(metres(*place, called.alarm.lon, called.alarm.lat)) - 1000))
    called.doors.post(HALL, f"/v1/alarms/{called.alarm.id}/callouts", {"unit_id": driver.code})
    with backend.database.write(SYSTEM) as work:
        positions.store(work, "t1", [Fix(at=datetime.now(UTC), lon=far[0], lat=far[1])])
    called.live(3600)
    (callout,) = called.now()
    assert callout.state is CalloutState.DONE
    assert (callout.lon, callout.lat) == pytest.approx((called.alarm.lon, called.alarm.lat))
    assert called.ended[driver.code] == pytest.approx(far)
    assert float(metres(driver.lon, driver.lat, *far)) < 300  # it has driven on since, for a second at most


def test_that_who_is_withdrawn_does_not_go(called: City) -> None:
    called.send()
    for callout in called.now():
        called.doors.post(HALL, f"/v1/callouts/{callout.id}/withdrawal", None, version=callout.version)
    called.live(60)
    for _ in range(60):
        assert not called.squads.step(1)
    assert {callout.state for callout in called.now()} == {CalloutState.WITHDRAWN}
