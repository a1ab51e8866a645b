"""What would grow without end: answers to old keys, ended sessions, steps that nobody can undo any more, how cameras did long ago, and changes
that nobody replays.
"""

from datetime import timedelta

import sqlalchemy as sa

from backend.rules import alarms, callouts, camera_health, hauls, past_marks, presence, shifts
from backend.session import SYSTEM, Database, Work
from backend.tables.feed import ChangeRow, FeedHead
from backend.tables.orders import OrderRow
from backend.tables.people import TokenRow
from backend.tables.undo import CaseBeforeRow

KEEP_ANSWERS = timedelta(days=7)
KEEP_BEFORE = timedelta(days=1)
KEEP_CHANGES = timedelta(days=400)  # the change log is the hall's memory: a year and a month of it can be replayed


def purge(database: Database) -> None:
    with database.write(SYSTEM) as work:
        work.session.execute(sa.delete(OrderRow).where(OrderRow.at < work.at - KEEP_ANSWERS))
        work.session.execute(sa.delete(TokenRow).where(TokenRow.expires_at < work.at))
        work.session.execute(sa.delete(CaseBeforeRow).where(CaseBeforeRow.at < work.at - KEEP_BEFORE))
        presence.purge(work)
        camera_health.purge(work)
        alarms.purge(work)
        callouts.purge(work)
        shifts.purge(work)
        hauls.purge(work)


def compact(database: Database, keep: timedelta = KEEP_CHANGES) -> int:
    """Removes changes older than `keep` and raises the floor with them; answers the floor. Who polls from below it is told to resync.

    That at the floor stays, and the last one of each thing that is still there: from it on the hall can be told as of any moment after the floor.
    """
    with database.write(SYSTEM) as work:
        floor = _newest_before(work, keep)
        if floor is None:
            return work.session.execute(sa.select(FeedHead.floor)).scalar_one()
        later = sa.orm.aliased(ChangeRow)
        overtaken = sa.exists().where(later.noun == ChangeRow.noun, later.id == ChangeRow.id, later.seq > ChangeRow.seq, later.seq <= floor)
        work.session.execute(sa.delete(ChangeRow).where(ChangeRow.seq < floor, sa.or_(overtaken, ChangeRow.body == "null")))
        work.session.execute(sa.update(FeedHead).values(floor=floor))
        past_marks.forget(work, floor)
        return floor


def _newest_before(work: Work, keep: timedelta) -> int | None:
    return work.session.scalar(sa.select(sa.func.max(ChangeRow.seq)).where(ChangeRow.at < work.at - keep))


def tidy(database: Database) -> None:
    purge(database)
    compact(database)
