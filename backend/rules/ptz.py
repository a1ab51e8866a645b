"""Who has which camera in hand. Whoever turns it holds it for a while; a higher post may take it out of their hand, and all see who did."""

from datetime import timedelta

import sqlalchemy as sa

from backend.refusals import RuleSaysNo, Unknown
from backend.rules import cameras
from backend.rules.catalogue import in_force
from backend.session import PRESENCE, Work
from backend.standards.ptz import PtzStandard
from backend.tables.cameras import CameraRow
from backend.tables.ptz import PtzRow
from wire.cameras import Camera
from wire.codes import Noun
from wire.ptz import AnyPtzOrder, PtzControl, PtzMove, PtzReceipt, PtzRelease, PtzRound, PtzTake


def rules(work: Work) -> PtzStandard:
    return in_force(work).ptz


def hold(work: Work, camera_id: str, order: AnyPtzOrder | None = None) -> tuple[Camera, PtzReceipt]:
    """Take the camera in hand, keep it there, or let it go; of a move it is written down when it has to end."""
    camera = turnable(work, camera_id, lock=True)
    row = work.session.get(PtzRow, camera_id, populate_existing=True)
    if isinstance(order, PtzRelease):
        _release(work, row)
        return camera, PtzReceipt(camera_id=camera_id)
    rank = rules(work).rank(work.user.roles)
    if rank is None:
        raise RuleSaysNo("ptz_not_your_post", "Your post turns no cameras.")
    if row is None or row.until <= work.at:
        row = _begin(work, camera_id, rank, "", "")
    elif row.user != work.user.name:
        if not isinstance(order, PtzTake):
            raise RuleSaysNo("ptz_held", f"{row.full_name} controls this camera.")
        if rank >= row.rank:
            raise RuleSaysNo("ptz_outranked", f"{row.full_name} controls this camera, and your post does not go before theirs.")
        row = _begin(work, camera_id, rank, row.user, row.full_name)
    row.until = work.at + timedelta(seconds=rules(work).reservation_s)
    row.stop_at = work.at + timedelta(seconds=order.seconds) if isinstance(order, PtzMove) else None
    if isinstance(order, PtzMove):
        row.until = max(row.until, work.at + timedelta(seconds=order.seconds))
    return camera, PtzReceipt(camera_id=camera_id, control=_message(row), until=row.until)


def turnable(work: Work, camera_id: str, lock: bool = False) -> Camera:
    row = work.session.get(CameraRow, camera_id, with_for_update=lock, populate_existing=True)
    if row is None:
        raise Unknown("camera", camera_id)
    if not row.ptz_url:
        raise RuleSaysNo("no_ptz", "This camera cannot be turned.")
    return cameras.message(row)


def controls(work: Work) -> list[PtzControl]:
    """Those that hold."""
    rows = work.session.scalars(sa.select(PtzRow).where(PtzRow.until > work.at).order_by(PtzRow.camera_id))
    return [_message(row) for row in rows]


def take_overdue(work: Work) -> list[str]:
    """Cameras whose movement has to end now. Of all processes that ask, one gets each."""
    due = sa.update(PtzRow).where(PtzRow.stop_at <= work.at).values(stop_at=None)
    return list(work.session.scalars(due.returning(PtzRow.camera_id)))


def end_all(work: Work) -> None:
    """Every movement is over now."""
    work.session.execute(sa.update(PtzRow).where(PtzRow.stop_at > work.at).values(stop_at=work.at))


def running(work: Work, camera_id: str) -> int | None:
    """The patrol that it goes round by."""
    row = work.session.get(PtzRow, camera_id)
    return row.patrol if row is not None else None


def rounds(work: Work) -> list[PtzRound]:
    """Cameras that go round, whoever has them in hand by now."""
    rows = work.session.scalars(sa.select(PtzRow).where(PtzRow.patrol.is_not(None)).order_by(PtzRow.camera_id))
    return [PtzRound(camera_id=row.camera_id, number=row.patrol or 0, full_name=row.patrol_by, at=row.patrol_at or row.at) for row in rows]


def go_round(work: Work, camera_id: str, patrol: int | None) -> None:
    """The device goes round by this patrol from now on, or does not any more."""
    row = work.session.get(PtzRow, camera_id, with_for_update=True)
    if row is None or (row.patrol == patrol and patrol is None):
        return
    row.patrol, row.patrol_by, row.patrol_at = patrol, row.full_name if patrol else "", work.at if patrol else None
    work.wake(PRESENCE)


def _begin(work: Work, camera_id: str, rank: int, taken_from: str, taken_from_name: str) -> PtzRow:
    row = PtzRow(camera_id=camera_id, user=work.user.name, full_name=work.user.full_name, rank=rank, at=work.at, until=work.at, stop_at=None)
    row.taken_from, row.taken_from_name = taken_from, taken_from_name
    work.audit("PTZ.TAKE" if taken_from else "PTZ.CONTROL", Noun.CAMERA, camera_id, f"out of the hand of {taken_from}" if taken_from else "")
    work.wake(PRESENCE)
    return work.session.merge(row)


def _release(work: Work, row: PtzRow | None) -> None:
    if row is None or row.until <= work.at:
        return
    if row.user != work.user.name:
        raise RuleSaysNo("ptz_held", f"{row.full_name} controls this camera.")
    row.until, row.stop_at = work.at, None
    work.audit("PTZ.RELEASE", Noun.CAMERA, row.camera_id)
    work.wake(PRESENCE)


def _message(row: PtzRow) -> PtzControl:
    return PtzControl(**{name: getattr(row, name) for name in PtzControl.__struct_fields__})
