"""A case with all that belongs to it, as one user may see it."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from backend.rules import (
    adjustments,
    captures,
    clocks,
    duplicates,
    forecast,
    hands,
    inspectors,
    library,
    masks,
    recommended,
    same_time,
    splitting,
    supervisions,
    transitions,
)
from backend.rules.attachments import photos_of
from backend.rules.catalogue import in_force
from backend.rules.messages import case_of, record_of
from backend.session import Work
from backend.tables.cases import CaseRow, FlowRow, TaskRow
from wire.cases import CaseCard
from wire.codes import LimitType, Status, Verb
from wire.standards import Limit

STILL = (Status.CLOSED, Status.VOIDED, Status.SUSPENDED)  # no clock runs


def card(work: Work, case: CaseRow) -> CaseCard:
    work.session.flush()
    flow = work.session.scalars(sa.select(FlowRow).where(FlowRow.case_id == case.id).order_by(FlowRow.seq))
    tasks = work.session.scalars(sa.select(TaskRow).where(TaskRow.case_id == case.id).order_by(TaskRow.sent_at, TaskRow.id))
    offers = transitions.offers(work, case)
    return CaseCard(
        id=case.id,
        version=case.version,
        case=case_of(case),
        flow=[record_of(row, case) for row in flow],
        tasks=[inspectors.task_of(row) for row in tasks],
        photos=photos_of(work, case.id),
        offers=offers,
        suggestions=recommended.departments(work, case) if any(offer.verb is Verb.DISPATCH for offer in offers) else [],
        hands=list(hands.of_department(work, case.department_id)) if any(offer.verb is Verb.ASSIGN for offer in offers) else [],
        duplicates=duplicates.of_case(work, case) if any(offer.verb is Verb.MERGE for offer in offers) else [],
        whole=splitting.whole(work, case),
        parts=splitting.parts(work, case.id),
        adjustments=adjustments.of_case(work, case),
        supervisions=supervisions.of_case(work, case),
        captures=captures.of_case(work, case.id),
        forecast=forecast.of_case(work, case),
        overdue_factor=_overdue_factor(work, case),
        check_from=_check_from(work, case) if any(offer.verb is Verb.SEND_CHECK for offer in offers) else None,
        condition=library.filed_under(work, case),
        reporter=masks.name(case.reporter),
        phone=masks.phone(case.phone),
        may_unmask=not in_force(work).machine.personal_roles.isdisjoint(work.user.roles),
    )


def _check_from(work: Work, case: CaseRow) -> datetime | None:
    machine = in_force(work).machine
    if not same_time.recurs(case, machine):
        return None
    return same_time.begins(case.reported_at, work.at, timedelta(minutes=machine.limits_min[Status.CHECKING]))


def _overdue_factor(work: Work, case: CaseRow) -> float | None:
    end = case.disposed_at or work.at
    if case.deadline_at is None or case.limit_amount is None or case.limit_type is None or (case.disposed_at is None and case.status in STILL):
        return None
    return clocks.overdue_factor(case.deadline_at, end, Limit(amount=case.limit_amount, type=LimitType(case.limit_type)), in_force(work).calendar)
