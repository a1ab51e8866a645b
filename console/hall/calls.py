"""The calls of the Hall: whatever rings or is talked about, who waits to be called back, and the newest that are over."""

from collections.abc import Iterable

from console.hall.table import Table
from wire.calls import Call
from wire.codes import CallState, Direction

KEPT, OVER = 1_000, 200  # the oldest go when there are so many over


class Calls(Table[Call]):
    def put(self, items: Iterable[Call], gone: Iterable[str] = ()) -> None:
        fresh, missing = self._take(items, gone)
        if len(self) > KEPT + OVER:
            over = (call for call in self if call.state in (CallState.ENDED, CallState.MISSED) and not is_owed(call))
            done = sorted(over, key=lambda call: call.ring_at)
            _, old = self._take((), [call.id for call in done[: len(self) - KEPT]])
            fresh, missing = fresh - old, missing | old
        self._tell(fresh | missing)


def is_owed(call: Call) -> bool:
    """Whether the caller was missed, and nobody has called back; who withheld his number cannot be called."""
    return bool(call.number) and call.state is CallState.MISSED and call.direction is Direction.IN and call.called_back_at is None
