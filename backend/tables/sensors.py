"""Sensors, each with its newest reading."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base
from wire.codes import SensorKind


class SensorRow(Base):
    __tablename__ = "sensors"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[SensorKind]
    lon: Mapped[float]
    lat: Mapped[float]
    levels: Mapped[list[Any]]
    value: Mapped[float | None]
    at: Mapped[datetime | None]
    finding_id: Mapped[str | None]  # the case that its level has made, until it has fallen well below
