"""A case with all that belongs to it, as one user may see it."""

import sqlalchemy as sa

from backend.rules import inspectors, masks, transitions
from backend.rules.attachments import photos_of
from backend.rules.catalogue import in_force
from backend.rules.messages import case_of, record_of
from backend.session import Work
from backend.tables.cases import CaseRow, FlowRow, TaskRow
from backend.tables.people import DepartmentRow
from backend.tables.places import ComponentRow
from geo.tracks import metres
from wire.cases import CaseCard, Suggestion
from wire.codes import Verb

MOST = 5  # suggestions


def card(work: Work, case: CaseRow) -> CaseCard:
    work.session.flush()
    flow = work.session.scalars(sa.select(FlowRow).where(FlowRow.case_id == case.id).order_by(FlowRow.seq))
    tasks = work.session.scalars(sa.select(TaskRow).where(TaskRow.case_id == case.id).order_by(TaskRow.sent_at, TaskRow.id))
    offers = transitions.offers(work, case)
    whole = not in_force(work).machine.personal_roles.isdisjoint(work.user.roles)
    return CaseCard(
        id=case.id,
        version=case.version,
        case=case_of(case),
        flow=[record_of(row) for row in flow],
        tasks=[inspectors.task_of(row) for row in tasks],
        photos=photos_of(work, case.id),
        offers=offers,
        suggestions=suggestions(work, case) if any(offer.verb is Verb.DISPATCH for offer in offers) else [],
        reporter=case.reporter if whole else masks.name(case.reporter),
        phone=case.phone if whole else masks.phone(case.phone),
    )


def suggestions(work: Work, case: CaseRow) -> list[Suggestion]:
    """Departments that could take the case, best first; one that has just sent it back is not among them."""
    found: dict[str, str] = {}
    if case.department_id is not None:
        found[case.department_id] = "LAST_DEPARTMENT"
    if maintainer := _maintainer(work, case):
        found.setdefault(maintainer, "COMPONENT_MAINTAINER")
    for department_id in _responsible(work, case):
        found.setdefault(department_id, "RESPONSIBILITY")
    if case.returned and case.last_department_id is not None:
        found.pop(case.last_department_id, None)
    return [Suggestion(department_id=department_id, why=why) for department_id, why in found.items()][:MOST]


def _maintainer(work: Work, case: CaseRow) -> str | None:
    known = sa.select(ComponentRow.maintainer_id).join(DepartmentRow, DepartmentRow.id == ComponentRow.maintainer_id)
    return work.session.scalar(known.where(ComponentRow.id == case.component_code)) if case.component_code else None


def _responsible(work: Work, case: CaseRow) -> list[str]:
    """Whoever claims the trade of the class, the nearest first; those without a place last."""
    small = in_force(work).classes.get((case.kind, case.class_code))
    departments = [row for row in work.session.scalars(sa.select(DepartmentRow).order_by(DepartmentRow.id)) if small and small.trade in row.trades]
    return [row.id for row in sorted(departments, key=lambda row: _away(row, case))]


def _away(department: DepartmentRow, case: CaseRow) -> float:
    if department.lon is None or department.lat is None:
        return float("inf")
    return float(metres(case.lon, case.lat, department.lon, department.lat))
