"""Cameras."""

import re

import msgspec
import sqlalchemy as sa

from backend.refusals import RuleSaysNo, Unknown
from backend.rules import names
from backend.session import Work
from backend.tables.cameras import CameraRow
from wire.cameras import Camera, CameraOrder
from wire.codes import Noun
from wire.recordings import is_playback_template
from wire.search import HitKind

CREDENTIALS = re.compile(r"^(\w+://)[^/@]*@")


def message(row: CameraRow) -> Camera:
    return Camera(**{name: getattr(row, name) for name in Camera.__struct_fields__})


def all_cameras(work: Work) -> list[Camera]:
    return [message(row) for row in work.session.scalars(sa.select(CameraRow).order_by(CameraRow.id))]


def one(work: Work, id: str) -> Camera:
    row = work.session.get(CameraRow, id)
    if row is None:
        raise Unknown("camera", id)
    return message(row)


def put(work: Work, order: CameraOrder) -> Camera:
    """Makes or replaces a camera."""
    if any(CREDENTIALS.match(url) for url in (order.sub_url, order.main_url, order.ptz_url, order.playback_url)):
        raise RuleSaysNo("url_with_password", "The address of a camera must carry no user and no password; the media gateway has them.")
    if order.playback_url and not is_playback_template(order.playback_url):
        raise RuleSaysNo("bad_playback_url", "The address of a recorder must say where the times go: {start}, and {end} if it wants one.")
    row = work.session.get(CameraRow, order.id, with_for_update=True)
    if row is None:
        row = CameraRow(id=order.id, version=0)
    else:
        work.match(row.version, message(row))
    other = work.session.scalar(sa.select(CameraRow.id).where(CameraRow.code == order.code, CameraRow.id != order.id))
    if other is not None:
        raise RuleSaysNo("code_taken", f"Camera {other!r} has the code {order.code!r}.")
    for name, value in msgspec.structs.asdict(order).items():
        setattr(row, name, value)
    row.version += 1
    work.session.add(row)
    names.enter_row(work, HitKind.CAMERA, row)
    done = message(row)
    work.publish(Noun.CAMERA, row.id, row.version, done)
    work.audit("CAMERA.PUT", Noun.CAMERA, row.id)
    return done
