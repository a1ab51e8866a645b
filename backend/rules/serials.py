"""The serial of a case: a whole number that rises with the time of its report, so that an index over it alone gives cases in that order."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from backend.session import Work
from backend.tables.cases import CaseRow

BITS = 20  # to tell apart what was reported within one millisecond
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PAGE = 5000


def first(at: datetime) -> int:
    """The least serial of a moment: what was reported earlier has a smaller one."""
    return (at - EPOCH) // timedelta(milliseconds=1) << BITS


def serial_of(id: str, at: datetime) -> int:
    """What a case gets unless another has it."""
    return first(at) | int.from_bytes(hashlib.blake2b(id.encode(), digest_size=4).digest()) >> 32 - BITS


def take(work: Work, reported: Sequence[tuple[str, datetime]]) -> list[int]:
    """Serials of new cases, given by id and time. A day's cases may all bear the same time, and then some would be one: those move up."""
    wanted, serials = [serial_of(id, at) for id, at in reported], list[int]()
    while wanted != serials:
        serials, taken = wanted, set(_known(work, wanted))
        wanted = []
        for serial in serials:
            while serial in taken:
                serial += 1
            taken.add(serial)
            wanted.append(serial)
    return serials


def _known(work: Work, serials: Sequence[int]) -> Iterator[int]:
    for start in range(0, len(serials), PAGE):
        yield from work.session.scalars(sa.select(CaseRow.serial).where(CaseRow.serial.in_(serials[start : start + PAGE])))
