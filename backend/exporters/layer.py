"""One layer on its way into a file: its columns, and a shape for each row."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from geo.tracks import Box
from wire import bulk
from wire.exports import ExportLayer

Shapes = NDArray[np.object_]  # shapely geometries in WGS-84, none for a row without a place


@dataclass(frozen=True)
class Layer:
    """`name` is its table's, unique in a file; `geometry` what all its shapes are, as OGC calls it. `plain`: it is of no use without a map."""

    kind: ExportLayer
    name: str
    table: pa.Table
    shapes: Shapes
    geometry: str = "Point"
    plain: bool = False

    def within(self, box: Sequence[float]) -> "Layer":
        """The rows whose shapes meet a box (west, south, east, north)."""
        held = shapely.intersects(self.shapes, shapely.box(*box))
        return Layer(self.kind, self.name, self.table.filter(pa.array(held)), self.shapes[held], self.geometry, self.plain)


def extent(layers: Sequence[Layer]) -> Box | None:
    """Around everything that has a place, in degrees; none when nothing has."""
    bounds = shapely.bounds(np.concatenate([layer.shapes for layer in layers]))
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    if not len(bounds):
        return None
    (west, south), (east, north) = bounds[:, :2].min(axis=0).tolist(), bounds[:, 2:].max(axis=0).tolist()
    return west, south, east, north


def named(table: pa.Table, *dropped: str) -> pa.Table:
    """A table of `wire.bulk` with codes as text, and without what no other program could read."""
    columns = {}
    for name in table.column_names:
        column = table.column(name)
        if name in dropped or column.type == pa.binary():
            continue
        columns[name] = column.cast(pa.string()) if column.type == bulk.CODES else column
    return pa.table(columns)


def points(table: pa.Table) -> Shapes:
    """The places of the columns lon and lat."""
    lon, lat = (table.column(name).to_numpy(zero_copy_only=False).astype(np.float64) for name in ("lon", "lat"))
    found: Shapes = shapely.points(lon, lat)
    found[~(np.isfinite(lon) & np.isfinite(lat))] = None
    return found
