"""Filters of the case queue that people save: for themselves, or for everybody of the hall."""

from typing import Annotated

from msgspec import Meta

from wire.codes import Lamp, Source
from wire.message import Message, Order, Versioned
from wire.places import Id

Name = Annotated[str, Meta(min_length=1, max_length=40)]
Few = Annotated[list[Annotated[str, Meta(max_length=64)]], Meta(max_length=50)]
MOST_FILTERS = 100


class Wanted(Message, frozen=True, kw_only=True):
    """What must hold of a case; an empty list or text asks for nothing.

    `classes` are like EVENT-0110, `areas` are ids of grids like STREET-140802001.
    """

    text: Annotated[str, Meta(max_length=200)] = ""
    lamps: Annotated[list[Lamp], Meta(max_length=10)] = []
    classes: Few = []
    sources: Annotated[list[Source], Meta(max_length=30)] = []
    areas: Few = []
    departments: Few = []
    older_h: Annotated[float, Meta(gt=0, le=100_000)] | None = None


class OwnFilter(Message, frozen=True, kw_only=True):
    """One that only its owner sees: each user keeps a list of them as the preference `case_filters`."""

    id: str
    name: str
    wanted: Wanted


class SavedFilter(Versioned, frozen=True, kw_only=True):
    """One that the whole hall sees. `place` is its place in the list, from 0 on; `by` the user who saved it last."""

    name: str
    wanted: Wanted
    place: int = 0
    by: str = ""


class FilterOrder(Order, frozen=True, kw_only=True):
    id: Id
    name: Name
    wanted: Wanted
    place: Annotated[int, Meta(ge=0, lt=10_000)] = 0
