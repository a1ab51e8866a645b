"""Who is sent to verify or check: the inspector of the duty grid, else the nearest one on duty (DOMAIN 2.6)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from backend.refusals import RuleSaysNo
from backend.rules import believed, callouts, masks, shifts
from backend.rules.candidates import answers_for, rank_of
from backend.rules.catalogue import in_force
from backend.rules.recommended import Choice
from backend.rules.steps import Step
from backend.session import Work
from backend.tables.cases import CaseRow, TaskRow
from backend.tables.positions import LatestRow
from backend.tables.units import UnitRow
from geo.tracks import metres
from wire.codes import DutyState, Noun, TaskKind, TaskState, UnitKind
from wire.recommendation import Purpose
from wire.tasks import Task

Seen = sa.Row[UnitRow, float, float]  # who is on duty, and where he was seen last
STORED = [name for name in Task.__struct_fields__ if name != "ahead"]


def task_of(row: TaskRow) -> Task:
    values = {name: getattr(row, name) for name in STORED}
    return Task(**values | {"note": masks.text(row.note)})


def send(
    work: Work,
    case: CaseRow,
    kind: TaskKind,
    at: datetime,
    limit: timedelta,
    wanted: str | None,
    not_before: datetime | None = None,
    unadvised: bool = False,
) -> Choice | None:
    """A new task; `no_inspector` when nobody on duty can be found. Where somebody chose the unit, it is kept which rank it was recommended with,
    and answered where any was; not where he was `unadvised`.

    Its limit runs from `not_before` on, where there is one.
    """
    unit = _named(work, wanted) if wanted else _nearest(work, case)
    rank, first = rank_of(work, case, Purpose(kind), wanted) if wanted and not unadvised else (None, "")
    task = TaskRow(
        id=f"{case.id}.{case.steps + 1}",
        version=1,
        kind=kind,
        state=TaskState.OPEN,
        case_id=case.id,
        unit_id=unit.id,
        lon=case.lon,
        lat=case.lat,
        sent_at=at,
        due_at=(not_before or at) + limit,
        not_before=not_before,
        note="",
        rank=rank,
    )
    work.session.add(task)
    work.publish(Noun.TASK, task.id, task.version, task_of(task))
    if rank is not None:
        work.audit(
            f"RECOMMENDATION.{'FOLLOWED' if rank == 1 else 'PASSED_OVER'}", Noun.TASK, task.id, f"{unit.id} rank {rank}, first {first or 'nobody'}"
        )
    return Choice(rank, first) if rank is not None and first else None


def withdraw(work: Work, case: CaseRow) -> None:
    """Whoever is under way for this case need not go on."""
    for task in work.session.scalars(sa.select(TaskRow).where(TaskRow.case_id == case.id, TaskRow.state == TaskState.OPEN)):
        task.state, task.version = TaskState.WITHDRAWN, task.version + 1
        work.publish(Noun.TASK, task.id, task.version, task_of(task))


def nobody_comes(step: Step) -> RuleSaysNo | None:
    """Whether somebody else is to be sent: the time for the task is over, or who has it has gone home."""
    open_one = sa.select(TaskRow.due_at, UnitRow.duty).outerjoin(UnitRow, UnitRow.id == TaskRow.unit_id)
    task = step.work.session.execute(open_one.where(TaskRow.case_id == step.case.id, TaskRow.state == TaskState.OPEN)).first()
    if task is None or step.at > task.due_at or task.duty is not DutyState.ON_DUTY:
        return None
    return RuleSaysNo("task_running", "Who was sent is on duty, and has time left.")


def _named(work: Work, unit_id: str) -> UnitRow:
    one_each = _has_one_each(work)
    unit = work.session.get(UnitRow, unit_id, with_for_update={"key_share": True} if one_each else None, populate_existing=one_each)
    if unit is None or unit.kind is not UnitKind.INSPECTOR:
        raise RuleSaysNo("unknown_inspector", f"There is no inspector {unit_id!r}.")
    if unit.duty is not DutyState.ON_DUTY:
        raise RuleSaysNo("not_on_duty", f"{unit.name} is not on duty.")
    if one_each and unit.id in _busy(work):
        raise RuleSaysNo("inspector_busy", f"{unit.name} has a task or a callout in hand, and is given no second one before that is done.")
    return unit


def _has_one_each(work: Work) -> bool:
    """Whether the standard lets nobody have a second task. Then two who send the same one wait for each other."""
    return in_force(work).recommending.second_task == "REFUSE"


def _busy(work: Work) -> set[str]:
    return {*work.session.scalars(sa.select(TaskRow.unit_id).where(TaskRow.state == TaskState.OPEN)), *callouts.busy(work)}


def _nearest(work: Work, case: CaseRow) -> UnitRow:
    on_duty, one_each = sa.and_(UnitRow.kind == UnitKind.INSPECTOR, UnitRow.duty == DutyState.ON_DUTY), _has_one_each(work)
    if one_each:
        # All at once and in one order: whoever locked one after the other by their distance would wait in a circle with who came from elsewhere.
        work.session.execute(sa.select(UnitRow.id).where(on_duty).order_by(UnitRow.id).with_for_update(key_share=True)).all()
    placed = sa.and_(LatestRow.unit == UnitRow.number, believed.not_made_up(in_force(work).tracks))
    seen = sa.select(UnitRow, LatestRow.lon, LatestRow.lat).outerjoin(LatestRow, placed).where(on_duty)
    rows, busy = work.session.execute(seen.order_by(UnitRow.id)).all(), _busy(work) if one_each else set()
    free, rostered = [row for row in rows if row.UnitRow.id not in busy], shifts.grids_now(work)
    if rows and not free:
        raise RuleSaysNo("inspectors_busy", "Every inspector on duty has a task or a callout in hand, and is given no second one before.")
    answerable = [row for row in free if answers_for(rostered.get(row.UnitRow.id, row.UnitRow.duty_grids), case.duty_grid)]
    chosen = _first(case, free, answerable)
    if chosen is None:
        raise RuleSaysNo("no_inspector", "No inspector on duty answers for this place, and none is known to be near.")
    return chosen


def _first(case: CaseRow, free: Sequence[Seen], answerable: Sequence[Seen]) -> UnitRow | None:
    """The nearest of those who answer for the place, else of all; one whose place nobody knows only where he answers for it."""
    placed = [row for row in answerable or free if row.lon is not None]
    if placed:
        away = metres(case.lon, case.lat, [row.lon for row in placed], [row.lat for row in placed])
        nearest: UnitRow = placed[int(away.argmin())].UnitRow
        return nearest
    return answerable[0].UnitRow if answerable else None


GUARDS = (nobody_comes,)
