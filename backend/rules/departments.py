"""Departments, which dispose of cases."""

import sqlalchemy as sa

from backend.refusals import RuleSaysNo, Unknown
from backend.rules import names
from backend.session import Work
from backend.tables.people import DepartmentRow
from wire.codes import Noun
from wire.people import Department, DepartmentOrder, commanded
from wire.search import HitKind


def message(row: DepartmentRow) -> Department:
    return Department(**{name: getattr(row, name) for name in Department.__struct_fields__})


def all_departments(work: Work) -> list[Department]:
    return [message(row) for row in work.session.scalars(sa.select(DepartmentRow).order_by(DepartmentRow.id))]


def of_district(work: Work, centre: str | None) -> set[str]:
    """To which departments a district's centre dispatches: those that it commands, and itself."""
    return commanded(centre, all_departments(work)) | ({centre} if centre else set())


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
    _check_place(work, order)
    row.version, row.code, row.name, row.trades = row.version + 1, order.code, order.name, order.trades
    row.phone, row.lon, row.lat = order.phone, order.lon, order.lat
    row.hands, row.under = list(dict.fromkeys(order.hands)), order.under
    work.session.add(row)
    names.enter_row(work, HitKind.DEPARTMENT, row)
    done = message(row)
    work.publish(Noun.DEPARTMENT, row.id, row.version, done)
    work.audit("DEPARTMENT.PUT", Noun.DEPARTMENT, row.id)
    return done


def _check_place(work: Work, order: DepartmentOrder) -> None:
    """It stands under a department that is there, and not under itself."""
    if order.under is None:
        return
    others = {each.id: each for each in all_departments(work)}
    if order.under != order.id and order.under not in others:
        raise RuleSaysNo("unknown_department", f"There is no department {order.under!r}.")
    if order.under == order.id or order.under in commanded(order.id, others.values()):
        raise RuleSaysNo("under_itself", f"Department {order.id!r} cannot belong to {order.under!r}, which is itself or below it.")
