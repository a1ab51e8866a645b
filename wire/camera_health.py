"""How the cameras do, by what those who looked have seen."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from wire.message import Message, Order
from wire.places import Id

MOST_CAMERAS = 500  # of one report
MOST_SPANS = 500  # of one camera in one report
WEEK_DAYS = 7


class Seen(Order, frozen=True, kw_only=True):
    """From when to when."""

    since: datetime
    until: datetime


class First(Order, frozen=True, kw_only=True):
    """So long after a connection was begun its first picture came, and when that was."""

    at: datetime
    ms: Annotated[int, Meta(ge=0, le=600_000)]


class Facts(Order, frozen=True, kw_only=True):
    """What the newest good picture was like. `frame_rate` in pictures per second, 0 where nobody measured it; `drift_s`: so far the camera's clock
    was ahead of the backend's, none where its stream does not tell.
    """

    at: datetime
    frame_rate: Annotated[float, Meta(ge=0, le=1000)] = 0.0
    codec: Annotated[str, Meta(max_length=20)] = ""
    width: Annotated[int, Meta(ge=0, le=65_535)] = 0
    height: Annotated[int, Meta(ge=0, le=65_535)] = 0
    drift_s: float | None = None


class CameraLook(Order, frozen=True, kw_only=True):
    """When somebody looked at a camera, and when there was no good picture while they did. What is told again counts once.

    `problem` is why there is none now, a code of `media.reasons`, or that its pictures are all the same (`frozen`); empty: there is one.
    """

    camera_id: Id
    looked: Annotated[list[Seen], Meta(max_length=MOST_SPANS)]
    down: Annotated[list[Seen], Meta(max_length=MOST_SPANS)] = []
    firsts: Annotated[list[First], Meta(max_length=MOST_SPANS)] = []
    facts: Facts | None = None
    problem: Annotated[str, Meta(max_length=40, pattern=r"^[a-z_]*$")] = ""


class LookReport(Order, frozen=True, kw_only=True):
    cameras: Annotated[list[CameraLook], Meta(min_length=1, max_length=MOST_CAMERAS)]


class Watched(Message, frozen=True, kw_only=True):
    """Of some days: seconds that somebody looked, seconds of them without a good picture, and how often a good picture broke off."""

    looked_s: float = 0.0
    down_s: float = 0.0
    drops: int = 0

    @property
    def online(self) -> float | None:
        """0 to 1; none: nobody looked, and nobody knows."""
        return 1 - self.down_s / self.looked_s if self.looked_s > 0 else None


class Probe(Message, frozen=True, kw_only=True):
    """A look of the recorder at a camera that nobody watched: so long until its first picture, or why there was none, a code of `media.reasons`."""

    at: datetime
    first_ms: int | None = None
    problem: str = ""


class CameraHealth(Message, frozen=True, kw_only=True):
    """`host` is the gateway or recorder that the camera's stream comes from. `first_ms` and `first_last_ms`: the median of the week, and the last.

    `seen_at` is when there was a good picture last; `drift_s` as of `drift_at`. None: it is not known.
    """

    camera_id: str
    host: str
    today: Watched
    week: Watched
    first_ms: int | None = None
    first_last_ms: int | None = None
    frame_rate: float | None = None
    codec: str = ""
    width: int = 0
    height: int = 0
    seen_at: datetime | None = None
    drift_s: float | None = None
    drift_at: datetime | None = None
    problem: str = ""
    looked_at: datetime | None = None  # when somebody who watched has last told of it
    probe: Probe | None = None  # the newest of the week

    @property
    def is_probed(self) -> bool:
        """Is what is known last from a probe, and not from somebody who watched?"""
        return self.probe is not None and (self.looked_at is None or self.probe.at > self.looked_at)
