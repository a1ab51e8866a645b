"""Ids in order of their keys, found and moved by bisection: a poll with three changes moves three rows and sorts nothing. No Qt."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

Key = Any  # of one type within a roll: float, int or str
PAGE = 8000  # pairs between two pauses: under 3 ms


class Roll:
    """`row` 0 is the first that is shown; with `descending` the last in order comes first."""

    def __init__(self, descending: bool = False) -> None:
        self.descending = descending
        self._order: list[tuple[Key, str]] = []
        self._keys: dict[str, Key] = {}

    def __len__(self) -> int:
        return len(self._order)

    def __contains__(self, id: object) -> bool:
        return id in self._keys

    def take(self, runs: list[list[tuple[Key, str]]]) -> Iterator[None]:
        """Fill an empty roll with runs of pairs of key and id, each run in order; pauses often."""
        while len(runs) > 1:
            merged = []
            for at in range(0, len(runs), 2):
                # The sort of a list finds the two runs and merges them: a third of what `heapq.merge` takes.
                merged.append(sorted(runs[at] + runs[at + 1]) if at + 1 < len(runs) else runs[at])
                yield
            runs = merged
        self._order = runs[0] if runs else []
        for start in range(0, len(self._order), PAGE):
            self._keys.update((id, key) for key, id in self._order[start : start + PAGE])
            yield

    def pairs(self) -> Iterator[list[tuple[Key, str]]]:
        """All keys and ids in order of their keys, in pages."""
        for start in range(0, len(self._order), PAGE):
            yield self._order[start : start + PAGE]

    def id(self, row: int) -> str:
        return self._order[self._at(row)][1]

    def key(self, id: str) -> Key:
        return self._keys[id]

    def row(self, id: str) -> int:
        """Where an id is; -1 when it is not here."""
        if id not in self._keys:
            return -1
        return self._at(bisect_left(self._order, (self._keys[id], id)))

    def row_for(self, id: str, key: Key) -> int:
        """Where an id that is not here would be put."""
        place = bisect_left(self._order, (key, id))
        return len(self._order) - place if self.descending else place

    def put(self, id: str, key: Key) -> None:
        """Insert an id, or move it where its key has changed."""
        if self._keys.get(id) != key:
            self.discard(id)
            self.insert(id, key)

    def discard(self, id: str) -> None:
        """Remove an id, if it is here."""
        if id in self._keys:
            self.remove(id)

    def insert(self, id: str, key: Key) -> None:
        self._order.insert(bisect_left(self._order, (key, id)), (key, id))
        self._keys[id] = key

    def remove(self, id: str) -> None:
        key = self._keys.pop(id)
        del self._order[bisect_left(self._order, (key, id))]

    def _at(self, row: int) -> int:
        return len(self._order) - 1 - row if self.descending else row
