"""Registers: what there is of each, and when it last changed."""

import sqlalchemy as sa

from backend.session import Work
from backend.tables.registers import RegisterRow
from wire.registers import Register


def message(row: RegisterRow) -> Register:
    return Register(id=row.kind, version=row.version, kind=row.kind, count=row.count, at=row.at)


def registers(work: Work) -> list[Register]:
    return [message(row) for row in work.session.scalars(sa.select(RegisterRow).order_by(RegisterRow.kind))]
