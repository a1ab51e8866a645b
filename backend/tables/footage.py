"""Footage that the police ask for."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base
from wire.footage import FootageState


class FootageRow(Base):
    """`wire.footage.FootageRequest`; `copies` as messages."""

    __tablename__ = "footage"
    __table_args__ = (sa.Index("ix_footage_asked_at", "asked_at"), sa.Index("ix_footage_settled_at", "settled_at"))

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    number: Mapped[str] = mapped_column(unique=True)
    officer: Mapped[str]
    badge: Mapped[str]
    unit: Mapped[str]
    cameras: Mapped[list[str]]
    since: Mapped[datetime]
    until: Mapped[datetime]
    purpose: Mapped[str]
    basis: Mapped[str]
    case_id: Mapped[str | None]
    state: Mapped[FootageState]
    asked_at: Mapped[datetime]
    entered_by: Mapped[str]
    entered_name: Mapped[str]
    copies: Mapped[list[Any]]
    reason: Mapped[str]
    handed_to: Mapped[str]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str]
    settled_name: Mapped[str]
