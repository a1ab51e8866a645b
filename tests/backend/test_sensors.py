"""Sensors over HTTP: the newest reading wins, whatever the order they come in."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from backend import standards
from backend.standards.data import BadStandard
from backend.standards.sensors import SensorStandard, checked_sensors
from tests.backends import Backend, Client, until
from wire.codes import Role

NOW = datetime.now(UTC).replace(microsecond=0)
ORDER = {"id": "w1", "code": "WL-001", "name": "Underpass", "kind": "WATER_LEVEL", "lon": 116.0, "lat": 40.0, "levels": [3, 10, 15, 25]}


def reading(minutes: float, value: float, code: str = "WL-001") -> dict[str, Any]:
    return {"code": code, "at": (NOW + timedelta(minutes=minutes)).isoformat(), "value": value}


def say(client: Client, *readings: dict[str, Any]) -> Any:
    return client.post("/v1/readings", json={"readings": readings})


@pytest.fixture
def admin(backend: Backend) -> Client:
    made = backend.client(Role.ADMIN)
    assert made.put("/v1/sensors/w1", json=ORDER).headers["ETag"] == '"1"'
    return made


@pytest.fixture
def device(backend: Backend) -> Client:
    return backend.client(Role.DEVICE)


def test_that_the_newest_reading_wins_and_late_ones_are_counted(admin: Client, device: Client) -> None:
    assert say(device, reading(-30, 4.0), reading(-20, 9.0), reading(-25, 7.0)).json() == {"stored": 1, "late": 2, "unknown": []}
    assert say(device, reading(-40, 1.0), reading(-20, 9.0), reading(-5, 2.0, "none")).json() == {"stored": 0, "late": 2, "unknown": ["none"]}
    sensor = admin.get("/v1/sensors/w1").json()
    assert (sensor["value"], datetime.fromisoformat(sensor["at"])) == (9.0, NOW - timedelta(minutes=20))
    assert sensor["version"] == 2


def test_that_readings_come_through_the_feed_and_not_into_the_audit_trail(backend: Backend, admin: Client) -> None:
    gateway = backend.client(Role.GATEWAY)
    trail = len(admin.get("/v1/audit").json()["entries"])
    for minute in range(5):
        assert say(gateway, reading(minute - 10, minute)).json()["stored"] == 1
    until(lambda: admin.get("/v1/changes?after=5").json()["head"] == 6)
    assert [change["body"]["value"] for change in admin.get("/v1/changes?after=0").json()["changes"]] == [None, 0, 1, 2, 3, 4]
    assert len(admin.get("/v1/audit").json()["entries"]) == trail


def test_that_a_sensor_keeps_its_reading_when_it_is_moved(admin: Client, device: Client) -> None:
    say(device, reading(-1, 5.0))
    moved = admin.put("/v1/sensors/w1", json=ORDER | {"lon": 116.1}, headers={"If-Match": '"2"'})
    assert (moved.json()["lon"], moved.json()["value"], moved.json()["version"]) == (116.1, 5.0, 3)
    stale = admin.put("/v1/sensors/w1", json=ORDER, headers={"If-Match": '"2"'})
    assert (stale.status_code, stale.json()["current"]["version"]) == (412, 3)


def found(admin: Client) -> list[dict[str, Any]]:
    return [case for case in admin.get("/v1/cases").json()["cases"] if case["source"] == "SENSOR"]


def test_that_a_level_that_is_reached_makes_one_finding_until_it_has_fallen_well_below(backend: Backend, admin: Client, device: Client) -> None:
    hall = backend.client(Role.SHIFT_LEADER)
    say(device, reading(-60, 14.9))
    assert found(hall) == []
    say(device, reading(-55, 15.0), reading(-50, 14.0), reading(-45, 18.0))  # a wave about the level is one flood
    (first,) = found(hall)
    assert (first["class_code"], first["status"], first["lon"], first["lat"]) == ("0506", "REPORTED", 116.0, 40.0)
    assert "Underpass 15 cm" in first["description"]
    say(device, reading(-40, 12.9))
    say(device, reading(-40, 12.9))
    say(device, reading(-35, 20.0))
    assert len(found(hall)) == 2
    trail = [entry["user"] for entry in admin.get("/v1/audit").json()["entries"] if entry["id"] == first["id"]]
    assert trail
    assert set(trail) == {"system"}


def test_that_a_sensor_without_the_level_finds_nothing(backend: Backend, admin: Client, device: Client) -> None:
    admin.put("/v1/sensors/w1", json=ORDER | {"levels": [3, 10]}, headers={"If-Match": '"1"'})
    say(device, reading(-1, 60.0))
    assert found(backend.client(Role.SHIFT_LEADER)) == []


def test_that_a_rule_of_a_class_that_there_is_not_is_named() -> None:
    rules = standards.in_force().sensors
    wrong = {kind: msgspec.structs.replace(finding, class_code="9999") for kind, finding in rules.finding.items()}
    with pytest.raises(BadStandard, match=r"finding.WATER_LEVEL in sensors.toml has the class '9999'"):
        checked_sensors(SensorStandard(finding=wrong), standards.in_force().catalogue)


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [({"levels": [10, 3]}, 409, "levels_not_rising"), ({"id": "w2"}, 409, "code_taken"), ({"kind": "SMELL"}, 400, "malformed")],
)
def test_that_a_wrong_sensor_is_refused(admin: Client, change: dict[str, Any], status: int, code: str) -> None:
    order = ORDER | change
    refused = admin.put(f"/v1/sensors/{order['id']}", json=order)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert [sensor["version"] for sensor in admin.get("/v1/sensors").json()] == [1]


@pytest.mark.parametrize("at", ["2026-11-20T08:00:00", "1970-01-01T00:00:00Z", "2999-01-01T00:00:00Z"])
def test_that_a_time_that_cannot_be_refuses_the_batch(admin: Client, device: Client, at: str) -> None:
    refused = say(device, reading(-1, 5.0), reading(-1, 5.0) | {"at": at})
    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (400, "readings[1].at")
    assert admin.get("/v1/sensors/w1").json()["value"] is None
