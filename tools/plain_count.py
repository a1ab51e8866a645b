"""The counters of a case once more, told by its flow records alone and without a line of the backend's own fold (DOMAIN 5.2)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from wire.evaluation import Counter

# Counters that the verbs of a case's records tell by themselves, and those that the status does in which the last record left it.
BY_VERB = {
    Counter.REPORT: "REPORT",
    Counter.SEND_VERIFY: "SEND_VERIFY",
    Counter.INST: "FILE",
    Counter.DISPATCH: "DISPATCH",
    Counter.SUPERVISE: "FORWARD",
    Counter.POSTPONE: "EXTEND",
    Counter.HIS_HANG: "SUSPEND",
    Counter.RETURN: "RETURN_TO_DISPATCHER",
    Counter.URGE: "SUPERVISE",
    Counter.TIMEOUT_EXEMPT: "EXEMPT",
}
BY_END = {
    Counter.ARCHIVE: ("CLOSED",),
    Counter.NOT_OPERATE: ("VOIDED", "REFUSE", "MERGE"),
    Counter.NOT_INST: ("VOIDED", "NOT_FILE"),
    Counter.CANCEL: ("VOIDED", "VOID"),
}
IN_TIME = {Counter.INTIME_OPERATE: "ACCEPT", Counter.INTIME_INST: "FILE", Counter.INTIME_DISPATCH: "DISPATCH"}  # by the first of these steps
OPINIONS = {
    "VERY_SATISFIED": Counter.VERY_SATISFIED,
    "SATISFIED": Counter.SATISFIED,
    "NEUTRAL": Counter.NEUTRAL,
    "NOT_SATISFIED": Counter.NOT_SATISFIED,
}
AFTER_CHECK = ("PENDING_CHECK", "CHECKING", "PENDING_CLOSE", "CLOSED")
GIVING = ("DISPATCH", "SUB_DISPATCH")
AGAIN = ("REWORK", "REOPEN")  # steps after which the result is another one
OWED = ("CONFIRM", "REFUSE", "NOT_FILE")  # steps after which the citizen is called


class Record(NamedTuple):
    """`set` are the fields that the step changed, with what they are since."""

    at: datetime
    verb: str
    from_status: str | None
    to_status: str
    department_id: str | None
    overdue: bool
    outcome: str | None
    satisfaction: str | None
    set: Mapping[str, str | None]


Flow = Sequence[Record]


def told(flow: Flow, due: Mapping[str, datetime], main: Flow, every_rework: bool) -> set[Counter]:
    """The counters that are 1. `due`: by when the last task of a kind was due; `main`: the records of the case that this one was merged with."""
    if flow[0].verb not in ("REPORT", "SPLIT"):
        return {Counter.DIRECT if flow[0].verb == "ASSESS" else Counter.PATROL_DEAL_REPORT}
    standing, verbs = standing_of(flow), {record.verb for record in flow} | {"REPORT"}  # a part of a case begins by its splitting
    found = {counter for counter, verb in BY_VERB.items() if verb in verbs}
    done, status = {record.verb for record in standing}, flow[-1].to_status
    found |= {counter for counter, (end, *by) in BY_END.items() if status == end and not (by and done.isdisjoint(by))}
    found |= {counter for counter, verb in IN_TIME.items() if any(not first.overdue for first in _first(standing, verb))}
    if any(record.verb == "FORWARD" and not record.overdue for record in standing):
        found.add(Counter.INTIME_SUPERVISE)
    if multi_rework(standing, every_rework):
        found.add(Counter.REWORK)
    return found | _disposal(standing) | _tasks(flow, due) | _citizen(standing, main)


def standing_of(flow: Flow) -> list[Record]:
    """The steps that were not taken back."""
    found: list[Record] = []
    for record in flow:
        found = found[:-1] if record.verb == "UNDO" else [*found, record]
    return found


def multi_rework(flow: Flow, every_rework: bool) -> int:
    """Reworks by the same department: where the next one to get the case is another, it had been dispatched wrongly."""
    times = 0
    for at, record in enumerate(flow):
        if record.verb in AGAIN and (every_rework or record.from_status in AFTER_CHECK):
            given = [each.department_id for each in flow[at + 1 :] if each.verb in GIVING and each.to_status == "PENDING_DISPOSAL"]
            times += not given or given[0] == record.department_id
    return times


def _first(flow: Flow, verb: str) -> list[Record]:
    return [record for record in flow if record.verb == verb][:1]


def _disposal(flow: Flow) -> set[Counter]:
    """Late is what was confirmed after the last deadline; closing confirms what nobody has. Nothing is late that was closed as an error."""
    confirmed, deadline, closed, exempt = None, None, None, False
    for record in flow:
        deadline = record.set.get("deadline_at", deadline)
        exempt = exempt or record.verb == "EXEMPT"
        if record.verb == "CONFIRM":
            confirmed = record.at
        elif record.verb in AGAIN:
            confirmed = closed = None
        elif record.to_status == "CLOSED" and record.from_status != "CLOSED":
            closed = record
    found, end = set[Counter](), confirmed or (closed.at if closed else None)
    error = closed is not None and closed.set.get("close_kind") == "ERROR"
    late = not (exempt or error) and deadline is not None and end is not None and end > datetime.fromisoformat(deadline)
    if closed is not None:
        found.add(Counter.OVERTIME_ARCHIVE if late else Counter.INTIME_ARCHIVE)
    if flow[-1].to_status != "VOIDED" and (confirmed is not None or (closed is not None and closed.verb == "CLOSE")):
        found |= {Counter.DISPOSE, Counter.OVERTIME_DISPOSE if late else Counter.INTIME_DISPOSE}
    return found


def _tasks(flow: Flow, due: Mapping[str, datetime]) -> set[Counter]:
    """Of the last task that was sent, and of checks that were followed by another one of the same disposal."""
    found = set[Counter]()
    for kind, did, in_time in (("VERIFY", Counter.VERIFY, Counter.INTIME_VERIFY), ("CHECK", Counter.CHECK, Counter.INTIME_CHECK)):
        sent = max((at for at, record in enumerate(flow) if record.verb == f"SEND_{kind}"), default=len(flow))
        for answer in [record for record in flow[sent:] if record.verb == kind][:1]:
            found |= {did, in_time} if answer.at <= due[kind] else {did}
    in_stage = 0
    for record in flow:
        in_stage = in_stage + 1 if record.verb == "CHECK" else 0 if record.verb in ("CONFIRM", "REWORK") else in_stage
        if in_stage > 1:
            found.add(Counter.INVALID_CHECK)
    return found


def _citizen(flow: Flow, main: Flow) -> set[Counter]:
    """What the last call-back about the present result has brought. What becomes of the case that it was merged with becomes of it too."""
    last: Record | None = None
    merged = max((record.at for record in flow if record.verb == "MERGE"), default=None)
    others = [record for record in main if merged is not None and record.at > merged and record.verb != "CALL_BACK"]
    for record in sorted([*flow, *others], key=lambda each: each.at):
        if record.verb == "CALL_BACK":
            last = record
        elif record.verb in AGAIN or record.verb in OWED:
            last = None
    if last is None or last.outcome != "DONE":
        return set()
    return {Counter.CALLBACK, *([OPINIONS[last.satisfaction]] if last.satisfaction else [])}


TOLD = (
    *(*BY_VERB, *BY_END, *IN_TIME, Counter.INTIME_SUPERVISE, Counter.DISPOSE, Counter.INTIME_DISPOSE, Counter.OVERTIME_DISPOSE),
    *(Counter.INTIME_ARCHIVE, Counter.OVERTIME_ARCHIVE, Counter.REWORK, Counter.VERIFY, Counter.INTIME_VERIFY),
    *(Counter.CHECK, Counter.INTIME_CHECK, Counter.INVALID_CHECK, Counter.CALLBACK, *OPINIONS.values(), Counter.DIRECT, Counter.PATROL_DEAL_REPORT),
)
