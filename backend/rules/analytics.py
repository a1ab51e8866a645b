"""What cameras are watched for: zones drawn on them, and how the watching goes."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from shapely import LineString, Polygon

from backend.refusals import Malformed, RuleSaysNo, Unknown
from backend.rules import cameras
from backend.rules.answers import insert
from backend.rules.catalogue import in_force
from backend.session import Work
from backend.tables.analytics import CaptureStateRow, CaptureZoneRow
from backend.tables.cameras import CameraRow
from wire.analytics import LINES, MOST_ZONES, CapturePlan, CaptureStateReport, CaptureZone, CaptureZoneOrder
from wire.codes import CaptureKind, CaptureState, Kind, Noun
from wire.problem import FieldError

LEAST_AREA, LEAST_LENGTH = 0.001, 0.03  # of the picture, and of its width


def message(row: CaptureZoneRow, state: CaptureStateRow | None = None) -> CaptureZone:
    return CaptureZone(
        id=row.id,
        version=row.version,
        camera_id=row.camera_id,
        name=row.name,
        kind=CaptureKind(row.kind),
        points=[(x, y) for x, y in row.points],
        case_kind=Kind(row.case_kind),
        class_code=row.class_code,
        hold_s=row.hold_s,
        least=row.least,
        active=row.active,
        by=row.by,
        state=CaptureState(state.state) if state is not None else None,
        state_at=state.at if state is not None else None,
    )


def zones(work: Work, camera_id: str = "") -> list[CaptureZone]:
    """Of all cameras, or of one."""
    chosen = sa.select(CaptureZoneRow, CaptureStateRow).outerjoin(CaptureStateRow, CaptureStateRow.camera_id == CaptureZoneRow.camera_id)
    if camera_id:
        chosen = chosen.where(CaptureZoneRow.camera_id == camera_id)
    return [message(row, state) for row, state in work.session.execute(chosen.order_by(CaptureZoneRow.camera_id, CaptureZoneRow.id))]


def plan(work: Work) -> list[CapturePlan]:
    """Every camera with a zone that is active: what the program watches."""
    active: dict[str, list[CaptureZone]] = defaultdict(list)
    for zone in zones(work):
        if zone.active:
            active[zone.camera_id].append(zone)
    rows = work.session.scalars(sa.select(CameraRow).where(CameraRow.id.in_(active)).order_by(CameraRow.id))
    return [CapturePlan(camera=cameras.message(row), zones=active[row.id]) for row in rows]


def put(work: Work, order: CaptureZoneOrder) -> CaptureZone:
    """Makes or replaces a zone; one stays on its camera."""
    _check_shape(order)
    if (order.case_kind, order.class_code) not in in_force(work).classes:
        raise RuleSaysNo("unknown_class", f"There is no class {order.case_kind} {order.class_code} in the catalogue.")
    camera = work.session.get(CameraRow, order.camera_id, with_for_update=True)  # two at once would not see each other's zones
    if camera is None:
        raise Unknown("camera", order.camera_id)
    row = work.session.get(CaptureZoneRow, order.id, with_for_update=True)
    if row is None:
        others = sa.select(sa.func.count()).select_from(CaptureZoneRow).where(CaptureZoneRow.camera_id == order.camera_id)
        if (work.session.scalar(others) or 0) >= MOST_ZONES:
            raise RuleSaysNo("too_many_zones", f"A camera has {MOST_ZONES} zones at most.")
        row = CaptureZoneRow(id=order.id, version=0, camera_id=order.camera_id)
    elif row.camera_id != order.camera_id:
        raise RuleSaysNo("other_camera", "A zone stays on its camera; draw a new one.")
    else:
        work.match(row.version, message(row))
    for name in ("name", "kind", "case_kind", "class_code", "hold_s", "least", "active"):
        setattr(row, name, getattr(order, name))
    row.points = [list(point) for point in order.points]
    row.by, row.version = work.user.name, row.version + 1
    work.session.add(row)
    work.audit("CAPTURE.PUT", Noun.CAMERA, row.camera_id, f"{row.id} {row.name}")
    return message(row, work.session.get(CaptureStateRow, row.camera_id))


def remove(work: Work, id: str) -> None:
    """What was seen in it stays."""
    row = work.session.get(CaptureZoneRow, id, with_for_update=True)
    if row is None:
        raise Unknown("zone", id)
    work.match(row.version, message(row))
    work.session.delete(row)
    work.audit("CAPTURE.REMOVE", Noun.CAMERA, row.camera_id, f"{row.id} {row.name}")


def tell(work: Work, reports: Sequence[CaptureStateReport]) -> None:
    """How the cameras are doing that are watched; of one that is unknown nothing is kept."""
    named = {each.camera_id: each.state for each in reports}
    known = work.session.scalars(sa.select(CameraRow.id).where(CameraRow.id.in_(named)))
    values: list[dict[str, Any]] = [{"camera_id": id, "state": named[id], "at": work.at} for id in sorted(known)]
    if values:
        written = insert(work, CaptureStateRow).values(values)
        fresh = {"state": written.excluded.state, "at": written.excluded.at}
        work.session.execute(written.on_conflict_do_update(index_elements=[CaptureStateRow.camera_id], set_=fresh))


def _check_shape(order: CaptureZoneOrder) -> None:
    if order.kind in LINES:
        if LineString(order.points).length < LEAST_LENGTH:
            raise _bad_points("the line is too short")
    elif len(order.points) < 3:
        raise _bad_points("an area has three corners at least")
    elif not (area := Polygon(order.points)).is_valid:
        raise _bad_points("the outline crosses itself")
    elif area.area < LEAST_AREA:
        raise _bad_points("the area is too small")


def _bad_points(why: str) -> Malformed:
    return Malformed(f"The zone cannot be watched: {why}.", [FieldError(path="points", detail=why)])
