"""The demo city: deterministic, whole, and coded as the standard wants it."""

import json
import sqlite3
import tomllib
from collections import Counter
from pathlib import Path

import numpy as np
import shapely

from geo.grids import BASIC_CODE
from geo.streets import streets_of
from simulator import files, tiles
from simulator.city import RESOURCES, City, Scale, build
from tests.simulator.small_city import SMALL

LAYERS = {"water", "green", "farmland", "parcels", "buildings", "rail", "roads", "places", "boundary"}
STANDARD = RESOURCES.parent / "standards"


def test_that_the_same_seed_makes_the_same_city(city_folder: Path, tmp_path: Path) -> None:
    files.write(build(seed=1, scale=SMALL), tmp_path)
    assert files.digest(tmp_path) == files.digest(city_folder)


def test_that_another_seed_makes_another_city(city: City) -> None:
    other = build(seed=2, scale=Scale(1_000, 10, 57, 1))
    assert [street.line.wkb for street in other.ground.streets] != [street.line.wkb for street in city.ground.streets]


def test_that_it_has_the_size_of_the_cities_it_follows(city: City) -> None:
    counts = Counter(division.kind for division in city.divisions)
    assert 79 < city.ground.outline.area / 1e6 < 81
    assert counts["AREA"] == 5
    assert counts["STREET"] == 12
    assert counts["DUTY"] >= 55
    assert 8_500 < counts["BASIC"] < 9_600
    assert len(city.cameras) == 347


def test_that_basic_grids_cover_the_city_and_do_not_overlap(city: City) -> None:
    shapes = np.array([division.shape for division in city.basic], dtype=object)
    assert shapely.is_valid(shapes).all()
    assert abs(shapely.area(shapes).sum() - city.ground.outline.area) < 100  # m² of 80 km²
    assert abs(shapely.union_all(shapes, grid_size=0.001).area - shapely.area(shapes).sum()) < 100


def test_that_grid_codes_are_unique_and_name_the_grid_above(city: City) -> None:
    codes = [division.code for division in city.basic]
    assert len(set(codes)) == len(codes)
    assert all(BASIC_CODE.match(code) for code in codes)
    assert all(division.parent == f"COMMUNITY-{division.code[:12]}" for division in city.basic)


def test_that_every_division_lies_in_the_one_above(city: City) -> None:
    by_id = {division.id: division for division in city.divisions}
    for division in city.divisions:
        if division.parent is not None:
            assert shapely.difference(division.shape, by_id[division.parent].shape).area < 10, division.id


def test_that_component_codes_are_unique_and_of_a_class_in_the_standard(city: City) -> None:
    classes = {each["code"] for each in tomllib.loads((STANDARD / "components.toml").read_text(encoding="utf-8"))["class"]}
    codes = city.components.codes.tolist()
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 16 and code.isdigit() and code.startswith(city.plan["division"]) for code in codes)
    assert {code[6:10] for code in codes} <= classes


def test_that_every_component_lies_in_the_grid_that_it_names(city: City) -> None:
    shape_of = {division.code: division.shape for division in city.basic}
    grids = np.array([shape_of[code] for code in city.components.grid_codes.tolist()], dtype=object)
    assert shapely.intersects_xy(grids, city.components.points[:, 0], city.components.points[:, 1]).all()


def test_that_everything_is_looked_after_by_a_trade_of_the_standard(city: City) -> None:
    trades = set(tomllib.loads((STANDARD / "responsibility.toml").read_text(encoding="utf-8"))["trades"])
    claimed = [trade for department in city.departments for trade in department["trades"]]
    assert set(claimed) == trades
    assert len(set(claimed)) == len(claimed)
    assert set(city.components.trades.tolist()) <= trades


def test_that_what_goes_wrong_is_in_the_standard() -> None:
    problems = tomllib.loads((RESOURCES / "problems.toml").read_text(encoding="utf-8"))["problems"]
    for kind, name in (("EVENT", "events"), ("COMPONENT", "components")):
        classes = {each["code"] for each in tomllib.loads((STANDARD / f"{name}.toml").read_text(encoding="utf-8"))["class"]}
        assert {each["code"] for each in problems if each["kind"] == kind} <= classes


def test_that_the_streets_hang_together_and_have_names(city: City) -> None:
    streets = [street for street in city.ground.streets if street.kind != "expressway"]
    graph = streets_of([shapely.get_coordinates(city.ground.frame.shapes(street.line)) for street in streets], [10.0] * len(streets))
    assert graph.largest().length.sum() > 0.98 * graph.length.sum()
    assert all(street.name.zh and street.name.en for street in city.ground.streets)


def test_that_streets_cross_the_river_on_bridges_only(city: City) -> None:
    river = next(water for water in city.ground.waters if water.kind == "river")
    wet = [street for street in city.ground.streets if street.line.intersects(river.shape)]
    assert len({street.name for street in wet}) >= 6
    assert all(street.bridge and street.kind in ("expressway", "arterial", "secondary") for street in wet)


def test_that_no_building_stands_in_water_or_on_a_street(city: City) -> None:
    water = shapely.STRtree([water.shape for water in city.ground.waters])
    assert water.query(city.ground.buildings, predicate="intersects").size == 0
    streets = shapely.STRtree([street.line for street in city.ground.streets])
    assert streets.query(city.ground.buildings, predicate="intersects").size == 0


def test_that_camera_codes_are_unique_and_have_twenty_digits(city: City) -> None:
    codes = [camera.code for camera in city.cameras]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 20 and code.isdigit() for code in codes)
    assert all(0 <= camera.azimuth < 360 and camera.name for camera in city.cameras)


def test_that_the_base_map_has_all_layers(city_folder: Path) -> None:
    path = tiles.make(city_folder)
    with sqlite3.connect(path) as db:
        metadata = dict(db.execute("SELECT name, value FROM metadata").fetchall())
        count = db.execute("SELECT count(*) FROM tiles").fetchone()[0]
    db.close()
    assert {layer["id"] for layer in json.loads(metadata["json"])["vector_layers"]} == LAYERS
    assert count > 100
