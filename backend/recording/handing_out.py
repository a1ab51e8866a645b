"""Handing recordings out: who may, what is in it, and the line in the audit trail."""

import hashlib
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from backend.recording.package import FileSink, Piece, write
from backend.recording.store import RecordingStore
from backend.refusals import NotNow, RuleSaysNo, TooLarge
from backend.rules import cameras, recordings
from backend.rules.catalogue import in_force
from backend.rules.recordings import Filed
from backend.session import Database, Work
from backend.settings import CITY_ZONE
from wire.codes import Noun
from wire.people import User
from wire.recordings import RecordedSpan, Recording, RecordingExportOrder


class Video(msgspec.Struct):
    """One file, as the manifest tells of it."""

    name: str
    start: datetime
    end: datetime
    size: int
    sha256: str


class Manifest(msgspec.Struct):
    camera_id: str
    code: str
    name: str
    start: datetime
    end: datetime
    by: str
    full_name: str
    at: datetime
    reason: str
    gaps: list[RecordedSpan]  # of the time that was asked for, nothing was recorded here
    videos: list[Video]


class Handed(NamedTuple):
    """The package on the disk, to be deleted when it is sent."""

    path: Path
    sha256: str


def hand_out(database: Database, store: RecordingStore, user: User, order: RecordingExportOrder) -> Handed:
    """All files that have a picture of this time. `RuleSaysNo` where there is none, or one is not as it was recorded."""
    with database.read(user) as work:
        files = _chosen(work, order)
        manifest = _manifest(work, order, [each.recording for each in files])
    place = Path(tempfile.mkstemp(dir=store.folder, prefix=".package-", suffix=".zip")[1])
    try:
        with place.open("wb") as file:
            sink = FileSink(file)
            write(sink, manifest, _videos(store, files))
        with database.write(user) as work:
            detail = f"{order.start.isoformat()}/{order.end.isoformat()} sha256 {sink.digest.hexdigest()}: {order.reason}"
            work.audit("RECORDING.EXPORT", Noun.CAMERA, order.camera_id, detail)
    except OSError as error:
        place.unlink(missing_ok=True)
        raise NotNow("There is no room to pack these recordings.") from error
    except BaseException:
        place.unlink(missing_ok=True)
        raise
    return Handed(place, sink.digest.hexdigest())


def _chosen(work: Work, order: RecordingExportOrder) -> list[Filed]:
    rules = in_force(work).recording
    if set(rules.export_roles).isdisjoint(work.user.roles):
        raise RuleSaysNo("recording_not_your_post", "Your post hands no recordings out.")
    cameras.one(work, order.camera_id)
    files = recordings.filed(work, order.camera_id, order.start, order.end)
    if not files:
        raise RuleSaysNo("nothing_recorded", "Nothing of this camera was recorded in this time.")
    if sum(each.recording.size for each in files) > rules.export_gb * recordings.GB:
        raise TooLarge(f"One package is of {rules.export_gb:g} GB at most: take a shorter time.")
    return files


def _manifest(work: Work, order: RecordingExportOrder, rows: list[Recording]) -> Manifest:
    camera = cameras.one(work, order.camera_id)
    spans = recordings.joined((row.start, row.end) for row in rows)
    edges = [order.start, *(edge for span in spans for edge in (span.start, span.end)), order.end]
    gaps = [RecordedSpan(start=start, end=end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]
    videos = [Video(_name(row), row.start, row.end, row.size, row.sha256) for row in rows]
    asked = (order.start, order.end, work.user.name, work.user.full_name, work.at, order.reason)
    return Manifest(order.camera_id, camera.code, camera.name, *asked, gaps, videos)


def _videos(store: RecordingStore, files: list[Filed]) -> Iterator[Piece]:
    for row, path in files:
        body = store.read(path)
        if hashlib.sha256(body).hexdigest() != row.sha256:
            raise RuleSaysNo("recording_damaged", f"The recording of {row.start.isoformat()} is not as it was when it was recorded.")
        yield Piece(_name(row), body)


def _name(row: Recording) -> str:
    return f"video/{row.start.astimezone(CITY_ZONE):%Y%m%d-%H%M%S}-{row.start.microsecond // 1000:03d}.mp4"
