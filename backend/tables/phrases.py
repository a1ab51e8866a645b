"""Common phrases that people of the hall have kept."""

from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base
from wire.codes import Verb


class PhraseRow(Base):
    """`wire.phrases.Phrase`. One that ships with the standards and was changed or removed stands here in its place; `gone` when it was removed."""

    __tablename__ = "phrases"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    owner: Mapped[str | None] = mapped_column(index=True)
    field: Mapped[str]
    verb: Mapped[Verb | None]
    short: Mapped[str]
    text: Mapped[str]
    gone: Mapped[bool]
