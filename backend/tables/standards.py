"""Filing standards that a city has imported, beside the one in `resources/standards`."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base


class CatalogueRow(Base):
    """`body` is a `wire.standards.Catalogue` as JSON. Never changed: cases point at the version that they were filed under."""

    __tablename__ = "catalogues"

    version: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    source: Mapped[str]
    body: Mapped[str]
