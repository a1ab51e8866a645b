"""What a WMTS or WMS says of the 3-degree zones of CGCS2000 (EPSG:4513 to 4554): which of its systems are such, and where their tiles lie."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from console import words
from geo.datum import meridian_of, to_metres
from wire.basemaps import MOST_LEVELS, TileLevel

PIXEL_M = 0.00028  # at the scale of one to one, as the standard has it
SIDES = range(64, 1025)  # px
FAR = 3.0  # degrees from its meridian: farther off is another zone's
SOUTH, NORTH = 15.0, 55.0  # where nothing is said of where a layer lies
Box = tuple[float, float, float, float]  # west, south, east, north


def named(crs: str) -> str:
    """`EPSG:4547` of whatever way it is written in; empty where it is no such zone."""
    name = f"EPSG:{re.split('[:/]', crs.strip())[-1]}"
    return name if meridian_of(name) is not None else ""


def fault_of(title: str, crs: str, lon: float | None) -> str:
    """One sentence where what lies at a longitude has no business in the zone; empty else."""
    meridian = meridian_of(crs)
    if meridian is None or lon is None or abs(lon - meridian) <= FAR:
        return ""
    return words.choose(
        f"“{title}”的投影 {crs} 的中央子午线是 {meridian}°E，而图层或本市在 {lon:.1f}°E：二者不符。",
        f'"{title}" is in {crs}, around {meridian}°E, but it or the city lies at {lon:.1f}°E: one of them is wrong.',
    )


def middle(box: Sequence[float] | None) -> float | None:
    """The longitude in the middle of a box in degrees; none where nothing is said, or the whole of China or more."""
    return (box[0] + box[2]) / 2 if box is not None and 0 <= box[2] - box[0] < 2 * FAR else None


def levels(matrices: Any, crs: str, box: Sequence[float] | None) -> list[TileLevel]:
    """Of a tile matrix set of owslib's, the coarsest first; none where they reach nothing of the zone, or of their layer's box in degrees.

    A zone's axes are northing and easting, in this order, and so is the corner of a set whose system is told by a URN or an address. Servers that
    have it the other way round are believed where only that reaches the layer.
    """
    there, by_standard = _metres(crs, box), not str(matrices.crs).upper().startswith("EPSG:")
    for northing_first in (by_standard, not by_standard):
        found = [_level(each, northing_first) for each in matrices.tilematrix.values() if _is_usable(each)]
        if any(_meet(level, there) for level in found):
            return sorted(found, key=lambda level: -level.resolution)[:MOST_LEVELS]
    return []


def _is_usable(matrix: Any) -> bool:
    right = matrix.tilewidth == matrix.tileheight and matrix.tilewidth in SIDES
    return right and matrix.scaledenominator > 0 and matrix.matrixwidth > 0 and matrix.matrixheight > 0 and len(matrix.identifier) <= 100


def _level(matrix: Any, northing_first: bool) -> TileLevel:
    west, north = reversed(matrix.topleftcorner) if northing_first else matrix.topleftcorner
    size = matrix.scaledenominator * PIXEL_M
    return TileLevel(matrix.identifier, size, west, north, matrix.tilewidth, matrix.matrixwidth, matrix.matrixheight)


def _metres(crs: str, box: Sequence[float] | None) -> Box:
    """The box around a box of degrees, as far as it is of the zone."""
    meridian = float(meridian_of(crs) or 0)
    west, south, east, north = box if middle(box) is not None and box is not None else (meridian - FAR, SOUTH, meridian + FAR, NORTH)
    lon, lat = np.meshgrid(np.linspace(west, east, 5), np.linspace(south, north, 5))
    x, y = to_metres(lon, lat, crs)
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())


def _meet(level: TileLevel, there: Iterable[float]) -> bool:
    west, south, east, north = there
    side = level.side * level.resolution
    return level.west < east and level.west + level.columns * side > west and level.north > south and level.north - level.rows * side < north
