"""What the people of the hotline can ask for: at once, while somebody waits on the line; through the outbox, what is written down."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from console.api import Api, ApiError
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.workers.caller import Caller
from console.workers.letters import Answer, AnyLetter, CallLetter, PublicationLetter, TransferLetter
from console.workers.outbox import Outbox
from wire.calls import AnyCallOrder, CallCard, HangUpOrder, TakeOrder
from wire.codes import UnmaskReason
from wire.figures import HotlineFigure
from wire.privacy import UnmaskOrder
from wire.publications import AnyPublicationOrder, Publication
from wire.seats import AnySeatOrder, Seat
from wire.transfers import AnyTransferOrder, Transfer

AGAIN_MS = 5_000


class HotlineActions(QObject):
    taken = Signal(str)  # call id: it is ours
    told_whole = Signal(object)  # PersonalData
    address_told = Signal(object)  # AtAddress
    figures_told = Signal(object)  # HotlineFigures
    behind_told = Signal(object, object)  # FigureList, the start of its period

    def __init__(self, hall: Hall, caller: Caller, outbox: Outbox, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hall, self._caller, self._outbox = hall, caller, outbox
        outbox.stored.connect(self._take_stored)

    # At once: somebody is on the line.

    def take(self, call_id: str) -> None:
        def done(card: CallCard) -> None:
            self._take_card(card)
            self.taken.emit(call_id)

        self._ask(Wanted.CALL, lambda api: api.order_call(call_id, TakeOrder(), _key()), done)

    def hang_up(self, call_id: str) -> None:
        self._ask(Wanted.CALL, lambda api: api.order_call(call_id, HangUpOrder(), _key()), self._take_card)

    def order_seat(self, number: int, order: AnySeatOrder) -> None:
        self._ask(Wanted.SEAT, lambda api: api.order_seat(number, order, _key()), self._take_seat)

    def open_call(self, call_id: str) -> None:
        self._ask(Wanted.CALL, lambda api: api.call_card(call_id), self._take_card)

    def look_at_address(self, address: str) -> None:
        self._ask(Wanted.ADDRESS, lambda api: api.at_address(address), self.address_told.emit)

    def open_transfer(self, transfer_id: str) -> None:
        self._ask(Wanted.TRANSFER, lambda api: api.transfer_card(transfer_id), lambda card: self._hall.hotline.transfer_cards.put([card]))

    def open_publication(self, case_id: str) -> None:
        self._ask(Wanted.PUBLICATION, lambda api: api.publication(case_id), lambda found: self._hall.hotline.publications.put([found]))

    def show_number(self, case_id: str) -> None:
        """To call the citizen back; the backend writes down who has seen it."""
        order = UnmaskOrder(reason=UnmaskReason.CALL_BACK)
        self._ask(Wanted.CALL, lambda api: api.unmask(case_id, order), self.told_whole.emit)

    def load_figures(self, start: datetime, end: datetime) -> None:
        self._ask(Wanted.FIGURES, lambda api: api.hotline_figures(start, end), self.figures_told.emit)

    def load_behind(self, figure: HotlineFigure, start: datetime, end: datetime) -> None:
        self._ask(Wanted.FIGURES, lambda api: api.behind_figure(figure, start, end), lambda found: self.behind_told.emit(found, start))

    def load_book(self) -> None:
        self._ask(Wanted.HOTLINE, Api.hotline, self._hall.hotline.set_book, again=self.load_book)

    # Through the outbox: what is written down outlives this process.

    def order_call(self, call_id: str, order: AnyCallOrder, case_id: str = "") -> str:
        """`case_id`: of the case that came of it, whose report is sent before."""
        return self._put(CallLetter(key=_key(), subject=case_id or call_id, call_id=call_id, order=order))

    def order_transfer(self, transfer_id: str, order: AnyTransferOrder, case_id: str = "") -> str:
        return self._put(TransferLetter(key=_key(), subject=case_id or transfer_id, transfer_id=transfer_id, order=order))

    def order_publication(self, case_id: str, order: AnyPublicationOrder) -> str:
        return self._put(PublicationLetter(key=_key(), subject=case_id, order=order))

    def _put(self, letter: AnyLetter) -> str:
        self._outbox.put(letter)
        return letter.key

    def _ask(self, wanted: Wanted, work: Callable[[Api], Any], done: Callable[[Any], None], again: Callable[[], None] | None = None) -> None:
        def had(answer: Any) -> None:
            self._hall.failures.clear(wanted, "")
            done(answer)

        def missed(error: ApiError) -> None:
            if error.problem.code == "stopped":
                return
            self._hall.failures.note(wanted, "", error.problem)
            if again is not None:
                QTimer.singleShot(AGAIN_MS, self, again)

        self._caller.call(work, had, missed)

    def _take_card(self, card: CallCard) -> None:
        self._hall.hotline.cards.put([card])
        self._hall.calls.put([card.call])

    def _take_seat(self, seat: Seat) -> None:
        self._hall.seats.put([seat])

    def _take_stored(self, _: AnyLetter, answer: Answer) -> None:
        if isinstance(answer, CallCard):
            self._take_card(answer)
        elif isinstance(answer, Transfer):
            self._hall.transfers.put([answer])
        elif isinstance(answer, Publication):
            self._hall.hotline.publications.put([answer])


def _key() -> str:
    return uuid.uuid4().hex
