"""Cases on their way into a file."""

import sqlalchemy as sa

from backend.exporters.layer import Layer, named, points, with_text
from backend.exporters.then import as_of
from backend.rules import case_pages
from backend.rules.catalogue import in_force
from backend.rules.messages import COLUMNS, cases_of
from backend.session import Work
from backend.tables.cases import CaseRow
from backend.tables.people import DepartmentRow
from wire import bulk
from wire.cases import Case, lamp
from wire.codes import Noun
from wire.exports import ExportLayer, ExportOrder


def chosen(work: Work, order: ExportOrder) -> list[Case]:
    """By status, by when they were reported, and by a search."""
    query = sa.select(*COLUMNS).order_by(CaseRow.reported_at, CaseRow.id)
    if order.statuses and order.as_of is None:
        query = query.where(CaseRow.status.in_(order.statuses))
    if order.since is not None:
        query = query.where(CaseRow.reported_at >= order.since)
    if order.found is not None:
        query = query.where(*case_pages.fitting(work, order.found))
    found = cases_of(work.session.execute(query))
    return found if order.as_of is None else _then(work, order, found)


def _then(work: Work, order: ExportOrder, found: list[Case]) -> list[Case]:
    """What a case was then may fit where it does not now."""
    there = (each for each in as_of(work, order, Noun.CASE, Case, found) if order.since is None or each.reported_at >= order.since)
    fit = (each for each in there if not order.statuses or each.status in order.statuses)
    return sorted(fit, key=lambda each: (each.reported_at, each.id))


def cases(work: Work, order: ExportOrder) -> Layer:
    found = chosen(work, order)
    table = named(bulk.encode(Case, found), "version", "asked_of")
    classes, offices = in_force(work).classes, _departments(work)
    smalls = [classes.get((each.kind, each.class_code)) for each in found]
    names = ["" if small is None else small.name if order.language == "zh_CN" else small.name_en or small.name for small in smalls]
    table = with_text(table, "lamp", [lamp(each, order.as_of or work.at).value for each in found], after="number")
    table = with_text(table, "class_name", names, after="class_code")
    table = with_text(table, "department", [offices.get(each.department_id or "", "") for each in found], after="department_id")
    return Layer(ExportLayer.CASES, "cases", table, points(table))


def _departments(work: Work) -> dict[str, str]:
    return {row.id: row.name for row in work.session.execute(sa.select(DepartmentRow.id, DepartmentRow.name))}
