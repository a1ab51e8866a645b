"""Pages of cases: the first of any filter in a fifth of a second at half a million cases, each next one by a place in the order.

Two ways lead there. *By the words*: the index of words gives the newest `FEW` cases that may fit, which are looked at one by one. *By the
order*: an index that has all that is sifted by is walked through, in 100 ms at most, and texts are read only of what fits otherwise. The first
is taken where there are words, the second where there are none, or where what has the words is common and what fits besides is not, or where it
is wanted in another order. In the order of reports the first page is counted by the walk that finds it; in another one, what has common words is
counted among the newest that have them: to read texts until a thousand fit takes longer.
"""

import base64
import binascii
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from backend.refusals import Malformed
from backend.rules import case_words, serials
from backend.rules.case_conditions import Condition, conditions, meets, words
from backend.rules.messages import COLUMNS, cases_of
from backend.session import Work
from backend.tables.base import Moment
from backend.tables.cases import CaseRow
from wire.case_filter import CaseFilter, CaseSort
from wire.cases import Case, CasePage
from wire.problem import FieldError

FEW = 4_000  # cases that have the words and are looked at one by one: of ten thousand it takes 100 ms, mostly in vain where a walk comes after it
PROBED, SELDOM = 500, 5  # of so many that have the words fewer fit what is sifted by: of `FEW` hardly a third of a page would
MOST = 10_000  # that are counted
MOST_READ = 1_000  # that are counted where each text must be read
SERIAL = CaseRow.serial
INDEX = {CaseSort.REPORTED: "ix_cases_by_report", CaseSort.CLOSED: "ix_cases_by_close", CaseSort.DEADLINE: "ix_cases_by_deadline"}
TIME = {CaseSort.CLOSED: CaseRow.closed_at, CaseSort.DEADLINE: CaseRow.deadline_at}
Key = sa.ColumnElement[Any] | InstrumentedAttribute[Any]


class Place(NamedTuple):
    """Of a case in the order: its time unless the order is that of reports, none when it has none, and its serial."""

    at: datetime | None
    serial: int


class Cursor(NamedTuple):
    """The last case of a page, and what was counted on the first."""

    place: Place
    total: int
    more: bool


@dataclass(frozen=True)
class Found:
    """The places of a page and one more, if there is; how many fit, or that there are more than so many."""

    places: list[Place]
    total: int = 0
    more: bool = False


def page(work: Work, wanted: CaseFilter) -> CasePage:
    """The newest reports first, unless the filter says otherwise."""
    cursor = _cursor(wanted) if wanted.cursor is not None else None
    prefer_indexes(work)
    found = _Search(work, wanted, cursor.place if cursor else None).find()
    places, counted = found.places[: wanted.limit], cursor or found
    following = Cursor(places[-1], counted.total, counted.more) if len(found.places) > len(places) else None
    cases = _read(work, [place.serial for place in places])
    return CasePage(cases=cases, total=counted.total, more=counted.more, next=_written(following) if following else None)


def fitting(work: Work, wanted: CaseFilter) -> list[Condition]:
    """The whole filter as conditions, for who takes all that fits."""
    return [*conditions(work, wanted), *(meets(work, word) for word in words(work, wanted))]


class _Search:
    """One question. What follows on `after` alone is asked for where that is given, and what is counted is none of it."""

    def __init__(self, work: Work, wanted: CaseFilter, after: Place | None) -> None:
        self._work, self._wanted, self._after = work, wanted, after
        self._sifting = conditions(work, wanted)
        self._words = words(work, wanted)
        self._reading = [meets(work, word) for word in self._words]
        self._page = wanted.limit + 1

    def find(self) -> Found:
        if self._words and not any(word.is_broad for word in self._words):
            return self._by_words()
        return self._by_order(MOST_READ if self._words else MOST)

    def _by_words(self) -> Found:
        if self._wanted.sort is not CaseSort.REPORTED:
            return self._in_another_order()
        if self._after is None and self._is_seldom():
            return self._by_order(MOST_READ)
        if self._after is None:
            places, fit, had = self._at_once(FEW, self._hits().cte("hits").prefix_with("MATERIALIZED"))
            if had <= FEW or len(places) == self._page:
                return Found(places, min(fit, FEW), had > FEW)
        else:
            hits = self._hits().cte("hits")
            places = list(self._walk(hits))
            if len(places) == self._page or self._count(hits) <= FEW:
                return Found(places)
        return self._by_order(MOST_READ)

    def _is_seldom(self) -> bool:
        """Are the words common, and what else is asked for not? Then looking at `FEW` is in vain: seen in an eighth of them."""
        if all(each is sa.true() for each in self._sifting):
            return False
        newest = self._hits(PROBED).cte("newest").prefix_with("MATERIALIZED")
        fit = self._sifted([SERIAL], newest).limit(SELDOM).cte("fit")
        return self._count(fit) < SELDOM and self._count(self._hits().cte("hits")) > FEW

    def _in_another_order(self) -> Found:
        hits = self._hits().cte("hits").prefix_with("MATERIALIZED")
        first = self._after is None
        fit, had = self._sums(hits, hits) if first else (0, self._count(hits))
        places = list(self._walk(hits if had <= FEW else None))
        if first and len(places) == self._page:
            return Found(places, max(min(fit, FEW), self._page), had > FEW)
        return Found(places, len(places))

    def _by_order(self, most: int) -> Found:
        if self._after is None and self._wanted.sort is CaseSort.REPORTED:
            places, fit, _ = self._at_once(most)
            return Found(places, min(fit, most), fit > most)
        return self._counted(list(self._walk()), most)

    def _at_once(self, most: int, hits: sa.CTE | None = None) -> tuple[list[Place], int, int]:
        """The first page in the order of reports; how many fit, and how many hits there were: one walk tells all of it."""
        if hits is not None and self._is_all_said():
            fit = hits
        else:
            fit = self._sifted([SERIAL], hits).order_by(self._way(SERIAL)).limit(most + 1).cte("fit").prefix_with("MATERIALIZED")
        counts = [sa.select(sa.func.count()).select_from(each).scalar_subquery() for each in (fit, hits) if each is not None]
        chosen = sa.select(fit.c.serial, *counts).order_by(self._way(fit.c.serial)).limit(self._page)
        rows = self._work.session.execute(chosen).all()
        if not rows:
            return [], 0, 0 if hits is None else self._count(hits)
        return [Place(None, row[0]) for row in rows], rows[0][1], rows[0][-1]

    def _is_all_said(self) -> bool:
        """What has the words is what is asked for: nothing is sifted, and no text need be read."""
        return all(word.is_exact for word in self._words) and all(each is sa.true() for each in self._sifting)

    def _sums(self, some: sa.CTE, hits: sa.CTE) -> tuple[int, int]:
        """How many of some of the hits fit, and how many hits there are."""
        counts = [sa.select(sa.func.count()).select_from(each).scalar_subquery() for each in (self._sifted([SERIAL], some).subquery(), hits)]
        fit, had = self._work.session.execute(sa.select(*counts)).one()
        return fit, had

    def _count(self, hits: sa.CTE) -> int:
        return self._work.session.scalar(sa.select(sa.func.count()).select_from(hits)) or 0

    def _counted(self, places: list[Place], most: int) -> Found:
        """Only the first page counts, and only when it does not hold everything."""
        if self._after is not None or len(places) < self._page:
            return Found(places, len(places))
        keys = [TIME[self._wanted.sort], SERIAL]  # in the order of the index: PostgreSQL would begin where there are none
        fitting = self._sifted([SERIAL], None).order_by(*map(self._way, keys)).limit(most + 1).subquery()
        count = self._work.session.scalar(sa.select(sa.func.count()).select_from(fitting)) or 0
        return Found(places, min(count, most), count > most)

    def _hits(self, most: int | None = None) -> sa.Select[int]:
        """The first serials, `most` or one more than `FEW`: of what has the words that are in the index, or else of the others."""
        asked = [word.asked for word in self._words if word.is_in_index]
        if asked:
            return self._first(case_words.holding(self._work, asked), most)
        word = self._words[0]
        ways = [case_words.holding(self._work, [word.asked]), *(sa.select(SERIAL).where(other) for other in word.outside())]
        return self._first(sa.union(*(sa.select(self._first(way, most).subquery().c.serial) for way in ways)), most)

    def _first(self, way: sa.Select[int] | sa.CompoundSelect[int], most: int | None) -> sa.Select[int]:
        found = way.subquery()
        serial = found.c.serial
        chosen = sa.select(serial).where(*self._span(serial))
        return chosen.order_by(self._way(serial)).limit(FEW + 1 if most is None else most)

    def _way(self, key: Key) -> sa.ColumnElement[Any]:
        return key.asc() if self._wanted.ascending else key.desc()

    def _span(self, serial: sa.ColumnElement[int]) -> Iterator[Condition]:
        """What is known of the serials wanted, so that the index of words need not go through the others."""
        if self._wanted.reported_from is not None:
            yield serial >= serials.first(self._wanted.reported_from)
        if self._wanted.reported_to is not None:
            yield serial < serials.first(self._wanted.reported_to)
        if self._after is not None and self._wanted.sort is CaseSort.REPORTED:
            yield from self._beyond([serial], self._after)

    def _walk(self, hits: sa.CTE | None = None) -> Iterator[Place]:
        """A page of cases that fit and one more, of all or of the hits; those without the time of the order after all others."""
        time, after, limit = TIME.get(self._wanted.sort), self._after, self._page
        if time is not None and (after is None or after.at is not None):
            timed = self._places([time, SERIAL], hits, limit, time.is_not(None), *self._beyond([time, SERIAL], after))
            yield from timed
            after, limit = None, limit - len(timed)
        if limit > 0:
            untimed = [time.is_(None)] if time is not None else []
            yield from self._places([SERIAL], hits, limit, *untimed, *self._beyond([SERIAL], after))

    def _places(self, keys: Sequence[Key], hits: sa.CTE | None, limit: int, *more: Condition) -> list[Place]:
        ordered = self._sifted(keys, hits).where(*more).order_by(*map(self._way, keys))
        return [Place(row[0] if len(row) > 1 else None, row[-1]) for row in self._work.session.execute(ordered.limit(limit))]

    def _sifted(self, keys: Sequence[Key], hits: sa.CTE | None) -> sa.Select[Any]:
        """What fits, of all or of the hits. SQLite does not know how common what is, so it is told the index; PostgreSQL does."""
        index = INDEX[self._wanted.sort if hits is None else CaseSort.REPORTED]
        chosen = sa.select(*keys).where(*self._sifting).with_hint(CaseRow, f"INDEXED BY {index}", "sqlite")
        if hits is None:
            return chosen.where(*self._reading)
        inexact = [reading for word, reading in zip(self._words, self._reading, strict=True) if not word.is_exact]
        return chosen.where(SERIAL.in_(sa.select(hits.c.serial)), *inexact)

    def _beyond(self, keys: Sequence[Key], place: Place | None) -> list[Condition]:
        if place is None:
            return []
        values = [sa.literal(place.at, Moment)] if len(keys) > 1 else []
        mine, last = sa.tuple_(*keys), sa.tuple_(*values, sa.literal(place.serial, sa.BigInteger))
        return [mine > last if self._wanted.ascending else mine < last]


def prefer_indexes(work: Work) -> None:
    """PostgreSQL by itself reads the whole table, with helpers, where the wide index would do: three times as long, 260 ms for 90. And at the
    eleventh time it takes one plan for all that may be asked for: a third longer for what is rare.
    """
    if work.session.get_bind().dialect.name == "postgresql":
        for setting in ("random_page_cost = 1", "max_parallel_workers_per_gather = 0", "plan_cache_mode = force_custom_plan"):
            work.session.execute(sa.text(f"SET LOCAL {setting}"))


def _read(work: Work, wanted: Sequence[int]) -> list[Case]:
    rows = work.session.execute(sa.select(SERIAL, *COLUMNS).where(SERIAL.in_(wanted)))
    by_serial = {row[0]: row[1:] for row in rows}
    return cases_of(by_serial[serial] for serial in wanted)


def _written(cursor: Cursor) -> str:
    place = cursor.place
    parts = (place.at.astimezone(UTC).isoformat() if place.at else "", place.serial, cursor.total, int(cursor.more))
    return base64.urlsafe_b64encode(" ".join(map(str, parts)).encode()).decode()


def _cursor(wanted: CaseFilter) -> Cursor:
    try:
        at, serial, total, more = base64.urlsafe_b64decode((wanted.cursor or "").encode()).decode().split(" ")
        moment = datetime.fromisoformat(at).astimezone(UTC) if at else None
        if not -(2**63) <= int(serial) < 2**63 or not 0 <= int(total) < 2**31:
            raise ValueError
        return Cursor(Place(moment, int(serial)), int(total), more == "1")
    except (binascii.Error, ValueError, OverflowError) as error:
        raise Malformed("The cursor is none that a page has given.", [FieldError(path="cursor", detail="unknown")]) from error
