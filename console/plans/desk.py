"""What one post begins with."""

from console.hall.link import LinkState
from console.plans.plan import Plan
from console.tour import Step
from wire.codes import Noun


class DeskPlan(Plan):
    """What one post begins with, and the first case of its first queue."""

    def steps(self) -> list[Step]:
        return [
            Step("desk", self._first, self._opened),
            Step("desk-light-en", self.switch, self._opened),
        ]

    def _first(self) -> None:
        first = self.desk.queue.model.case(0)
        if first is not None:
            self.hall.selection.set(Noun.CASE, first.id)

    def _opened(self) -> bool:
        """The map may stand behind: then it draws nothing, and nobody waits for it."""
        hall, rows = self.hall, self.desk.queue.model.rowCount()
        if hall.link.state != LinkState.FRESH or hall.cursor is None or hall.catalogue is None:
            return False
        if hall.selection.noun != Noun.CASE and rows:
            self._first()
            return False
        return (not rows or hall.selection.id in hall.cards) and (self.desk.map.idle() or not self.desk.map.isVisible())
