"""What cameras are to be looked at for: what algorithms have seen and nobody has judged, and the gravest that trucks do before one. Each is raised
once, in whatever order they come. Pure; no Qt."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from console.hall.hauls import Way, along
from wire.alarms import LEVELS, Alarm
from wire.analytics import SAME_MINUTES
from wire.cameras import Camera
from wire.cases import Case
from wire.codes import AlarmKind, Source, Status
from wire.hauls import FAULTS

BACK = timedelta(minutes=SAME_MINUTES)  # what was seen so long before a console was opened is raised there too
SHOWN = frozenset(FAULTS) - {AlarmKind.OFFLINE}  # who is silent is nowhere to be seen
FAR_DEG = 0.03  # some kilometres: no camera sees so far, and most alarms are further away


class KeptSightings(msgspec.Struct):
    """Ids of cases and alarms. What outlives a console: what it still held, and what of the last `BACK` was acknowledged."""

    held: list[str] = []
    acknowledged: list[str] = []


class Sighting(NamedTuple):
    """`thing` on a camera. It is judged when somebody has seen to it, on whatever desk."""

    thing: Case | Alarm
    camera_id: str
    at: datetime
    judged: bool
    goes_on: bool = False

    @property
    def id(self) -> str:
        return self.thing.id


def of_case(case: Case) -> Sighting | None:
    """None where no algorithm has seen it."""
    if case.source is not Source.AI or case.camera_id is None:
        return None
    return Sighting(case, case.camera_id, case.reported_at, case.status is not Status.REPORTED)


def of_alarm(alarm: Alarm, cameras: Iterable[Camera]) -> Sighting | None:
    """Of a truck, and of the highest level: something to be stopped. On the nearest camera, one that sends before one that does not; on none while
    none is near. None where it is nothing to be looked at."""
    if alarm.kind not in SHOWN or alarm.worst < LEVELS:
        return None
    near = sorted(before(alarm, cameras), key=lambda camera: camera.online is False or not (camera.sub_url or camera.main_url))
    return Sighting(alarm, near[0].id if near else "", alarm.raised_at, alarm.acknowledged_at is not None, alarm.cleared_at is None)


def before(alarm: Alarm, cameras: Iterable[Camera]) -> Sequence[Camera]:
    """Those near enough to have seen it, if they looked there, where it was worst; the nearest first."""
    if alarm.lon is None or alarm.lat is None:
        return []
    near = [camera for camera in cameras if max(abs(alarm.lon - camera.lon), abs(alarm.lat - camera.lat)) <= FAR_DEG]
    return [camera for camera, _ in sorted(along(Way(alarm.unit_id, [(alarm.lon, alarm.lat)]), near), key=lambda found: found[1])]


class Sightings:
    """Of a console that was opened at `opened`, after one that has left `kept`. What a person has judged is no alarm any more."""

    def __init__(self, opened: datetime, kept: KeptSightings | None = None) -> None:
        kept = kept or KeptSightings()
        self._since, self._before = opened - BACK, frozenset(kept.held)
        self._told = set(kept.acknowledged)  # raised once, acknowledged or not
        self._acknowledged = list(kept.acknowledged)
        self._held: dict[str, Sighting] = {}

    def was_raised(self, id: str) -> bool:
        return id in self._told

    def is_news(self, sighting: Sighting) -> bool:
        """Is it to be raised?"""
        fresh = sighting.goes_on or sighting.at > self._since or sighting.id in self._before
        return fresh and not sighting.judged and not self.was_raised(sighting.id)

    def hold(self, sighting: Sighting) -> None:
        """Raise it."""
        self._told.add(sighting.id)
        self._held[sighting.id] = sighting

    def held_of(self, camera_id: str) -> list[Sighting]:
        """What this camera holds, the newest first."""
        return sorted((held for held in self._held.values() if held.camera_id == camera_id), key=lambda held: (held.at, held.id))[::-1]

    def holds(self, id: str) -> bool:
        return id in self._held

    def drop(self, id: str) -> str:
        """It is judged: nothing of it needs to be remembered. The camera that held it."""
        return self._held.pop(id).camera_id

    def acknowledge(self, cameras: Iterable[str]) -> bool:
        """Only these cameras hold an alarm still. Is any of the others acknowledged by that?"""
        still = set(cameras)
        gone = [id for id, held in self._held.items() if held.camera_id not in still]
        for id in gone:
            del self._held[id]
        self._acknowledged += gone
        return bool(gone)

    def keep(self, now: datetime, of: Callable[[str], Sighting | None]) -> KeptSightings:
        """For the next console. What is older than it would raise by itself, or is judged, need not be remembered as acknowledged."""
        known = [(id, of(id)) for id in self._acknowledged]
        self._acknowledged = [id for id, sighting in known if sighting and not sighting.judged and (sighting.goes_on or sighting.at > now - BACK)]
        unseen = [of(id) for id in self._before - self._told]  # held before, and on no camera now
        waiting = [sighting.id for sighting in unseen if sighting is not None and not sighting.judged]
        return KeptSightings([*self._held, *waiting], list(self._acknowledged))
