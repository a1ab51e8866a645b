"""Registers over HTTP: many entries in one change, as columns or as JSON, with phones masked."""

from typing import Any

import pytest
import requests

from tests.backends import Backend, Client
from wire import bulk
from wire.codes import Role
from wire.registers import Entry

SHOPS = "/v1/registers/STREET_ENTITY/entries"
DRAINS = "/v1/registers/DRAIN/entries"


def shop(number: int, **more: Any) -> dict[str, Any]:
    own = {"id": f"s{number}", "code": f"E{number:05d}", "name": f"福源饺子馆{number}", "lon": 116.0 + number / 1000, "lat": 40.0}
    return own | {"category": "餐饮", "phone": "13812345678", "value": 92.5} | more


def pipe(**more: Any) -> dict[str, Any]:
    return {"id": "p1", "lon": 116.005, "lat": 40.0, "value": 600, "lines": [[[116.0, 40.0], [116.01, 40.002]]]} | more


def write(client: Client, path: str = SHOPS, **order: Any) -> requests.Response:
    headers = {"Idempotency-Key": order.pop("key")} if "key" in order else {}
    return client.post(path, json=order, headers=headers)


def decoded(answer: requests.Response) -> list[Entry]:
    return [entry for page in bulk.decode(Entry, bulk.from_bytes(answer.content)) for entry in page]


@pytest.fixture
def admin(backend: Backend) -> Client:
    return backend.client(Role.ADMIN)


def test_that_many_entries_are_one_change(backend: Backend, admin: Client) -> None:
    receipt = write(backend.client(Role.GATEWAY), put=[shop(number) for number in range(300)])
    assert (receipt.status_code, receipt.json()) == (200, {"stored": 300, "same": 0, "struck": 0})
    changes = admin.get("/v1/changes?after=0").json()["changes"]
    assert [(change["noun"], change["id"], change["body"]["count"]) for change in changes] == [("REGISTER", "STREET_ENTITY", 300)]
    assert admin.get("/v1/registers").json() == [changes[0]["body"]]
    trail = admin.get("/v1/audit").json()["entries"]
    assert [entry["detail"] for entry in trail if entry["act"] == "REGISTER.WRITE"] == ["300 stored, 0 struck out"]


def test_that_the_same_entries_again_change_nothing(admin: Client) -> None:
    write(admin, put=[shop(1), shop(2)])
    assert write(admin, put=[shop(1), shop(2)]).json() == {"stored": 0, "same": 2, "struck": 0}
    assert write(admin, put=[shop(1), shop(2, state="YELLOW")]).json() == {"stored": 1, "same": 1, "struck": 0}
    (register,) = admin.get("/v1/registers").json()
    assert (register["version"], register["count"]) == (2, 2)
    assert admin.get(f"{SHOPS}/s2").json()["state"] == "YELLOW"


def test_that_an_order_is_done_once_by_its_key(admin: Client) -> None:
    first = write(admin, put=[shop(1)], key="moved-0001")
    write(admin, strike=["s1"])
    assert write(admin, put=[shop(1)], key="moved-0001").json() == first.json()
    assert admin.get("/v1/registers").json()[0]["count"] == 0


def test_that_entries_can_be_struck_out(admin: Client) -> None:
    write(admin, put=[shop(1), shop(2), shop(3)])
    assert write(admin, put=[shop(4)], strike=["s1", "s2", "never"]).json() == {"stored": 1, "same": 0, "struck": 2}
    assert [entry["id"] for entry in admin.get(SHOPS).json()] == ["s3", "s4"]
    assert admin.get("/v1/registers").json()[0]["count"] == 2
    assert admin.get(f"{SHOPS}/s1").json()["code"] == "unknown_entry"


def test_that_json_and_arrow_say_the_same_with_masked_phones(admin: Client) -> None:
    write(admin, put=[shop(1, at="2026-11-20T08:00:00+08:00"), shop(2, value=None, phone="")])
    as_json, as_arrow = admin.get(SHOPS), admin.get(SHOPS, headers={"Accept": bulk.MEDIA_TYPE})
    assert as_arrow.headers["ETag"] == as_json.headers["ETag"] == '"1"'
    entries = decoded(as_arrow)
    assert [entry.phone for entry in entries] == [entry["phone"] for entry in as_json.json()] == ["138****5678", ""]
    assert [(entry.id, entry.value, entry.lines) for entry in entries] == [("s1", 92.5, []), ("s2", None, [])]
    assert entries[0].at is not None
    assert entries[0].at.isoformat() == "2026-11-20T00:00:00+00:00"
    assert admin.get(f"{SHOPS}/s1").json()["phone"] == "138****5678"


def test_that_columns_are_of_the_newest_version(admin: Client) -> None:
    write(admin, put=[shop(1)])
    headers = {"Accept": bulk.MEDIA_TYPE}
    assert [len(decoded(admin.get(SHOPS, headers=headers))) for _ in range(2)] == [1, 1]
    write(admin, put=[shop(2)])
    newest = admin.get(SHOPS, headers=headers)
    assert (newest.headers["ETag"], len(decoded(newest))) == ('"2"', 2)


def test_that_entries_are_found_by_what_their_lines_touch(admin: Client) -> None:
    write(admin, DRAINS, put=[pipe()])
    for box, found in (("116.009,40,116.02,41", ["p1"]), ("116.011,40,116.02,41", []), ("116.004,39,116.006,40", ["p1"])):
        assert [entry["id"] for entry in admin.get(DRAINS, params={"bbox": box}).json()] == found
        arrow = admin.get(DRAINS, params={"bbox": box}, headers={"Accept": bulk.MEDIA_TYPE})
        assert [entry.id for entry in decoded(arrow)] == found
    assert decoded(admin.get(DRAINS, headers={"Accept": bulk.MEDIA_TYPE}))[0].lines == [[(116.0, 40.0), (116.01, 40.002)]]


def test_that_registers_do_not_mix(admin: Client) -> None:
    write(admin, put=[shop(1)])
    write(admin, "/v1/registers/POI/entries", put=[shop(1, name="人民公园")])
    assert [entry["name"] for entry in admin.get("/v1/registers/POI/entries").json()] == ["人民公园"]
    assert [register["id"] for register in admin.get("/v1/registers").json()] == ["POI", "STREET_ENTITY"]
    assert admin.get("/v1/registers/BICYCLE/entries").json() == []


@pytest.mark.parametrize(
    ("order", "status", "code"),
    [
        ({"put": [shop(1), shop(1)]}, 400, "malformed"),
        ({"put": [shop(1)], "strike": ["s1"]}, 400, "malformed"),
        ({"put": [shop(1, at="2026-11-20T08:00:00")]}, 400, "malformed"),
        ({"put": [shop(1, lon=200)]}, 400, "malformed"),
        ({"put": [shop(2), pipe(lines=[[[116.0, 40.0]]])]}, 409, "no_line"),
    ],
)
def test_that_a_wrong_order_is_refused_whole(admin: Client, order: dict[str, Any], status: int, code: str) -> None:
    refused = write(admin, **order)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert admin.get("/v1/registers").json() == []
    assert admin.get(SHOPS).json() == []


def test_that_an_outline_has_three_places(admin: Client) -> None:
    refused = write(admin, "/v1/registers/BUILDING/entries", put=[pipe()])
    assert (refused.status_code, refused.json()["code"]) == (409, "no_line")


def test_that_a_register_that_is_none_is_unknown(admin: Client) -> None:
    assert admin.get("/v1/registers/TREES/entries").json()["code"] == "unknown_register"
    assert write(admin, "/v1/registers/TREES/entries").json()["code"] == "unknown_register"
