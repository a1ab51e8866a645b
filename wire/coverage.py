"""Where inspectors have been: the newest fix of any of them in each basic grid."""

from datetime import datetime

from wire.message import Message


class Covered(Message, frozen=True, kw_only=True):
    """A basic grid in which an inspector was within the last 24 hours, and when the last of them was there."""

    code: str
    at: datetime


class Gap(Message, frozen=True, kw_only=True):
    """A basic grid of a duty grid that nobody has seen for so long; `seen_at` is none when that was more than a day ago, or never.

    `weight`: one, and one more for each of the `cases` of the last days there. `lon` and `lat` are its middle.
    """

    code: str
    seen_at: datetime | None
    cases: int
    weight: float
    lon: float
    lat: float


class StreetGap(Message, frozen=True, kw_only=True):
    """Of the streets of one name, `unseen_m` of `metres` that nobody has seen for so long; in the middle of these `lon` and `lat`. `seen_at` is when
    the last of these metres was seen, none when that was more than a day ago, or never.

    `weight`: of each piece of them its metres, and as many more for each of the `cases` of the last days nearest to it.
    """

    name: str
    unseen_m: float
    metres: float
    lon: float
    lat: float
    seen_at: datetime | None
    cases: int = 0
    weight: float = 0.0


class CoverageGaps(Message, frozen=True, kw_only=True):
    """What inspectors have not seen for so many hours: of `cells` in duty grids `unseen`, of `street_m` metres of street `street_unseen_m`.

    `share` is what was seen of all weights of cells, `street_share` of those of streets. `gaps` and `streets` are the heaviest, at most 200 of each.
    """

    hours: float
    at: datetime
    cells: int
    unseen: int
    share: float | None
    street_m: float
    street_unseen_m: float
    gaps: list[Gap]
    streets: list[StreetGap] = []
    street_share: float | None = None
