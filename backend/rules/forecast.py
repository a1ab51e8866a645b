"""Whether a case will be late, by what cases like it took (PEERS idea 24).

A disposal is measured in shares of its limit, in the working time of the limit, so that nights and limits of all lengths compare; a stage in minutes.
Of the past ones only those count that took at least as long as this one has taken already: who has waited an hour is none of those done in a minute.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from backend import adjusting
from backend.rules import clocks
from backend.rules.catalogue import in_force
from backend.session import Database, Work
from backend.standards import Standards
from backend.standards.calendar import Calendar
from backend.tables.cases import CaseRow, FlowRow
from wire.codes import Status, Verb
from wire.forecast import Forecast
from wire.standards import Limit

DISPOSAL = (Status.PENDING_DISPOSAL, Status.DISPOSING)
Group = tuple[str, ...]


class Usual(NamedTuple):
    """What cases like one took, in order; `like` says which they are."""

    like: str
    took: Sequence[float]


class Past:
    """What past disposals took, by department and class, and past stages by status."""

    def __init__(self, disposals: Iterable[tuple[str, str, float]], stages: Iterable[tuple[Status, float]]) -> None:
        self._disposals: dict[Group, list[float]] = defaultdict(list)
        self._stages: dict[Status, list[float]] = defaultdict(list)
        for department, small, share in disposals:
            for group in (("DEPARTMENT_CLASS", department, small), ("CLASS", small), ("DEPARTMENT", department), ("ALL",)):
                self._disposals[group].append(share)
        for status, minutes in stages:
            self._stages[status].append(minutes)
        for each in (*self._disposals.values(), *self._stages.values()):
            each.sort()

    def of_disposal(self, case: CaseRow, least: int) -> Usual | None:
        """The most alike of which there are enough."""
        department, small = case.department_id or "", f"{case.kind}-{case.class_code}"
        for group in (("DEPARTMENT_CLASS", department, small), ("CLASS", small), ("DEPARTMENT", department), ("ALL",)):
            if len(took := self._disposals.get(group, [])) >= least:
                return Usual(group[0], took)
        return None

    def of_stage(self, status: Status, least: int) -> Usual | None:
        took = self._stages.get(status, [])
        return Usual("ALL", took) if len(took) >= least else None


_known: dict[str, tuple[datetime, Past]] = {}  # by database: since when, and what


def warm(database: Database) -> None:
    """What past cases took, read anew when it has aged: a second of work, which nobody who opens a card should wait for."""
    with database.read() as work:
        since, _ = _known.get(_key(work), (datetime.min.replace(tzinfo=UTC), None))
        if work.at - since >= timedelta(minutes=adjusting.rules().forecast.fresh_min):
            _known[_key(work)] = work.at, read(work)


def _key(work: Work) -> str:
    return str(work.session.get_bind().engine.url)


def read(work: Work) -> Past:
    rules, standards = adjusting.rules().forecast, in_force(work)
    since = work.at - timedelta(days=rules.days)
    disposed = sa.select(CaseRow).where(CaseRow.disposed_at >= since, CaseRow.dispatched_at.is_not(None), CaseRow.limit_type.is_not(None))
    cases = work.session.scalars(disposed.order_by(CaseRow.disposed_at.desc()).limit(rules.cases))
    limits = standards.machine.limits_min
    steps = sa.select(FlowRow.from_status, FlowRow.used_s).where(FlowRow.at >= since, FlowRow.used_s.is_not(None), FlowRow.from_status.in_(limits))
    stages = work.session.execute(steps.order_by(FlowRow.at.desc()).limit(rules.cases))
    return Past(
        [(case.department_id or case.last_department_id or "", f"{case.kind}-{case.class_code}", _share(case, standards.calendar)) for case in cases],
        [(status, used_s / 60) for status, used_s in stages if status is not None and used_s is not None],
    )


def of_case(work: Work, case: CaseRow) -> Forecast | None:
    """None when no limit runs, or too little is known of cases like this one."""
    if (held := _known.get(_key(work))) is None:
        return None
    known = held[1]
    standards, least = in_force(work), adjusting.rules().forecast.least
    if case.status in DISPOSAL and case.deadline_at is not None:
        return _of_disposal(work, case, case.deadline_at, standards, known.of_disposal(case, least))
    minutes = standards.machine.limits_min.get(case.status)
    return None if minutes is None else _of_stage(work, case, minutes, standards, known.of_stage(case.status, least))


def late(work: Work) -> list[Forecast]:
    """Of all running cases those that are expected to break their limit and have not yet; the first to break it first."""
    limited = [*DISPOSAL, *in_force(work).machine.limits_min]
    running = work.session.scalars(sa.select(CaseRow).where(CaseRow.status.in_(limited)))
    found = [forecast for case in running if (forecast := of_case(work, case)) is not None and forecast.breach_in is not None]
    return sorted((each for each in found if each.limit_at > work.at), key=lambda each: (each.limit_at, each.case_id))


def expected(took: Sequence[float], already: float) -> float | None:
    """The median of those that took at least as long; none when none did."""
    first, end = bisect_left(took, already), len(took)
    return None if first == end else (took[(first + end - 1) // 2] + took[(first + end) // 2]) / 2


def _of_disposal(work: Work, case: CaseRow, deadline: datetime, standards: Standards, usual: Usual | None) -> Forecast | None:
    if usual is None or case.limit_amount is None or case.limit_type is None:
        return None
    whole = case.limit_amount * (1 + case.extension_count)
    left = clocks.used(work.at, deadline, case.limit_type, standards.calendar)
    over = clocks.used(deadline, work.at, case.limit_type, standards.calendar)
    already = (whole - left + over) / whole
    share = expected(usual.took, already)
    # Longer than any before: it is expected to take as long again as it took beyond its limit, and at least to be late.
    more = max((share if share is not None else max(already, 1.0)) - already, 0.0) * whole
    at = clocks.add(work.at, Limit(amount=more, type=case.limit_type), standards.calendar) if more else work.at
    breach = share is None or at > deadline
    saves = [verb for verb in (Verb.ASK_EXTEND, Verb.SUPERVISE, Verb.REMIND) if _helps(verb, case, work.at)] if breach else []
    return Forecast(
        case_id=case.id,
        expected_at=max(at, deadline) if breach else at,
        limit_at=deadline,
        like=usual.like,
        cases=len(usual.took),
        department_id=case.department_id,
        breach_in=case.status if breach else None,
        saves=saves,
    )


def _of_stage(work: Work, case: CaseRow, minutes: int, standards: Standards, usual: Usual | None) -> Forecast | None:
    if usual is None:
        return None
    paused = timedelta(seconds=case.paused_s if case.status is Status.REPORTED else 0)
    limit_at = case.status_at - paused + timedelta(minutes=minutes)
    already = (work.at - case.status_at) / timedelta(minutes=1)
    took = expected(usual.took, already)
    at = case.status_at + timedelta(minutes=took if took is not None else already)
    breach = took is None or at > limit_at
    forward = [row.verb for row in standards.machine.transitions if row.main and case.status in row.sources] if breach else []
    return Forecast(
        case_id=case.id,
        expected_at=max(at, work.at),
        limit_at=limit_at,
        like=usual.like,
        cases=len(usual.took),
        breach_in=case.status if breach else None,
        saves=forward,
    )


def _helps(verb: Verb, case: CaseRow, at: datetime) -> bool:
    if verb is Verb.ASK_EXTEND:
        return case.asked is None and case.deadline_at is not None and at <= case.deadline_at
    return verb is not Verb.SUPERVISE or not case.supervised


def _share(case: CaseRow, calendar: Calendar) -> float:
    """Of the limit as it was in the end, how much the disposal used."""
    if case.limit_amount is None or case.limit_type is None or case.deadline_at is None or case.disposed_at is None:
        return 1.0
    whole = case.limit_amount * (1 + case.extension_count)
    left = clocks.used(case.disposed_at, case.deadline_at, case.limit_type, calendar)
    return (whole - left + clocks.used(case.deadline_at, case.disposed_at, case.limit_type, calendar)) / whole
