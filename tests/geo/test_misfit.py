"""The datum guard's judgement: fifty planted wrong files are all found, none of two hundred right ones is accused."""

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyogrio
import pytest
import shapely
from numpy.typing import NDArray

from geo.astray import astray
from geo.datum import Datum, Places, convert, from_metres, named_crs, to_metres
from geo.misfit import Slip, Verdict, judge
from geo.tracks import metres
from simulator.city import Scale, build

W, G, B = Datum.WGS84, Datum.GCJ02, Datum.BD09
OWN_ZONE = named_crs("gk111")


def datums(*steps: tuple[Datum, Datum]) -> Callable[[Any, Any], Places]:
    def planted(lon: Any, lat: Any) -> Places:
        for source, target in steps:
            lon, lat = convert(lon, lat, source, target)
        return lon, lat

    return planted


def in_zone(system: str) -> Callable[[Any, Any], Places]:
    """Metres of the town's own zone, taken for those of another."""
    return lambda lon, lat: from_metres(*to_metres(lon, lat, OWN_ZONE), named_crs(system))


def turned(lon: Any, lat: Any) -> Places:
    """Northings taken for eastings."""
    easting, northing = to_metres(lon, lat, OWN_ZONE)
    return from_metres(northing, easting, OWN_ZONE)


# What was done to a file, what is to be said of it, and the metres that it is said to be in.
PLANTED = {
    "GCJ-02 as WGS-84": (datums((W, G)), Slip.GCJ02_TAKEN_FOR_WGS84, ""),
    "BD-09 as WGS-84": (datums((W, B)), Slip.BD09_TAKEN_FOR_WGS84, ""),
    "BD-09 as GCJ-02": (datums((W, B), (G, W)), Slip.BD09_TAKEN_FOR_GCJ02, ""),
    "GCJ-02 as BD-09": (datums((W, G), (B, W)), Slip.GCJ02_TAKEN_FOR_BD09, ""),
    "converted from GCJ-02 twice": (datums((G, W)), Slip.WGS84_TAKEN_FOR_GCJ02, ""),
    "converted from BD-09 twice": (datums((B, W)), Slip.WGS84_TAKEN_FOR_BD09, ""),
    "the next zone": (in_zone("gk114"), Slip.ANOTHER_ZONE, "gk114"),
    "a zone far west, and no word of metres": (in_zone("gk102"), Slip.ANOTHER_ZONE, ""),
    "latitude as longitude": (lambda lon, lat: (lat, lon), Slip.AXES_SWAPPED, ""),
    "northing as easting": (turned, Slip.AXES_SWAPPED, "gk111"),
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


def guard(places: Places, streets: NDArray[np.object_], system: str = "") -> Verdict:
    """As both the importers and the map ask."""
    verdict = judge(*places, streets)
    if verdict.certain or verdict.count:
        return verdict
    return astray(*places, lambda box: streets[shapely.intersects(streets, shapely.box(*box))], named_crs(system))


@pytest.mark.timeout(600)
def test_that_none_of_two_hundred_right_files_is_accused(town: Town) -> None:
    """Every tenth lies where nothing is known: in the next county, or on the other side of the country."""
    accused = []
    for number, (name, places) in zip(range(200), files(town, 1, 10, 1500), strict=False):
        away = (number % 10 == 9) * np.array([0.7, -0.4]) * (1 + number % 4 * 6)
        right = places[0] + away[0], places[1] + away[1]
        verdict = guard(right, town.streets, "gk111" if number % 3 else "")
        if verdict.slip is not None:
            accused.append((name, len(places[0]), verdict))
    assert accused == []


def test_that_fifty_planted_wrong_files_are_found_and_named(town: Town) -> None:
    beside_streets = {name: places for name, places in town.kinds.items() if judge(places[:, 0], places[:, 1], town.streets).certain}
    assert len(beside_streets) >= 10
    missed, found = [], 0
    for (name, places), kind in zip(files(town._replace(kinds=beside_streets), 2, 150, 1500), list(PLANTED) * 5, strict=False):
        plant, slip, system = PLANTED[kind]
        lon, lat = plant(*places)
        verdict = guard((lon, lat), town.streets, system)
        found += verdict.slip is slip
        if verdict.slip is not slip:
            missed.append((kind, name, len(lon), verdict))
        elif slip is Slip.ANOTHER_ZONE:
            assert verdict.system == ("gk111" if system else "")
        elif slip is not Slip.AXES_SWAPPED:
            off = np.median(metres(places[0], places[1], lon, lat))
            assert abs(np.hypot(verdict.east_m, verdict.north_m) - off) < 30
    assert (missed, found) == ([], 50)


def test_that_few_places_in_a_wrong_zone_are_noticed_too(town: Town) -> None:
    cameras = town.kinds["cameras"][:12]
    verdict = guard(in_zone("gk114")(*cameras.T), town.streets, "gk114")
    assert (verdict.slip, verdict.system) == (Slip.ANOTHER_ZONE, "gk111")
    assert verdict.east_m == pytest.approx(273_600, abs=2_000)


def test_that_a_zone_with_the_number_of_another_is_noticed(town: Town) -> None:
    """Eastings begin with 37, and the file is said to be of zone 38."""
    cameras = town.kinds["cameras"]
    lon, lat = from_metres(*to_metres(*cameras.T, named_crs("gk37")), named_crs("gk38"))
    verdict = guard((lon, lat), town.streets, "gk38")
    assert (verdict.slip, verdict.system) == (Slip.ANOTHER_ZONE, "gk37")


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
