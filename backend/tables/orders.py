"""What was answered to which idempotency key: written in the transaction of the effect, so that a retry is answered and not repeated."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base


class OrderRow(Base):
    """`digest` is over the whole request: the same key with another request is refused."""

    __tablename__ = "orders"

    user: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[int | None]
    version: Mapped[int | None]
    body: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
