"""Which step of each case has been seen by its next holder."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base


class SeenRow(Base):
    """`wire.seen.Seen`."""

    __tablename__ = "seen"

    case_id: Mapped[str] = mapped_column(sa.ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    step: Mapped[int]
    by: Mapped[str]
    at: Mapped[datetime]
