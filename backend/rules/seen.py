"""Who is to take the next step has seen the one before: opened the case, fetched the task to their terminal, or taken that step.

The next holder is whoever the machine offers the main step to, or the unit of an open task, but never the one who took the step themselves.
Only the first look is written down: a step costs one row of the feed for this at most.
"""

import sqlalchemy as sa

from backend.rules.answers import prepared, run
from backend.session import Work
from backend.tables.cases import LEFT, CaseRow, FlowRow
from backend.tables.seen import SeenRow
from wire.cases import CaseCard
from wire.codes import Noun, TaskState
from wire.seen import Seen
from wire.tasks import Task

_NEWEST = sa.and_(FlowRow.case_id == CaseRow.id, FlowRow.seq == CaseRow.steps, FlowRow.actor != sa.bindparam("me"))
_KNOWN = sa.and_(SeenRow.case_id == CaseRow.id, SeenRow.step >= CaseRow.steps)
_CHOSEN = sa.select(CaseRow.id).join(FlowRow, _NEWEST).outerjoin(SeenRow, _KNOWN)
UNSEEN = _CHOSEN.where(CaseRow.id.in_(sa.bindparam("ids", expanding=True)), SeenRow.case_id.is_(None)).order_by(CaseRow.id)
ENTER = prepared(
    lambda insert: (entered := insert(SeenRow)).on_conflict_do_update(
        index_elements=[SeenRow.case_id], set_={name: entered.excluded[name] for name in ("step", "by", "at")}
    )
)


def is_news(work: Work, card: CaseCard) -> bool:
    """Whether this look of the user at a case is the first of its next holder."""
    return any(offer.main for offer in card.offers) and bool(unseen(work, [card.id]))


def unseen(work: Work, case_ids: list[str]) -> list[str]:
    """Of these cases those whose newest step nobody is known to have seen, and which was taken by somebody else than the user."""
    return list(work.session.scalars(UNSEEN, {"ids": case_ids, "me": work.user.name}))


def fetched(work: Work, tasks: list[Task]) -> list[str]:
    """The cases of which this terminal has now seen the task."""
    mine = {task.case_id for task in tasks if task.unit_id == work.user.unit_id and task.state is TaskState.OPEN}
    return unseen(work, sorted(mine)) if mine else []


def note(work: Work, case_ids: list[str]) -> None:
    """In the order of their ids: whoever locks several cases does it so."""
    for case_id in case_ids:
        work.session.get(CaseRow, case_id, with_for_update=True, populate_existing=True)
        if unseen(work, [case_id]):
            enter(work, work.session.get_one(CaseRow, case_id))


def enter(work: Work, case: CaseRow) -> None:
    """The newest step of a case that is locked has been seen by the user."""
    by, at = work.user.full_name, max(work.at, case.status_at)
    run(work, ENTER, case_id=case.id, step=case.steps, by=by, at=at)
    work.publish(Noun.SEEN, case.id, case.steps, Seen(id=case.id, version=case.steps, by=by, at=at))


def of_open_cases(work: Work, done: tuple[str, ...], office: str | None = None) -> list[Seen]:
    """Of the cases of an `office` alone, where one is named."""
    chosen = sa.select(SeenRow).join(CaseRow, CaseRow.id == SeenRow.case_id).where(CaseRow.serial.in_(LEFT), CaseRow.status.not_in(done))
    chosen = chosen if office is None else chosen.where(CaseRow.department_id == office)
    return [Seen(id=row.case_id, version=row.step, by=row.by, at=row.at) for row in work.session.scalars(chosen.order_by(SeenRow.case_id))]
