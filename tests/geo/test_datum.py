"""Datums: published vectors, there and back, and three oracles of real data that know nothing of our formulas."""

import csv
import json
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from geo.datum import Datum, convert, from_metres, gauss_kruger, to_metres
from geo.tracks import metres

TIANANMEN = (116.404, 39.915)

in_china = st.tuples(st.floats(75, 134), st.floats(4, 53))
datums = st.sampled_from(list(Datum))


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (Datum.WGS84, Datum.GCJ02, (116.41024449916938, 39.91640428150164)),
        (Datum.GCJ02, Datum.BD09, (116.41036949371029, 39.92133699351021)),
        (Datum.GCJ02, Datum.WGS84, (116.39775550083061, 39.91359571849836)),
        (Datum.BD09, Datum.GCJ02, (116.39762729119315, 39.90865673957631)),
    ],
)
def test_that_published_vectors_come_out(source: Datum, target: Datum, expected: tuple[float, float]) -> None:
    lon, lat = convert(*TIANANMEN, source, target)
    assert metres(lon, lat, *expected) < 0.8  # those of the inverse are published from a single step, which is half a metre off


@given(in_china, datums, datums)
def test_that_there_and_back_is_the_same_place(place: tuple[float, float], there: Datum, back: Datum) -> None:
    lon, lat = convert(*convert(*place, there, back), back, there)
    assert abs(lon - place[0]) < 1e-9
    assert abs(lat - place[1]) < 1e-9


def test_that_nothing_moves_outside_china() -> None:
    places = np.array([-71.1, 2.35, 151.2]), np.array([42.37, 48.86, -33.9])
    for datum in Datum:
        assert np.array_equal(convert(*places, Datum.WGS84, datum), places)


def test_that_a_datum_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="wgs72"):
        convert(116, 40, "wgs72", "wgs84")


def test_that_metres_of_a_zone_come_back_as_degrees() -> None:
    zone = gauss_kruger(114)
    assert zone == "EPSG:4547"
    east, north = to_metres([114.3], [22.7], zone)
    assert abs(east[0] - 530_824) < 1
    lon, lat = from_metres(east, north, zone)
    assert np.allclose([lon[0], lat[0]], [114.3, 22.7], atol=1e-9)


def test_that_numbered_eastings_begin_with_the_zone() -> None:
    east, _ = to_metres([114.3], [22.7], gauss_kruger(114, numbered=True))
    assert east[0] // 1_000_000 == 38


@pytest.mark.parametrize("meridian", [72, 76, 138])
def test_that_a_meridian_without_a_zone_is_refused(meridian: int) -> None:
    with pytest.raises(ValueError, match="no 3-degree zone"):
        gauss_kruger(meridian)


def bus_lines(path: Path) -> shapely.STRtree:
    """The network as published, GCJ-02, in its delta code: pairs of steps of 1e-4 degrees, the first pair absolute."""
    steps = [np.array(line, float).reshape(-1, 2).cumsum(axis=0) / 1e4 for line in json.loads(path.read_text())]
    return shapely.STRtree([shapely.LineString(line) for line in steps if len(line) > 1])


def away_m(tree: shapely.STRtree, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Metres from each place to the nearest line (flat, at 40° N)."""
    points = shapely.points(lon, lat)
    lines = tree.geometries[tree.nearest(points)]
    near = shapely.get_coordinates(shapely.line_interpolate_point(lines, shapely.line_locate_point(lines, points)))
    return metres(lon, lat, near[:, 0], near[:, 1])


@pytest.mark.real_data
def test_that_taxis_drive_on_the_bus_network_once_converted(real_data: Path) -> None:
    tree = bus_lines(real_data / "basemap_beijing" / "bus_lines_gcj02" / "lines-bus.json")
    with (real_data / "tracks_tdrive_beijing" / "tdrive_2008-02-04.csv").open() as file:
        fixes = np.array([(float(row[2]), float(row[3])) for row in csv.reader(file)])[::20]
    lon, lat = fixes[(fixes[:, 0] > 116.2) & (fixes[:, 0] < 116.55) & (fixes[:, 1] > 39.8) & (fixes[:, 1] < 40.05)].T
    raw = np.median(away_m(tree, lon, lat))
    converted = np.median(away_m(tree, *convert(lon, lat, Datum.WGS84, Datum.GCJ02)))
    assert raw > 80
    assert converted < 12


def district(path: Path, datum: Datum) -> BaseGeometry:
    shape = shapely.make_valid(shapely.from_geojson(path.read_text()))
    return shapely.transform(shape, lambda points: np.column_stack(convert(points[:, 0], points[:, 1], datum, Datum.WGS84)))


def overlap(one: BaseGeometry, other: BaseGeometry) -> float:
    """Intersection over union."""
    return float(one.intersection(other).area / one.union(other).area)


@pytest.mark.real_data
@pytest.mark.parametrize(("code", "name"), [("440303", "罗湖"), ("440304", "福田"), ("440305", "南山"), ("440306", "宝安")])
def test_that_districts_of_two_sources_fall_together_once_converted(real_data: Path, code: str, name: str) -> None:
    folder = real_data / "basemap_shenzhen"
    features = json.loads((folder / "districts_wgs84_sz.json").read_text())["features"]
    truth = next(shapely.make_valid(shapely.geometry.shape(each["geometry"])) for each in features if each["properties"]["qh"] == name)
    file = folder / "districts_gcj02" / f"{code}.geojson"
    assert overlap(district(file, Datum.WGS84), truth) < 0.9
    assert overlap(district(file, Datum.GCJ02), truth) > 0.999


@pytest.mark.real_data
@pytest.mark.parametrize(("code", "name"), [("110102", "西城区"), ("110105", "朝阳区"), ("110108", "海淀区"), ("110114", "昌平区")])
def test_that_districts_of_beijing_are_their_subdistricts_once_converted(real_data: Path, code: str, name: str) -> None:
    folder = real_data / "basemap_beijing"
    shapes, names = subdistricts(folder / "subdistricts" / "beijing.shp")
    truth = shapely.union_all(shapes[names == name])
    file = folder / "districts_gcj02" / f"{code}.geojson"
    assert overlap(district(file, Datum.WGS84), truth) < 0.95
    assert overlap(district(file, Datum.GCJ02), truth) > 0.99


def subdistricts(path: Path) -> tuple[np.ndarray, np.ndarray]:
    _, _, geometries, columns = pyogrio.raw.read(path, columns=["县"])
    return shapely.make_valid(shapely.from_wkb(geometries)), columns[0]


@pytest.mark.real_data
def test_that_communities_drawn_on_baidu_come_out_as_others_computed(real_data: Path) -> None:
    with (real_data / "cases_pingshan_2018" / "communities.csv").open() as file:
        rows = list(csv.DictReader(file))
    lon, lat = convert([float(row["lon_list2"]) for row in rows], [float(row["lat_list2"]) for row in rows], Datum.BD09, Datum.WGS84)
    expected = [[float(row[f"{name}_wgs84_from_bd09_list2"]) for row in rows] for name in ("lon", "lat")]
    assert len(rows) == 23
    assert metres(lon, lat, *expected).max() < 0.5
