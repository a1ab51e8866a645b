"""Taking a step back: the case is again what it was, to the microsecond of its clocks; the flow keeps both steps."""

from datetime import timedelta
from types import NoneType
from typing import Any, get_args, get_type_hints

import msgspec
from sqlalchemy import inspect

from backend.refusals import RuleSaysNo
from backend.rules import adjustments, supervisions
from backend.rules.steps import Step
from backend.tables.cases import CaseRow
from backend.tables.undo import CaseBeforeRow

LASTING = frozenset({"id", "version", "steps", "photo_count"})  # count on, whatever is taken back
_COLUMNS = [column.key for column in inspect(CaseRow).column_attrs if column.key not in LASTING]
_HINTS = {name: get_args(hint)[0] for name, hint in get_type_hints(CaseRow).items() if name in _COLUMNS}
# What was kept before a column came has nothing in it.
_FIELDS: Any = [(name, hint, None) if NoneType in get_args(hint) else (name, hint) for name, hint in _HINTS.items()]
_Before: Any = msgspec.defstruct("_Before", _FIELDS, frozen=True, kw_only=True)


def keep(step: Step) -> None:
    """Called before the effects of a step that can be undone."""
    case = step.case
    row = step.work.session.get(CaseBeforeRow, case.id) or CaseBeforeRow(case_id=case.id)
    row.seq, row.at, row.actor = case.steps + 1, step.at, step.work.user.name
    row.body = msgspec.json.encode(_Before(**{name: getattr(case, name) for name in _COLUMNS})).decode()
    step.work.session.add(row)


def restore(step: Step) -> None:
    row = step.work.session.get_one(CaseBeforeRow, step.case.id)
    before = msgspec.json.decode(row.body, type=_Before)
    for name in _COLUMNS:
        setattr(step.case, name, getattr(before, name))
    step.work.session.delete(row)
    adjustments.take_up(step)
    supervisions.take_up(step)


def refusal(step: Step) -> RuleSaysNo | None:
    """The newest step alone can be undone, by whoever took it, and not for long."""
    row, minutes = step.work.session.get(CaseBeforeRow, step.case.id), step.standards.machine.undo_minutes
    if row is None or row.seq != step.case.steps:
        return RuleSaysNo("nothing_to_undo", "The newest step of this case cannot be undone.")
    if row.actor != step.work.user.name:
        return RuleSaysNo("not_your_step", "Only who took a step can undo it.")
    if step.at - row.at > timedelta(minutes=minutes):
        return RuleSaysNo("undo_too_late", f"A step can be undone for {minutes} minutes.")
    return None
