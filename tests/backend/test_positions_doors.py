"""The doors of position devices: OsmAnd in a query or a form, the Traccar client's JSON."""

import time
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from backend.fixes import folding
from backend.refusals import FixRefused, Malformed
from backend.rules import devices, units
from backend.session import SYSTEM
from backend.tables.positions import LatestRow
from tests.backends import Backend, Client, until
from wire.codes import Role, UnitKind
from wire.units import UnitOrder

AT = 1_763_700_000  # 2025-11-21 04:40 UTC
NOW = datetime(2025, 11, 21, 5, tzinfo=UTC)


@pytest.fixture
def device(backend: Backend) -> Client:
    """The key of a gateway; the truck t1 has the device 861234."""
    with backend.database.write(SYSTEM) as work:
        units.put(work, UnitOrder(id="t1", code="861234", kind=UnitKind.TRUCK, name="Truck"))
    return backend.client(Role.DEVICE)


def fixes(backend: Backend) -> list[tuple[Any, ...]]:
    """at (s), lon, lat, speed, heading, accuracy of all fixes of the truck."""
    hall = backend.client(Role.DISPATCHER)
    found = hall.get("/v1/tracks/t1", params={"start": "2025-11-20T00:00:00Z", "end": "2025-11-22T00:00:00Z"}).json()
    return [(at / 1000, *rest) for at, *rest in zip(*(found[name] for name in ("at", "lon", "lat", "speed", "heading", "accuracy")), strict=True)]


def test_that_a_query_is_a_fix_and_knots_are_no_metres(backend: Backend, device: Client) -> None:
    query = {"id": "861234", "lat": "22.7", "lon": "114.3", "timestamp": AT, "speed": "10", "bearing": "90", "altitude": "12", "accuracy": "4.5"}
    assert device.get("/osmand", params=query).status_code == 200
    assert fixes(backend) == [(AT, 114.3, 22.7, pytest.approx(5.144, abs=5e-3), 90.0, 4.5)]


@pytest.mark.parametrize(
    ("said", "mocked"), [({"mock": "true"}, True), ({"mock": "1"}, True), ({"isMocked": "True"}, True), ({"mock": "false"}, False), ({}, False)]
)
def test_that_what_a_device_calls_mocked_is_kept_as_said_and_not_believed(
    backend: Backend, device: Client, said: dict[str, str], mocked: bool
) -> None:
    """Through OsmAnd, through the client's JSON and through our own door; the heading is none the worse."""
    place = {"id": "861234", "lat": "22.7", "lon": "114.3", "bearing": "90"}
    assert device.get("/osmand", params=place | said | {"timestamp": AT}).status_code == 200
    flags = {name: value in ("true", "1", "True") for name, value in said.items()}
    location = {"timestamp": "2025-11-21T04:40:05Z", "coords": {"latitude": 22.7, "longitude": 114.3}} | flags
    assert device.post("/traccar", json={"device_id": "861234", "location": location}).status_code == 200
    fix = {"at": "2025-11-21T04:40:10Z", "lon": 114.3, "lat": 22.7, "heading": 0, "mock": mocked}
    assert (
        device.post("/v1/positions", json={"code": "861234", "fixes": [fix, fix | {"at": "2025-11-21T04:40:15Z", "mock": False}]}).status_code == 200
    )
    assert [row[4] for row in fixes(backend)] == [90.0, None, 0.0, 0.0]
    folding.rewrite(backend.database)
    assert [row[4] for row in fixes(backend)] == [90.0, None, 0.0, 0.0]
    hall, period = backend.client(Role.DISPATCHER), {"start": "2025-11-21T04:00:00Z", "end": "2025-11-21T05:00:00Z"}
    told = hall.get("/v1/tracks/t1/analysis", params=period).json()
    assert told["dropped"].get("MOCK", []) == [(AT + second) * 1000 for second in (0, 5, 10) if mocked]
    then = hall.get("/v1/past/positions", params={"at": "2025-11-21T04:40:02Z"}).json()
    assert (then["heading"], then.get("mocked", [])) == ([90.0], ["t1"] if mocked else [])
    first = {"after": 0, "wait": 5}  # the hub looks several times a second: it may still be at a fix before
    live = until(lambda: told if (told := hall.get("/v1/positions", params=first).json())["at"] == [(AT + 15) * 1000] else None)
    assert live.get("mocked", []) == []
    newest = fix | {"at": "2025-11-21T04:40:20Z"}
    assert device.post("/v1/positions", json={"code": "861234", "fixes": [newest]}).status_code == 200
    live = hall.get("/v1/positions", params={"after": live["cursor"], "wait": 5}).json()
    assert (live["at"], live.get("mocked", [])) == ([(AT + 20) * 1000], ["t1"] if mocked else [])


@pytest.mark.parametrize("timestamp", [str(AT), f"{AT}000", "2025-11-21T04:40:00Z", "2025-11-21 04:40:00", "2025-11-21T12:40:00+08:00"])
def test_that_every_way_to_write_a_time_is_the_same_time(timestamp: str) -> None:
    batch = devices.batch_of_fields({"id": "861234", "lat": "22.7", "lon": "114.3", "timestamp": timestamp}, NOW)
    assert batch.fixes[0].at.timestamp() == AT


def test_that_a_form_does_as_well_as_a_query(backend: Backend, device: Client) -> None:
    form = {"deviceid": "861234", "location": "22.7,114.3", "timestamp": AT, "speed": "-1", "bearing": "-1"}
    assert device.post("/osmand", data=form).status_code == 200
    assert fixes(backend) == [(AT, 114.3, 22.7, None, None, None)]


def message(**coords: float) -> dict[str, Any]:
    place = {"latitude": 22.7, "longitude": 114.3} | coords
    return {
        "device_id": "861234",
        "location": {"timestamp": "2025-11-21T04:40:00.000Z", "coords": place, "battery": {"level": 0.4}, "is_moving": True},
    }


@pytest.mark.parametrize("door", ["/traccar", "/osmand"])
def test_that_the_clients_json_is_in_metres_per_second(backend: Backend, device: Client, door: str) -> None:
    assert device.post(door, json=message(speed=5.5, heading=181, accuracy=3, altitude=9)).status_code == 200
    assert fixes(backend) == [(AT, 114.3, 22.7, 5.5, 181.0, 3.0)]


def test_that_minus_one_is_unknown_in_json(backend: Backend, device: Client) -> None:
    assert device.post("/traccar", json=message(speed=-1, heading=-1, accuracy=-1)).status_code == 200
    assert fixes(backend)[0][3:] == (None, None, None)


def test_that_several_fixes_come_in_one_message(backend: Backend, device: Client) -> None:
    one = message()["location"]
    later = one | {"timestamp": (AT + 5) * 1000}
    assert device.post("/traccar", json={"device_id": "861234", "location": [one, later]}).json() == {"stored": 2, "doubled": 0}
    assert [fix[0] for fix in fixes(backend)] == [AT, AT + 5]


def test_that_sending_again_is_harmless(backend: Backend, device: Client) -> None:
    query = {"id": "861234", "lat": "22.7", "lon": "114.3", "timestamp": AT}
    assert device.get("/osmand", params=query).json() == {"stored": 1, "doubled": 0}
    assert device.get("/osmand", params=query).json() == {"stored": 0, "doubled": 1}


def test_that_a_fix_without_a_time_is_of_now(backend: Backend, device: Client) -> None:
    before = time.time()
    assert device.get("/osmand", params={"id": "861234", "lat": "22.7", "lon": "114.3"}).status_code == 200
    with backend.database.read() as work:
        latest = work.session.scalars(sa.select(LatestRow.at)).one()
    assert before - 1 <= latest / 1000 <= time.time() + 1


def test_that_a_key_in_the_address_is_enough(backend: Backend, device: Client) -> None:
    nobody = backend.client()
    query = {"id": "861234", "lat": "22.7", "lon": "114.3", "timestamp": AT}
    assert nobody.get("/osmand", params=query).status_code == 401
    assert nobody.get("/osmand", params=query | {"api_key": device.token}).status_code == 200


def test_that_only_devices_and_inspectors_come_in(backend: Backend, device: Client) -> None:
    refused = backend.client(Role.DISPATCHER).get("/osmand", params={"id": "861234", "lat": "1", "lon": "2"})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_your_role")


def test_that_an_inspector_reports_nobody_but_himself(backend: Backend, device: Client) -> None:
    query = {"id": "861234", "lat": "22.7", "lon": "114.3", "timestamp": AT}
    assert backend.client(Role.INSPECTOR, unit_id="u9").get("/osmand", params=query).status_code == 403
    assert backend.client(Role.INSPECTOR, unit_id="t1").get("/osmand", params=query).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"id": ""},
        {"lat": ""},
        {"lat": "north"},
        {"lat": "91"},
        {"lon": "nan"},
        {"timestamp": "yesterday"},
        {"timestamp": "1e300"},
        {"timestamp": "inf"},
        {"speed": "fast"},
        {"bearing": "361"},
        {"location": "22.7"},
    ],
)
def test_that_what_is_no_fix_is_refused_by_name(change: dict[str, str]) -> None:
    with pytest.raises(FixRefused, match=r"\.$"):
        devices.batch_of_fields({"id": "861234", "lat": "22.7", "lon": "114.3", "timestamp": str(AT)} | change, NOW)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"device_id": 5}', b'{"device_id": "861234", "location": {}}', b"\xff\xfe"])
def test_that_wrong_json_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed, match="no message of a Traccar client"):
        devices.batch_of_json(body)


def test_that_refusals_come_as_problems(backend: Backend, device: Client) -> None:
    query = {"id": "861234", "lat": "22.7", "lon": "114.3", "timestamp": str(AT)}
    for change, status, code in [
        ({"id": "unheard-of"}, 404, "unknown_unit"),
        ({"lat": ""}, 400, "bad_fix"),
        ({"timestamp": "86400"}, 400, "bad_fix"),
        ({"timestamp": "4102444800"}, 400, "bad_fix"),
    ]:
        refused = device.get("/osmand", params=query | change)
        assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert device.post("/traccar", data=b"{", headers={"Content-Type": "application/json"}).json()["code"] == "malformed"
    assert fixes(backend) == []


def test_that_another_kind_of_body_is_refused(device: Client) -> None:
    assert device.post("/traccar", data=b"<xml/>", headers={"Content-Type": "text/xml"}).status_code == 415


@pytest.mark.parametrize("value", ["inf", "1e400", "nan", "-1"])
def test_that_what_no_device_can_measure_is_unknown(backend: Backend, device: Client, value: str) -> None:
    query = {"id": "861234", "lat": "22.7", "lon": "114.3", "timestamp": AT, "speed": value, "bearing": value, "accuracy": value}
    assert device.get("/osmand", params=query).status_code == 200
    assert fixes(backend) == [(AT, 114.3, 22.7, None, None, None)]
