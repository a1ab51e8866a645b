"""Cameras that a media gateway knows (DOMAIN 6.15): new ones are entered by their code of 20 digits, of all it is kept whether they are online."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from backend.gateway.file import Gateway
from backend.gateway.wvp import Channel
from backend.rules import cameras
from backend.session import Work
from backend.tables.cameras import CameraRow
from geo.datum import convert
from wire.cameras import CameraOrder
from wire.codes import Noun

LONGEST_NAME = 120


@dataclass
class Entered:
    """Codes of cameras. `completed` had no address of their pictures, or none to be turned at."""

    new: list[str] = field(default_factory=list)
    completed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    placeless: list[str] = field(default_factory=list)


def enter(work: Work, gateway: Gateway, channels: Sequence[Channel]) -> Entered:
    """What the hall has entered of a camera stays as it is; who has no place is left out, for it would stand nowhere."""
    done, first = Entered(), {channel.code: channel for channel in reversed(channels)}
    rows = {row.code: row for row in work.session.scalars(sa.select(CameraRow).where(CameraRow.code.in_(first)))}
    for code in sorted(first):
        channel, row = first[code], rows.get(code)
        if row is not None:
            (done.completed if _complete(work, gateway, channel, row) else done.same).append(code)
        elif channel.lon is None or channel.lat is None:
            done.placeless.append(code)
        else:
            _add(work, gateway, channel)
            done.new.append(code)
    return done


def tell_online(work: Work, told: Mapping[str, bool | None]) -> int:
    """By code whether a camera is online, none where the gateway cannot be asked; how many have changed."""
    rows = work.session.scalars(sa.select(CameraRow).where(CameraRow.code.in_(told)).order_by(CameraRow.id).with_for_update())
    changed = [row for row in rows if row.online is not told[row.code]]
    for row in changed:
        row.online, row.version = told[row.code], row.version + 1
        work.publish(Noun.CAMERA, row.id, row.version, cameras.message(row))
    return len(changed)


def known_of(work: Work, gateway: Gateway) -> list[str]:
    """Codes of the cameras whose pictures come from this gateway, or that are turned by it."""
    before = gateway.media.partition("{")[0]
    ours = sa.or_(*(column.startswith(start, autoescape=True) for column, start in _places(gateway.url, before)))
    return list(work.session.scalars(sa.select(CameraRow.code).where(ours)))


def _places(url: str, before: str) -> list[tuple[sa.orm.InstrumentedAttribute[str], str]]:
    return [(CameraRow.ptz_url, f"{url}/"), (CameraRow.main_url, before), (CameraRow.sub_url, before)]


def _add(work: Work, gateway: Gateway, channel: Channel) -> None:
    lon, lat = (float(degrees) for degrees in convert(channel.lon, channel.lat, gateway.datum, "wgs84"))  # type: ignore[arg-type]
    order = CameraOrder(
        id=channel.code,
        code=channel.code,
        name=channel.name[:LONGEST_NAME],
        lon=lon,
        lat=lat,
        azimuth=channel.azimuth,
        main_url=gateway.picture_url(channel),
        ptz_url=gateway.ptz_url(channel),
        online=channel.online,
    )
    cameras.put(work, order)


def _complete(work: Work, gateway: Gateway, channel: Channel, row: CameraRow) -> bool:
    blank = {}
    if not row.main_url and not row.sub_url:
        blank["main_url"] = gateway.picture_url(channel)
    if not row.ptz_url and channel.turned:
        blank["ptz_url"] = gateway.ptz_url(channel)
    if blank:
        for name, url in blank.items():
            setattr(row, name, url)
        row.version += 1
        work.publish(Noun.CAMERA, row.id, row.version, cameras.message(row))
        work.audit("CAMERA.PUT", Noun.CAMERA, row.id, "from the gateway")
    return bool(blank)
