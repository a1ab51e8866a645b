"""The hall as of another moment: a Hall of its own, filled from the live one and from what was different then.

`Rewind` asks by its signals and is answered by `take` and `take_stretch`. While it is asked for one moment the hand may go on to others: of these
only the last is asked for, as soon as the answer is here. Playing on, it is given what happened next before the hand is there, and does not run
away from what is shown beside it: where pictures cannot follow, it goes slower than was chosen.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtCore import QObject, Signal

from console.hall.hall import Hall
from console.hall.playhead import Playhead
from wire.changes import Change
from wire.codes import Noun
from wire.message import Versioned
from wire.past import Rewound, Stretch

SPEEDS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 300.0, 600.0)
LONGEST = timedelta(days=400)  # no change log reaches further back
AHEAD_S = 8.0  # of the operator's time: so much of what happens next is fetched before the hand is there
STALL_S = 0.15  # of the operator's time: when the console was held up for longer, the hall does not leap over it and leave video behind
SMOOTH = 16.0  # times: to this speed every picture is asked for, beyond it one for each second of the operator
LEASH_S = 0.6  # of the hall's time: so far it goes on beyond what its slowest pane has answered
PATIENCE_S = 2.0  # of the operator's time: a pane that does not come on at all is waited for no longer
NOW_S = 1.0  # so near to now nobody plays on: the live hall does
Read = list[tuple[Change, Versioned | None]]
Cursor = tuple[str, int]


class Rewind(Playhead):
    """`hall` is as of `shown`, which is `at` as soon as the backend has answered; none before the first answer."""

    wanted = Signal(object, object)  # datetime, Cursor: what was different then from the hall at the cursor
    stretch_wanted = Signal(object, object)  # Cursor, datetime: what happened after the change and not later
    arrived = Signal()  # the hall is as of another moment

    def __init__(self, live: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live, self.hall = live, Hall(live.me, self, replay=True)
        self.shown: float | None = None
        self.waiting = False
        self._base: dict[Noun, dict[str, Any]] = {}
        self._cursor: Cursor = ("", 0)  # of the newest change that is shown
        self._ahead: Read = []  # what happens next, in its order
        self._until = 0.0  # what happens up to there is known
        self._fetching = False
        self._asked = 0.0  # the moment that was asked for last
        self.reached: Callable[[], float | None] = lambda: None  # how far what is shown beside it has come; none: nothing is to be waited for
        self._held = (0.0, 0.0)  # how far that had come, and since when the hand stands for it (monotonic)
        self.at = live.clock.now().timestamp()
        self.hall.clock.start()  # while it plays, panes look at the time once a second
        live.catalogue_changed.connect(self._take_catalogue)
        self._take_catalogue()

    def bounds(self) -> tuple[float, float]:
        now = self._live.clock.now()
        return (now - LONGEST).timestamp(), now.timestamp()

    def seek(self, at: float) -> None:
        super().seek(at)
        if not self.waiting and self.at != self.shown:
            self._ask()

    def end(self) -> None:
        self.pause()
        self.hall.clock.stop()

    def take(self, told: Rewound, things: Read) -> None:
        """The hall becomes that of the moment."""
        self.waiting = False
        if self.at != self._asked:
            self._ask()  # the hand has gone on meanwhile: nothing is shown that it does not point at
            return
        over: dict[Noun, dict[str, Any]] = {noun: {} for noun in self._base}
        for change, thing in things:
            if change.noun in over:
                over[change.noun][change.id] = thing
        self.shown = self._asked
        self.hall.clock.stand(told.at)
        self.hall.link.heard()
        for noun, base in self._base.items():
            together = base | over[noun]
            self.hall.take(noun, [thing for thing in together.values() if thing is not None])
        self._cursor, self._ahead, self._until = (told.epoch, told.after), [], self.shown
        self.hall.settle(self._cursor)
        self.hall.clock.tick()
        self._base = {}
        self.arrived.emit()
        self._look_ahead()

    def take_stretch(self, asked: Cursor, told: Stretch, things: Read, until: datetime) -> None:
        if not self._fetching or asked != self._last():
            return  # of a moment that is shown no more
        self._fetching = False
        self._ahead += things
        self._until = things[-1][0].at.timestamp() if told.more else until.timestamp()
        self._look_ahead()

    def miss(self) -> None:
        """What was asked for did not come: it may be asked for again by the next move of the hand, or by one that was made meanwhile."""
        self.waiting = self._fetching = False
        self.pause()
        if self.at != self._asked and self.at != self.shown:
            self._ask()

    def _take_catalogue(self) -> None:
        if self._live.catalogue is not None:
            self.hall.set_catalogue(self._live.catalogue)

    def _step(self) -> None:
        """As far as what has happened is known; the hand waits there for the rest."""
        passed, last = min(self._passed.restart() / 1000, STALL_S) * self.speed, self.bounds()[1]
        if self.waiting or self.shown is None:
            return
        at = min(self.at + passed, last, max(self.at, self._until))
        at = self._held_back(at)
        self._reach(at)
        super().seek(at)
        if last - self.at < NOW_S:
            self.pause()
            self.seek(last)

    def _held_back(self, at: float) -> float:
        """As far on the way to a moment as it may go without leaving behind what is shown beside it."""
        reached, now = self.reached() if self.speed <= SMOOTH else None, time.monotonic()
        if reached is None:
            return at
        if at <= reached + LEASH_S or reached != self._held[0]:
            self._held = reached, now
        elif now - self._held[1] >= PATIENCE_S:
            return at
        return min(at, max(self.at, reached + LEASH_S))

    def _ask(self) -> None:
        """Beside the live hall as it is now, so that what goes on there meanwhile does not matter."""
        cursor = self._live.cursor
        if cursor is None:
            return
        self.waiting, self._fetching, self._asked = True, False, self.at
        self._base = {noun: {thing.id: thing for thing in table} for noun in Noun if (table := self._live.table(noun)) is not None}
        self.wanted.emit(self.moment(), cursor)

    def _reach(self, at: float) -> None:
        """Lay over the hall what has happened up to a moment until which it is known."""
        due = [(change, thing) for change, thing in self._ahead if change.at.timestamp() <= at]
        self._ahead = self._ahead[len(due) :]
        self.shown = at
        self.hall.clock.stand(datetime.fromtimestamp(at, UTC))
        if due:
            self._cursor = (self._cursor[0], due[-1][0].seq)
            self.hall.apply(due, self._cursor)
        self._look_ahead()

    def _look_ahead(self) -> None:
        """Ask for what happens next, when what is known of it ends soon."""
        here = self.shown if self.shown is not None else self.at
        wanted = min(here + AHEAD_S * max(self.speed, 1.0), self.bounds()[1])
        if self._fetching or self.waiting or not self.playing or wanted - self._until < (wanted - here) / 2:
            return
        self._fetching = True
        self.stretch_wanted.emit(self._last(), datetime.fromtimestamp(wanted, UTC))

    def _last(self) -> Cursor:
        """The newest change that is known."""
        return (self._cursor[0], self._ahead[-1][0].seq) if self._ahead else self._cursor
