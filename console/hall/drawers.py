"""Cases sorted into drawers by a rule: a change moves what has changed, and nobody walks through all cases for it."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Hashable
from itertools import islice
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from console.hall.table import Table
from wire.cases import Case

SLICE = 1000  # cases that are put away in one go: a few ms, while a snapshot of 100,000 is taken


class Place(NamedTuple):
    """In which drawer, and by what it is sorted there; then by id."""

    drawer: Hashable
    key: float = 0.0


class Drawers(QObject):
    """`place_of` puts a case into one drawer or none. Follows the table a slice at a time: what was not put away yet is in none."""

    changed = Signal()  # something in a drawer is new, different or gone

    def __init__(self, cases: Table[Case], place_of: Callable[[Case], Place | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cases, self._place_of = cases, place_of
        self._drawers: dict[Hashable, list[tuple[float, str]]] = defaultdict(list)
        self._places: dict[str, Place] = {}
        self._waiting: dict[str, None] = {case.id: None for case in cases}
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._put_away)
        cases.changed.connect(self._take)
        self._put_away()

    def count(self, *drawers: Hashable) -> int:
        """How many lie in these together."""
        return sum(len(self._drawers[drawer]) for drawer in drawers)

    def first(self, drawer: Hashable, most: int) -> list[Case]:
        """Those at the front."""
        found = (self._cases.get(id) for _, id in islice(self._drawers[drawer], most))
        return [case for case in found if case is not None]

    def _take(self, ids: frozenset[str]) -> None:
        self._waiting |= dict.fromkeys(ids)
        self._put_away()

    def _put_away(self) -> None:
        moved = [self._put(self._waiting.popitem()[0]) for _ in range(min(SLICE, len(self._waiting)))]
        if self._waiting:
            self._timer.start()
        else:
            self._timer.stop()
        if any(moved):
            self.changed.emit()

    def _put(self, id: str) -> bool:
        """Whether it was in a drawer, or is now."""
        case, before = self._cases.get(id), self._places.pop(id, None)
        place = self._place_of(case) if case is not None else None
        if before is not None and before != place:
            drawer = self._drawers[before.drawer]
            del drawer[bisect_left(drawer, (before.key, id))]
        if place is not None:
            self._places[id] = place
            if before != place:
                insort(self._drawers[place.drawer], (place.key, id))
        return before is not None or place is not None
