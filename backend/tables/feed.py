"""The change feed. `feed_head` has one row, raised as the last lock of every writing transaction: that makes `seq` dense and ordered."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base
from wire.codes import Noun


class FeedHead(Base):
    """`floor` is the newest change that compaction has removed; `audit` is the newest entry of the audit trail."""

    __tablename__ = "feed_head"

    one: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    epoch: Mapped[str]
    seq: Mapped[int] = mapped_column(sa.BigInteger)
    floor: Mapped[int] = mapped_column(sa.BigInteger)
    audit: Mapped[int] = mapped_column(sa.BigInteger)


class ChangeRow(Base):
    """The full thing after the change, as JSON text that is sent as it is; "null" when it is gone."""

    __tablename__ = "changes"
    __table_args__ = (sa.Index("ix_changes_thing", "noun", "id"),)

    seq: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    noun: Mapped[Noun]
    id: Mapped[str]
    version: Mapped[int]
    body: Mapped[str]
