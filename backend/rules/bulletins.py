"""The bulletin of a period: its figures, those of the period before, and what they are by department, region, source and class."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from backend.rules import evaluation, hand, hotline_figures, sums
from backend.rules.reach import must_reach
from backend.rules.sums import Cut
from backend.session import Work
from backend.settings import CITY_ZONE
from backend.tables.cases import CaseRow
from backend.tables.counts import DAYS, counts
from backend.tables.people import DepartmentRow
from wire.bulletins import Ageing, Bulletin, Figure
from wire.evaluation import Counter, Dimension, FigureOf, Period, Question, Standing
from wire.periods import before, span

TABLES = (Dimension.DEPARTMENT, Dimension.DISTRICT, Dimension.STREET, Dimension.AREA, Dimension.SOURCE, Dimension.MAJOR)
AGES = (1, 3, 7, 30)  # days


def bulletin(work: Work, period: Period, day: date) -> Bulletin:
    must_reach(day=day)
    asked, earlier = Question(period=period, day=day), Question(period=period, day=before(period, day))
    whole, was = (evaluation.evaluation(work, each, Dimension.CITY) for each in (asked, earlier))
    values, values_before = _values(work, asked), _values(work, earlier)
    return Bulletin(
        period=period,
        first=whole.first,
        last=whole.last,
        at=work.at,
        version=whole.version,
        figures=[Figure(id=id, value=value, before=values_before[id]) for id, value in values.items()],
        total=whole.total,
        before=was.total,
        tables={by: rows for by in TABLES if (rows := _placed(evaluation.evaluation(work, asked, by).rows))},
        days=evaluation.evaluation(work, asked, Dimension.DAY).rows if period is not Period.DAY else [],
        ageing=list(_ageing(work)),
        waiting=whole.waiting,
    )


def cases(work: Work, asked: Question, most: int) -> tuple[Sequence[Any], int]:
    """What every figure of the period is counted from: the cases that belong to it by any of their days, the newest first; how many there are."""
    cut = evaluation.cut_of(work, asked)
    belongs = sa.or_(*(cut.c[day].between(cut.first, cut.last) for day in DAYS))
    counters = [cut.counts(counter).label(counter) for counter in Counter]
    told = (CaseRow.number, CaseRow.kind, CaseRow.class_code, CaseRow.source, CaseRow.status, DepartmentRow.name)
    chosen = sa.select(*told, *(cut.c[day] for day in DAYS), *counters).join(CaseRow, CaseRow.id == cut.c.case_id)
    chosen = chosen.outerjoin(DepartmentRow, DepartmentRow.id == cut.c.by_department).where(belongs)
    found = work.session.execute(chosen.order_by(cut.c.reported_on.desc(), CaseRow.number.desc()).limit(most)).all()
    return found, work.session.scalar(sa.select(sa.func.count()).select_from(counts).where(belongs)) or 0


def _placed(rows: list[Standing]) -> list[Standing]:
    """Nothing where a city has no such regions: a table of one line without a name says nothing."""
    return rows if any(row.key for row in rows) else []


def _values(work: Work, asked: Question) -> dict[str, float | None]:
    entered = hand.figures(work, asked.period, *span(asked.period, asked.day), work.at).get("", {})
    return {figure.id: _value(work, asked, figure, entered) for figure in evaluation.scheme(work).figures}


def _value(work: Work, asked: Question, figure: FigureOf, entered: dict[str, float]) -> float | None:
    if figure.hand:
        return entered.get(figure.hand)
    first, last = span(asked.period, asked.day)
    if figure.call:
        return hotline_figures.count(work, figure.call, *(datetime.combine(day, time.min, CITY_ZONE) for day in (first, last + timedelta(days=1))))
    cut = Cut(first, last, work.at, figure.basis, [(Dimension.SOURCE, source) for source in figure.sources])
    counted = sums.sums(work, cut, Dimension.CITY).get("", {})
    if figure.counters:
        return sum(counted.get(counter, 0) for counter in figure.counters)
    return evaluation.standing(evaluation.scheme(work), "", "", counted, {}, {}).rates[figure.indicator]


def _ageing(work: Work) -> Iterator[Ageing]:
    """Of all open cases, whenever they were reported."""
    today = evaluation.today(work)
    edges = [today, *(today - timedelta(days=days) for days in AGES)]
    for last, next_last in zip(edges, [*edges[1:], None], strict=True):
        first = next_last + timedelta(days=1) if next_last else None
        counted = sums.sums(work, Cut(first or date(1900, 1, 1), last, work.at), Dimension.CITY)
        yield Ageing(first=first, last=last, cases=int(counted.get("", {}).get(Counter.OPEN, 0)))
