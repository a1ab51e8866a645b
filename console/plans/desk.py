"""What one post begins with."""

from console.hall.link import LinkState
from console.plans.plan import Plan
from console.tour import Step
from wire.codes import Noun, Role, Verb

WATCHING = frozenset({Role.DUTY_LEADER, Role.VIDEO_PATROLLER})  # posts whose desk has video before it
WATCHED = 4  # panes of theirs
MOVING_S = 10.0  # a city whose newest fix is older stands still
STANDARD = "EVENT-0501"  # a class of the standards library
OVERDUE = 6  # the column of what is overdue and not disposed of yet
DISPATCH = frozenset({Verb.DISPATCH, Verb.SUB_DISPATCH})  # which have a form of their own beside the card


class DeskPlan(Plan):
    """What one post begins with, while the city is at work: its first queue that has anything, the first case of it, and the form of the way forward;
    of who evaluates, the cases behind a figure."""

    def __init__(self, *parts: object) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]
        self._asked = ""  # of which case the form was opened

    def steps(self) -> list[Step]:
        return [
            Step("desk", self._begin, self._opened),
            Step("desk-light-en", self._switch, self._opened),
        ]

    def _begin(self) -> None:
        """Cameras that answer stand on the panes of a post that has them before it."""
        cameras = sorted((camera for camera in self.hall.cameras if camera.online is not False), key=lambda camera: camera.code)
        if Role.ADMIN in self.hall.me.roles:
            self.desk.wall.show_pane("standards")
        if self._watches():
            self.desk.video.restore(str(WATCHED), [camera.id for camera in cameras[:WATCHED]])
        self._first()

    def _switch(self) -> None:
        self._asked = ""
        self.switch()

    def _first(self) -> None:
        queue = self.desk.queue
        if not queue.model.rowCount():
            filled = next((id for id in queue.model.queues if queue.model.tally.count(id)), None)
            if filled is not None:
                queue.show_queue(filled)
        first = queue.model.case(0)
        if first is not None:
            self.hall.selection.set(Noun.CASE, first.id)

    def _opened(self) -> bool:
        """The map may stand behind: then it draws nothing, and nobody waits for it."""
        hall, rows = self.hall, self.desk.queue.model.rowCount()
        if hall.link.state != LinkState.FRESH or hall.cursor is None or hall.catalogue is None or not self._at_work():
            return False
        waits = any(map(self.desk.queue.model.tally.count, self.desk.queue.model.queues))
        if waits and (not rows or hall.selection.noun != Noun.CASE or hall.selection.id not in hall.cases):
            self._first()
            return False
        if not (self.desk.map.idle() or not self.desk.map.isVisible()):
            return False
        if Role.ADMIN in hall.me.roles:
            return self._standard_opened()
        return self._figure_opened() if Role.EVALUATOR in hall.me.roles else not rows or self._form_opened()

    def _form_opened(self) -> bool:
        """That of the way forward, where the case is theirs to move on."""
        card = self.hall.cards.get(self.hall.selection.id)
        if card is None:
            return False
        offer = next((offer for offer in card.offers if offer.main), None)
        if offer is None:
            return True
        if offer.verb in DISPATCH:
            self.desk.wall.show_pane("dispatch")
            return True
        if self._asked != card.id:
            self._asked = card.id
            self.desk.card.open_form(offer)
        return self.desk.card.form is not None

    def _figure_opened(self) -> bool:
        """The cases behind what the whole city was measured by."""
        content = self.desk.evaluation.content
        if not content.isVisible() or len(content.model.rows) < 2:
            return False
        if not self._asked:
            self._asked = "figure"
            content.table.setCurrentIndex(content.model.index(0, OVERDUE))
            content.show_cases(0, OVERDUE)
        return bool(content.behind.model.rowCount())

    def _standard_opened(self) -> bool:
        """What an administrator edits, at a class that is urgent at first and asks something."""
        pane = self.desk.standards.pane
        at = pane.model.at_of(STANDARD)
        if not pane.isVisible() or at < 0:
            return False
        pane.table.selectRow(pane.model.row(at))
        return True

    def _watches(self) -> bool:
        return not WATCHING.isdisjoint(self.hall.me.roles)

    def _at_work(self) -> bool:
        """The people of the city move, where this post sees them; who watches cameras sees them, and the map."""
        newest = self.hall.fixes.newest()
        if self.hall.me.office is None and (newest is None or (self.hall.clock.now() - newest).total_seconds() > MOVING_S):
            return False
        video, city = self.desk.video, self.desk.map
        return not self._watches() or (video.isVisible() and city.isVisible() and bool(self.watched()) and self.cameras_live())
