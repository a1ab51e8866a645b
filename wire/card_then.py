"""The card of a case as of an earlier moment: what had not happened then is left out, and nothing is offered."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import msgspec

from wire.cases import Case, CaseCard
from wire.codes import TaskState
from wire.supervisions import Supervision
from wire.tasks import Task


def card_then(card: CaseCard, case: Case, at: datetime, then: Callable[[str], Case | None]) -> CaseCard:
    """`card` is as the backend has it now, `case` as it was then, and `then` knows others by id as they were, if they have changed since.

    Flow records are never changed, so those until then are those of then.
    """
    same_end = (card.case.disposed_at, card.case.deadline_at) == (case.disposed_at, case.deadline_at)
    return msgspec.structs.replace(
        card,
        version=case.version,
        case=case,
        flow=_until(card.flow, at),
        tasks=[_task_then(task, at) for task in card.tasks if task.sent_at <= at],
        photos=_until(card.photos, at),
        captures=_until(card.captures, at),
        supervisions=[_supervision_then(each, case, at) for each in _until(card.supervisions, at)],
        adjustments=[],  # what was asked for then the case says; how its reviews went is not told by their times
        offers=[],
        suggestions=[],
        hands=[],
        duplicates=[],
        whole=card.whole and (then(card.whole.id) or card.whole),
        parts=[then(part.id) or part for part in card.parts if part.reported_at <= at],
        overdue_factor=card.overdue_factor if same_end else None,
        check_from=None,
        forecast=None,
        may_unmask=False,
    )


def _until(things: Iterable[Any], at: datetime) -> list[Any]:
    return [thing for thing in things if thing.at <= at]


def _task_then(task: Task, at: datetime) -> Task:
    if task.done_at is None or task.done_at <= at:
        return task
    return msgspec.structs.replace(task, state=TaskState.OPEN, done_at=None, result=None, note="")


def _supervision_then(supervision: Supervision, case: Case, at: datetime) -> Supervision:
    """How high one had risen while it ran, the case says."""
    ended = supervision.ended_at if supervision.ended_at is not None and supervision.ended_at <= at else None
    level = supervision.level if ended is not None else max(case.supervise_level, 1)
    return msgspec.structs.replace(supervision, answers=_until(supervision.answers, at), ended_at=ended, level=level)
