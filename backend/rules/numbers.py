"""Case numbers: 19 digits, division, day in the city's zone, and a sequence of that day. Gaps happen, doubles do not (DOMAIN 3.3)."""

from datetime import datetime

import sqlalchemy as sa

from backend.refusals import RuleSaysNo
from backend.rules.answers import prepared, run
from backend.rules.catalogue import in_force
from backend.session import Work
from backend.tables.cases import NumberRow

MOST = 99_999
LENGTH, DIVISION, DAY = 19, 6, 8  # digits: of all, and of its first two parts
YEARS = 10  # that a month and a day alone may be meant of
LEAST = 4  # digits that are taken for a number
TAKE = prepared(
    lambda insert: (
        insert(NumberRow)
        .on_conflict_do_update(index_elements=[NumberRow.day], set_={"last": NumberRow.last + sa.bindparam("more")})
        .returning(NumberRow.last)
    )
)


def take(work: Work, at: datetime, count: int = 1) -> list[str]:
    """The next `count` numbers of the day of `at`. The row of the day stays locked until the transaction ends."""
    standards = in_force(work)
    day = at.astimezone(standards.calendar.tz).strftime("%Y%m%d")
    last: int = run(work, TAKE, day=day, last=count, more=count).scalar_one()
    if last > MOST:
        raise RuleSaysNo("numbers_used_up", f"All {MOST} case numbers of {day} are given out.")
    return [f"{standards.division}{day}{number:05d}" for number in range(last - count + 1, last + 1)]


def beginnings(work: Work, digits: str) -> list[str]:
    """What the number may begin with when somebody types these digits: the whole, from the day on, or from the month on ("1121-00012")."""
    division, year = in_force(work).division, work.at.year
    found: list[str] = []
    if len(digits) >= LEAST and (digits.startswith(division) or division.startswith(digits)):
        found.append(digits)
    if DAY <= len(digits) <= LENGTH - DIVISION:
        found.append(division + digits)
    if LEAST < len(digits) <= LENGTH - DIVISION - 4:
        found += [f"{division}{each}{digits}" for each in range(year, year - YEARS, -1)]
    return found
