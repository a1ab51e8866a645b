"""The counters of every case: what evaluation adds up. Made anew from cases, flow and tasks at any time (`backend.rules.counting`)."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base, Moment
from wire.evaluation import Counter, Dimension, Lap, Period

SUMMED = frozenset({Counter.POSTPONE_HOURS})  # what is no whole number
OF_TIME = (Counter.INTIME_TO_DISPOSE, Counter.OVERTIME_TO_DISPOSE, Counter.NEED_ARCHIVE, Counter.URGENT_NEED_ARCHIVE)  # change as time goes by
STORED = tuple(counter for counter in Counter if counter not in OF_TIME)
PLACED = tuple(dimension for dimension in Dimension if dimension not in (Dimension.CITY, Dimension.DAY, Dimension.WEEK, Dimension.MONTH))
DAYS = ("reported_on", "filed_on", "dispatched_on", "disposed_on", "closed_on")


def _counter(counter: Counter) -> sa.Column[Any]:
    return sa.Column(counter.lower(), sa.Double() if counter in SUMMED else sa.Integer(), nullable=False)


def _columns() -> list[sa.Column[Any]]:
    """`version` is that of the case when it was counted. `due_at` is when the disposal that still runs is overdue, none when nothing runs."""
    return [
        sa.Column("case_id", sa.String(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("due_at", Moment()),
        sa.Column("urgent", sa.Integer(), nullable=False),
        *(sa.Column(day, sa.Date()) for day in DAYS),
        *(sa.Column(f"by_{dimension.lower()}", sa.String()) for dimension in PLACED),
        *(sa.Column(f"{lap.lower()}_min", sa.Double()) for lap in Lap),
        *(_counter(counter) for counter in STORED),
    ]


counts = sa.Table("case_counts", Base.metadata, *_columns(), sa.Index("ix_case_counts_reported_on", "reported_on"))

# The rows of a period as they were when it was frozen: its numbers and the lists behind them stay what was published.
frozen_counts = sa.Table("frozen_counts", Base.metadata, sa.Column("period_id", sa.String(), primary_key=True), *_columns())


class PeriodRow(Base):
    """`wire.period_records.PeriodRecord`; `scheme` is what its figures were made by, `corrections` are only ever added to."""

    __tablename__ = "evaluation_periods"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    period: Mapped[Period]
    first: Mapped[date]
    last: Mapped[date]
    cases: Mapped[int]
    frozen_at: Mapped[datetime]
    frozen_by: Mapped[str]
    published_at: Mapped[datetime | None]
    published_by: Mapped[str]
    scheme: Mapped[str]
    corrections: Mapped[list[Any]]


class CountHead(Base):
    """One row: up to which change of the feed everything is counted, by which rules; `upto` is how far a count from nothing has come."""

    __tablename__ = "count_head"

    one: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(sa.BigInteger)
    mark: Mapped[str]
    upto: Mapped[str | None]


class HandRow(Base):
    """`wire.evaluation.HandFigure`. Only ever added to."""

    __tablename__ = "hand_figures"

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[str]
    period: Mapped[Period]
    first: Mapped[date]
    last: Mapped[date]
    value: Mapped[float]
    reason: Mapped[str]
    user: Mapped[str]
    at: Mapped[datetime]
