"""Consoles that are there, and claims: small tables outside of the change feed."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base
from wire.codes import Noun


class DeskRow(Base):
    """One console of a user. `at` is its last sign of life, `since` when it turned to what it looks at."""

    __tablename__ = "desks"

    user: Mapped[str] = mapped_column(sa.ForeignKey("users.name", ondelete="CASCADE"), primary_key=True)
    desk: Mapped[str] = mapped_column(primary_key=True)
    full_name: Mapped[str]
    noun: Mapped[Noun | None]
    id: Mapped[str]
    field: Mapped[str]
    since: Mapped[datetime]
    at: Mapped[datetime]


class ClaimRow(Base):
    """`wire.presence.Claim`. It holds while the case is in the status in which it was taken: as long as `at` is not before the case's `status_at`."""

    __tablename__ = "claims"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    user: Mapped[str]
    full_name: Mapped[str]
    at: Mapped[datetime]
    asked_by: Mapped[str]
    asked_by_name: Mapped[str]
    asked_at: Mapped[datetime | None]
    reason: Mapped[str]
