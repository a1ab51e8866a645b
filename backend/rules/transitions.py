"""The machine: which steps a user may take on a case, and the taking of one. What may follow on what is in the table alone."""

from collections.abc import Iterator, Sequence
from typing import Any, get_args

import msgspec

from backend import adjusting
from backend.refusals import BothAxes, NotYourRole, RuleSaysNo
from backend.rules import adjustments, receivers, stage_limits, supervisions, undo
from backend.rules.catalogue import in_force
from backend.rules.effects import EFFECTS
from backend.rules.guards import CHECKS, GUARDS
from backend.rules.messages import case_of
from backend.rules.steps import Step
from backend.session import Work
from backend.standards import Standards
from backend.standards.data import BadStandard
from backend.standards.machine import Transition
from backend.tables.cases import CaseRow, FlowRow
from wire.case_order import CaseOrder
from wire.cases import AnyCaseOrder, Offer
from wire.codes import Noun, Status, TaskResult, Verb

ORDERS: dict[Verb, type[CaseOrder]] = {Verb(kind.__struct_config__.tag): kind for kind in get_args(AnyCaseOrder)}
DISPOSAL = frozenset({Status.PENDING_DISPOSAL, Status.DISPOSING})  # their clock is the deadline of the case


def check(standards: Standards) -> None:
    """`BadStandard` when the table names what this program does not know."""
    for row in standards.machine.transitions:
        for names, known, what in ((row.guards, GUARDS, "guard"), (row.checks, CHECKS, "check"), (row.effects, EFFECTS, "effect")):
            for name in names:
                if name not in known:
                    raise BadStandard(f"transition {row.id} names the unknown {what} {name}")
        for name in (*row.asks, *row.completes):
            if row.verb not in ORDERS or name not in ORDERS[row.verb].__struct_fields__:
                raise BadStandard(f"transition {row.id} asks for {name}, which no order of {row.verb} has")
    _check_adjustments(standards)


def offers(work: Work, case: CaseRow) -> list[Offer]:
    """What this user may ask of the case now, in the order of the table."""
    steps = (_step(work, case, row) for row in _open(in_force(work), case.status))
    return [Offer(verb=step.row.verb, needs=_needs(step), main=step.row.main) for step in steps if step is not None and _refusal(step) is None]


def able(work: Work, case: CaseRow, verbs: Sequence[Verb]) -> list[Verb]:
    """Those of the verbs that this user may use on the case now."""
    rows = [row for verb in verbs if (row := in_force(work).steps.get((verb, case.status))) is not None and not row.granted]
    steps = (_step(work, case, row) for row in rows)
    return [step.row.verb for step in steps if step is not None and _refusal(step) is None]


def begin(work: Work, verb: Verb, case: CaseRow, result: TaskResult | None = None) -> Step:
    """The step that `verb` is for this user from where the case stands; refused when there is none."""
    standards = in_force(work)
    row = standards.steps.get((verb, case.status))
    if row is None:
        _refuse_role(work, verb, standards)
        raise RuleSaysNo("wrong_status", f"{verb} is not possible while the case is {case.status}.")
    step = _step(work, case, row, result)
    if step is None:
        raise _not_yours(work, verb)
    if row.granted:
        raise RuleSaysNo("needs_request", f"{verb} is asked for and granted, not ordered.")
    if refusal := _refusal(step):
        raise refusal
    return step


def first(work: Work, verb: Verb, case: CaseRow) -> Step:
    """The step that makes a case."""
    step = _step(work, case, in_force(work).steps[verb, None])
    if step is None:
        raise _not_yours(work, verb)
    return step


def take(step: Step, order: Any, note: str = "") -> None:
    """Checks what is asked, changes the case, and writes the step down."""
    for name in step.row.checks:
        if refusal := CHECKS[name](step, order):
            raise refusal
    case, came_from = step.case, None if step.row.entries == (None,) else step.case.status
    before, used_s = receivers.values(case), _used_s(step)
    overdue = _overdue(step)
    if step.row.undoable:
        undo.keep(step)
    for name in step.row.effects:
        EFFECTS[name](step, order)
    _move(step)
    case.version, case.steps = case.version + 1, case.steps + 1
    adjustments.lapse(step)
    supervisions.follow(step)
    receiver = receivers.receiver(step, before)
    record = FlowRow(
        case_id=case.id,
        seq=case.steps,
        at=step.at,
        verb=step.row.verb,
        transition=step.row.id,
        from_status=came_from,
        to_status=case.status,
        user=_signed(step),
        actor=step.work.user.name,
        role=step.role,
        department_id=case.department_id or before["department_id"],
        receiver_kind=receiver.kind,
        receiver=receiver.id,
        note=note,
        answers=msgspec.to_builtins(getattr(order, "answers", [])),
        photos=[*getattr(order, "photos", ()), *getattr(order, "after_photos", ())],
        changed=msgspec.to_builtins(receivers.altered(step, before)),
        result=step.result,
        outcome=getattr(order, "outcome", None),
        satisfaction=getattr(order, "satisfaction", None),
        closing_met=getattr(order, "closing_met", None),
        rank=step.choices[0].rank if step.choices else None,
        recommended=step.choices[0].first if step.choices else None,
        used_s=used_s if came_from and case.status is not came_from else None,
        overdue=overdue,
    )
    step.work.session.add(record)
    step.work.publish(Noun.CASE, case.id, case.version, case_of(case))
    step.work.audit(f"CASE.{step.row.verb}", Noun.CASE, case.id, f"{step.row.id} {case.status}")
    for verb in step.follows:
        _follow(step, verb, note)


def _follow(step: Step, verb: Verb, note: str) -> None:
    """The step that another one entails, taken by the same hand."""
    row = step.standards.steps[verb, step.case.status]
    then = _step(step.work, step.case, row)
    if then is None:
        raise _not_yours(step.work, verb)
    take(then, None, note)


def _check_adjustments(standards: Standards) -> None:
    """Whoever grants last must be one who may take the step that was asked for, wherever it can be asked."""
    for rules in adjusting.rules().adjustments:
        asks = [row for row in standards.machine.transitions if row.verb is rules.ask]
        for status in (status for row in asks for status in row.sources):
            row = standards.steps.get((rules.verb, status))
            if row is None or not rules.reviews[-1].issubset(row.roles):
                raise BadStandard(f"adjustments.toml: who grants {rules.kind} last cannot take {rules.verb} from {status}")


def _signed(step: Step) -> str:
    """Who did it; where the post was lent to him, for whom."""
    user = step.work.user
    holder = user.lent.get(step.role)
    return f"{user.full_name}（代{holder}）" if holder else user.full_name


def _open(standards: Standards, status: Status) -> Iterator[Transition]:
    return (row for row in standards.machine.transitions if status in row.sources and row.verb in ORDERS and not row.granted)


def _step(work: Work, case: CaseRow, row: Transition, result: TaskResult | None = None) -> Step | None:
    """None when none of the user's roles may do it. A step is never earlier than the one before, whoever waited for a lock."""
    role = next((role for role in row.roles if role in work.user.roles), None)
    if role is None or in_force(work).machine.straddles(work.user.roles):
        return None
    return Step(work, case, row, in_force(work), role, max(work.at, case.status_at), result)


def _refusal(step: Step) -> RuleSaysNo | None:
    return next((refusal for name in step.row.guards if (refusal := GUARDS[name](step))), None)


def _needs(step: Step) -> list[str]:
    return [*step.row.asks, *(name for name in step.row.completes if getattr(step.case, name) is None)]


def _refuse_role(work: Work, verb: Verb, standards: Standards) -> None:
    allowed = {role for row in standards.machine.transitions if row.verb is verb for role in row.roles}
    if allowed.isdisjoint(work.user.roles):
        raise _not_yours(work, verb)


def _not_yours(work: Work, verb: Verb) -> NotYourRole:
    if in_force(work).machine.straddles(work.user.roles):
        return BothAxes(f"{work.user.name} has posts of both centres, {', '.join(work.user.roles)}: nobody acts for both, so {verb} is not possible.")
    return NotYourRole(f"{verb} is not for {work.user.name}, who is {', '.join(work.user.roles) or 'nobody'}.")


def _used_s(step: Step) -> float:
    return (step.at - step.case.status_at).total_seconds()


def _overdue(step: Step) -> bool:
    """Whether the time for the status that this step ends was over."""
    case = step.case
    if case.status in DISPOSAL:
        return case.deadline_at is not None and step.at > case.deadline_at
    limit_at = stage_limits.limit_at(step.work, case, step.standards.machine) if step.row.to is not None else None
    return limit_at is not None and step.at > limit_at


def _move(step: Step) -> None:
    case, row = step.case, step.row
    if row.undoes:
        undo.restore(step)
        return
    to = case.suspended_from if row.resumes else row.to
    if to is None:
        return
    case.sent_again_by = step.work.user.name if row.main and case.returned else None
    case.returned = row.back or (case.returned and not row.main)
    case.status, case.status_at = to, step.at
