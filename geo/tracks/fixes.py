"""The fixes of one unit as columns."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.int64]


@dataclass(frozen=True)
class Fixes:
    """All of length n: `at` in milliseconds since 1970 UTC, `lon` and `lat` in degrees of WGS-84, `accuracy` a radius in metres (NaN: unknown).

    `mock`: the device says itself that the place did not come from its receiver.
    """

    at: Indices
    lon: Numbers
    lat: Numbers
    accuracy: Numbers
    mock: Flags

    def __len__(self) -> int:
        return len(self.at)

    def take(self, chosen: Flags | Indices | slice) -> "Fixes":
        return Fixes(self.at[chosen], self.lon[chosen], self.lat[chosen], self.accuracy[chosen], self.mock[chosen])


def fixes(at: ArrayLike, lon: ArrayLike, lat: ArrayLike, accuracy: ArrayLike | None = None, mock: ArrayLike = False) -> Fixes:
    """`Fixes` of anything that is like columns."""
    moments = np.asarray(at, np.int64)
    radius = np.full(len(moments), np.nan) if accuracy is None else np.asarray(accuracy, np.float64)
    told = np.broadcast_to(np.asarray(mock, np.bool_), moments.shape)
    return Fixes(moments, np.asarray(lon, np.float64), np.asarray(lat, np.float64), radius, told)
