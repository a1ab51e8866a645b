"""An evaluation: one line for each unit of a dimension, and the cases behind any of its figures."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from backend.refusals import Malformed, NotYourRole, RuleSaysNo
from backend.rules import counting, counts_then, figures, hand, stage_times, sums
from backend.rules.catalogue import in_force
from backend.rules.messages import COLUMNS, cases_of
from backend.rules.reach import must_reach
from backend.rules.sums import Cut
from backend.session import Work
from backend.tables.cases import CaseRow
from backend.tables.counts import PeriodRow
from backend.tables.people import DepartmentRow, UserRow
from backend.tables.places import GridRow
from backend.tables.units import UnitRow
from wire.cases import CasePage
from wire.codes import HALL, GridKind
from wire.evaluation import CHOICES, POSTS, REGIONS, Counter, Dimension, Evaluation, Lap, LapTime, Question, Scheme, Standing
from wire.periods import id_of, span
from wire.problem import FieldError

UNITS = (Dimension.REPORTER, Dimension.VERIFIER, Dimension.CHECKER)
USERS = (Dimension.ACCEPTOR, Dimension.FILER, Dimension.DISPATCHER)
GRIDS = {dimension: GridKind(dimension.removesuffix("_GRID")) for dimension in REGIONS}


def scheme(work: Work) -> Scheme:
    return in_force(work).evaluation.scheme


def of_user(work: Work, asked: Question, by: Dimension = Dimension.DEPARTMENT) -> Question:
    """The question as this user may ask it: the hall about everything, an office about itself alone, and never about single people."""
    user = work.user
    if not HALL.isdisjoint(user.roles):
        return asked
    dimensions = {by, *(dimension for dimension, _ in map(_where, asked.where))}
    others = [text for text in asked.where if text.startswith(f"{Dimension.DEPARTMENT}:") and text != f"{Dimension.DEPARTMENT}:{user.department_id}"]
    if user.department_id is None or others or not dimensions.isdisjoint(POSTS):
        raise NotYourRole("An office is told of its own line of the evaluation, and of no single person.")
    rest = [text for text in asked.where if not text.startswith(f"{Dimension.DEPARTMENT}:")]
    return msgspec.structs.replace(asked, where=[*rest, f"{Dimension.DEPARTMENT}:{user.department_id}"])


def evaluation(work: Work, asked: Question, by: Dimension, at: datetime | None = None) -> Evaluation:
    """As of a moment, by the scheme of now; else of now, or as the period was frozen."""
    cut, rules = cut_of(work, asked), scheme_of(work, asked)
    if at is not None:
        cut = _as_of(work, cut, at)
    counted, laps = _sums(work, cut, by), stage_times.of(work, cut, by)
    entered = hand.figures(work, asked.period, cut.first, cut.last, cut.at)
    names = names_of(work, by)
    own = entered if by is Dimension.DEPARTMENT else {}
    rows = [
        standing(rules, key, names.get(key, ""), counts, laps.get(key, {}), own.get(key, {}), bool(key)) for key, counts in sorted(counted.items())
    ]
    whole, lap = _sums(work, cut, Dimension.CITY), stage_times.of(work, cut, Dimension.CITY)
    return Evaluation(
        period=asked.period,
        first=cut.first,
        last=cut.last,
        basis=asked.basis,
        by=by,
        at=cut.at,
        version=rules.version,
        rows=[row for row in rows if row.counts],
        total=standing(rules, "", "", whole.get("", {}), lap.get("", {}), entered.get(_only_department(cut), {})),
        waiting=0 if asked.frozen else counting.behind(work),
        frozen=asked.frozen,
    )


def _sums(work: Work, cut: Cut, by: Dimension) -> dict[str, dict[Counter, float]]:
    found = sums.sums(work, cut, by)
    if by not in POSTS and not _is_of_people(cut):
        return found
    return {key: {counter: count for counter, count in counts.items() if counter not in CHOICES} for key, counts in found.items()}


def _is_of_people(cut: Cut) -> bool:
    return any(dimension in POSTS for dimension, _ in cut.where)


def standing(
    rules: Scheme,
    key: str,
    name: str,
    counts: dict[Counter, float],
    laps: dict[Lap, LapTime],
    entered: dict[str, float],
    scored: bool = True,
) -> Standing:
    """Cases that are nobody's have no score."""
    known = figures.values(counts, laps, rules.indicators, entered)
    rates = {indicator.id: _float(known[indicator.id]) for indicator in rules.indicators}
    return Standing(
        key=key, name=name, counts=counts, rates=rates, scores=figures.scores(rules.formulas, known) if counts and scored else {}, laps=laps
    )


def cases(
    work: Work,
    asked: Question,
    counters: Sequence[Counter],
    minus: Sequence[Counter],
    limit: int,
    cursor: str | None = None,
    laps: Sequence[Lap] = (),
) -> CasePage:
    """The cases behind a figure, the newest first: that count for any of `counters` and for none of `minus`, and have left any of `laps`."""
    cut = cut_of(work, asked)
    if _is_of_people(cut) and not CHOICES.isdisjoint((*counters, *minus)):
        raise Malformed("Whether a recommendation was followed is told of no single person.", [FieldError(path="counter", detail="is of no person")])
    chosen = sums.behind(cut, counters, minus, laps)
    total = work.session.scalar(sa.select(sa.func.count()).select_from(chosen.subquery())) or 0
    day, id = cut.c.reported_on, cut.c.case_id
    if cursor is not None:
        chosen = chosen.where(sa.tuple_(day, id) < sa.tuple_(*_place(cursor)))
    found = work.session.execute(chosen.order_by(day.desc(), id.desc()).limit(limit + 1)).all()
    ids = [row.case_id for row in found[:limit]]
    by_id = {case.id: case for case in cases_of(work.session.execute(sa.select(*COLUMNS).where(CaseRow.id.in_(ids))))}
    last = found[limit - 1] if len(found) > limit else None
    return CasePage(cases=[by_id[id] for id in ids], total=total, next=f"{last.reported_on} {last.case_id}" if last else None)


def today(work: Work) -> date:
    """The day of the city."""
    return counting.day_of(work.at) or work.at.date()


def cut_of(work: Work, asked: Question) -> Cut:
    first, last = span(asked.period, asked.day)
    where = [_where(text) for text in asked.where]
    if asked.frozen:
        frozen = record(work, asked)
        return Cut(first, last, frozen.frozen_at, asked.basis, where, frozen.id)
    return Cut(asked.first or first, asked.last or last, work.at, asked.basis, where)


def _as_of(work: Work, cut: Cut, at: datetime) -> Cut:
    if cut.frozen:
        raise Malformed("A frozen period is as it was frozen, at whatever moment.", [FieldError(path="at", detail="is asked beside frozen")])
    must_reach(at=at)
    if at.tzinfo is None or at > work.at:
        raise Malformed("An evaluation is told as of a time with a zone that has been.", [FieldError(path="at", detail="has no zone, or is to come")])
    return replace(cut, at=at, since=counts_then.since(work, at))


def scheme_of(work: Work, asked: Question) -> Scheme:
    """That of its time, for a period that is frozen."""
    return msgspec.json.decode(record(work, asked).scheme, type=Scheme) if asked.frozen else scheme(work)


def record(work: Work, asked: Question) -> PeriodRow:
    found = work.session.get(PeriodRow, id_of(asked.period, asked.day))
    if found is None:
        raise RuleSaysNo("not_frozen", f"{id_of(asked.period, asked.day)} is not frozen.")
    return found


def names_of(work: Work, by: Dimension) -> dict[str, str]:
    """What the keys of a dimension are called, in Chinese where they have a name; the others speak for themselves."""
    if by is Dimension.DEPARTMENT:
        return _pairs(work, DepartmentRow.id, DepartmentRow.name)
    if by in GRIDS:
        return _pairs(work, GridRow.code, GridRow.name, GridRow.kind == GRIDS[by])
    if by in UNITS:
        return _pairs(work, UnitRow.id, UnitRow.name)
    if by in USERS:
        return _pairs(work, UserRow.name, UserRow.full_name)
    catalogue = in_force(work).catalogue
    if by is Dimension.MAJOR:
        return {f"{major.kind}-{major.code}": major.name for major in catalogue.majors}
    return {f"{small.kind}-{small.code}": small.name for small in catalogue.classes} if by is Dimension.CLASS else {}


def _only_department(cut: Cut) -> str:
    """Whose the whole is, when it is that of one department; points by hand are of departments, others of the city."""
    named = [key for dimension, key in cut.where if dimension is Dimension.DEPARTMENT]
    return named[0] if len(named) == 1 else ""


def _pairs(work: Work, key: Any, name: Any, *conditions: sa.ColumnElement[bool]) -> dict[str, str]:
    return {row[0]: row[1] for row in work.session.execute(sa.select(key, name).where(*conditions))}


def _where(text: str) -> tuple[Dimension, str]:
    name, colon, key = text.partition(":")
    try:
        dimension = Dimension(name)
        if dimension in sums.SPANS and key:
            date.fromisoformat(key)
    except ValueError:
        colon = ""
    if not colon:
        raise Malformed(f"{text[:80]!r} is no filter; write DEPARTMENT:d1.", [FieldError(path="where", detail="is no dimension with a key")])
    return dimension, key


def _place(cursor: str) -> tuple[Any, Any]:
    day, _, case_id = cursor.partition(" ")
    try:
        return sa.literal(date.fromisoformat(day), sa.Date()), sa.literal(case_id)
    except ValueError as error:
        raise Malformed("The cursor is none that a page has given.", [FieldError(path="cursor", detail="unknown")]) from error


def _float(exact: Any) -> float | None:
    return None if exact is None else float(exact)
