"""The counts of the queue are what counting anew would find, whatever came and went."""

import random
from datetime import timedelta

import pytest

from console.hall.queues import queues_of
from console.widgets.queue.tally import Tally, running_until
from tests.console import town
from wire.cases import lamp
from wire.codes import Lamp, Role, Status

ALL = queues_of(town.user(*(role for role in Role if role is not Role.DEVICE)))


def test_that_counts_follow_every_change() -> None:
    chance, tally = random.Random(1), Tally(ALL)
    present = {case.id: case for case in town.cases(80)}
    tally.gather(present.values(), town.NOW)
    tally.settle()
    for step in range(300):
        id = f"c-{chance.randint(1, 100)}"
        if chance.random() < 0.3:
            present.pop(id, None)
        else:
            present[id] = town.case(int(id[2:]), chance.choice(town.TRAVELLED), chance, version=step + 2)
        tally.change(id, present.get(id), town.NOW)
    assert tally.total() == len(present)
    for queue in ALL:
        mine = [case for case in present.values() if queue.holds(case, town.NOW)]
        running = [until for case in mine if (until := running_until(case)) is not None]
        assert tally.count(queue.id) == len(mine)
        assert tally.red(queue.id, town.NOW) == sum(until < town.NOW.timestamp() for until in running)
        oldest = max(((town.NOW - case.status_at).total_seconds() for case in mine), default=None)
        assert tally.oldest_s(queue.id, town.NOW) == (None if oldest is None else pytest.approx(oldest))
    assert any(tally.red(queue.id, town.NOW) for queue in ALL)


def test_that_cases_come_into_a_queue_by_time_alone() -> None:
    """Every minute of an afternoon, the queues of yellow and red cases hold what they would if they were counted anew."""
    cases, tally = {case.id: case for case in town.cases(200)}, Tally(ALL)
    tally.gather(cases.values(), town.NOW)
    tally.settle()
    for minute in range(0, 300, 7):
        now = town.NOW + timedelta(minutes=minute)
        for id in tally.due(now):
            tally.change(id, cases[id], now)
        open = [case for case in cases.values() if case.status not in (Status.CLOSED, Status.VOIDED)]
        assert tally.count("OVERDUE") == sum(lamp(case, now) is Lamp.RED for case in open)
        assert tally.count("WARNED") == sum(lamp(case, now) is Lamp.YELLOW for case in open)


def test_that_a_clock_that_stopped_is_not_overdue() -> None:
    disposed = next(case for case in town.cases(200) if case.status is Status.PENDING_CHECK)
    assert disposed.deadline_at is not None
    assert running_until(disposed) is None
