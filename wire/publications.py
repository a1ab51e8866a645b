"""What the public may know of a case: its result, without anybody's name, number or door (DOMAIN 8.5 XY-04)."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from wire.codes import Publicity
from wire.message import Message, Order, Versioned
from wire.places import Id

PublicText = Annotated[str, Meta(min_length=1, max_length=500)]


class PublicResult(Message, frozen=True, kw_only=True):
    """Exactly what the public sees. `photos` are ids for `GET /v1/public/photos/{id}`."""

    number: str
    class_name: str
    place: str  # no further than the street
    problem: str
    result: str
    reported: date
    disposed: date | None
    photos: list[str] = []


class Publication(Versioned, frozen=True, kw_only=True):
    """The id is that of the case. `version` 0 and no state: nobody has proposed it yet, and this is how it would look."""

    state: Publicity | None
    shown: PublicResult
    proposed_by: str = ""
    confirmed_by: str = ""
    published_at: datetime | None = None
    withdrawn_at: datetime | None = None


class PublicationOrder(Order, frozen=True, kw_only=True, tag_field="verb"):
    """Something on the way of a result to the public."""


class ProposeOrder(PublicationOrder, frozen=True, kw_only=True, tag="PROPOSE"):
    """The words for the public, and those photos that may be seen; none goes out by itself."""

    problem: PublicText
    result: PublicText
    photos: Annotated[list[Id], Meta(max_length=6)] = []


class PublishOrder(PublicationOrder, frozen=True, kw_only=True, tag="PUBLISH"):
    """Confirms what was proposed."""


class WithdrawOrder(PublicationOrder, frozen=True, kw_only=True, tag="WITHDRAW"):
    reason: Annotated[str, Meta(min_length=1, max_length=500)]


AnyPublicationOrder = ProposeOrder | PublishOrder | WithdrawOrder
