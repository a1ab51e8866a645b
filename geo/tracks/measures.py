"""How long and how fast: metres between places, speeds between fixes."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_M = 6_371_008.8  # mean radius
SURE = 2.0  # standard deviations: 95 %
TOO_FAST = 150 / 3.6  # m/s: nothing that a city sends out drives 150 km/h

Box = tuple[float, float, float, float]  # west, south, east, north


def metres(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> NDArray[np.float64]:
    """Great-circle distances (haversine) between pairs of places, in metres."""
    x1, y1, x2, y2 = (np.radians(np.asarray(values, np.float64)) for values in (lon1, lat1, lon2, lat2))
    half = np.sin((y2 - y1) / 2) ** 2 + np.cos(y1) * np.cos(y2) * np.sin((x2 - x1) / 2) ** 2
    return np.asarray(2 * EARTH_M * np.arcsin(np.sqrt(np.clip(half, 0, 1))))


def length_m(lon: ArrayLike, lat: ArrayLike) -> float:
    """The length of a line through places, in metres."""
    return float(steps_m(np.asarray(lon, np.float64), np.asarray(lat, np.float64)).sum())


def speeds(at_s: ArrayLike, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
    """Mean speed in m/s from each fix to the next, one fewer than fixes; infinite where two places share one time, 0 where nothing moved."""
    steps = steps_m(np.asarray(lon, np.float64), np.asarray(lat, np.float64))
    seconds = np.diff(np.asarray(at_s, np.float64))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(steps == 0, 0.0, steps / seconds)


def paces(at_s: ArrayLike, lon: ArrayLike, lat: ArrayLike, speed: ArrayLike) -> NDArray[np.float64]:
    """The speed in m/s at each fix: what the device said, else (NaN) the mean since the fix before, 0 where that cannot be."""
    said = np.asarray(speed, np.float64)
    if said.size < 2:
        return np.nan_to_num(said)
    derived = speeds(at_s, lon, lat)
    derived = np.concatenate((derived[:1], derived))
    derived[~np.isfinite(derived) | (derived > TOO_FAST)] = 0.0
    return np.where(np.isfinite(said), said, derived)


def within(lon: NDArray[np.float64], lat: NDArray[np.float64], box: Box) -> NDArray[np.bool_]:
    """Which places lie in a box, borders included."""
    west, south, east, north = box
    inside: NDArray[np.bool_] = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return inside


def steps_m(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Metres from each place to the next, one fewer than places; as `metres`, which would turn each place twice."""
    x, y = np.radians(lon), np.radians(lat)
    level = np.cos(y)
    half = np.sin(np.diff(y) / 2) ** 2 + level[:-1] * level[1:] * np.sin(np.diff(x) / 2) ** 2
    return np.asarray(2 * EARTH_M * np.arcsin(np.sqrt(np.minimum(half, 1))))
