"""One layer on its way into a file: its columns, and a shape for each row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from backend.exporters import words
from backend.exporters.looks import LOOKS, Look
from geo.tracks import Box
from wire import bulk
from wire.exports import ExportLayer

NOWHERE = "None"  # what a layer without places has for its geometry: a table beside the others
Shapes = NDArray[np.object_]  # shapely geometries in WGS-84, none for a row without a place


@dataclass(frozen=True)
class Layer:
    """`name` is its table's, unique in a file; `geometry` what all its shapes are, as OGC calls it, or NOWHERE. `plain`: it is of no use
    without a map.

    `title`: what its name leaves open, such as of when it is. `look`: where it has one of its own. `everywhere`: rows without a
    place lie in every box.
    """

    kind: ExportLayer
    name: str
    table: pa.Table
    shapes: Shapes
    geometry: str = "Point"
    plain: bool = False
    title: str = ""
    look: Look | None = None
    everywhere: bool = False

    def within(self, box: Sequence[float]) -> "Layer":
        """The rows whose shapes meet a box (west, south, east, north)."""
        held = shapely.intersects(self.shapes, shapely.box(*box))
        return self.where(held | shapely.is_missing(self.shapes) if self.everywhere else held)

    def where(self, held: NDArray[np.bool_]) -> "Layer":
        """Some of its rows."""
        return replace(self, table=self.table.filter(pa.array(held)), shapes=self.shapes[held])

    def looks(self) -> Look:
        return self.look or LOOKS[self.name]

    def called(self, language: str) -> str:
        return " · ".join(part for part in (words.layer(self.name, language), self.title) if part)

    def says(self, value: str, language: str) -> str:
        """What the things with this value of the column of its look are called."""
        look = self.looks()
        return look.labels.get(value) or words.value(self.name, look.column, value, language)


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


def shapes_of(found: Sequence[Any]) -> Shapes:
    shapes = np.empty(len(found), object)
    shapes[:] = list(found)
    return shapes


def many(shapes: Shapes, gather: Callable[[list[Any]], Any]) -> Shapes:
    """All of one type, as a layer of a file must be."""
    return shapes_of([shape if shape.geom_type.startswith("Multi") else gather([shape]) for shape in shapes])


def with_text(table: pa.Table, name: str, values: Sequence[str | None], after: str) -> pa.Table:
    """A table with one more column, behind another."""
    return table.add_column(table.column_names.index(after) + 1, name, pa.array(values, pa.string()))
