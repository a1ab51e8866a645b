"""Positions: every fix, and the newest of each unit. They never go through the change feed: a thousand a second would use it up.

`unit` is `UnitRow.number`; `at` is milliseconds since 1970 UTC; speed m/s, heading degrees from north. Fixes are read and written by
`backend/fixes` alone.
"""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base


class PartRow(Base):
    """The tables `fixes_NUMBER` and `cells_NUMBER`, with a row for each fix (`backend/fixes/rows.py`).

    `day` is counted from 1970-01-01 in China; none for what comes when its day is closed. `state` is OPEN, SEALED (nothing more comes in) or FOLDED
    (all is in pages; the tables go when nobody can be reading them).
    """

    __tablename__ = "fix_parts"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[int | None]
    state: Mapped[str]
    state_at: Mapped[int] = mapped_column(sa.BigInteger)


class FixPageRow(Base):
    """The fixes of a unit in eight hours: `page` is `at` // 28,800,000, `body` is of `backend/fixes/packing.py`.

    `entered`: when what lay in an archive was brought in, from when on it is kept, milliseconds since 1970; none of what came from devices.
    """

    __tablename__ = "fix_pages"
    __table_args__ = (sa.Index("ix_fix_pages_page", "page"),)

    unit: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    page: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    fixes: Mapped[int]
    first_at: Mapped[int] = mapped_column(sa.BigInteger)
    last_at: Mapped[int] = mapped_column(sa.BigInteger)
    body: Mapped[bytes]
    entered: Mapped[int | None] = mapped_column(sa.BigInteger)


class CellPageRow(Base):
    """Who was in a cell of 0.002 degrees in a page, and in which slots of five minutes."""

    __tablename__ = "cell_pages"
    __table_args__ = {"sqlite_with_rowid": False}

    page: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cell: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    visits: Mapped[int]
    body: Mapped[bytes]


class LatestRow(Base):
    """`cursor` grows with every change of any unit's newest fix: `position_head` is raised as the last lock.

    `accuracy` and `mock` are what the device itself says against it. `source` is the id of the key that said it, empty where that was none; `since`
    is the first fix of the same, without another between.
    """

    __tablename__ = "latest_fixes"

    unit: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit_id: Mapped[str]
    cursor: Mapped[int] = mapped_column(sa.BigInteger, index=True)
    at: Mapped[int] = mapped_column(sa.BigInteger)
    lon: Mapped[float]
    lat: Mapped[float]
    speed: Mapped[float | None]
    heading: Mapped[float | None]
    accuracy: Mapped[float | None]
    mock: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    source: Mapped[str] = mapped_column(default="", server_default="")
    since: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")


class PositionHead(Base):
    __tablename__ = "position_head"

    one: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cursor: Mapped[int] = mapped_column(sa.BigInteger)
