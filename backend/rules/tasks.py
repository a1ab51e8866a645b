"""Verify and check tasks: who has which, and what the inspector found."""

from collections import defaultdict
from datetime import datetime

import msgspec
import sqlalchemy as sa

from backend.refusals import Malformed, NotYourRole, RuleSaysNo, Unknown
from backend.rules import transitions, units
from backend.rules.inspectors import task_of
from backend.session import Work
from backend.tables.alarms import CalloutRow
from backend.tables.cases import CaseRow, TaskRow
from wire.codes import HALL, Noun, TaskKind, TaskResult, TaskState, Verb
from wire.problem import FieldError
from wire.tasks import Task, TaskReport

RESULTS = {
    TaskKind.VERIFY: frozenset({TaskResult.EXISTS, TaskResult.NOT_EXISTS, TaskResult.UNABLE}),
    TaskKind.CHECK: frozenset({TaskResult.PASS, TaskResult.NOT_PASS, TaskResult.UNABLE}),
}


def tasks(work: Work, unit_id: str | None = None, state: TaskState | None = None, limit: int | None = None) -> list[Task]:
    """The newest first."""
    chosen = sa.select(TaskRow).order_by(TaskRow.sent_at.desc(), TaskRow.id).limit(limit)
    if unit_id is not None:
        chosen = chosen.where(TaskRow.unit_id == unit_id)
    if state is not None:
        chosen = chosen.where(TaskRow.state == state)
    return [task_of(row) for row in work.session.scalars(chosen)]


def visible(work: Work, unit_id: str | None, state: TaskState | None, limit: int) -> list[Task]:
    """Of all units for the hall, of their own for everybody else."""
    if not HALL.isdisjoint(work.user.roles):
        return _told(work, tasks(work, unit_id, state, limit))
    if work.user.unit_id is None or unit_id not in (None, work.user.unit_id):
        raise NotYourRole(f"{work.user.name} sees the tasks of their own unit only.")
    return _told(work, tasks(work, work.user.unit_id, state, limit))


def report(work: Work, task_id: str, found: TaskReport) -> Task:
    """What the inspector found; the case goes back to whoever sent the task."""
    seen = work.session.get(TaskRow, task_id)
    if seen is None:
        raise Unknown("task", task_id)
    if work.user.unit_id != seen.unit_id:
        raise NotYourRole(f"The task {task_id} is not for {work.user.name}.")
    if found.result not in RESULTS[seen.kind]:
        raise Malformed(f"A {seen.kind} task does not end as {found.result}.", [FieldError(path="result", detail="does not fit the task")])
    # The case is locked first, as by every order: whoever holds it may change its tasks.
    case = work.session.get_one(CaseRow, seen.case_id, with_for_update=True, populate_existing=True)
    task = work.session.get_one(TaskRow, task_id, populate_existing=True)
    work.match(task.version, task_of(task))
    if task.state is not TaskState.OPEN:
        raise RuleSaysNo("task_not_open", f"The task {task_id} is {task.state}.")
    if task.not_before is not None and work.at < task.not_before and found.result is not TaskResult.UNABLE:
        raise RuleSaysNo("too_early", f"This is checked at the time of the day at which it was seen, from {task.not_before.isoformat()} on.")
    step = transitions.begin(work, Verb(task.kind), case, found.result)
    task.state, task.version = TaskState.DONE, task.version + 1
    task.done_at, task.result, task.note = step.at, found.result, found.note
    work.publish(Noun.TASK, task.id, task.version, task_of(task))
    transitions.take(step, found, found.note)
    return task_of(task)


def _told(work: Work, found: list[Task]) -> list[Task]:
    """Each open one with how much of its unit's work was sent before it."""
    of_units = sorted({task.unit_id for task in found if task.state is TaskState.OPEN})
    sent = defaultdict[str, list[tuple[datetime, str]]](list)  # of what came at the same moment one was the first, too
    tasks_of = sa.select(TaskRow.unit_id, TaskRow.sent_at, TaskRow.id).where(units.among(work, TaskRow.unit_id, of_units))
    called = sa.select(CalloutRow.unit_id, CalloutRow.sent_at, CalloutRow.id).where(units.among(work, CalloutRow.unit_id, of_units))
    open_ones = tasks_of.where(TaskRow.state == TaskState.OPEN), called.where(CalloutRow.ended_at.is_(None))
    for unit_id, at, id in (row for chosen in open_ones for row in work.session.execute(chosen)):
        sent[unit_id].append((at, id))

    def ahead(task: Task) -> int:
        return sum(each < (task.sent_at, task.id) for each in sent[task.unit_id])

    return [msgspec.structs.replace(task, ahead=ahead(task)) if task.state is TaskState.OPEN else task for task in found]
