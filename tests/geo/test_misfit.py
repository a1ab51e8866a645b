"""The datum guard's judgement: fifty planted wrong files are all found, none of two hundred right ones is accused."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyogrio
import pytest
import shapely
from numpy.typing import NDArray

from geo.datum import Datum, Places, convert
from geo.misfit import Slip, judge
from geo.tracks import metres
from simulator.city import Scale, build

W, G, B = Datum.WGS84, Datum.GCJ02, Datum.BD09
PLANTED = {
    Slip.GCJ02_TAKEN_FOR_WGS84: ((W, G),),
    Slip.BD09_TAKEN_FOR_WGS84: ((W, B),),
    Slip.WGS84_TAKEN_FOR_GCJ02: ((G, W),),
    Slip.WGS84_TAKEN_FOR_BD09: ((B, W),),
    Slip.BD09_TAKEN_FOR_GCJ02: ((W, B), (G, W)),
}
SHIFT = 0.0035  # degrees: what a local grid may be off


class Town(NamedTuple):
    streets: NDArray[np.object_]
    kinds: dict[str, NDArray[np.float64]]  # places of right files, by what they are of


@pytest.fixture(scope="module")
def town() -> Town:
    city = build(seed=7, scale=Scale(components=16_000, cameras=300, inspectors=57, trucks=1))
    frame = city.ground.frame
    kinds = {str(name): city.components.points[city.components.class_codes == name] for name in np.unique(city.components.class_codes)}
    kinds["cameras"] = np.array([camera.point for camera in city.cameras])
    kinds["buildings"] = shapely.get_coordinates(np.array(list(city.ground.buildings), dtype=object))[::5]
    kinds["outlines"] = shapely.get_coordinates(shapely.segmentize(np.array([grid.shape for grid in city.basic], dtype=object), 40.0))[::5]
    streets = np.array(list(frame.shapes([street.line for street in city.ground.streets])), dtype=object)
    return Town(streets, {name: frame.degrees(points) for name, points in kinds.items() if len(points) >= 150})


def files(town: Town, seed: int, least: int, most: int) -> Iterator[tuple[str, Places]]:
    """Files without end, of each kind in turn, of any size and crowdedness."""
    chance = np.random.default_rng(seed)
    while True:
        for name, places in town.kinds.items():
            count = min(int(chance.integers(least, most)), len(places))
            middle = places[chance.integers(len(places))]
            chosen = np.argsort(np.abs(places - middle).max(axis=1))[:count] if chance.random() < 0.3 else chance.choice(len(places), count, False)
            yield name, (places[chosen, 0], places[chosen, 1])


@pytest.mark.timeout(600)
def test_that_none_of_two_hundred_right_files_is_accused(town: Town) -> None:
    accused = []
    for _, (name, places) in zip(range(200), files(town, 1, 10, 1500), strict=False):
        verdict = judge(*places, town.streets)
        if verdict.slip is not None:
            accused.append((name, len(places[0]), verdict))
    assert accused == []


def test_that_fifty_planted_wrong_files_are_found_and_named(town: Town) -> None:
    beside_streets = {name: places for name, places in town.kinds.items() if judge(places[:, 0], places[:, 1], town.streets).certain}
    assert len(beside_streets) >= 10
    missed, found = [], 0
    for (name, places), slip in zip(files(town._replace(kinds=beside_streets), 2, 150, 1500), list(PLANTED) * 10, strict=False):
        lon, lat = places
        for source, target in PLANTED[slip]:
            lon, lat = convert(lon, lat, source, target)
        verdict = judge(lon, lat, town.streets)
        found += verdict.slip is slip
        if verdict.slip is not slip:
            missed.append((name, len(lon), slip, verdict))
        off = np.median(metres(places[0], places[1], lon, lat))
        assert verdict.slip is None or abs(np.hypot(verdict.east_m, verdict.north_m) - off) < 30
    assert (missed, found) == ([], 50)


def test_that_a_local_grid_is_noticed_without_a_name(town: Town) -> None:
    places = town.kinds["cameras"]
    verdict = judge(places[:, 0] + SHIFT, places[:, 1], town.streets)
    assert verdict.slip is Slip.MOVED
    assert verdict.east_m == pytest.approx(metres(places[0, 0], places[0, 1], places[0, 0] + SHIFT, places[0, 1]), abs=20)
    assert abs(verdict.north_m) < 20


@pytest.mark.parametrize("places", [np.empty((0, 2)), np.full((30, 2), np.nan), np.full((9, 2), 111.0), np.full((400, 2), 35.0)])
def test_that_what_cannot_be_told_is_not_told(town: Town, places: NDArray[np.float64]) -> None:
    for lines in (town.streets, np.array([], dtype=object)):
        verdict = judge(places[:, 0], places[:, 1], lines)
        assert (verdict.slip, verdict.certain) == (None, False)


@pytest.mark.real_data
def test_that_beijings_bus_lines_tell_the_datum_of_its_taxis(real_data: Path) -> None:
    lines = lines_of(real_data / "basemap_beijing" / "bus_lines_wgs84.geojson")
    lon, lat = taxis(real_data / "tracks_tdrive_beijing")
    assert (judge(lon, lat, lines).slip, judge(lon, lat, lines).certain) == (None, True)
    assert judge(*convert(lon, lat, W, G), lines).slip is Slip.GCJ02_TAKEN_FOR_WGS84
    assert judge(*convert(lon, lat, G, W), lines).slip is Slip.WGS84_TAKEN_FOR_GCJ02


@pytest.mark.real_data
def test_that_cambridges_components_are_where_they_say(real_data: Path) -> None:
    lines = lines_of(real_data / "basemap_cambridge" / "TRANS_Centerlines.geojson")
    for file in sorted((real_data / "components_cambridge").glob("*.geojson")):
        shapes = shapely.centroid(shapely.from_wkb(pyogrio.raw.read(file)[2]))
        places = shapely.get_coordinates(shapes[~shapely.is_empty(shapes)])
        assert judge(places[:, 0], places[:, 1], lines).slip is None, file.name
        moved = judge(places[:, 0] + SHIFT, places[:, 1], lines)
        assert moved.slip in (Slip.MOVED, None), file.name


def lines_of(path: Path) -> NDArray[np.object_]:
    features = json.loads(path.read_text("utf-8"))["features"]
    return shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])


def taxis(folder: Path) -> Places:
    """Every hundredth fix that lies in the city."""
    file = next(path for path in sorted(folder.rglob("*.csv")))
    with file.open(encoding="utf-8", newline="") as table:
        rows = [row for number, row in enumerate(csv.reader(table)) if number % 100 == 1]
    numbers = np.array([[float(cell) for cell in row[-2:]] for row in rows])
    lon, lat = numbers[:, 0], numbers[:, 1]
    inside = (lon > 116) & (lon < 117) & (lat > 39.5) & (lat < 40.5)
    return lon[inside], lat[inside]
