"""Coordinates as people write them: read out of pasted text, and written in the four datums of the field.

The figures themselves tell metres from degrees, the zone from an easting that carries it, and longitude from latitude in China. Nothing tells
WGS-84 from GCJ-02 or BD-09 but a name beside the figures; without one WGS-84 is taken, and the others are offered.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from geo.datum import Datum, convert, from_metres, gauss_kruger, to_metres

ZONES = range(25, 46)  # CGCS2000, 3 degrees each; the meridian is three times the number
EASTINGS = (100_000.0, 900_000.0)  # with the false easting of 500 km
NORTHINGS = (0.0, 6_250_000.0)
ZONE_M = 1_000_000  # an easting with its zone: zone * ZONE_M + easting


class Writing(StrEnum):
    """How a place is written: degrees in a datum, or metres in a zone of CGCS2000."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"
    GAUSS_KRUGER = "gauss_kruger"


@dataclass(frozen=True)
class Reading:
    """One way to understand a text. `named`: the text itself says so; `zone` of Gauss-Krüger, taken from the figures or from `near`."""

    lon: float  # WGS-84, as is `lat`
    lat: float
    writing: Writing
    named: bool
    zone: int | None = None


NAMES = {
    Writing.GCJ02: r"gcj[-_ ]?0?2|火星|高德|腾讯|amap|tencent",
    Writing.BD09: r"bd[-_ ]?0?9(?:ll)?|百度|baidu",
    Writing.WGS84: r"wgs[-_ ]?(?:19)?84|gps|epsg[:：]?4326",
    Writing.GAUSS_KRUGER: r"cgcs[-_ ]?2000|高斯|gauss|epsg[:：]?4[45]\d\d|国家2000",
}
NUMBER = r"[-+]?\d+(?:\.\d+)?"
SEXAGESIMAL = re.compile(rf"(\d{{1,3}})\s*[°度]\s*(\d{{1,2}}(?:\.\d+)?)\s*[′'’分]\s*(?:({NUMBER})\s*[″\"”秒])?")
HEMISPHERE = re.compile(rf"(?:([NSEW东西南北])\s*({NUMBER})|({NUMBER})\s*°?\s*([NSEW东西南北])(?![A-Za-z]))", re.IGNORECASE)
POINTS = {"E": (0, 1), "W": (0, -1), "N": (1, 1), "S": (1, -1), "东": (0, 1), "西": (0, -1), "北": (1, 1), "南": (1, -1)}
AXES = re.compile(rf"\b([xy])\s*[=:：]?\s*({NUMBER})", re.IGNORECASE)


def read(text: str, near: tuple[float, float]) -> list[Reading]:
    """The ways to understand a pasted coordinate, the likeliest first; none when it is no coordinate. `near` settles what the figures leave open."""
    writing, rest = _named(text)
    if metres := _metres(rest):
        return [_from_grid(*metres, near, writing is Writing.GAUSS_KRUGER)]
    degrees = _degrees(rest, near)
    if degrees is None:
        return []
    if writing and writing is not Writing.GAUSS_KRUGER:
        return [_reading(*degrees, writing, True)]
    # CGCS2000 in degrees is WGS-84, to within what anybody draws.
    first = _reading(*degrees, Writing.WGS84, writing is not None)
    return [first] if first.named else [first, _reading(*degrees, Writing.GCJ02, False), _reading(*degrees, Writing.BD09, False)]


def write(lon: float, lat: float, writing: Writing) -> str | None:
    """A WGS-84 place as text that `read` understands; none for Gauss-Krüger outside its zones."""
    if writing is not Writing.GAUSS_KRUGER:
        x, y = convert(lon, lat, Datum.WGS84, Datum(writing))
        return f"{float(x):.6f}, {float(y):.6f}"
    zone = zone_of(lon)
    if zone is None:
        return None
    east, north = to_metres(lon, lat, gauss_kruger(zone * 3, numbered=True))
    return f"X {float(north):.2f}, Y {float(east):.2f}"


def zone_of(lon: float) -> int | None:
    """The 3-degree zone that a longitude lies in."""
    zone = round(lon / 3)
    return zone if zone in ZONES else None


def _named(text: str) -> tuple[Writing | None, str]:
    """The datum that a text names, and the text without the names: they have figures of their own."""
    found = next((writing for writing, pattern in NAMES.items() if re.search(pattern, text, re.IGNORECASE)), None)
    return found, re.sub("|".join(NAMES.values()), " ", text, flags=re.IGNORECASE)


def _metres(text: str) -> tuple[float, float] | None:
    """Easting and northing, when the text has just two figures that can be that; surveyors write the northing first and call it x."""
    axes = {axis.lower(): float(value) for axis, value in AXES.findall(text)}
    numbers = [axes["y"], axes["x"]] if axes.keys() == {"x", "y"} else [float(each) for each in re.findall(NUMBER, text)]
    if len(numbers) != 2:
        return None
    pairs = [(east, north) for east, north in (numbers, numbers[::-1]) if _is_easting(east) and NORTHINGS[0] < north < NORTHINGS[1]]
    return max(pairs, key=lambda pair: (pair[0] >= ZONE_M, pair[1])) if pairs else None


def _is_easting(value: float) -> bool:
    zone, rest = divmod(value, ZONE_M)
    return EASTINGS[0] < rest < EASTINGS[1] and (zone == 0 or zone in ZONES)


def _from_grid(east: float, north: float, near: tuple[float, float], named: bool) -> Reading:
    zone, rest = divmod(east, ZONE_M)
    number = int(zone) or zone_of(near[0]) or ZONES[0]
    lon, lat = from_metres(rest, north, gauss_kruger(number * 3))
    return Reading(float(lon), float(lat), Writing.GAUSS_KRUGER, named or zone > 0, number)


def _degrees(text: str, near: tuple[float, float]) -> tuple[float, float] | None:
    text = SEXAGESIMAL.sub(lambda found: f"{int(found[1]) + float(found[2]) / 60 + float(found[3] or 0) / 3600:.9f}", text)
    by_point: dict[int, float] = {}
    for before, after_it, value, after in HEMISPHERE.findall(text):
        axis, sign = POINTS[(before or after).upper()]
        by_point[axis] = sign * float(after_it or value)
    if by_point.keys() == {0, 1}:
        return _within(by_point[0], by_point[1])
    numbers = [float(each) for each in re.findall(NUMBER, text)]
    if len(numbers) != 2:
        return None
    ways = [place for place in (_within(*numbers), _within(*numbers[::-1])) if place]
    return min(ways, key=lambda place: abs(place[0] - near[0]) + abs(place[1] - near[1]), default=None)


def _within(lon: float, lat: float) -> tuple[float, float] | None:
    return (lon, lat) if -180 <= lon <= 180 and -90 <= lat <= 90 else None


def _reading(lon: float, lat: float, writing: Writing, named: bool) -> Reading:
    x, y = convert(lon, lat, Datum(writing), Datum.WGS84)
    return Reading(float(x), float(y), writing, named)
