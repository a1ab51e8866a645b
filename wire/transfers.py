"""Matters that another hotline, 12345, has passed on to us, with a deadline of its own and a reply (DOMAIN 8.3 XZ-16)."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from wire.codes import Lamp, TransferState
from wire.message import Order, Versioned
from wire.places import Id, Lat, Lon, NewId

YELLOW = 0.8  # of the time from the receipt to the deadline
Reply = Annotated[str, Meta(min_length=1, max_length=2000)]


class Transfer(Versioned, frozen=True, kw_only=True):
    """`number` is the other hotline's. Name and phone of the citizen are masked here, in what it has written too."""

    number: str
    title: str
    text: str
    reporter: str  # masked
    phone: str  # masked
    address: str
    received_at: datetime
    due_at: datetime
    state: TransferState
    lon: float | None = None
    lat: float | None = None
    case_id: str | None = None
    reply: str = ""
    replied_at: datetime | None = None
    replied_by: str = ""


class TransferCard(Versioned, frozen=True, kw_only=True):
    """The whole of it, title, text and address of `transfer` too, for those who may see it."""

    transfer: Transfer
    reporter: str
    phone: str


def lamp(transfer: Transfer, at: datetime) -> Lamp:
    """The lamp of its own deadline."""
    ended = transfer.replied_at
    if ended is not None:
        return Lamp.BLUE if ended <= transfer.due_at else Lamp.RED
    if at > transfer.due_at:
        return Lamp.RED
    return Lamp.YELLOW if at - transfer.received_at >= YELLOW * (transfer.due_at - transfer.received_at) else Lamp.GREEN


class TransferReport(Order, frozen=True, kw_only=True):
    """What the other hotline passes on. The same report again is harmless."""

    id: NewId
    number: Annotated[str, Meta(min_length=1, max_length=60)]
    title: Annotated[str, Meta(min_length=1, max_length=200)]
    due_at: datetime
    text: Annotated[str, Meta(max_length=2000)] = ""
    reporter: Annotated[str, Meta(max_length=80)] = ""
    phone: Annotated[str, Meta(max_length=40)] = ""
    address: Annotated[str, Meta(max_length=300)] = ""
    received_at: datetime | None = None
    lon: Lon | None = None
    lat: Lat | None = None


class TransferOrder(Order, frozen=True, kw_only=True, tag_field="verb"):
    """Something that is done with a transfer."""


class RegisterOrder(TransferOrder, frozen=True, kw_only=True, tag="REGISTER"):
    """A case was made of it."""

    case_id: Id


class ReplyOrder(TransferOrder, frozen=True, kw_only=True, tag="REPLY"):
    reply: Reply


class SendBackOrder(TransferOrder, frozen=True, kw_only=True, tag="SEND_BACK"):
    """It is not for us; `reply` says why."""

    reply: Reply


class FetchedOrder(TransferOrder, frozen=True, kw_only=True, tag="FETCHED"):
    """The other hotline has our answer."""


AnyTransferOrder = RegisterOrder | ReplyOrder | SendBackOrder | FetchedOrder
