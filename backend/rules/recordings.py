"""The index of recorded video: what there is of a camera and a time, and what the ring may take away."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from backend.refusals import Malformed, Unknown
from backend.rules import recording_locks, recording_plans
from backend.rules.answers import insert
from backend.rules.reach import must_reach
from backend.session import Work
from backend.standards.recording import RecordingStandard
from backend.tables.recordings import RecordingLockRow, RecordingRow
from wire.recordings import JOINED_S, RecordedSpan, Recording, RecordingLine

LONGEST = timedelta(minutes=2)  # of one file: what began earlier has ended
MOST_DAYS = timedelta(days=8)  # of one timeline
GB = 1_000_000_000
BATCH = 500  # files that are deleted in one transaction


def message(row: RecordingRow) -> Recording:
    return Recording(**{name: getattr(row, name) for name in Recording.__struct_fields__})


class Filed(NamedTuple):
    """A recording, and where its file is below the folder of recordings."""

    recording: Recording
    path: str


def one(work: Work, id: str) -> Filed:
    row = work.session.get(RecordingRow, id)
    if row is None:
        raise Unknown("recording", id)
    return Filed(message(row), row.path)


def enter(work: Work, camera_id: str, span: RecordedSpan, file: tuple[str, int, str]) -> None:
    """`file`: its path below the folder of recordings, size and SHA-256. A path that stands in the index is left as it is."""
    path, size, sha256 = file
    row = {"id": uuid.uuid4().hex, "camera_id": camera_id, "start": span.start, "end": span.end, "path": path, "size": size, "sha256": sha256}
    work.session.execute(insert(work, RecordingRow).on_conflict_do_nothing(index_elements=[RecordingRow.path]), [row])


def recordings(work: Work, camera_id: str, start: datetime, end: datetime, limit: int) -> list[Recording]:
    """Those that have a picture of this time, the oldest first."""
    return [each.recording for each in filed(work, camera_id, start, end, limit)]


def filed(work: Work, camera_id: str, start: datetime, end: datetime, limit: int | None = None) -> list[Filed]:
    check_span(start, end)
    chosen = sa.select(RecordingRow).where(*_overlapping(camera_id, start, end)).order_by(RecordingRow.start).limit(limit)
    return [Filed(message(row), row.path) for row in work.session.scalars(chosen)]


def any_of(work: Work, camera_id: str, start: datetime, end: datetime) -> bool:
    """Have we recorded a picture of this time?"""
    return work.session.scalar(sa.select(sa.exists().where(*_overlapping(camera_id, start, end)))) is True


def line(work: Work, camera_id: str, start: datetime, end: datetime) -> RecordingLine:
    """What a timeline shows: spans without a gap, locks, and what is being done."""
    check_span(start, end)
    if end - start > MOST_DAYS:
        raise Malformed(f"A timeline is of {MOST_DAYS.days} days at most.")
    found = work.session.execute(
        sa.select(RecordingRow.start, RecordingRow.end).where(*_overlapping(camera_id, start, end)).order_by(RecordingRow.start)
    )
    return RecordingLine(
        camera_id=camera_id,
        spans=joined((begun, over) for begun, over in found),
        locks=recording_locks.locks(work, camera_id, start, end),
        plan=recording_plans.plan(work, camera_id),
    )


def joined(spans: Iterable[tuple[datetime, datetime]]) -> list[RecordedSpan]:
    """In order of their beginning; those that follow each other closely are one."""
    found: list[RecordedSpan] = []
    for start, end in spans:
        if found and (start - found[-1].end).total_seconds() <= JOINED_S:
            found[-1] = RecordedSpan(start=found[-1].start, end=max(found[-1].end, end))
        else:
            found.append(RecordedSpan(start=start, end=end))
    return found


def check_span(start: datetime, end: datetime) -> None:
    if start.tzinfo is None or end.tzinfo is None:
        raise Malformed("Times need a zone.")
    must_reach(start=start, end=end)
    if not start < end:
        raise Malformed("It must begin before it ends.")


# --- the ring


def used(work: Work) -> int:
    """Bytes of all recordings together."""
    return int(work.session.scalar(sa.select(sa.func.sum(RecordingRow.size))) or 0)


def known(work: Work) -> set[str]:
    """The paths that the index has."""
    return set(work.session.scalars(sa.select(RecordingRow.path)))


def forget(work: Work, paths: Iterable[str]) -> None:
    """Strike files that are not there."""
    for path in paths:
        work.session.execute(sa.delete(RecordingRow).where(RecordingRow.path == path))


def take_oldest(work: Work, rules: RecordingStandard, missing: int) -> list[str]:
    """Strike what the ring has no room for: what is too old, and the oldest of the rest until all together fit and `missing` more bytes are
    freed; never what is locked. The paths of up to `BATCH` files, which are to be deleted now."""
    surplus, too_old = max(missing, used(work) - int(rules.ring_gb * GB)), work.at - timedelta(days=rules.ring_days)
    if surplus <= 0 and not work.session.scalar(sa.select(sa.exists().where(RecordingRow.end < too_old))):
        return []
    chosen = sa.select(RecordingRow.id, RecordingRow.end, RecordingRow.size).where(_unlocked(work.at)).order_by(RecordingRow.start).limit(BATCH)
    taken: list[str] = []
    for id, end, size in work.session.execute(chosen):
        if surplus <= 0 and end >= too_old:
            break
        taken.append(id)
        surplus -= size
    gone = sa.delete(RecordingRow).where(RecordingRow.id.in_(taken), _unlocked(work.at)).returning(RecordingRow.path)
    return list(work.session.scalars(gone)) if taken else []


def _unlocked(at: datetime) -> sa.ColumnElement[bool]:
    lock = RecordingLockRow
    covers = (lock.camera_id == RecordingRow.camera_id, lock.start < RecordingRow.end, lock.end > RecordingRow.start)
    return ~sa.exists().where(*covers, *recording_locks.holds(at))


def _overlapping(camera_id: str, start: datetime, end: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    began = start - LONGEST if start.year > 1 else start
    return RecordingRow.camera_id == camera_id, RecordingRow.start >= began, RecordingRow.start < end, RecordingRow.end > start
