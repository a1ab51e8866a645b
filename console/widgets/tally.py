"""How many cases are where, kept while cases come and go instead of counted anew. No Qt."""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from wire.cases import Case
from wire.codes import Status


class Group(StrEnum):
    """The tabs of the queue: whose turn it is."""

    OPEN = "OPEN"
    ACCEPT = "ACCEPT"
    FILE = "FILE"
    DISPATCH = "DISPATCH"
    DISPOSE = "DISPOSE"
    REVIEW = "REVIEW"
    CHECK = "CHECK"
    CLOSED = "CLOSED"


STATUSES: dict[Group, frozenset[Status]] = {
    Group.ACCEPT: frozenset({Status.REPORTED, Status.VERIFYING}),
    Group.FILE: frozenset({Status.PENDING_FILING}),
    Group.DISPATCH: frozenset({Status.TO_COMMAND, Status.PENDING_DISPATCH, Status.PENDING_SUB_DISPATCH}),
    Group.DISPOSE: frozenset({Status.PENDING_DISPOSAL, Status.DISPOSING, Status.SUSPENDED}),
    Group.REVIEW: frozenset({Status.PENDING_REVIEW, Status.TO_SUPERVISION}),
    Group.CHECK: frozenset({Status.PENDING_CHECK, Status.CHECKING, Status.PENDING_CLOSE}),
    Group.CLOSED: frozenset({Status.CLOSED, Status.VOIDED}),
}
STATUSES[Group.OPEN] = frozenset(Status) - STATUSES[Group.CLOSED]


def running_until(case: Case) -> float | None:
    """The deadline of a disposal clock that runs, in seconds since 1970."""
    still = case.disposed_at is not None or case.status is Status.SUSPENDED
    if case.deadline_at is None or still or case.status in STATUSES[Group.CLOSED]:
        return None
    return case.deadline_at.timestamp()


class Tally:
    """Counts by status, and the deadlines that run, in order."""

    def __init__(self) -> None:
        self._statuses: Counter[Status] = Counter()
        self._deadlines: list[float] = []
        self._known: dict[str, tuple[Status, float | None]] = {}

    def gather(self, cases: Iterable[Case]) -> None:
        """Count these too; `settle` when they are all here."""
        for case in cases:
            until = running_until(case)
            self._known[case.id] = (case.status, until)
            self._statuses[case.status] += 1
            if until is not None:
                self._deadlines.append(until)

    def settle(self) -> None:
        self._deadlines.sort()

    def change(self, id: str, case: Case | None) -> None:
        """`case` is how the case of this id is now; none when it is gone."""
        if id in self._known:
            status, until = self._known.pop(id)
            self._statuses[status] -= 1
            if until is not None:
                del self._deadlines[bisect_left(self._deadlines, until)]
        if case is not None:
            self._known[id] = (case.status, running_until(case))
            self._statuses[case.status] += 1
            if (until := self._known[id][1]) is not None:
                insort(self._deadlines, until)

    def knows(self, id: str) -> bool:
        return id in self._known

    def count(self, group: Group) -> int:
        return sum(self._statuses[status] for status in STATUSES[group])

    def overdue(self, now: datetime) -> int:
        return bisect_left(self._deadlines, now.timestamp())
