"""Cases by class and place, so that what may be repeated is looked for among the few that lie near."""

import math
from collections import defaultdict
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from console.hall.table import Table
from wire.cases import Case

M_PER_DEGREE = 111_195.0
SLICE = 500  # cases that are entered in one go: a few ms, while a snapshot of 100,000 is taken
Cell = tuple[str, str, int, int]  # kind, class, steps north, steps east


class Nearby(QObject):
    """Follows the table a slice at a time; what was not entered yet is not found. `metres`: the most that is near."""

    caught_up = Signal()

    def __init__(self, cases: Table[Case], metres: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cases, self._step = cases, metres / M_PER_DEGREE
        self._cells: dict[Cell, set[str]] = defaultdict(set)
        self._cell_of: dict[str, Cell] = {}
        self._waiting: dict[str, None] = {case.id: None for case in cases}
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._enter_some)
        cases.changed.connect(self._take)
        self._enter_some()

    def is_whole(self) -> bool:
        """Every case of the table is in it as it is now."""
        return not self._waiting

    def around(self, case: Case) -> Iterator[Case]:
        """All cases of this class that may be near enough, and some that are not."""
        kind, small, north, east = self._cell(case)
        wide = 1 + math.ceil(1 / max(math.cos(math.radians(case.lat)), 0.01))  # a degree eastwards is shorter
        for row in (north - 1, north, north + 1):
            for column in range(east - wide, east + wide + 1):
                for id in self._cells.get((kind, small, row, column), ()):
                    if (found := self._cases.get(id)) is not None:
                        yield found

    def _take(self, ids: frozenset[str]) -> None:
        self._waiting |= dict.fromkeys(ids)
        if len(self._waiting) <= SLICE:
            self._enter_some()
        else:
            self._timer.start()

    def _enter_some(self) -> None:
        for _ in range(min(SLICE, len(self._waiting))):
            self._enter(self._waiting.popitem()[0])
        if self._waiting:
            self._timer.start()
        elif self._timer.isActive():
            self._timer.stop()
            self.caught_up.emit()

    def _enter(self, id: str) -> None:
        case, before = self._cases.get(id), self._cell_of.get(id)
        cell = self._cell(case) if case is not None else None
        if cell == before:
            return
        if before is not None:
            self._cells[before].discard(id)
            if not self._cells[before]:
                del self._cells[before]
            del self._cell_of[id]
        if cell is not None:
            self._cells[cell].add(id)
            self._cell_of[id] = cell

    def _cell(self, case: Case) -> Cell:
        return case.kind, case.class_code, math.floor(case.lat / self._step), math.floor(case.lon / self._step)
