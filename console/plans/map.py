"""The map, from the whole city down to a crossing."""

from functools import partial
from itertools import product
from math import hypot

from console.plans.plan import Plan
from console.tour import Step

LOOKS = (("dark", "zh_CN"), ("light", "zh_CN"), ("dark", "en"), ("light", "en"))
NEAR = 0.0005  # degrees
FROM_AFAR = (13.0, 14.0, 15.0, 16.0, 18.0)  # zooms: the whole city, a part of it, a quarter, some streets, a crossing


class MapPlan(Plan):
    """Everything that the map can show, from the whole city down to a crossing, in every theme and language."""

    def steps(self) -> list[Step]:
        views = [
            Step(f"map-{zoom:g}-{theme}-{language}", partial(self._view, theme, language, zoom), partial(self._drawn, zoom))
            for (theme, language), zoom in product(LOOKS, FROM_AFAR)
        ]
        there = Step("map-there", lambda: None, self.fresh)  # and with it what was kept of the map
        begin = Step("map-begin", self._show_everything, lambda: self.fresh() and self._fetched())
        return [there, begin, Step("map-supervised", self.supervise, lambda: any(case.supervised for case in self.hall.cases)), *views]

    def _show_everything(self) -> None:
        self.hide(*(name for name in self.desk.wall.names() if name != "map"))
        self.draw_anew(**dict.fromkeys(self.desk.map.drawing.overlays, True))

    def _view(self, theme: str, language: str, zoom: float) -> None:
        self._wear(theme)
        self._speak(language)
        self._middle = self.middle()
        self._go(zoom)

    def _go(self, zoom: float) -> None:
        """Nothing is selected: a selection elsewhere would take the map there."""
        self.hall.selection.set(None)
        self.desk.map.go(*self._middle, zoom)

    def _fetched(self) -> bool:
        entries, basic = self.hall.entries, self.hall.basic
        return (
            len(self.hall.registers) > 0
            and self.hall.components.columns is not None
            and basic.squares is not None
            and len(basic.hours) > 0
            and all(entries.get(register.kind) is not None for register in self.hall.registers)
        )

    def _drawn(self, zoom: float) -> bool:
        lon, lat, now = self.desk.map.place()
        if self.hall.selection.id or hypot(lon - self._middle[0], lat - self._middle[1]) > NEAR or abs(now - zoom) > 0.01:
            self._go(zoom)
            return False
        return self._fetched() and self.fresh()
