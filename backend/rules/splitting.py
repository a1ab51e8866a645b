"""Splitting a case (拆分): a part of it becomes a case of its own; the whole is not closed before its parts (decisions/0030)."""

from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from backend.refusals import RuleSaysNo
from backend.rules import case_words, messages, names, numbers, serials
from backend.rules.attachments import attach, photos_of
from backend.rules.steps import Step
from backend.session import Work
from backend.tables.cases import CaseRow
from wire.cases import Case, SplitOrder
from wire.codes import PhotoPhase, Status
from wire.search import HitKind

MOST_PARTS = 10
ENDED = (Status.CLOSED, Status.VOIDED)
# What a part has from its whole: where it is and who saw it, but not who called: he is called about the whole.
TAKEN = ("source", "lon", "lat", "address", "grid_code", "duty_grid", "camera_id", "unit_id", "urgent")
No = RuleSaysNo | None


def parts_ended(step: Step) -> No:
    open_ones = [part.number for part in parts(step.work, step.case.id) if part.status not in ENDED]
    return RuleSaysNo("part_open", f"{open_ones[0]} was split from this case and has not ended.") if open_ones else None


def may_have_parts(step: Step) -> No:
    full = len(parts(step.work, step.case.id)) >= MOST_PARTS
    return RuleSaysNo("too_many_parts", f"A case is split into {MOST_PARTS} parts at most.") if full else None


def class_of_part(step: Step, order: SplitOrder) -> No:
    known = (order.kind, order.class_code) in step.standards.classes
    sentence = f"{step.standards.catalogue.version} has no class {order.class_code} of {order.kind}."
    return None if known else RuleSaysNo("unknown_class", sentence)


def parts(work: Work, case_id: str) -> list[Case]:
    chosen = sa.select(*messages.COLUMNS).where(CaseRow.split_from == case_id).order_by(CaseRow.serial)
    return messages.cases_of(work.session.execute(chosen))


def whole(work: Work, case: CaseRow) -> Case | None:
    found = work.session.get(CaseRow, case.split_from) if case.split_from else None
    return messages.case_of(found) if found is not None else None


def make(work: Work, case: CaseRow, order: SplitOrder, blank: dict[str, Any]) -> CaseRow:
    """The part, before its first step: reported now, by whoever split it off. `blank`: what every case starts with."""
    id = uuid4().hex
    values = blank | {name: getattr(case, name) for name in TAKEN}
    values |= {"id": id, "split_from": case.id, "kind": order.kind, "class_code": order.class_code, "description": order.note}
    values |= {"reported_at": work.at, "status_at": work.at, "reported_by": work.user.name}
    values |= {"serial": serials.take(work, [(id, work.at)])[0], "number": numbers.take(work, work.at)[0]}
    part = CaseRow(**values)
    work.session.add(part)
    work.session.flush()
    names.enter(work, HitKind.CASE, [values])
    case_words.enter(work, [values])
    attach(work, part, [photo.id for photo in photos_of(work, case.id) if photo.phase is PhotoPhase.BEFORE], PhotoPhase.BEFORE)
    return part


GUARDS = (parts_ended, may_have_parts)
CHECKS = (class_of_part,)
