"""Requests about running cases and their reviews (DOMAIN 2.5): one waits at a time; who grants last takes the step that was asked for."""

from datetime import timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from backend import adjusting
from backend.adjusting import AdjustmentRules
from backend.refusals import RuleSaysNo
from backend.rules import masks
from backend.rules.steps import Step
from backend.session import Work
from backend.tables.adjustments import AdjustmentRow
from backend.tables.cases import CaseRow
from wire.adjustments import Adjustment, Review
from wire.codes import AdjustmentKind, AdjustmentState, Role
from wire.side_orders import AskSuspendOrder

No = RuleSaysNo | None
WAITING = (AdjustmentState.PENDING_DEPT, AdjustmentState.PENDING)
COLUMNS = [name for name in Adjustment.__struct_fields__ if name not in ("waits_for", "reviews")]


def of_case(work: Work, case: CaseRow) -> list[Adjustment]:
    """The oldest first."""
    rows = work.session.scalars(sa.select(AdjustmentRow).where(AdjustmentRow.case_id == case.id).order_by(AdjustmentRow.asked_at, AdjustmentRow.id))
    return [_message(row, case) for row in rows]


def _message(row: AdjustmentRow, case: CaseRow) -> Adjustment:
    fields = {name: getattr(row, name) for name in COLUMNS}
    reviews = [review | {"note": masks.about(case, review["note"])} for review in row.reviews]
    fields |= {"reason": masks.about(case, row.reason), "reviews": msgspec.convert(reviews, list[Review])}
    return Adjustment(**fields, waits_for=_waits_for(row))


def waiting(work: Work, case: CaseRow) -> AdjustmentRow | None:
    """The request that waits for a review."""
    if case.asked is None:
        return None
    return work.session.scalar(sa.select(AdjustmentRow).where(AdjustmentRow.case_id == case.id, AdjustmentRow.state.in_(WAITING)))


def granted(work: Work, case: CaseRow, kind: AdjustmentKind) -> AdjustmentRow:
    """The newest of its kind that was granted."""
    of_kind = sa.select(AdjustmentRow).where(AdjustmentRow.case_id == case.id, AdjustmentRow.kind == kind)
    newest = of_kind.where(AdjustmentRow.state == AdjustmentState.APPROVED).order_by(AdjustmentRow.asked_at.desc(), AdjustmentRow.id.desc())
    return work.session.scalars(newest.limit(1)).one()


def lapse(step: Step) -> None:
    """A request that cannot be asked any more where the case has come to is withdrawn."""
    row = waiting(step.work, step.case)
    if row is not None and (_rules(row.kind).ask, step.case.status) not in step.standards.steps:
        _settle(step.case, row, AdjustmentState.WITHDRAWN)


def take_up(step: Step) -> None:
    """The step with which the request could not be asked any more was taken back: it waits again."""
    if step.case.asked is not None and waiting(step.work, step.case) is None:
        of_kind = sa.select(AdjustmentRow).where(AdjustmentRow.case_id == step.case.id, AdjustmentRow.kind == step.case.asked)
        row = step.work.session.scalars(of_kind.order_by(AdjustmentRow.asked_at.desc(), AdjustmentRow.id.desc()).limit(1)).one()
        row.state = AdjustmentState.PENDING
        row.state = _state(row)


# --- guards


def nothing_asked(step: Step) -> No:
    return RuleSaysNo("already_asked", "A request about this case waits for its review.") if step.case.asked else None


def may_ask_again(step: Step) -> No:
    rules = _rules_asked(step)
    states = [state for kind, state in _asked_so_far(step) if kind is rules.kind]
    if rules.once and states:
        return RuleSaysNo("asked_once", "This may be asked once for a case.")
    if rules.most is not None and states.count(AdjustmentState.APPROVED) >= rules.most:
        return RuleSaysNo("granted_enough", f"This was granted {rules.most} times for this case; more is not allowed.")
    return None


def _asked_so_far(step: Step) -> list[tuple[AdjustmentKind, AdjustmentState]]:
    """Read once for all offers: they belong to one version of the case."""
    case, known = step.case, step.work.known
    key = "adjustments", case.id, case.version
    if key not in known:
        found = sa.select(AdjustmentRow.kind, AdjustmentRow.state).where(AdjustmentRow.case_id == case.id)
        known[key] = [(row.kind, row.state) for row in step.work.session.execute(found)]
    asked: list[tuple[AdjustmentKind, AdjustmentState]] = known[key]
    return asked


def before_deadline(step: Step) -> No:
    deadline = step.case.deadline_at
    if deadline is not None and step.at <= deadline:
        return None
    return RuleSaysNo("deadline_passed", "The deadline has passed: it cannot be put off any more.")


def disposed_late(step: Step) -> No:
    case = step.case
    if not case.timeout_exempt and case.deadline_at is not None and case.disposed_at is not None and case.disposed_at > case.deadline_at:
        return None
    return RuleSaysNo("not_late", "Only a case that was disposed of too late can be appealed.")


def may_review(step: Step) -> No:
    user, waits_for = step.work.user, {Role(role) for role in step.case.asked_of}
    able = waits_for.intersection(user.roles)
    if able == {Role.DEPARTMENT} and user.department_id != step.case.department_id:
        able = set()
    return None if able else RuleSaysNo("nothing_to_review", "No request of this case waits for you.")


def still_grantable(step: Step) -> No:
    """A review may come too late: for a deadline that is over, or for a suspension that would end at once and could not be asked for again."""
    if step.case.asked is AdjustmentKind.EXTEND:
        return before_deadline(step)
    row = waiting(step.work, step.case) if step.case.asked is AdjustmentKind.SUSPEND else None
    if row is None or row.until is None or row.until > step.at:
        return None
    return RuleSaysNo("until_passed", "The time until which it was to be suspended has passed.")


def own_request(step: Step) -> No:
    row = waiting(step.work, step.case)
    mine = row is not None and row.asker == step.work.user.name
    return None if mine else RuleSaysNo("not_your_request", "You have asked for nothing about this case.")


# --- checks


def until_ahead(step: Step, order: AskSuspendOrder) -> No:
    days = _rules_asked(step).days
    if order.until.tzinfo is None:
        return RuleSaysNo("no_zone", "The end of a suspension must say its zone.")
    if order.until <= step.at or (days is not None and order.until > step.at + timedelta(days=days)):
        return RuleSaysNo("until_out_of_reach", f"A suspension ends later than now, and within {days} days.")
    return None


# --- effects


def ask(step: Step, order: Any) -> None:
    rules, case, user = _rules_asked(step), step.case, step.work.user
    skips = next((n for n, roles in enumerate(rules.reviews) if roles.isdisjoint(user.roles)), len(rules.reviews) - 1)
    row = AdjustmentRow(
        id=f"{case.id}.A{case.steps + 1}",
        case_id=case.id,
        kind=rules.kind,
        state=AdjustmentState.PENDING,
        asker=user.name,
        asked_by=user.full_name,
        asked_at=step.at,
        reason=order.note,
        until=getattr(order, "until", None),
        suspend_kind=getattr(order, "suspend_kind", None),
        skips=skips,
        reviews=[],
    )
    step.work.session.add(row)
    _settle(case, row, _state(row))


def grant(step: Step, order: Any) -> None:
    row = _reviewed(step, order.note, granted=True)
    if _waits_for(row):
        _settle(step.case, row, _state(row))
        return
    _settle(step.case, row, AdjustmentState.APPROVED)
    step.follows.append(_rules(row.kind).verb)


def reject(step: Step, order: Any) -> None:
    _settle(step.case, _reviewed(step, order.note, granted=False), AdjustmentState.REJECTED)


def withdraw_request(step: Step, _: object) -> None:
    row = waiting(step.work, step.case)
    assert row is not None, "own_request guards this"
    _settle(step.case, row, AdjustmentState.WITHDRAWN)


def _reviewed(step: Step, note: str, granted: bool) -> AdjustmentRow:
    row = waiting(step.work, step.case)
    assert row is not None, "may_review guards this"
    role = next(role for role in _waits_for(row) if role in step.work.user.roles)
    review = Review(at=step.at, user=step.work.user.full_name, role=role, granted=granted, note=note)
    row.reviews = [*row.reviews, msgspec.to_builtins(review)]
    return row


def _settle(case: CaseRow, row: AdjustmentRow, state: AdjustmentState) -> None:
    row.state = state
    case.asked = row.kind if state in WAITING else None
    case.asked_of = [str(role) for role in _waits_for(row)] if state in WAITING else []


def _state(row: AdjustmentRow) -> AdjustmentState:
    return AdjustmentState.PENDING_DEPT if _waits_for(row) == [Role.DEPARTMENT] else AdjustmentState.PENDING


def _waits_for(row: AdjustmentRow) -> list[Role]:
    left = _rules(row.kind).reviews[row.skips + len(row.reviews) :]
    return sorted(left[0]) if left and row.state in WAITING else []


def _rules_asked(step: Step) -> AdjustmentRules:
    return _rules(AdjustmentKind(step.row.verb.removeprefix("ASK_")))


def _rules(kind: AdjustmentKind) -> AdjustmentRules:
    return adjusting.rules().of(kind)


GUARDS = (nothing_asked, may_ask_again, before_deadline, disposed_late, may_review, still_grantable, own_request)
CHECKS = (until_ahead,)
EFFECTS = (ask, grant, reject, withdraw_request)
