"""What the seats know beside the tables: how they greet, and what was opened: calls, transfers, results for the public."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from console.hall.table import Table
from wire.calls import Call, CallCard, HotlineBook
from wire.codes import CallState, Direction
from wire.people import User
from wire.publications import Publication
from wire.seats import Seat
from wire.transfers import TransferCard


class Hotline(QObject):
    book_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.book: HotlineBook | None = None
        self.cards: Table[CallCard] = Table(self)
        self.transfer_cards: Table[TransferCard] = Table(self)
        self.publications: Table[Publication] = Table(self)

    def set_book(self, book: HotlineBook) -> None:
        self.book = book
        self.book_changed.emit()


def own_seat(seats: Iterable[Seat], me: User) -> Seat | None:
    """Where this user has signed on."""
    return next((seat for seat in seats if seat.user == me.name), None)


def ringing(calls: Iterable[Call], seat: Seat | None) -> list[Call]:
    """What this seat may take, the longest ringing first; nothing for nobody's seat."""
    if seat is None:
        return []
    mine = (call for call in calls if call.state is CallState.RINGING and call.direction is Direction.IN and call.seat in (None, seat.number))
    return sorted(mine, key=lambda call: (call.ring_at, call.id))
