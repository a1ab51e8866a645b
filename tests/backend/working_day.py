"""A seeded day of work: cases come in over eight hours and go their ways at the times of that day; and what they were then, by their flow records."""

import heapq
import random
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import sqlalchemy as sa

from backend import session
from backend.session import Database
from backend.tables.cases import FlowRow
from tests.backend.centre import ACCEPTOR, DEPARTMENT, FORWARD, LEADER, Centre
from wire.codes import Status, Verb
from wire.people import User

DAY = timedelta(hours=8)
BETWEEN_S = 1500.0  # from one step of a case to the next, on average
ASIDE = {  # at a place of the way forward: who does what else, how often, and from which place it goes on; none: it has ended
    0: (ACCEPTOR, Verb.REFUSE, 0.08, None),
    1: (LEADER, Verb.RETURN_TO_ACCEPTOR, 0.12, 0),
    5: (DEPARTMENT, Verb.REDO, 0.2, 4),
}


class Hands:
    """Those of the clock that the backend's transactions read."""

    def __init__(self, at: datetime) -> None:
        self.at = at


@contextmanager
def clock_of(hands: Hands) -> Iterator[None]:
    kept = session.clock
    session.clock = lambda: hands.at
    try:
        yield
    finally:
        session.clock = kept


def work_a_day(database: Database, began: datetime, cases: int, seed: int) -> Centre:
    """`cases` come in at random times of the eight hours, called day0, day1, …; each goes on as far as the day lets it."""
    chance, hands = random.Random(seed), Hands(began)
    with clock_of(hands):
        centre = Centre(database)
        due = [(began + DAY * chance.random(), number, -1) for number in range(cases)]
        heapq.heapify(due)
        while due:
            at, number, place = heapq.heappop(due)
            hands.at = max(at, hands.at + timedelta(microseconds=1))
            if place < 0:
                centre.report(f"day{number}")
                following: int | None = 0
            else:
                by, verb, following = _next(chance, place)
                centre.step(by, f"day{number}", verb)
            at = hands.at + timedelta(seconds=chance.expovariate(1 / BETWEEN_S))
            if following is not None and following < len(FORWARD) and at < began + DAY:
                heapq.heappush(due, (at, number, following))
    return centre


def _next(chance: random.Random, place: int) -> tuple[User, Verb, int | None]:
    if place in ASIDE and chance.random() < ASIDE[place][2]:
        by, verb, _, following = ASIDE[place]
        return by, verb, following
    return *FORWARD[place], place + 1


class Fold:
    """Of the flow records, which are never changed: what status each case of the day had at a moment."""

    def __init__(self, database: Database) -> None:
        self._steps: dict[str, tuple[list[datetime], list[Status]]] = defaultdict(lambda: ([], []))
        with database.read() as work:
            for row in work.session.scalars(sa.select(FlowRow).where(FlowRow.case_id.startswith("day")).order_by(FlowRow.case_id, FlowRow.seq)):
                times, statuses = self._steps[row.case_id]
                times.append(row.at)
                statuses.append(row.to_status)

    def at(self, moment: datetime) -> dict[str, Status]:
        """Without those that had not come in yet."""
        places = {id: bisect_right(times, moment) for id, (times, _) in self._steps.items()}
        return {id: self._steps[id][1][place - 1] for id, place in places.items() if place}

    @property
    def records(self) -> int:
        return sum(len(times) for times, _ in self._steps.values())
