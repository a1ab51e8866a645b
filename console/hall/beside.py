"""Units that go beside the one whose track is being played: each with its own line, at the same moments."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Column = NDArray[np.float64]


class Beside(NamedTuple):
    """Fixes as they came, in order of time: `at` in seconds since 1970 UTC, `lon`, `lat` in degrees; of one length, never empty."""

    unit_id: str
    at: Column
    lon: Column
    lat: Column


def besides(table: pa.Table, without: str) -> list[Beside]:
    """`wire.tracks.TOGETHER` by unit, but for the one that is played itself."""
    table = table.unify_dictionaries().combine_chunks()
    units = table.column("unit").chunk(0) if table.num_rows else pa.array([], pa.dictionary(pa.int32(), pa.string()))
    rows = units.indices.to_numpy()
    at, lon, lat = table.column("at").cast(pa.int64()).to_numpy() / 1000.0, table.column("lon").to_numpy(), table.column("lat").to_numpy()
    edges = np.flatnonzero(np.diff(rows)) + 1 if len(rows) else np.zeros(0, np.int64)
    pieces = zip((0, *edges.tolist()), (*edges.tolist(), len(rows)), strict=True) if len(rows) else []
    names = units.dictionary.to_pylist()
    found = [Beside(names[rows[first]], at[first:end], lon[first:end], lat[first:end]) for first, end in pieces]
    return [each for each in found if each.unit_id != without]
