"""What everything is called. Beside it stands `name_words`, an index over what names can be found by, which only `backend.rules.names` knows."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base
from wire.search import HitKind


class NameRow(Base):
    """`number` stands for kind and id, and rises with the order of kinds; `code` is the code as it is compared, empty for none."""

    __tablename__ = "names"
    __table_args__ = (sa.Index("ix_names_code", "code"),)

    number: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[HitKind]
    id: Mapped[str]
    title: Mapped[str]
    detail: Mapped[str]
    code: Mapped[str]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
