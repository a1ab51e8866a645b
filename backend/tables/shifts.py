"""The roster, who has signed in and out, what people on shift were seen to do, and how far they came."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base
from wire.codes import DutyState, SignResult, WorkState

RUNNING = sa.text("until IS NULL")


class ShiftRow(Base):
    __tablename__ = "shifts"
    __table_args__ = (sa.Index("ix_shifts_unit", "unit_id", "starts_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    unit_id: Mapped[str]
    day: Mapped[date] = mapped_column(index=True)
    kind: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    grids: Mapped[list[str]]
    team: Mapped[str]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    radius_m: Mapped[float | None]
    rotation: Mapped[str] = mapped_column(index=True)
    since: Mapped[datetime | None]  # when it was entered so; nobody knows of the oldest


class ShiftPastRow(Base):
    """What a shift that had begun was until somebody changed it or took it out of the roster."""

    __tablename__ = "shifts_past"

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str]
    version: Mapped[int]
    unit_id: Mapped[str]
    day: Mapped[date]
    kind: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    grids: Mapped[list[str]]
    team: Mapped[str]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    radius_m: Mapped[float | None]
    rotation: Mapped[str]
    since: Mapped[datetime | None]
    until: Mapped[datetime]


class SignRow(Base):
    __tablename__ = "signs"
    __table_args__ = (sa.Index("ix_signs_unit", "unit_id", "at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str]
    shift_id: Mapped[str | None]
    duty: Mapped[DutyState]
    at: Mapped[datetime] = mapped_column(index=True)
    result: Mapped[SignResult]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    away_m: Mapped[float | None]


class WorkSpanRow(Base):
    """A state of a unit from when to when; what lies between is off duty. One at most goes on."""

    __tablename__ = "work_spans"
    __table_args__ = (
        sa.Index("ix_work_spans_running", "unit_id", unique=True, sqlite_where=RUNNING, postgresql_where=RUNNING),
        sa.Index("ix_work_spans_unit", "unit_id", "since"),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[str]
    state: Mapped[WorkState]
    since: Mapped[datetime] = mapped_column(index=True)
    until: Mapped[datetime | None]


class WalkedRow(Base):
    """What the track of a unit says of a day that is over: how far, and in which basic grids. When this row is gone it is told from the fixes."""

    __tablename__ = "walked_days"

    unit_id: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    fixes: Mapped[int]
    metres: Mapped[float]
    error_m: Mapped[float]
    cells: Mapped[list[str]]
