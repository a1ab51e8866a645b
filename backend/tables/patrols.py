"""The patrol log. It only grows; a camera or a user that is gone stays in it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base


class WatchRow(Base):
    """`wire.patrols.WatchRecord`."""

    __tablename__ = "watches"
    __table_args__ = (sa.Index("ix_watches_since", "since"), sa.Index("ix_watches_camera_id", "camera_id", "since"))

    id: Mapped[str] = mapped_column(primary_key=True)
    camera_id: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime]
    live_s: Mapped[float]
    tour: Mapped[str]
    user: Mapped[str]
    full_name: Mapped[str]
    cell: Mapped[int | None]
    layout: Mapped[str] = mapped_column(server_default="")
