"""The numbered seats of the hotline, and who sits there."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from wire.codes import SeatState
from wire.message import Order, Versioned

Note = Annotated[str, Meta(max_length=2000)]


class Seat(Versioned, frozen=True, kw_only=True):
    """`state` is never RINGING here: `shown` makes it of a free seat while a call rings that it may take."""

    number: int
    state: SeatState
    state_at: datetime | None = None
    user: str = ""  # name of who has signed on
    full_name: str = ""
    call_id: str | None = None
    note: str = ""  # of the last hand-over of the shift
    note_by: str = ""
    note_at: datetime | None = None


def shown(seat: Seat, ringing: bool) -> SeatState:
    """The state as the hall shows it."""
    return SeatState.RINGING if ringing and seat.state is SeatState.FREE else seat.state


class SeatOrder(Order, frozen=True, kw_only=True, tag_field="verb"):
    """Something that an operator does at a seat."""


class SignOnOrder(SeatOrder, frozen=True, kw_only=True, tag="SIGN_ON"): ...


class SignOffOrder(SeatOrder, frozen=True, kw_only=True, tag="SIGN_OFF"):
    """`note` is read by whoever sits there next."""

    note: Note = ""


class AwayOrder(SeatOrder, frozen=True, kw_only=True, tag="AWAY"): ...


class BackOrder(SeatOrder, frozen=True, kw_only=True, tag="BACK"): ...


AnySeatOrder = SignOnOrder | SignOffOrder | AwayOrder | BackOrder
