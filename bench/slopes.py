"""How something grows that flickers: the median slope of all pairs of samples."""

from typing import NamedTuple

import numpy as np


class Slope(NamedTuple):
    """MB a step: the median of all pairs, and the interval in which the true one lies with 95 % (Sen 1968)."""

    middle: float
    least: float
    most: float


def slope_of(at: np.ndarray, held: np.ndarray) -> Slope:
    """`at` steps (batches, turns, connections), rising, at which `held` MB were held."""
    count = len(at)
    one, other = np.triu_indices(count, 1)
    slopes = np.sort((held[other] - held[one]) / (at[other] - at[one]))
    spread = 1.96 * np.sqrt(count * (count - 1) * (2 * count + 5) / 18)
    first, last = round((len(slopes) - spread) / 2), round((len(slopes) + spread) / 2)
    return Slope(float(np.median(slopes)), float(slopes[max(first, 0)]), float(slopes[min(last, len(slopes) - 1)]))
