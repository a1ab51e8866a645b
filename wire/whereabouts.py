"""Who was there: the units that were near a place in a while that is over."""

from datetime import datetime, timedelta

from wire.message import Message

MOST_M, LONGEST = 2_000.0, timedelta(days=7)


class Stay(Message, frozen=True, kw_only=True):
    """A unit that was within the radius. Distances are great circles, in metres.

    Where it has fixes within, all else is said of these alone: the first and the last, the nearest of them and when. Where it has none, `fixes` is 0
    and `interpolated` true: the straight line between two fixes leads through the circle, and all else is said of that line.
    `mocked`: of so many of these fixes the device says itself that it was told where it is.
    `unbelieved`: so many others of them are dropped from its track, by the rules that tracks are cleaned by: it can hardly have been here then.
    `inside_s` is how long it was within, all its passes together, along the straight lines; what lies in a gap counts nothing.
    """

    unit_id: str
    first_at: datetime
    last_at: datetime
    nearest_m: float
    nearest_at: datetime
    inside_s: float
    fixes: int
    interpolated: bool = False
    mocked: int = 0
    unbelieved: int = 0


class Whereabouts(Message, frozen=True, kw_only=True):
    """The nearest first. Between fixes farther apart than `hop_s` seconds nobody knows where a unit was, and nothing is interpolated."""

    lon: float
    lat: float
    radius: float
    start: datetime
    end: datetime
    hop_s: float
    stays: list[Stay]
