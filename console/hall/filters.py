"""Which cases a filter lets through. No Qt."""

import msgspec

from console.hall.hall import Hall
from wire.cases import Case, lamp
from wire.codes import GridKind
from wire.filters import Wanted

NOTHING = Wanted()


class Sieve:
    """`Wanted` made ready for a hundred thousand cases; its text is the business of `Sought`."""

    def __init__(self, hall: Hall, wanted: Wanted = NOTHING) -> None:
        self.wanted = wanted
        self._now = hall.clock.now
        self._lamps = frozenset(wanted.lamps)
        self._classes = frozenset(wanted.classes)
        self._sources = frozenset(wanted.sources)
        self._departments = frozenset(wanted.departments)
        grids = [grid for id in wanted.areas if (grid := hall.grids.get(id)) is not None]
        self._duty = frozenset(grid.code for grid in grids if grid.kind is GridKind.DUTY)
        self._above = tuple(grid.code for grid in grids if grid.kind is not GridKind.DUTY)
        self._areas = bool(wanted.areas)
        self.open = msgspec.structs.replace(wanted, text="") == NOTHING  # lets everything through

    @property
    def timed(self) -> bool:
        """What it lets through changes by time alone."""
        return bool(self._lamps) or self.wanted.older_h is not None

    def lets(self, case: Case) -> bool:
        if self.open:
            return True
        if self._sources and case.source not in self._sources:
            return False
        if self._classes and f"{case.kind}-{case.class_code}" not in self._classes:
            return False
        if self._departments and case.department_id not in self._departments:
            return False
        if self._areas and not self._within(case):
            return False
        return not self.timed or self._timely(case)

    def _within(self, case: Case) -> bool:
        return case.duty_grid in self._duty or (case.grid_code or "").startswith(self._above or ("\0",))

    def _timely(self, case: Case) -> bool:
        now, older_h = self._now(), self.wanted.older_h
        if self._lamps and lamp(case, now) not in self._lamps:
            return False
        return older_h is None or (now - case.reported_at).total_seconds() >= older_h * 3600
