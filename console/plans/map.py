"""The map, from the whole city down to a crossing."""

from functools import partial
from itertools import product
from math import hypot

from console.plans.plan import Plan
from console.tour import Step
from wire.codes import UnitKind

Place = tuple[float, float]  # lon, lat
LOOKS = (("dark", "zh_CN"), ("light", "zh_CN"), ("dark", "en"), ("light", "en"))
NEAR = 0.0005  # degrees
CROSSING = 18.0  # zoom
WAIT_S, VIEW_S = 240.0, 180.0  # for a city that has just begun, and for each view of it
SLOW = 2.0  # m/s: who drives faster is gone before the picture is taken
# Overlays that colour the ground: one of them at a time, as whoever works with the map has it, and none at a crossing.
GROUND = {13.0: "scores", 14.0: "coverage", 15.0: "heat", 16.0: "density", 17.0: "basic", CROSSING: ""}
SIGHT = (0.0016, 0.0007)  # degrees of lon and lat from the middle to the edges of what is in sight at that zoom
FROM_AFAR = tuple(GROUND)  # zooms: the whole city, a part of it, a quarter, some streets, one of them, a crossing


class MapPlan(Plan):
    """Everything that stands on the map, and one colouring of the ground, from the whole city down to a crossing, in every theme and language."""

    def steps(self) -> list[Step]:
        views = [
            Step(f"map-{zoom:g}-{theme}-{language}", partial(self._view, theme, language, zoom), partial(self._drawn, zoom), limit_s=VIEW_S)
            for (theme, language), zoom in product(LOOKS, FROM_AFAR)
        ]
        there = Step("map-there", lambda: None, self.fresh)  # and with it what was kept of the map
        begin = Step("map-begin", self._show_everything, lambda: self.fresh() and self._fetched(), limit_s=WAIT_S)
        return [there, begin, Step("map-supervised", self.supervise, lambda: any(case.supervised for case in self.hall.cases)), *views]

    def _show_everything(self) -> None:
        self.hide(*(name for name in self.desk.wall.names() if name != "map"))
        self.draw_anew(**dict.fromkeys(self.desk.map.drawing.overlays, True))

    def _view(self, theme: str, language: str, zoom: float) -> None:
        self._wear(theme)
        self._speak(language)
        near = zoom >= CROSSING
        self._middle = self._crossing() if near else self.middle()
        for overlay in filter(None, GROUND.values()):
            self.desk.map.show_overlay(overlay, overlay == GROUND[zoom])
        self._go(zoom)

    def _go(self, zoom: float) -> None:
        """Nothing is selected: a selection elsewhere would take the map there."""
        self.hall.selection.set(None)
        self.desk.map.go(*self._middle, zoom)

    def _crossing(self) -> Place:
        """Between a camera that works, and the case, the person and the vehicle that are nearest to it, where these lie closest together."""
        hall = self.hall
        cases = [(case.lon, case.lat) for case in hall.cases if case.closed_at is None]
        people, vehicles = (
            [(fix.lon, fix.lat) for unit in hall.units if unit.kind in kinds and (fix := hall.fixes.get(unit.id)) and (fix.speed or 0) < SLOW]
            for kinds in ((UnitKind.INSPECTOR,), (UnitKind.TRUCK, UnitKind.VEHICLE))
        )
        cameras = [(camera.lon, camera.lat) for camera in hall.cameras if camera.online is not False and camera.azimuth is not None]
        if not (cases and people and vehicles and cameras):
            return self.middle()
        groups = [[here, *(min(places, key=partial(_away, here)) for places in (cases, people, vehicles))] for here in cameras]
        closest = min(groups, key=lambda group: max(_away(group[0], place) for place in group))
        lons, lats = zip(*closest, strict=True)
        return (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2

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


def _away(here: Place, there: Place) -> float:
    """In halves of what is in sight."""
    return max(abs(here[0] - there[0]) / SIGHT[0], abs(here[1] - there[1]) / SIGHT[1])
