"""Grids and components over HTTP: lists, boxes, one thing, the snapshot in JSON and in Arrow."""

from pathlib import Path

import pytest
import requests

from backend.importers.run import run
from backend.web.queries import box_of, span_of
from tests.backend.import_files import components, geojson, square
from tests.backends import Backend, Client
from wire import bulk
from wire.codes import Role
from wire.components import Component
from wire.grids import Grid


@pytest.fixture
def hall(backend: Backend, tmp_path: Path) -> Client:
    """1,200 lamps, two duty grids and a district around them."""
    features = [
        (square(116.0 + part / 500), {"kind": "DUTY", "code": f"d{part}", "name": f"Grid {part}", "parent": "DISTRICT-1"}) for part in range(2)
    ]
    around = {"type": "Polygon", "coordinates": [[[115.9, 39.9], [116.1, 39.9], [116.1, 40.1], [115.9, 40.1], [115.9, 39.9]]]}
    run(backend.database, "grids", geojson(tmp_path / "grids.geojson", [*features, (around, {"kind": "DISTRICT", "code": "1", "name": "All"})]))
    run(backend.database, "components", components(tmp_path / "lamps.geojson", 1200))
    return backend.client(Role.DISPATCHER)


def arrow(hall: Client, path: str) -> requests.Response:
    return hall.get(path, headers={"Accept": bulk.MEDIA_TYPE})


def test_that_grids_are_listed_by_kind(hall: Client) -> None:
    assert [grid["id"] for grid in hall.get("/v1/grids").json()] == ["DISTRICT-1", "DUTY-d0", "DUTY-d1"]
    assert [grid["id"] for grid in hall.get("/v1/grids?kind=DUTY").json()] == ["DUTY-d0", "DUTY-d1"]
    assert len(hall.get("/v1/grids?kind=DUTY&kind=DISTRICT").json()) == 3
    grid = hall.get("/v1/grids?kind=DUTY").json()[0]
    assert (grid["name"], grid["parent"], grid["version"]) == ("Grid 0", "DISTRICT-1", 1)
    assert grid["area_m2"] == pytest.approx(38_000, rel=0.01)
    assert grid["rings"][0][0][0] == [116.0, 40.0]


def test_that_a_place_lies_in_its_grids(hall: Client) -> None:
    assert [grid["id"] for grid in hall.get("/v1/grids/at?lon=116.003&lat=40.001").json()] == ["DUTY-d1", "DISTRICT-1"]
    assert hall.get("/v1/grids/at?lon=10&lat=10").json() == []
    for query in ("lon=200&lat=0", "lon=0", "lon=north&lat=0"):
        assert hall.get(f"/v1/grids/at?{query}").status_code == 400


def test_that_components_are_found_in_a_box_and_by_class(hall: Client) -> None:
    found = hall.get("/v1/components", params={"bbox": "116.0005,40.0005,116.0025,40.0015"}).json()
    assert len(found) == 147
    assert [each["id"] for each in found] == sorted(each["id"] for each in found)
    assert hall.get("/v1/components", params={"class_code": "0138"}).json() == []
    assert len(hall.get("/v1/components", params={"limit": 7, "class_code": "0137"}).json()) == 7
    for query in ("bbox=1,2,3", "bbox=a,b,c,d", "limit=0", "limit=99999"):
        assert hall.get(f"/v1/components?{query}").json()["code"] == "malformed"


def test_that_a_component_is_known_by_its_code(hall: Client) -> None:
    answer = hall.get("/v1/components/1101050137000007")
    assert answer.headers["ETag"] == '"1"'
    assert (answer.json()["code"], answer.json()["class_code"], answer.json()["state"]) == ("1101050137000007", "0137", "INTACT")
    assert hall.get("/v1/components/none").json()["code"] == "unknown_component"


def test_that_the_snapshot_says_the_same_in_json_and_in_arrow(hall: Client) -> None:
    for plural, kind in (("components", Component), ("grids", Grid)):
        as_json = hall.get(f"/v1/snapshot/{plural}").json()
        decoded = [message for page in bulk.decode(kind, bulk.from_bytes(arrow(hall, f"/v1/snapshot/{plural}").content)) for message in page]
        assert [message.id for message in decoded] == [each["id"] for each in as_json]
        assert len(decoded) in (3, 1200)
    one = decoded[0]
    assert isinstance(one, Grid)
    assert one.rings[0][0][0] == (115.9, 39.9)


def test_that_an_empty_city_has_an_empty_snapshot(backend: Backend) -> None:
    hall = backend.client(Role.DISPATCHER)
    table = bulk.from_bytes(arrow(hall, "/v1/snapshot/components").content)
    assert (table.num_rows, table.schema) == (0, bulk.schema_of(Component))


@pytest.mark.parametrize("text", ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "inf,0,1,1", "5,0,4,1", "0,5,1,4", "-181,0,0,0", "0,0,0,91"])
def test_that_what_is_no_box_is_refused(text: str) -> None:
    with pytest.raises(Exception, match="bbox must be"):
        box_of(text)


@pytest.mark.parametrize("text", ["soon", "2026-01-02/2026-01-01", "2026-13-01", "a/b", "0001-01-01T00:00:00+23:00"])
def test_that_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(Exception, match="datetime must"):
        span_of(text)
