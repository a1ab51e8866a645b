"""The counts of the queue are what counting anew would find, whatever came and went."""

import random

from console.widgets.tally import STATUSES, Group, Tally, running_until
from tests.console import town
from wire.codes import Status


def test_that_every_status_is_in_exactly_one_group() -> None:
    groups = [group for group in Group if group is not Group.OPEN]
    for status in Status:
        assert sum(status in STATUSES[group] for group in groups) == 1


def test_that_counts_follow_every_change() -> None:
    chance, tally = random.Random(1), Tally()
    present = {case.id: case for case in town.cases(80)}
    tally.gather(present.values())
    tally.settle()
    for step in range(300):
        id = f"c-{chance.randint(1, 100)}"
        if chance.random() < 0.3:
            present.pop(id, None)
        else:
            present[id] = town.case(int(id[2:]), chance.choice(town.TRAVELLED), chance, version=step + 2)
        tally.change(id, present.get(id))
    for group in Group:
        assert tally.count(group) == sum(case.status in STATUSES[group] for case in present.values())
    late = [case for case in present.values() if (until := running_until(case)) is not None and until < town.NOW.timestamp()]
    assert tally.overdue(town.NOW) == len(late) > 0


def test_that_a_clock_that_stopped_is_not_overdue() -> None:
    disposed = next(case for case in town.cases(200) if case.status is Status.PENDING_CHECK)
    assert disposed.deadline_at is not None
    assert running_until(disposed) is None
