"""Verify and check tasks: who has which, and what the inspector found."""

import sqlalchemy as sa

from backend.refusals import Malformed, NotYourRole, RuleSaysNo, Unknown
from backend.rules import transitions
from backend.rules.inspectors import task_of
from backend.session import Work
from backend.tables.cases import CaseRow, TaskRow
from wire.codes import HALL, Noun, TaskKind, TaskResult, TaskState, Verb
from wire.problem import FieldError
from wire.tasks import Task, TaskReport

RESULTS = {
    TaskKind.VERIFY: frozenset({TaskResult.EXISTS, TaskResult.NOT_EXISTS, TaskResult.UNABLE}),
    TaskKind.CHECK: frozenset({TaskResult.PASS, TaskResult.NOT_PASS, TaskResult.UNABLE}),
}


def tasks(work: Work, unit_id: str | None = None, state: TaskState | None = None) -> list[Task]:
    """The newest first."""
    chosen = sa.select(TaskRow).order_by(TaskRow.sent_at.desc(), TaskRow.id)
    if unit_id is not None:
        chosen = chosen.where(TaskRow.unit_id == unit_id)
    if state is not None:
        chosen = chosen.where(TaskRow.state == state)
    return [task_of(row) for row in work.session.scalars(chosen)]


def visible(work: Work, unit_id: str | None = None, state: TaskState | None = None) -> list[Task]:
    """Of all units for the hall, of their own for everybody else."""
    if not HALL.isdisjoint(work.user.roles):
        return tasks(work, unit_id, state)
    if work.user.unit_id is None or unit_id not in (None, work.user.unit_id):
        raise NotYourRole(f"{work.user.name} sees the tasks of their own unit only.")
    return tasks(work, work.user.unit_id, state)


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
