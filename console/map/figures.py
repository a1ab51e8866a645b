"""How many of each the map shows, for the frame around it."""

from collections import Counter

from PySide6.QtCore import QObject, Signal

from console.hall.hall import Hall
from console.map.layers.units import OVERLAYS
from wire.cases import Case
from wire.codes import Status

ENDED = (Status.CLOSED, Status.VOIDED)


class Figures(QObject):
    """Open cases are counted as they change: to go through all of them each time took 10 ms."""

    changed = Signal()

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._open = {case.id for case in hall.cases if _is_open(case)}
        hall.cases.changed.connect(self._count)
        for table in (hall.units, hall.cameras):
            table.changed.connect(self.changed)

    def counts(self) -> dict[str, int]:
        """By overlay; a kind of units that the city does not have is left out."""
        kinds = Counter(unit.kind for unit in self._hall.units)
        units = {overlay: kinds[kind] for kind, overlay in OVERLAYS.items() if kinds[kind]}
        cases = {"cases": len(self._open), "closed": len(self._hall.cases) - len(self._open)}
        return {**cases, **units, "cameras": len(self._hall.cameras)}

    def _count(self, ids: frozenset[str]) -> None:
        cases = [case for case in map(self._hall.cases.get, ids) if case is not None]
        self._open.difference_update(ids)
        self._open.update(case.id for case in cases if _is_open(case))
        self.changed.emit()


def _is_open(case: Case) -> bool:
    return case.status not in ENDED
