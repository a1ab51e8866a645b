"""What cases were before the steps that can be taken back."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base


class CaseBeforeRow(Base):
    """The row of a case before its newest step that can be undone. `seq` is that step, `actor` who took it, `body` the row as JSON."""

    __tablename__ = "cases_before"

    case_id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str]
    body: Mapped[str]
