"""Departments, which dispose of cases."""

import sqlalchemy as sa

from backend.refusals import RuleSaysNo, Unknown
from backend.rules import names
from backend.session import Work
from backend.tables.people import DepartmentRow
from wire.codes import Noun
from wire.people import Department, DepartmentOrder
from wire.search import HitKind


def message(row: DepartmentRow) -> Department:
    return Department(**{name: getattr(row, name) for name in Department.__struct_fields__})


def all_departments(work: Work) -> list[Department]:
    return [message(row) for row in work.session.scalars(sa.select(DepartmentRow).order_by(DepartmentRow.id))]


def one(work: Work, id: str) -> Department:
    row = work.session.get(DepartmentRow, id)
    if row is None:
        raise Unknown("department", id)
    return message(row)


def put(work: Work, order: DepartmentOrder) -> Department:
    """Makes or replaces a department."""
    row = work.session.get(DepartmentRow, order.id, with_for_update=True)
    if row is None:
        row = DepartmentRow(id=order.id, version=0)
    else:
        work.match(row.version, message(row))
    other = work.session.scalar(sa.select(DepartmentRow.id).where(DepartmentRow.code == order.code, DepartmentRow.id != order.id))
    if other is not None:
        raise RuleSaysNo("code_taken", f"Department {other!r} has the code {order.code!r}.")
    row.version, row.code, row.name, row.trades = row.version + 1, order.code, order.name, order.trades
    row.phone, row.lon, row.lat = order.phone, order.lon, order.lat
    row.hands = list(dict.fromkeys(order.hands))
    work.session.add(row)
    names.enter_row(work, HitKind.DEPARTMENT, row)
    done = message(row)
    work.publish(Noun.DEPARTMENT, row.id, row.version, done)
    work.audit("DEPARTMENT.PUT", Noun.DEPARTMENT, row.id)
    return done
