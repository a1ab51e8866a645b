"""The rest of what steps beside the way forward ask and change: cases without dispatch, the second level of command, the leader's word."""

from typing import Any

from backend.refusals import RuleSaysNo
from backend.rules import departments
from backend.rules.attachments import attach
from backend.rules.steps import Step
from backend.tables.people import DepartmentRow
from wire.cases import CaseReport, DispatchOrder
from wire.codes import CloseKind, PhotoPhase
from wire.people import districts
from wire.side_orders import SubDispatchOrder

No = RuleSaysNo | None


def dispatched_once(step: Step) -> No:
    return RuleSaysNo("self_handled", "What an inspector has put right himself has nothing to be checked.") if step.case.self_handled else None


def not_direct(step: Step) -> No:
    return RuleSaysNo("direct_assessment", "A direct assessment was never dispatched, so it is not opened again.") if step.case.direct else None


def own_sub_centre(step: Step) -> No:
    mine = step.work.user.department_id
    return None if mine is not None and mine == step.case.sub_centre_id else RuleSaysNo("other_sub_centre", "The case is with another district.")


def below_dispatcher(step: Step, order: SubDispatchOrder) -> No:
    """Only a district's centre has somebody who sends on what is passed to it."""
    if order.department_id in districts(step.work.user.department_id, departments.all_departments(step.work)):
        return None
    sentence = f"Nobody at {order.department_id!r} would send the case on: it commands no department, or is not below yours."
    return known_department(step, order) or RuleSaysNo("no_district", sentence)


def below_sub_centre(step: Step, order: DispatchOrder) -> No:
    """A district dispatches to what it commands, or to itself."""
    if order.department_id in departments.of_district(step.work, step.case.sub_centre_id):
        return None
    return known_department(step, order) or RuleSaysNo("not_of_district", f"Department {order.department_id!r} does not belong to your district.")


def known_department(step: Step, order: CaseReport | DispatchOrder | SubDispatchOrder) -> No:
    """A report need not name one."""
    if order.department_id is None or step.work.session.get(DepartmentRow, order.department_id) is not None:
        return None
    return RuleSaysNo("unknown_department", f"There is no department {order.department_id!r}.")


def photos_of_both(step: Step, report: CaseReport) -> No:
    if report.photos and report.after_photos:
        return None
    return RuleSaysNo("both_photos_missing", "What was put right on the spot is shown by photos of before and after.")


def handle_self(step: Step, report: CaseReport) -> None:
    step.case.self_handled = True
    attach(step.work, step.case, report.after_photos, PhotoPhase.AFTER)


def assess(step: Step, report: CaseReport) -> None:
    case = step.case
    case.direct, case.department_id = True, report.department_id
    case.closed_at, case.close_kind = step.at, CloseKind.NORMAL


def give_to_sub_centre(step: Step, order: SubDispatchOrder) -> None:
    step.case.sub_centre_id = order.department_id


def take_from_sub_centre(step: Step, _: object) -> None:
    step.case.sub_centre_id = None


def mark_important(step: Step, _: object) -> None:
    step.case.important = True


def remind(step: Step, _: object) -> None:
    """Who has the case hears it."""
    step.case.reminded_at = step.at


GUARDS: tuple[Any, ...] = (dispatched_once, not_direct, own_sub_centre)
CHECKS: tuple[Any, ...] = (photos_of_both, known_department, below_dispatcher, below_sub_centre)
EFFECTS: tuple[Any, ...] = (handle_self, assess, give_to_sub_centre, take_from_sub_centre, mark_important, remind)
