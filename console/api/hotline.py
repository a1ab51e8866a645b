"""The hotline: calls, seats, what 12345 passes on, and what the public reads."""

from datetime import datetime

from console.api.door import Door, quoted
from wire.calls import AnyCallOrder, AtAddress, Call, CallCard, HotlineBook
from wire.figures import FigureList, HotlineFigure, HotlineFigures
from wire.publications import AnyPublicationOrder, Publication
from wire.seats import AnySeatOrder, Seat
from wire.transfers import AnyTransferOrder, Transfer, TransferCard


class HotlineApi(Door):
    def hotline(self) -> HotlineBook:
        return self._get(HotlineBook, "/v1/hotline")

    def calls(self) -> list[Call]:
        return self._get(list[Call], "/v1/calls")

    def call_card(self, call_id: str) -> CallCard:
        """The screen pop; that somebody has seen the number is written down there."""
        return self._get(CallCard, f"/v1/calls/{quoted(call_id)}/card")

    def at_address(self, address: str) -> AtAddress:
        """Cases at an address, and calls about them."""
        return self._get(AtAddress, "/v1/hotline/at-address", {"address": address})

    def order_call(self, call_id: str, order: AnyCallOrder, key: str) -> CallCard:
        return self._post(CallCard, f"/v1/calls/{quoted(call_id)}/orders", order, key=key)

    def seats(self) -> list[Seat]:
        return self._get(list[Seat], "/v1/seats")

    def order_seat(self, number: int, order: AnySeatOrder, key: str) -> Seat:
        return self._post(Seat, f"/v1/seats/{number}/orders", order, key=key)

    def transfer_card(self, transfer_id: str) -> TransferCard:
        """That somebody has seen name and phone is written down there."""
        return self._get(TransferCard, f"/v1/transfers/{quoted(transfer_id)}")

    def order_transfer(self, transfer_id: str, order: AnyTransferOrder, key: str) -> Transfer:
        return self._post(Transfer, f"/v1/transfers/{quoted(transfer_id)}/orders", order, key=key)

    def publication(self, case_id: str) -> Publication:
        """Exactly what the public sees of a case, or would see."""
        return self._get(Publication, f"/v1/cases/{quoted(case_id)}/publication")

    def order_publication(self, case_id: str, order: AnyPublicationOrder, key: str) -> Publication:
        return self._post(Publication, f"/v1/cases/{quoted(case_id)}/publication/orders", order, key=key)

    def hotline_figures(self, start: datetime, end: datetime) -> HotlineFigures:
        """Both ends aware."""
        return self._get(HotlineFigures, "/v1/hotline/figures", {"start": start.isoformat(), "end": end.isoformat()})

    def behind_figure(self, figure: HotlineFigure, start: datetime, end: datetime) -> FigureList:
        """The calls or cases that a figure counts."""
        return self._get(FigureList, f"/v1/hotline/figures/{figure}", {"start": start.isoformat(), "end": end.isoformat()})
