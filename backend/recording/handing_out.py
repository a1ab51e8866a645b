"""Handing recordings out: who may, what is in it, and the line in the audit trail."""

import hashlib
import re
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from backend.recording.package import FileSink, Piece, write
from backend.recording.store import RecordingStore
from backend.refusals import Malformed, NotNow, RuleSaysNo, TooLarge
from backend.rules import cameras, cases, recordings
from backend.rules.catalogue import in_force
from backend.rules.recordings import Filed
from backend.session import Database, Work
from backend.settings import CITY_ZONE
from wire.cameras import Camera
from wire.codes import Noun
from wire.people import User
from wire.problem import FieldError
from wire.recordings import RecordedSpan, Recording, RecordingExportOrder

UNSAFE = re.compile(r"[^\w.-]+")  # for the name of a folder


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


class CameraPart(msgspec.Struct):
    """What a package of several cameras has of one."""

    camera_id: str
    code: str
    name: str
    gaps: list[RecordedSpan]
    videos: list[Video]


class CaseManifest(msgspec.Struct):
    """Of several cameras in one time, or for a case; empty where it is for none."""

    case_id: str
    case_number: str
    start: datetime
    end: datetime
    by: str
    full_name: str
    at: datetime
    reason: str
    cameras: list[CameraPart]


class Chosen(NamedTuple):
    """The files of one camera, and the folder of the package that they go into."""

    camera: Camera
    folder: str
    files: list[Filed]


class Handed(NamedTuple):
    """The package on the disk, to be deleted when it is sent."""

    path: Path
    sha256: str


def hand_out(database: Database, store: RecordingStore, user: User, order: RecordingExportOrder) -> Handed:
    """All files that have a picture of this time. `RuleSaysNo` where there is none of any camera, or one is not as it was recorded."""
    with database.read(user) as work:
        chosen = _chosen(work, order)
        manifest = _manifest(work, order, chosen)
    place = Path(tempfile.mkstemp(dir=store.folder, prefix=".package-", suffix=".zip")[1])
    try:
        with place.open("wb") as file:
            sink = FileSink(file)
            write(sink, manifest, _videos(store, chosen))
        with database.write(user) as work:
            about = f" for case {order.case_id}" if order.case_id else ""
            detail = f"{order.start.isoformat()}/{order.end.isoformat()} sha256 {sink.digest.hexdigest()}{about}: {order.reason}"
            for each in chosen:
                work.audit("RECORDING.EXPORT", Noun.CAMERA, each.camera.id, detail)
    except OSError as error:
        place.unlink(missing_ok=True)
        raise NotNow("There is no room to pack these recordings.") from error
    except BaseException:
        place.unlink(missing_ok=True)
        raise
    return Handed(place, sink.digest.hexdigest())


def _chosen(work: Work, order: RecordingExportOrder) -> list[Chosen]:
    rules = in_force(work).recording
    if set(rules.export_roles).isdisjoint(work.user.roles):
        raise RuleSaysNo("recording_not_your_post", "Your post hands no recordings out.")
    if not order.cameras:
        raise Malformed("A package is of one camera at least.", [FieldError(path="camera_ids", detail="is empty")])
    found = [cameras.one(work, id) for id in order.cameras]
    folders = ["video"] if _is_plain(order) else [f"video/{number:02d}-{UNSAFE.sub('_', each.code)}" for number, each in enumerate(found, 1)]
    chosen = [
        Chosen(camera, folder, recordings.filed(work, camera.id, order.start, order.end)) for camera, folder in zip(found, folders, strict=True)
    ]
    files = [file for each in chosen for file in each.files]
    if not files:
        raise RuleSaysNo("nothing_recorded", "Nothing of this camera was recorded in this time.")
    if sum(each.recording.size for each in files) > rules.export_gb * recordings.GB:
        raise TooLarge(f"One package is of {rules.export_gb:g} GB at most: take a shorter time.")
    return chosen


def _is_plain(order: RecordingExportOrder) -> bool:
    """One camera, and no case: the package is as it was before there were others."""
    return not order.camera_ids and not order.case_id


def _manifest(work: Work, order: RecordingExportOrder, chosen: list[Chosen]) -> Manifest | CaseManifest:
    asked = (order.start, order.end, work.user.name, work.user.full_name, work.at, order.reason)
    parts = [_part(order, each) for each in chosen]
    if _is_plain(order):
        [part] = parts
        return Manifest(part.camera_id, part.code, part.name, *asked, part.gaps, part.videos)
    number = cases.find(work, order.case_id).number if order.case_id else ""
    return CaseManifest(order.case_id, number, *asked, parts)


def _part(order: RecordingExportOrder, chosen: Chosen) -> CameraPart:
    rows = [each.recording for each in chosen.files]
    spans = recordings.joined((row.start, row.end) for row in rows)
    edges = [order.start, *(edge for span in spans for edge in (span.start, span.end)), order.end]
    gaps = [RecordedSpan(start=start, end=end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]
    videos = [Video(_name(chosen, row), row.start, row.end, row.size, row.sha256) for row in rows]
    return CameraPart(chosen.camera.id, chosen.camera.code, chosen.camera.name, gaps, videos)


def _videos(store: RecordingStore, chosen: list[Chosen]) -> Iterator[Piece]:
    for each in chosen:
        for row, path in each.files:
            body = store.read(path)
            if hashlib.sha256(body).hexdigest() != row.sha256:
                raise RuleSaysNo("recording_damaged", f"The recording of {row.start.isoformat()} is not as it was when it was recorded.")
            yield Piece(_name(each, row), body)


def _name(chosen: Chosen, row: Recording) -> str:
    return f"{chosen.folder}/{row.start.astimezone(CITY_ZONE):%Y%m%d-%H%M%S}-{row.start.microsecond // 1000:03d}.mp4"
