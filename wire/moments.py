"""Moments (时刻): a time of the hall's past that somebody keeps, with what was looked at then, and the link by which others open it."""

import re
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from wire.codes import Noun
from wire.message import Message, Order, Versioned
from wire.places import Id, Lat, Lon, NewId

MOST_MOMENTS = 500  # of one person
LINK = "yiping://moment?id="
WRITTEN = re.compile(r"yiping://moment\?id=([\w-][\w.:@-]{0,63})(?![\w.:@&=-])")

MomentName = Annotated[str, Meta(min_length=1, max_length=80)]
Units = Annotated[list[Id], Meta(max_length=2_000)]  # all that a large city has
Ring = Annotated[list[tuple[Lon, Lat]], Meta(max_length=500)]


class MomentView(Message, frozen=True, kw_only=True):
    """What the map showed: its middle, and its zoom."""

    lon: Lon
    lat: Lat
    zoom: Annotated[float, Meta(ge=0, le=24)]


class Moment(Versioned, frozen=True, kw_only=True):
    """`noun` and `thing` are what was selected, `units` those that were selected on the map by the area `ring`. `by` is whose it is."""

    name: str
    at: datetime
    noun: Noun | None
    thing: str
    units: list[str]
    ring: list[tuple[float, float]]
    view: MomentView | None
    by: str
    full_name: str
    kept_at: datetime


class MomentOrder(Order, frozen=True, kw_only=True):
    """Makes or replaces a moment of one's own."""

    id: NewId
    name: MomentName
    at: datetime
    noun: Noun | None = None
    thing: Annotated[str, Meta(max_length=200)] = ""
    units: Units = []
    ring: Ring = []
    view: MomentView | None = None


def link_of(id: str) -> str:
    """What is passed on: it holds no more than the id, so whoever has it needs a post in the same hall."""
    return LINK + id


def id_in(text: str) -> str:
    """The id in a link, whatever stands around it; empty: there is no link of a moment in it."""
    found = WRITTEN.search(text)
    return found[1] if found else ""
