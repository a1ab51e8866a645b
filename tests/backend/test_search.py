"""Search: everything by what people call it, from wherever it was written."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from backend.importers.run import run
from backend.rules import cases, names
from backend.rules.history import PastCase, import_cases
from backend.rules.spelling import forms, words
from backend.session import SYSTEM
from tests.backend.centre import ACCEPTOR
from tests.backend.import_files import components, csv, geojson, point, square
from tests.backends import Backend, Client
from wire.cases import CaseReport
from wire.codes import Kind, Role, Source, Status

GATES = [{"id": f"g{number}", "name": f"瑞祥路{number}号", "lon": 116.0 + number / 1000, "lat": 40.0} for number in (1, 3, 11, 13, 111)]
SHOP = {"id": "s1", "code": "E00001", "name": "福源饺子馆", "category": "餐饮", "address": "瑞祥路11号", "lon": 116.011, "lat": 40.0}
UNIT = {"id": "u1", "code": "JD001", "kind": "INSPECTOR", "name": "张建国", "team": "东部中队"}
FENCE = {"id": "f1", "name": "夜市范围", "kind": "CIRCLE", "places": [[116.2, 40.2]], "radius_m": 100}


def report(id: str = "c1", address: str = "瑞祥路11号附近") -> CaseReport:
    return CaseReport(id=id, source=Source.HOTLINE_12319, kind=Kind.EVENT, class_code="0112", lon=116.3, lat=40.3, address=address)


def filled(backend: Backend, folder: Path) -> None:
    """Something of every kind, by every way in."""
    admin, database = backend.client(Role.ADMIN), backend.database
    run(database, "components", components(folder / "lamps.geojson", 30))
    run(database, "grids", geojson(folder / "grids.geojson", [(square(), {"kind": "DUTY", "code": "d1", "name": "鼓楼责任网格"})]))
    lines = [{"type": "LineString", "coordinates": [[116, 40 + part / 100], [116.01, 40 + part / 100]]} for part in range(2)]
    run(database, "streets", geojson(folder / "streets.geojson", [(line, {"id": f"S{part}", "name": "瑞祥路"}) for part, line in enumerate(lines)]))
    run(database, "cameras", csv(folder / "cameras.csv", "code,name,lon,lat\n14080200001310000001,重庆路口,116.1,40.1\n"))
    run(database, "sensors", csv(folder / "sensors.csv", "code,name,kind,lon,lat\nW1,铁路下穿,WATER_LEVEL,116.0,40.0\n"))
    run(database, "registers", geojson(folder / "pois.geojson", [(point(116.5, 40.5), {"kind": "POI", "id": "p1", "name": "人民公园"})]))
    for kind, entries in (("GATE", GATES), ("STREET_ENTITY", [SHOP]), ("BICYCLE", [{"id": "b1", "code": "YDX-000017", "lon": 116.0, "lat": 40.0}])):
        assert admin.post(f"/v1/registers/{kind}/entries", json={"put": entries}).status_code == 200
    for path, order in (("units/u1", UNIT), ("geofences/f1", FENCE), ("departments/d1", {"id": "d1", "code": "D01", "name": "市排水服务中心"})):
        assert admin.put(f"/v1/{path}", json=order).status_code == 200
    with database.write(ACCEPTOR) as work:
        cases.report(work, report())
    with database.write(SYSTEM) as work:
        past = PastCase(
            id="old",
            source=Source.WECHAT,
            kind=Kind.EVENT,
            class_code="0112",
            lon=116.3,
            lat=40.3,
            status=Status.REPORTED,
            reported_at=datetime(2020, 1, 2, tzinfo=UTC),
        )
        import_cases(work, [past])


@pytest.fixture
def hall(backend: Backend, tmp_path: Path) -> Client:
    filled(backend, tmp_path)
    return backend.client(Role.DISPATCHER)


@pytest.fixture(scope="module")
def town(lasting: Backend, tmp_path_factory: pytest.TempPathFactory) -> Client:
    """The same, once: only to be looked at."""
    filled(lasting, tmp_path_factory.mktemp("files"))
    return lasting.client(Role.DISPATCHER)


def found(hall: Client, text: str, **more: Any) -> list[str]:
    return [f"{hit['kind']} {hit['id']}" for hit in hall.get("/v1/search", params={"text": text} | more).json()["hits"]]


def number_of(hall: Client, id: str) -> str:
    number: str = hall.get(f"/v1/cases/{id}").json()["case"]["number"]
    return number


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("瑞祥路", "STREET 瑞祥路"),
        ("祥路", "STREET 瑞祥路"),
        ("ruixianglu", "STREET 瑞祥路"),
        ("xianglu", "STREET 瑞祥路"),
        ("rxl", "STREET 瑞祥路"),
        ("瑞祥路11号", "GATE g11"),
        ("瑞祥路 11", "GATE g11"),
        ("瑞祥路１１", "GATE g11"),
        ("rxl11", "GATE g11"),
        ("人民公园", "POI p1"),
        ("gongyuan", "POI p1"),
        ("rmgy", "POI p1"),
        ("饺子", "STREET_ENTITY s1"),
        ("fyjzg", "STREET_ENTITY s1"),
        ("e00001", "STREET_ENTITY s1"),
        ("建国", "UNIT u1"),
        ("zjg", "UNIT u1"),
        ("JD001", "UNIT u1"),
        ("重庆路口", "CAMERA 14080200001310000001"),
        ("chongqing", "CAMERA 14080200001310000001"),
        ("1408020000131", "CAMERA 14080200001310000001"),
        ("排水", "DEPARTMENT d1"),
        ("鼓楼", "GRID DUTY-d1"),
        ("下穿", "SENSOR W1"),
        ("夜市", "GEOFENCE f1"),
        ("ydx-000017", "BICYCLE b1"),
        ("1101050137000007", "COMPONENT 1101050137000007"),
        ("11010501370000", "COMPONENT 1101050137000000"),
    ],
)
def test_that_everything_is_found_by_what_people_type(town: Client, text: str, first: str) -> None:
    assert found(town, text)[0] == first


def test_that_a_case_is_found_by_its_number_its_day_and_its_turn(town: Client) -> None:
    for id in ("c1", "old"):
        number = number_of(town, id)
        for part in (number, number[:16], number[6:], number[6:17]):
            assert f"CASE {id}" in found(town, part), part
    assert set(found(town, number_of(town, "c1")[14:])) >= {"CASE c1", "CASE old"}


def test_that_hits_say_what_tells_them_apart_and_where_they_are(hall: Client, backend: Backend) -> None:
    (hit,) = hall.get("/v1/search", params={"text": "饺子", "lon": 116.011, "lat": 40.001}).json()["hits"]
    assert hit == {
        "kind": "STREET_ENTITY",
        "id": "s1",
        "title": "福源饺子馆",
        "detail": "餐饮 瑞祥路11号",
        "lon": 116.011,
        "lat": 40.0,
        "away_m": 111.2,
    }
    (unit,) = hall.get("/v1/search", params={"text": "张建国"}).json()["hits"]
    assert (unit["lon"], unit["away_m"]) == (None, None)
    fix = {"at": datetime.now(UTC).isoformat(), "lon": 116.4, "lat": 40.4}
    backend.client(Role.DEVICE).post("/v1/positions", json={"code": "JD001", "fixes": [fix]})
    (unit,) = hall.get("/v1/search", params={"text": "张建国"}).json()["hits"]
    assert (unit["lon"], unit["lat"]) == (116.4, 40.4)


def test_that_the_nearest_of_equals_is_first_where_a_place_is_given(hall: Client, backend: Backend) -> None:
    shops = [SHOP | {"id": f"t{number}", "name": "好邻居超市", "lon": 116.0 + number / 100} for number in range(40)]
    backend.client(Role.ADMIN).post("/v1/registers/STREET_ENTITY/entries", json={"put": shops})
    assert found(hall, "好邻居", lon=116.17, lat=40.0, limit=3) == [f"STREET_ENTITY t{number}" for number in (17, 16, 18)]


def test_that_one_kind_does_not_crowd_out_the_others(hall: Client, backend: Backend) -> None:
    gates = [GATES[0] | {"id": f"m{number}", "name": f"人民公园{number}号"} for number in range(200)]
    backend.client(Role.ADMIN).post("/v1/registers/GATE/entries", json={"put": gates})
    hits = found(hall, "renmin", limit=20)
    assert len(hits) == 20
    assert hits[0] == "POI p1"
    shops = [SHOP | {"id": f"r{number}", "name": f"人民超市{number}"} for number in range(3)]
    backend.client(Role.ADMIN).post("/v1/registers/STREET_ENTITY/entries", json={"put": shops})
    assert {"STREET_ENTITY r0", "STREET_ENTITY r1", "STREET_ENTITY r2"} <= set(found(hall, "renmin", limit=20))


def test_that_names_follow_what_is_changed_and_struck_out(hall: Client, backend: Backend) -> None:
    admin = backend.client(Role.ADMIN)
    admin.post("/v1/registers/STREET_ENTITY/entries", json={"put": [SHOP | {"name": "聚贤茶社", "code": "E9"}]})
    assert (found(hall, "饺子"), found(hall, "E00001"), found(hall, "jxcs"), found(hall, "e9")) == (
        [],
        [],
        ["STREET_ENTITY s1"],
        ["STREET_ENTITY s1"],
    )
    admin.post("/v1/registers/STREET_ENTITY/entries", json={"strike": ["s1"]})
    admin.delete("/v1/geofences/f1")
    assert (found(hall, "聚贤"), found(hall, "夜市")) == ([], [])


def test_that_a_street_that_is_called_otherwise_is_found_so(hall: Client, backend: Backend, tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[116, 40], [116.01, 40]]}
    run(backend.database, "streets", geojson(tmp_path / "one.geojson", [(line, {"id": "S0", "name": "长乐路"})]))
    assert (found(hall, "rxl")[0], found(hall, "cll")) == ("STREET 瑞祥路", ["STREET 长乐路"])
    run(backend.database, "streets", geojson(tmp_path / "two.geojson", [(line, {"id": "S1", "name": "长乐路"})]))
    assert "STREET 瑞祥路" not in found(hall, "rxl")


def test_that_what_was_refused_has_no_name(hall: Client, backend: Backend) -> None:
    refused = backend.client(Role.ADMIN).put("/v1/cameras/x", json={"id": "x", "code": "14080200001310000001", "name": "暗处", "lon": 1, "lat": 1})
    assert refused.status_code == 409
    assert found(hall, "暗处") == []


def test_that_names_are_made_for_a_database_that_has_none(hall: Client, backend: Backend) -> None:
    questions = ("瑞祥", "1101050137", "zjg", "公园", "夜市", "下穿", "排水", "140802")
    before = [found(hall, text, limit=200) for text in questions]
    with backend.database.write(SYSTEM) as work:
        work.session.execute(sa.text("DELETE FROM names"))
        work.session.execute(sa.text("DELETE FROM name_words"))
    assert found(hall, "瑞祥") == []
    with backend.database.write(SYSTEM) as work:
        assert names.are_missing(work)
        names.rebuild(work)
    assert [found(hall, text, limit=200) for text in questions] == before


@pytest.mark.parametrize("text", ['"', "'", "*", "%", "瑞 OR 路", "NEAR(", "a:b", "\\", "(", "& |", "', '", "瑞祥路'", "-", "😀", "\u202e"])
def test_that_any_characters_may_be_typed(town: Client, text: str) -> None:
    answer = town.get("/v1/search", params={"text": text})
    assert answer.status_code == 200


@pytest.mark.parametrize("query", ["text=", f"text={'x' * 101}", "text=x&limit=0", "text=x&lon=116", "text=x&lon=116&lat=91"])
def test_that_a_wrong_question_is_refused(town: Client, query: str) -> None:
    assert town.get(f"/v1/search?{query}").status_code == 400


def test_that_a_name_has_its_forms() -> None:
    assert set(forms("人民路11号")) == {
        *("人民路11号", "renminlu11hao", "rml11h", "民路11号", "minlu11hao", "ml11h", "路11号", "lu11hao", "l11h"),
        *("11号", "11hao", "11h", "号", "hao", "h"),
    }
    assert set(forms("绿苑")) == {"绿苑", "苑", "lvyuan", "yuan", "ly", "y"}
    assert forms("") == forms("--") == []
    assert words("  Lü苑，ABC-1 ") == ["lv苑abc1"]
