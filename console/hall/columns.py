"""Things by the hundred thousand as columns, and where each lies on the Mercator square. Made in a worker: a million take a second."""

from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from console.hall.mercator import mercator, morton
from console.hall.shapes import Lines, lines_of
from wire import bulk
from wire.message import Message

M = TypeVar("M", bound=Message)


class Points(NamedTuple):
    """uint32 in Morton order, and of each the row of the table that it is: shape (count,)."""

    x: np.ndarray
    y: np.ndarray
    order: np.ndarray


def points_of(table: pa.Table) -> Points:
    """Of the columns `lon` and `lat` in degrees."""
    x, y = mercator(table.column("lon").to_numpy(), table.column("lat").to_numpy())
    order = np.argsort(morton(x, y), kind="stable")
    return Points(x[order], y[order], order)


class Columns(Generic[M]):
    """`table` has the columns of a message type; `key` is the place of a row among the `points`, as the map page calls it."""

    def __init__(self, kind: type[M], table: pa.Table) -> None:
        self.kind, self.table = kind, table.combine_chunks()
        self.points = points_of(self.table)
        self._lines: Lines | None = None

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def lines(self) -> Lines:
        """Of entries that are lines or outlines."""
        if self._lines is None:
            self._lines = lines_of(self.table.column("lines"))
        return self._lines

    def get(self, id: str) -> M | None:
        row = self.row(id)
        return None if row < 0 else self.at(row)

    def at(self, row: int) -> M:
        return next(bulk.decode(self.kind, self.table.slice(row, 1)))[0]

    def row(self, id: str) -> int:
        """-1 when there is none."""
        return int(pc.index(self.table.column("id"), id).as_py())

    def key(self, id: str) -> int:
        """-1 when there is none."""
        row = self.row(id)
        return -1 if row < 0 else int(np.flatnonzero(self.points.order == row)[0])

    def id_at(self, key: int) -> str:
        """Empty when there is none."""
        return str(self.table.column("id")[int(self.points.order[key])].as_py()) if 0 <= key < len(self) else ""

    def texts(self, column: str, key: int, count: int) -> list[str]:
        """A column of text, of `count` rows from `key` on."""
        return [text or "" for text in self.table.column(column).take(pa.array(self.points.order[key : key + count])).to_pylist()]

    def codes(self, column: str) -> tuple[np.ndarray, list[Any]]:
        """A column as uint16 numbers of its different values, in the order of the points, and these values."""
        found = self.table.column(column).combine_chunks()
        found = found if isinstance(found, pa.DictionaryArray) else found.dictionary_encode()
        return found.indices.to_numpy(zero_copy_only=False).astype(np.uint16)[self.points.order], found.dictionary.to_pylist()
