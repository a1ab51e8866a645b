"""When an inspector was last in each basic grid, and saw each metre of street, by all fixes of the last 24 hours that can be believed.

A fix is never changed, so the hours of a unit whose fixes are as many as before, and as many around them, hold nothing new: only the others are read
again. Late fixes, fixes that another process has stored and imports are found by that as well. Of an earlier moment all is read that was within a
day before it; the last one asked for is kept for a minute, since a list and a map ask for the same.
"""

import threading
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from backend import spatial, standards
from backend.fixes import reading
from backend.fixes.scale import SLOT_MS
from backend.refusals import Malformed
from backend.rules import street_graph
from backend.rules.positions import millis
from backend.rules.reach import must_reach
from backend.rules.seen_hours import HOUR_MS, SeenHours
from backend.rules.street_seen import Unseen
from backend.session import Database, Work
from backend.tables.cases import CaseRow
from backend.tables.places import GridHead, GridRow
from backend.tables.units import UnitRow
from geo.streets import Streets
from wire.codes import GridKind, UnitKind
from wire.coverage import CoverageGaps, Covered, Gap, StreetGap
from wire.problem import FieldError

WINDOW = timedelta(hours=24)
MOST_GAPS = 200
SLOTS_OF_HOUR = HOUR_MS // SLOT_MS
KEPT = timedelta(minutes=1)

Places = tuple[Sequence[float], Sequence[float]]  # degrees, lon and lat
Hours = dict[tuple[int, int], int]  # how many fixes there are, by number of the unit and hour since 1970


class _Then(NamedTuple):
    at: datetime
    read_at: datetime
    seen: SeenHours


class Coverage:
    """Of one database: what was found is kept from one question to the next."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._mark, self._hours = "", Hours()
        self._graph: Streets | None = None
        self._seen = SeenHours()
        self._then: _Then | None = None

    def take(self, at: datetime | None = None) -> list[Covered]:
        """By code of the basic grid; as of a moment, else of now."""
        with self._lock, self._database.read() as work:
            seen, until = self._as_of(work, at)
            since = millis(until - WINDOW)
            found = {code: at for code, at in seen.newest.items() if at >= since}
        return [Covered(code=code, at=datetime.fromtimestamp(at / 1000, UTC)) for code, at in sorted(found.items())]

    def gaps(self, hours: float, at: datetime | None = None) -> CoverageGaps:
        """What nobody has seen for so long, a day at most; the heaviest first, then cells that were seen longest ago. As of a moment, else of now."""
        with self._lock, self._database.read() as work:
            seen, until = self._as_of(work, at)
            since = millis(until - timedelta(hours=hours))
            rules = standards.in_force().duty.coverage
            cases, places = _cases(work, until, timedelta(days=rules.days))
            cells = sorted(frozenset().union(*spatial.grid_index(work.session).basic_of.values()))
            unseen_m, street_m = seen.streets.unseen_m(since)
            beside = seen.streets.cases(*places, rules.case_reach_m)
            streets, street_share = seen.streets.unseen(since, seen.names, beside)[:MOST_GAPS], seen.streets.share(since, beside)
            newest, oldest = dict(seen.newest), millis(until - WINDOW)
        found = [code for code in cells if newest.get(code, 0) < since]
        weights = {code: 1.0 + cases.get(code, 0) for code in cells}
        found.sort(key=lambda code: (-weights[code], newest.get(code, 0), code))
        total, middles = sum(weights.values()), self._middles(found[:MOST_GAPS])
        return CoverageGaps(
            hours=hours,
            at=until,
            cells=len(cells),
            unseen=len(found),
            share=1 - sum(weights[code] for code in found) / total if total else None,
            street_m=street_m,
            street_unseen_m=unseen_m,
            gaps=[
                Gap(code=code, seen_at=_moment(newest.get(code, 0), oldest), cases=cases.get(code, 0), weight=weights[code], lon=lon, lat=lat)
                for code, (lon, lat) in middles.items()
            ],
            streets=[_of_street(each, oldest) for each in streets],
            street_share=street_share,
        )

    def _middles(self, codes: Sequence[str]) -> dict[str, tuple[float, float]]:
        """Of basic grids, in the order of their codes as they are given."""
        chosen = sa.select(GridRow.code, GridRow.lon, GridRow.lat).where(GridRow.kind == GridKind.BASIC, GridRow.code.in_(codes))
        with self._database.read() as work:
            known = {code: (lon, lat) for code, lon, lat in work.session.execute(chosen)}
        return {code: known[code] for code in codes if code in known}

    def _as_of(self, work: Work, at: datetime | None) -> tuple[SeenHours, datetime]:
        if at is None:
            self._learn(work, millis(work.at - WINDOW))
            return self._seen, work.at
        must_reach(at=at)
        if at.tzinfo is None or at > work.at:
            raise Malformed("Coverage is told as of a time with a zone that has been.", [FieldError(path="at", detail="has no zone, or is to come")])
        then = self._then
        if then is None or then.at != at or work.at - then.read_at > KEPT:
            then = self._then = _Then(at, work.at, _seen_of(work, street_graph.graph(work)))
            first, last = millis(at - WINDOW) // HOUR_MS, millis(at) // HOUR_MS
            then.seen.look(work, {(unit, hour) for unit in _inspectors(work) for hour in range(first, last + 1)}, millis(at) + 1)
        return then.seen, at

    def _learn(self, work: Work, since: int) -> None:
        mark = work.session.scalar(sa.select(GridHead.mark)) or ""
        hours = _counted(work, since // HOUR_MS)
        graph = street_graph.graph(work)
        if mark != self._mark or graph is not self._graph:
            self._mark, self._hours, self._graph, self._seen = mark, Hours(), graph, _seen_of(work, graph)
        changed = {key for key in self._hours.keys() | hours.keys() if self._hours.get(key) != hours.get(key)}
        self._seen.forget(self._hours.keys() - hours.keys())
        self._seen.look(work, {(unit, hour + by) for unit, hour in changed for by in (-1, 0, 1)} & hours.keys())
        self._hours = hours


def _inspectors(work: Work) -> set[int]:
    return set(work.session.scalars(sa.select(UnitRow.number).where(UnitRow.kind == UnitKind.INSPECTOR)))


def _cases(work: Work, until: datetime, back: timedelta) -> tuple[dict[str, int], Places]:
    """How many cases there were in each basic grid, and where all of them were."""
    lately = CaseRow.reported_at.between(until - back, until)
    rows = work.session.execute(sa.select(CaseRow.grid_code, CaseRow.lon, CaseRow.lat).where(lately)).all()
    codes, lon, lat = zip(*rows, strict=True) if rows else ((), (), ())
    return Counter(code for code in codes if code is not None), (lon, lat)


def _of_street(each: Unseen, oldest: int) -> StreetGap:
    seen_at = _moment(each.newest, oldest)
    return StreetGap(
        name=each.name, unseen_m=each.unseen_m, metres=each.metres, lon=each.lon, lat=each.lat,
        seen_at=seen_at, cases=each.cases, weight=each.weight,
    )  # fmt: skip


def _seen_of(work: Work, graph: Streets | None) -> SeenHours:
    return SeenHours(graph, street_graph.names(work) if graph is not None else ())


def _moment(at: int, oldest: int) -> datetime | None:
    return datetime.fromtimestamp(at / 1000, UTC) if at >= oldest else None


def _counted(work: Work, first: int) -> Hours:
    inspectors = _inspectors(work)
    hours = Hours()
    for (unit, slot), count in reading.counts(work, first * SLOTS_OF_HOUR).items():
        if unit in inspectors:
            hours[unit, slot // SLOTS_OF_HOUR] = hours.get((unit, slot // SLOTS_OF_HOUR), 0) + count
    return hours
