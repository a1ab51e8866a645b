"""Coordinates as they are pasted: what the figures tell is not asked, and what was taken is said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from geo.coordinates import Reading, Writing, read, write, zone_of
from geo.datum import convert

NEAR = (111.003, 35.022)  # Yuncheng


def only(text: str) -> Reading:
    (reading,) = read(text, NEAR)
    return reading


@pytest.mark.parametrize(
    "text",
    [
        "111.003, 35.022",
        "35.022 111.003",
        "lat=35.022&lon=111.003",
        "(111.003，35.022)",
        "N35.022 E111.003",
        "35.022°N, 111.003°E",
        "东经111.003 北纬35.022",
        "111°0'10.8\"E 35°1′19.2″N",
        "35度1分19.2秒 111度0分10.8秒",
    ],
)
def test_that_degrees_are_understood_however_they_are_written(text: str) -> None:
    readings = read(text, NEAR)
    assert [reading.writing for reading in readings] == [Writing.WGS84, Writing.GCJ02, Writing.BD09]
    assert (readings[0].lon, readings[0].lat) == pytest.approx(NEAR, abs=1e-7)
    assert not readings[0].named


@pytest.mark.parametrize(
    ("text", "writing"),
    [
        ("GCJ-02 111.003,35.022", Writing.GCJ02),
        ("https://uri.amap.com/marker?position=111.003,35.022", Writing.GCJ02),
        ("高德坐标 111.003 35.022", Writing.GCJ02),
        ("BD-09: 111.003, 35.022", Writing.BD09),
        ("百度 35.022,111.003", Writing.BD09),
        ("WGS-84 111.003,35.022", Writing.WGS84),
    ],
)
def test_that_a_named_datum_is_taken_and_no_other_offered(text: str, writing: Writing) -> None:
    reading = only(text)
    assert (reading.writing, reading.named) == (writing, True)
    assert (reading.lon, reading.lat) == pytest.approx([float(each) for each in convert(*NEAR, writing, "wgs84")])


def test_that_metres_tell_their_zone_by_themselves() -> None:
    text = write(*NEAR, Writing.GAUSS_KRUGER)
    assert text is not None
    x, y = (part.split(" ")[1] for part in text.split(", "))
    for pasted in (text, f"{x} {y}", f"{y},{x}", f"CGCS2000 X={x} Y={y}"):
        reading = only(pasted)
        assert (reading.lon, reading.lat) == pytest.approx(NEAR, abs=2e-7)
        assert (reading.writing, reading.zone) == (Writing.GAUSS_KRUGER, 37)


def test_that_an_easting_without_zone_takes_that_of_the_map() -> None:
    text = write(*NEAR, Writing.GAUSS_KRUGER)
    assert text is not None
    north, east = text.removeprefix("X ").split(", Y ")
    assert east.startswith("37")
    reading = only(f"{east[2:]} {north}")
    assert (reading.lon, reading.lat) == pytest.approx(NEAR, abs=2e-7)
    assert not reading.named


@pytest.mark.parametrize("text", ["", "路灯", "1408020021050001", "2026112100001", "人民路 12", "12 34 56", "200, 300", "13.8"])
def test_that_what_is_no_coordinate_is_none(text: str) -> None:
    assert read(text, NEAR) == []


@settings(deadline=None)  # the first place in each zone makes a projection
@given(lon=some.floats(75, 134), lat=some.floats(4, 53), writing=some.sampled_from(list(Writing)))
def test_that_what_is_written_is_read_back(lon: float, lat: float, writing: Writing) -> None:
    text = write(lon, lat, writing)
    assert text is not None
    found = {reading.writing: reading for reading in read(text, (lon, lat))}[writing]
    assert (found.lon, found.lat) == pytest.approx((lon, lat), abs=2e-6)


def test_that_outside_its_zones_there_is_no_gauss_kruger() -> None:
    assert write(-71.1, 42.4, Writing.GAUSS_KRUGER) is None
    assert zone_of(-71.1) is None
