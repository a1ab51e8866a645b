"""What is recorded, for how long it is kept, and who decides it: `recording.toml`."""

from typing import Annotated, Literal

from msgspec import Meta

from backend.standards.data import Data, Positive, demand
from wire.codes import HALL, AlarmKind, Role
from wire.recordings import RecordingWhy


class RecordingStandard(Data, frozen=True, kw_only=True):
    """Seconds, and gigabytes of 10^9 bytes."""

    segment_s: Positive
    watched_s: Positive
    alarm_s: Positive
    incident_cameras: Annotated[int, Meta(ge=0, le=32)]
    incident_alarms: list[AlarmKind]
    evidence_s: Positive
    ring_gb: Positive
    ring_days: Positive
    free_gb: Annotated[float, Meta(ge=0)]
    most_cameras: Annotated[int, Meta(ge=1)]
    streams: dict[RecordingWhy, Literal["MAIN", "SUB"]]
    export_gb: Positive
    probe_minutes: Annotated[float, Meta(ge=0, le=1440)]
    probe_at_once: Annotated[int, Meta(ge=1, le=32)]
    order_roles: list[Role]
    lock_roles: list[Role]
    export_roles: list[Role]


def checked_recording(rules: RecordingStandard) -> RecordingStandard:
    demand(set(rules.streams) == set(RecordingWhy), "streams in recording.toml must name one for each reason")
    demand(rules.segment_s <= 30, "segment_s in recording.toml must be 30 or less")
    posts = {*rules.order_roles, *rules.lock_roles, *rules.export_roles}
    demand(posts <= HALL, "a post in recording.toml must be of the hall")
    return rules
