"""Calling citizens back after disposal, or when nothing will come of a report: who is owed a call, and what came of it (DOMAIN 2.3, 2.7)."""

import sqlalchemy as sa

from backend import hotline
from backend.refusals import RuleSaysNo
from backend.rules.messages import case_of
from backend.rules.steps import Step
from backend.tables.cases import CaseRow
from wire.cases import CallBackOrder, MergeOrder
from wire.codes import CallbackState, Noun, Satisfaction, Status

No = RuleSaysNo | None
OPEN = (CallbackState.PENDING, CallbackState.UNREACHABLE)
ENDED = (Status.CLOSED, Status.VOIDED)


def owe_callback(step: Step, _: object) -> None:
    """The citizen of this case, and those of every case that was merged with it."""
    _owe(step.case)
    for row in _merged(step):
        if _owe(row):
            _publish(step, row)


def owe_first_callback(step: Step, _: object) -> None:
    """The same, but for those who were called already, or are owed a call."""
    if step.case.callback is None:
        _owe(step.case)
    for row in _merged(step):
        if row.callback is None and _owe(row):
            _publish(step, row)


def owe_callback_of_merged(step: Step, order: MergeOrder) -> None:
    """Merged with one that was disposed of already, or has ended: nothing more will come."""
    other = step.work.session.get_one(CaseRow, order.duplicate_of)
    if other.disposed_at is not None or other.status in ENDED:
        owe_first_callback(step, order)


def await_result_again(step: Step, _: object) -> None:
    """Back into the flow: what was said about the result was about another one. The flow keeps it."""
    _forget(step.case)
    for row in _merged(step):
        if row.callback is not None:
            _forget(row)
            _publish(step, row)


def note_callback(step: Step, order: CallBackOrder) -> None:
    case = step.case
    if order.outcome is CallbackState.UNREACHABLE:
        case.callback_tries += 1
        case.callback = CallbackState.UNREACHABLE if case.callback_tries >= hotline.in_force().callback_tries else CallbackState.PENDING
        return
    case.callback = order.outcome
    if order.outcome is CallbackState.DONE:
        case.callback_tries += 1
        case.resolved, case.satisfaction = order.resolved, order.satisfaction


def owes_callback(step: Step) -> No:
    return None if step.case.callback in OPEN else RuleSaysNo("nobody_to_call_back", "Nobody is owed a call about this case.")


def citizen_content(step: Step) -> No:
    """Neither he nor any whose report was merged with it."""
    if any(map(_complains, (step.case, *_merged(step, lock=False)))):
        return RuleSaysNo("citizen_not_content", "The citizen was called back and is not content: send the case back into the flow.")
    return None


def callback_told(step: Step, order: CallBackOrder) -> No:
    """What each outcome has to say."""
    if order.outcome is CallbackState.PENDING:
        return RuleSaysNo("no_outcome", "Say what came of the call: done, unreachable or waived.")
    unsaid = order.resolved is None or order.satisfaction is None
    if order.outcome is CallbackState.DONE and unsaid and not _only_told(step):
        return RuleSaysNo("no_answer_noted", "Say whether it is solved, and how satisfied the citizen is.")
    if order.outcome is CallbackState.WAIVED and not order.note.strip():
        return RuleSaysNo("no_reason", "Say why nobody calls this citizen.")
    return None


def _only_told(step: Step) -> bool:
    """There is no result to be asked about: the report, or the one that it was merged with, was refused."""
    main = step.case
    while main.duplicate_of is not None:
        main = step.work.session.get_one(CaseRow, main.duplicate_of)
    return main.disposed_at is None


def _merged(step: Step, lock: bool = True) -> list[CaseRow]:
    """Every case that was merged with this one, or with one of those."""
    known = sa.select(CaseRow.id).where(CaseRow.duplicate_of == step.case.id).cte("merged", recursive=True)
    known = known.union(sa.select(CaseRow.id).where(CaseRow.duplicate_of == known.c.id))
    rows = sa.select(CaseRow).where(CaseRow.id.in_(sa.select(known.c.id))).order_by(CaseRow.id)
    return list(step.work.session.scalars(rows.with_for_update() if lock else rows))


def _complains(case: CaseRow) -> bool:
    return case.callback is CallbackState.DONE and (case.resolved is False or case.satisfaction is Satisfaction.NOT_SATISFIED)


def _owe(case: CaseRow) -> bool:
    """False where there is nobody to call."""
    if case.source not in hotline.in_force().callback_sources or not case.phone.strip():
        return False
    case.callback, case.callback_tries, case.resolved, case.satisfaction = CallbackState.PENDING, 0, None, None
    return True


def _forget(case: CaseRow) -> None:
    case.callback, case.callback_tries, case.resolved, case.satisfaction = None, 0, None, None
    if case.promise_kept:
        case.promise_kept = None  # a promise that was kept is put to the test again


def _publish(step: Step, row: CaseRow) -> None:
    row.version += 1
    step.work.publish(Noun.CASE, row.id, row.version, case_of(row))


EFFECTS = (owe_callback, owe_first_callback, owe_callback_of_merged, await_result_again, note_callback)
GUARDS = (owes_callback, citizen_content)
CHECKS = (callback_told,)
