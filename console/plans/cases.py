"""Cases of the past."""

from math import hypot
from statistics import median

from console.plans.plan import QUARTER, TOWN, Plan
from console.tour import Step
from wire.codes import Kind, Noun


class CasesPlan(Plan):
    """Cases of the past: where they lay, the queue of them, and one card."""

    def steps(self) -> list[Step]:
        return [
            Step("cases", self._show_closed, lambda: self.fresh() and len(self.hall.cases) > 0),
            Step("cases-card", self._open_card, self.card_shown),
            Step("cases-light-en", self._end, self.card_shown),
        ]

    def _show_closed(self) -> None:
        self.hide(*(name for name in self.desk.wall.names() if name not in ("queue", "map")))
        self.desk.map.go(*self.middle(), TOWN)
        self.desk.map.show_overlay("closed", True)
        self.desk.queue.show_queue("CLOSED")

    def _open_card(self) -> None:
        """The case of a component that lies in the middle of the others."""
        cases = [case for case in self.hall.cases if case.kind is Kind.COMPONENT]
        self.desk.wall.show_pane("card")
        lon, lat = median(case.lon for case in cases), median(case.lat for case in cases)
        case = min(cases, key=lambda case: hypot(case.lon - lon, case.lat - lat))
        self.hall.selection.set(Noun.CASE, case.id)
        self.desk.map.go(case.lon, case.lat, QUARTER)

    def _end(self) -> None:
        self.desk.map.go(*self.middle(), TOWN)
        self.switch()
