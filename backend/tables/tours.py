"""Tours of cameras that the whole hall sees."""

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base


class TourRow(Base):
    """`groups` and `periods` as `wire.tours` has them."""

    __tablename__ = "tours"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    name: Mapped[str] = mapped_column(unique=True)
    groups: Mapped[list[Any]]
    dwell_s: Mapped[int]
    layout: Mapped[str]
    periods: Mapped[list[Any]]
    by: Mapped[str]
