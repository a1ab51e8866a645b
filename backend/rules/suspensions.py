"""Clocks that stand still or are put off (DOMAIN 4.2): what is left of a suspended one is kept, in the units of its limit."""

from datetime import datetime

from backend.rules import adjustments, clocks, supervisions
from backend.rules.steps import Step
from backend.tables.cases import CaseRow
from wire.codes import AdjustmentKind
from wire.standards import Limit


def limit_of(case: CaseRow) -> Limit:
    if case.limit_amount is None or case.limit_type is None:
        raise AssertionError("a case with a clock has a limit")
    return Limit(amount=case.limit_amount, type=case.limit_type)


def suspend(step: Step, _: object) -> None:
    case, asked = step.case, adjustments.granted(step.work, step.case, AdjustmentKind.SUSPEND)
    case.suspended_from, case.suspended_until, case.suspend_kind = case.status, asked.until, asked.suspend_kind
    case.suspend_count += 1
    case.rest, case.rest_yellow = _rest(step, case.deadline_at), _rest(step, case.yellow_at)


def resume(step: Step, _: object) -> None:
    """The clock goes on with the time that was left; a deadline that was over stays where it was."""
    case = step.case
    supervisions.put_off(step)
    case.deadline_at, case.yellow_at = _moved(step, case.rest, case.deadline_at), _moved(step, case.rest_yellow, case.yellow_at)
    case.suspended_until = case.suspend_kind = case.rest = case.rest_yellow = None


def extend(step: Step, _: object) -> None:
    """One original limit more on the present deadline; yellow from 80 % of the whole on."""
    case, limit, calendar = step.case, limit_of(step.case), step.standards.calendar
    old, case.extension_count = case.deadline_at, case.extension_count + 1
    if old is None:
        raise AssertionError("before_deadline guards this")
    case.deadline_at = clocks.add(old, limit, calendar)
    whole = case.extension_count + 1
    past_old = clocks.YELLOW * whole - case.extension_count  # of the limit, after the old deadline
    if past_old > 0:
        case.yellow_at = clocks.add(old, Limit(amount=limit.amount * past_old, type=limit.type), calendar)
    case.reminded_at = None


def exempt(step: Step, _: object) -> None:
    step.case.timeout_exempt = True


def _rest(step: Step, end: datetime | None) -> float | None:
    if end is None or end <= step.at:
        return None
    return clocks.used(step.at, end, limit_of(step.case).type, step.standards.calendar)


def _moved(step: Step, rest: float | None, end: datetime | None) -> datetime | None:
    if rest is None:
        return end
    return clocks.add(step.at, Limit(amount=rest, type=limit_of(step.case).type), step.standards.calendar)


EFFECTS = (suspend, resume, extend, exempt)
