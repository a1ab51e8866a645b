"""What is remembered of a truck between two reports. It goes to the database as JSON and back, so that a restart forgets nothing.

Times are seconds since 1970 UTC.
"""

import msgspec

from wire.codes import AlarmKind, HaulState


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """One report. Speed in km/h, accuracy in metres; none of a sensor: the truck has no such sensor, or it says nothing."""

    at: float
    lon: float
    lat: float
    speed: float | None = None
    accuracy: float | None = None
    loaded: bool | None = None
    cover_open: bool | None = None
    body_raised: bool | None = None
    ignition: bool | None = None


class Haul(msgspec.Struct, kw_only=True):
    """A trip with a load. Lengths in metres; `off_s`: how long it was off the approved line, `off_m`: how far."""

    started_at: float
    site_id: str | None = None
    permit_id: str | None = None
    ground_id: str | None = None
    state: HaulState = HaulState.RUNNING
    ended_at: float | None = None
    length_m: float = 0.0
    off_m: float = 0.0
    off_s: float = 0.0
    faults: list[AlarmKind] = []


class Episode(msgspec.Struct, kw_only=True):
    """A fault that holds, or has held a moment ago. `level` 0: not yet long enough to be said. `reports`: in how many it held; `worst`: the value
    that was said last.
    """

    cause: str
    since: float
    level: int = 0
    reports: int = 1
    calm_since: float | None = None
    worst: float = 0.0


class Visit(msgspec.Struct, kw_only=True):
    """On a site or a tipping ground."""

    area_id: str
    site: bool
    since: float


class Rest(msgspec.Struct, kw_only=True):
    """`elsewhere`: reports in a row that say it is somewhere else; `reports`: those whose mean its place is."""

    lon: float
    lat: float
    since: float
    elsewhere: int = 0
    reports: int = 1


class Truck(msgspec.Struct, kw_only=True):
    """`heard` is the time of the newest report, `at`, `lon`, `lat` of the newest fix that is believed; `doubted` those since that are not."""

    heard: float = 0.0
    at: float = 0.0
    lon: float = 0.0
    lat: float = 0.0
    doubted: int = 0
    moving: bool = False
    ignition: bool | None = None
    visit: Visit | None = None
    off: Visit | None = None  # where it was until the newest report, which lies elsewhere
    left: Visit | None = None  # the site that it was on last
    rest: Rest | None = None
    loaded: bool | None = None
    otherwise: int = 0  # reports in which the sensor of the load says otherwise
    then: Visit | None = None  # where it was when it began to say so
    seen: bool = True  # it was heard shortly before that
    haul: Haul | None = None
    episodes: dict[AlarmKind, Episode] = {}


class Breach(msgspec.Struct, frozen=True, kw_only=True):
    """A fault begins, or weighs more than before. `value` against `threshold` as `wire.alarms.MEASURES` says; `at`: when it was seen."""

    kind: AlarmKind
    cause: str
    level: int
    value: float | None
    threshold: float | None
    lon: float
    lat: float
    at: float
    since: float


class Over(msgspec.Struct, frozen=True, kw_only=True):
    kind: AlarmKind
    cause: str
    at: float
