"""A file that lies nowhere near what is known: its metres were taken for those of another 3-degree zone, or its axes were swapped.

`geo.misfit` looks at what a wrong datum does, some hundred metres; this looks at slips that take a file to another part of the world, where nothing
is known that could contradict it. What moves it back onto the ground that is known is what has happened to it.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj.exceptions import CRSError

from geo.datum import MERIDIANS, Degrees, Places, from_metres, meridian_of, named_crs, to_metres, zones
from geo.grids import METRES_PER_DEGREE
from geo.misfit import MARGIN_M, UNTOLD, Shift, Slip, Verdict, judge
from geo.tracks import Box, within

Lines = NDArray[np.object_]
LinesIn = Callable[[Box], Lines]  # what is known to be right, as far as it meets a box

WIDE = 3  # degrees of a zone
MARGIN_DEG = MARGIN_M / 60_000
MOST = 1500  # places that are looked at
TRIMMED = 1, 99  # percentiles between which the file lies: a few places are always astray
SHARE = 0.95  # of places on known ground speak for a slip where they are too few for `judge`
FEWEST_LINES = 20


class Way(NamedTuple):
    """How a slip is taken back; `system` is the zone that the file is in then, where the declared one is known."""

    slip: Slip
    system: str
    back: Shift


def ways(lon: Degrees, lat: Degrees, crs: str = "") -> Iterator[Way]:
    """The likeliest first: `crs` is the system of metres that the places were taken for."""
    yield Way(Slip.AXES_SWAPPED, "", lambda lon, lat: (lat, lon))
    if crs:
        yield Way(Slip.AXES_SWAPPED, "", partial(_turned, crs))
    meridian = meridian_of(crs)
    if meridian is None:
        for zones_east in sorted(range(1 - len(MERIDIANS), len(MERIDIANS)), key=abs):
            if zones_east:
                yield Way(Slip.ANOTHER_ZONE, "", partial(_east, WIDE * zones_east))
        return
    easting = float(np.median(to_metres(lon, lat, crs)[0]))
    others = {system: abs(there - meridian) for system, there in zones(easting).items() if named_crs(system) != crs}
    for system in sorted(others, key=lambda each: others[each]):
        yield Way(Slip.ANOTHER_ZONE, system, partial(_in_zone, crs, named_crs(system)))


def astray(lon: Degrees, lat: Degrees, lines_in: LinesIn, crs: str = "") -> Verdict:
    """Of places (WGS-84, degrees) in whose neighbourhood nothing is known; `UNTOLD` where no slip explains them."""
    lon, lat = _some(np.asarray(lon, np.float64), np.asarray(lat, np.float64))
    if not len(lon) or len(lines_in(box_of(lon, lat))):
        return UNTOLD
    for way in ways(lon, lat, crs):
        moved = _kept(*way.back(lon, lat))
        if len(moved[0]) < SHARE * len(lon):
            continue
        lines = lines_in(box_of(*moved))
        fits = judge(*moved, lines) if len(lines) else UNTOLD
        if (fits.certain and fits.slip is None) or (not fits.certain and on_ground(*moved, lines)):
            east, north = _off(lon, lat, way.back)
            return Verdict(way.slip, True, len(lon), 0.0, fits.best, east, north, way.system)
    return UNTOLD


def box_of(lon: Degrees, lat: Degrees) -> Box:
    """Where most of the places are, and as far around as a wrong datum may take them."""
    (west, east), (south, north) = np.percentile(lon, TRIMMED), np.percentile(lat, TRIMMED)
    return float(west) - MARGIN_DEG, float(south) - MARGIN_DEG, float(east) + MARGIN_DEG, float(north) + MARGIN_DEG


def on_ground(lon: Degrees, lat: Degrees, lines: Lines) -> bool:
    """Whether nearly all places lie within what is known, or close by."""
    if len(lines) < FEWEST_LINES:
        return False
    west, south, east, north = shapely.total_bounds(lines) + MARGIN_DEG * np.array([-1, -1, 1, 1])
    return bool(within(lon, lat, (west, south, east, north)).mean() >= SHARE)


def _some(lon: Degrees, lat: Degrees) -> Places:
    right = np.isfinite(lon) & np.isfinite(lat)
    lon, lat = lon[right], lat[right]
    step = max(len(lon) // MOST, 1)
    return lon[::step], lat[::step]


def _kept(lon: Degrees, lat: Degrees) -> Places:
    """Those that are places on earth."""
    right = np.isfinite(lon) & np.isfinite(lat) & (np.abs(lon) <= 180) & (np.abs(lat) <= 90)
    return lon[right], lat[right]


def _east(degrees: int, lon: Degrees, lat: Degrees) -> Places:
    return lon + degrees, lat


def _in_zone(crs: str, zone: str, lon: Degrees, lat: Degrees) -> Places:
    return from_metres(*to_metres(lon, lat, crs), zone)


def _turned(crs: str, lon: Degrees, lat: Degrees) -> Places:
    try:
        easting, northing = to_metres(lon, lat, crs)
        return from_metres(northing, easting, crs)
    except CRSError:
        return np.full_like(lon, np.nan), lat


def _off(lon: Degrees, lat: Degrees, back: Shift) -> tuple[float, float]:
    """Metres east and north of where the places belong."""
    there = back(lon, lat)
    right = np.isfinite(there[0]) & np.isfinite(there[1])
    wide = METRES_PER_DEGREE * np.cos(np.radians(np.median(there[1][right])))
    return float(np.median((lon - there[0])[right]) * wide), float(np.median((lat - there[1])[right]) * METRES_PER_DEGREE)
