"""Pictures that are cut by metres of one of CGCS2000's 3-degree zones, cut anew for Mercator's map.

Where a pixel of the page lies in the zone is computed on a grid of control points, and taken as straight between them: at any zoom that is right to
a hundredth of a pixel. Whatever is asked for again is another pixel of the same picture, so neighbours meet.
"""

import io
import math
from collections.abc import Sequence
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from console.basemaps.base import Found, Source, Tile
from geo.datum import meridian_of, to_metres
from wire.basemaps import TileLevel

SIDE = 256
APART = 16  # px between two control points
COARSER = 1.2  # a level whose pixels are so much larger than the page's is sharp enough still
MOST = 36  # tiles of one
BEYOND = 10.0  # degrees from its meridian a zone is nothing any more
LEAST_ZOOM = 6  # above it a tile is wider than a zone
EQUATOR_M = 156_543.033928  # a pixel of zoom 0 there
USUAL_LAT = 35.0
FALSE_EASTING, ZONE_M = 500_000.0, 1_000_000.0
Grid = NDArray[np.float64]


class Metric:
    """`inner` counts columns and rows of a level, which is the number of its place in `levels`, from the level's corner."""

    def __init__(self, inner: Source, crs: str, levels: Sequence[TileLevel]) -> None:
        self._inner, self._crs, self._levels = inner, crs, levels

    @property
    def problem(self) -> str:
        return self._inner.problem

    def tile(self, tile: Tile) -> Found | None:
        if not _is_near(tile, self._crs):
            return None
        east, north = metres_of(tile, self._crs)
        number = self._number(east, north)
        level = self._levels[number]
        x, y = (east - level.west) / level.resolution - 0.5, (level.north - north) / level.resolution - 0.5
        first, last = (int(x.min() // level.side), int(y.min() // level.side)), (int((x.max() + 1) // level.side), int((y.max() + 1) // level.side))
        columns, rows = range(max(first[0], 0), min(last[0], level.columns - 1) + 1), range(max(first[1], 0), min(last[1], level.rows - 1) + 1)
        if not 0 < len(columns) * len(rows) <= MOST:
            return None
        found = {(column, row): self._inner.tile(Tile(number, column, row)) for row in rows for column in columns}
        if not any(found.values()):
            return None
        # A tile more on each side, of nothing: there what is beyond the edge of the map is.
        whole = np.zeros(((len(rows) + 2) * level.side, (len(columns) + 2) * level.side, 4), np.uint8)
        for (column, row), each in found.items():
            if each:
                at = (row - rows[0] + 1) * level.side, (column - columns[0] + 1) * level.side
                whole[at[0] : at[0] + level.side, at[1] : at[1] + level.side] = _pixels(each.body, level.side)
        old = [each.old_since for each in found.values() if each and each.old_since is not None]
        drawn = _drawn(whole, x - (columns[0] - 1) * level.side, y - (rows[0] - 1) * level.side)
        return Found(_png(drawn), min(old) if old else None)

    def close(self) -> None:
        self._inner.close()

    def _number(self, east: Grid, north: Grid) -> int:
        """The coarsest level that is sharp enough, else the finest."""
        middle = SIDE // 2
        size = math.hypot(east[middle, middle + 1] - east[middle, middle], north[middle, middle + 1] - north[middle, middle])
        sharp = [number for number, level in enumerate(self._levels) if level.resolution <= COARSER * size]
        return max(sharp or range(len(self._levels)), key=lambda number: self._levels[number].resolution * (1 if sharp else -1))


def metres_of(tile: Tile, crs: str) -> tuple[Grid, Grid]:
    """Easting and northing of the middle of each pixel, (SIDE, SIDE) each, of a tile of the page."""
    edges = np.arange(0, SIDE + 1, APART) / SIDE
    lon = (tile.x + edges) / 2**tile.zoom * 360 - 180
    lat = np.degrees(np.arctan(np.sinh(math.pi * (1 - 2 * (tile.y + edges) / 2**tile.zoom))))
    across, down = np.meshgrid(lon, lat)
    east, north = to_metres(across, down, crs)
    return _between(east), _between(north)


def _is_near(tile: Tile, crs: str) -> bool:
    west, meridian = tile.x / 2**tile.zoom * 360 - 180, meridian_of(crs)
    return meridian is not None and meridian - BEYOND < west and west + 360 / 2**tile.zoom < meridian + BEYOND


def levels_of_wms(crs: str) -> list[TileLevel]:
    """A WMS draws any box: so it has levels as the page's zooms are at the latitude of most cities, from a corner beyond its zone."""
    meridian = meridian_of(crs)
    assert meridian is not None
    numbered = int(crs[5:]) < 4534
    west = FALSE_EASTING + (meridian // 3 * ZONE_M if numbered else 0) - ZONE_M
    sizes = [EQUATOR_M * math.cos(math.radians(USUAL_LAT)) / 2**zoom for zoom in range(25)]
    counts = [(math.ceil(2 * ZONE_M / size / SIDE), math.ceil(10 * ZONE_M / size / SIDE)) for size in sizes]
    return [TileLevel(str(zoom), size, west, 10 * ZONE_M, SIDE, *count) for zoom, (size, count) in enumerate(zip(sizes, counts, strict=True))]


def box(level: TileLevel, tile: Tile) -> tuple[float, float, float, float]:
    """West, south, east, north of a tile of a level, in metres of its zone."""
    side = level.side * level.resolution
    west, north = level.west + tile.x * side, level.north - tile.y * side
    return west, north - side, west + side, north


def address(url: str, levels: Sequence[TileLevel], tile: Tile) -> str:
    """`{m}` stands for what its server calls the level."""
    values = {"{m}": quote(levels[tile.zoom].mark, safe=""), "{x}": str(tile.x), "{y}": str(tile.y)}
    for mark, value in values.items():
        url = url.replace(mark, value)
    return url


def zooms(levels: Sequence[TileLevel], lat: float = USUAL_LAT) -> tuple[int, int]:
    """From which zoom of the page to which there is something to be seen at a latitude."""
    sizes = [math.log2(EQUATOR_M * math.cos(math.radians(lat)) / level.resolution) for level in levels]
    lowest, highest = math.floor(min(sizes) + 0.25), math.ceil(max(sizes) - 0.25)
    return min(max(lowest, LEAST_ZOOM), 24), min(max(highest, lowest, LEAST_ZOOM), 24)


def _between(grid: Grid) -> Grid:
    """Straight between the control points, at the middles of pixels."""
    at = (np.arange(SIDE) + 0.5) / APART
    low = at.astype(np.int64)
    share = at - low
    rows = grid[low] * (1 - share)[:, None] + grid[low + 1] * share[:, None]
    done: Grid = rows[:, low] * (1 - share) + rows[:, low + 1] * share
    return done


def _drawn(whole: NDArray[np.uint8], x: Grid, y: Grid) -> NDArray[np.uint8]:
    """Each pixel between the four that are nearest."""
    high, wide = whole.shape[:2]
    left, top = np.clip(np.floor(x).astype(np.int64), 0, wide - 2), np.clip(np.floor(y).astype(np.int64), 0, high - 2)
    across, down = np.clip(x - left, 0, 1)[..., None], np.clip(y - top, 0, 1)[..., None]
    above = whole[top, left] * (1 - across) + whole[top, left + 1] * across
    below = whole[top + 1, left] * (1 - across) + whole[top + 1, left + 1] * across
    mixed: NDArray[np.uint8] = np.rint(above * (1 - down) + below * down).astype(np.uint8)
    return mixed


def _pixels(body: bytes, side: int) -> NDArray[np.uint8]:
    """With colours multiplied by their opacity, so that they can be mixed."""
    with Image.open(io.BytesIO(body)) as image:
        return np.asarray(image.convert("RGBa").resize((side, side)))


def _png(pixels: NDArray[np.uint8]) -> bytes:
    buffer = io.BytesIO()
    Image.frombytes("RGBa", (SIDE, SIDE), pixels.tobytes()).convert("RGBA").save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()
