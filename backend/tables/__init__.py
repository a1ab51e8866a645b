"""The database, one file per noun. `Base.metadata` knows them all; the tables themselves are made by `backend.migrations`."""

from backend.tables import (
    audit,
    cameras,
    cases,
    feed,
    maps,
    names,
    orders,
    people,
    photos,
    phrases,
    places,
    positions,
    registers,
    sensors,
    standards,
    undo,
    units,
)
from backend.tables.base import Base

__all__ = [
    "Base",
    "audit",
    "cameras",
    "cases",
    "feed",
    "maps",
    "names",
    "orders",
    "people",
    "photos",
    "phrases",
    "places",
    "positions",
    "registers",
    "sensors",
    "standards",
    "undo",
    "units",
]
