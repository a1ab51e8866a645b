"""Who has which camera in hand: a small table outside of the change feed."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base


class PtzRow(Base):
    """`wire.ptz.PtzControl`. It holds until `until`; `rank` is that of the holder's post. The camera moves until `stop_at`, none: it stands."""

    __tablename__ = "ptz"

    camera_id: Mapped[str] = mapped_column(sa.ForeignKey("cameras.id", ondelete="CASCADE"), primary_key=True)
    user: Mapped[str]
    full_name: Mapped[str]
    rank: Mapped[int]
    at: Mapped[datetime]
    until: Mapped[datetime]
    taken_from: Mapped[str]
    taken_from_name: Mapped[str]
    stop_at: Mapped[datetime | None]
