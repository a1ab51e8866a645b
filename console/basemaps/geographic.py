"""Pictures that are cut by degrees (EPSG:4326, EPSG:4490), cut anew for Mercator's map.

A tile of either kind is 360°/2^zoom wide, so columns stay what they are and only rows move.
"""

import io
import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from console.basemaps.base import Found, Source, Tile

SIDE = 256
Pixels = NDArray[np.uint8]  # (rows, SIDE, 4)


class Geographic:
    """`inner` counts rows of 360°/2^zoom from the north pole."""

    def __init__(self, inner: Source) -> None:
        self._inner = inner

    @property
    def problem(self) -> str:
        return self._inner.problem

    def tile(self, tile: Tile) -> Found | None:
        wanted = rows_of(tile)
        first, last = int(wanted[0] // SIDE), int(wanted[-1] // SIDE)
        found = [self._inner.tile(Tile(tile.zoom, tile.x, row)) if row < 2 ** (tile.zoom - 1) else None for row in range(first, last + 1)]
        if not any(found):
            return None
        stack = np.vstack([_pixels(each.body) if each else np.zeros((SIDE, SIDE, 4), np.uint8) for each in found])
        old = [each.old_since for each in found if each and each.old_since is not None]
        return Found(_png(_drawn(stack, wanted - first * SIDE)), min(old) if old else None)

    def close(self) -> None:
        self._inner.close()


def rows_of(tile: Tile) -> NDArray[np.float64]:
    """For the middle of each row of a Mercator tile, how many px from the north pole it lies in the map by degrees."""
    y = (tile.y + (np.arange(SIDE) + 0.5) / SIDE) / 2**tile.zoom
    lat = np.degrees(np.arctan(np.sinh(math.pi * (1 - 2 * y))))
    rows: NDArray[np.float64] = (90.0 - lat) / 360.0 * 2**tile.zoom * SIDE
    return rows


def _drawn(stack: Pixels, rows: NDArray[np.float64]) -> Pixels:
    """Each row between the two that are nearest."""
    at = np.clip(rows - 0.5, 0, len(stack) - 1)
    low = np.minimum(at.astype(np.int64), len(stack) - 2)
    share = (at - low)[:, None, None]
    mixed: Pixels = np.rint(stack[low] * (1 - share) + stack[low + 1] * share).astype(np.uint8)
    return mixed


def _pixels(body: bytes) -> Pixels:
    """With colours multiplied by their opacity, so that they can be mixed."""
    with Image.open(io.BytesIO(body)) as image:
        return np.asarray(image.convert("RGBa").resize((SIDE, SIDE)))


def _png(pixels: Pixels) -> bytes:
    buffer = io.BytesIO()
    Image.frombytes("RGBa", (SIDE, SIDE), pixels.tobytes()).convert("RGBA").save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()
