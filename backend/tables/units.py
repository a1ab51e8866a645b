"""Units: inspectors, trucks, vehicles."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from backend.tables.base import Base
from wire.codes import DutyState, UnitKind, WorkState


class UnitRow(Base):
    """`number` is short and stands for the unit in the tables of positions, which have a row per fix."""

    __tablename__ = "units"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    number: Mapped[int] = mapped_column(unique=True)
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[UnitKind]
    name: Mapped[str]
    duty: Mapped[DutyState]
    duty_at: Mapped[datetime | None]
    team: Mapped[str]
    plate: Mapped[str]
    phone: Mapped[str]
    duty_grids: Mapped[list[str]]
    department_id: Mapped[str | None]
    state: Mapped[WorkState]
    state_at: Mapped[datetime | None]
