"""The ways by which somebody came near a place."""

import numpy as np
from numpy.typing import NDArray

from geo.tracks import metres

AROUND, LEAST_M = 3.0, 300.0  # so many radii around the place, and no less, ways are shown

Column = NDArray[np.float64]


def reach(radius: float) -> float:
    """How far around the place the ways are shown, in metres."""
    return max(AROUND * radius, LEAST_M)


def passages(
    at: Column, lon: Column, lat: Column, middle: tuple[float, float], radius: float, nearest_at: float, hop_s: float
) -> list[NDArray[np.intp]]:
    """The rows of each passage, cut where nobody knows the way, and where it leads away.

    `at`, `nearest_at` in seconds, `lon`, `lat` in degrees, in order of time, the radius in metres; `nearest_at` is when it was nearest, and between
    two fixes that are `hop_s` seconds apart or less the way is known.
    """
    near = metres(*middle, lon, lat) <= reach(radius)
    row = int(np.searchsorted(at, nearest_at))
    if 0 < row < len(near):
        near[row - 1 : row + 1] = True  # who only passed between two fixes may have none anywhere near
    rows = np.flatnonzero(near)
    cuts = np.flatnonzero((np.diff(rows) > 1) | (np.diff(at) > hop_s)[rows[:-1]]) + 1
    return [part for part in np.split(rows, cuts) if len(part)]
