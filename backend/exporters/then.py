"""Things as they were at the moment of an order: what has changed since comes from the change log."""

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

import sqlalchemy as sa

from backend.rules import fixes_then, past
from backend.session import Work
from backend.tables.positions import LatestRow
from wire.codes import Noun
from wire.exports import ExportOrder
from wire.message import Versioned

T = TypeVar("T", bound=Versioned)


class Seen(NamedTuple):
    """Where a unit was by its newest fix; `at` in milliseconds since 1970."""

    at: int
    lon: float
    lat: float
    speed: float | None
    heading: float | None
    mock: bool  # says its device


def as_of(work: Work, order: ExportOrder, noun: Noun, kind: type[T], found: Iterable[T], only: str = "") -> list[T]:
    """What is there now, or what was there then, by id; refusals as in `backend.rules.past`. `only`: the one with this id."""
    if order.as_of is None:
        return list(found)
    changed = past.things(work, noun, kind, order.as_of)
    there = [*(each for each in found if each.id not in changed), *(each for each in changed.values() if each is not None)]
    return sorted((each for each in there if only in ("", each.id)), key=lambda each: each.id)


def seen(work: Work, order: ExportOrder) -> dict[str, Seen]:
    """Of each unit that has a fix; of the past one within a day before."""
    if order.as_of is None:
        rows = work.session.scalars(sa.select(LatestRow))
        return {row.unit_id: Seen(row.at, row.lon, row.lat, row.speed, row.heading, row.mock) for row in rows}
    then = fixes_then.positions(work, order.as_of)
    fixes, mocked = zip(then.at, then.lon, then.lat, map(_known, then.speed), map(_known, then.heading), strict=True), frozenset(then.mocked)
    return {id: Seen(*fix, id in mocked) for id, fix in zip(then.unit_ids, fixes, strict=True)}


def _known(value: float) -> float | None:
    return None if value < 0 else value
