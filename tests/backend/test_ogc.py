"""OGC API Features: what GDAL reads of every collection, pages and their links, boxes and times, and what must never leave by this door."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from backend.importers.run import run
from backend.rules import cameras, cases, geofences, positions, registers, sensors, units
from backend.session import SYSTEM, Database
from tests.backend.centre import ACCEPTOR
from tests.backend.import_files import components, geojson, square
from tests.backends import Backend, Client
from wire.cameras import CameraOrder
from wire.cases import CaseReport
from wire.codes import FenceKind, Kind, RegisterKind, Role, SensorKind, Source, UnitKind
from wire.geofences import GeofenceOrder
from wire.registers import EntriesOrder, EntryOrder
from wire.sensors import SensorOrder
from wire.units import Fix, UnitOrder

LAMPS = 2500
SECRETS = ("Zhang San", "13812345678", "13712345678", "137****5678", "Li Si", "13987654321", "rtsp://", "neighbour")

# GDAL asks over HTTP while it holds Python's lock: it has to be another process than the backend's.
READ_ALL = """
import json, sys, pyogrio, shapely
source = sys.argv[1]
found = {}
for name, kind in pyogrio.list_layers(source):
    meta, fids, shapes, columns = pyogrio.raw.read(source, layer=name)
    bounds = shapely.total_bounds(shapely.from_wkb(shapes)).tolist()
    found[name] = {"kind": kind, "count": len(shapes), "bounds": bounds, "fields": list(meta["fields"])}
box = pyogrio.raw.read(source, layer="components", bbox=(116.0005, 40.0005, 116.0025, 40.0015))
found["box"] = len(box[2])
json.dump(found, sys.stdout)
"""


SQUARE = [(116.5, 40.5), (116.51, 40.5), (116.51, 40.51), (116.5, 40.51)]
SHOP = EntryOrder(id="s1", code="E1", name="福源饺子馆", lon=116.6, lat=40.6, phone="13712345678", value=92.5)
ENTRIES = {
    RegisterKind.STREET_ENTITY: [SHOP, EntryOrder(id="s2", name="面馆", lon=116.7, lat=40.6, at=datetime(2026, 11, 20, tzinfo=UTC))],
    RegisterKind.BUILDING: [EntryOrder(id="b1", lon=116.505, lat=40.505, value=18.0, lines=[SQUARE])],
    RegisterKind.DRAIN: [EntryOrder(id="d1", lon=116.505, lat=40.5, value=600, lines=[SQUARE[:2]])],
    **{RegisterKind(kind): [EntryOrder(id="x1", lon=116.8, lat=40.8)] for kind in ("BICYCLE", "FLOOD_POINT", "GATE", "POI")},
}
REGISTERS = ["street-entities", "bicycles", "flood-points", "drains", "buildings", "gates", "pois"]


def filled(database: Database, folder: Path) -> None:
    """Lamps for three pages of GDAL, two grids, a street, a camera, a truck that was seen and one that was not, and three cases."""
    run(database, "components", components(folder / "lamps.geojson", LAMPS))
    grids = [(square(116.0 + part / 500), {"kind": "DUTY", "code": f"d{part}", "name": "Grid"}) for part in range(2)]
    run(database, "grids", geojson(folder / "grids.geojson", grids))
    line = {"type": "LineString", "coordinates": [[116, 40], [116.01, 40], [116.01, 40.01]]}
    run(database, "streets", geojson(folder / "streets.geojson", [(line, {"id": "s#1", "name": "瑞祥路", "kind": "road"})]))
    with database.write(SYSTEM) as work:
        cameras.put(work, CameraOrder(id="c1", code="C1", name="North gate", lon=116.1, lat=40.1, main_url="rtsp://gate/1"))
        for id, kind in (("t1", UnitKind.TRUCK), ("t2", UnitKind.TRUCK)):
            units.put(work, UnitOrder(id=id, code=id, kind=kind, name="Li Si", phone="13987654321", plate="粤B12345"))
        fence = GeofenceOrder(id="f1", name="Market", kind=FenceKind.CIRCLE, places=[(116.2, 40.2)], radius_m=500)
        geofences.put(work, fence)
        sensors.put(work, SensorOrder(id="w1", code="W1", name="Underpass", kind=SensorKind.WATER_LEVEL, lon=116.4, lat=40.4))
        for kind, put in ENTRIES.items():
            registers.order(work, kind, EntriesOrder(put=put))
        positions.store(work, "t1", [Fix(at=datetime(2026, 11, 20, 4, tzinfo=UTC), lon=116.2, lat=40.2, speed=5.0)])
    with database.write(ACCEPTOR) as work:
        for number in range(3):
            cases.report(work, report(number))


def report(number: int) -> CaseReport:
    return CaseReport(
        id=f"case-{number}",
        source=Source.HOTLINE_12319,
        kind=Kind.EVENT,
        class_code="0112",
        lon=116.3 + number / 100,
        lat=40.3,
        address="at the neighbour's",
        description="my neighbour, Zhang San",
        reporter="Zhang San",
        phone="13812345678",
        at=datetime(2026, 1 + number, 1, tzinfo=UTC),
    )


@pytest.fixture
def gateway(backend: Backend, tmp_path: Path) -> Client:
    filled(backend.database, tmp_path)
    return backend.client(Role.GATEWAY)


def gdal(source: str, **environment: str) -> dict[str, Any]:
    settings = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()} | environment
    done = subprocess.run([sys.executable, "-c", READ_ALL, source], capture_output=True, text=True, timeout=120, check=False, env=settings)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_that_gdal_reads_every_collection_whole(gateway: Client) -> None:
    found = gdal(f"OAPIF:{gateway.address}/ogc?api_key={gateway.token}")
    assert {name: layer["count"] for name, layer in found.items() if name != "box"} == {
        "cases": 3,
        "components": LAMPS,
        "units": 1,
        "cameras": 1,
        "grids": 2,
        "streets": 1,
        "sensors": 1,
        "geofences": 1,
        **dict.fromkeys(REGISTERS, 1),
        "street-entities": 2,
    }
    assert {name: layer["kind"] for name, layer in found.items() if name in ("geofences", "street-entities", "buildings", "drains")} == {
        "geofences": "MultiPolygon",
        "street-entities": "Point",
        "buildings": "MultiPolygon",
        "drains": "MultiLineString",
    }
    assert found["buildings"]["bounds"] == pytest.approx([116.5, 40.5, 116.51, 40.51])
    assert found["geofences"]["bounds"] == pytest.approx([116.19412, 40.19551, 116.20588, 40.20449], abs=1e-5)
    assert {"name", "category", "value", "at"} <= set(found["street-entities"]["fields"])
    assert found["box"] == 231
    assert found["cases"]["bounds"] == pytest.approx([116.3, 40.3, 116.32, 40.3])
    assert found["grids"]["bounds"] == pytest.approx([116.0, 40.0, 116.004, 40.002])
    assert {"class_code", "state"} <= set(found["components"]["fields"])


def test_that_gdal_may_bring_its_key_in_a_header(gateway: Client) -> None:
    found = gdal(f"OAPIF:{gateway.address}/ogc", GDAL_HTTP_AUTH="BEARER", GDAL_HTTP_BEARER=gateway.token)
    assert found["components"]["count"] == LAMPS


def test_that_the_landing_page_leads_everywhere(gateway: Client) -> None:
    links = {link["rel"]: link["href"] for link in gateway.get("/ogc").json()["links"]}
    assert links["data"] == f"{gateway.address}/ogc/collections"
    for href in links.values():
        assert gateway.get(href.removeprefix(gateway.address)).status_code == 200
    assert gateway.get("/ogc/conformance").json()["conformsTo"][0].endswith("/conf/core")
    api = gateway.get("/ogc/api")
    assert api.headers["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0"
    assert "/collections/cases/items" in api.json()["paths"]


def test_that_links_lead_to_the_host_that_was_asked(gateway: Client) -> None:
    links = gateway.get("/ogc", headers={"Host": "hall.example.org:8443"}).json()["links"]
    assert all(link["href"].startswith("http://hall.example.org:8443/ogc") for link in links)


def test_that_pages_follow_each_other_to_the_end_and_keep_the_key(backend: Backend, gateway: Client) -> None:
    nobody, ids = backend.client(), []
    href = f"/ogc/collections/components/items?limit=1000&api_key={gateway.token}"
    while href:
        page = nobody.get(href).json()
        assert (page["numberMatched"], page["numberReturned"]) == (LAMPS, len(page["features"]))
        ids += [feature["id"] for feature in page["features"]]
        links = {link["rel"]: link["href"] for link in page["links"]}
        href = links.get("next", "").removeprefix(gateway.address)
    assert len(ids) == len(set(ids)) == LAMPS
    assert ids == sorted(ids)
    assert "offset=1000" in links["prev"]


def test_that_collections_say_where_and_when_they_are(gateway: Client) -> None:
    found = {each["id"]: each for each in gateway.get("/ogc/collections").json()["collections"]}
    assert list(found) == ["cases", "components", "units", "cameras", "grids", "streets", "sensors", "geofences", *REGISTERS]
    assert found["grids"]["extent"]["spatial"]["bbox"] == [pytest.approx([116.0, 40.0, 116.004, 40.002])]
    assert found["cases"]["extent"]["temporal"]["interval"] == [["2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z"]]
    assert found["units"]["extent"]["temporal"]["interval"] == [["2026-11-20T04:00:00Z", "2026-11-20T04:00:00Z"]]
    assert gateway.get("/ogc/collections/cameras").json() == found["cameras"]


def test_that_a_box_and_a_time_choose(gateway: Client) -> None:
    def found(collection: str, **query: str) -> list[str]:
        return [feature["id"] for feature in gateway.get(f"/ogc/collections/{collection}/items", params=query).json()["features"]]

    assert found("cases", bbox="116.305,40.2,116.4,40.4") == ["case-1", "case-2"]
    assert found("cases", bbox="116.305,40.2,0,116.4,40.4,9") == ["case-1", "case-2"]
    assert found("cases", datetime="2026-01-15T00:00:00Z/..") == ["case-1", "case-2"]
    assert found("cases", datetime="../2026-01-15T00:00:00Z") == ["case-0"]
    assert found("cases", datetime="2026-02-01T00:00:00Z") == ["case-1"]
    assert found("units", datetime="2026-11-20T00:00:00Z/2026-11-21T00:00:00Z") == ["t1"]
    assert found("units", datetime="2026-11-21T00:00:00Z/..") == []
    assert found("cameras", datetime="2020-01-01T00:00:00Z") == ["c1"]
    assert found("grids", bbox="116.0035,40.001,116.0036,40.0011") == ["DUTY-d1"]
    assert found("streets", bbox="116.009,39.9,116.02,40.1") == ["s#1"]


def test_that_one_feature_can_be_asked_for(gateway: Client) -> None:
    camera = gateway.get("/ogc/collections/cameras/items/c1")
    assert camera.headers["Content-Type"] == "application/geo+json"
    assert camera.json()["geometry"] == {"type": "Point", "coordinates": [116.1, 40.1]}
    own = camera.json()["links"][0]["href"].removeprefix(gateway.address)
    assert gateway.get(own).json() == camera.json()
    street = gateway.get("/ogc/collections/streets/items/s%231").json()
    assert street["geometry"]["type"] == "MultiLineString"
    assert street["links"][0]["href"].endswith("/items/s%231")


def test_that_no_person_and_no_stream_can_be_seen_from_outside(gateway: Client) -> None:
    for collection in ("cases", "components", "units", "cameras", "grids", "streets"):
        text = gateway.get(f"/ogc/collections/{collection}/items", params={"limit": "10"}).text
        assert not [secret for secret in SECRETS if secret in text]


def test_that_what_is_wrong_is_refused_by_name(gateway: Client) -> None:
    items = "/ogc/collections/cases/items"
    wrong_numbers = ["limit=0", "limit=many", "offset=-1", "bbox=1,2,3", "bbox=a,b,c,d", "bbox=10,0,5,5", "bbox=nan,0,1,1"]
    for query in [*wrong_numbers, "datetime=soon", "datetime=2026-02-01/2026-01-01", "colour=red", "crs=EPSG:3857"]:
        refused = gateway.get(f"{items}?{query}")
        assert (refused.status_code, refused.json()["code"]) == (400, "malformed"), query
    assert gateway.get("/ogc/collections/dreams/items").json()["code"] == "unknown_collection"
    assert gateway.get(f"{items}/none").json()["code"] == "unknown_case"
    assert gateway.get(f"{items}?limit=99999").json()["numberReturned"] == 3


def test_that_nobody_comes_in_without_a_key(backend: Backend, gateway: Client) -> None:
    assert backend.client().get("/ogc/collections").status_code == 401
    assert backend.client(Role.HANDLER).get("/ogc/collections").status_code == 403


def test_that_an_empty_city_has_collections_without_an_extent(backend: Backend) -> None:
    hall = backend.client(Role.DISPATCHER)
    assert all("extent" not in each for each in hall.get("/ogc/collections").json()["collections"])
    assert hall.get("/ogc/collections/cases/items").json()["features"] == []
