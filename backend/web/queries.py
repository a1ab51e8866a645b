"""Parts of addresses that several doors read: a box, a span of time, a time."""

import math
from datetime import UTC, datetime

from backend.refusals import Malformed
from geo.tracks import Box
from wire.problem import FieldError

Span = tuple[datetime | None, datetime | None]


def box_of(text: str, name: str = "bbox") -> Box:
    """ "west,south,east,north" in degrees; heights in a box of six numbers are left out."""
    numbers = numbers_of(text)
    if len(numbers) == 6:
        numbers = [*numbers[:2], *numbers[3:5]]
    if len(numbers) != 4:
        raise _wrong(name, "must be four numbers: west,south,east,north")
    west, south, east, north = numbers
    if west > east or south > north or not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        raise _wrong(name, "must be west,south,east,north in degrees, west before east and south before north")
    return west, south, east, north


def numbers_of(text: str) -> list[float]:
    """Numbers with commas between; none when any part is no number."""
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        return []
    return numbers if all(math.isfinite(number) for number in numbers) else []


def span_of(text: str, name: str = "datetime") -> Span:
    """One time, or two with a slash between, of which one may be open ("..")."""
    first, slash, last = text.partition("/")
    if not slash:
        moment = time_of(first, name)
        return moment, moment
    start, end = (None if part in ("", "..") else time_of(part, name) for part in (first, last))
    if start and end and start > end:
        raise _wrong(name, "must begin before it ends")
    return start, end


def time_of(text: str, name: str) -> datetime:
    """ISO 8601 with a zone, or a day of UTC."""
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _wrong(name, "must be a time like 2026-11-21T08:30:00Z") from None


def _wrong(name: str, detail: str) -> Malformed:
    return Malformed(f"{name} {detail}.", [FieldError(path=name, detail=detail)])
