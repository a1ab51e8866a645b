"""Tracks travel as Arrow IPC: one row per fix, in order of time. Column `at` is a timestamp in milliseconds, UTC."""

from datetime import date, datetime

import pyarrow as pa

from wire.codes import AlarmKind, HappeningKind, SignResult, TrackDoubt, TrackFault, TrackSpanKind, TravelMode, UnitKind
from wire.message import Message
from wire.places import Lat, Lon

TRACK = pa.schema(
    [
        pa.field("at", pa.timestamp("ms", tz="UTC"), nullable=False),
        pa.field("lon", pa.float64(), nullable=False),
        pa.field("lat", pa.float64(), nullable=False),
        pa.field("speed", pa.float32()),  # m/s
        pa.field("heading", pa.float32()),  # degrees from north
        pa.field("accuracy", pa.float32()),  # metres
    ]
)

UNIT = pa.field("unit", pa.dictionary(pa.int32(), pa.string()), nullable=False)
PLACES = [pa.field(name, pa.int32(), nullable=False) for name in ("lon", "lat")]
TOGETHER = pa.schema([UNIT, TRACK.field("at"), *PLACES, pa.field("flags", pa.uint8(), nullable=False)])
"""Tracks of many units as they came, one after the other; `lon`, `lat` in ten-millionths of a degree (1.1 cm): half the bytes of six million fixes.

`flags` by the rules of the unit's `TrackAnalysis`: UNSEEN, nobody saw the way to this fix; DROPPED, it is not believed."""
DEGREE = 10_000_000
UNSEEN, DROPPED = 1, 2


class TrackDay(Message, frozen=True, kw_only=True):
    """One day (in the city's time zone) on which a unit has fixes."""

    day: date
    first_at: datetime
    last_at: datetime
    fixes: int


class TrackSpan(Message, frozen=True, kw_only=True):
    """A trip, a stop or a gap, from `start` to before `end`.

    `metres`: of a trip, give or take `error_m`; of a gap straight over it, which nobody saw.
    A stop has its middle, and `spread_m`: nine in ten of its fixes lie so near there. `teleport`: the step over the gap cannot have been.
    """

    kind: TrackSpanKind
    start: datetime
    end: datetime
    metres: float = 0.0
    error_m: float = 0.0
    lon: Lon | None = None
    lat: Lat | None = None
    spread_m: float | None = None
    teleport: bool = False


class FenceVisit(Message, frozen=True, kw_only=True):
    """From `start` to before `end` a unit was within a geofence as that is drawn now; `lon`, `lat` and `last_lon`, `last_lat` are where it was then.

    `came` and `left`: it was seen to cross the edge, else that is where the period, or what was seen of it, began or ended. Nobody saw it for
    `unseen_s` of the time between.
    """

    fence_id: str
    name: str
    start: datetime
    end: datetime
    came: bool
    left: bool
    lon: Lon
    lat: Lat
    last_lon: Lon
    last_lat: Lat
    unseen_s: float = 0.0


class TravelLeg(Message, frozen=True, kw_only=True):
    """A part of a trip that went in one way, as its speed alone tells."""

    mode: TravelMode
    start: datetime
    end: datetime
    metres: float


class TrackAnalysis(Message, frozen=True, kw_only=True):
    """What a track says of a period. `spans` follow each other and fill it to the millisecond.

    `metres`: of all trips, give or take `error_m` (95 % for the scatter of fixes, and what corners between them may cost).
    `raw_m`: through all fixes as they came.
    `travel`: its trips by how they were travelled. `visits`: of geofences, in order of time.
    `dropped`: when the fixes were that are not believed, milliseconds since 1970, by the rule that dropped them.
    `corrections`: steps that cannot have been and are too short for a teleport; they count nothing.
    `rules`: the thresholds of `resources/standards/tracks.toml`, by name.
    """

    unit_id: str
    kind: UnitKind
    start: datetime
    end: datetime
    fixes: int
    dropped: dict[TrackFault, list[int]]
    corrections: int
    spans: list[TrackSpan]
    metres: float
    error_m: float
    raw_m: float
    rules: dict[str, float]
    travel: list[TravelLeg] = []
    visits: list[FenceVisit] = []


class TrackLikeness(Message, frozen=True, kw_only=True):
    """The period's track is that of another day, or of another unit: `share` of its fixes in motion, which are `seconds`."""

    doubt: TrackDoubt
    unit_id: str
    day: date
    share: float
    seconds: float


class DoubtfulTrack(Message, frozen=True, kw_only=True):
    """What a supervisor should look at in the track of a unit on a day of the city: `teleports`, fixes that its device calls `mocked`, likenesses."""

    unit_id: str
    day: date
    teleports: int
    mocked: int
    likenesses: list[TrackLikeness]


class TrackOnStreets(Message, frozen=True, kw_only=True):
    """The trips of a period as they were driven along the streets: `metres` in all, give or take `error_m` (95 %: where trips begin and end, what
    leads further round than a corner or back again, and breaks); `away_m` the median distance of a fix from its street.

    `at` (milliseconds since 1970), `lon`, `lat`: where each matched fix lies on its street. `breaks`: how often no street led from one to the next.
    `rules`: the thresholds by which it was matched, of `resources/standards/tracks.toml`.
    """

    unit_id: str
    metres: float
    away_m: float
    breaks: int
    error_m: float = 0.0
    rules: dict[str, float] = {}
    at: list[int]
    lon: list[float]
    lat: list[float]


class Happening(Message, frozen=True, kw_only=True):
    """What came to pass on the way of a unit: a report or a task, with the case; a sign, and what it was worth; an alarm, `until` it was over."""

    kind: HappeningKind
    at: datetime
    until: datetime | None = None
    case_id: str = ""
    case_number: str = ""
    alarm: AlarmKind | None = None
    sign: SignResult | None = None
