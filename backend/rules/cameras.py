"""Cameras."""

import msgspec
import sqlalchemy as sa

from backend.camera_addresses import is_stream, turns
from backend.refusals import Refusal, RuleSaysNo, Unknown
from backend.rules import names
from backend.session import Work
from backend.tables.cameras import CameraRow
from media.addresses import has_login
from wire.cameras import Camera, CameraOrder
from wire.codes import Noun
from wire.problem import FieldError
from wire.recordings import is_playback_template
from wire.search import HitKind

ADDRESSES = ("sub_url", "main_url", "ptz_url", "playback_url")


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
    row = work.session.get(CameraRow, order.id, with_for_update=True)
    for name in ADDRESSES:
        if (url := getattr(order, name)) and (row is None or url != getattr(row, name)):  # what an import has brought may stay
            _check(name, url)
    if row is None:
        row = CameraRow(id=order.id, version=0, preset="")
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


def _check(name: str, url: str) -> None:
    if has_login(url):
        raise _at(name, "url_with_password", "The address of a camera must carry no user and no password: they stand in camera-logins.toml, by host.")
    if name == "ptz_url":
        if not turns(url):
            raise _at(
                name, "bad_ptz_address", "A camera is turned at onvif://HOST:PORT/PROFILE, wvp://HOST:PORT/DEVICE/CHANNEL or sim://HOST:PORT/CAMERA."
            )
    elif not is_stream(url):
        raise _at(name, "bad_stream_url", "A stream is at rtsp://HOST or http://HOST, with or without a port.")
    elif name == "playback_url" and not is_playback_template(url):
        raise _at(name, "bad_playback_url", "The address of a recorder must say where the times go: {start}, and {end} if it wants one.")


def _at(name: str, code: str, detail: str) -> Refusal:
    refusal = RuleSaysNo(code, detail)
    refusal.errors = [FieldError(path=name, detail=detail)]
    return refusal
