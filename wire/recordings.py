"""Recorded video: what there is of a camera, what is kept of it, and what is handed out."""

import re
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from wire.message import Message, Order
from wire.places import Id, NewId

MOST_RECORDINGS = 2000  # of one answer
MOST_EXPORTED = 36  # cameras of one package: as many as there are panes
MOST_WATCHED = 200  # cameras of one console
JOINED_S = 1.0  # recordings that follow each other so closely are one span
Reason = Annotated[str, Meta(min_length=1, max_length=300)]
PLACE = re.compile(r"\{(start|end)(?::([^{}]*))?\}")
PLAIN = "%Y%m%dT%H%M%SZ"
LOGIN = re.compile(r"\{(name|password)\}")  # put in when it is opened


class RecordingMode(StrEnum):
    AUTO = "AUTO"  # while it is watched, and when something happens in front of it
    ON = "ON"
    OFF = "OFF"  # never, whoever watches it


class RecordingWhy(StrEnum):
    """Why a camera is being recorded; the first of these that is true."""

    MARKED = "MARKED"
    ALARM = "ALARM"
    WATCHED = "WATCHED"


class Recording(Message, frozen=True, kw_only=True):
    """One file: fMP4, as the camera has encoded it, beginning with a key picture. `start` and `end` are when its pictures were taken, by the
    recorder's clock; `size` in bytes."""

    id: str
    camera_id: str
    start: datetime
    end: datetime
    size: int
    sha256: str


class RecordedSpan(Message, frozen=True, kw_only=True):
    """From `start` to `end` without a gap."""

    start: datetime
    end: datetime


class RecordingPlan(Message, frozen=True, kw_only=True):
    """What was ordered about recording a camera, and what is done now: `why` none when it is not recorded, `problem` what is in the way.
    `mode` holds until `until`, then it is AUTO again; none: until it is changed."""

    camera_id: str
    mode: RecordingMode = RecordingMode.AUTO
    until: datetime | None = None
    reason: str = ""
    by: str = ""
    full_name: str = ""
    why: RecordingWhy | None = None
    problem: str = ""


class RecordingOrder(Order, frozen=True, kw_only=True):
    mode: RecordingMode
    reason: Reason
    until: datetime | None = None


class RecordingLock(Message, frozen=True, kw_only=True):
    """What was recorded in this time is evidence: it outlasts the ring until `until`; none: until somebody takes the lock away."""

    id: str
    camera_id: str
    start: datetime
    end: datetime
    reason: str
    until: datetime | None
    by: str
    full_name: str
    at: datetime


class LockOrder(Order, frozen=True, kw_only=True):
    """`id` is made by who asks, so that what is sent twice is one lock."""

    id: NewId
    camera_id: Id
    start: datetime
    end: datetime
    reason: Reason
    until: datetime | None = None


class RecordingLine(Message, frozen=True, kw_only=True):
    """What a timeline shows of one camera."""

    camera_id: str
    spans: list[RecordedSpan]
    locks: list[RecordingLock]
    plan: RecordingPlan


class WatchedReport(Order, frozen=True, kw_only=True):
    """The cameras that are on the panes of a console now."""

    camera_ids: Annotated[list[Id], Meta(max_length=MOST_WATCHED)]


class RecordingExportOrder(Order, frozen=True, kw_only=True):
    """Of one camera (`camera_id`), or of several as one package (`camera_ids`); `case_id` says which case it is for."""

    camera_id: Annotated[str, Meta(max_length=64)] = ""
    camera_ids: Annotated[list[Id], Meta(max_length=MOST_EXPORTED)] = []
    case_id: Annotated[str, Meta(max_length=80)] = ""
    start: datetime
    end: datetime
    reason: Reason

    @property
    def cameras(self) -> list[str]:
        """All that are meant, each once."""
        return list(dict.fromkeys([*([self.camera_id] if self.camera_id else []), *self.camera_ids]))


def is_playback_template(url: str) -> bool:
    """Does it say where the time goes, and nothing that nobody would fill in?"""
    return "{start" in url and not re.search(r"[{}]", LOGIN.sub("", PLACE.sub("", url)))


def playback_address(template: str, start: datetime, end: datetime, zone: tzinfo | None = None) -> str:
    """`{start}` becomes 20261130T063205Z. `{start:%Y_%m_%d_%H_%M_%S}` is written in the form of `strftime`, in the zone given here; a form that
    ends with Z is in UTC."""
    times = {"start": start, "end": end}

    def written(found: re.Match[str]) -> str:
        form = found.group(2) or PLAIN
        return times[found.group(1)].astimezone(UTC if form.endswith("Z") else zone).strftime(form)

    return PLACE.sub(written, template)
