"""Every pane of a hall at work."""

from math import hypot

from console.hall.link import FRESH_S
from console.plans.plan import QUARTER_DEGREES, STREET, TOWN, Plan
from console.tour import Step
from wire.codes import Noun, RegisterKind, Status

SELECTED = ("entities", "bicycles", "components")  # overlays
NEAR = 0.0005  # degrees


class HallPlan(Plan):
    """Every pane of a hall at work."""

    def steps(self) -> list[Step]:
        wall = self.desk.wall
        return [
            Step("hall-there", lambda: None, self.fresh),  # and with it what was kept of the map
            Step("hall", self._begin, lambda: self.fresh() and self._at_work() and self._case_shown()),
            Step("supervised", self.supervise, lambda: any(case.supervised for case in self.hall.cases)),
            Step("case", lambda: self.choose(Status.DISPOSING, Status.PENDING_REVIEW, Status.PENDING_CHECK), self.card_shown),
            Step("dispatch", self._write_dispatch, self._dispatch_shown),
            Step("video", lambda: wall.show_pane("video"), lambda: self.cameras_live() and self.desk.map.idle()),
            Step("selection", self._go_to_thickest, self._selected),
            Step("track", self._open_track, self.track_shown),
            Step("staff", lambda: wall.show_pane("staff"), self.desk.map.idle),
            Step("trucks", lambda: wall.show_pane("trucks"), self.desk.map.idle),
            Step("alarms", lambda: wall.show_pane("alarms"), self.desk.map.idle),
            Step("report", lambda: wall.show_pane("report"), self.desk.map.idle),
            Step("hall-light-en", self._end, self.desk.map.idle),
            Step("selection-light-en", self._go_to_thickest, self._selected),
        ]

    def _begin(self) -> None:
        """The whole city, and a case that is under way."""
        self.draw_anew()
        self.desk.map.go(*self.middle(), TOWN)
        self.choose(Status.DISPOSING, Status.PENDING_REVIEW, Status.PENDING_CHECK)

    def _case_shown(self) -> bool:
        if self.hall.selection.noun is not Noun.CASE:
            self._begin()  # there was none yet
            return False
        card = self.hall.cards.get(self.hall.selection.id)
        return card is not None and all(self.hall.photos.get(photo.id) is not None for photo in card.photos)

    def _go_to_thickest(self) -> None:
        """The quarter with the most cases, with what stands in it; nothing is selected that would take the map elsewhere."""
        for overlay in SELECTED:
            self.desk.map.show_overlay(overlay, True)
        self.hall.chosen.clear()
        self._middle = self.thickest()
        self._go()

    def _go(self) -> None:
        self.hall.selection.set(None)
        self.desk.map.go(*self._middle, STREET - 1)

    def _selected(self) -> bool:
        """The map is there, all that it shows is here, and the ring around it lies in view, with its list below."""
        (lon, lat), (east, north) = self._middle, QUARTER_DEGREES
        x, y, zoom = self.desk.map.place()
        if self.hall.selection.id or hypot(x - lon, y - lat) > NEAR or abs(zoom - STREET + 1) > 0.01:
            self._go()
            return False
        kinds = (RegisterKind.STREET_ENTITY, RegisterKind.BICYCLE)
        there = self.hall.components.columns is not None and all(self.hall.entries.get(kind) is not None for kind in kinds)
        if not there or not self.desk.map.idle():
            return False
        if not self.hall.chosen.rows:
            self.desk.map.hands.select([(lon - east, lat - north), (lon + east, lat - north), (lon + east, lat + north), (lon - east, lat + north)])
            return False
        west, south, *_ = self.desk.map.box()
        return west < lon - east and south < lat - north and self.desk.wall.pane("chosen").isVisible()

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
