"""Units that go beside the one whose track is being played: each with its own line, at the same moments."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wire.tracks import DEGREE

Column = NDArray[np.float64]


class Beside(NamedTuple):
    """Fixes as they came, in order of time: `at` in seconds since 1970 UTC, `lon`, `lat` in degrees, `flags` of `wire.tracks.TOGETHER`; of one
    length, never empty."""

    unit_id: str
    at: Column
    lon: Column
    lat: Column
    flags: NDArray[np.uint8]


@dataclass(frozen=True)
class Besides:
    """All of them in as few bytes as the map wants, thirteen a fix: those of unit k are the rows from `first[k]` to before `first[k + 1]`; `at` in
    milliseconds after `since`, `lon`, `lat` in ten-millionths of a degree. `since` and `until`, milliseconds since 1970 UTC, are the ends of all.
    """

    unit_ids: tuple[str, ...]
    first: NDArray[np.uint32]
    since: int
    until: int
    at: NDArray[np.uint32]
    lon: NDArray[np.int32]
    lat: NDArray[np.int32]
    flags: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.unit_ids)

    def __iter__(self) -> Iterator[Beside]:
        for unit_id, first, end in zip(self.unit_ids, self.first[:-1].tolist(), self.first[1:].tolist(), strict=True):
            at = (self.since + self.at[first:end].astype(np.int64)) / 1000
            yield Beside(unit_id, at, self.lon[first:end] / DEGREE, self.lat[first:end] / DEGREE, self.flags[first:end])

    def pieces(self, fixes: int) -> list[slice]:
        """The units in turn, in pieces of so many fixes at most, or of one unit that has more."""
        found, start = list[slice](), 0
        while start < len(self):
            end = int(np.searchsorted(self.first, self.first[start] + fixes, side="right")) - 1
            found.append(slice(start, max(end, start + 1)))
            start = found[-1].stop
        return found

    def bounds(self) -> tuple[float, float] | None:
        """From the first to the last fix of all, seconds since 1970; none of nobody."""
        return (self.since / 1000, self.until / 1000) if len(self.at) else None


NOBODY = Besides((), np.zeros(1, np.uint32), 0, 0, np.zeros(0, np.uint32), np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.uint8))


def besides(table: pa.Table, without: str) -> Besides:
    """`wire.tracks.TOGETHER` by unit, but for the one that is played itself."""
    if not table.num_rows:
        return NOBODY
    table = table.combine_chunks()
    units = table.column("unit").chunk(0)
    names, rows = units.dictionary.to_pylist(), units.indices.to_numpy()
    at, lon, lat, flags = (table.column(name).to_numpy() for name in ("at", "lon", "lat", "flags"))
    at = at.view(np.int64)
    edges = np.concatenate([[0], np.flatnonzero(np.diff(rows)) + 1, [len(rows)]])
    ids = [names[row] for row in rows[edges[:-1]]]
    if without in ids:
        own = ids.index(without)
        low, high = int(edges[own]), int(edges[own + 1])
        at, lon, lat, flags = (np.delete(column, slice(low, high)) for column in (at, lon, lat, flags))
        edges = np.concatenate([edges[: own + 1], edges[own + 2 :] - (high - low)])
        del ids[own]
    since, until = (int(at.min()), int(at.max())) if len(at) else (0, 0)
    return Besides(tuple(ids), edges.astype(np.uint32), since, until, (at - since).astype(np.uint32), lon, lat, flags)
