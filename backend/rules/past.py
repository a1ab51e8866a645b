"""The hall as of an earlier moment. The change log has the full thing after every change: as of T each is as its newest change not later than T.

A thing that nothing has happened to since T is as it is now; so only those of the changes since T are looked up, not all there are.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa

from backend.refusals import Malformed, Resync, RuleSaysNo
from backend.rules.reach import must_reach
from backend.session import Work
from backend.tables.feed import ChangeRow, FeedHead
from wire.changes import Change
from wire.codes import Noun
from wire.message import Message
from wire.past import Rewound, Stretch

MOST = 5_000  # changes of one stretch
GONE = msgspec.Raw(b"null")
Head = tuple[str, int, int]
T = TypeVar("T", bound=Message)


def rewound(work: Work, at: datetime, seen: int, epoch: str) -> Rewound:
    """`Resync` for a cursor that is none of ours, `RuleSaysNo` for a moment before the memory of the change log."""
    head = _head(work, at, seen, epoch)
    after = _newest(work, at, head[1])
    columns = ChangeRow.seq, ChangeRow.at, ChangeRow.version, ChangeRow.body
    found = work.session.execute(_before(after, columns, ChangeRow.seq <= seen))
    changes = [
        Change(seq=seq or 0, at=changed or at, noun=noun, id=id, version=version or 0, body=msgspec.Raw(body.encode()) if body is not None else GONE)
        for noun, id, seq, changed, version, body in found
    ]
    return Rewound(epoch=head[0], at=at, seen=seen, after=after, changes=changes)


def stretch(work: Work, after: int, until: datetime, epoch: str) -> Stretch:
    """What happened next; refusals as above."""
    head = _head(work, until, after, epoch)
    if after < head[1]:
        raise Resync(f"Changes up to {head[1]} are not kept any more.")
    chosen = sa.select(ChangeRow).where(ChangeRow.seq > after, ChangeRow.at <= until).order_by(ChangeRow.seq).limit(MOST + 1)
    rows = work.session.scalars(chosen).all()
    changes = list(_changes(rows[:MOST]))
    return Stretch(epoch=head[0], after=changes[-1].seq if changes else after, more=len(rows) > MOST, changes=changes)


def things(work: Work, noun: Noun, kind: type[T], at: datetime) -> dict[str, T | None]:
    """By id those that have changed since a moment, as they were at it; none that was not there. Refusals as above."""
    must_have_zone(at)
    must_reach(at=at)
    after = newest(work, at)
    found = work.session.execute(_before(after, (ChangeRow.body,), ChangeRow.noun == noun))
    return {id: msgspec.json.decode(body, type=kind | None) if body is not None else None for _, id, body in found}


def newest(work: Work, at: datetime) -> int:
    """The last change not later than a moment; `RuleSaysNo` for a moment before the memory of the change log."""
    return _newest(work, at, work.session.execute(sa.select(FeedHead.floor)).scalar_one())


def must_have_zone(at: datetime) -> None:
    if at.tzinfo is None:
        raise Malformed("A moment must be a time with a zone.")


def _newest(work: Work, at: datetime, floor: int) -> int:
    """The last change not later than a moment, from which on things are known."""
    after = work.session.scalar(sa.select(sa.func.max(ChangeRow.seq)).where(ChangeRow.at <= at)) or 0
    if after < floor or not after:
        raise RuleSaysNo("before_memory", f"The change log does not reach back to {at.isoformat()}.")
    return after


def _before(after: int, columns: Sequence[Any], *of: Any) -> sa.Select[Any]:
    """Noun and id of what has changed after `after`, and these columns of its newest change before; none where there was none."""
    since = sa.select(ChangeRow.noun, ChangeRow.id).where(ChangeRow.seq > after, *of).distinct().subquery()
    then = sa.orm.aliased(ChangeRow)
    newest = sa.select(sa.func.max(then.seq)).where(then.noun == since.c.noun, then.id == since.c.id, then.seq <= after).scalar_subquery()
    return sa.select(since.c.noun, since.c.id, *columns).outerjoin_from(since, ChangeRow, ChangeRow.seq == newest)


def _head(work: Work, at: datetime, cursor: int, epoch: str) -> Head:
    """Epoch, floor and newest change."""
    must_have_zone(at)
    must_reach(at=at)
    row: Any = work.session.execute(sa.select(FeedHead.epoch, FeedHead.floor, FeedHead.seq)).one()
    if epoch != row.epoch or cursor > row.seq:
        raise Resync("The feed has begun a new epoch; take a new snapshot.")
    return row.epoch, row.floor, row.seq


def _changes(rows: Iterable[ChangeRow]) -> Iterable[Change]:
    for row in rows:
        yield Change(seq=row.seq, at=row.at, noun=row.noun, id=row.id, version=row.version, body=msgspec.Raw(row.body.encode()))
