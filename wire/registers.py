"""Registers: what the city keeps lists of by the ten thousand. The feed carries that a register has changed; its entries travel as columns."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from wire.codes import RegisterKind
from wire.message import Message, Order, Versioned
from wire.places import Id, Lat, Lon

Line = list[tuple[float, float]]  # lon/lat, WGS-84
MOST_ENTRIES = 5000  # in one order


class Register(Versioned, frozen=True, kw_only=True):
    """All entries of one kind; `id` is the kind. `at` is when anything in it last changed."""

    kind: RegisterKind
    count: int
    at: datetime


class Entry(Message, frozen=True, kw_only=True):
    """One line of a register. `category` says what kind of entry, `state` how it is: codes of the city's own, shown as they are.

    `value` is a figure where the kind has one (a street entity's score, a drain's diameter in mm, a building's height in m). `lines` are
    what a drain runs along or a building stands on; a point has none. `lon`, `lat` lie on or in it.
    """

    id: str
    kind: RegisterKind
    code: str
    name: str
    lon: float
    lat: float
    category: str = ""
    state: str = ""
    operator: str = ""
    address: str = ""
    phone: str = ""  # masked
    value: float | None = None
    at: datetime | None = None  # of its place or state, where that moves
    lines: list[Line] = []


class EntryOrder(Order, frozen=True, kw_only=True):
    """`id` is unique within its register."""

    id: Id
    code: Annotated[str, Meta(max_length=64)] = ""
    name: Annotated[str, Meta(max_length=120)] = ""
    lon: Lon
    lat: Lat
    category: Annotated[str, Meta(max_length=40)] = ""
    state: Annotated[str, Meta(max_length=40)] = ""
    operator: Annotated[str, Meta(max_length=80)] = ""
    address: Annotated[str, Meta(max_length=200)] = ""
    phone: Annotated[str, Meta(max_length=40)] = ""
    value: float | None = None
    at: datetime | None = None
    lines: list[list[tuple[Lon, Lat]]] = []


class EntriesOrder(Order, frozen=True, kw_only=True):
    """Makes or replaces entries, and strikes out others."""

    put: Annotated[list[EntryOrder], Meta(max_length=MOST_ENTRIES)] = []
    strike: Annotated[list[Id], Meta(max_length=MOST_ENTRIES)] = []


class EntriesReceipt(Message, frozen=True, kw_only=True):
    stored: int
    same: int
    struck: int
