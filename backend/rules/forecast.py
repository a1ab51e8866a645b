"""Whether a case will be late, by what cases like it took (PEERS idea 24).

A disposal is measured in shares of its limit, in the working time of the limit, so that nights and limits of all lengths compare; a stage in minutes.
Of the past ones only those count that took at least as long as this one has taken already: who has waited an hour is none of those done in a minute.
And what is not done yet counts for as long as it was watched (`backend.rules.survival`): else the slow ones, which are still open, would be left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from backend import adjusting
from backend.rules import clocks, stage_limits
from backend.rules.catalogue import in_force
from backend.rules.survival import FROM_THE_START, Curve, Life
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
    """What cases like one take; `like` says which they are."""

    like: str
    curve: Curve


class Past:
    """What disposals take, by department and class, and stages by status; each is worked out when it is asked for first."""

    def __init__(self, disposals: Iterable[tuple[str, str, Life]], stages: Iterable[tuple[Status, Life]]) -> None:
        self._lives: dict[Group, list[Life]] = defaultdict(list)
        self._curves: dict[Group, Curve] = {}
        for department, small, life in disposals:
            for group in _groups(department, small):
                self._lives[group].append(life)
        for status, life in stages:
            self._lives[status,].append(life)

    def of_disposal(self, case: CaseRow, least: int) -> Usual | None:
        """The most alike of which enough have ended."""
        for group in _groups(case.department_id or "", f"{case.kind}-{case.class_code}"):
            if (curve := self._curve(group)) is not None and curve.ended >= least:
                return Usual(group[0], curve)
        return None

    def of_stage(self, status: Status, least: int) -> Usual | None:
        curve = self._curve((status,))
        return Usual("ALL", curve) if curve is not None and curve.ended >= least else None

    def _curve(self, group: Group) -> Curve | None:
        if group not in self._curves and group in self._lives:
            self._curves[group] = Curve(self._lives[group])
        return self._curves.get(group)


def _groups(department: str, small: str) -> tuple[Group, ...]:
    """The most alike first."""
    return ("DEPARTMENT_CLASS", department, small), ("CLASS", small), ("DEPARTMENT", department), ("ALL",)


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
    return Past(_disposals(work), _stages(work))


def _disposals(work: Work) -> Iterator[tuple[str, str, Life]]:
    """Those that ended within the days that are looked back on, and those that are at work."""
    rules, calendar = adjusting.rules().forecast, in_force(work).calendar
    since = work.at - timedelta(days=rules.days)
    limited = sa.select(CaseRow).where(CaseRow.dispatched_at.is_not(None), CaseRow.deadline_at.is_not(None), CaseRow.limit_type.is_not(None))
    ended = list(work.session.scalars(limited.where(CaseRow.disposed_at >= since).order_by(CaseRow.disposed_at.desc()).limit(rules.cases)))
    if len(ended) == rules.cases and ended[-1].disposed_at is not None:
        since = ended[-1].disposed_at
    running = work.session.scalars(limited.where(CaseRow.status.in_(DISPOSAL), CaseRow.disposed_at.is_(None)))
    for case in (*ended, *running):
        begun = case.dispatched_at is not None and case.dispatched_at >= since
        entered = FROM_THE_START if begun else _share(case, since, calendar)
        life = Life(entered, _share(case, case.disposed_at or work.at, calendar), case.disposed_at is not None)
        yield case.department_id or case.last_department_id or "", f"{case.kind}-{case.class_code}", life


def _stages(work: Work) -> Iterator[tuple[Status, Life]]:
    rules, limits = adjusting.rules().forecast, in_force(work).machine.limits_min
    since = work.at - timedelta(days=rules.days)
    steps = sa.select(FlowRow.from_status, FlowRow.used_s).where(FlowRow.at >= since, FlowRow.used_s.is_not(None), FlowRow.from_status.in_(limits))
    for left, used_s in work.session.execute(steps.order_by(FlowRow.at.desc()).limit(rules.cases)):
        if left is not None and used_s is not None:
            yield left, Life(FROM_THE_START, used_s / 60, True)
    waiting = sa.select(CaseRow.status, CaseRow.status_at).where(CaseRow.status.in_(limits), CaseRow.status_at >= since)
    for status, at in work.session.execute(waiting):
        yield status, Life(FROM_THE_START, (work.at - at) / timedelta(minutes=1), False)


def of_case(work: Work, case: CaseRow) -> Forecast | None:
    """None when no limit runs, or too little is known of cases like this one."""
    if (held := _known.get(_key(work))) is None:
        return None
    known = held[1]
    standards, least = in_force(work), adjusting.rules().forecast.least
    if case.status in DISPOSAL and case.deadline_at is not None:
        return _of_disposal(work, case, case.deadline_at, standards, known.of_disposal(case, least))
    limit_at = stage_limits.limit_at(work, case, standards.machine)
    return None if limit_at is None else _of_stage(work, case, limit_at, standards, known.of_stage(case.status, least))


def late(work: Work) -> list[Forecast]:
    """Of all running cases those that are expected to break their limit and have not yet; the first to break it first."""
    limited = [*DISPOSAL, *in_force(work).machine.limits_min]
    running = work.session.scalars(sa.select(CaseRow).where(CaseRow.status.in_(limited)))
    found = [forecast for case in running if (forecast := of_case(work, case)) is not None and forecast.breach_in is not None]
    return sorted((each for each in found if each.limit_at > work.at), key=lambda each: (each.limit_at, each.case_id))


def _of_disposal(work: Work, case: CaseRow, deadline: datetime, standards: Standards, usual: Usual | None) -> Forecast | None:
    if usual is None or case.limit_amount is None or case.limit_type is None:
        return None
    whole = case.limit_amount * (1 + case.extension_count)
    already = _share(case, work.at, standards.calendar)
    share = usual.curve.expected(already)
    if share is None and already < usual.curve.watched < 1.0:
        return None  # none was watched for as long as the limit is, and most go on
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
        cases=usual.curve.ended,
        department_id=case.department_id,
        breach_in=case.status if breach else None,
        saves=saves,
    )


def _of_stage(work: Work, case: CaseRow, limit_at: datetime, standards: Standards, usual: Usual | None) -> Forecast | None:
    if usual is None:
        return None
    already = (work.at - case.status_at) / timedelta(minutes=1)
    took = usual.curve.expected(already)
    if took is None and already < usual.curve.watched < (limit_at - case.status_at) / timedelta(minutes=1):
        return None
    at = case.status_at + timedelta(minutes=took if took is not None else already)
    breach = took is None or at > limit_at
    forward = [row.verb for row in standards.machine.transitions if row.main and case.status in row.sources] if breach else []
    return Forecast(
        case_id=case.id,
        expected_at=max(at, work.at),
        limit_at=limit_at,
        like=usual.like,
        cases=usual.curve.ended,
        breach_in=case.status if breach else None,
        saves=forward,
    )


def _helps(verb: Verb, case: CaseRow, at: datetime) -> bool:
    if verb is Verb.ASK_EXTEND:
        return case.asked is None and case.deadline_at is not None and at <= case.deadline_at
    return verb is not Verb.SUPERVISE or not case.supervised


def _share(case: CaseRow, at: datetime, calendar: Calendar) -> float:
    """Of its limit, extensions and all, how much the disposal had used by then."""
    if case.limit_amount is None or case.limit_type is None or case.deadline_at is None:
        return 1.0
    whole = case.limit_amount * (1 + case.extension_count)
    left = clocks.used(at, case.deadline_at, case.limit_type, calendar)
    return (whole - left + clocks.used(case.deadline_at, at, case.limit_type, calendar)) / whole
