"""The hall as it was."""

from datetime import datetime, timedelta
from functools import partial

from console.hall.past import PastState
from console.map.view import MapView
from console.plans.plan import QUARTER, Plan
from console.tour import Step
from console.widgets.rewind.along import ALARMS, PEOPLE
from console.widgets.rewind.window import RewindWindow
from wire.codes import Noun, Status

MINUTES_AGO = (8, 5, 2)
LONGER = timedelta(minutes=1)  # than the oldest of them: the recorder keeps a camera when it has been watched for a while
WAIT_S = 900.0


class RewindPlan(Plan):
    """The hall as it was, three times: queue, map, card and cameras together. It watches for nine minutes first, so that there is a past."""

    def __init__(self, *parts: object) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]
        self._ripe_at: datetime | None = None

    def steps(self) -> list[Step]:
        views = [Step(f"rewind-{minutes}", partial(self._go, minutes), self._there, self._window) for minutes in MINUTES_AGO]
        watched = [Step("rewind-begin", lambda: None, self.fresh), Step("rewind-ripe", self._watch, self._ripe, limit_s=WAIT_S)]
        shift = Step("rewind-on-shift", self._show_shift, self._rostered, self._window)
        return [*watched, *views, shift, Step("rewind-light-en", self._end, self._there, self._window)]

    def _watch(self) -> None:
        self._ripe_at = self.hall.clock.now() + timedelta(minutes=max(MINUTES_AGO)) + LONGER

    def _ripe(self) -> bool:
        return self._ripe_at is not None and self.hall.clock.now() >= self._ripe_at

    def _go(self, minutes: float) -> None:
        room = self.desk.rewind
        room.open(self.hall.clock.now() - timedelta(minutes=minutes))
        assert room.window is not None
        room.window.setGeometry(room.window.screen().geometry())
        room.queue.show_queue("OPEN")
        room.map.go(*self.middle(), QUARTER)

    def _there(self) -> bool:
        """All of the moment is there, and the card of a case that was under way."""
        room = self.desk.rewind
        rewind = room.rewind
        if rewind is None or not rewind.shown == rewind.at == room.placed_at:
            return False
        hall = rewind.hall
        if abs(room.map.place()[2] - QUARTER) > 0.01:
            room.map.go(*self.middle(), QUARTER)  # its page was not there yet
            return False
        if hall.selection.id not in hall.cards:
            running = [case for case in hall.cases if case.status in (Status.DISPOSING, Status.PENDING_REVIEW, Status.PENDING_CHECK)]
            chosen = max(running, key=lambda case: case.status_at, default=None)
            if chosen is not None:
                hall.selection.set(Noun.CASE, chosen.id)
            return chosen is None
        if room.window is None or not room.window.bar.told.text():
            return False  # what is worth looking at is not on the line of time yet
        panes = [pane for pane in room.video.panes if pane.isVisible() and pane.camera_id]
        return all(pane.past_state() in (PastState.SHOWN, PastState.NOTHING) for pane in panes) and room.map.idle()

    def _show_shift(self) -> None:
        """Who was on shift, five minutes ago."""
        self._go(MINUTES_AGO[1])
        self.desk.rewind.along.tabs.choose(PEOPLE)

    def _rostered(self) -> bool:
        """The shifts of then have come, too."""
        lines = self.desk.rewind.along.lines.lines.lines
        return self._there() and any("–" in line.below for line in lines)

    def _window(self) -> tuple[RewindWindow, MapView]:
        room = self.desk.rewind
        assert room.window is not None
        return room.window, room.map

    def _end(self) -> None:
        self.desk.rewind.along.tabs.choose(ALARMS)
        self.switch()
