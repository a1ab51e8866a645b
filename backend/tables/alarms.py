"""Alarms of supervision, who was called out for one, and what the watching of a unit remembers between two looks."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base
from wire.codes import AlarmKind, CalloutState

OPEN = sa.text("cleared_at IS NULL")
UNDER_WAY = sa.text("ended_at IS NULL")


class AlarmRow(Base):
    """One open alarm at most of a unit, kind and cause: the database sees to it, whatever process raises it."""

    __tablename__ = "alarms"
    __table_args__ = (
        sa.Index("ix_alarms_open", "unit_id", "kind", "cause", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        sa.Index("ix_alarms_unit", "unit_id", "raised_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    kind: Mapped[AlarmKind]
    unit_id: Mapped[str]
    cause: Mapped[str]
    raised_at: Mapped[datetime] = mapped_column(index=True)
    level: Mapped[int]
    worst: Mapped[int]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    value: Mapped[float | None]
    threshold: Mapped[float | None]
    cleared_at: Mapped[datetime | None] = mapped_column(index=True)
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[str]
    note: Mapped[str]
    case_id: Mapped[str | None]


class CalloutRow(Base):
    """`wire.callouts.Callout`. A unit is under way to another once at most, whatever that does wrong."""

    __tablename__ = "callouts"
    __table_args__ = (
        sa.Index("ix_callouts_open", "about", "unit_id", unique=True, sqlite_where=UNDER_WAY, postgresql_where=UNDER_WAY),
        sa.Index("ix_callouts_unit", "unit_id", "sent_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    alarm_id: Mapped[str] = mapped_column(index=True)
    alarm: Mapped[AlarmKind]
    about: Mapped[str]
    unit_id: Mapped[str]
    department_id: Mapped[str | None]
    case_id: Mapped[str | None] = mapped_column(index=True)
    state: Mapped[CalloutState]
    lon: Mapped[float]
    lat: Mapped[float]
    sent_at: Mapped[datetime]
    sent_by: Mapped[str]
    seen_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    note: Mapped[str]


class WatchingRow(Base):
    """What one kind of watching (`watch`) knows of a unit: how long it has been beyond a threshold, and the like."""

    __tablename__ = "watchings"

    watch: Mapped[str] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[dict[str, Any]]
