"""Requests about running cases with their reviews, and supervisions with their answers. Changed only by whoever holds the lock of the case."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base
from wire.codes import AdjustmentKind, AdjustmentState, SuperviseKind, SuspendKind


class AdjustmentRow(Base):
    """`wire.adjustments.Adjustment`. `asker` is the name of the user, `skips` how many reviews were passed over."""

    __tablename__ = "adjustments"

    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(index=True)
    kind: Mapped[AdjustmentKind]
    state: Mapped[AdjustmentState]
    asker: Mapped[str]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    reason: Mapped[str]
    until: Mapped[datetime | None]
    suspend_kind: Mapped[SuspendKind | None]
    skips: Mapped[int]
    reviews: Mapped[list[Any]]


class SupervisionRow(Base):
    """`wire.supervisions.Supervision`."""

    __tablename__ = "supervisions"

    id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(index=True)
    kind: Mapped[SuperviseKind]
    requirement: Mapped[str]
    hard: Mapped[bool]
    by: Mapped[str]
    at: Mapped[datetime]
    arrange_by: Mapped[datetime]
    progress_by: Mapped[datetime]
    settle_by: Mapped[datetime]
    answers: Mapped[list[Any]]
    ended_at: Mapped[datetime | None]
    level: Mapped[int] = mapped_column(default=1, server_default="1")
