"""News of what 12345 passes on, for who answers it: each once, when it comes, and when its deadline nears or is over; nothing of what was there when
the desk was opened."""

from datetime import datetime

from PySide6.QtCore import QObject, Signal

from console.hall.annunciator import Event
from console.hall.hall import Hall
from console.hall.sounds import Rule
from wire.codes import Lamp, Noun, Role, TransferState
from wire.transfers import Transfer, lamp

ANSWERERS = frozenset({Role.ACCEPTOR, Role.SHIFT_LEADER})
WAITING = frozenset({TransferState.WAITING, TransferState.REGISTERED})
TURNS = {Lamp.YELLOW: Rule.YELLOW, Lamp.RED: Rule.RED}


class TransferNews(QObject):
    told = Signal(object)  # list[Event]

    def __init__(self, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall, self._live = hall, False
        self._known: dict[str, Lamp] = {}
        if not ANSWERERS.isdisjoint(hall.me.roles):
            hall.transfers.changed.connect(self._take)
            hall.clock.ticked.connect(self._look)
            for settled in (hall.refreshed, hall.caught_up):
                settled.connect(self._settle)

    def _settle(self) -> None:
        self._look(self._hall.clock.now())
        self._live = True

    def _take(self, _: frozenset[str]) -> None:
        self._look(self._hall.clock.now())

    def _look(self, now: datetime) -> None:
        """Those that wait are few."""
        standing = {each.id: (each, lamp(each, now)) for each in self._hall.transfers if each.state in WAITING}
        events = [_event(rule, each) for each, burns in standing.values() if (rule := self._rule(each, burns)) is not None]
        self._known = {id: burns for id, (_, burns) in standing.items()}
        if self._live and events:
            self.told.emit(events)

    def _rule(self, each: Transfer, burns: Lamp) -> Rule | None:
        if each.id not in self._known:
            return Rule.TRANSFER
        return TURNS.get(burns) if burns is not self._known[each.id] else None


def _event(rule: Rule, each: Transfer) -> Event:
    return Event(rule, each.id, each.title, None, Noun.TRANSFER)
