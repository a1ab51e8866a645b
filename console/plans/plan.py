"""What every plan of a tour stands on: the desk, what is looked for in its hall, and when a picture can be taken."""

from collections.abc import Callable
from itertools import islice
from math import hypot
from statistics import median

import msgspec

from console import words
from console.desk import Desk
from console.hall.link import LinkState
from console.hall.streams import StreamState
from console.map.drawing import Drawing
from console.tour import Step
from console.widgets.video import VideoPane
from wire.codes import Noun, Status
from wire.side_orders import SuperviseOrder

STREET, QUARTER, TOWN = 17, 14, 13  # zooms
QUARTER_DEGREES = (0.0024, 0.0014)
COUNTED = 1_000  # open cases at most, to find the quarter with the most
PRESSED = 4  # cases that are supervised for the pictures


class Plan:
    """A plan knows the desk, whose day it plays, and how to change the theme and the language. `steps` are walked in order."""

    def __init__(self, desk: Desk, unit: str, wear: Callable[[str], None], speak: Callable[[str], None]) -> None:
        self.desk, self.hall, self.unit, self._wear, self._speak = desk, desk.hall, unit, wear, speak

    def steps(self) -> list[Step]:
        raise NotImplementedError

    def fresh(self) -> bool:
        """The hall is there, and as it stands now."""
        hall = self.hall
        return hall.link.state == LinkState.FRESH and hall.cursor is not None and hall.catalogue is not None and self.desk.map.idle()

    def draw_anew(self, **overlays: bool) -> None:
        """The map as it is at first, however somebody left it, but for these overlays."""
        wanted = Drawing(base=self.desk.map.drawing.base).whole()
        self.desk.map.draw(msgspec.structs.replace(wanted, overlays=wanted.overlays | overlays))

    def choose(self, *wanted: Status) -> None:
        """Select the case that came into one of these statuses last."""
        cases = [case for case in self.hall.cases if case.status in wanted]
        newest = max(cases, key=lambda case: case.status_at, default=None)
        if newest is not None:
            self.hall.selection.set(Noun.CASE, newest.id)

    def middle(self) -> tuple[float, float]:
        """Of the cases."""
        return median(case.lon for case in self.hall.cases), median(case.lat for case in self.hall.cases)

    def supervise(self) -> None:
        """The shift leader presses for some cases that are under way around the middle, unless somebody has."""
        if any(case.supervised for case in self.hall.cases):
            return
        lon, lat = self.middle()
        running = [case for case in self.hall.cases if case.status in (Status.PENDING_DISPOSAL, Status.DISPOSING)]
        for case in sorted(running, key=lambda case: hypot(case.lon - lon, case.lat - lat))[:PRESSED]:
            self.desk.actions.order(case.id, SuperviseOrder(note=words.choose("请抓紧办理", "Please speed this up")))

    def thickest(self) -> tuple[float, float]:
        """A case whose quarter holds more open cases than any other's; the middle of all where none is open."""
        east, north = QUARTER_DEGREES
        places = [(case.lon, case.lat) for case in islice((case for case in self.hall.cases if case.closed_at is None), COUNTED)]
        return max(
            places,
            key=lambda here: sum(abs(lon - here[0]) < east and abs(lat - here[1]) < north for lon, lat in places),
            default=self.middle(),
        )

    def hide(self, *panes: str) -> None:
        """What has nothing to show."""
        for name in panes:
            action = self.desk.wall.toggle_action(name)
            if action.isChecked():
                action.trigger()
        self.desk.wall.resize(self.desk.wall.screen().availableSize())  # which they may have held open

    def card_shown(self) -> bool:
        return self.hall.selection.id in self.hall.cards and self.desk.map.idle()

    def track_shown(self) -> bool:
        return self.hall.playback.track is not None and self.desk.map.idle()

    def watched(self) -> list[VideoPane]:
        """Panes of cameras that can be seen."""
        return [pane for pane in self.desk.video.panes if pane.isVisible() and pane.camera_id]

    def cameras_live(self) -> bool:
        return all(pane.state() == StreamState.LIVE and pane.picture() is not None for pane in self.watched())

    def switch(self) -> None:
        self._wear("light")
        self._speak("en")
