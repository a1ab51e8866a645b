"""Who carries out what a department has to do: its own users who are handlers, and hands outside of the system, by name (T15)."""

from collections import Counter

import sqlalchemy as sa

from backend.refusals import RuleSaysNo
from backend.rules import authorisations
from backend.rules.steps import Step
from backend.session import Work
from backend.tables.cases import CaseRow
from backend.tables.people import DepartmentRow, UserRow
from wire.cases import AssignOrder
from wire.codes import Role, Status

Hands = dict[str, str | None]  # the user by what the hand is called; none for one outside of the system


def of_department(work: Work, id: str | None) -> Hands:
    """By full name; by both names where two of them have the same. Read once in a transaction."""
    key = "hands", id
    if key not in work.known:
        work.known[key] = _of_department(work, id)
    found: Hands = work.known[key]
    return found


def _of_department(work: Work, id: str | None) -> Hands:
    department = work.session.get(DepartmentRow, id) if id else None
    if department is None:
        return {}
    users = work.session.execute(
        sa.select(UserRow.name, UserRow.full_name, UserRow.roles).where(UserRow.department_id == id).order_by(UserRow.full_name)
    )
    handlers = [user for user in users if Role.HANDLER in user.roles]
    called = Counter([*(user.full_name for user in handlers), *department.hands])
    inside: Hands = {user.full_name if called[user.full_name] == 1 else f"{user.full_name} ({user.name})": user.name for user in handlers}
    return inside | dict.fromkeys(department.hands)


def known_handler(step: Step, order: AssignOrder) -> RuleSaysNo | None:
    if order.handler in of_department(step.work, step.case.department_id):
        return None
    return RuleSaysNo("unknown_handler", f"{order.handler!r} is no handler of this department.")


def hand_is_free(step: Step, order: AssignOrder) -> RuleSaysNo | None:
    """Asked only where the standard refuses a second task; then two who assign in one department wait for each other."""
    if step.standards.recommending.second_task == "WARN":
        return None
    step.work.session.get(DepartmentRow, step.case.department_id, with_for_update={"key_share": True}, populate_existing=True)
    his = (CaseRow.department_id == step.case.department_id, CaseRow.handler == order.handler, CaseRow.id != step.case.id)
    busy = sa.select(CaseRow.number).where(*his, CaseRow.status == Status.DISPOSING, CaseRow.submitted_at.is_(None)).limit(1)
    number = step.work.session.scalar(busy)
    return None if number is None else RuleSaysNo("hand_busy", f"{order.handler} has {number} in hand, and is given no second case.")


def own_assignment(step: Step) -> RuleSaysNo | None:
    """Any handler of the department speaks for a hand outside of the system; for a user, he himself or who stands in for him."""
    user, mine = step.case.handler_user, step.work.user.name
    if user is None or user == mine or user in authorisations.holders(step.work, mine, Role.HANDLER):
        return None
    return RuleSaysNo("other_handler", "The case was assigned to another handler.")


def give_to_handler(step: Step, order: AssignOrder) -> None:
    step.case.handler, step.case.handler_user = order.handler, of_department(step.work, step.case.department_id)[order.handler]


def take_from_handler(step: Step, _: object) -> None:
    step.case.handler = step.case.handler_user = None


GUARDS = (own_assignment,)
CHECKS = (known_handler, hand_is_free)
EFFECTS = (give_to_handler, take_from_handler)
