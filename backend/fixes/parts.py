"""Which parts there are, and which one a fix goes into: that of its day while the day is open, else the one for all that is late.

Whoever writes fixes begins with `lock`: they are written by one transaction at a time, on SQLite as all else is, on PostgreSQL by an advisory
lock. So no part is made twice or sealed under somebody's hands, and of two fixes of a unit the second transaction sees the first.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

import sqlalchemy as sa

from backend import standards
from backend.fixes import rows
from backend.fixes.scale import day_of, pages_of
from backend.session import Work
from backend.tables.positions import FixPageRow, PartRow

LOCK = 0x66_69_78
OPEN, SEALED, FOLDED = "OPEN", "SEALED", "FOLDED"
READ = (OPEN, SEALED)


class Part(NamedTuple):
    number: int
    day: int | None
    state: str


def lock(work: Work) -> None:
    if work.session.get_bind().dialect.name == "postgresql":
        work.session.execute(sa.text(f"SELECT pg_advisory_xact_lock({LOCK})"))


def known(work: Work, states: Sequence[str] = READ) -> list[Part]:
    chosen = sa.select(PartRow.number, PartRow.day, PartRow.state).where(PartRow.state.in_(states)).order_by(PartRow.number)
    return [Part(*row) for row in work.session.execute(chosen)]


def of_days(work: Work, first: int, last: int) -> list[Part]:
    """Those that may hold fixes of the days."""
    return [part for part in known(work) if part.day is None or first <= part.day <= last]


def writable(work: Work, days: Iterable[int]) -> dict[int, Part]:
    """For each day the part that its fixes go into now; it is made when there is none."""
    there = {part.day: part for part in known(work, (OPEN,))}
    since = first_open(work)
    chosen: dict[int, Part] = {}
    for day in days:
        key = day if day >= since else None
        if key not in there:
            there[key] = _make(work, key)
        chosen[day] = there[key]
    return chosen


def first_open(work: Work) -> int:
    """The first day that is not closed yet."""
    after = timedelta(hours=standards.in_force().positions.close_after_h)
    return int(day_of(millis(work) - round(after.total_seconds() * 1000)))


def settled(work: Work, day: int) -> bool:
    """Whether fixes of the day may lie elsewhere than in its open part."""
    pages = pages_of(day)
    paged = work.session.scalar(sa.select(FixPageRow.page).where(FixPageRow.page.between(pages[0], pages[-1])).limit(1))
    return paged is not None or any(part.day == day for part in known(work, (SEALED,)))


def move(work: Work, part: Part, state: str) -> None:
    work.session.execute(sa.update(PartRow).where(PartRow.number == part.number).values(state=state, state_at=millis(work)))


def millis(work: Work) -> int:
    return round(work.at.timestamp() * 1000)


def _make(work: Work, day: int | None) -> Part:
    number = (work.session.scalar(sa.select(sa.func.max(PartRow.number))) or 0) + 1
    work.session.execute(sa.insert(PartRow).values(number=number, day=day, state=OPEN, state_at=millis(work)))
    rows.make(work, number)
    return Part(number, day, OPEN)
