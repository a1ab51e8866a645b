"""Telephone calls of the hotline: who rings, who takes it, and what it was about (DOMAIN 6.11)."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from wire.cases import Case
from wire.codes import CallKind, CallState, Direction, Satisfaction, Urgency
from wire.message import Message, Order, Versioned
from wire.places import Id, NewId

Number = Annotated[str, Meta(max_length=40, pattern=r"^[0-9+*#() -]*$")]
SeatNumber = Annotated[int, Meta(ge=1, le=999)]
Said = Annotated[str, Meta(min_length=1, max_length=2000)]
Text = Annotated[str, Meta(max_length=2000)]


class Call(Versioned, frozen=True, kw_only=True):
    """One call as every seat sees it: the number is masked, and what was said is not here."""

    number: str  # masked; empty where the caller withheld it
    direction: Direction
    state: CallState
    ring_at: datetime
    answer_at: datetime | None = None
    end_at: datetime | None = None
    seat: int | None = None
    operator: str = ""  # full name of who took it
    kind: CallKind | None = None  # none: not written down yet
    urgency: Urgency = Urgency.GENERAL
    case_id: str | None = None
    satisfaction: Satisfaction | None = None
    handed_to: str | None = None  # a number of the list of hand-overs
    known_calls: int = 0  # of this number before
    open_cases: int = 0  # of this number
    repeated: bool = False  # the same complaint again
    tries: int = 0  # to call a missed caller back
    called_back_at: datetime | None = None


class CallCard(Versioned, frozen=True, kw_only=True):
    """The screen pop: the call, whole for those who may see it, and what the hall knows of its number, the newest first."""

    call: Call
    number: str
    caller: str = ""
    text: str = ""
    recording_ref: str | None = None
    calls: list[Call] = []
    cases: list[Case] = []


class AtAddress(Message, frozen=True, kw_only=True):
    """What the hall knows of an address, whoever called: cases, those that are open first, and the calls that they came from, the newest first."""

    address: str
    cases: list[Case] = []
    calls: list[Call] = []


class RingReport(Order, frozen=True, kw_only=True):
    """A call begins. `id` is the exchange's own; the same report again is harmless. `number`: empty where the caller withholds it.
    `seat`: where it rings, none for every free seat.
    """

    id: NewId
    number: Number
    direction: Direction = Direction.IN
    ring_at: datetime | None = None
    seat: SeatNumber | None = None


class CallEvent(Order, frozen=True, kw_only=True, tag_field="event"):
    """What the exchange says of a call that it has reported. An event that comes late or twice changes nothing."""

    at: datetime | None = None  # the backend's clock decides when there is none


class Answered(CallEvent, frozen=True, kw_only=True, tag="ANSWERED"):
    seat: SeatNumber


class Ended(CallEvent, frozen=True, kw_only=True, tag="ENDED"):
    recording_ref: Annotated[str, Meta(max_length=300)] | None = None


class Missed(CallEvent, frozen=True, kw_only=True, tag="MISSED"):
    """Nobody answered before the caller hung up."""


AnyCallEvent = Answered | Ended | Missed


class CallOrder(Order, frozen=True, kw_only=True, tag_field="verb"):
    """Something that the operator does with a call."""


class TakeOrder(CallOrder, frozen=True, kw_only=True, tag="TAKE"):
    """Answer it at the seat where one has signed on. The first one wins."""


class HangUpOrder(CallOrder, frozen=True, kw_only=True, tag="HANG_UP"):
    """The conversation is over; for centres whose exchange does not say so."""


class RecordOrder(CallOrder, frozen=True, kw_only=True, tag="RECORD"):
    """What the call was about. A consultation is answered at once: `text` is the answer, and it needs no case."""

    kind: CallKind
    urgency: Urgency = Urgency.GENERAL
    caller: Annotated[str, Meta(max_length=80)] = ""
    text: Text = ""
    case_id: Id | None = None
    satisfaction: Satisfaction | None = None


class HandOverOrder(CallOrder, frozen=True, kw_only=True, tag="HAND_OVER"):
    """Not ours: passed on to one of the numbers of the list, with a note."""

    to: Annotated[str, Meta(min_length=1, max_length=20)]
    text: Said


class ReturnCallOrder(CallOrder, frozen=True, kw_only=True, tag="RETURN_CALL"):
    """A missed caller was called back; `reached` or only tried."""

    reached: bool
    text: Text = ""


AnyCallOrder = TakeOrder | HangUpOrder | RecordOrder | HandOverOrder | ReturnCallOrder


class HandOver(Message, frozen=True, kw_only=True):
    """A number of others that callers are passed on to."""

    number: str
    name: str
    name_en: str
    when: str = ""
    when_en: str = ""


class HotlineBook(Message, frozen=True, kw_only=True):
    """What every seat has to know: how many there are, how to greet, to whom to hand over. `{seat}` stands for the number of the seat."""

    seats: int
    greeting: str
    greeting_en: str
    hand_overs: list[HandOver]
    callback_tries: int  # after so many nobody calls any more
