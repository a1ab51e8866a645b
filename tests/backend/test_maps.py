"""Geofences, base maps and preferences over HTTP."""

from typing import Any

import pytest

from tests.backends import Backend, Client, until
from wire.codes import Role

SQUARE = [[116.0, 40.0], [116.01, 40.0], [116.01, 40.01], [116.0, 40.01]]
FENCE = {"id": "f1", "name": "Market", "kind": "POLYGON", "places": SQUARE}
LEVEL = {"mark": "7", "resolution": 0.5, "west": 400000.0, "north": 2600000.0, "side": 256, "columns": 10, "rows": 12}
XYZ = {"id": "osm", "name": "Streets", "kind": "XYZ", "url": "https://tiles.example.org/{z}/{x}/{y}.png"}


@pytest.fixture
def hall(backend: Backend) -> Client:
    return backend.client(Role.DUTY_LEADER)


@pytest.fixture(scope="module")
def town(lasting: Backend) -> Client:
    """For what is refused."""
    return lasting.client(Role.DUTY_LEADER)


def test_that_a_geofence_is_drawn_changed_and_removed(hall: Client) -> None:
    made = hall.put("/v1/geofences/f1", json=FENCE)
    assert (made.status_code, made.headers["ETag"], made.json()["by"]) == (200, '"1"', hall.user and hall.user.name)
    assert hall.get("/v1/geofences").json() == [made.json()]
    changed = hall.put("/v1/geofences/f1", json=FENCE | {"name": "Night market"}, headers={"If-Match": '"1"'}).json()
    assert hall.get("/v1/geofences/f1").json() == changed
    stale = hall.delete("/v1/geofences/f1", headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["current"]["name"]) == (412, "Night market")
    assert hall.delete("/v1/geofences/f1", headers={"If-Match": '"2"'}).status_code == 204
    assert hall.get("/v1/geofences/f1").json()["code"] == "unknown_geofence"
    until(lambda: hall.get("/v1/changes?after=2").json()["head"] == 3)
    changes = hall.get("/v1/changes?after=0").json()["changes"]
    assert [(change["version"], change["body"] and change["body"]["name"]) for change in changes] == [(1, "Market"), (2, "Night market"), (3, None)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "CIRCLE", "places": SQUARE[:1]}, "no_circle"),
        ({"kind": "CIRCLE", "places": SQUARE[:2], "radius_m": 50}, "no_circle"),
        ({"kind": "CORRIDOR", "places": SQUARE[:2]}, "no_corridor"),
        ({"kind": "CORRIDOR", "places": [SQUARE[0], SQUARE[0]], "radius_m": 50}, "no_corridor"),
        ({"places": SQUARE[:2]}, "no_polygon"),
        ({"places": [SQUARE[0], SQUARE[1], SQUARE[0]]}, "no_polygon"),
        ({"radius_m": 50}, "no_polygon"),
        ({"places": [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]]}, "crosses_itself"),
    ],
)
def test_that_what_is_no_shape_is_refused(town: Client, change: dict[str, Any], code: str) -> None:
    refused = town.put("/v1/geofences/f1", json=FENCE | change)
    assert (refused.status_code, refused.json()["code"]) == (409, code)
    assert town.get("/v1/geofences").json() == []


def test_that_circles_and_corridors_are_kept(hall: Client) -> None:
    for id, change in (("c", {"kind": "CIRCLE", "places": SQUARE[:1]}), ("l", {"kind": "CORRIDOR", "places": SQUARE[:3]})):
        order = FENCE | change | {"id": id, "radius_m": 80.5}
        assert hall.put(f"/v1/geofences/{id}", json=order).json()["places"] == order["places"]


def test_that_an_administrator_keeps_the_base_maps(backend: Backend, hall: Client) -> None:
    admin = backend.client(Role.ADMIN)
    assert hall.put("/v1/basemaps/osm", json=XYZ).status_code == 403
    made = admin.put("/v1/basemaps/osm", json=XYZ)
    assert made.headers["ETag"] == '"1"'
    assert (
        admin.put("/v1/basemaps/file", json={"id": "file", "name": "City", "kind": "PMTILES", "url": "city.pmtiles", "datum": "gcj02"}).status_code
        == 200
    )
    assert [basemap["id"] for basemap in hall.get("/v1/basemaps").json()] == ["file", "osm"]
    assert hall.get("/v1/basemaps/osm").json() == made.json()
    assert admin.delete("/v1/basemaps/osm").status_code == 204
    assert hall.get("/v1/basemaps/osm").json()["code"] == "unknown_basemap"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"url": "tiles.png"}, "no_address"),
        ({"url": "file:///etc/passwd"}, "no_address"),
        ({"url": "https://me:secret@tiles.example.org/{z}/{x}/{y}"}, "no_address"),
        ({"kind": "PMTILES", "url": "../city.pmtiles"}, "no_address"),
        ({"url": "https://tiles.example.org/"}, "no_tile_in_address"),
        ({"url": "https://{s}.example.org/{z}/{x}/{y}"}, "no_tile_in_address"),
        ({"kind": "WMTS", "url": "https://tiles.example.org/wmts"}, "no_tile_in_address"),
        ({"kind": "WMS", "url": "https://tiles.example.org/wms"}, "no_box_in_address"),
        ({"kind": "WMS", "url": "https://tiles.example.org/wms?{z}", "layer": "roads"}, "no_box_in_address"),
        ({"form": "VECTOR", "projection": "EPSG:4490"}, "no_projection"),
        ({"min_zoom": 9, "max_zoom": 3}, "no_zoom"),
        ({"projection": "EPSG:4547"}, "no_projection"),
        ({"kind": "WMTS", "projection": "EPSG:4547"}, "no_levels"),
        ({"kind": "WMTS", "projection": "EPSG:4547", "levels": [LEVEL]}, "no_tile_in_address"),
        ({"kind": "WMTS", "url": "https://t.example.cn/{m}/{y}/{x}", "levels": [LEVEL]}, "no_levels"),
        ({"kind": "WMS", "url": "https://t.example.cn/wms?BBOX={bbox}", "projection": "EPSG:4490"}, "no_projection"),
    ],
)
def test_that_a_base_map_that_cannot_be_drawn_is_refused(lasting: Backend, change: dict[str, Any], code: str) -> None:
    refused = lasting.client(Role.ADMIN).put("/v1/basemaps/osm", json=XYZ | change)
    assert (refused.status_code, refused.json()["code"]) == (409, code)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "WMTS", "url": "https://t0.example.cn/c?TILEMATRIX={z}&TILEROW={y}&TILECOL={x}", "projection": "EPSG:4490", "datum": "cgcs2000"},
        {"kind": "WMS", "url": "https://tiles.example.org/wms", "layer": "roads"},
        {"kind": "WMTS", "url": "https://t0.example.cn/{m}/{y}/{x}", "projection": "EPSG:4547", "datum": "cgcs2000", "levels": [LEVEL]},
        {"kind": "WMS", "url": "https://t0.example.cn/wms?CRS=EPSG:4526&BBOX={bbox}", "projection": "EPSG:4526", "datum": "cgcs2000"},
        {"kind": "WMS", "url": "https://tiles.example.org/wms?BBOX={bbox}"},
        {"url": "https://tiles.example.org/{z}/{x}/{-y}.pbf", "form": "VECTOR"},
        {"kind": "MBTILES", "url": "https://tiles.example.org/city.mbtiles", "form": "VECTOR"},
    ],
)
def test_that_a_base_map_of_every_kind_is_kept(lasting: Backend, change: dict[str, Any]) -> None:
    kept = lasting.client(Role.ADMIN).put("/v1/basemaps/osm", json=XYZ | change).json()
    assert kept | change == kept


def test_that_a_preference_is_its_users_own(backend: Backend, hall: Client) -> None:
    other = backend.client(Role.DISPATCHER)
    liked: dict[str, Any] = {"layers": ["cases", "路灯"], "opacity": 0.5, "base": None}
    assert hall.put("/v1/me/preferences/map", json=liked).json() == liked
    assert hall.get("/v1/me/preferences/map").json() == liked
    hall.put("/v1/me/preferences/map", json=[])
    assert hall.get("/v1/me/preferences/map").json() == []
    assert other.get("/v1/me/preferences/map").json()["code"] == "unknown_preference"


@pytest.mark.parametrize(
    ("body", "status"), [(b"", 400), (b"{layers", 400), (b'"\xff"', 400), (b'"\\u0000"', 400), (b'"' + b"x" * 70_000 + b'"', 413)]
)
def test_that_what_is_no_preference_is_refused(town: Client, body: bytes, status: int) -> None:
    assert town.put("/v1/me/preferences/map", data=body, headers={"Content-Type": "application/json"}).status_code == status
    assert town.get("/v1/me/preferences/map").status_code == 404
