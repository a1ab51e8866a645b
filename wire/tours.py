"""Tours (轮巡) of cameras that the hall shares. Those of one person are the preference `video_tours`."""

from typing import Annotated

from msgspec import Meta

from wire.codes import Role
from wire.message import Message, Order, Versioned
from wire.places import Id

LEAST_S, MOST_S = 5, 3600  # of a page
MOST_TOURS = 100
EDITORS = frozenset({Role.VIDEO_PATROLLER, Role.SHIFT_LEADER, Role.DUTY_LEADER, Role.ADMIN})  # who may change what all see

Clock = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]  # of the city
Name = Annotated[str, Meta(min_length=1, max_length=80)]
Dwell = Annotated[int, Meta(ge=LEAST_S, le=MOST_S)]
Layout = Annotated[str, Meta(min_length=1, max_length=16, pattern=r"^[0-9x+]+$")]  # 4, 1+5, 5x3+2


class TourPeriod(Message, frozen=True, kw_only=True):
    """From a time of the day to another; over midnight when the end is the earlier one."""

    start: Clock
    end: Clock


class TourGroup(Message, frozen=True, kw_only=True):
    """Cameras by id, in the order in which they come; one may be gone by now."""

    name: Annotated[str, Meta(max_length=40)]
    cameras: Annotated[list[Id], Meta(min_length=1, max_length=500)]


Groups = Annotated[list[TourGroup], Meta(min_length=1, max_length=50)]
Periods = Annotated[list[TourPeriod], Meta(max_length=20)]


class SavedTour(Versioned, frozen=True, kw_only=True):
    """One that the whole hall sees; `by` is the user who saved it last. Without periods it may always run."""

    name: str
    groups: list[TourGroup]
    dwell_s: int
    layout: str
    periods: list[TourPeriod] = []
    by: str = ""


class TourOrder(Order, frozen=True, kw_only=True):
    id: Id
    name: Name
    groups: Groups
    dwell_s: Dwell = 15
    layout: Layout = "4"
    periods: Periods = []
