"""What of a period of the past is worth looking at: alarms that were raised, urgent cases that came in, cases that passed their deadline.

All by the change log: an alarm stands where the hall heard of it, and a case passes the deadline that it had then, in the state that it was in then.
The log is read once, as it grows, in small transactions: a busy week of it has 100 MB.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import msgspec
import sqlalchemy as sa

from backend.refusals import Malformed
from backend.rules import following, past
from backend.rules.answers import insert
from backend.rules.reach import must_reach
from backend.session import Database, Work
from backend.tables.feed import ChangeRow
from backend.tables.past_marks import MarkHead, PastMarkRow
from wire.alarms import Alarm
from wire.cases import Clocked, lamp
from wire.codes import Lamp, Noun, PastMarkKind, Status
from wire.past import LONGEST_MARKED, MOST_MARKS, PARTS, MarkCount, PastMark, PastMarks

JUST = timedelta(microseconds=1)
FOREVER = datetime.max.replace(tzinfo=UTC)
PAGE = 1_000  # changes of one transaction: nobody else waits long for the one writer of SQLite
MARKING = (Noun.CASE, Noun.ALARM)


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
BODY = msgspec.json.Decoder(Brief | None)


def marks(work: Work, start: datetime, end: datetime) -> PastMarks:
    """Those with start <= at < end."""
    for moment in (start, end):
        past.must_have_zone(moment)
    must_reach(start=start, end=end)
    if not timedelta() < end - start <= LONGEST_MARKED:
        raise Malformed(f"start must be before end, by {LONGEST_MARKED / timedelta(days=1):g} days at most.")
    within = PastMarkRow.at >= start, PastMarkRow.at < end
    order = PastMarkRow.at, PastMarkRow.kind, PastMarkRow.thing
    found = work.session.scalars(sa.select(PastMarkRow).where(*within).order_by(*order).limit(MOST_MARKS)).all()
    later = sa.select(PastMarkRow.at, PastMarkRow.kind).where(*within).order_by(*order).offset(MOST_MARKS)
    left = [(at, kind) for at, kind in work.session.execute(later)] if len(found) == MOST_MARKS else []
    told = [_message(row) for row in found]
    return PastMarks(marks=told, left_off=len(left), counts=counted(left, start, end), waiting=behind(work))


def counted(found: Iterable[tuple[datetime, PastMarkKind]], start: datetime, end: datetime) -> list[MarkCount]:
    """How many of each kind there are in each of the `PARTS` of the period that has any; `found` in order of time."""
    parts = defaultdict[tuple[int, PastMarkKind], list[datetime]](list)
    for at, kind in found:
        parts[(at - start) * PARTS // (end - start), kind].append(at)
    return [MarkCount(kind=kind, at=times[0], until=times[-1], count=len(times)) for (_, kind), times in sorted(parts.items())]


def keep_up(database: Database, pages: int | None = None) -> int:
    """Find the marks of what has changed, in `pages` transactions at most; answers how many changes still wait."""
    return following.keep_up(database, behind, follow, pages)


def take_turn(database: Database) -> int:
    """What is found by itself, so much at a time."""
    return keep_up(database, following.TURN)


def behind(work: Work) -> int:
    """Changes of the feed that have not been looked at yet."""
    return following.newest(work) - work.session.execute(sa.select(MarkHead.seq)).scalar_one()


def follow(work: Work) -> None:
    """One page of what waits."""
    head = work.session.get_one(MarkHead, 1, with_for_update=True, populate_existing=True)
    newest = following.newest(work)  # before the changes: what is published meanwhile belongs to the next page
    chosen = sa.select(ChangeRow.seq, ChangeRow.at, ChangeRow.noun, ChangeRow.id, ChangeRow.version, ChangeRow.body)
    chosen = chosen.where(ChangeRow.seq > head.seq, ChangeRow.seq <= newest, ChangeRow.noun.in_(MARKING)).order_by(ChangeRow.seq).limit(PAGE)
    changes = work.session.execute(chosen).all()
    cases = defaultdict[str, list[Any]](list)
    for change in changes:
        if change.noun is Noun.CASE:
            cases[change.id].append(change)
    known = {id: changes[0].at for id, changes in cases.items() if changes[0].version > 1}
    _take_back(work, known)
    rows = [*_of_alarms(changes), *_of_cases(cases, _before(work, list(known), head.seq))]
    if rows:
        work.session.execute(insert(work, PastMarkRow).on_conflict_do_nothing(), rows)
    head.seq = changes[-1].seq if len(changes) == PAGE else newest


def forget(work: Work, floor: int) -> None:
    """Nobody goes to a moment before the memory of the change log, which begins with the change `floor`."""
    began = sa.select(ChangeRow.at).where(ChangeRow.seq == floor).scalar_subquery()
    work.session.execute(sa.delete(PastMarkRow).where(PastMarkRow.at < began))


def _message(row: PastMarkRow) -> PastMark:
    case_id = "" if row.kind is PastMarkKind.ALARM else row.thing
    return PastMark(kind=row.kind, at=row.at, alarm=row.alarm, unit_id=row.unit_id, case_id=case_id, case_number=row.case_number)


def _row(kind: PastMarkKind, at: datetime, thing: str, number: str = "", alarm: Alarm | None = None) -> dict[str, Any]:
    unit_id = alarm.unit_id if alarm is not None else ""
    return {"kind": kind, "at": at, "thing": thing, "case_number": number, "alarm": alarm and alarm.kind, "unit_id": unit_id}


def _of_alarms(changes: Iterable[Any]) -> Iterator[dict[str, Any]]:
    for change in changes:
        is_new = change.noun is Noun.ALARM and change.version == 1
        if is_new and (alarm := msgspec.json.decode(change.body, type=Alarm | None)) is not None:
            yield _row(PastMarkKind.ALARM, change.at, alarm.id, alarm=alarm)


def _of_cases(cases: dict[str, list[Any]], before: dict[str, Brief | None]) -> Iterator[dict[str, Any]]:
    for id, changes in cases.items():
        first, mine = changes[0], [(change.at, BODY.decode(change.body)) for change in changes]
        came_at, case = next(((at, case) for at, case in mine if case is not None), (first.at, None))
        if case is None:
            continue
        known: list[Known] = [(first.at, before[id])] if id in before else []
        if first.version == 1:
            known.append((first.at, None))
            if case.urgent:
                yield _row(PastMarkKind.URGENT, came_at, id, case.number)
        for at in reddened([*known, *mine], first.at, FOREVER):
            yield _row(PastMarkKind.OVERDUE, at, id, case.number)


def _take_back(work: Work, changed: dict[str, datetime]) -> None:
    """The deadlines that each would have passed if it had not changed before, by case and time of the change."""
    gone = sa.delete(PastMarkRow).where(
        PastMarkRow.thing == sa.bindparam("case"), PastMarkRow.kind == PastMarkKind.OVERDUE, PastMarkRow.at > sa.bindparam("since")
    )
    if changed:
        work.session.connection().execute(gone, [{"case": id, "since": at} for id, at in changed.items()])


def _before(work: Work, ids: Sequence[str], seq: int) -> dict[str, Brief | None]:
    """What these cases were after a change; without those of which the log has nothing up to there."""
    chosen = ChangeRow.noun == Noun.CASE, ChangeRow.id.in_(ids), ChangeRow.seq <= seq
    newest = sa.select(sa.func.max(ChangeRow.seq)).where(*chosen).group_by(ChangeRow.id)
    found = work.session.execute(sa.select(ChangeRow.id, ChangeRow.body).where(ChangeRow.seq.in_(newest)))
    return {id: BODY.decode(body) for id, body in found}


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
