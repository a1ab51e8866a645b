"""What a place is called and who answers for it; what lies around it, beside a count by brute force."""

import itertools
import math
import random
from pathlib import Path
from typing import Any

import pytest

from backend.importers.run import run
from backend.rules import cases, positions
from backend.session import SYSTEM
from geo.tracks import metres
from tests.backend.centre import ACCEPTOR
from tests.backend.import_files import components, geojson, square
from tests.backends import Backend, Client
from wire.cases import CaseReport
from wire.codes import Kind, Role, Source
from wire.units import Fix

LON, LAT = 116.001, 40.001
GATES = [
    {"id": "g11", "name": "瑞祥路11号", "lon": LON, "lat": LAT},
    {"id": "g12", "name": "瑞祥路12号", "lon": LON + 0.004, "lat": LAT},
]
NORTH_M = 111_195.0  # of one degree, on the sphere that `geo.tracks.metres` measures on
EAST_M = NORTH_M * math.cos(math.radians(LAT))


def filled(backend: Backend, folder: Path) -> None:
    """Two gates, a park, a street, a duty grid in a district with two inspectors, three departments."""
    database, admin = backend.database, backend.client(Role.ADMIN)
    around = {"type": "Polygon", "coordinates": [[[115.9, 39.9], [116.1, 39.9], [116.1, 40.1], [115.9, 40.1], [115.9, 39.9]]]}
    grids = [(square(), {"kind": "DUTY", "code": "d1", "name": "鼓楼01网格"}), (around, {"kind": "DISTRICT", "code": "1", "name": "云泽市"})]
    run(database, "grids", geojson(folder / "grids.geojson", grids))
    line = {"type": "LineString", "coordinates": [[116.05, 40.05], [116.06, 40.05]]}
    run(database, "streets", geojson(folder / "streets.geojson", [(line, {"id": "S1", "name": "环城路"})]))
    admin.post("/v1/registers/GATE/entries", json={"put": GATES})
    admin.post("/v1/registers/POI/entries", json={"put": [{"id": "p1", "name": "人民公园", "lon": LON - 0.003, "lat": LAT}]})
    for id, grid in (("u1", "DUTY-d1"), ("u2", "d1"), ("u3", "d2")):
        unit = {"id": id, "code": id, "kind": "INSPECTOR", "name": f"张{id}", "phone": "13812345678", "duty_grids": [grid]}
        assert admin.put(f"/v1/units/{id}", json=unit).status_code == 200
    for id, trades, lon in (("far", ["ROADS", "WATER"], 117.0), ("near", ["ROADS"], 116.01), ("nowhere", ["WATER", "POWER"], None)):
        department = {"id": id, "code": id, "name": id, "trades": trades, "phone": "0359-2123456"} | ({"lon": lon, "lat": 40.0} if lon else {})
        assert admin.put(f"/v1/departments/{id}", json=department).status_code == 200


@pytest.fixture
def hall(backend: Backend, tmp_path: Path) -> Client:
    filled(backend, tmp_path)
    return backend.client(Role.DISPATCHER)


@pytest.fixture(scope="module")
def town(lasting: Backend, tmp_path_factory: pytest.TempPathFactory) -> Client:
    """The same, once: only to be looked at."""
    filled(lasting, tmp_path_factory.mktemp("files"))
    return lasting.client(Role.DISPATCHER)


def at(hall: Client, lon: float, lat: float) -> Any:
    return hall.get("/v1/places/at", params={"lon": lon, "lat": lat}).json()


@pytest.mark.parametrize(
    ("turn", "zh", "en"),
    [
        (0, "北", "north"),
        (45, "东北", "north-east"),
        (90, "东", "east"),
        (135, "东南", "south-east"),
        (180, "南", "south"),
        (225, "西南", "south-west"),
        (270, "西", "west"),
        (315, "西北", "north-west"),
    ],
)
@pytest.mark.parametrize("aside", [-21, 0, 21])
def test_that_a_place_is_told_from_the_nearest_gate_in_eight_directions(town: Client, turn: float, aside: float, zh: str, en: str) -> None:
    angle = math.radians(turn + aside)
    place = at(town, LON + 13.8 * math.sin(angle) / EAST_M, LAT + 13.8 * math.cos(angle) / NORTH_M)
    assert place["address"] == f"瑞祥路11号的{zh}方向13.8米"
    assert place["address_en"] == f"13.8 m {en} of 瑞祥路11号"
    assert (place["landmark"]["id"], place["landmark"]["away_m"]) == ("g11", 13.8)


def test_that_on_the_spot_the_name_is_enough(town: Client) -> None:
    place = at(town, LON, LAT)
    assert (place["address"], place["address_en"], place["landmark"]["direction"]) == ("瑞祥路11号", "瑞祥路11号", None)


def test_that_parks_and_streets_are_told_from_where_no_gate_is_near(town: Client) -> None:
    assert at(town, LON - 0.0031, LAT)["address"] == "人民公园的西方向8.5米"
    assert at(town, 116.055, 40.05 + 10 / NORTH_M)["address"] == "环城路上"
    beside = at(town, 116.055, 40.05 - 150 / NORTH_M)
    assert (beside["address"], beside["address_en"]) == ("环城路的南方向150米", "150 m south of 环城路")
    nowhere = at(town, 116.09, 40.09)
    assert (nowhere["address"], nowhere["landmark"]) == ("", None)


def test_that_a_place_names_its_grids_inspectors_and_departments(hall: Client, backend: Backend) -> None:
    walking = backend.client(Role.INSPECTOR, unit_id="u2")
    assert walking.post("/v1/units/u2/duty", json={"duty": "ON_DUTY"}).status_code == 200
    place = at(hall, LON, LAT)
    assert [(grid["kind"], grid["name"]) for grid in place["grids"]] == [("DUTY", "鼓楼01网格"), ("DISTRICT", "云泽市")]
    assert [(each["unit_id"], each["duty"], each["phone"]) for each in place["inspectors"]] == [
        ("u2", "ON_DUTY", "13812345678"),
        ("u1", "OFF_DUTY", "13812345678"),
    ]
    assert [(each["id"], each["trades"]) for each in place["departments"]] == [("near", ["ROADS"]), ("far", ["WATER"]), ("nowhere", ["POWER"])]


def test_that_each_look_at_a_phone_is_in_the_audit_trail(hall: Client, backend: Backend) -> None:
    at(hall, LON, LAT)
    at(hall, 116.05, 40.05)  # nobody answers for that place
    trail = [entry for entry in backend.client(Role.ADMIN).get("/v1/audit?limit=500").json()["entries"] if entry["act"] == "PHONE.SEEN"]
    assert hall.user is not None
    assert [(entry["user"], entry["detail"]) for entry in trail] == [(hall.user.name, "u1, u2 at 116.001000, 40.001000")]


def test_that_numbers_of_chosen_units_are_whole_and_each_look_is_in_the_audit_trail(hall: Client, backend: Backend) -> None:
    told = hall.post("/v1/units/phones", json={"unit_ids": ["u3", "nobody", "u1"]})
    assert told.status_code == 200
    assert told.json() == [{"unit_id": "u3", "phone": "13812345678"}, {"unit_id": "u1", "phone": "13812345678"}]
    trail = [entry for entry in backend.client(Role.ADMIN).get("/v1/audit?limit=500").json()["entries"] if entry["act"] == "PHONE.SEEN"]
    assert [entry["detail"] for entry in trail] == ["u3, u1"]
    assert backend.client(Role.INSPECTOR, unit_id="u1").post("/v1/units/phones", json={"unit_ids": ["u2"]}).status_code == 403
    assert hall.post("/v1/units/phones", json={"unit_ids": []}).status_code == 400


def test_that_a_place_without_people_has_no_number_and_leaves_no_trace(hall: Client, backend: Backend) -> None:
    answer = hall.get("/v1/places/at", params={"lon": LON, "lat": LAT, "people": "false"}).json()
    assert (answer["inspectors"], answer["address"]) == ([], at(hall, LON, LAT)["address"])
    entries = backend.client(Role.ADMIN).get("/v1/audit?limit=500").json()["entries"]
    assert len([entry for entry in entries if entry["act"] == "PHONE.SEEN"]) == 1  # of the second look


def test_that_a_report_without_an_address_gets_the_one_of_its_place(hall: Client) -> None:
    order = {"source": "HOTLINE_12319", "kind": "EVENT", "class_code": "0112", "lon": LON, "lat": LAT + 20 / NORTH_M}
    assert hall.post("/v1/cases", json=order | {"id": "c1"}).json()["case"]["address"] == "瑞祥路11号的北方向20.0米"
    assert hall.post("/v1/cases", json=order | {"id": "c1"}).status_code == 201  # the same report again
    assert hall.post("/v1/cases", json=order | {"id": "c2", "address": "门口"}).json()["case"]["address"] == "门口"
    assert hall.post("/v1/cases", json=order | {"id": "c3", "lon": 10.0}).json()["case"]["address"] == ""


def scattered(count: int, seed: int) -> list[tuple[float, float]]:
    luck = random.Random(seed)
    return [(LON + luck.uniform(-0.01, 0.01), LAT + luck.uniform(-0.01, 0.01)) for _ in range(count)]


def fill(backend: Backend, folder: Path) -> dict[str, list[tuple[str, float, float]]]:
    """Some of everything at random places: id, lon, lat by group."""
    admin = backend.client(Role.ADMIN)
    placed: dict[str, list[tuple[str, float, float]]] = {}
    for group, kind, seed in (("entities", "STREET_ENTITY", 1), ("bicycles", "BICYCLE", 2)):
        placed[group] = [(f"{group}{number}", *place) for number, place in enumerate(scattered(400, seed))]
        put = [
            {
                "id": id,
                "code": id,
                "name": id,
                "lon": lon,
                "lat": lat,
                "category": ("餐饮", "超市")[number % 2],
                "operator": ("云骑", "畅行")[number % 2],
            }
            for number, (id, lon, lat) in enumerate(placed[group])
        ]
        assert admin.post(f"/v1/registers/{kind}/entries", json={"put": put}).json()["stored"] == 400
    placed["cameras"] = [(f"k{number}", *place) for number, place in enumerate(scattered(30, 3))]
    for id, lon, lat in placed["cameras"]:
        admin.put(f"/v1/cameras/{id}", json={"id": id, "code": id, "name": id, "lon": lon, "lat": lat})
    with backend.database.write(SYSTEM) as work:
        for id, (lon, lat) in zip(("u1", "u2", "u3"), scattered(3, 4), strict=True):
            positions.store(work, id, [Fix(at=work.at, lon=lon, lat=lat)])
            placed.setdefault("units", []).append((id, lon, lat))
    for number, (lon, lat) in enumerate(scattered(60, 5)):
        with backend.database.write(ACCEPTOR) as work:
            report = CaseReport(id=f"c{number}", source=Source.HOTLINE_12319, kind=Kind.EVENT, class_code="0112", lon=lon, lat=lat, address="x")
            cases.report(work, report)
            placed.setdefault("cases", []).append((f"c{number}", lon, lat))
    run(backend.database, "components", components(folder / "lamps.geojson", 1500))
    lamps = admin.get("/v1/components?limit=5000").json()
    placed["components"] = [(lamp["id"], lamp["lon"], lamp["lat"]) for lamp in lamps]
    return placed


def test_that_around_is_exact(hall: Client, backend: Backend, tmp_path: Path) -> None:
    placed = fill(backend, tmp_path)
    for (lon, lat), radius in itertools.product([(LON, LAT), (LON + 0.006, LAT - 0.004)], (0.5, 120.0, 480.0, 5000.0)):
        found = hall.get("/v1/around", params={"lon": lon, "lat": lat, "radius": radius, "nearest": 7}).json()
        for group, things in placed.items():
            away = sorted((float(metres(lon, lat, x, y)), id) for id, x, y in things)
            inside = [(far, id) for far, id in away if far <= radius]
            assert found[group]["count"] == len(inside), (group, radius)
            assert [each["id"] for each in found[group]["nearest"]] == [id for _, id in inside[:7]], (group, radius)
            assert [each["away_m"] for each in found[group]["nearest"]] == pytest.approx([far for far, _ in inside[:7]], abs=0.06)
        assert sum(found["classes"].values()) == found["components"]["count"]
        assert sum(found["categories"].values()) == found["entities"]["count"]


def test_that_around_says_whom_to_call_with_masked_phones(hall: Client, backend: Backend, tmp_path: Path) -> None:
    fill(backend, tmp_path)
    found = hall.get("/v1/around", params={"lon": LON, "lat": LAT, "radius": 5000}).json()
    contacts = {(each["kind"], each["id"]): each for each in found["contacts"]}
    assert {id for kind, id in contacts if kind == "INSPECTOR"} == {"u1", "u2", "u3"}
    assert contacts["INSPECTOR", "u1"]["phone"] == "138****5678"
    assert contacts["DEPARTMENT", "near"]["phone"] == "0359-2123456"
    assert [contacts["OPERATOR", name]["count"] for name in ("云骑", "畅行")] == [200, 200]
    assert found["categories"] == {"餐饮": 200, "超市": 200}
    assert {each["at"] is not None for each in found["units"]["nearest"]} == {True}
    assert [each["code"] for each in found["cases"]["nearest"]] == ["REPORTED"] * 10


@pytest.mark.parametrize(
    "query", ["lon=116&lat=40", "lon=116&lat=40&radius=0", "lon=116&lat=40&radius=30000", "lat=40&radius=5", "lon=116&lat=40&radius=5&nearest=999"]
)
def test_that_a_wrong_circle_is_refused(hall: Client, query: str) -> None:
    assert hall.get(f"/v1/around?{query}").status_code == 400


def test_that_the_card_of_an_entry_tells_where_it_lies_by_its_neighbours_and_which_cases_are_beside_it(hall: Client, backend: Backend) -> None:
    with backend.database.write(ACCEPTOR) as work:
        for name, metres_east in (("near", 120), ("far", 260)):
            place = {"lon": LON + metres_east / EAST_M, "lat": LAT}
            cases.report(work, CaseReport(id=name, source=Source.HOTLINE_12319, kind=Kind.EVENT, class_code="0110", description="x", **place))
    shop = {"id": "s1", "name": "福源饺子馆", "lon": LON + 20 / EAST_M, "lat": LAT, "phone": "13812345678", "category": "餐饮"}
    backend.client(Role.ADMIN).post("/v1/registers/STREET_ENTITY/entries", json={"put": [shop]})
    card = hall.get("/v1/registers/STREET_ENTITY/entries/s1/card").json()
    assert (card["address"], card["address_en"]) == ("瑞祥路11号的东方向20.0米", "20.0 m east of 瑞祥路11号")
    assert (card["entry"]["phone"], card["entry"]["category"]) == ("138****5678", "餐饮")
    assert [grid["kind"] for grid in card["grids"]] == ["DUTY", "DISTRICT"]
    assert (card["cases"]["count"], [(each["id"], each["away_m"]) for each in card["cases"]["nearest"]]) == (
        1,
        [("near", pytest.approx(100, abs=0.2))],
    )
    gate = hall.get("/v1/registers/GATE/entries/g11/card").json()
    assert gate["address"] != "瑞祥路11号"  # nothing is told by itself
    assert hall.get("/v1/registers/GATE/entries/none/card").json()["code"] == "unknown_entry"
