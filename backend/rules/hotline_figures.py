"""What the hotline has done in a span of time, every figure with the calls or cases behind it (DOMAIN 6.11)."""

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from backend import hotline
from backend.rules import calls
from backend.rules.messages import COLUMNS, cases_of
from backend.session import Work
from backend.tables.cases import CaseRow
from backend.tables.hotline import CallRow
from wire.codes import CallbackState, CallKind, CallState, Direction, Satisfaction
from wire.figures import FigureList, HotlineFigure, HotlineFigures

MOST = 1000  # of a list
CONTENT = (Satisfaction.VERY_SATISFIED, Satisfaction.SATISFIED)
Condition = sa.ColumnElement[bool]


class Counted(NamedTuple):
    table: type[CallRow] | type[CaseRow]
    conditions: tuple[Condition, ...]


def figures(work: Work, start: datetime, end: datetime) -> HotlineFigures:
    counts = {figure: count(work, figure, start, end) for figure in HotlineFigure}
    broken = _number(work, _broken(work), start, end)
    asked = _number(work, Counted(CaseRow, (CaseRow.callback == CallbackState.DONE, CaseRow.satisfaction.is_not(None))), start, end)
    return HotlineFigures(
        start=start,
        end=end,
        counts=counts,
        answer_rate=_rate(counts[HotlineFigure.ANSWERED], counts[HotlineFigure.CALLS]),
        answer_s=_answer_s(work, start, end),
        accepted_rate=_rate(counts[HotlineFigure.ACCEPTED], counts[HotlineFigure.ANSWERED]),
        callback_rate=_rate(counts[HotlineFigure.CALLBACKS], counts[HotlineFigure.OWED]),
        satisfaction_rate=_rate(counts[HotlineFigure.SATISFIED], asked),
        promise_rate=_rate(counts[HotlineFigure.PROMISES_KEPT], counts[HotlineFigure.PROMISES_KEPT] + broken),
    )


def behind(work: Work, figure: HotlineFigure, start: datetime, end: datetime) -> FigureList:
    """The newest of what a figure counts."""
    chosen = _within(counted(figure), start, end)
    if chosen.table is CallRow:
        rows = work.session.scalars(sa.select(CallRow).where(*chosen.conditions).order_by(CallRow.ring_at.desc(), CallRow.id).limit(MOST))
        return FigureList(figure=figure, calls=[calls.message(row) for row in rows])
    newest = sa.select(*COLUMNS).where(*chosen.conditions).order_by(CaseRow.reported_at.desc(), CaseRow.id).limit(MOST)
    return FigureList(figure=figure, cases=cases_of(work.session.execute(newest)))


def counted(figure: HotlineFigure) -> Counted:
    incoming = CallRow.direction == Direction.IN
    of_citizens = CaseRow.source.in_(hotline.in_force().callback_sources)
    return {
        HotlineFigure.CALLS: Counted(CallRow, (incoming,)),
        HotlineFigure.ANSWERED: Counted(CallRow, (incoming, CallRow.answer_at.is_not(None))),
        HotlineFigure.MISSED: Counted(CallRow, (incoming, CallRow.state == CallState.MISSED)),
        HotlineFigure.CALLED_BACK: Counted(CallRow, (incoming, CallRow.state == CallState.MISSED, CallRow.called_back_at.is_not(None))),
        HotlineFigure.CONSULTATIONS: Counted(CallRow, (incoming, CallRow.kind == CallKind.CONSULTATION)),
        HotlineFigure.HANDED_OVER: Counted(CallRow, (incoming, CallRow.handed_to.is_not(None))),
        HotlineFigure.ACCEPTED: Counted(CallRow, (incoming, CallRow.case_id.is_not(None))),
        HotlineFigure.DUPLICATES: Counted(CaseRow, (of_citizens, CaseRow.duplicate_of.is_not(None))),
        HotlineFigure.OWED: Counted(CaseRow, (CaseRow.callback.is_not(None),)),
        HotlineFigure.CALLBACKS: Counted(CaseRow, (CaseRow.callback == CallbackState.DONE,)),
        HotlineFigure.SATISFIED: Counted(CaseRow, (CaseRow.callback == CallbackState.DONE, CaseRow.satisfaction.in_(CONTENT))),
        HotlineFigure.PROMISED: Counted(CaseRow, (CaseRow.promise_at.is_not(None),)),
        HotlineFigure.PROMISES_KEPT: Counted(CaseRow, (CaseRow.promise_kept.is_(True),)),
    }[figure]


def _broken(work: Work) -> Counted:
    """Also those that nobody has solved while their time went by."""
    return Counted(CaseRow, (sa.or_(CaseRow.promise_kept.is_(False), sa.and_(CaseRow.promise_kept.is_(None), CaseRow.promise_at < work.at)),))


def _answer_s(work: Work, start: datetime, end: datetime) -> float | None:
    answered = sa.select(CallRow.ring_at, CallRow.answer_at).where(*_within(counted(HotlineFigure.ANSWERED), start, end).conditions)
    waits = [(answer - ring).total_seconds() for ring, answer in work.session.execute(answered) if answer is not None]
    return sum(waits) / len(waits) if waits else None


def count(work: Work, figure: HotlineFigure, start: datetime, end: datetime) -> int:
    return _number(work, counted(figure), start, end)


def _number(work: Work, chosen: Counted, start: datetime, end: datetime) -> int:
    return work.session.scalar(sa.select(sa.func.count()).select_from(chosen.table).where(*_within(chosen, start, end).conditions)) or 0


def _within(chosen: Counted, start: datetime, end: datetime) -> Counted:
    begins = CallRow.ring_at if chosen.table is CallRow else CaseRow.reported_at
    return Counted(chosen.table, (*chosen.conditions, begins >= start, begins < end))


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None
