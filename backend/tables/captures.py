"""Clips, and what of stills and clips hangs on cases."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base
from wire.captures import Stream


class ClipRow(Base):
    """`id` is the SHA-256 of the bytes, which lie in the data folder under it."""

    __tablename__ = "clips"

    id: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    at: Mapped[datetime]
    user: Mapped[str]


class CaptureRow(Base):
    """`wire.captures.Capture` of one case, never changed afterwards. `user` is the name of who took it, `by` what they were called."""

    __tablename__ = "captures"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True)
    media_id: Mapped[str] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    size: Mapped[int]
    camera_id: Mapped[str]
    camera: Mapped[str]
    stream: Mapped[Stream]
    taken_at: Mapped[datetime]
    seconds: Mapped[float]
    preset: Mapped[str] = mapped_column(default="", server_default="")
    by: Mapped[str]
    user: Mapped[str]
    at: Mapped[datetime]
