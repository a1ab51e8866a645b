"""The counters of cases as they were at an earlier moment.

A case that nothing has happened to since counts what it counts now; the others are folded again, by what the change log has of them and by the
steps that they had taken. A task changes in a step of its case alone.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from backend.rules import catalogue, counting, past, units
from backend.rules.fold import Facts, gives, standing
from backend.session import Work
from backend.tables.counts import counts
from wire.cases import Case
from wire.codes import Noun
from wire.flow import IMPORTED
from wire.tasks import Task

Row = dict[str, Any]  # as in `backend.tables.counts`
PAGE = 500  # cases whose steps are read together


class Since(NamedTuple):
    """`same` holds for the cases that nothing has happened to since; `rows` are what the others counted, those that were there."""

    same: sa.ColumnElement[bool]
    rows: list[Row]


def since(work: Work, at: datetime) -> Since:
    """Refusals as in `backend.rules.past`: before the memory of the change log nobody knows."""
    changed = past.things(work, Noun.CASE, Case, at)
    cases = {id: case for id, case in changed.items() if case is not None}
    tasks = past.things(work, Noun.TASK, Task, at)
    ids, rows, then = sorted(cases), list[Row](), catalogue.at(work, at)
    for start in range(0, len(ids), PAGE):
        known = counting.facts(work, ids[start : start + PAGE])
        rows += counting.rows(work, [_then(each, cases[each.case.id], tasks, at) for each in known], then)
    return Since(sa.not_(units.among(work, counts.c.case_id, list(changed))), rows)


def _then(now: Facts, case: Case, tasks: dict[str, Task | None], at: datetime) -> Facts:
    flow = [record for record in now.flow if record.at <= at]
    while flow and case.status_at < flow[-1].at and flow[-1].to_status is not case.status:
        flow.pop()  # a step is of when it was begun, the case of when that was committed
    known = SimpleNamespace(**msgspec.structs.asdict(case), last_department_id=_last_department(flow))
    return Facts(known, flow, [task for each in now.tasks if (task := tasks.get(each.id, each)) is not None])


def _last_department(flow: Sequence[Any]) -> str | None:
    """Whom it had been dispatched to, here or by another system whose past it brought along."""
    given: Iterable[Any] = (record.department_id for record in reversed(standing(flow)) if gives(record))
    brought = flow[0].department_id if flow and flow[0].transition == IMPORTED else None
    return next(iter(given), brought)
