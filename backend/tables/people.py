"""Users, their sessions and keys, and departments."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base
from geo.datum import Datum


class UserRow(Base):
    """`password` is an argon2 hash, none for those who only have keys."""

    __tablename__ = "users"

    name: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    full_name: Mapped[str]
    roles: Mapped[list[str]]
    password: Mapped[str | None]
    department_id: Mapped[str | None]
    unit_id: Mapped[str | None]


class TokenRow(Base):
    """A session, or a key when it has no end. Only the SHA-256 of a token is kept.

    `datum` is of the places that a key sends, and since `declared_at`; `looked_at` is when its positions were last held against the streets.
    """

    __tablename__ = "tokens"

    digest: Mapped[str] = mapped_column(primary_key=True)
    user: Mapped[str] = mapped_column(sa.ForeignKey("users.name", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    datum: Mapped[Datum] = mapped_column(default=Datum.WGS84, server_default=Datum.WGS84)
    declared_at: Mapped[datetime | None]
    looked_at: Mapped[datetime | None]


class DepartmentRow(Base):
    __tablename__ = "departments"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    trades: Mapped[list[str]]
    phone: Mapped[str]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    hands: Mapped[list[str]] = mapped_column(default=list, server_default=sa.text("'[]'"))
    under: Mapped[str | None]
