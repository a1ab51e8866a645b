"""What is written in a case, as it is compared. Beside it stands `case_words`, an index over it, which only `backend.rules.case_words` knows."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base


class CaseTextRow(Base):
    """Letters and digits of address and description, small and of half width, a space between the two. `serial` is the case's."""

    __tablename__ = "case_texts"

    serial: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    text: Mapped[str]
