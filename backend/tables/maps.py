"""What people of the hall make for their maps: geofences, base maps, and what each likes to see."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base
from wire.basemaps import BaseMapKind, TileForm
from wire.codes import FenceKind


class GeofenceRow(Base):
    """The box (west … north) is that of what it covers."""

    __tablename__ = "geofences"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    name: Mapped[str]
    kind: Mapped[FenceKind]
    places: Mapped[list[Any]]
    radius_m: Mapped[float | None]
    note: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime | None]
    west: Mapped[float]
    south: Mapped[float]
    east: Mapped[float]
    north: Mapped[float]


class BaseMapRow(Base):
    __tablename__ = "basemaps"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    name: Mapped[str]
    kind: Mapped[BaseMapKind]
    url: Mapped[str]
    form: Mapped[TileForm]
    datum: Mapped[str]
    projection: Mapped[str]
    levels: Mapped[list[Any]] = mapped_column(default=list, server_default=sa.text("'[]'"))
    layer: Mapped[str]
    attribution: Mapped[str]
    min_zoom: Mapped[int]
    max_zoom: Mapped[int]


class PreferenceRow(Base):
    """`body` is JSON that the console alone understands."""

    __tablename__ = "preferences"

    user_id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str]
