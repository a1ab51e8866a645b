"""What was seen of each camera on each day of the city."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base


class CameraDayRow(Base):
    """`looked` and `down` are pairs of seconds since midnight, in order and apart from each other; `firsts` pairs of second and milliseconds.

    The last three are of the newest probe, see `wire.camera_health.Probe`.
    """

    __tablename__ = "camera_days"

    camera_id: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    looked: Mapped[list[Any]]
    down: Mapped[list[Any]]
    firsts: Mapped[list[Any]]
    frame_rate: Mapped[float]
    codec: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    seen_at: Mapped[datetime | None]
    drift_s: Mapped[float | None]
    drift_at: Mapped[datetime | None]
    problem: Mapped[str]
    told_at: Mapped[datetime]
    probed_at: Mapped[datetime | None]
    probe_ms: Mapped[int | None]
    probe_problem: Mapped[str] = mapped_column(default="", server_default="")
