"""Powers that posts have delegated."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base


class AuthorisationRow(Base):
    """`wire.authorisations.Authorisation`, without names that the users' own rows have."""

    __tablename__ = "authorisations"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    holder: Mapped[str] = mapped_column(index=True)
    substitute: Mapped[str] = mapped_column(index=True)
    roles: Mapped[list[str]]
    from_at: Mapped[datetime]
    to_at: Mapped[datetime]
    note: Mapped[str]
    revoked_at: Mapped[datetime | None]
