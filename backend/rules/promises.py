"""The promise clock: what was promised on the telephone, beside the clock of the disposal (DOMAIN 6.11)."""

from datetime import timedelta

from backend import hotline
from backend.rules.steps import Step
from wire.case_order import CaseOrder


def promise(step: Step, _: CaseOrder) -> None:
    """By the class that it has now; the time runs from the report, whenever the class was found."""
    case, promised = step.case, hotline.in_force().promise
    holds = promised.holds(case.source, case.kind, case.class_code)
    case.promise_at = case.reported_at + timedelta(hours=promised.hours) if holds else None


def keep_promise(step: Step, _: object) -> None:
    """Judged once: what was kept in time is not broken by a special closing later, and what was broken stays so."""
    case = step.case
    if case.promise_at is not None and case.promise_kept is None:
        case.promise_kept = step.at <= case.promise_at


def drop_promise(step: Step, _: object) -> None:
    """Nothing will be solved: what was promised runs no longer, unless its time has run out before, which broke it.

    Cases that ended before there was this rule have their promise still, and count as broken once its time has run out.
    """
    case = step.case
    if case.promise_at is None or case.promise_kept is not None:
        return
    if step.at > case.promise_at:
        case.promise_kept = False
    else:
        case.promise_at = None


EFFECTS = (promise, keep_promise, drop_promise)
