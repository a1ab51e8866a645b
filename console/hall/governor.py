"""The stream governor: hears what all video panes of all screens want, and says what each gets."""

import time
from collections.abc import Callable, Hashable

from PySide6.QtCore import QObject, QTimer, Signal

from console.hall.stream_budget import Demand, Grade, Grant, Rules, Short, Use, allot, oldest, room_beside, rules, use_of
from console.hall.streams import Streams

TURN_S = 10.0  # longest that one pane tries for a new still
NOTHING = Grant()


class Governor(QObject):
    """For the GUI thread. `changed` comes once after any number of new demands, when somebody gets something else than before.

    `streams` are told how much room there is, before anybody opens what it gets.
    """

    changed = Signal()

    def __init__(self, limits: Rules | None = None, parent: QObject | None = None, streams: Streams | None = None) -> None:
        super().__init__(parent)
        self._streams = streams
        self.rules = limits or rules()
        self._demands: dict[Hashable, Demand] = {}
        self._ages: dict[Hashable, Callable[[], float | None]] = {}
        self._grants: dict[Hashable, Grant] = {}
        self._turn: Hashable = None
        self._turn_since = 0.0
        self._rested: dict[Hashable, float] = {}  # when the last turn of each ended, in monotonic seconds
        self._fresh = True
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._settle)

    def ask(self, key: Hashable, demand: Demand | None, age_s: Callable[[], float | None] = lambda: None) -> Grant:
        """What this pane gets for this demand, none for nothing. `age_s` says how old its picture is, for the turn of stills."""
        if demand is None:
            if self._demands.pop(key, None) is not None:
                self._ages.pop(key, None)
                self._rested.pop(key, None)
                self._later()
            return NOTHING
        if demand != self._demands.get(key):
            self._demands[key], self._ages[key] = demand, age_s
            self._later()
        return self.grant(key)

    def grant(self, key: Hashable) -> Grant:
        if not self._fresh:
            self._grants, self._fresh = allot(self._demands, self.rules, self._turn), True
            self._make_room()
        return self._grants.get(key, NOTHING)

    def tick(self) -> None:
        """Four times a second: whose still is next."""
        stills = [key for key in self._demands if self.grant(key).grade == Grade.STILL or key == self._turn]
        held = self._ages.get(self._turn)
        if held is not None and self._turn in stills:
            age = held()
            if time.monotonic() - self._turn_since < TURN_S and (age is None or age > time.monotonic() - self._turn_since):
                return  # it has no new one yet
        tried, self._turn, now = self._turn, None, time.monotonic()
        if tried in self._demands:
            self._rested[tried] = now
        ages = [(key, self._ages[key](), self._rest(key, now)) for key in stills if key != tried]
        self._turn, self._turn_since = oldest(ages, self.rules.still_every_s), now
        if self._turn != tried:
            self._later()

    def use(self) -> Use:
        """What is given out now."""
        return use_of(self._demands, {key: self.grant(key).grade for key in self._demands}, self.rules)

    def short(self) -> Short | None:
        """Of what there is not enough for all wishes."""
        return next((grant.short for key in self._demands if (grant := self.grant(key)).short), None)

    def _rest(self, key: Hashable, now: float) -> float | None:
        return now - self._rested[key] if key in self._rested else None

    def _make_room(self) -> None:
        if self._streams is not None:
            limits = self.rules.budget
            self._streams.make_room(limits.streams, limits.per_host, room_beside(self.use(), self.rules))

    def _later(self) -> None:
        self._fresh = False
        self._soon.start()

    def _settle(self) -> None:
        self.grant(None)
        self.changed.emit()
