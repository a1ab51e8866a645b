"""Case numbers: 19 digits, division, day in the city's zone, and a sequence of that day. Gaps happen, doubles do not (DOMAIN 3.3)."""

from datetime import datetime

from backend.refusals import RuleSaysNo
from backend.rules.answers import insert
from backend.rules.catalogue import in_force
from backend.session import Work
from backend.tables.cases import NumberRow

MOST = 99_999


def take(work: Work, at: datetime, count: int = 1) -> list[str]:
    """The next `count` numbers of the day of `at`. The row of the day stays locked until the transaction ends."""
    standards = in_force(work)
    day = at.astimezone(standards.calendar.tz).strftime("%Y%m%d")
    first = insert(work, NumberRow).values(day=day, last=count)
    raised = first.on_conflict_do_update(index_elements=[NumberRow.day], set_={"last": NumberRow.last + count})
    last = work.session.execute(raised.returning(NumberRow.last)).scalar_one()
    if last > MOST:
        raise RuleSaysNo("numbers_used_up", f"All {MOST} case numbers of {day} are given out.")
    return [f"{standards.division}{day}{number:05d}" for number in range(last - count + 1, last + 1)]
