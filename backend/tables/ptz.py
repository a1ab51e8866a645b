"""Who has which camera in hand, and where its presets look: small tables outside of the change feed."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base


class PtzRow(Base):
    """`wire.ptz.PtzControl`. It holds until `until`; `rank` is that of the holder's post. The camera moves until `stop_at`, none: it stands.

    It goes round by the patrol of the number `patrol` since `patrol_at`, sent by `patrol_by`; none: it does not.
    """

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
    patrol: Mapped[int | None]
    patrol_by: Mapped[str] = mapped_column(default="", server_default="")
    patrol_at: Mapped[datetime | None]


class PtzPresetRow(Base):
    """What is known of a preset that its device does not tell: its name, and where it looks."""

    __tablename__ = "ptz_presets"

    camera_id: Mapped[str] = mapped_column(sa.ForeignKey("cameras.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    azimuth: Mapped[float | None]
    view_angle: Mapped[float | None]


class TokenKind(StrEnum):
    PRESET = "PRESET"
    PATROL = "PATROL"


class PtzTokenRow(Base):
    """The number of a preset or patrol that its device knows by `token`; unique in both."""

    __tablename__ = "ptz_tokens"

    camera_id: Mapped[str] = mapped_column(sa.ForeignKey("cameras.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[TokenKind] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    token: Mapped[str]
