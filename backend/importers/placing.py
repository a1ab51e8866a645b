"""Places of a file, brought to WGS-84; and whether they can be where the mapping says that they are."""

import hashlib
import math
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from pyproj.exceptions import CRSError

from backend.importers.mapping import WORLD, Mapping
from backend.importers.records import Placed, Record
from backend.importers.report import ImportRefused, Report
from geo.datum import Datum, Degrees, Places, convert, from_metres
from geo.grids import METRES_PER_DEGREE
from geo.tracks import Box, within

P = TypeVar("P", bound=Placed)


def placed(found: list[Record[P]], mapping: Mapping, report: Report) -> list[Record[P]]:
    """The records with their places in WGS-84; those outside the mapping's extent are rejected, and a file of which most is outside is refused."""
    if not found:
        return []
    lon, lat = _columns(found)
    if not mapping.brings_shapes:  # those were converted with their geometry
        lon, lat = _converted(lon, lat, mapping)
    zero = (lon == 0) & (lat == 0)
    inside = within(lon, lat, mapping.extent) & ~zero
    if inside.sum() * 2 < (~zero).sum() or not inside.any():
        raise ImportRefused(_suspicion(lon, lat, mapping.extent, int(inside.sum())))
    kept = []
    for record, x, y, is_inside, is_zero in zip(found, lon.tolist(), lat.tolist(), inside, zero, strict=True):
        if is_inside:
            record.value.lon, record.value.lat = x, y
            kept.append(record)
        else:
            report.reject(
                record.row, "its place is 0/0" if is_zero else f"its place {x:.5f}, {y:.5f} lies outside {_words(mapping.extent)}", record.layer
            )
    return kept


def scattered(value: Placed, key: str, reach_m: float) -> None:
    """Moves a place by up to `reach_m`, evenly over the circle and always the same way for the same key."""
    digest = hashlib.sha256(key.encode()).digest()
    turn = int.from_bytes(digest[:4]) / 2**32 * 2 * math.pi
    away = math.sqrt(int.from_bytes(digest[4:8]) / 2**32) * reach_m
    value.lon += away * math.cos(turn) / (METRES_PER_DEGREE * math.cos(math.radians(value.lat)))
    value.lat += away * math.sin(turn) / METRES_PER_DEGREE


def _columns(found: list[Record[P]]) -> Places:
    pairs = np.array([(record.value.lon, record.value.lat) for record in found], np.float64)
    return pairs[:, 0], pairs[:, 1]


def _converted(lon: Degrees, lat: Degrees, mapping: Mapping) -> Places:
    try:
        if mapping.crs:
            lon, lat = from_metres(lon, lat, mapping.crs)
    except CRSError as error:
        raise ImportRefused(f"The mapping names a coordinate system that is none: {mapping.crs}.") from error
    return convert(lon, lat, mapping.datum, Datum.WGS84)


def _suspicion(lon: Degrees, lat: Degrees, extent: Box, inside: int) -> str:
    share = f"Only {inside} of {lon.size} places lie in {_words(extent)}"
    if _mostly(within(lat, lon, extent) & ~within(lon, lat, extent)):
        return f"{share}: longitude and latitude look swapped."
    if _mostly((np.abs(lon) > 180) | (np.abs(lat) > 90)):
        return f"{share}: they are no degrees but look like metres of a projection, which the mapping must name (crs)."
    return f"{share}: the file does not belong to this mapping, or its datum is another."


def _mostly(which: NDArray[np.bool_]) -> bool:
    return bool(which.mean() > 0.5)


def _words(extent: Box) -> str:
    west, south, east, north = extent
    return "the world" if extent == WORLD else f"{west}–{east}°E, {south}–{north}°N"
