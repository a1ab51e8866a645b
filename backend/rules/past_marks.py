"""What of a period of the past is worth looking at: alarms that were raised, urgent cases that came in, cases that passed their deadline.

All by the change log: an alarm stands where the hall heard of it, and a case passes the deadline that it had then, in the state that it was in then.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from operator import itemgetter

import msgspec
import sqlalchemy as sa

from backend.refusals import Malformed, RuleSaysNo
from backend.rules import past, serials
from backend.rules.reach import must_reach
from backend.session import Work
from backend.tables.cases import CaseRow
from backend.tables.feed import ChangeRow
from wire.alarms import Alarm
from wire.cases import Clocked, lamp
from wire.codes import Lamp, Noun, PastMarkKind, Status
from wire.past import LONGEST_MARKED, MOST_MARKS, PARTS, MarkCount, PastMark, PastMarks

JUST = timedelta(microseconds=1)
PAGE = 1_000  # bodies that are held at once: a busy week has 100 MB of them


class Brief(msgspec.Struct, frozen=True, gc=False):
    """As much of a `Case` as its marks are told from."""

    number: str
    status: Status
    urgent: bool = False
    yellow_at: datetime | None = None
    deadline_at: datetime | None = None
    disposed_at: datetime | None = None


Version = tuple[datetime, Clocked | None]  # from when on
Known = tuple[datetime, Brief | None]
Changed = tuple[int, int, datetime, Brief | None]  # its number in the change log, the version of the case
BODY = msgspec.json.Decoder(Brief | None)


def marks(work: Work, start: datetime, end: datetime) -> PastMarks:
    """Those with start <= at < end."""
    for moment in (start, end):
        past.must_have_zone(moment)
    must_reach(start=start, end=end)
    if not timedelta() < end - start <= LONGEST_MARKED:
        raise Malformed(f"start must be before end, by {LONGEST_MARKED / timedelta(days=1):g} days at most.")
    found = [*_alarms(work, start, end), *_of_cases(work, start, end)]
    found.sort(key=lambda mark: (mark.at, mark.kind, mark.case_id, mark.unit_id))
    left = found[MOST_MARKS:]
    return PastMarks(marks=found[:MOST_MARKS], left_off=len(left), counts=counted(left, start, end))


def counted(found: Iterable[PastMark], start: datetime, end: datetime) -> list[MarkCount]:
    """How many of each kind there are in each of the `PARTS` of the period that has any; `found` in order of time."""
    parts = defaultdict[tuple[int, PastMarkKind], list[datetime]](list)
    for mark in found:
        parts[(mark.at - start) * PARTS // (end - start), mark.kind].append(mark.at)
    return [MarkCount(kind=kind, at=times[0], until=times[-1], count=len(times)) for (_, kind), times in sorted(parts.items())]


def _alarms(work: Work, start: datetime, end: datetime) -> Iterator[PastMark]:
    raised = sa.select(ChangeRow.at, ChangeRow.body).where(ChangeRow.at >= start, ChangeRow.at < end, ChangeRow.noun == Noun.ALARM)
    for at, body in work.session.execute(raised.where(ChangeRow.version == 1)):
        if (alarm := msgspec.json.decode(body, type=Alarm | None)) is not None:
            yield PastMark(kind=PastMarkKind.ALARM, at=at, alarm=alarm.kind, unit_id=alarm.unit_id)


def _of_cases(work: Work, start: datetime, end: datetime) -> Iterator[PastMark]:
    versions, new = _versions(work, start, end)
    for id, mine in versions.items():
        came_at, first = next(((at, case) for at, case in mine if case is not None), (start, None))
        if first is None:
            continue
        if id in new and first.urgent:
            yield PastMark(kind=PastMarkKind.URGENT, at=came_at, case_id=id, case_number=first.number)
        for at in reddened(mine, start, end):
            yield PastMark(kind=PastMarkKind.OVERDUE, at=at, case_id=id, case_number=first.number)


def _versions(work: Work, start: datetime, end: datetime) -> tuple[dict[str, list[Known]], set[str]]:
    """Of each case that may have a mark what it was, and from when on; and which came in within the period."""
    found, new = {id: [(start, case)] for id, case in _at(work, start, end)}, set[str]()
    for id, changes in _changes(work, start, end).items():
        mine = found.setdefault(id, [])
        for _, version, at, case in sorted(changes, key=itemgetter(0)):
            if version == 1:
                new.add(id)
                mine.append((start, None))
            mine.append((at, case))
    untouched = ~sa.exists().where(ChangeRow.noun == Noun.CASE, ChangeRow.id == CaseRow.id, ChangeRow.at >= start)
    due = sa.select(CaseRow.id, *(getattr(CaseRow, name) for name in Brief.__struct_fields__)).where(untouched)
    due = due.where(CaseRow.deadline_at >= start, CaseRow.deadline_at < end, CaseRow.status.not_in((Status.CLOSED, Status.VOIDED)))
    for id, *values in work.session.execute(due):
        if id not in found:
            found[id] = [(start, Brief(*values))]  # the change log has nothing of it
    return found, new


def _changes(work: Work, start: datetime, end: datetime) -> dict[str, list[Changed]]:
    """Of each case those within the period, in any order: a database that puts them in order moves all their bodies."""
    found = defaultdict[str, list[Changed]](list)
    changed = sa.select(ChangeRow.id, ChangeRow.seq, ChangeRow.version, ChangeRow.at, ChangeRow.body).where(*_of_period(start, end))
    for id, seq, version, at, body in work.session.execute(changed, execution_options={"yield_per": PAGE}):
        found[id].append((seq, version, at, BODY.decode(body)))
    return found


def _at(work: Work, start: datetime, end: datetime) -> Iterator[tuple[str, Brief | None]]:
    """Those that have changed since, as they were; none where the change log does not reach so far back.

    What had ended before, and was not opened anew within the period, has no mark: nothing is read of it.
    """
    try:
        after = past.newest(work, start)
    except RuleSaysNo:
        return
    since = CaseRow.id.in_(sa.select(ChangeRow.id).where(ChangeRow.noun == Noun.CASE, ChangeRow.seq > after).correlate(None))
    touched = CaseRow.id.in_(sa.select(ChangeRow.id).where(*_of_period(start, end)).correlate(None))
    there = sa.or_(CaseRow.closed_at.is_(None), CaseRow.closed_at >= start, touched)
    voided = sa.and_(CaseRow.status == Status.VOIDED, CaseRow.status_at < start)
    then = sa.orm.aliased(ChangeRow)
    newest = sa.select(sa.func.max(then.seq)).where(then.noun == Noun.CASE, then.id == CaseRow.id, then.seq <= after).scalar_subquery()
    chosen = sa.select(CaseRow.id, ChangeRow.body).join_from(CaseRow, ChangeRow, ChangeRow.seq == newest)
    chosen = chosen.where(since, there, ~voided, CaseRow.serial < serials.first(start + timedelta(milliseconds=1)))
    for id, body in work.session.execute(chosen, execution_options={"yield_per": PAGE}):
        yield id, BODY.decode(body)


def _of_period(start: datetime, end: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """The changes of cases within it."""
    return ChangeRow.at >= start, ChangeRow.at < end, ChangeRow.noun == Noun.CASE


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
