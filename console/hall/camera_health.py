"""How the cameras do, as this console sees it: since when somebody looks at each, and when there was no good picture meanwhile. Pure; no Qt."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from msgspec.structs import replace

from wire.camera_health import MOST_CAMERAS, MOST_SPANS, CameraLook, Facts, First, LookReport, Seen

MOST_KEPT = 4000  # spans of one camera that wait to be told: a backend that is away for so long has lost the rest


class FirstPicture(Protocol):
    """`at`: when the first picture of a connection came; so many milliseconds after it was begun."""

    @property
    def at(self) -> datetime: ...
    @property
    def ms(self) -> int: ...


class Reading(Protocol):
    """How one stream does now. `age_s`: of its newest good picture, none when there never was one; `fresh_s`: how old that may be. `frame_rate`
    is 0 where it is not measured. `firsts` since the last reading. `ahead_s`: how far the camera's clock is ahead of this machine's, if it tells.
    """

    @property
    def url(self) -> str: ...
    @property
    def problem(self) -> str: ...
    @property
    def age_s(self) -> float | None: ...
    @property
    def fresh_s(self) -> float: ...
    @property
    def frame_rate(self) -> float: ...
    @property
    def codec(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def firsts(self) -> Sequence[FirstPicture]: ...
    @property
    def ahead_s(self) -> float | None: ...


class Gauged(Protocol):
    def readings(self) -> Sequence[Reading]:
        """How each stream that runs does. First pictures are told once."""


class _Look:
    """At one camera, from when somebody comes until everybody has gone."""

    def __init__(self, at: datetime) -> None:
        self.since = self.seen = at  # told up to `since`
        self.begun_at = at
        self.down_since: datetime | None = None
        self.ever_good = False


class HealthLog:
    """Told about once a second how the streams do; `take` gives what is to be reported, `done` strikes it when it has been."""

    def __init__(self) -> None:
        self._looks: dict[str, _Look] = {}
        self._told: dict[str, CameraLook] = {}  # what is to be told of each camera

    def look(self, readings: Iterable[Reading], cameras: Mapping[str, str], now: datetime, ahead: timedelta) -> None:
        """`cameras` are their ids by the addresses of their streams; the clock of this machine is so far `ahead` of the backend's."""
        streams: dict[str, list[Reading]] = {}
        for reading in readings:
            if reading.url in cameras:
                streams.setdefault(cameras[reading.url], []).append(reading)
        for camera_id in [id for id in self._looks if id not in streams]:
            self._end(camera_id)
        for camera_id, running in streams.items():
            self._look_at(camera_id, running, now, ahead)

    def end(self) -> None:
        """Nobody looks any more."""
        for camera_id in list(self._looks):
            self._end(camera_id)

    def take(self) -> LookReport | None:
        for camera_id, look in self._looks.items():
            self._tell(camera_id, look)
        parts = [_beginning(told) for told in self._told.values() if told.looked or told.firsts][:MOST_CAMERAS]
        return LookReport(cameras=parts) if parts else None

    def done(self, report: LookReport) -> None:
        for part in report.cameras:
            told = self._told[part.camera_id]
            rest = {name: [each for each in getattr(told, name) if each not in getattr(part, name)] for name in ("looked", "down", "firsts")}
            if any(rest.values()) or part.camera_id in self._looks:
                self._told[part.camera_id] = replace(told, **rest)
            else:
                del self._told[part.camera_id]

    # --- one camera

    def _look_at(self, camera_id: str, streams: list[Reading], now: datetime, ahead: timedelta) -> None:
        look = self._looks.setdefault(camera_id, _Look(now))
        look.seen = now
        best = min(streams, key=lambda each: (not _is_good(each), -each.width))
        told = self._of(camera_id)
        firsts = [First(at=first.at - ahead, ms=min(first.ms, 600_000)) for stream in streams for first in stream.firsts]
        if _is_good(best):
            look.ever_good = True
            self._end_down(camera_id, look, now - timedelta(seconds=best.age_s or 0.0))
            told = replace(self._of(camera_id), facts=_facts(best, now, ahead), problem="")
        elif best.problem or best.age_s is not None:
            if look.down_since is None:
                look.down_since = _broke_at(best, look, now)
            told = replace(told, problem=best.problem or "timeout")
        self._told[camera_id] = replace(told, firsts=[*told.firsts, *firsts][-MOST_KEPT:])

    def _of(self, camera_id: str) -> CameraLook:
        return self._told.setdefault(camera_id, CameraLook(camera_id=camera_id, looked=[]))

    def _end_down(self, camera_id: str, look: _Look, at: datetime) -> None:
        if look.down_since is not None:
            self._add(camera_id, "down", look.down_since, at)
            look.down_since = None

    def _tell(self, camera_id: str, look: _Look) -> None:
        """All until now, though it goes on."""
        self._add(camera_id, "looked", look.since, look.seen)
        look.since = look.seen
        if look.down_since is not None:
            self._add(camera_id, "down", look.down_since, look.seen)
            look.down_since = look.seen

    def _end(self, camera_id: str) -> None:
        self._tell(camera_id, self._looks.pop(camera_id))

    def _add(self, camera_id: str, name: str, since: datetime, until: datetime) -> None:
        told = self._of(camera_id)
        if until > since:
            self._told[camera_id] = replace(told, **{name: _with(getattr(told, name), Seen(since=since, until=until))})


def _with(spans: list[Seen], new: Seen) -> list[Seen]:
    """What goes on where the last ended is one with it."""
    if spans and spans[-1].until == new.since:
        return [*spans[:-1], Seen(since=spans[-1].since, until=new.until)]
    return [*spans, new][-MOST_KEPT:]


def _is_good(reading: Reading) -> bool:
    return not reading.problem and reading.age_s is not None and reading.age_s <= reading.fresh_s


def _broke_at(reading: Reading, look: _Look, now: datetime) -> datetime:
    """Since its last good picture; when it never had one while somebody looks now, since they came."""
    if not look.ever_good or reading.age_s is None:
        return look.begun_at
    return max(look.begun_at, now - timedelta(seconds=reading.age_s))


def _facts(reading: Reading, now: datetime, ahead: timedelta) -> Facts:
    drift_s = None if reading.ahead_s is None else round(reading.ahead_s + ahead.total_seconds(), 2)
    at = now - timedelta(seconds=reading.age_s or 0.0)
    shape = (reading.width, reading.height)
    return Facts(at=at, frame_rate=round(reading.frame_rate, 1), codec=reading.codec, width=shape[0], height=shape[1], drift_s=drift_s)


def _beginning(told: CameraLook) -> CameraLook:
    """As much as one report may hold."""
    return replace(told, looked=told.looked[:MOST_SPANS], down=told.down[:MOST_SPANS], firsts=told.firsts[:MOST_SPANS])
