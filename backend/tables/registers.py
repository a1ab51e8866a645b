"""Registers and their entries."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base
from wire.codes import RegisterKind


class RegisterRow(Base):
    __tablename__ = "registers"

    kind: Mapped[RegisterKind] = mapped_column(primary_key=True)
    version: Mapped[int]
    count: Mapped[int]
    at: Mapped[datetime]


class EntryRow(Base):
    """The box (west … north) is that of `lines`, or the place itself."""

    __tablename__ = "entries"
    __table_args__ = (sa.Index("ix_entries_kind_west", "kind", "west"),)

    kind: Mapped[RegisterKind] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[str]
    lon: Mapped[float]
    lat: Mapped[float]
    west: Mapped[float]
    south: Mapped[float]
    east: Mapped[float]
    north: Mapped[float]
    category: Mapped[str]
    state: Mapped[str]
    operator: Mapped[str]
    address: Mapped[str]
    phone: Mapped[str]
    value: Mapped[float | None]
    at: Mapped[datetime | None]
    lines: Mapped[list[Any]]
