"""Ids in order of their keys, found and moved by bisection: a poll with three changes moves three rows and sorts nothing. No Qt."""

import heapq
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

Key = Any  # of one type within a roll: float, int or str


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

    def take(self, runs: Iterable[list[tuple[Key, str]]], page: int) -> Iterator[None]:
        """Fill an empty roll with runs of pairs of key and id, each run in order; pauses after each `page` of them."""
        merged = heapq.merge(*runs)
        while part := list(islice(merged, page)):
            self._order += part
            self._keys.update((id, key) for key, id in part)
            yield

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

    def insert(self, id: str, key: Key) -> None:
        self._order.insert(bisect_left(self._order, (key, id)), (key, id))
        self._keys[id] = key

    def remove(self, id: str) -> None:
        key = self._keys.pop(id)
        del self._order[bisect_left(self._order, (key, id))]

    def _at(self, row: int) -> int:
        return len(self._order) - 1 - row if self.descending else row
