"""Intelligent capture: zones drawn on cameras, how their watching goes, and what was seen."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base


class CaptureZoneRow(Base):
    """`points` as `wire.analytics` has them."""

    __tablename__ = "capture_zones"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    camera_id: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    kind: Mapped[str]
    points: Mapped[list[Any]]
    case_kind: Mapped[str]
    class_code: Mapped[str]
    hold_s: Mapped[int]
    least: Mapped[float]
    active: Mapped[bool]
    by: Mapped[str]


class CaptureStateRow(Base):
    __tablename__ = "capture_states"

    camera_id: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    at: Mapped[datetime]


class AiEventRow(Base):
    """Every sighting, also those of what is known already: `case_id` is the finding that it made or belongs to."""

    __tablename__ = "ai_events"
    __table_args__ = (Index("ix_ai_events_same", "camera_id", "case_kind", "class_code", "at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    zone_id: Mapped[str]
    camera_id: Mapped[str]
    kind: Mapped[str]
    case_kind: Mapped[str]
    class_code: Mapped[str]
    at: Mapped[datetime]
    box: Mapped[list[Any]]
    confidence: Mapped[float]
    still_id: Mapped[str]
    model: Mapped[str]
    case_id: Mapped[str] = mapped_column(index=True)
    again: Mapped[bool]
    by: Mapped[str]
