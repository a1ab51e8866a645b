"""Whether a case will be late, by what cases like it took (PEERS idea 24).

A disposal is measured in shares of its limit, in the working time of the limit, so that nights and limits of all lengths compare; a stage in minutes.
Of the past ones only those count that took at least as long as this one has taken already: who has waited an hour is none of those done in a minute.
And what is not done yet counts for as long as it was watched (`backend.rules.survival`): else the slow ones, which are still open, would be left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from backend import adjusting
from backend.rules import ahead, clocks, stage_limits, transitions
from backend.rules.case_conditions import concern
from backend.rules.catalogue import in_force
from backend.rules.survival import FROM_THE_START, Curve, Life
from backend.session import Database, Work
from backend.standards import Standards
from backend.standards.calendar import Calendar
from backend.tables.cases import CaseRow, FlowRow, TaskRow
from backend.tables.hotline import TransferRow
from wire.codes import Clock, LimitType, Status, TaskState, TransferState, Verb
from wire.forecast import Forecast
from wire.standards import Limit

DISPOSAL = (Status.PENDING_DISPOSAL, Status.DISPOSING)
STILL = (Status.CLOSED, Status.VOIDED, Status.SUSPENDED)  # no clock runs
OF_NOW = (Clock.STAGE, Clock.DISPOSAL)
MINUTE = timedelta(minutes=1)
MOST, LOOKED = 100, 500  # forecasts in a list; cases whose steps are looked up for it
PRESSING = frozenset({Verb.SUPERVISE, Verb.REMIND})
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
    rules, timed = adjusting.rules().forecast, [status for status in Status if status not in (*DISPOSAL, *STILL)]
    since = work.at - timedelta(days=rules.days)
    steps = sa.select(FlowRow.from_status, FlowRow.used_s).where(FlowRow.at >= since, FlowRow.used_s.is_not(None), FlowRow.from_status.in_(timed))
    for left, used_s in work.session.execute(steps.order_by(FlowRow.at.desc()).limit(rules.cases)):
        if left is not None and used_s is not None:
            yield left, Life(FROM_THE_START, used_s / 60, True)
    waiting = sa.select(CaseRow.status, CaseRow.status_at).where(CaseRow.status.in_(timed), CaseRow.status_at >= since)
    for status, at in work.session.execute(waiting):
        yield status, Life(FROM_THE_START, (work.at - at) / MINUTE, False)


class Deadlines(NamedTuple):
    """What else is known of a case's limits, by its id: of the newest task, and of the transfer that it answers."""

    tasks: Mapping[str, datetime]
    transfers: Mapping[str, datetime]


def of_case(work: Work, case: CaseRow) -> Forecast | None:
    """Of the limit that will be broken next, else of the one that ends first; of one that is broken already only where no other will be. None when
    no limit runs, or too little is known of cases like it."""
    if (held := _known.get(_key(work))) is None:
        return None
    if case.status in STILL:
        return None
    return _foretold(work, case, in_force(work), held[1], _deadlines(work, CaseRow.id == case.id))


def late(work: Work, most: int = MOST) -> list[Forecast]:
    """Of all running cases those that are expected to break a limit and have not yet: those of which it is known when they will be done before the
    others. Of both those that this user can save by a step of his own, then those where he can press others, then the rest; of each the first to
    break it first."""
    if (held := _known.get(_key(work))) is None:
        return []
    standards, running = in_force(work), sa.and_(CaseRow.status.not_in(STILL), concern(work.user))
    deadlines = _deadlines(work, running)
    judged = [(case, _foretold(work, case, standards, held[1], deadlines)) for case in work.session.scalars(sa.select(CaseRow).where(running))]
    told = [(case, each) for case, each in judged if each is not None and each.breach_in is not None and each.limit_at > work.at]
    told.sort(key=lambda pair: (pair[1].limit_at, pair[1].case_id))
    found = [msgspec.structs.replace(each, mine=transitions.able(work, case, each.saves)) for case, each in told[:LOOKED]]
    return sorted(found, key=lambda each: (each.later, _reach(each.mine)))[:most]


def _reach(mine: Sequence[Verb]) -> int:
    """How far it is from who looks: his own step, another one's whom he can press, nothing that he can do."""
    return 2 if not mine else int(PRESSING.issuperset(mine))


def _deadlines(work: Work, which: sa.ColumnElement[bool]) -> Deadlines:
    of_tasks = sa.select(TaskRow.case_id, TaskRow.due_at).join(CaseRow, CaseRow.id == TaskRow.case_id)
    of_transfers = sa.select(TransferRow.case_id, TransferRow.due_at).join(CaseRow, CaseRow.id == TransferRow.case_id)
    tasks = work.session.execute(of_tasks.where(which, TaskRow.state == TaskState.OPEN)).all()
    transfers = work.session.execute(of_transfers.where(which, TransferRow.state == TransferState.REGISTERED)).all()
    return Deadlines({row.case_id: row.due_at for row in tasks}, {row.case_id: row.due_at for row in transfers if row.case_id is not None})


def _foretold(work: Work, case: CaseRow, standards: Standards, known: Past, of: Deadlines) -> Forecast | None:
    leaves = _leaves(work, case, standards, known)
    found = [each for limit in _limits(case, standards, of) if (each := _judged(work, case, standards, leaves, *limit)) is not None]
    broken = [each for each in found if each.breach_in is not None]
    return min(broken or found, key=lambda each: (each.limit_at <= work.at, each.limit_at), default=None)


def _limits(case: CaseRow, standards: Standards, of: Deadlines) -> Iterator[tuple[Clock, datetime]]:
    """Each limit that runs, and until when."""
    at = case.deadline_at if case.status in DISPOSAL else stage_limits.of(case, standards.machine, of.tasks.get(case.id))
    if at is not None:
        yield Clock.DISPOSAL if case.status in DISPOSAL else Clock.STAGE, at
    if case.promise_at is not None and case.promise_kept is None:
        yield Clock.PROMISE, case.promise_at
    if case.id in of.transfers:
        yield Clock.TRANSFER, of.transfers[case.id]


class Leave(NamedTuple):
    """When a status is expected to be left. `late`: nobody knows, but longer than its limit; `last`: the case is at its end then."""

    status: Status
    at: datetime
    usual: Usual
    late: bool = False
    last: bool = False


def _leaves(work: Work, case: CaseRow, standards: Standards, known: Past) -> list[Leave]:
    """One after the other by their medians, up to where too little is known."""
    least, at, found, first = adjusting.rules().forecast.least, work.at, list[Leave](), True
    for status in ahead.way(case, standards.machine):
        if status in STILL:
            found[-1:] = [leave._replace(last=status is not Status.SUSPENDED) for leave in found[-1:]]
            break
        if status is Status.DISPOSING and not first and found[-1].status is Status.PENDING_DISPOSAL:
            found[-1] = found[-1]._replace(status=status)  # the disposal is one
            continue
        usual = known.of_disposal(case, least) if status in DISPOSAL else known.of_stage(status, least)
        leave = None if usual is None else _leave(work, case, status, at, usual, standards, first)
        if leave is None:
            break
        found.append(leave)
        at, first = leave.at, False
    return found


def _leave(work: Work, case: CaseRow, status: Status, at: datetime, usual: Usual, standards: Standards, present: bool) -> Leave | None:
    """`at`: when it is entered, or now."""
    if status in DISPOSAL:
        limit = _limit(case, standards)
        if limit is None:
            return None
        already = _share(case, work.at, standards.calendar) if present else 0.0
        share = usual.curve.expected(already)
        if share is None and already < usual.curve.watched < 1.0:
            return None  # none was watched for as long as the limit is, and most go on
        # Longer than any before: nobody knows how long, but it is at least late.
        more = max((share if share is not None else max(already, 1.0)) - already, 0.0) * limit.amount
        over = clocks.add(at, Limit(amount=more, type=limit.type), standards.calendar) if more else at
        return Leave(status, over, usual, share is None)
    already = (work.at - case.status_at) / MINUTE if present else 0.0
    took = usual.curve.expected(already)
    minutes = standards.machine.limits_min.get(status)
    if took is None and already < usual.curve.watched < (minutes or float("inf")):
        return None
    return Leave(status, at + max((took if took is not None else already) - already, 0.0) * MINUTE, usual, took is None and minutes is not None)


def _limit(case: CaseRow, standards: Standards) -> Limit | None:
    """Of the disposal, extensions and all; before it is filed that of the condition which somebody had in mind, else of the first of its class."""
    if case.limit_amount is not None and case.limit_type is not None:
        return Limit(amount=case.limit_amount * (1 + case.extension_count), type=LimitType(case.limit_type))
    of_class = (each for each in standards.catalogue.conditions if (each.kind, each.class_code) == (case.kind, case.class_code))
    condition = standards.conditions.get(case.condition_id or "") or next(of_class, None)
    return condition.limit if condition else None


def _judged(work: Work, case: CaseRow, standards: Standards, leaves: Sequence[Leave], clock: Clock, limit_at: datetime) -> Forecast | None:
    """None where too little is known to say so much."""
    needed, whole = _needed(leaves, clock)
    broken = next((leave for leave in needed if leave.at > limit_at or (leave.late and leave is needed[0] and clock in OF_NOW)), None)
    if not needed or (broken is None and not whole):
        return None
    expected = max(needed[-1].at, limit_at) if broken is not None else needed[-1].at
    return Forecast(
        case_id=case.id,
        expected_at=max(expected, work.at),
        later=any(leave.late for leave in needed),
        limit_at=limit_at,
        like=needed[0].usual.like,
        cases=needed[0].usual.curve.ended,
        department_id=case.department_id if case.status in DISPOSAL else None,
        breach_in=None if broken is None else case.status if broken is needed[0] else broken.status,
        saves=_saves(work, case, standards, clock) if broken is not None else [],
        clock=clock,
    )


def _needed(leaves: Sequence[Leave], clock: Clock) -> tuple[Sequence[Leave], bool]:
    """What must be left by the end of the limit, and whether all of it is known: the present status, all to the end of the disposal, all."""
    if clock in OF_NOW:
        return leaves[:1], True
    if clock is Clock.TRANSFER:
        return leaves, bool(leaves) and leaves[-1].last
    disposed = next((place for place, leave in enumerate(leaves) if leave.status in DISPOSAL), None)
    return (leaves, False) if disposed is None else (leaves[: disposed + 1], True)


def _saves(work: Work, case: CaseRow, standards: Standards, clock: Clock) -> list[Verb]:
    """What puts the limit off, then what takes the case on, then what presses whoever has it."""
    extends = [Verb.ASK_EXTEND] if clock is Clock.DISPOSAL and case.asked is None and work.at <= (case.deadline_at or work.at) else []
    presses = [] if clock is Clock.STAGE and case.status not in stage_limits.OF_TASKS else [Verb.REMIND]
    supervises = [Verb.SUPERVISE] if clock is not Clock.STAGE and not case.supervised else []
    return [*extends, *ahead.next_steps(case, standards.machine), *supervises, *presses]


def _share(case: CaseRow, at: datetime, calendar: Calendar) -> float:
    """Of its limit, extensions and all, how much the disposal had used by then."""
    if case.limit_amount is None or case.limit_type is None or case.deadline_at is None:
        return 1.0
    whole = case.limit_amount * (1 + case.extension_count)
    left = clocks.used(at, case.deadline_at, case.limit_type, calendar)
    return (whole - left + clocks.used(case.deadline_at, at, case.limit_type, calendar)) / whole
