"""Counters added up by any dimension, and the cases behind every sum: one filter makes both, so that they always agree."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from backend.rules.counts_then import Row, Since
from backend.session import Work
from backend.tables.counts import STORED, counts, frozen_counts
from wire.evaluation import Basis, Counter, Dimension, Lap, Period
from wire.periods import span

SPANS = {Dimension.DAY: Period.DAY, Dimension.WEEK: Period.WEEK, Dimension.MONTH: Period.MONTH}
NOT_PLACED = ""  # the key of cases that a dimension does not know: dispatched to nobody, on no street


@dataclass(frozen=True)
class Cut:
    """Which cases: of these days of the city by this of their days, and with these keys, any of those of one dimension.

    `at` is when it is asked: what is overdue depends on it. `frozen` names the period whose frozen rows are asked instead of those of now.
    With `since` all is as it was `at`.
    """

    first: date
    last: date
    at: datetime
    basis: Basis = Basis.REPORTED
    where: Sequence[tuple[Dimension, str]] = field(default_factory=list)
    frozen: str = ""
    since: Since | None = None

    @property
    def c(self) -> Any:
        return (frozen_counts if self.frozen else counts).c

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        keys: dict[Dimension, list[str]] = {}
        for dimension, key in self.where:
            keys.setdefault(dimension, []).append(key)
        narrowed = (sa.or_(*(self._is(dimension, key) for key in any_of)) for dimension, any_of in keys.items())
        its: list[sa.ColumnElement[bool]] = [self.c.period_id == self.frozen] if self.frozen else []
        if self.since is not None:
            its.append(self.since.same)
        return [*its, self.day.between(self.first, self.last), *narrowed]

    @property
    def day(self) -> sa.ColumnElement[Any]:
        found: sa.ColumnElement[Any] = self.c[f"{self.basis.lower()}_on"]
        return found

    def column(self, dimension: Dimension) -> sa.ColumnElement[Any]:
        if dimension is Dimension.CITY:
            return sa.literal("")
        found: sa.ColumnElement[Any] = self.day if dimension in SPANS else self.c[f"by_{dimension.lower()}"]
        return found

    def minutes(self, lap: Lap) -> sa.ColumnElement[Any]:
        found: sa.ColumnElement[Any] = self.c[f"{lap.lower()}_min"]
        return found

    def counts(self, counter: Counter) -> sa.ColumnElement[Any]:
        """What a case counts for `counter`."""
        c = self.c
        if counter in STORED:
            stored: sa.ColumnElement[Any] = c[counter.lower()]
            return stored
        now = sa.literal(self.at, c.due_at.type)
        overdue = sa.and_(c.to_dispose == 1, c.due_at < now)
        needed = sa.or_(c.dispose == 1, c.archive == 1, overdue)
        of_time: dict[Counter, sa.ColumnElement[bool]] = {
            Counter.OVERTIME_TO_DISPOSE: overdue,
            Counter.INTIME_TO_DISPOSE: sa.and_(c.to_dispose == 1, sa.or_(c.due_at.is_(None), c.due_at >= now)),
            Counter.NEED_ARCHIVE: needed,
            Counter.URGENT_NEED_ARCHIVE: sa.and_(c.urgent == 1, needed),
        }
        return sa.case((of_time[counter], 1), else_=0)

    def _is(self, dimension: Dimension, key: str) -> sa.ColumnElement[bool]:
        if dimension is Dimension.CITY:
            return sa.true()
        known = self.column(dimension)
        if key == NOT_PLACED:
            return known.is_(None)
        if dimension in SPANS:
            return known.between(*span(SPANS[dimension], date.fromisoformat(key)))
        return known == key


def sums(work: Work, cut: Cut, by: Dimension) -> dict[str, dict[Counter, float]]:
    """By key; counters that are 0 are left out."""
    key = cut.column(by)
    chosen = sa.select(key, *(sa.func.sum(cut.counts(counter)) for counter in Counter)).where(*cut.conditions())
    found: dict[str, dict[Counter, float]] = {}
    for row in work.session.execute(chosen.group_by(key) if by is not Dimension.CITY else chosen):
        into = found.setdefault(_key(by, row[0]), {})
        into.update({counter: into.get(counter, 0) + value for counter, value in zip(Counter, row[1:], strict=True) if value})
    for each in _then(cut):
        into = found.setdefault(_key(by, _value(cut, by, each)), {})
        into.update({counter: into.get(counter, 0) + value for counter in Counter if (value := _counted(each, counter, cut.at))})
    return found


def minutes(work: Work, cut: Cut, by: Dimension) -> Iterable[Sequence[Any]]:
    """The key of each case, and its working minutes in every lap."""
    chosen = sa.select(cut.column(by), *map(cut.minutes, Lap)).where(*cut.conditions())
    for row in work.session.execute(chosen):
        yield _key(by, row[0]), *row[1:]
    for each in _then(cut):
        yield _key(by, _value(cut, by, each)), *(each[f"{lap.lower()}_min"] for lap in Lap)


def behind(cut: Cut, counters: Sequence[Counter], minus: Sequence[Counter] = (), laps: Sequence[Lap] = ()) -> sa.Select[tuple[str, date]]:
    """Ids and days of report of the cases that count for any of `counters`, for none of `minus`, and have left any of `laps`; none named: all."""
    c = cut.c
    chosen = sa.select(c.case_id, c.reported_on).where(*cut.conditions(), *(cut.counts(counter) == 0 for counter in minus))
    if counters:
        chosen = chosen.where(sa.or_(*(cut.counts(counter) > 0 for counter in counters)))
    return chosen.where(sa.or_(*(cut.minutes(lap).is_not(None) for lap in laps))) if laps else chosen


# The same of cases that were otherwise then, whose rows are in no table


def _then(cut: Cut) -> Iterable[Row]:
    """Those of the cut's days and keys."""
    keys: dict[Dimension, set[str]] = {}
    for dimension, key in cut.where:
        keys.setdefault(dimension, set()).add(_whole(dimension, key))
    for row in cut.since.rows if cut.since is not None else ():
        day = row[f"{cut.basis.lower()}_on"]
        inside = day is not None and cut.first <= day <= cut.last
        if inside and all(_key(dimension, _value(cut, dimension, row)) in any_of for dimension, any_of in keys.items()):
            yield row


def _value(cut: Cut, by: Dimension, row: Row) -> Any:
    if by is Dimension.CITY:
        return ""
    return row[f"{cut.basis.lower()}_on"] if by in SPANS else row[f"by_{by.lower()}"]


def _whole(dimension: Dimension, key: str) -> str:
    """The key as `_key` makes it: of a span by its first day, of the city there is one."""
    if dimension is Dimension.CITY:
        return NOT_PLACED
    return span(SPANS[dimension], date.fromisoformat(key))[0].isoformat() if dimension in SPANS and key else key


def _counted(row: Row, counter: Counter, at: datetime) -> float:
    if counter in STORED:
        return float(row[counter.lower()])
    pending, due_at = row["to_dispose"] == 1, row["due_at"]
    overdue = pending and due_at is not None and due_at < at
    needed = row["dispose"] == 1 or row["archive"] == 1 or overdue
    of_time = {
        Counter.OVERTIME_TO_DISPOSE: overdue,
        Counter.INTIME_TO_DISPOSE: pending and not overdue,
        Counter.NEED_ARCHIVE: needed,
        Counter.URGENT_NEED_ARCHIVE: row["urgent"] == 1 and needed,
    }
    return float(of_time[counter])


def _key(by: Dimension, value: Any) -> str:
    """Days, weeks and months by their first day."""
    if value is None:
        return NOT_PLACED
    return span(SPANS[by], value)[0].isoformat() if by in SPANS else str(value)
