"""Cameras by how they do, the worst first; those that nobody looked at last, but those of them first that did not answer a probe. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from wire.camera_health import CameraHealth, Watched

CLOCK_WRONG_S = 5.0  # from so much on a time in a picture misleads
LOW = 0.95  # of the time online: with less a camera is to be seen to


class Line(NamedTuple):
    """A camera, or with none the head of a gateway: all its cameras together."""

    host: str
    today: Watched
    week: Watched
    camera: CameraHealth | None = None
    cameras: int = 0  # cameras of a gateway
    looked: int = 0  # of them somebody has looked at so many this week


def lines(found: Iterable[CameraHealth], grouped: bool) -> list[Line]:
    cameras = sorted(found, key=lambda each: (_badness(each), each.camera_id))
    if not grouped:
        return [_line(each) for each in cameras]
    hosts: dict[str, list[CameraHealth]] = {}
    for camera in cameras:
        hosts.setdefault(camera.host, []).append(camera)
    heads = sorted((_head(host, members) for host, members in hosts.items()), key=lambda head: (_order(head.today, head.week), head.host))
    return [line for head in heads for line in (head, *map(_line, hosts[head.host]))]


def _line(camera: CameraHealth) -> Line:
    return Line(camera.host, camera.today, camera.week, camera)


def _head(host: str, cameras: list[CameraHealth]) -> Line:
    return Line(host, _sum(each.today for each in cameras), _sum(each.week for each in cameras), None, len(cameras), _looked_at(cameras))


def _looked_at(cameras: list[CameraHealth]) -> int:
    return sum(each.week.looked_s > 0 for each in cameras)


def _sum(all_watched: Iterable[Watched]) -> Watched:
    each = list(all_watched)
    return Watched(looked_s=sum(one.looked_s for one in each), down_s=sum(one.down_s for one in each), drops=sum(one.drops for one in each))


def problem_of(camera: CameraHealth) -> str:
    """By who has looked last."""
    return camera.probe.problem if camera.probe is not None and camera.is_probed else camera.problem


def _badness(camera: CameraHealth) -> tuple[float, ...]:
    return (*_order(camera.today, camera.week, abs(camera.drift_s or 0.0)), not problem_of(camera), camera.probe is None)


def _order(today: Watched, week: Watched, drift_s: float = 0.0) -> tuple[float, ...]:
    """By the worse of today and the week; of what nobody looked at no share is known."""
    known = [share for share in (today.online, week.online) if share is not None]
    return (not known, min(known, default=0.0), -week.down_s, -week.drops, -(drift_s if drift_s >= CLOCK_WRONG_S else 0.0))
