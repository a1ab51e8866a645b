"""Muck trucks on a backend: registers through their doors, reports that become alarms and trips, on both databases."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from backend.rules import alarms, haul_watch, hauls, units
from backend.session import SYSTEM, Database
from backend.tables.hauls import HaulReportRow
from simulator.hauls import degrees
from tests.backends import Backend, Client
from wire.codes import AlarmKind, HaulState, Role, UnitKind
from wire.units import UnitOrder

START = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)


def square(x: float, y: float) -> list[tuple[float, float]]:
    return [degrees(x + dx * 80, y + dy * 80) for dx, dy in ((-1, -1), (1, -1), (1, 1), (-1, 1))]


COMPANY = {"id": "c1", "name": "平安运输", "licence": "91330000", "contact": "王五", "phone": "13812345678"}
SITE = {"id": "s1", "kind": "SITE", "name": "东湖工地", "outline": square(0, 0), "company_id": "c1"}
GROUND = {"id": "g1", "kind": "GROUND", "name": "北山消纳场", "outline": square(6000, 0)}
TRUCK = {"id": "t1", "company_id": "c1", "volume_m3": 18.0}
PERMIT = {"id": "p1", "number": "渣运0001", "company_id": "c1", "site_id": "s1", "ground_id": "g1", "volume_m3": 18.0, "truck_ids": ["t1"]}
PERMIT |= {"route": [degrees(0, 0), degrees(6000, 0)], "starts": "2020-01-01", "ends": "2099-12-31"}
DOORS: list[tuple[str, dict[str, Any]]] = [
    ("haul-companies", COMPANY),
    ("haul-places", SITE),
    ("haul-places", GROUND),
    ("haul-trucks", TRUCK),
    ("haul-permits", PERMIT),
]


@pytest.fixture
def leader(backend: Backend) -> Client:
    """A shift leader of a city that has everything."""
    with backend.database.write(SYSTEM) as work:
        units.put(work, UnitOrder(id="t1", code="861234", kind=UnitKind.TRUCK, name="渣土车1", plate="浙F12345"))
        units.put(work, UnitOrder(id="u1", code="u1", kind=UnitKind.INSPECTOR, name="u1"))
    leader = backend.client(Role.SHIFT_LEADER)
    for plural, order in DOORS:
        assert leader.put(f"/v1/{plural}/{order['id']}", json=order).status_code == 200
    return leader


def test_that_what_is_kept_is_read_again_with_its_version(leader: Client) -> None:
    for plural, order in DOORS:
        answer = leader.get(f"/v1/{plural}/{order['id']}")
        assert answer.headers["ETag"] == '"1"'
        kept = answer.json()
        assert {name: kept[name] for name in order if name not in ("phone", "outline", "route")} == {
            name: value for name, value in order.items() if name not in ("phone", "outline", "route")
        }
        assert kept["id"] in [each["id"] for each in leader.get(f"/v1/{plural}").json()]
        assert kept in leader.get(f"/v1/snapshot/{plural}").json()
    assert leader.get("/v1/haul-companies/c1").json()["phone"] == "138****5678"


def test_that_nobody_overwrites_what_they_do_not_know(leader: Client) -> None:
    changed = TRUCK | {"volume_m3": 20.0}
    assert leader.put("/v1/haul-trucks/t1", json=TRUCK).json()["version"] == 1  # the same again
    refused = leader.put("/v1/haul-trucks/t1", json=changed)
    assert (refused.status_code, refused.json()["code"], refused.json()["current"]["volume_m3"]) == (412, "changed_meanwhile", 18.0)
    done = leader.put("/v1/haul-trucks/t1", json=changed, headers={"If-Match": '"1"', "Idempotency-Key": "truck-one"})
    assert (done.json()["version"], done.headers["ETag"]) == (2, '"2"')
    again = leader.put("/v1/haul-trucks/t1", json=changed, headers={"If-Match": '"1"', "Idempotency-Key": "truck-one"})
    assert again.json() == done.json()


def test_that_only_leaders_and_administrators_write_and_the_trail_says_who(backend: Backend, leader: Client) -> None:
    hall = backend.client(Role.DISPATCHER)
    assert hall.get("/v1/haul-permits/p1").status_code == 200
    assert hall.put("/v1/haul-permits/p1", json=PERMIT).status_code == 403
    assert backend.client(Role.INSPECTOR).get("/v1/haul-permits").status_code == 403
    trail = backend.client(Role.ADMIN).get("/v1/audit").json()
    acts = [entry["act"] for entry in (trail["entries"] if isinstance(trail, dict) else trail)]
    assert "HAUL_PERMIT.PUT" in acts


def test_that_what_others_name_stays(leader: Client) -> None:
    for path in ("haul-companies/c1", "haul-places/s1"):
        refused = leader.delete(f"/v1/{path}")
        assert (refused.status_code, refused.json()["code"]) == (409, "in_use")
    assert leader.delete("/v1/haul-permits/p1").status_code == 204
    assert leader.delete("/v1/haul-places/s1").status_code == 204
    assert leader.get("/v1/haul-places/s1").status_code == 404


@pytest.mark.parametrize(
    ("plural", "order", "code"),
    [
        ("haul-trucks", TRUCK | {"id": "u1"}, "no_truck"),
        ("haul-trucks", TRUCK | {"id": "nobody"}, "unknown_unit"),
        ("haul-trucks", TRUCK | {"company_id": "nobody"}, "unknown_haul_company"),
        ("haul-places", SITE | {"id": "s2", "outline": [degrees(0, 0), degrees(100, 100), degrees(100, 0), degrees(0, 100)]}, "crosses_itself"),
        ("haul-permits", PERMIT | {"id": "p2"}, "permit_number_taken"),
        ("haul-permits", PERMIT | {"id": "p2", "number": "2", "ground_id": "s1"}, "wrong_place"),
        ("haul-permits", PERMIT | {"id": "p2", "number": "2", "ends": "2019-01-01"}, "malformed"),
        ("haul-permits", PERMIT | {"id": "p2", "number": "2", "truck_ids": ["t9"]}, "unknown_haul_truck"),
        ("haul-permits", PERMIT | {"id": "p2", "number": "2", "windows": [["25:00", "26:00"]]}, "malformed"),
    ],
)
def test_that_what_cannot_be_is_refused_by_name(leader: Client, plural: str, order: dict[str, Any], code: str) -> None:
    assert leader.put(f"/v1/{plural}/{order['id']}", json=order).json()["code"] == code


def drive(client: Client, places: list[tuple[float, float, bool]], first: int = 0) -> None:
    """A report each half minute: metres east and north, and whether it is loaded."""
    fixes = []
    for number, (x, y, loaded) in enumerate(places, first):
        lon, lat = degrees(x, y)
        at = (START + timedelta(seconds=30 * number)).isoformat()
        fixes.append({"at": at, "lon": lon, "lat": lat, "speed": 10.0, "signals": {"loaded": loaded, "cover_open": False}})
    answer = client.post("/v1/positions", json={"code": "861234", "fixes": fixes})
    assert answer.status_code == 200, answer.text


def judged(database: Database) -> None:
    while haul_watch.judge(database):
        pass


def test_that_a_truck_that_leaves_its_way_raises_an_alarm_and_its_trip_counts(backend: Backend, leader: Client) -> None:
    device = backend.client(Role.DEVICE)
    drive(device, [(0, 0, True), (0, 0, True), (300, 0, True), (600, 0, True), (900, 400, True), (1200, 400, True)])
    judged(backend.database)
    haul_watch._grounds.clear()  # as another process has it
    drive(device, [(1500, 400, True), (1800, 0, True)], first=6)
    judged(backend.database)
    with backend.database.read() as work:
        (alarm,) = alarms.open_alarms(work)
        assert (alarm.kind, alarm.unit_id, alarm.cause, alarm.level) == (AlarmKind.DEVIATION, "t1", "p1", 1)
        assert round(alarm.value or 0.0) == 400
        assert alarm.threshold == 50.0
        (trip,) = hauls.shown_trips(work)
        assert (trip.state, trip.permit_id, trip.site_id, trip.faults) == (HaulState.RUNNING, "p1", "s1", [AlarmKind.DEVIATION])
    way = [(x, 0, True) for x in range(2100, 6000, 300)]
    drive(device, way[:5], first=8)
    judged(backend.database)
    with backend.database.read() as work:
        assert alarms.open_alarms(work) == []
        (trip,) = hauls.shown_trips(work)
        assert (trip.state, trip.off_s, round(trip.off_m)) == (HaulState.RUNNING, 90.0, 400)  # the whole of it, as soon as it is over
    drive(device, [*way[5:], (6000, 0, True), (6000, 0, False), (6000, 0, False), (6000, 0, False)], first=13)
    judged(backend.database)
    with backend.database.read() as work:
        assert alarms.open_alarms(work) == []
        assert work.session.scalar(sa.select(sa.func.count()).select_from(HaulReportRow)) == 0
    (done,) = leader.get("/v1/haul-trips", params={"truck_id": "t1"}).json()
    assert (done["state"], done["ground_id"], done["volume_m3"]) == ("DONE", "g1", 18.0)
    assert done["off_m"] > 390
    permit = leader.get("/v1/haul-permits/p1").json()
    assert (permit["carried_m3"], permit["hauls"], permit["version"]) == (18.0, 1, 2)
    drive(device, [(0, 0, False), (0, 0, True), (0, 0, True), (300, 0, True), (600, 0, True), (900, 0, True), (1200, 0, True)], first=60)
    judged(backend.database)
    with backend.database.read() as work:
        assert [alarm.kind for alarm in alarms.open_alarms(work)] == [AlarmKind.NO_PERMIT]  # its volume is used up


def test_that_a_truck_that_falls_silent_on_its_way_is_missed_once(backend: Backend, leader: Client) -> None:
    drive(backend.client(Role.DEVICE), [(0, 0, True), (0, 0, True), (300, 0, True), (600, 0, True)])
    judged(backend.database)
    assert haul_watch.miss(backend.database) == 1
    with backend.database.read() as work:
        (alarm,) = alarms.open_alarms(work)
    assert alarm.kind is AlarmKind.OFFLINE
    assert (alarm.value or 0.0) > 3600
    assert haul_watch.miss(backend.database) == 0


def test_that_units_that_are_no_registered_trucks_are_not_judged(backend: Backend, leader: Client) -> None:
    fix = {"at": START.isoformat(), "lon": 111.0, "lat": 35.0}
    device = backend.client(Role.DEVICE)
    assert device.post("/v1/positions", json={"code": "u1", "fixes": [fix]}).status_code == 200
    assert device.post("/v1/positions", json={"code": "861234", "fixes": [fix | {"mock": True}]}).status_code == 200  # nor who makes up where it is
    assert haul_watch.judge(backend.database) == 0


def test_that_terminals_say_their_sensors_as_attributes(backend: Backend, leader: Client) -> None:
    lon, lat = degrees(0, 0)
    asked = {"id": "861234", "lat": lat, "lon": lon, "timestamp": int(START.timestamp()), "loaded": "true", "ignition": "false"}
    device = backend.client(Role.DEVICE)
    assert device.get("/osmand", params=asked).status_code == 200
    with backend.database.read() as work:
        (row,) = work.session.scalars(sa.select(HaulReportRow))
        assert row.fix["signals"] == {"loaded": True, "cover_open": None, "body_raised": None, "ignition": False}
    assert device.get("/osmand", params=asked | {"loaded": "perhaps"}).status_code == 400
