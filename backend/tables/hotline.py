"""Calls, seats, matters of other hotlines, and what is published of a case."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base
from wire.codes import CallKind, CallState, Direction, Publicity, Satisfaction, SeatState, TransferState, Urgency


class CallRow(Base):
    """`wire.calls.Call` with the number whole, and what was said. `taken_by` is the name of the user who took it."""

    __tablename__ = "calls"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    number: Mapped[str] = mapped_column(index=True)
    direction: Mapped[Direction]
    state: Mapped[CallState] = mapped_column(index=True)
    ring_at: Mapped[datetime] = mapped_column(index=True)
    answer_at: Mapped[datetime | None]
    end_at: Mapped[datetime | None]
    seat: Mapped[int | None]
    operator: Mapped[str]
    taken_by: Mapped[str]
    kind: Mapped[CallKind | None]
    urgency: Mapped[Urgency]
    case_id: Mapped[str | None] = mapped_column(index=True)
    satisfaction: Mapped[Satisfaction | None]
    handed_to: Mapped[str | None]
    known_calls: Mapped[int]
    open_cases: Mapped[int]
    repeated: Mapped[bool]
    tries: Mapped[int]
    called_back_at: Mapped[datetime | None]
    caller: Mapped[str]
    text: Mapped[str]
    recording_ref: Mapped[str | None]
    digest: Mapped[str]


class SeatRow(Base):
    """`wire.seats.Seat`; a seat that nobody has ever signed on at has no row."""

    __tablename__ = "seats"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]
    state: Mapped[SeatState]
    state_at: Mapped[datetime | None]
    user: Mapped[str]
    full_name: Mapped[str]
    call_id: Mapped[str | None]
    note: Mapped[str]
    note_by: Mapped[str]
    note_at: Mapped[datetime | None]


class TransferRow(Base):
    """`wire.transfers.Transfer`, with the citizen's data whole."""

    __tablename__ = "transfers"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    number: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    text: Mapped[str]
    reporter: Mapped[str]
    phone: Mapped[str]
    address: Mapped[str]
    received_at: Mapped[datetime] = mapped_column(index=True)
    due_at: Mapped[datetime]
    state: Mapped[TransferState] = mapped_column(index=True)
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    case_id: Mapped[str | None]
    reply: Mapped[str]
    replied_at: Mapped[datetime | None]
    replied_by: Mapped[str]
    digest: Mapped[str]


class PublicationRow(Base):
    """What was proposed for the public, word for word. `number` is that of the case, by which the public asks."""

    __tablename__ = "publications"

    case_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    number: Mapped[str] = mapped_column(unique=True)
    state: Mapped[Publicity]
    shown: Mapped[str]  # JSON of a PublicResult, as it was proposed
    proposed_by: Mapped[str]
    proposer: Mapped[str] = mapped_column(default="", server_default="")  # by login
    confirmed_by: Mapped[str]
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
