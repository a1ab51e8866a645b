"""Lines and outlines by the ten thousand as columns. Made in a worker."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
import numpy as np
import pyarrow as pa

from console.hall.mercator import mercator


class Lines(NamedTuple):
    """Corners `x`, `y` as `console.hall.mercator`; line n has those from `starts[n]` to before `starts[n + 1]`; `owner` is the row of each."""

    x: np.ndarray
    y: np.ndarray
    starts: np.ndarray
    owner: np.ndarray


def lines_of(column: pa.ChunkedArray, depth: int = 2) -> Lines:
    """Of a column of JSON: `depth` 2 is a list of lines, 3 a list of polygons each a list of rings, of [lon, lat]."""
    places: list[Any] = []
    lengths, owners = [], []
    for row, text in enumerate(column.to_pylist()):
        for line in _flat(msgspec.json.decode(text), depth) if text else ():
            places += line
            lengths.append(len(line))
            owners.append(row)
    corners = np.array(places, np.float64).reshape(-1, 2)
    x, y = mercator(corners[:, 0], corners[:, 1])
    starts = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64))).astype(np.uint32)
    return Lines(x, y, starts, np.array(owners, np.uint32))


def _flat(nested: Sequence[Any], depth: int) -> Sequence[Any]:
    return nested if depth == 2 else [line for part in nested for line in _flat(part, depth - 1)]
