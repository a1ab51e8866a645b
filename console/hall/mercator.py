"""Places on the Mercator square of the map as whole numbers, and an order in which neighbours come together."""

import math

import numpy as np

WHOLE = 2**32
MOST_LAT = 85.0511  # of the Mercator square


def mercator(lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Degrees as uint32 from the north-western corner of the Mercator square: steps of less than a centimetre."""
    sine = np.sin(np.radians(np.clip(lat, -MOST_LAT, MOST_LAT)))
    x = lon / 360 + 0.5
    y = 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * math.pi)
    return _whole(x), _whole(y)


def _whole(share: np.ndarray) -> np.ndarray:
    whole: np.ndarray = np.clip(np.nan_to_num(share) * WHOLE, 0, WHOLE - 1).astype(np.uint32)
    return whole


def morton(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The bits of the upper halves of x and y in turn: points of one tile come together. resources/map/page/cells.js does the same."""
    keys: np.ndarray = _spread(x >> np.uint32(16)) | _spread(y >> np.uint32(16)) << np.uint32(1)
    return keys


def _spread(half: np.ndarray) -> np.ndarray:
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        half = (half | half << np.uint32(shift)) & np.uint32(mask)
    return half
