"""What is asked of the hall as it was: places, who could see them, who was on shift, what is worth looking at, the way of the chosen unit."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import shiboken6
from PySide6.QtCore import QObject

from console import words
from console.api import Api, ApiError
from console.hall.failures import Wanted
from console.hall.rewind import Rewind
from console.hall.track import Track
from console.map.view import MapView
from console.widgets.rewind.along import Along
from console.widgets.rewind.bar import RewindBar
from console.widgets.sight import SightPane
from console.workers.caller import Caller
from wire.codes import Noun
from wire.sight import Sight

AGAIN = timedelta(seconds=10)  # of the hall's time: so far behind the hand the way may end


class ThenRoom(QObject):
    """Of one window of the past, and as long as that is open. Nothing of it is later than the moment that is shown."""

    def __init__(self, caller: Caller, rewind: Rewind, view: MapView, sight: SightPane, along: Along, bar: RewindBar) -> None:
        super().__init__(rewind)
        self._caller, self._rewind, self._hall = caller, rewind, rewind.hall
        self._asking = False
        self._told: tuple[str, datetime] | None = None  # whose way is shown, and until when
        sight.place_wanted.connect(lambda lon, lat: self._ask_sight(sight, lon, lat))
        along.roster_wanted.connect(lambda at: self._ask_roster(along, at))
        bar.marks_wanted.connect(lambda start, end: self._ask_marks(bar, start, end))
        view.hands.place_wanted.connect(lambda lon, lat: self._ask_place(view, lon, lat))
        self._hall.selection.changed.connect(lambda *_: self._look())
        rewind.arrived.connect(self._look)
        self._hall.clock.ticked.connect(lambda _: self._look())

    def _ask_sight(self, pane: SightPane, lon: float, lat: float) -> None:
        if self._rewind.shown is None:
            return
        at, failures = self._hall.clock.now(), self._hall.failures

        def had(found: Sight) -> None:
            failures.clear(Wanted.SIGHT, "")
            pane.take(found)

        self._call(lambda api: api.sight(lon, lat, at), had, lambda error: self._miss(Wanted.SIGHT, "", error))

    def _ask_place(self, view: MapView, lon: float, lat: float) -> None:
        """What has no time: what it is called, and who answers for it by trade; nobody's telephone number is asked for."""
        told = view.hands.take_place
        self._call(lambda api: api.place_at(lon, lat, people=False), told, lambda error: told(error.problem))

    def _ask_roster(self, along: Along, at: datetime) -> None:
        """Of a hall that is not there yet nobody was on shift."""
        if self._rewind.shown is None:
            along.miss_roster()
            return
        self._call(lambda api: api.on_shift(at), lambda people: along.take_roster(at, people), lambda _: along.miss_roster())

    def _ask_marks(self, bar: RewindBar, start: datetime, end: datetime) -> None:
        """Without them the line is bare; it is asked again when it moves."""
        self._call(lambda api: api.past_marks(start, end), lambda found: bar.take_marks(start, end, found), lambda _: None)

    def _look(self) -> None:
        selection, now = self._hall.selection, self._hall.clock.now()
        unit_id = selection.id if selection.noun is Noun.UNIT and self._rewind.shown is not None else ""
        told = self._told
        if told is not None and (told[0] != unit_id or now < told[1]):
            self._told = told = None
            self._hall.playback.open(None)  # it is another's, or goes on after the moment
        if unit_id and not self._asking and (told is None or now - told[1] >= AGAIN):
            self._ask_track(unit_id, now)

    def _ask_track(self, unit_id: str, end: datetime) -> None:
        """The day up to then."""
        self._asking = True
        start = words.local(end).replace(hour=0, minute=0, second=0, microsecond=0)

        def load(api: Api) -> Track:
            return Track(unit_id, api.track(unit_id, start, end), api.track_analysis(unit_id, start, end), [])

        def had(track: Track | None) -> None:
            self._asking = False
            if self._hall.selection.id == unit_id and end <= self._hall.clock.now():
                self._told = unit_id, end
                if track is not None:
                    self._hall.failures.clear(Wanted.TRACK, unit_id)
                    self._show(track)
            else:
                self._look()  # something else is wanted by now

        def missed(error: ApiError) -> None:
            self._miss(Wanted.TRACK, unit_id, error)
            had(None)

        self._call(load, had, missed)

    def _call(self, work: Callable[[Api], Any], had: Callable[[Any], None], missed: Callable[[ApiError], None]) -> None:
        """Nobody is told when the window was closed meanwhile."""

        def alive(told: Callable[[Any], None]) -> Callable[[Any], None]:
            return lambda answer: told(answer) if shiboken6.isValid(self) else None

        self._caller.call(work, alive(had), alive(missed))

    def _show(self, track: Track) -> None:
        playback = self._hall.playback
        playback.open(track)
        if (bounds := playback.bounds()) is not None:
            playback.seek(bounds[1])

    def _miss(self, wanted: Wanted, id: str, error: ApiError) -> None:
        if error.problem.code != "stopped":
            self._hall.failures.note(wanted, id, error.problem)
