"""How many cases are in each queue, kept while cases come and go instead of counted anew. No Qt."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from datetime import datetime
from heapq import heappop, heappush
from typing import NamedTuple

from console.hall.queues import ENDED, Queue
from wire.cases import Case
from wire.codes import Status

STILL = ENDED | {Status.SUSPENDED}  # no clock runs


def running_until(case: Case) -> float | None:
    """The deadline of a disposal clock that runs, in seconds since 1970."""
    if case.deadline_at is None or case.disposed_at is not None or case.status in STILL:
        return None
    return case.deadline_at.timestamp()


class Known(NamedTuple):
    """Of one case: the queues it is in, by their places; its deadline; and since when it waits where it is."""

    queues: tuple[int, ...]
    until: float | None
    since: float


class Count:
    """Of one queue: how many, the deadlines that run and the times since when they wait, in order."""

    def __init__(self) -> None:
        self.total = 0
        self.deadlines: list[float] = []
        self.since: list[float] = []

    def gather(self, known: Known) -> None:
        self.total += 1
        self.since.append(known.since)
        if known.until is not None:
            self.deadlines.append(known.until)

    def settle(self) -> None:
        self.deadlines.sort()
        self.since.sort()

    def add(self, known: Known) -> None:
        self.total += 1
        insort(self.since, known.since)
        if known.until is not None:
            insort(self.deadlines, known.until)

    def take(self, known: Known) -> None:
        self.total -= 1
        del self.since[bisect_left(self.since, known.since)]
        if known.until is not None:
            del self.deadlines[bisect_left(self.deadlines, known.until)]


class Tally:
    def __init__(self, queues: Sequence[Queue] = ()) -> None:
        self._queues = list(queues)
        self._counts = {queue.id: Count() for queue in queues}
        self._all = list(self._counts.values())
        self._known: dict[str, Known] = {}
        self._turns: list[tuple[float, str]] = []  # a heap: when the lamp of which case changes

    def gather(self, cases: Iterable[Case], now: datetime) -> None:
        """Count these too; `settle` when they are all here."""
        for case in cases:
            known = self._know(case, now)
            for place in known.queues:
                self._all[place].gather(known)

    def settle(self) -> None:
        for count in self._all:
            count.settle()

    def change(self, id: str, case: Case | None, now: datetime) -> None:
        """`case` is how the case of this id is now; none when it is gone."""
        before = self._known.pop(id, None)
        if before is not None:
            for place in before.queues:
                self._all[place].take(before)
        if case is not None:
            known = self._know(case, now)
            for place in known.queues:
                self._all[place].add(known)

    def due(self, now: datetime) -> frozenset[str]:
        """The cases whose lamp has changed by time alone since this was asked last."""
        ids, moment = set(), now.timestamp()
        while self._turns and self._turns[0][0] < moment:
            ids.add(heappop(self._turns)[1])
        return frozenset(ids)

    def knows(self, id: str) -> bool:
        return id in self._known

    def total(self) -> int:
        return len(self._known)

    def count(self, queue_id: str) -> int:
        return self._counts[queue_id].total

    def red(self, queue_id: str, now: datetime) -> int:
        """How many of a queue are overdue."""
        return bisect_left(self._counts[queue_id].deadlines, now.timestamp())

    def oldest_s(self, queue_id: str, now: datetime) -> float | None:
        """How long that of a queue waits that waits longest; none where nothing does."""
        since = self._counts[queue_id].since
        return max(now.timestamp() - since[0], 0.0) if since else None

    def _know(self, case: Case, now: datetime) -> Known:
        places = tuple(place for place, queue in enumerate(self._queues) if queue.holds(case, now))
        until = running_until(case)
        known = self._known[case.id] = Known(places, until, case.status_at.timestamp())
        if until is not None and case.yellow_at is not None:
            moment, yellow = now.timestamp(), case.yellow_at.timestamp()
            if (turn := yellow if yellow > moment else until) > moment:
                heappush(self._turns, (turn, case.id))
        return known
