"""One case, its immutable flow records and its tasks, folded into counters (DOMAIN 5.2). Pure: the same facts, the same row.

Self-handled and direct-assessment cases have counters of their own and no others: in rates they would make everything 99 % (DOMAIN 9.6).
What depends on the time of asking – overdue and still not disposed of – is no matter of this fold: `backend.rules.sums` reads it off `due_at`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from backend.rules.working_time import WorkingTime
from wire.codes import INSPECTOR_SOURCES, CallbackState, CloseKind, LimitType, Satisfaction, Source, Status, TaskKind, TaskState, Verb, VoidKind
from wire.evaluation import Counter, Lap
from wire.flow import IMPORTED

LAP_OF = {
    Status.REPORTED: Lap.ACCEPT,
    Status.VERIFYING: Lap.VERIFY,
    Status.PENDING_FILING: Lap.FILE,
    Status.TO_COMMAND: Lap.DISPATCH,
    Status.PENDING_DISPATCH: Lap.DISPATCH,
    Status.PENDING_SUB_DISPATCH: Lap.DISPATCH,
    Status.PENDING_DISPOSAL: Lap.DISPOSE,
    Status.DISPOSING: Lap.DISPOSE,
    Status.PENDING_REVIEW: Lap.REVIEW,
    Status.TO_SUPERVISION: Lap.REVIEW,
    Status.PENDING_CHECK: Lap.CHECK,
    Status.CHECKING: Lap.CHECK,
    Status.PENDING_CLOSE: Lap.CLOSE,
}
# Laps of a case whose past was another system's, by the stamps that it brought along.
STAMPS = {
    Lap.ACCEPT: ("reported_at", "accepted_at"),
    Lap.FILE: ("accepted_at", "filed_at"),
    Lap.DISPATCH: ("filed_at", "dispatched_at"),
    Lap.DISPOSE: ("dispatched_at", "disposed_at"),
}
BY_SOURCE = {
    Source.HOTLINE_12319: Counter.HOTLINE_INST,
    Source.TRANSFER_12345: Counter.HOTLINE_INST,
    Source.MEDIA: Counter.MEDIA_INST,
    Source.WECHAT: Counter.INTERNET_INST,
    Source.PUBLIC_APP: Counter.INTERNET_INST,
    Source.VIDEO: Counter.VIDEO_INST,
    Source.AI: Counter.VIDEO_INST,
    Source.AUDIT: Counter.INSPECTION_INST,
    Source.EVALUATION: Counter.ASSESS_INST,
    Source.INSPECTOR: Counter.PATROL_INST,
}
AFTER_CHECK = frozenset({Status.PENDING_CHECK, Status.CHECKING, Status.PENDING_CLOSE, Status.CLOSED})
ANSWERABLE = {
    "ACCEPTOR": (Verb.ACCEPT, Verb.REFUSE, Verb.MERGE),
    "FILER": (Verb.FILE, Verb.NOT_FILE),
    "DISPATCHER": (Verb.DISPATCH,),
}
HOURS = {LimitType.URGENT_HOUR: 1.0, LimitType.WORK_HOUR: 1.0, LimitType.WORK_DAY: 8.0, LimitType.CALENDAR_DAY: 24.0}  # of its own clock
UNFINISHED = frozenset({CloseKind.SPECIAL, CloseKind.ERROR})  # closed from wherever it stood
SHUFFLED = 2  # returns by departments that make a case one that is passed around


class Facts(NamedTuple):
    """`case` has the columns of `CaseRow`, `flow` those of `FlowRow` by number, `tasks` those of `TaskRow` by when they were sent."""

    case: Any
    flow: Sequence[Any]
    tasks: Sequence[Any]


class Counted(NamedTuple):
    counters: dict[Counter, float]  # those that are not 0
    laps: dict[Lap, float]  # working minutes
    due_at: datetime | None
    disposed_at: datetime | None
    people: dict[str, str]  # by the name of the dimension


def fold(facts: Facts, working: WorkingTime, every_rework: bool) -> Counted:
    """`every_rework`: also what the dispatcher sends back counts, not only what a check did (DOMAIN 2.4, T22)."""
    facts = facts._replace(flow=standing(facts.flow))
    case = facts.case
    if case.self_handled or case.source is Source.INSPECTOR_SELF:
        return Counted(_flags(_self_handled(case)), {}, None, None, _people(facts))
    if case.direct:
        return Counted({Counter.DIRECT: 1}, {}, None, None, _people(facts))
    disposed_at = _disposed_at(case)
    pending = _is_pending(case, disposed_at)
    counters = {
        **_reporting(facts),
        **_verifying(facts),
        **_filing(facts),
        **_dispatching(facts),
        **_choosing(facts),
        **_disposing(facts, disposed_at, pending),
        **_pressing(facts),
        **_checking(facts),
        **_reworking(facts, every_rework),
        **_citizens(case),
    }
    due_at = case.deadline_at if pending and case.status is not Status.SUSPENDED else None
    return Counted(_flags(counters), laps(facts, working), due_at, disposed_at, _people(facts))


def standing(flow: Sequence[Any]) -> list[Any]:
    """The steps that stand: one that was taken back counts for nothing, nor does its taking back."""
    found: list[Any] = []
    for record in flow:
        if record.verb is Verb.UNDO:
            found.pop()
        else:
            found.append(record)
    return found


def laps(facts: Facts, working: WorkingTime) -> dict[Lap, float]:
    """Working minutes in each lap that the case has left, all its visits together."""
    if facts.flow and facts.flow[0].transition == IMPORTED:
        return _stamped(facts.case, working)
    found: dict[Lap, float] = {}
    for before, record in zip(facts.flow, facts.flow[1:], strict=False):
        lap = LAP_OF.get(before.to_status)
        if lap is not None:
            found[lap] = found.get(lap, 0.0) + working.minutes(before.at, record.at)
    unfinished = LAP_OF.get(facts.case.status)
    return {lap: minutes for lap, minutes in found.items() if lap is not unfinished}


def _stamped(case: Any, working: WorkingTime) -> dict[Lap, float]:
    spans = {lap: (getattr(case, start), getattr(case, end)) for lap, (start, end) in STAMPS.items()}
    spans[Lap.DISPOSE] = case.dispatched_at, _disposed_at(case)
    return {lap: working.minutes(start, end) for lap, (start, end) in spans.items() if start is not None and end is not None}


def _flags(counters: dict[Counter, float]) -> dict[Counter, float]:
    return {counter: +value for counter, value in counters.items() if value}


def _self_handled(case: Any) -> dict[Counter, float]:
    return {
        Counter.PATROL_DEAL_REPORT: True,
        Counter.PATROL_DEAL_ARCHIVE: case.status is Status.CLOSED,
        Counter.PATROL_DEAL_CANCEL: case.status is Status.VOIDED,
    }


def _reporting(facts: Facts) -> dict[Counter, float]:
    case = facts.case
    patrol, valid = case.source in INSPECTOR_SOURCES, _is_filed(facts) and case.status is not Status.VOIDED
    accepted = _first(facts, Verb.ACCEPT)
    operated = accepted is not None or case.accepted_at is not None or _is_filed(facts)
    return {
        Counter.REPORT: True,
        Counter.OPEN: case.status not in (Status.CLOSED, Status.VOIDED),
        Counter.PATROL_REPORT: patrol,
        Counter.PUBLIC_REPORT: not patrol,
        Counter.VALID_REPORT: valid,
        Counter.VALID_PATROL_REPORT: valid and patrol,
        Counter.VALID_PUBLIC_REPORT: valid and not patrol,
        Counter.OPERATE: operated,
        Counter.INTIME_OPERATE: operated and not (accepted and accepted.overdue),
        Counter.ACCURATE_OPERATE: operated and not _has(facts, Verb.RETURN_TO_ACCEPTOR) and case.void_kind is not VoidKind.NOT_FILED,
        Counter.NOT_OPERATE: case.void_kind is VoidKind.NOT_ACCEPTED,
        Counter.NOT_INST: case.void_kind is VoidKind.NOT_FILED,
        Counter.CANCEL: case.void_kind is VoidKind.VOID,
    }


def _verifying(facts: Facts) -> dict[Counter, float]:
    last = _last_task(facts, TaskKind.VERIFY)
    done = last is not None and last.state is TaskState.DONE
    return {
        Counter.NEED_SEND_VERIFY: facts.case.source not in INSPECTOR_SOURCES,
        Counter.SEND_VERIFY: last is not None,
        Counter.NEED_VERIFY: last is not None and last.state is not TaskState.WITHDRAWN,
        Counter.VERIFY: done,
        Counter.INTIME_VERIFY: done and last is not None and last.done_at <= last.due_at,
    }


def _filing(facts: Facts) -> dict[Counter, float]:
    case, filed = facts.case, _first(facts, Verb.FILE)
    inst = _is_filed(facts)
    by_source = BY_SOURCE.get(case.source)
    return {
        Counter.INST: inst,
        Counter.INTIME_INST: inst and not (filed and filed.overdue),
        Counter.ACCURATE_INST: inst and case.status is not Status.VOIDED and case.close_kind is not CloseKind.ERROR,
        **({by_source: inst} if by_source else {}),
    }


def _dispatching(facts: Facts) -> dict[Counter, float]:
    """The city dispatches in time; whoever gave the case to a department last, the centre of a district too, gave it rightly or not."""
    first, sent = _first(facts, Verb.DISPATCH), [record for record in facts.flow if gives(record)]
    dispatched = first is not None or facts.case.dispatched_at is not None
    return {
        Counter.NEED_DISPATCH: _is_filed(facts),
        Counter.DISPATCH: dispatched,
        Counter.INTIME_DISPATCH: dispatched and not (first and first.overdue),
        Counter.ACCUR_DISPATCH: dispatched and (not sent or sent[0].department_id == sent[-1].department_id),
    }


def _choosing(facts: Facts) -> dict[Counter, float]:
    """Whether who dispatched, and who sent an inspector, took the first that was recommended then, each time that any was."""
    departments, units = (
        [record.rank for record in facts.flow if record.verb in verbs and record.recommended is not None]
        for verbs in ((Verb.DISPATCH,), (Verb.SEND_VERIFY, Verb.SEND_CHECK))
    )
    return {
        Counter.SUGGEST_DISPATCH: bool(departments),
        Counter.FOLLOW_DISPATCH: bool(departments) and all(rank == 1 for rank in departments),
        Counter.PASS_DISPATCH: any(rank != 1 for rank in departments),
        Counter.SUGGEST_UNIT: bool(units),
        Counter.FOLLOW_UNIT: bool(units) and all(rank == 1 for rank in units),
        Counter.PASS_UNIT: any(rank != 1 for rank in units),
    }


def _disposing(facts: Facts, disposed_at: datetime | None, pending: bool) -> dict[Counter, float]:
    """On time is what was disposed of by the deadline, whenever it was closed; an appeal that was granted takes the overdue mark away, and so does
    that it should never have been taken up.
    """
    case = facts.case
    exempt, ended = case.timeout_exempt or case.close_kind is CloseKind.ERROR, case.status is Status.CLOSED
    late = disposed_at is not None and case.deadline_at is not None and disposed_at > case.deadline_at
    closed_late = ended and (case.close_kind is CloseKind.OVERDUE or (case.close_kind is not CloseKind.NORMAL and _is_late(case)))
    disposed_late = not exempt and (late or (closed_late and case.close_kind is CloseKind.OVERDUE))
    closed_late = closed_late and not exempt
    return {
        Counter.NEED_DISPOSE: disposed_at is not None or pending,
        Counter.DISPOSE: disposed_at is not None,
        Counter.INTIME_DISPOSE: disposed_at is not None and not disposed_late,
        Counter.OVERTIME_DISPOSE: disposed_at is not None and disposed_late,
        Counter.TO_DISPOSE: pending,
        Counter.ARCHIVE: ended,
        Counter.INTIME_ARCHIVE: ended and not closed_late,
        Counter.OVERTIME_ARCHIVE: closed_late,
        Counter.URGENT_ARCHIVE: ended and case.urgent,
        Counter.TIMEOUT_EXEMPT: case.timeout_exempt,
        Counter.SUPERVISE: _has(facts, Verb.FORWARD),
        Counter.INTIME_SUPERVISE: any(record.verb is Verb.FORWARD and not record.overdue for record in facts.flow),
    }


def _pressing(facts: Facts) -> dict[Counter, float]:
    returns, extensions, suspensions = (_times(facts, verb) for verb in (Verb.RETURN_TO_DISPATCHER, Verb.EXTEND, Verb.SUSPEND))
    limit = (facts.case.limit_amount or 0.0) * HOURS.get(facts.case.limit_type, 0.0)
    return {
        Counter.RETURN: returns > 0,
        Counter.SHUFFLE: returns >= SHUFFLED,
        Counter.POSTPONE: extensions > 0,
        Counter.MULTI_POSTPONE: extensions,
        Counter.POSTPONE_HOURS: extensions * limit,  # each by the limit once more (DOMAIN 2.5)
        Counter.HANG: facts.case.status is Status.SUSPENDED,
        Counter.HIS_HANG: suspensions > 0,
        Counter.MULTI_HANG: suspensions,
        Counter.URGE: _times(facts, Verb.SUPERVISE) > 0,
    }


def _checking(facts: Facts) -> dict[Counter, float]:
    last = _last_task(facts, TaskKind.CHECK)
    done = last is not None and last.state is TaskState.DONE
    return {
        Counter.NEED_CHECK: last is not None and last.state is not TaskState.WITHDRAWN,
        Counter.CHECK: done,
        Counter.INTIME_CHECK: done and last is not None and last.done_at <= last.due_at,
        Counter.INVALID_CHECK: _invalid_checks(facts) > 0,
    }


def _invalid_checks(facts: Facts) -> int:
    """Only the last check of a stage counts; those before it are invalid."""
    invalid, in_stage = 0, 0
    for record in facts.flow:
        if record.verb is Verb.CHECK:
            in_stage += 1
            invalid += in_stage > 1
        elif record.verb in (Verb.CONFIRM, Verb.REWORK):
            in_stage = 0
    return invalid


def _reworking(facts: Facts, every_rework: bool) -> dict[Counter, float]:
    """The same department once more. Where the next dispatch goes to another one it was a wrong dispatch (DOMAIN 9.7)."""
    times = 0
    for at, record in enumerate(facts.flow):
        if record.verb in (Verb.REWORK, Verb.REOPEN) and (every_rework or record.from_status in AFTER_CHECK):
            after = next((each for each in facts.flow[at + 1 :] if gives(each)), None)
            times += after is None or after.department_id == record.department_id
    return {Counter.REWORK: times > 0, Counter.MULTI_REWORK: times}


def _citizens(case: Any) -> dict[Counter, float]:
    done = case.callback is CallbackState.DONE
    return {
        Counter.NEED_CALLBACK: case.callback is not None,
        Counter.CALLBACK: done,
        Counter.VERY_SATISFIED: done and case.satisfaction is Satisfaction.VERY_SATISFIED,
        Counter.SATISFIED: done and case.satisfaction is Satisfaction.SATISFIED,
        Counter.NEUTRAL: done and case.satisfaction is Satisfaction.NEUTRAL,
        Counter.NOT_SATISFIED: done and case.satisfaction is Satisfaction.NOT_SATISFIED,
    }


def _people(facts: Facts) -> dict[str, str]:
    """Who is answerable for which counters."""
    found: dict[str, str | None] = {"REPORTER": facts.case.unit_id}
    for name, kind in (("VERIFIER", TaskKind.VERIFY), ("CHECKER", TaskKind.CHECK)):
        task = _last_task(facts, kind)
        found[name] = task.unit_id if task else None
    for name, verbs in ANSWERABLE.items():
        record = next((record for record in facts.flow if record.verb in verbs), None)
        found[name] = record.actor if record else None
    return {name: who for name, who in found.items() if who}


def _is_filed(facts: Facts) -> bool:
    """Also a case of another system's past that was dispatched or closed there."""
    case = facts.case
    if case.filed_at is not None or case.dispatched_at is not None or _has(facts, Verb.FILE):
        return True
    return bool(case.status is Status.CLOSED and case.close_kind not in UNFINISHED)


def _disposed_at(case: Any) -> datetime | None:
    """A case of another system's past was disposed of when it was closed."""
    if case.status is Status.VOIDED:
        return None
    if case.status is Status.CLOSED and case.close_kind not in UNFINISHED:
        at: datetime = case.disposed_at or case.closed_at or case.status_at
        return at
    disposed_at: datetime | None = case.disposed_at
    return disposed_at


def _is_pending(case: Any, disposed_at: datetime | None) -> bool:
    """Whether it is still with the department: of a returned case nobody disposes."""
    ended = case.status in (Status.CLOSED, Status.VOIDED)
    return not ended and disposed_at is None and case.dispatched_at is not None and case.department_id is not None


def _is_late(case: Any) -> bool:
    end = case.disposed_at or case.closed_at
    return end is not None and case.deadline_at is not None and end > case.deadline_at


def gives(record: Any) -> bool:
    """Whether the step gives the case to a department."""
    return record.verb in (Verb.DISPATCH, Verb.SUB_DISPATCH) and record.to_status is Status.PENDING_DISPOSAL


def _has(facts: Facts, verb: Verb) -> bool:
    return any(record.verb is verb for record in facts.flow)


def _times(facts: Facts, verb: Verb) -> int:
    return sum(record.verb is verb for record in facts.flow)


def _first(facts: Facts, verb: Verb) -> Any:
    return next((record for record in facts.flow if record.verb is verb), None)


def _last_task(facts: Facts, kind: TaskKind) -> Any:
    return next((task for task in reversed(facts.tasks) if task.kind is kind), None)
