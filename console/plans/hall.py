"""Every pane of a hall at work."""

from console.hall.link import FRESH_S
from console.plans.plan import QUARTER_DEGREES, STREET, Plan
from console.tour import Step
from wire.codes import Noun, RegisterKind, Status

SELECTED = ("entities", "bicycles", "components")  # overlays


class HallPlan(Plan):
    """Every pane of a hall at work."""

    def steps(self) -> list[Step]:
        wall = self.desk.wall
        return [
            Step("hall-there", lambda: None, self.fresh),  # and with it what was kept of the map
            Step("hall", self.draw_anew, lambda: self.fresh() and self._at_work()),
            Step("supervised", self.supervise, lambda: any(case.supervised for case in self.hall.cases)),
            Step("case", lambda: self.choose(Status.DISPOSING, Status.PENDING_REVIEW, Status.PENDING_CHECK), self.card_shown),
            Step("dispatch", self._write_dispatch, self._dispatch_shown),
            Step("video", lambda: wall.show_pane("video"), lambda: self.cameras_live() and self.desk.map.idle()),
            Step("selection", self._select, lambda: self._entries_here() and self.desk.map.idle()),
            Step("track", self._open_track, self.track_shown),
            Step("staff", lambda: wall.show_pane("staff"), self.desk.map.idle),
            Step("trucks", lambda: wall.show_pane("trucks"), self.desk.map.idle),
            Step("alarms", lambda: wall.show_pane("alarms"), self.desk.map.idle),
            Step("report", lambda: wall.show_pane("report"), self.desk.map.idle),
            Step("hall-light-en", self._end, self.desk.map.idle),
            Step("selection-light-en", self._select, self.desk.map.idle),
        ]

    def _select(self) -> None:
        """The quarter with the most cases, with what stands in it, and its list."""
        for overlay in SELECTED:
            self.desk.map.show_overlay(overlay, True)
        lon, lat = self.thickest()
        self.desk.map.go(lon, lat, STREET - 1)
        east, north = QUARTER_DEGREES
        self.desk.map.hands.select([(lon - east, lat - north), (lon + east, lat - north), (lon + east, lat + north), (lon - east, lat + north)])
        self.desk.wall.show_pane("chosen")

    def _entries_here(self) -> bool:
        kinds = (RegisterKind.STREET_ENTITY, RegisterKind.BICYCLE)
        if any(self.hall.entries.get(kind) is None for kind in kinds):
            return False
        if not any(row.kind in kinds for row in self.hall.chosen.rows):
            self._select()  # once more, with what has come meanwhile
        return True

    def _at_work(self) -> bool:
        """Cases are there, the people of the city move, and the cameras are watched."""
        newest = self.hall.fixes.newest()
        moving = newest is not None and (self.hall.clock.now() - newest).total_seconds() < FRESH_S
        return moving and len(self.hall.cases) > 0 and self.cameras_live()

    def _write_dispatch(self) -> None:
        self.choose(Status.PENDING_DISPATCH)
        self.desk.wall.show_pane("dispatch")
        self.desk.dispatch.focus()

    def _dispatch_shown(self) -> bool:
        case = self.hall.cases.get(self.hall.selection.id)
        if case is None or case.status is not Status.PENDING_DISPATCH:
            self._write_dispatch()  # another one: somebody else has dispatched it
            return False
        return self.card_shown()

    def _open_track(self) -> None:
        hall = self.hall
        self.desk.wall.show_pane("track")
        moving = [self.unit] if self.unit else [id for id, place in hall.fixes.items() if (place.speed or 0) > 1 and id in hall.units]
        chosen = moving[0] if moving else next((unit.id for unit in hall.units), None)
        if chosen is not None:
            hall.selection.set(Noun.UNIT, chosen)
            self.desk.track.choose_unit(chosen)

    def _end(self) -> None:
        self.desk.wall.show_pane("card")
        self.switch()
