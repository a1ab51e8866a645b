"""Photos: what is known of each; the bytes lie in the data folder under the same id."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base


class PhotoRow(Base):
    """`id` is the SHA-256 of the bytes, so that the same picture is kept once."""

    __tablename__ = "photos"

    id: Mapped[str] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    size: Mapped[int]
    at: Mapped[datetime]
    user: Mapped[str]
