"""The audit trail: rows are only ever added, and each is sealed over the one before."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base


class AuditRow(Base):
    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    user: Mapped[str]
    act: Mapped[str]
    noun: Mapped[str]
    id: Mapped[str]
    detail: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str]
