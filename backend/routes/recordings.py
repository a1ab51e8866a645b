"""Recorded video."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, HeaderParameter, JSONBody, QueryParameter
from litestar.response import Stream

from backend.recording.handing_out import Handed, hand_out
from backend.recording.store import RecordingStore
from backend.recording.views import Views
from backend.refusals import Malformed
from backend.rules import cameras, recording_locks, recording_plans, recordings
from backend.rules.people import must_be_named
from backend.session import Database
from backend.web.docs import CHANGING, refusals
from backend.web.orders import Orders
from backend.web.roles import HALL, roles
from wire.people import User
from wire.recordings import (
    MOST_RECORDINGS,
    LockOrder,
    Recording,
    RecordingExportOrder,
    RecordingLine,
    RecordingLock,
    RecordingOrder,
    RecordingPlan,
    WatchedReport,
)

Camera = Annotated[str, QueryParameter(name="camera_id", max_length=64)]
Limit = Annotated[int, QueryParameter(ge=1, le=MOST_RECORDINGS)]
Reason = Annotated[str, QueryParameter(max_length=300)]
Range = Annotated[str, HeaderParameter(name="Range", required=False, max_length=200)]
VIDEO = {status: ResponseSpec(bytes, media_type="video/mp4", generate_examples=False) for status in (200, 206)}
PACKAGE = {200: ResponseSpec(bytes, media_type="application/zip", generate_examples=False)}
BYTES = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
CHUNK = 1 << 18


@get("/v1/recordings", opt=roles(HALL), tags=["recordings"], sync_to_thread=True, responses=refusals(404))
def all_recordings(
    database: NamedDependency[Database], camera_id: Camera, start: FromQuery[datetime], end: FromQuery[datetime], limit: Limit = 200
) -> list[Recording]:
    """The files that have a picture of this time, the oldest first."""
    with database.read() as work:
        return recordings.recordings(work, camera_id, start, end, limit)


@get("/v1/recording-lines", opt=roles(HALL), tags=["recordings"], sync_to_thread=True, responses=refusals(404))
def recording_line(database: NamedDependency[Database], camera_id: Camera, start: FromQuery[datetime], end: FromQuery[datetime]) -> RecordingLine:
    """What a timeline shows: spans without a gap, locks, and what is being recorded now."""
    with database.read() as work:
        cameras.one(work, camera_id)
        return recordings.line(work, camera_id, start, end)


@get("/v1/recordings/{id:str}/video", opt=roles(HALL), tags=["recordings"], sync_to_thread=True, responses=refusals(404) | VIDEO)
def video(
    id: FromPath[str],
    database: NamedDependency[Database],
    recorded: NamedDependency[RecordingStore],
    views: NamedDependency[Views],
    user: NamedDependency[User],
    wanted: Range = "",
) -> Response[bytes]:
    """The bytes of a file, or a part of them by `Range`. Who looked at which footage stands in the audit trail."""
    with database.read() as work:
        row, path = recordings.one(work, id)
    first, last = _part(wanted, row.size)
    body = recorded.read(path, first, last - first + 1)
    views.looked(user, row.camera_id, row.start)
    headers = {"Accept-Ranges": "bytes", "Cache-Control": "private, max-age=86400, immutable"}
    if not wanted:
        return Response(body, media_type="video/mp4", headers=headers)
    return Response(body, status_code=206, media_type="video/mp4", headers=headers | {"Content-Range": f"bytes {first}-{last}/{row.size}"})


@get("/v1/cameras/{id:str}/recording", opt=roles(HALL), tags=["recordings"], sync_to_thread=True, responses=refusals(404))
def plan(id: FromPath[str], database: NamedDependency[Database]) -> RecordingPlan:
    """What was ordered about recording this camera, and what is done now."""
    with database.read() as work:
        cameras.one(work, id)
        return recording_plans.plan(work, id)


@put("/v1/cameras/{id:str}/recording", opt=roles(HALL), tags=["recordings"], sync_to_thread=True, responses=refusals(*CHANGING))
def put_plan(id: FromPath[str], data: JSONBody[RecordingOrder], orders: NamedDependency[Orders]) -> Response[RecordingPlan]:
    """Record this camera, or never, or as it comes."""
    return orders.do(lambda work: recording_plans.put(work, id, data))


@put("/v1/watched", opt=roles(HALL), status_code=204, tags=["recordings"], sync_to_thread=True, responses=refusals(*CHANGING))
def put_watched(data: JSONBody[WatchedReport], orders: NamedDependency[Orders]) -> None:
    """These cameras are on the panes of a console now; to be said again each half minute."""
    orders.do(lambda work: recording_plans.watched(work, data))


@get("/v1/recording-locks", opt=roles(HALL), tags=["recordings"], sync_to_thread=True, responses=refusals())
def locks(database: NamedDependency[Database], camera_id: Camera = "") -> list[RecordingLock]:
    """Those that hold; of all cameras when none is named."""
    with database.read() as work:
        return recording_locks.locks(work, camera_id)


@put("/v1/recording-locks/{id:str}", opt=roles(HALL), tags=["recordings"], sync_to_thread=True, responses=refusals(*CHANGING))
def put_lock(id: FromPath[str], data: JSONBody[LockOrder], orders: NamedDependency[Orders]) -> Response[RecordingLock]:
    """Keep what was recorded in this time as evidence."""
    must_be_named(id, data.id)
    return orders.do(lambda work: recording_locks.put(work, data))


@delete("/v1/recording-locks/{id:str}", opt=roles(HALL), tags=["recordings"], sync_to_thread=True, responses=refusals(*CHANGING))
def drop_lock(id: FromPath[str], orders: NamedDependency[Orders], reason: Reason = "") -> None:
    """The ring may have it again. Why, stands in the audit trail."""
    orders.do(lambda work: recording_locks.release(work, id, reason))


@post(
    "/v1/recording-exports",
    opt=roles(HALL),
    status_code=200,
    tags=["recordings"],
    sync_to_thread=True,
    responses=refusals(404, 409, 413, 415) | PACKAGE,
)
def export(
    data: JSONBody[RecordingExportOrder],
    database: NamedDependency[Database],
    recorded: NamedDependency[RecordingStore],
    user: NamedDependency[User],
) -> Stream:
    """A package of the files of this time, with their digests; its own stands in the audit trail and in the header `Digest`."""
    handed = hand_out(database, recorded, user, data)
    headers = {"Content-Disposition": 'attachment; filename="recordings.zip"', "Digest": f"sha-256={handed.sha256}", "Cache-Control": "no-store"}
    return Stream(_sent(handed), media_type="application/zip", headers=headers | {"Content-Length": str(handed.path.stat().st_size)})


def _sent(handed: Handed) -> Iterator[bytes]:
    try:
        with handed.path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk
    finally:
        handed.path.unlink(missing_ok=True)


def _part(wanted: str, size: int) -> tuple[int, int]:
    """First and last byte of `Range: bytes=first-last`, of which either may be missing; all of them when nothing is asked for."""
    if not wanted:
        return 0, size - 1
    found = BYTES.fullmatch(wanted.strip())
    if found is None or found.groups() == ("", ""):
        raise Malformed('Range must be one part, such as "bytes=0-1023".')
    first, last = (int(number) if number else None for number in found.groups())
    if first is None:
        first, last = max(0, size - int(last or 0)), size - 1
    last = size - 1 if last is None else min(last, size - 1)
    if first > last:
        raise Malformed(f"There is nothing there: the file has {size} bytes.")
    return first, last


routes = [all_recordings, recording_line, video, plan, put_plan, put_watched, locks, put_lock, drop_lock, export]
