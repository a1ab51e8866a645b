"""What one post begins with."""

from console.hall.link import LinkState
from console.plans.plan import Plan
from console.tour import Step
from wire.codes import Noun, Role

WATCHING = frozenset({Role.DUTY_LEADER, Role.VIDEO_PATROLLER})  # posts whose desk has video before it
WATCHED = 4  # panes of theirs
MOVING_S = 10.0  # a city whose newest fix is older stands still


class DeskPlan(Plan):
    """What one post begins with, and the first case of its first queue, while the city is at work."""

    def steps(self) -> list[Step]:
        return [
            Step("desk", self._begin, self._opened),
            Step("desk-light-en", self.switch, self._opened),
        ]

    def _begin(self) -> None:
        """Cameras that answer stand on the panes of a post that has them before it."""
        cameras = sorted((camera for camera in self.hall.cameras if camera.online is not False), key=lambda camera: camera.code)
        if self._watches():
            self.desk.video.restore(str(WATCHED), [camera.id for camera in cameras[:WATCHED]])
        self._first()

    def _first(self) -> None:
        first = self.desk.queue.model.case(0)
        if first is not None:
            self.hall.selection.set(Noun.CASE, first.id)

    def _opened(self) -> bool:
        """The map may stand behind: then it draws nothing, and nobody waits for it."""
        hall, rows = self.hall, self.desk.queue.model.rowCount()
        if hall.link.state != LinkState.FRESH or hall.cursor is None or hall.catalogue is None or not self._at_work():
            return False
        if hall.selection.noun != Noun.CASE and rows:
            self._first()
            return False
        return (not rows or hall.selection.id in hall.cards) and (self.desk.map.idle() or not self.desk.map.isVisible())

    def _watches(self) -> bool:
        return not WATCHING.isdisjoint(self.hall.me.roles)

    def _at_work(self) -> bool:
        """The people of the city move; who watches cameras sees them, and the map."""
        newest = self.hall.fixes.newest()
        if newest is None or (self.hall.clock.now() - newest).total_seconds() > MOVING_S:
            return False
        video, city = self.desk.video, self.desk.map
        return not self._watches() or (video.isVisible() and city.isVisible() and bool(self.watched()) and self.cameras_live())
