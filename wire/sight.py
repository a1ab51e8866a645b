"""Who can see a place, and who can be there first."""

from datetime import datetime
from enum import StrEnum

from wire.codes import DutyState
from wire.message import Message


class View(StrEnum):
    SEES = "SEES"
    DIRECTION_UNKNOWN = "DIRECTION_UNKNOWN"  # near enough and nothing between, but nobody has measured where it looks
    HIDDEN = "HIDDEN"  # it looks here, and something stands between


class Pace(StrEnum):
    WALKS = "WALKS"
    DRIVES = "DRIVES"


class CameraSight(Message, frozen=True, kw_only=True):
    """`hidden` is the share of the place behind obstacles, `behind` names the one that hides most. `quality` is 0 to 1.

    `assumed` says that angle or reach are the rule's, because nobody measured the camera's own.
    """

    camera_id: str
    view: View
    metres: float
    off_axis: float | None = None  # degrees
    hidden: float = 0.0
    behind: str = ""
    quality: float
    assumed: bool = False


class UnitArrival(Message, frozen=True, kw_only=True):
    """`metres` and `seconds` are those of the way from its newest fix, along streets where `Sight.by_streets`; none where no way is known.

    `stale`: its fix is so old that it need not be there any more.
    """

    unit_id: str
    duty: DutyState
    pace: Pace
    metres: int | None = None
    seconds: int | None = None
    fix_at: datetime | None = None
    fix_age_s: int | None = None
    stale: bool = True


class Sight(Message, frozen=True, kw_only=True):
    """The best first: cameras that see, those whose direction is unknown, hidden ones; units on duty with a fresh fix by time, then the rest.

    `outlines` is how many buildings were looked around for: with none, nothing is known to stand between.
    """

    lon: float
    lat: float
    at: datetime
    outlines: int
    by_streets: bool
    cameras: list[CameraSight]
    units: list[UnitArrival]
