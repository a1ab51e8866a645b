"""Pressing for action on a case: arranged on the day, progress within days, settled within a week or a month (DOMAIN 2.5 and 6.16)."""

from datetime import datetime, time, timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from backend import adjusting
from backend.refusals import RuleSaysNo
from backend.rules.steps import Step
from backend.session import Work
from backend.settings import CITY_ZONE
from backend.tables.adjustments import SupervisionRow
from backend.tables.cases import CaseRow
from wire.codes import Status
from wire.side_orders import AnswerOrder, SuperviseOrder
from wire.supervisions import Answer, Supervision

No = RuleSaysNo | None
FIELDS = [name for name in Supervision.__struct_fields__ if name != "answers"]
DISPOSED = frozenset({Status.PENDING_REVIEW, Status.TO_SUPERVISION, Status.PENDING_CHECK, Status.CHECKING, Status.PENDING_CLOSE})


def of_case(work: Work, case_id: str) -> list[Supervision]:
    """The oldest first."""
    rows = work.session.scalars(sa.select(SupervisionRow).where(SupervisionRow.case_id == case_id).order_by(SupervisionRow.at, SupervisionRow.id))
    return [message(row) for row in rows]


def message(row: SupervisionRow) -> Supervision:
    return Supervision(**{name: getattr(row, name) for name in FIELDS}, answers=msgspec.convert(row.answers, list[Answer]))


def running(work: Work, case: CaseRow) -> SupervisionRow | None:
    if not case.supervised:
        return None
    return work.session.scalar(sa.select(SupervisionRow).where(SupervisionRow.case_id == case.id, SupervisionRow.ended_at.is_(None)))


def is_supervised(step: Step) -> No:
    return None if step.case.supervised else RuleSaysNo("not_supervised", "Nobody supervises this case.")


def not_supervised(step: Step) -> No:
    return RuleSaysNo("already_supervised", "This case is supervised already.") if step.case.supervised else None


def supervise(step: Step, order: SuperviseOrder) -> None:
    rules, at = adjusting.rules().supervision, step.at
    row = SupervisionRow(
        id=f"{step.case.id}.S{step.case.steps + 1}",
        case_id=step.case.id,
        kind=order.supervise_kind,
        requirement=order.note,
        hard=order.hard,
        by=step.work.user.full_name,
        at=at,
        arrange_by=_end_of_day(at),
        progress_by=at + timedelta(days=rules.progress_days),
        settle_by=at + timedelta(days=rules.hard_days if order.hard else rules.settle_days),
        answers=[],
    )
    step.work.session.add(row)
    step.case.supervised = True
    _next(step.case, row)


def answer_supervision(step: Step, order: AnswerOrder) -> None:
    row = running(step.work, step.case)
    assert row is not None, "is_supervised guards this"
    row.answers = [*row.answers, msgspec.to_builtins(Answer(at=step.at, user=step.work.user.full_name, note=order.note))]
    _next(step.case, row)


def lift_supervision(step: Step, _: object) -> None:
    _end(step)


def follow(step: Step) -> None:
    """What the supervision waits for where the case has come to; it ends with the case: everything is tracked to zero."""
    case = step.case
    if case.status in (Status.CLOSED, Status.VOIDED):
        _end(step)
    elif row := running(step.work, case):
        _next(case, row)


def take_up(step: Step) -> None:
    """The step that ended it was taken back: it goes on."""
    if step.case.supervised and running(step.work, step.case) is None:
        newest = sa.select(SupervisionRow).where(SupervisionRow.case_id == step.case.id).order_by(SupervisionRow.at.desc(), SupervisionRow.id.desc())
        step.work.session.scalars(newest.limit(1)).one().ended_at = None


def _next(case: CaseRow, row: SupervisionRow) -> None:
    due = (row.arrange_by, row.progress_by)
    case.supervise_due_at = row.settle_by if case.status in DISPOSED or len(row.answers) >= len(due) else due[len(row.answers)]


def _end(step: Step) -> None:
    if row := running(step.work, step.case):
        row.ended_at = step.at
    step.case.supervised, step.case.supervise_due_at = False, None


def _end_of_day(at: datetime) -> datetime:
    day = at.astimezone(CITY_ZONE).date() + timedelta(days=1)
    return datetime.combine(day, time(), CITY_ZONE).astimezone(at.tzinfo)


GUARDS: tuple[Any, ...] = (is_supervised, not_supervised)
EFFECTS: tuple[Any, ...] = (supervise, answer_supervision, lift_supervision)
