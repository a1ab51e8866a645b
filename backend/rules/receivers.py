"""What a flow record says besides its verb: to whom the case goes, and what has become of its fields (DOMAIN 2.4, PEERS 38)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from backend.rules.steps import Step
from backend.tables.cases import CaseRow, TaskRow
from wire.codes import ReceiverKind, Status, TaskState
from wire.flow import Alteration

# What steps decide. Status, times of the past and counters follow from the records themselves.
DECIDED = (
    *("kind", "class_code", "condition_id", "duplicate_of", "department_id", "sub_centre_id", "handler"),
    *("deadline_at", "suspended_until", "promise_at", "important", "supervise_level", "timeout_exempt", "void_kind", "close_kind"),
)
PLACE = ("status", "department_id", "sub_centre_id", "handler", "submitted_at")  # where one of these is new, somebody else has the case
TASKS = frozenset({Status.VERIFYING, Status.CHECKING})


class Receiver(NamedTuple):
    kind: ReceiverKind | None = None
    id: str | None = None


def values(case: CaseRow) -> dict[str, Any]:
    """To be taken before the effects of a step."""
    return {name: getattr(case, name) for name in {*DECIDED, *PLACE}}


def receiver(step: Step, before: Mapping[str, Any]) -> Receiver:
    """Who has the case in hand after this step; nobody where it stays with whom it was, or has come to an end."""
    case = step.case
    made, sent = step.row.entries == (None,), "send_task" in step.row.effects
    if not made and not sent and all(getattr(case, name) == before[name] for name in PLACE):
        return Receiver()
    if case.status in TASKS:
        return Receiver(ReceiverKind.UNIT, _unit(step))
    if case.status is Status.DISPOSING and case.handler and not case.submitted_at:
        return Receiver(ReceiverKind.HANDLER, case.handler)
    if case.status in (Status.PENDING_DISPOSAL, Status.DISPOSING):
        return Receiver(ReceiverKind.DEPARTMENT, case.department_id)
    if case.status is Status.PENDING_SUB_DISPATCH:
        return Receiver(ReceiverKind.SUB_CENTRE, case.sub_centre_id)
    main = next((row for row in step.standards.machine.transitions if row.main and case.status in row.sources), None)
    return Receiver(ReceiverKind.POST, main.roles[0]) if main else Receiver()


def altered(step: Step, before: Mapping[str, Any]) -> list[Alteration]:
    """What the step has changed of an existing case, in the order of `DECIDED`."""
    if step.row.entries == (None,):
        return []
    pairs = ((name, before[name], getattr(step.case, name)) for name in DECIDED)
    return [Alteration(name, written(old), written(new)) for name, old, new in pairs if old != new]


def _unit(step: Step) -> str | None:
    waiting = sa.select(TaskRow.unit_id).where(TaskRow.case_id == step.case.id, TaskRow.state == TaskState.OPEN)
    return step.work.session.scalar(waiting.order_by(TaskRow.sent_at.desc()).limit(1))


def written(value: Any) -> str | None:
    """As JSON would write it, without its quotes; no, and level 0, are what an empty field is."""
    if not value:
        return None
    return "true" if value is True else str(msgspec.to_builtins(value))
