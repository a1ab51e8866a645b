"""What is new in the queues of whoever sits here: told once, when it happens; nothing of what was there when the desk was opened.

But that a return was granted, which leaves nothing to be seen, is told also when it was granted while the console was away.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from heapq import heappop, heappush
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from console.hall import second
from console.hall.annunciator import Event
from console.hall.hall import Hall
from console.hall.queues import Queue, in_hand_of
from console.hall.sounds import Rule
from wire.cases import Case, lamp
from wire.changes import Change
from wire.codes import AdjustmentKind, Lamp, Noun, Status, Verb
from wire.message import Versioned

SLICE = 300  # cases between two looks at the window: under 5 ms
REVIEWS = (Verb.GRANT, Verb.REJECT, Verb.WITHDRAW)  # whoever has done one of these knows
TURNS = {Lamp.YELLOW: Rule.YELLOW, Lamp.RED: Rule.RED}


class Standing(NamedTuple):
    """What a case was when it was looked at last: in which of the queues, by their places."""

    places: frozenset[int]
    lamp: Lamp
    urgent: bool
    supervised: bool
    hand: str | None = None  # who has it in hand
    reminded_at: datetime | None = None
    asked: AdjustmentKind | None = None
    status: Status | None = None


NOWHERE = Standing(frozenset(), Lamp.NONE, False, False)


class News(QObject):
    told = Signal(object)  # list[Event]

    def __init__(self, hall: Hall, queues: Sequence[Queue], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall, self._queues = hall, [queue for queue in queues if not queue.everybodys]
        self._own = frozenset(place for place, queue in enumerate(self._queues) if queue.own)
        self._mine = self._own | {place for place, queue in enumerate(self._queues) if queue.sound == Rule.ARRIVAL}  # what waits for this post
        self._known: dict[str, Standing] = {}
        self._held: dict[str, None] = {}  # cases of our own that somebody has in hand
        self._asked: dict[str, Event] = {}  # what is told when a case goes that the own office has asked to return
        self._granted: list[Event] = []  # of these, what is to be told: also of what went while the console was away
        self._turns: list[tuple[float, str]] = []  # a heap: when the lamp of which case changes
        self._waiting: dict[str, None] = dict.fromkeys(case.id for case in hall.cases)
        self._live = self._fresh = False
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._work)
        hall.cases.changed.connect(self._take)
        for settled in (hall.refreshed, hall.caught_up):
            settled.connect(self._settle)
        if hall.me.office:
            hall.passed.connect(self._follow)
            for case in hall.cases:  # as the console knew them the last time
                self._heed(case)
        hall.clock.ticked.connect(self._tick)
        self._turn.start()

    @property
    def live(self) -> bool:
        """Whether what comes now is told."""
        return self._live

    def _take(self, ids: frozenset[str]) -> None:
        self._waiting.update(dict.fromkeys(ids))
        self._turn.start()

    def _settle(self) -> None:
        self._fresh = True
        self._turn.start()

    def _follow(self, changes: Sequence[tuple[Change, Versioned | None]]) -> None:
        """Of what comes at once the tables take the newest: a return that was asked and granted meanwhile is heeded on the way. What grants it ends
        the request and takes the case away, in one transaction: in one moment.
        """
        ended: dict[str, tuple[datetime, Event]] = {}
        for change, case in changes:
            if change.noun != Noun.CASE:
                continue
            here, asked = self._hall.cases.get(change.id), self._asked.get(change.id)
            if case is None:
                at, granted = ended.pop(change.id, (change.at, asked))
                if granted is not None and at == change.at:
                    self._asked[change.id] = granted
                    self._grant(change.id)
            elif isinstance(case, Case) and (here is None or case.version >= here.version):
                self._heed(case)
                if change.id in self._asked:
                    ended.pop(change.id, None)
                elif asked is not None:
                    ended[change.id] = change.at, asked

    def _grant(self, id: str) -> None:
        """Told once, when the hall is as the backend has it."""
        granted = self._asked.pop(id, None)
        if granted is not None:
            self._granted.append(granted)
            self._turn.start()

    def _tick(self, now: datetime) -> None:
        moment, ids = now.timestamp(), set()
        while self._turns and self._turns[0][0] < moment:
            ids.add(heappop(self._turns)[1])
        if ids:
            self._take(frozenset(ids))

    def _work(self) -> None:
        now, events = self._hall.clock.now(), list[Event]()
        for id in list(self._waiting)[:SLICE]:
            del self._waiting[id]
            events += self._look(id, now)
        if not self._waiting:
            self._live = self._fresh
            self._turn.stop()
        if self._live:
            events += self._granted
            self._granted = []
        if events:
            self.told.emit(events)

    def _look(self, id: str, now: datetime) -> list[Event]:
        case = self._hall.cases.get(id)
        before = self._known.get(id)
        if case is None:
            self._known.pop(id, None)
            self._held.pop(id, None)
            self._grant(id)
            return []
        self._heed(case)
        after = self._known[id] = self._standing(case, now)
        self._plan(case, now)
        if after.hand is not None and not self._own.isdisjoint(after.places):
            self._held[id] = None
        else:
            self._held.pop(id, None)
        if not self._live:
            return []
        told = [Event(rule, id, self._place(case), (case.kind, case.class_code)) for rule in self._rules(before, after, case)]
        given = after.hand is not None and after.hand != (before or NOWHERE).hand
        return [*told, *(self._shared(case) if given else ())]

    def _shared(self, case: Case) -> Iterator[Event]:
        """Cases of our own that somebody has in hand, at whose place another hand has just been given this one, by somebody else."""
        if not self._held or self._is_my_doing(case):
            return
        near = second.near_m(self._hall)
        for id in self._held:
            mine = self._hall.cases.get(id) if id != case.id and self._known[id].hand != case.handler else None
            if mine is not None and second.metres(case.lon, case.lat, mine.lon, mine.lat) <= near:
                yield Event(Rule.SHARED, id, self._place(mine), (mine.kind, mine.class_code))

    def _heed(self, case: Case) -> None:
        """An office has no case any more that it could return: it is told so while it still knows which it was."""
        office = self._hall.me.office
        if case.asked is AdjustmentKind.RETURN and office and case.department_id == office:
            self._asked[case.id] = Event(Rule.RETURN_GRANTED, case.id, case.address, (case.kind, case.class_code))
        else:
            self._asked.pop(case.id, None)

    def _is_my_doing(self, case: Case) -> bool:
        """Who assigned it here, or was given it, knows."""
        return in_hand_of(self._hall.me, case) or self._has_ordered(Verb.ASSIGN, case)

    def _has_ordered(self, verb: Verb, case: Case) -> bool:
        return any(receipt.subject == case.id and receipt.verb == verb for receipt in self._hall.receipts)

    def _is_reviewed(self, before: Standing, case: Case) -> bool:
        """Whether a request of ours was granted or refused: it waits no more, and not because the case has gone on."""
        if before.asked is None or case.asked is not None or case.status not in (before.status, Status.SUSPENDED):
            return False
        office = self._hall.me.office
        mine = bool(office) and case.department_id == office
        return (mine or self._has_ordered(Verb(f"ASK_{before.asked}"), case)) and not any(self._has_ordered(verb, case) for verb in REVIEWS)

    def _rules(self, before: Standing | None, after: Standing, case: Case) -> Iterator[Rule]:
        if before is not None and self._is_reviewed(before, case):
            yield Rule.REVIEWED
        if not after.places:
            return
        came = after.places - (before or NOWHERE).places
        if case.urgent and (came or not (before or NOWHERE).urgent):
            yield Rule.URGENT
        elif came and case.returned:
            yield Rule.RETURNED
        elif sound := next((self._queues[place].sound for place in sorted(came) if self._queues[place].sound), None):
            yield Rule(sound)
        if after.supervised and not (before or NOWHERE).supervised:
            yield Rule.SUPERVISED
        urged = before is not None and after.reminded_at not in (None, before.reminded_at) and not self._mine.isdisjoint(after.places)
        if urged and not self._has_ordered(Verb.REMIND, case):
            yield Rule.REMINDED
        if before is not None and after.lamp is not before.lamp and after.lamp in TURNS and not (came and after.lamp is Lamp.RED):
            yield TURNS[after.lamp]

    def _standing(self, case: Case, now: datetime) -> Standing:
        places = frozenset(place for place, queue in enumerate(self._queues) if queue.holds(case, now))
        hand = case.handler if second.is_in_hand(case) else None
        return Standing(places, lamp(case, now), case.urgent, case.supervised, hand, case.reminded_at, case.asked, case.status)

    def _plan(self, case: Case, now: datetime) -> None:
        moment = now.timestamp()
        turns = [at.timestamp() for at in (case.yellow_at, case.deadline_at) if at is not None and case.disposed_at is None]
        if ahead := [at for at in turns if at >= moment]:
            heappush(self._turns, (min(ahead), case.id))

    def _place(self, case: Case) -> str:
        grid = self._hall.grids.get(f"DUTY-{case.duty_grid}")
        return grid.name if grid is not None else ""
