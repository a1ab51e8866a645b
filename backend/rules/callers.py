"""What the hall knows of a telephone number."""

import re
import unicodedata
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from backend import hotline
from backend.rules.messages import COLUMNS, cases_of
from backend.session import Work
from backend.tables.cases import CaseRow
from backend.tables.hotline import CallRow
from wire.cases import Case
from wire.codes import CallState, Direction, Status

MOST = 20  # calls and cases in a screen pop
DONE = (Status.CLOSED, Status.VOIDED)
NOT_A_DIGIT = re.compile(r"\D")
SIGNS = re.compile(r"[\s()+.‐–—-]")  # between the digits of a number


class Known(NamedTuple):
    """`repeated`: two cases of one class within the days that hotline.toml names."""

    calls: int
    open_cases: int
    repeated: bool


def digits(number: str) -> str:
    """As numbers are compared: +86 138-1234-5678 is 13812345678."""
    bare = NOT_A_DIGIT.sub("", number)
    return bare[-11:] if len(bare) in (13, 15) and bare.lstrip("0").startswith("86") else bare


def kept(typed: str) -> str:
    """A number as a case keeps it, to be found however it is written the next time. What says more than a number, such as an extension, stays."""
    bare = SIGNS.sub("", unicodedata.normalize("NFKC", typed))
    return digits(bare) if bare.isascii() and bare.isdecimal() else typed.strip()


def known(work: Work, number: str, at: datetime) -> Known:
    if not number:
        return Known(calls=0, open_cases=0, repeated=False)
    calls = sa.select(sa.func.count()).select_from(CallRow).where(CallRow.number == number, CallRow.direction == Direction.IN)
    open_cases = sa.select(sa.func.count()).select_from(CaseRow).where(CaseRow.phone == number, CaseRow.status.not_in(DONE))
    since = at - timedelta(days=hotline.in_force().repeat_days)
    alike = sa.select(CaseRow.class_code).where(CaseRow.phone == number, CaseRow.reported_at >= since)
    repeated = alike.group_by(CaseRow.kind, CaseRow.class_code).having(sa.func.count() > 1).limit(1)
    return Known(
        calls=work.session.scalar(calls) or 0,
        open_cases=work.session.scalar(open_cases) or 0,
        repeated=work.session.scalar(repeated) is not None,
    )


def calls(work: Work, number: str, but: str) -> list[CallRow]:
    """The newest of this number, without one; none of a number that was withheld."""
    if not number:
        return []
    found = sa.select(CallRow).where(CallRow.number == number, CallRow.id != but, CallRow.state != CallState.RINGING)
    return list(work.session.scalars(found.order_by(CallRow.ring_at.desc(), CallRow.id).limit(MOST)))


def cases(work: Work, number: str) -> list[Case]:
    """Those that are open first, then the newest; none of a number that was withheld."""
    if not number:
        return []
    found = sa.select(*COLUMNS).where(CaseRow.phone == number)
    order = sa.case((CaseRow.status.in_(DONE), 1), else_=0), CaseRow.reported_at.desc(), CaseRow.id
    return cases_of(work.session.execute(found.order_by(*order).limit(MOST)))
