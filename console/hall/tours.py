"""Tours (轮巡): which cameras come to the panes one page after the other, how long each page stays, and when. Pure; no Qt."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Annotated

import msgspec
from msgspec import Meta

from console.hall.video_layouts import is_layout
from console.words import local
from wire.tours import LEAST_S, MOST_S, Clock, SavedTour, TourOrder


class Period(msgspec.Struct, frozen=True):
    """From a time of the day to another; over midnight when the end is the earlier one."""

    start: Clock
    end: Clock

    def holds(self, at: time) -> bool:
        start, end = time.fromisoformat(self.start), time.fromisoformat(self.end)
        return start <= at < end if start < end else at >= start or at < end


class Group(msgspec.Struct, frozen=True):
    """Cameras that belong together: a page never mixes two groups."""

    name: Annotated[str, Meta(max_length=40)]
    cameras: list[str]


class Tour(msgspec.Struct, frozen=True):
    name: Annotated[str, Meta(min_length=1, max_length=80)]
    groups: list[Group]
    dwell_s: Annotated[int, Meta(ge=LEAST_S, le=MOST_S)] = 15
    layout: str = "4"
    periods: list[Period] = []  # none: always


class Running(msgspec.Struct, frozen=True):
    """A tour on the panes, and where it is: it outlives the console."""

    tour: Tour
    page: int = 0
    paused: bool = False


def of_hall(saved: SavedTour) -> Tour:
    """As it is run; a layout that this console does not know is the usual one."""
    tour = msgspec.convert(msgspec.to_builtins(saved), Tour)
    return tour if is_layout(tour.layout) else msgspec.structs.replace(tour, layout="4")


def order_of(tour: Tour, id: str) -> TourOrder:
    """To share it under this id."""
    return msgspec.convert(msgspec.to_builtins(tour) | {"id": id}, TourOrder)


def pages(tour: Tour, size: int) -> list[tuple[str, list[str]]]:
    """Names of groups, and the cameras of each page of at most so many."""
    size = max(1, size)
    return [(group.name, group.cameras[at : at + size]) for group in tour.groups for at in range(0, len(group.cameras), size)]


def is_time(tour: Tour, now: datetime) -> bool:
    return not tour.periods or any(period.holds(local(now).time()) for period in tour.periods)


def next_start(tour: Tour, now: datetime) -> str:
    """The time of the day at which the tour goes on; empty when it always does."""
    minutes = [local(now + timedelta(minutes=ahead)) for ahead in range(24 * 60)] if tour.periods else []
    return next((f"{at:%H:%M}" for at in minutes if any(period.holds(at.time()) for period in tour.periods)), "")


def parse_periods(text: str) -> list[Period]:
    """ "07:00-09:00, 22:00-06:00"; `ValueError` with the part that is no period."""
    found = []
    for part in (part.strip() for part in text.replace("，", ",").split(",")):
        if part:
            start, dash, end = (piece.strip() for piece in part.replace("–", "-").partition("-"))
            try:
                found.append(msgspec.convert({"start": start, "end": end}, Period))
            except msgspec.ValidationError as error:
                raise ValueError(part) from error
            if not dash or start == end:
                raise ValueError(part)
    return found


def written(periods: Sequence[Period]) -> str:
    return ", ".join(f"{period.start}-{period.end}" for period in periods)
