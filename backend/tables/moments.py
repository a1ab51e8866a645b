"""Moments of the hall's past that people keep."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base
from wire.codes import Noun


class MomentRow(Base):
    """`wire.moments.Moment`; `view` is empty where no map was seen."""

    __tablename__ = "moments"
    __table_args__ = (sa.Index("ix_moments_by", "by", "at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    name: Mapped[str]
    at: Mapped[datetime]
    noun: Mapped[Noun | None]
    thing: Mapped[str]
    units: Mapped[list[Any]]
    ring: Mapped[list[Any]]
    view: Mapped[dict[str, Any]]
    by: Mapped[str]
    full_name: Mapped[str]
    kept_at: Mapped[datetime]
