"""The cases of the Hall. The open ones are all here, and those with something left to do; of the others that are done the newest, as in a snapshot,
or a day on the wall would heap them up."""

from collections.abc import Iterable
from heapq import nsmallest

from PySide6.QtCore import QObject

from console.hall.table import Table
from wire.cases import Case
from wire.codes import CallbackState, Publicity, Role, Satisfaction, Status
from wire.people import User

COMMAND = frozenset({Status.PENDING_DISPATCH, Status.PENDING_SUB_DISPATCH})
DONE = frozenset({Status.CLOSED, Status.VOIDED})
KEPT_DONE, OVER = 10_000, 1_000  # the oldest go when there are so many over


class Cases(Table[Case]):
    """Cases that are done go with the longest done first; what comes back changed is taken again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._done: dict[str, float] = {}  # since when, in seconds since 1970

    def put(self, items: Iterable[Case], gone: Iterable[str] = ()) -> None:
        fresh, missing = self._take(items, gone)
        self._sort_out(fresh | missing)
        too_many = len(self._done) - KEPT_DONE
        if too_many > OVER:
            _, old = self._take((), nsmallest(too_many, self._done, key=self._done.__getitem__))
            self._sort_out(old)
            fresh, missing = fresh - old, missing | old
        self._tell(fresh | missing)

    def replace(self, items: Iterable[Case]) -> None:
        items = list(items)
        self._done = {case.id: _done_at(case) for case in items if _is_over(case)}
        super().replace(items)

    def _sort_out(self, ids: Iterable[str]) -> None:
        for id in ids:
            case = self.get(id)
            if case is not None and _is_over(case):
                self._done[id] = _done_at(case)
            else:
                self._done.pop(id, None)


def _is_over(case: Case) -> bool:
    """Nobody is to be called back or is not content, no request is to be reviewed, no result to be published."""
    left = case.callback is CallbackState.PENDING or complains(case) or case.asked is not None or case.publicity is Publicity.PROPOSED
    return case.status in DONE and not left


def complains(case: Case) -> bool:
    """Whether the citizen was called back and is not content."""
    return case.callback is CallbackState.DONE and (case.resolved is False or case.satisfaction is Satisfaction.NOT_SATISFIED)


def _done_at(case: Case) -> float:
    return (case.closed_at or case.status_at).timestamp()


def waits_for_dispatch(case: Case, me: User) -> bool:
    """By this user, as far as the case alone can say: at the city's dispatchers, or at those of his own district."""
    if case.status is Status.PENDING_SUB_DISPATCH:
        return me.department_id is not None and case.sub_centre_id == me.department_id
    return case.status is Status.PENDING_DISPATCH and (Role.DISPATCHER in me.roles or Role.SUB_DISPATCHER not in me.roles)
