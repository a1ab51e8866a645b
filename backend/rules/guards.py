"""Conditions by the names that `transitions.toml` gives them; each says why not, or nothing.

A guard looks at the case and at who asks: where it says no, the verb is not offered. A check looks at what is asked.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from backend.refusals import RuleSaysNo
from backend.rules import adjustments, asked, callbacks, hands, inspectors, same_time, side_steps, splitting, supervisions, undo
from backend.rules.steps import Step
from backend.tables.cases import CaseRow
from wire.cases import AcceptOrder, CaseReport, CloseOrder, FileOrder, MergeOrder, SendCheckOrder
from wire.codes import INSPECTOR_SOURCES, Kind, Role, TaskResult

No = RuleSaysNo | None
Guard = Callable[[Step], No]
Check = Callable[[Step, Any], No]


def problem_verified(step: Step) -> No:
    case = step.case
    if case.source in INSPECTOR_SOURCES or case.verified is TaskResult.EXISTS:
        return None
    return RuleSaysNo("not_verified", "No inspector has confirmed on site that the problem exists.")


def check_passed(step: Step) -> No:
    return None if step.case.checked is TaskResult.PASS else RuleSaysNo("check_not_passed", "The newest check did not find the problem solved.")


def check_not_passed(step: Step) -> No:
    passed = RuleSaysNo("check_passed", "The newest check found the problem solved: it is passed on, and nothing has to be overruled.")
    return passed if step.case.checked is TaskResult.PASS else None


def not_the_receiver(step: Step) -> No:
    """Whoever takes a returned case may send it forward from his own stage, but not do the next stage's step too (DOMAIN 2.4)."""
    if step.case.sent_again_by != step.work.user.name:
        return None
    return RuleSaysNo("receiver_of_return", "You sent this returned case forward; somebody else must take the next step.")


def has_limit(step: Step) -> No:
    filed = step.case.limit_amount is not None and step.case.limit_type is not None
    return None if filed else RuleSaysNo("not_filed", "The case was never filed under a condition, so it has no time limit; return it for filing.")


def own_department(step: Step) -> No:
    mine = step.work.user.department_id
    return None if mine is not None and mine == step.case.department_id else RuleSaysNo("other_department", "The case is with another department.")


def submitted(step: Step) -> No:
    return None if step.case.submitted_at else RuleSaysNo("not_submitted", "The handler has not submitted a result.")


def not_submitted(step: Step) -> No:
    return RuleSaysNo("already_submitted", "The handler has submitted a result already.") if step.case.submitted_at else None


def recently_closed(step: Step) -> No:
    days = step.standards.machine.reopen_days
    if step.case.closed_at is not None and step.at - step.case.closed_at <= timedelta(days=days):
        return None
    return RuleSaysNo("closed_too_long", f"A case can be opened again within {days} days of its closing.")


def can_be_undone(step: Step) -> No:
    return undo.refusal(step)


def own_source(step: Step, report: CaseReport) -> No:
    if report.source not in INSPECTOR_SOURCES or step.role is Role.INSPECTOR:
        return None
    return RuleSaysNo("not_your_source", f"Only an inspector reports as {report.source}.")


def known_class(step: Step, report: CaseReport) -> No:
    unknown = _class_known(step, report.kind, report.class_code)
    if unknown is not None or report.condition_id is None:
        return unknown
    return _condition_fits(step, report.condition_id, report.kind, report.class_code)


def photo_of_report(step: Step, report: CaseReport) -> No:
    shown = report.photos or report.media_url or report.camera_id
    if shown or report.source not in step.standards.machine.photo_sources:
        return None
    return RuleSaysNo("photo_missing", f"A report of {report.source} must carry a photo.")


def other_case(step: Step, order: MergeOrder) -> No:
    other = step.work.session.get(CaseRow, order.duplicate_of, with_for_update=True, populate_existing=True)
    if other is None:
        return RuleSaysNo("unknown_duplicate", f"There is no case {order.duplicate_of!r} to merge with.")
    if other.id == step.case.id or other.duplicate_of is not None:
        return RuleSaysNo("wrong_duplicate", "A case is merged with another one that is no duplicate itself.")
    return None


def recurs(step: Step, order: SendCheckOrder) -> No:
    if not order.same_time or same_time.recurs(step.case, step.standards.machine):
        return None
    return RuleSaysNo("not_recurring", "What is of this class does not come again at its time of the day: it is checked at once.")


def closing_confirmed(step: Step, order: CloseOrder) -> No:
    return None if order.closing_met else RuleSaysNo("closing_unconfirmed", "A case is closed when its closing condition is met; say that it is.")


def condition_of_class(step: Step, order: AcceptOrder) -> No:
    return _class_known(step, order.kind, order.class_code) or _condition_fits(step, order.condition_id, order.kind, order.class_code)


def condition_chosen(step: Step, order: FileOrder) -> No:
    condition_id = order.condition_id or step.case.condition_id
    if condition_id is None:
        return RuleSaysNo("no_condition", "A case is filed under a filing condition; choose one.")
    return _condition_fits(step, condition_id, step.case.kind, step.case.class_code)


def _class_known(step: Step, kind: Kind, code: str) -> No:
    standards = step.standards
    known = (kind, code) in standards.classes
    return None if known else RuleSaysNo("unknown_class", f"{standards.catalogue.version} has no class {code} of {kind}.")


def _condition_fits(step: Step, condition_id: str, kind: Kind, code: str) -> No:
    condition = step.standards.conditions.get(condition_id)
    if condition is not None and (condition.kind, condition.class_code) == (kind, code):
        return None
    return RuleSaysNo("wrong_condition", f"{condition_id!r} is no filing condition of {kind} {code}.")


GUARDS: dict[str, Guard] = {
    guard.__name__: guard
    for guard in (
        problem_verified,
        check_passed,
        check_not_passed,
        not_the_receiver,
        has_limit,
        own_department,
        submitted,
        not_submitted,
        recently_closed,
        can_be_undone,
        *hands.GUARDS,
        *inspectors.GUARDS,
        *callbacks.GUARDS,
        *adjustments.GUARDS,
        *supervisions.GUARDS,
        *side_steps.GUARDS,
        *splitting.GUARDS,
    )
}
CHECKS: dict[str, Check] = {
    check.__name__: check
    for check in (
        own_source,
        known_class,
        photo_of_report,
        recurs,
        closing_confirmed,
        other_case,
        condition_of_class,
        condition_chosen,
        *hands.CHECKS,
        *callbacks.CHECKS,
        *adjustments.CHECKS,
        *side_steps.CHECKS,
        *splitting.CHECKS,
        *asked.CHECKS,
    )
}
