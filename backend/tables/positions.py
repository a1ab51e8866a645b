"""Positions: every fix, and the newest of each unit. They never go through the change feed: a thousand a second would use it up.

`unit` is `UnitRow.number`; `at` is milliseconds since 1970 UTC; speed m/s, heading degrees from north, accuracy metres.
The key (unit, at) keeps a unit's day together on disk: it opens fast, and takes 16,000 fixes a second where 1,000 are needed (LAB-BACKEND 4).
"""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base


class FixRow(Base):
    __tablename__ = "fixes"
    __table_args__ = {"sqlite_with_rowid": False}

    unit: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    lon: Mapped[float]
    lat: Mapped[float]
    speed: Mapped[float | None]
    heading: Mapped[float | None]
    accuracy: Mapped[float | None]


class LatestRow(Base):
    """`cursor` grows with every change of any unit's newest fix: `position_head` is raised as the last lock."""

    __tablename__ = "latest_fixes"

    unit: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit_id: Mapped[str]
    cursor: Mapped[int] = mapped_column(sa.BigInteger, index=True)
    at: Mapped[int] = mapped_column(sa.BigInteger)
    lon: Mapped[float]
    lat: Mapped[float]
    speed: Mapped[float | None]
    heading: Mapped[float | None]


class PositionHead(Base):
    __tablename__ = "position_head"

    one: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cursor: Mapped[int] = mapped_column(sa.BigInteger)
