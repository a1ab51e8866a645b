"""What people have asked about the data that is held on them."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base
from wire.codes import SubjectAnswer


class SubjectRow(Base):
    """`phone` is masked: to have asked leaves no number behind."""

    __tablename__ = "subject_requests"

    seq: Mapped[int] = mapped_column(sa.Integer, primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    by: Mapped[str]
    phone: Mapped[str]
    answer: Mapped[SubjectAnswer]
    note: Mapped[str]
    rows: Mapped[int]
