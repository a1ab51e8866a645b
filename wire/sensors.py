"""Sensors of the city and their newest readings."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from wire.codes import SensorKind
from wire.message import Message, Order, Versioned
from wire.places import Id, Lat, Lon


class Sensor(Versioned, frozen=True, kw_only=True):
    """`levels` are the thresholds in rising order, in the unit of the kind; `value` and `at` the newest reading, none before the first."""

    code: str
    name: str
    kind: SensorKind
    lon: float
    lat: float
    levels: list[float] = []
    value: float | None = None
    at: datetime | None = None


class SensorOrder(Order, frozen=True, kw_only=True):
    id: Id
    code: Annotated[str, Meta(min_length=1, max_length=64)]
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    kind: SensorKind
    lon: Lon
    lat: Lat
    levels: Annotated[list[float], Meta(max_length=8)] = []


class Reading(Order, frozen=True, kw_only=True):
    """`code` is what the sensor calls itself."""

    code: Annotated[str, Meta(min_length=1, max_length=64)]
    at: datetime
    value: float


class ReadingBatch(Order, frozen=True, kw_only=True):
    readings: Annotated[list[Reading], Meta(min_length=1, max_length=5000)]


class ReadingReceipt(Message, frozen=True, kw_only=True):
    """`late` were older than what is known; `unknown` are codes of no sensor."""

    stored: int
    late: int
    unknown: list[str]
