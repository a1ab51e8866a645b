"""What a program saw on cameras.

The first sighting makes a finding for a person to judge; others within half an hour belong to it, and are counted. What was refused is refused for
what is seen at its place of the picture alone; what was closed is dealt with, and seen again it is a new finding.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa

from backend.refusals import RuleSaysNo, Unknown
from backend.rules import cases
from backend.session import Work
from backend.tables.analytics import AiEventRow, CaptureZoneRow
from backend.tables.cameras import CameraRow
from backend.tables.cases import CaseRow
from backend.tables.photos import PhotoRow
from wire.analytics import SAME_MINUTES, AiEvent, AiEventReport, Box
from wire.cases import CaseReport
from wire.codes import CaptureKind, Kind, Source, Status

SAME = timedelta(minutes=SAME_MINUTES)
MOST_NEAR = 200  # sightings that are asked about


def message(row: AiEventRow) -> AiEvent:
    fields = {name: getattr(row, name) for name in AiEvent.__struct_fields__}
    left, top, width, height = row.box
    return AiEvent(**fields | {"kind": CaptureKind(row.kind), "case_kind": Kind(row.case_kind), "box": (left, top, width, height)})


def report(work: Work, order: AiEventReport) -> AiEvent:
    """The same report again answers the same; another one under its id is refused."""
    digest = hashlib.sha256(msgspec.json.encode(order)).hexdigest()
    zone = work.session.get(CaptureZoneRow, order.zone_id)
    # Whoever sees the same on one camera at once waits here, and finds the finding of the first.
    camera = work.session.get(CameraRow, zone.camera_id, with_for_update=True) if zone is not None else None
    known = work.session.get(AiEventRow, order.id, populate_existing=True)
    if known is not None:
        if known.digest != digest or known.by != work.user.name:
            raise RuleSaysNo("id_taken", f"Another event has the id {order.id!r}.")
        return message(known)
    if zone is None:
        raise Unknown("zone", order.zone_id)
    if camera is None:
        raise Unknown("camera", zone.camera_id)
    _check_photos(work, order)
    at = min(order.at, work.at)
    before = _same(work, zone, at, order.box)
    row = AiEventRow(
        id=order.id,
        digest=digest,
        zone_id=zone.id,
        camera_id=zone.camera_id,
        kind=zone.kind,
        case_kind=zone.case_kind,
        class_code=zone.class_code,
        at=at,
        box=list(order.box),
        confidence=order.confidence,
        still_id=order.still_id,
        model=order.model,
        case_id=before or _finding(work, order, zone, camera, at),
        again=before is not None,
        by=work.user.name,
    )
    work.session.add(row)
    return message(row)


def events(work: Work, camera_id: str, case_id: str, limit: int) -> list[AiEvent]:
    """The newest first."""
    chosen = sa.select(AiEventRow)
    if camera_id:
        chosen = chosen.where(AiEventRow.camera_id == camera_id)
    if case_id:
        chosen = chosen.where(AiEventRow.case_id == case_id)
    return [message(row) for row in work.session.scalars(chosen.order_by(AiEventRow.at.desc(), AiEventRow.id.desc()).limit(limit))]


def _same(work: Work, zone: CaptureZoneRow, at: datetime, box: Box) -> str | None:
    """The finding of this camera and class that was seen less than half an hour ago: a thing that stays is one finding, however long."""
    of_it = (AiEventRow.camera_id == zone.camera_id, AiEventRow.case_kind == zone.case_kind, AiEventRow.class_code == zone.class_code)
    near = sa.select(AiEventRow.case_id, AiEventRow.box, CaseRow.status).join(CaseRow, CaseRow.id == AiEventRow.case_id)
    near = near.where(*of_it, CaseRow.status != Status.CLOSED, AiEventRow.at > at - SAME, AiEventRow.at < at + SAME)
    found = work.session.execute(near.order_by(AiEventRow.at.desc(), AiEventRow.id).limit(MOST_NEAR)).all()
    alive = [case_id for case_id, _, status in found if status is not Status.VOIDED]
    return next(iter(alive or [case_id for case_id, there, _ in found if _meet(box, there)]), None)


def _meet(one: Sequence[float], other: Sequence[float]) -> bool:
    """Have two boxes (left, top, width, height) a part of the picture in common?"""
    return all(abs((2 * one[way] + one[way + 2]) - (2 * other[way] + other[way + 2])) < one[way + 2] + other[way + 2] for way in (0, 1))


def _finding(work: Work, order: AiEventReport, zone: CaptureZoneRow, camera: CameraRow, at: datetime) -> str:
    photos: Sequence[str | None] = (order.marked_id, order.still_id)
    found = CaseReport(
        id=f"ai-{hashlib.sha256(order.id.encode()).hexdigest()[:32]}",
        source=Source.AI,
        kind=Kind(zone.case_kind),
        class_code=zone.class_code,
        lon=camera.lon,
        lat=camera.lat,
        camera_id=camera.id,
        description=f"智能抓拍：{camera.name}，{zone.name}，置信度 {order.confidence:.0%}",
        photos=[id for id in photos if id is not None],
        at=at,
    )
    return cases.report(work, found).id


def _check_photos(work: Work, order: AiEventReport) -> None:
    for id in (order.still_id, order.marked_id):
        if id is not None and work.session.get(PhotoRow, id) is None:
            raise RuleSaysNo("unknown_photo", f"There is no photo {id!r}; upload it first.")
