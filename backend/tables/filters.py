"""Filters of the case queue that the whole hall sees."""

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base


class FilterRow(Base):
    __tablename__ = "filters"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    name: Mapped[str] = mapped_column(unique=True)
    wanted: Mapped[dict[str, Any]]
    place: Mapped[int]
    by: Mapped[str]
