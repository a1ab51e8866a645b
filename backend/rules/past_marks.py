"""What of a period of the past is worth looking at: alarms that were raised, urgent cases that came in, cases that passed their deadline.

All by the change log: an alarm stands where the hall heard of it, and a case passes the deadline that it had then, in the state that it was in then.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

import msgspec
import sqlalchemy as sa

from backend.refusals import Malformed, RuleSaysNo
from backend.rules import past
from backend.rules.messages import COLUMNS, cases_of
from backend.rules.reach import must_reach
from backend.session import Work
from backend.tables.cases import CaseRow
from backend.tables.feed import ChangeRow
from wire.alarms import Alarm
from wire.cases import Case, lamp
from wire.codes import Lamp, Noun, PastMarkKind
from wire.past import LONGEST_MARKED, MOST_MARKS, PastMark, PastMarks

JUST = timedelta(microseconds=1)
Version = tuple[datetime, Case | None]  # from when on


def marks(work: Work, start: datetime, end: datetime) -> PastMarks:
    """Those with start <= at < end."""
    for moment in (start, end):
        past.must_have_zone(moment)
    must_reach(start=start, end=end)
    if not timedelta() < end - start <= LONGEST_MARKED:
        raise Malformed(f"start must be before end, by {LONGEST_MARKED / timedelta(days=1):g} days at most.")
    found = [*_alarms(work, start, end), *_of_cases(work, start, end)]
    found.sort(key=lambda mark: (mark.at, mark.kind, mark.case_id, mark.unit_id))
    return PastMarks(marks=found[:MOST_MARKS], left_off=max(len(found) - MOST_MARKS, 0))


def _alarms(work: Work, start: datetime, end: datetime) -> Iterator[PastMark]:
    raised = sa.select(ChangeRow.at, ChangeRow.body).where(ChangeRow.at >= start, ChangeRow.at < end, ChangeRow.noun == Noun.ALARM)
    for at, body in work.session.execute(raised.where(ChangeRow.version == 1)):
        if (alarm := msgspec.json.decode(body, type=Alarm | None)) is not None:
            yield PastMark(kind=PastMarkKind.ALARM, at=at, alarm=alarm.kind, unit_id=alarm.unit_id)


def _of_cases(work: Work, start: datetime, end: datetime) -> Iterator[PastMark]:
    versions, new = _versions(work, start, end)
    for id, mine in versions.items():
        known = [(at, case) for at, case in mine if case is not None]
        if not known:
            continue
        came_at, first = known[0]
        if id in new and first.urgent:
            yield PastMark(kind=PastMarkKind.URGENT, at=came_at, case_id=id, case_number=first.number)
        for at in reddened(mine, start, end):
            yield PastMark(kind=PastMarkKind.OVERDUE, at=at, case_id=id, case_number=first.number)


def _versions(work: Work, start: datetime, end: datetime) -> tuple[dict[str, list[Version]], set[str]]:
    """Of each case that may have a mark what it was, and from when on; and which came in within the period."""
    found, new = defaultdict[str, list[Version]](list), set[str]()
    for id, case in _at(work, start).items():
        found[id].append((start, case))
    changed = sa.select(ChangeRow.id, ChangeRow.at, ChangeRow.version, ChangeRow.body).where(ChangeRow.noun == Noun.CASE)
    for id, at, version, body in work.session.execute(changed.where(ChangeRow.at >= start, ChangeRow.at < end).order_by(ChangeRow.seq)):
        found[id].append((at, msgspec.json.decode(body, type=Case | None)))
        if version == 1:
            new.add(id)
    due = sa.select(*COLUMNS).where(CaseRow.deadline_at >= start, CaseRow.deadline_at < end)
    for case in cases_of(work.session.execute(due)):
        if case.id not in found:
            found[case.id].append((start, case))  # nothing has happened to it since
    return found, new


def _at(work: Work, start: datetime) -> dict[str, Case | None]:
    """Those that have changed since, as they were; none where the change log does not reach so far back."""
    try:
        return past.things(work, Noun.CASE, Case, start)
    except RuleSaysNo:
        return {}


def reddened(versions: Sequence[Version], start: datetime, end: datetime) -> Iterable[datetime]:
    """When its lamp became red: at its deadline, or when a version came into force by which it had passed that already."""
    red: bool | None = None  # nobody knows before its first version
    for (since, case), (until, _) in pairwise([*versions, (end, None)]):
        if case is None:
            red = False
            continue
        now = lamp(case, since) is Lamp.RED
        if now and red is False:
            yield since
        red = now
        due = case.deadline_at
        if not now and due is not None and max(since, start) <= due < until and lamp(case, due + JUST) is Lamp.RED:
            yield due
            red = True
