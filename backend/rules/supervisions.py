"""Pressing for action on a case: arranged on the day, progress within days, settled within a week or a month (DOMAIN 2.5 and 6.16)."""

from datetime import datetime, time, timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from backend import adjusting
from backend.refusals import RuleSaysNo
from backend.rules import masks
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
TIMES = ("arrange_by", "progress_by", "settle_by")
DISPOSED = frozenset({Status.PENDING_REVIEW, Status.TO_SUPERVISION, Status.PENDING_CHECK, Status.CHECKING, Status.PENDING_CLOSE})


def of_case(work: Work, case: CaseRow) -> list[Supervision]:
    """The oldest first."""
    rows = work.session.scalars(sa.select(SupervisionRow).where(SupervisionRow.case_id == case.id).order_by(SupervisionRow.at, SupervisionRow.id))
    return [_message(row, case) for row in rows]


def _message(row: SupervisionRow, case: CaseRow) -> Supervision:
    answers = [answer | {"note": masks.about(case, answer["note"])} for answer in row.answers]
    fields = {name: getattr(row, name) for name in FIELDS} | {"requirement": masks.about(case, row.requirement)}
    return Supervision(**fields, answers=msgspec.convert(answers, list[Answer]))


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
        level=1,
    )
    step.work.session.add(row)
    step.case.supervised, step.case.supervise_level = True, 1
    _next(step.case, row)


def answer_supervision(step: Step, order: AnswerOrder) -> None:
    row = running(step.work, step.case)
    assert row is not None, "is_supervised guards this"
    row.answers = [*row.answers, msgspec.to_builtins(Answer(at=step.at, user=step.work.user.full_name, note=order.note))]
    _next(step.case, row)


def supervision_broken(step: Step) -> No:
    due_at = step.case.supervise_due_at
    if due_at is not None and step.at > due_at:
        return None
    return RuleSaysNo("supervision_in_time", "What the supervision waits for is not overdue.")


def escalate(step: Step, _: object) -> None:
    """To the level of what comes after that which did not come."""
    row = running(step.work, step.case)
    assert row is not None, "is_supervised guards this"
    row.level = step.case.supervise_level = _place(step.case, row) + 2
    step.case.important = step.case.important or row.level >= adjusting.rules().supervision.important_from
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


def put_off(step: Step) -> None:
    """The time for which the case stood still counts for nobody."""
    if row := running(step.work, step.case):
        for name in TIMES:
            if getattr(row, name) > step.case.status_at:
                setattr(row, name, getattr(row, name) + (step.at - step.case.status_at))


def take_up(step: Step) -> None:
    """The step that ended it was taken back: it goes on."""
    if step.case.supervised and running(step.work, step.case) is None:
        newest = sa.select(SupervisionRow).where(SupervisionRow.case_id == step.case.id).order_by(SupervisionRow.at.desc(), SupervisionRow.id.desc())
        step.work.session.scalars(newest.limit(1)).one().ended_at = None


def _next(case: CaseRow, row: SupervisionRow) -> None:
    """Nothing more is waited for where it was not settled in time: it is tracked to its end; nor while the case is suspended."""
    waits = row.level <= len(TIMES) and case.status is not Status.SUSPENDED
    case.supervise_due_at = getattr(row, TIMES[_place(case, row)]) if waits else None


def _place(case: CaseRow, row: SupervisionRow) -> int:
    """Which of its times comes next: each was answered, or missed."""
    last = len(TIMES) - 1
    return last if case.status in DISPOSED else min(max(len(row.answers), row.level - 1), last)


def _end(step: Step) -> None:
    if row := running(step.work, step.case):
        row.ended_at = step.at
    step.case.supervised, step.case.supervise_due_at, step.case.supervise_level = False, None, 0


def _end_of_day(at: datetime) -> datetime:
    day = at.astimezone(CITY_ZONE).date() + timedelta(days=1)
    return datetime.combine(day, time(), CITY_ZONE).astimezone(at.tzinfo)


GUARDS: tuple[Any, ...] = (is_supervised, not_supervised, supervision_broken)
EFFECTS: tuple[Any, ...] = (supervise, answer_supervision, escalate, lift_supervision)
