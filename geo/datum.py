"""Datums of Chinese data: WGS-84 (taken as equal to CGCS2000), GCJ-02, BD-09, and CGCS2000 in metres.

GCJ-02 shifts every place in China by 100 to 700 m in a way that is published only as code; the series below is the one that map makers
have used since 2012, and real data confirms it (tests/geo). BD-09 turns GCJ-02 by a small spiral. Neither shifts anything outside China.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Transformer

Degrees = NDArray[np.float64]
Places = tuple[Degrees, Degrees]

CHINA = (72.004, 0.8293, 137.8347, 55.8271)  # west, south, east, north: where GCJ-02 shifts at all
KRASOVSKY_M = 6378245.0
KRASOVSKY_E2 = 0.00669342162296594323
SPIRAL = np.pi * 3000 / 180
CLOSE_ENOUGH = 1e-11  # degrees: a micrometre
GAUSS_KRUGER_75E = 4534  # EPSG code of CGCS2000 / 3-degree Gauss-Kruger CM 75E; the following codes go on by 3 degrees
GAUSS_KRUGER_ZONE_25 = 4513  # the same with the zone's number before the easting
MERIDIANS = range(75, 136, 3)
UNNUMBERED_M = 1_000_000  # an easting without a number is 500 km in the middle of its zone


class Datum(StrEnum):
    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def convert(lon: ArrayLike, lat: ArrayLike, source: Datum | str, target: Datum | str) -> Places:
    """Longitudes and latitudes in degrees, from one datum to another; `ValueError` for a datum that is none."""
    here, there = _plain(Datum(source)), _plain(Datum(target))
    places = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    if here is there:
        return places
    if here is Datum.BD09:
        places = _gcj_from_bd(*places)
    elif here is Datum.WGS84:
        places = _gcj_from_wgs(*places)
    if there is Datum.WGS84:
        return _wgs_from_gcj(*places)
    return _bd_from_gcj(*places) if there is Datum.BD09 else places


def _plain(datum: Datum) -> Datum:
    return Datum.WGS84 if datum is Datum.CGCS2000 else datum


def gauss_kruger(meridian: int, numbered: bool = False) -> str:
    """The EPSG name of CGCS2000's 3-degree zone around a central meridian; `numbered` eastings begin with the zone's number."""
    if meridian % 3 or not 75 <= meridian <= 135:
        raise ValueError(f"CGCS2000 has no 3-degree zone around {meridian}°E: the meridians are 75, 78 … 135")
    first = GAUSS_KRUGER_ZONE_25 if numbered else GAUSS_KRUGER_75E
    return f"EPSG:{first + (meridian - 75) // 3}"


def named_crs(name: str) -> str:
    """`gk117` (CGCS2000's 3-degree zone around 117°E) and `gk39` (the same, eastings beginning with 39) as EPSG names; others as they are."""
    number = int(name[2:]) if name[:2].lower() == "gk" and name[2:].isdecimal() else 0
    if not number:
        return name
    return gauss_kruger(number) if number > 45 else gauss_kruger(number * 3, numbered=True)


def meridian_of(crs: str) -> int | None:
    """The central meridian of one of CGCS2000's 3-degree zones by its EPSG name; none for any other system."""
    code = int(crs[5:]) if crs.upper().startswith("EPSG:") and crs[5:].isdecimal() else 0
    at = code - GAUSS_KRUGER_ZONE_25
    return 75 + 3 * (at % len(MERIDIANS)) if 0 <= at < 2 * len(MERIDIANS) else None


def zones(easting: float) -> dict[str, int]:
    """The 3-degree zones that an easting may be of, as `named_crs` knows them, with their meridians: where it begins with a zone's number, those
    with numbers."""
    return {(f"gk{meridian // 3}" if easting > UNNUMBERED_M else f"gk{meridian}"): meridian for meridian in MERIDIANS}


def from_metres(easting: ArrayLike, northing: ArrayLike, crs: str) -> Places:
    """Longitudes and latitudes (WGS-84) of projected metres; `pyproj.exceptions.CRSError` for an unknown `crs`."""
    lon, lat = _projection(crs, "EPSG:4326").transform(np.asarray(easting, np.float64), np.asarray(northing, np.float64))
    return np.asarray(lon), np.asarray(lat)


def to_metres(lon: ArrayLike, lat: ArrayLike, crs: str) -> Places:
    """Eastings and northings of WGS-84 places in a projected `crs`."""
    east, north = _projection("EPSG:4326", crs).transform(np.asarray(lon, np.float64), np.asarray(lat, np.float64))
    return np.asarray(east), np.asarray(north)


@cache
def _projection(source: str, target: str) -> Transformer:
    """Made once: that takes 50 ms. It keeps an own state for each thread by itself."""
    return Transformer.from_crs(source, target, always_xy=True)


def _in_china(lon: Degrees, lat: Degrees) -> NDArray[np.bool_]:
    west, south, east, north = CHINA
    inside: NDArray[np.bool_] = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return inside


def _waves(x: Degrees, *parts: tuple[float, float]) -> Degrees:
    """Two thirds of the sum of sines, each given by amplitude and period."""
    total = np.zeros_like(x)
    for amplitude, period in parts:
        total = total + amplitude * np.sin(x * np.pi / period)
    return total * 2 / 3


def _gcj_from_wgs(lon: Degrees, lat: Degrees) -> Places:
    x, y = lon - 105.0, lat - 35.0
    ripple = _waves(x, (20, 1 / 6), (20, 1 / 2))
    root = np.sqrt(np.abs(x))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple + _waves(x, (20, 1), (40, 3), (150, 12), (300, 30))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple + _waves(y, (20, 1), (40, 3), (160, 12), (320, 30))
    angle = np.radians(lat)
    flat = 1 - KRASOVSKY_E2 * np.sin(angle) ** 2
    lon_shift = np.degrees(east * np.sqrt(flat) / (KRASOVSKY_M * np.cos(angle)))
    lat_shift = np.degrees(north * flat * np.sqrt(flat) / (KRASOVSKY_M * (1 - KRASOVSKY_E2)))
    inside = _in_china(lon, lat)
    return np.where(inside, lon + lon_shift, lon), np.where(inside, lat + lat_shift, lat)


def _bd_from_gcj(lon: Degrees, lat: Degrees) -> Places:
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * SPIRAL)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * SPIRAL)
    inside = _in_china(lon, lat)
    return np.where(inside, radius * np.cos(angle) + 0.0065, lon), np.where(inside, radius * np.sin(angle) + 0.006, lat)


def _wgs_from_gcj(lon: Degrees, lat: Degrees) -> Places:
    return _undo(_gcj_from_wgs, lon, lat)


def _gcj_from_bd(lon: Degrees, lat: Degrees) -> Places:
    return _undo(_bd_from_gcj, lon, lat)


def _undo(shift: Callable[[Degrees, Degrees], Places], lon: Degrees, lat: Degrees) -> Places:
    # The shift hardly changes over its own length, so each step gains two digits or more; a few suffice, twenty are the end.
    x, y = lon, lat
    for _ in range(20):
        there_x, there_y = shift(x, y)
        miss_x, miss_y = lon - there_x, lat - there_y
        x, y = x + miss_x, y + miss_y
        if not np.any((np.abs(miss_x) > CLOSE_ENOUGH) | (np.abs(miss_y) > CLOSE_ENOUGH)):
            break
    return x, y
