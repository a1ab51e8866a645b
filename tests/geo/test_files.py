"""Geographic files as columns: every format, every kind of shape, and one reason for each that cannot be drawn."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely

from geo.datum import named_crs, to_metres
from geo.files import HOLE, LINE, POINT, RING, Drawn, Unreadable, judged, likely, read
from geo.misfit import Slip

SHAPES = [
    shapely.Point(116.0, 40.0),
    shapely.LineString([(116.0, 40.0), (116.01, 40.01), (116.02, 40.0)]),
    shapely.Polygon([(116, 40), (116.01, 40), (116.01, 40.01)], [[(116.004, 40.001), (116.006, 40.001), (116.006, 40.003)]]),
    shapely.MultiPoint([(116.1, 40.1), (116.2, 40.2)]),
]
DRIVERS = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".kml": "LIBKML"}


def write(path: Path, shapes: list[Any], geometry: str = "Unknown", crs: str = "EPSG:4326", **columns: list[str]) -> Path:
    driver = DRIVERS.get(path.suffix, "ESRI Shapefile" if path.suffix == ".shp" else "GPX")
    fields = columns or {"name": [f"n{number}" for number in range(len(shapes))]}
    data = [np.array(column, object) for column in fields.values()]
    pyogrio.raw.write(path, shapely.to_wkb(np.array(shapes, object)), data, list(fields), driver=driver, geometry_type=geometry, crs=crs)
    return path


def geojson(path: Path, geometries: list[dict[str, Any] | None]) -> Path:
    content = [{"type": "Feature", "geometry": geometry, "properties": {}} for geometry in geometries]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": content}), "utf-8")
    return path


def shape_of(drawn: Drawn) -> list[tuple[int, int, int]]:
    """Kind, corners and feature of each part."""
    return [
        (int(kind), int(end - start), int(of))
        for kind, start, end, of in zip(drawn.kinds, drawn.starts[:-1], drawn.starts[1:], drawn.owner, strict=True)
    ]


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".kml"])
def test_that_points_lines_and_areas_come_from_one_file(tmp_path: Path, suffix: str) -> None:
    drawn = read(write(tmp_path / f"mixed{suffix}", SHAPES))
    assert sorted(shape_of(drawn)) == [(POINT, 1, 0), (POINT, 1, 3), (POINT, 1, 3), (LINE, 3, 1), (RING, 4, 2), (HOLE, 4, 2)]
    assert len(drawn.parts(RING, "wgs84")) == 1  # a hole is no outline of its own
    assert (drawn.count, drawn.name, drawn.left_out) == (4, "mixed", 0)
    feature = drawn.feature(1)
    assert feature.number == 2
    assert ("n1" in [text for _, text in feature.attributes]) is True


def test_that_a_shapefile_in_metres_comes_in_degrees(tmp_path: Path) -> None:
    file = write(tmp_path / "metres.shp", [shapely.Point(447000.0, 4428000.0)], "Point", "EPSG:4548")
    drawn = read(file)
    assert (round(float(drawn.lon[0]), 2), round(float(drawn.lat[0]), 2)) == (116.38, 39.98)


def test_that_the_corners_of_a_gpx_track_are_not_read_twice(tmp_path: Path) -> None:
    track = "<trk><name>day</name><trkseg><trkpt lat='40' lon='116'/><trkpt lat='40.1' lon='116.1'/></trkseg></trk>"
    (tmp_path / "day.gpx").write_text(f"<gpx version='1.1' creator='x' xmlns='http://www.topografix.com/GPX/1/1'>{track}</gpx>")
    drawn = read(tmp_path / "day.gpx")
    assert shape_of(drawn) == [(LINE, 2, 0)]
    assert drawn.feature(0).attributes == [("name", "day")]


def test_that_broken_features_are_counted_by_layer_and_number(tmp_path: Path) -> None:
    drawn = read(geojson(tmp_path / "holes.geojson", [{"type": "Point", "coordinates": [116, 40]}, None, None]))
    assert (drawn.count, drawn.left_out, drawn.fault) == (3, 2, ("holes", 2))


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_that_a_shape_with_a_corner_nowhere_is_left_out(tmp_path: Path, number: float) -> None:
    with np.errstate(invalid="ignore"):
        lines = [shapely.LineString([(116, 40), (116.1, 40.1)]), shapely.LineString([(116, 40), (number, 40.1), (116.2, 40)])]
    drawn = read(write(tmp_path / "ways.gpkg", lines, "LineString"))
    assert (drawn.count, drawn.left_out, drawn.fault, shape_of(drawn)) == (2, 1, ("ways", 2), [(LINE, 2, 0)])


@pytest.mark.parametrize(
    ("body", "code", "feature"),
    [
        (b"", "not_geographic", 0),
        (b"\x00\x01rubbish", "not_geographic", 0),
        (b'{"type": "FeatureCollection", "features": []}', "nothing", 0),
        (b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": null}]}', "nothing", 0),
        (
            b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1,2]}},'
            b'{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[447000,4428000]}}]}',
            "not_degrees",
            2,
        ),
    ],
)
def test_that_a_bad_file_has_one_reason(tmp_path: Path, body: bytes, code: str, feature: int) -> None:
    (tmp_path / "bad.geojson").write_bytes(body)
    with pytest.raises(Unreadable) as caught:
        read(tmp_path / "bad.geojson")
    assert (caught.value.code, caught.value.feature) == (code, feature)


def test_that_a_shapefile_without_its_index_says_what_is_missing(tmp_path: Path) -> None:
    path = write(tmp_path / "site.shp", [shapely.Point(116, 40)], "Point")
    path.with_suffix(".shx").unlink()
    with pytest.raises(Unreadable) as caught:
        read(path)
    assert (caught.value.code, caught.value.reason, caught.value.of) == ("not_geographic", "alone", ".shx")


def test_that_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no_file"):
        read(tmp_path / "nothing.gpkg")


AT = (111.02, 35.03)


def metres_of(crs: str) -> tuple[float, float]:
    east, north = to_metres(*AT, crs)
    return float(east), float(north)


def unnamed(path: Path, *corners: tuple[float, float]) -> Path:
    return geojson(path, [{"type": "Point", "coordinates": list(corner)} for corner in corners])


@pytest.mark.parametrize("system", ["gk111", "gk37"])
@pytest.mark.parametrize("turned", [False, True], ids=["straight", "turned"])
def test_that_metres_without_a_name_wait_for_their_zone(tmp_path: Path, system: str, turned: bool) -> None:
    place = metres_of(named_crs(system))
    drawn = read(unnamed(tmp_path / "survey.geojson", place[::-1] if turned else place))
    assert (drawn.metres, drawn.turned, drawn.crs) == (True, turned, "")
    assert (system in drawn.zones(), len(drawn.zones())) == (True, 21)
    lon, lat = drawn.placed(system)
    assert (float(lon[0]), float(lat[0])) == pytest.approx(AT, abs=1e-7)


def test_that_degrees_written_the_wrong_way_round_are_turned(tmp_path: Path) -> None:
    drawn = read(unnamed(tmp_path / "a.geojson", AT[::-1]))
    assert (drawn.metres, drawn.turned, drawn.zones()) == (False, True, {})
    assert (float(drawn.lon[0]), float(drawn.lat[0])) == AT


def test_that_a_zone_that_a_file_names_can_be_taken_for_another(tmp_path: Path) -> None:
    file = write(tmp_path / "wrong.shp", [shapely.Point(metres_of(named_crs("gk111")))], "Point", named_crs("gk114"))
    drawn = read(file)
    assert (drawn.crs, round(float(drawn.lon[0]), 2)) == (named_crs("gk114"), 114.02)
    lon, lat = drawn.placed("gk111")
    assert (float(lon[0]), float(lat[0])) == pytest.approx(AT, abs=1e-7)


def test_that_the_zone_of_metres_is_told_by_what_is_known(tmp_path: Path) -> None:
    chance = np.random.default_rng(2)
    ways = [np.array(AT) + np.cumsum(chance.normal(0, 4e-4, (12, 2)), axis=0) + chance.uniform(-0.01, 0.01, 2) for _ in range(60)]
    lines = np.array([shapely.LineString(way) for way in ways], dtype=object)
    places = np.vstack(ways) + 2e-5
    metres = np.column_stack(to_metres(*places.T, named_crs("gk111")))
    file = unnamed(tmp_path / "survey.geojson", *map(tuple, metres.tolist()))
    drawn = read(file)
    verdict = judged(drawn, lines)
    assert (likely(drawn, verdict), verdict.slip) == ("gk111", None)
    assert likely(drawn, judged(drawn, np.array([], dtype=object))) == ""
    named = write(tmp_path / "wrong.shp", list(shapely.points(metres)), "Point", named_crs("gk117"))
    drawn = read(named)
    verdict = judged(drawn, lines)
    assert (likely(drawn, verdict), verdict.slip) == ("gk111", Slip.ANOTHER_ZONE)
