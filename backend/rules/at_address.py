"""What the hall knows of an address: whoever calls from there, or about it, under whatever number."""

import re

import sqlalchemy as sa

from backend.rules import calls, case_words
from backend.rules.callers import DONE, MOST
from backend.rules.messages import case_of
from backend.rules.spelling import plain
from backend.session import Work
from backend.tables.cases import CaseRow
from backend.tables.hotline import CallRow
from wire.calls import AtAddress
from wire.codes import CallState

DOOR = re.compile(r".*?\d号")  # what comes after the number of the house says where before it
SHORTEST = 3  # letters: less than that is no address
LOOKED = 500  # cases that have all of its letters


def of(work: Work, address: str) -> AtAddress:
    """Cases at this address, those that are open first, then the newest; and the calls that any of them came from."""
    sought = door(address)
    if len(sought) < SHORTEST:
        return AtAddress(address=address)
    alike = CaseRow.serial.in_(case_words.holding(work, [case_words.Asked(sought)]))
    order = sa.case((CaseRow.status.in_(DONE), 1), else_=0), CaseRow.serial.desc()
    rows = [row for row in work.session.scalars(sa.select(CaseRow).where(alike).order_by(*order).limit(LOOKED)) if _is_at(row, sought)]
    about = sa.select(CallRow).where(CallRow.case_id.in_([row.id for row in rows]), CallRow.state != CallState.RINGING)
    found = work.session.scalars(about.order_by(CallRow.ring_at.desc(), CallRow.id).limit(MOST))
    return AtAddress(address=address, cases=[case_of(row) for row in rows[:MOST]], calls=[calls.message(each) for each in found])


def door(address: str) -> str:
    """The part of an address that two people say alike: "盐湖区瑞祥路 5 号，东侧 12 米" is 盐湖区瑞祥路5号; without a number of a house all of it."""
    text = plain(address)
    found = DOOR.match(text)
    return found[0] if found else text


def _is_at(case: CaseRow, sought: str) -> bool:
    """瑞祥路5号 is that of 盐湖区, and not 瑞祥路15号."""
    there = door(case.address)
    return there.endswith(sought) if DOOR.match(sought) else sought in plain(case.address)
