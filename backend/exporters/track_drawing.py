"""The way of a track as a report's page draws it: light enough to be moved about, and to the eye what it was. What plays has all its fixes."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import shapely

from backend.exporters.layer import Layer, shapes_of
from backend.exporters.looks import LOOKS
from geo.grids import METRES_PER_DEGREE

NAME = "track_ways"
SEEN_M = 0.5  # a pixel where a page is nearest
MOST_WAYS = 2_000  # of one band each that a page draws and speaks of one by one


def for_the_eye(layer: Layer) -> Layer:
    """Without the corners that nobody sees; of very many ways those of one band and one stretch of the day together, as one way."""
    if layer.name != NAME:
        return layer
    lines = shapely.simplify(layer.shapes, SEEN_M / METRES_PER_DEGREE, preserve_topology=False)  # to keep it takes seconds for a day in one place
    count = layer.table.num_rows
    if count <= MOST_WAYS:
        return replace(layer, shapes=lines)
    stretch = np.arange(count) * (MOST_WAYS // len(LOOKS[NAME].marks)) // count
    of_band = np.unique(layer.table.column("band").to_pylist(), return_inverse=True)[1]
    _, firsts, whose = np.unique(np.column_stack([stretch, of_band]), axis=0, return_index=True, return_inverse=True)
    together = [np.flatnonzero(whose.ravel() == number) for number in range(len(firsts))]
    return replace(layer, table=_told(layer.table, together), shapes=shapes_of([shapely.multilinestrings(lines[rows]) for rows in together]))


def _told(table: pa.Table, together: Sequence[np.ndarray]) -> pa.Table:
    """Each from where the first of them begins to where the last ends."""
    told = table.take(pa.array([rows[0] for rows in together], pa.int64()))
    ends = table.column("end").take(pa.array([rows[-1] for rows in together], pa.int64()))
    return told.set_column(told.column_names.index("end"), "end", ends)
