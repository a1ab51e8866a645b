"""Until when a case may stay in its status, where that has a limit of its own (DOMAIN 2.9)."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from backend.session import Work
from backend.standards.machine import Machine
from backend.tables.cases import CaseRow, TaskRow
from wire.codes import Status

OF_TASKS = (Status.VERIFYING, Status.CHECKING)


def limit_at(work: Work, case: CaseRow, machine: Machine) -> datetime | None:
    """None where the status has none. With an inspector it is that of the newest task; what verifying took is no time of acceptance."""
    newest = sa.select(TaskRow.due_at).where(TaskRow.case_id == case.id).order_by(TaskRow.sent_at.desc(), TaskRow.id.desc())
    return of(case, machine, work.session.scalar(newest.limit(1)) if case.status in OF_TASKS else None)


def of(case: CaseRow, machine: Machine, due_at: datetime | None) -> datetime | None:
    """`due_at`: of the newest task."""
    minutes = machine.limits_min.get(case.status)
    if minutes is None or (case.status in OF_TASKS and due_at is not None):
        return None if minutes is None else due_at
    paused = timedelta(seconds=case.paused_s if case.status is Status.REPORTED else 0)
    return case.status_at - paused + timedelta(minutes=minutes)
