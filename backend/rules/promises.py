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
    """A promise that was broken once stays broken."""
    case = step.case
    if case.promise_at is not None and case.promise_kept is not False:
        case.promise_kept = step.at <= case.promise_at


def drop_promise(step: Step, _: object) -> None:
    """Nothing will be solved: what was promised runs no longer. One that was broken before stays broken."""
    if step.case.promise_kept is None:
        step.case.promise_at = None


EFFECTS = (promise, keep_promise, drop_promise)
