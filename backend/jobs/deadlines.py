"""What the clocks of cases bring about by themselves: suspensions end, departments are reminded, what is overdue is supervised, supervisions rise."""

import logging
from collections.abc import Callable

import sqlalchemy as sa

from backend import adjusting
from backend.refusals import Refusal
from backend.rules import orders
from backend.session import SYSTEM, Database, Work
from backend.tables.cases import CaseRow
from wire.case_order import CaseOrder
from wire.codes import Role, Status, SuperviseKind
from wire.people import User
from wire.side_orders import EscalateOrder, RemindOrder, ResumeOrder, SuperviseOrder

log = logging.getLogger("backend")

CLOCK = User(id=SYSTEM.id, version=1, name=SYSTEM.name, full_name=SYSTEM.full_name, roles=[Role.DISPATCHER, Role.AUDITOR])
RUNNING = (Status.PENDING_DISPOSAL, Status.DISPOSING)
AT_ONCE = 200  # cases of a kind in one round; the rest in the next


def tick(database: Database) -> int:
    """Answers how many steps were taken. Each is a transaction of its own: one that is refused, or fails, keeps no other back."""
    rules = adjusting.rules()
    taken = _take_each(database, _resumable, _resume)
    if rules.remind_at_yellow:
        taken += _take_each(database, _yellow, _remind)
    if rules.supervise_overdue:
        taken += _take_each(database, _overdue, _supervise)
    if rules.supervision.escalates:
        taken += _take_each(database, _unanswered, _escalate)
    return taken


def _take_each(database: Database, due: Callable[[Work], sa.Select[str]], step: Callable[[Work, str], CaseOrder]) -> int:
    with database.read() as work:
        ids = work.session.scalars(due(work).limit(AT_ONCE)).all()
    return sum(_take(database, case_id, step) for case_id in ids)


def _take(database: Database, case_id: str, step: Callable[[Work, str], CaseOrder]) -> bool:
    try:
        with database.write(CLOCK) as work:
            orders.order(work, case_id, step(work, case_id))
    except Refusal:  # somebody was faster
        return False
    except Exception:
        log.exception("the clock could take no step of the case %s", case_id)
        return False
    return True


def _resumable(work: Work) -> sa.Select[str]:
    return sa.select(CaseRow.id).where(CaseRow.status == Status.SUSPENDED, CaseRow.suspended_until <= work.at)


def _yellow(work: Work) -> sa.Select[str]:
    due = sa.and_(CaseRow.yellow_at <= work.at, CaseRow.deadline_at > work.at)
    due &= sa.or_(CaseRow.reminded_at.is_(None), CaseRow.reminded_at < CaseRow.yellow_at)  # whoever has urged since does for the clock too
    return sa.select(CaseRow.id).where(CaseRow.status.in_(RUNNING), due)


def _overdue(work: Work) -> sa.Select[str]:
    return sa.select(CaseRow.id).where(CaseRow.status.in_(RUNNING), CaseRow.deadline_at < work.at, CaseRow.supervised.is_(False))


def _unanswered(work: Work) -> sa.Select[str]:
    return sa.select(CaseRow.id).where(CaseRow.supervised, CaseRow.supervise_due_at < work.at)


def _escalate(work: Work, case_id: str) -> EscalateOrder:
    return EscalateOrder(note="督办逾期未回复，自动升级")


def _resume(work: Work, case_id: str) -> ResumeOrder:
    return ResumeOrder(note="挂账期满，自动恢复")


def _remind(work: Work, case_id: str) -> RemindOrder:
    return RemindOrder(note="处置时限已用八成，请尽快处置")


def _supervise(work: Work, case_id: str) -> SuperviseOrder:
    return SuperviseOrder(supervise_kind=SuperviseKind.OVERDUE, note="处置超时，请说明情况并尽快办结")
