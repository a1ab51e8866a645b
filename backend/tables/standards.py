"""The standards library: versions of the catalogue and of the calendar, beside those in `resources/standards`."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base
from wire.codes import StandardKind, StandardState


class StandardRow(Base):
    """`body` is JSON: of a draft its `wire.standards.Lines`, of a published catalogue the `Catalogue`, of a published calendar its lines.

    What is published is never changed: cases point at the version that they were filed under. `digest` is that of the body.
    """

    __tablename__ = "standards"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    kind: Mapped[StandardKind]
    state: Mapped[StandardState]
    title: Mapped[str]
    basis: Mapped[str]
    valid_from: Mapped[date | None]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]
    body: Mapped[str]
    digest: Mapped[str]
