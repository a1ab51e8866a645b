"""Personal data: shown whole for a while to who says why, handed out to whom it is about, or refused; all of it written down."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from wire.codes import SubjectAnswer, UnmaskReason
from wire.message import Message, Order

Why = Annotated[str, Meta(max_length=500)]
Phone = Annotated[str, Meta(min_length=6, max_length=40, pattern=r"^\+?[\d -]+$")]


class UnmaskOrder(Order, frozen=True, kw_only=True):
    """`note` is needed where the reason is OTHER."""

    reason: UnmaskReason
    note: Why = ""


class PersonalData(Message, frozen=True, kw_only=True):
    """What a case holds of people, whole. A console forgets it at `until`. `notes` are those of flow records with what was answered, by seq."""

    case_id: str
    until: datetime
    reporter: str
    phone: str
    address: str
    description: str
    notes: dict[int, str] = {}


class SubjectOrder(Order, frozen=True, kw_only=True):
    """Somebody asks what is held about his telephone number. `note`: how it was made sure that the number is his."""

    phone: Phone
    note: Annotated[str, Meta(min_length=1, max_length=500)]


class SubjectRequest(Message, frozen=True, kw_only=True):
    """One such request and its answer; the number is masked here too."""

    seq: int
    at: datetime
    by: str
    phone: str
    answer: SubjectAnswer
    note: str
    rows: int = 0  # that were handed out


class PersonalView(Message, frozen=True, kw_only=True):
    """Who has seen, handed out or refused personal data: an entry of the audit trail."""

    seq: int
    at: datetime
    user: str
    act: str
    noun: str
    id: str
    detail: str
