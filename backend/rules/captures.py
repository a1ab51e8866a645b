"""Captures: clips that were uploaded, and stills and clips of cameras on cases, each with where it comes from."""

import uuid
from datetime import datetime, timedelta

import sqlalchemy as sa

from backend.refusals import Malformed, RuleSaysNo, Unknown
from backend.rules import recording_locks, recordings
from backend.rules.answers import insert
from backend.rules.attachments import attach
from backend.rules.catalogue import in_force
from backend.session import Work
from backend.tables.cameras import CameraRow
from backend.tables.captures import CaptureRow, ClipRow
from backend.tables.cases import CaseRow
from backend.tables.photos import PhotoRow
from wire.captures import CLIP_TYPE, Capture, CaptureOrder, Clip, Stream
from wire.codes import PhotoPhase
from wire.problem import FieldError
from wire.recordings import LockOrder

MOST = 20  # of one case


def add_clip(work: Work, id: str, size: int) -> Clip:
    """The bytes are on disk already. The same clip again is the same clip."""
    row = work.session.get(ClipRow, id)
    if row is None:
        row = ClipRow(id=id, size=size, at=work.at, user=work.user.name)
        work.session.add(row)
    return Clip(id=row.id, size=row.size, at=row.at)


def clip(work: Work, id: str) -> Clip:
    row = work.session.get(ClipRow, id)
    if row is None:
        raise Unknown("clip", id)
    return Clip(id=row.id, size=row.size, at=row.at)


def hang(work: Work, case: CaseRow, order: CaptureOrder, taken_at: datetime) -> bool:
    """On the case, which is locked; false when it hangs there already."""
    media_type, size = _kept(work, order)
    camera = work.session.get(CameraRow, order.camera_id)
    if camera is None:
        raise Unknown("camera", order.camera_id)
    if len(of_case(work, case.id)) >= MOST:
        raise RuleSaysNo("too_many_captures", f"A case has at most {MOST} stills and clips.")
    values = {"media_id": order.media_id, "media_type": media_type, "size": size, "camera_id": camera.id, "camera": camera.name}
    values |= {"stream": order.stream, "taken_at": taken_at, "seconds": order.seconds, "preset": order.preset}
    values |= {"by": work.user.full_name, "user": work.user.name, "at": work.at, "case_id": case.id}
    hung = insert(work, CaptureRow).values(**values).on_conflict_do_nothing().returning(CaptureRow.media_id)
    if work.session.execute(hung).first() is None:
        return False
    if media_type != CLIP_TYPE:
        attach(work, case, [order.media_id], PhotoPhase.BEFORE)
    if order.stream is Stream.RECORDED:
        _lock(work, case, camera.id, taken_at, order.seconds)
    return True


def _lock(work: Work, case: CaseRow, camera_id: str, taken_at: datetime, seconds: float) -> None:
    """What we have recorded around a picture that has become evidence outlasts the ring: one lock, however many stills and clips are of it.

    Whoever may report the case needs no right to lock for that; to take the lock away they do. A recorder of others keeps its own ring.
    """
    around = timedelta(seconds=max(in_force(work).recording.evidence_s, seconds))
    start, end = taken_at - around, taken_at + around
    if recordings.any_of(work, camera_id, start, end):
        id = uuid.uuid5(uuid.NAMESPACE_OID, f"{case.id} {camera_id} {taken_at.isoformat()}").hex
        recording_locks.add(work, LockOrder(id=id, camera_id=camera_id, start=start, end=end, reason=f"录像取证 · {case.number}"))


def of_case(work: Work, case_id: str) -> list[Capture]:
    """In the order in which they were hung."""
    rows = work.session.scalars(sa.select(CaptureRow).where(CaptureRow.case_id == case_id).order_by(CaptureRow.at, CaptureRow.media_id))
    return [_message(row) for row in rows]


def _kept(work: Work, order: CaptureOrder) -> tuple[str, int]:
    """Media type and bytes of what was uploaded; a clip lasts for some time, a still does not."""
    photo, film = work.session.get(PhotoRow, order.media_id), work.session.get(ClipRow, order.media_id)
    if photo is None and film is None:
        raise RuleSaysNo("unknown_capture", f"There is no still or clip {order.media_id!r}; upload it first.")
    if (film is None) != (order.seconds == 0):
        raise Malformed("A clip lasts for some seconds, a still for none.", [FieldError(path="seconds", detail="does not fit what was uploaded")])
    return (photo.media_type, photo.size) if photo is not None else (CLIP_TYPE, film.size if film else 0)


def _message(row: CaptureRow) -> Capture:
    return Capture(
        id=row.media_id,
        media_type=row.media_type,
        size=row.size,
        camera_id=row.camera_id,
        camera=row.camera,
        stream=row.stream,
        taken_at=row.taken_at,
        seconds=row.seconds,
        preset=row.preset,
        by=row.by,
        at=row.at,
    )
