"""What a step changes besides the status, by the names that `transitions.toml` gives it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from backend.rules import (
    adjustments,
    callbacks,
    clocks,
    hands,
    inspectors,
    promises,
    recommended,
    retractions,
    same_time,
    side_steps,
    supervisions,
    suspensions,
)
from backend.rules.attachments import attach
from backend.rules.hands import take_from_handler
from backend.rules.steps import Step
from wire.case_order import CaseOrder
from wire.cases import AcceptOrder, DispatchOrder, FileOrder, MergeOrder, SendCheckOrder, SendVerifyOrder, SpecialCloseOrder, SubmitOrder
from wire.codes import CloseKind, PhotoPhase, TaskKind, Verb, VoidKind
from wire.standards import Limit
from wire.tasks import TaskReport

Effect = Callable[[Step, Any], None]


def pause_clock(step: Step, _: object) -> None:
    step.case.paused_s += (step.at - step.case.status_at).total_seconds()


def fresh_clock(step: Step, _: object) -> None:
    step.case.paused_s = 0.0


def send_task(step: Step, order: SendVerifyOrder | SendCheckOrder) -> None:
    kind = TaskKind.VERIFY if step.row.verb is Verb.SEND_VERIFY else TaskKind.CHECK
    limit = timedelta(minutes=step.standards.machine.limits_min[step.row.to or step.case.status])
    later = isinstance(order, SendCheckOrder) and order.same_time
    not_before = same_time.begins(step.case.reported_at, step.at, limit) if later else None
    choice = inspectors.send(step.work, step.case, kind, step.at, limit, order.unit_id, not_before, order.unadvised)
    if choice is not None:
        step.choices.append(choice)


def withdraw_tasks(step: Step, _: object) -> None:
    inspectors.withdraw(step.work, step.case)


def note_verified(step: Step, report: TaskReport) -> None:
    step.case.verified = report.result
    attach(step.work, step.case, report.photos, PhotoPhase.VERIFY)


def note_checked(step: Step, report: TaskReport) -> None:
    step.case.checked = report.result
    attach(step.work, step.case, report.photos, PhotoPhase.CHECK)


def not_accepted(step: Step, _: object) -> None:
    step.case.void_kind = VoidKind.NOT_ACCEPTED


def not_filed(step: Step, _: object) -> None:
    step.case.void_kind = VoidKind.NOT_FILED


def void(step: Step, _: object) -> None:
    step.case.void_kind = VoidKind.VOID


def merge(step: Step, order: MergeOrder) -> None:
    step.case.duplicate_of = order.duplicate_of


def classify(step: Step, order: AcceptOrder) -> None:
    case = step.case
    case.kind, case.class_code = order.kind, order.class_code
    _take_condition(step, order.condition_id)


def fix_condition(step: Step, order: FileOrder) -> None:
    _take_condition(step, order.condition_id or step.case.condition_id or "")


def stamp_accepted(step: Step, _: object) -> None:
    step.case.accepted_at = step.at


def stamp_filed(step: Step, _: object) -> None:
    step.case.filed_at = step.at


def start_clock(step: Step, order: CaseOrder) -> None:
    """The limit is that of the standard in force now. A clock that runs for the same department runs on: one deadline over all disposals."""
    case = step.case
    department_id = order.department_id if isinstance(order, DispatchOrder) else case.last_department_id
    if case.deadline_at is not None and department_id == case.last_department_id:
        return
    if case.catalogue == step.standards.catalogue.version and case.condition_id in step.standards.conditions:
        _take_condition(step, case.condition_id)
    if case.limit_amount is None or case.limit_type is None:
        raise AssertionError("the table must guard a dispatch by has_limit")
    limit, calendar = Limit(amount=case.limit_amount, type=case.limit_type), step.standards.calendar
    stop_clock(step, None)  # what was extended was the clock before
    case.dispatched_at = step.at
    case.yellow_at, case.deadline_at = clocks.yellow_at(step.at, limit, calendar), clocks.add(step.at, limit, calendar)


def stop_clock(step: Step, _: object) -> None:
    step.case.dispatched_at = step.case.yellow_at = step.case.deadline_at = step.case.reminded_at = None
    step.case.extension_count = 0


def give_to_department(step: Step, order: DispatchOrder) -> None:
    choice = None if order.unadvised else recommended.chosen_department(step.work, step.case, order.department_id)
    if choice is not None:
        step.choices.append(choice)
    step.case.department_id = step.case.last_department_id = order.department_id


def take_from_department(step: Step, _: object) -> None:
    step.case.department_id = None
    take_from_handler(step, None)


def attach_after(step: Step, order: SubmitOrder) -> None:
    attach(step.work, step.case, order.photos, PhotoPhase.AFTER)


def stamp_submitted(step: Step, _: object) -> None:
    step.case.submitted_at = step.at


def clear_submitted(step: Step, _: object) -> None:
    step.case.submitted_at = None


def stamp_disposed(step: Step, _: object) -> None:
    step.case.disposed_at = step.at


def rework(step: Step, _: object) -> None:
    """The same department once more."""
    case = step.case
    case.rework_count += 1
    case.submitted_at = case.disposed_at = case.checked = None
    take_from_handler(step, None)
    if step.standards.machine.rework_clock == "RESTART":
        stop_clock(step, None)


def close(step: Step, _: object) -> None:
    """In time or not is a matter of the disposal, not of the moment of closing (DOMAIN 5.2)."""
    case = step.case
    late = case.deadline_at is not None and (case.disposed_at or step.at) > case.deadline_at
    case.closed_at, case.close_kind = step.at, CloseKind.OVERDUE if late else CloseKind.NORMAL


def special_close(step: Step, order: SpecialCloseOrder) -> None:
    step.case.closed_at, step.case.close_kind = step.at, CloseKind.ERROR if order.in_error else CloseKind.SPECIAL


def reopen(step: Step, _: object) -> None:
    """What was granted to an appeal was about the deadline that is gone: the next one is to be met."""
    step.case.closed_at = step.case.close_kind = None
    step.case.timeout_exempt = False


def _take_condition(step: Step, condition_id: str) -> None:
    condition = step.standards.conditions[condition_id]
    step.case.condition_id, step.case.catalogue = condition.id, step.standards.catalogue.version
    step.case.limit_amount, step.case.limit_type = condition.limit.amount, condition.limit.type


EFFECTS: dict[str, Effect] = {
    effect.__name__: effect
    for effect in (
        pause_clock,
        fresh_clock,
        send_task,
        withdraw_tasks,
        note_verified,
        note_checked,
        not_accepted,
        not_filed,
        void,
        merge,
        classify,
        fix_condition,
        stamp_accepted,
        stamp_filed,
        start_clock,
        stop_clock,
        give_to_department,
        take_from_department,
        attach_after,
        stamp_submitted,
        clear_submitted,
        stamp_disposed,
        rework,
        close,
        special_close,
        reopen,
        *hands.EFFECTS,
        *callbacks.EFFECTS,
        *promises.EFFECTS,
        *retractions.EFFECTS,
        *adjustments.EFFECTS,
        *supervisions.EFFECTS,
        *suspensions.EFFECTS,
        *side_steps.EFFECTS,
    )
}
