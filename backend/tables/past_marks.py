"""What of the past is worth looking at, as it follows from the change log (`backend.rules.past_marks`). Made anew from it at any time."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base
from wire.codes import AlarmKind, PastMarkKind


class PastMarkRow(Base):
    """`thing` is the alarm or the case. A deadline that is still to come stands here as well; it goes when the case changes before it."""

    __tablename__ = "past_marks"
    __table_args__ = (sa.Index("ix_past_marks_thing", "thing", "at"),)

    at: Mapped[datetime] = mapped_column(primary_key=True)
    kind: Mapped[PastMarkKind] = mapped_column(primary_key=True)
    thing: Mapped[str] = mapped_column(primary_key=True)
    alarm: Mapped[AlarmKind | None]
    unit_id: Mapped[str]
    case_number: Mapped[str]


class MarkHead(Base):
    """One row: up to which change of the feed there are marks."""

    __tablename__ = "mark_head"

    one: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(sa.BigInteger)
