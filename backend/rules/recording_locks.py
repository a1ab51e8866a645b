"""Evidence: a lock on what was recorded of a camera in some time, which the ring respects."""

from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa

from backend.refusals import Malformed, RuleSaysNo, Unknown
from backend.rules import cameras, masks
from backend.rules.catalogue import in_force
from backend.session import Work
from backend.tables.recordings import RecordingLockRow
from wire.codes import Noun
from wire.recordings import LockOrder, RecordingLock

LONGEST = timedelta(days=1)


def message(row: RecordingLockRow) -> RecordingLock:
    return RecordingLock(**{name: getattr(row, name) for name in RecordingLock.__struct_fields__})


def holds(at: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    lock = RecordingLockRow
    return lock.released_at.is_(None), sa.or_(lock.until.is_(None), lock.until > at)


def locks(work: Work, camera_id: str, start: datetime | None = None, end: datetime | None = None) -> list[RecordingLock]:
    """Those that hold, the oldest time first; of all cameras when none is named."""
    chosen = sa.select(RecordingLockRow).where(*holds(work.at)).order_by(RecordingLockRow.start, RecordingLockRow.id)
    if camera_id:
        chosen = chosen.where(RecordingLockRow.camera_id == camera_id)
    if start and end:
        chosen = chosen.where(RecordingLockRow.start < end, RecordingLockRow.end > start)
    return [message(row) for row in work.session.scalars(chosen)]


def put(work: Work, order: LockOrder) -> RecordingLock:
    """Again is harmless; a lock is never changed, only taken away."""
    must_lock(work)
    cameras.one(work, order.camera_id)
    _check(order, work.at)
    row = work.session.get(RecordingLockRow, order.id, with_for_update=True)
    told = msgspec.structs.asdict(order)
    if row is not None:
        if row.released_at is not None or any(getattr(row, name) != value for name, value in told.items()):
            raise RuleSaysNo("id_taken", f"There is another lock {order.id!r}, or it was taken away.")
        return message(row)
    return add(work, order)


def add(work: Work, order: LockOrder) -> RecordingLock:
    """One that nobody else has to allow; of one that is there already, or was taken away, nothing is changed."""
    row = work.session.get(RecordingLockRow, order.id, with_for_update=True)
    if row is not None:
        return message(row)
    told = msgspec.structs.asdict(order)
    row = RecordingLockRow(**told, by=work.user.name, full_name=work.user.full_name, at=work.at, released_at=None)
    work.session.add(row)
    _audit(work, "RECORDING.LOCK", row, order.reason)
    return message(row)


def release(work: Work, id: str, reason: str = "") -> None:
    must_lock(work)
    row = work.session.get(RecordingLockRow, id, with_for_update=True)
    if row is None or row.released_at is not None:
        raise Unknown("lock", id)
    row.released_at = work.at
    _audit(work, "RECORDING.UNLOCK", row, reason)


def _audit(work: Work, act: str, row: RecordingLockRow, reason: str) -> None:
    work.audit(act, Noun.CAMERA, row.camera_id, f"{row.id} {row.start.isoformat()}/{row.end.isoformat()}: {masks.text(reason)}")


def must_lock(work: Work) -> None:
    if set(in_force(work).recording.lock_roles).isdisjoint(work.user.roles):
        raise RuleSaysNo("recording_not_your_post", "Your post does not decide what is kept of recordings.")


def _check(order: LockOrder, at: datetime) -> None:
    if any(moment.tzinfo is None for moment in (order.start, order.end, order.until) if moment):
        raise Malformed("Times need a zone.")
    if not order.start < order.end <= order.start + LONGEST:
        raise Malformed("A lock is of one second to one day, and begins before it ends.")
    if order.until is not None and order.until <= at:
        raise RuleSaysNo("ends_before_it_begins", "This lock would be over already.")
