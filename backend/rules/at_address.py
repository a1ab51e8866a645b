"""What the hall knows of an address: whoever calls from there, or about it, under whatever number."""

import re
from typing import NamedTuple

import sqlalchemy as sa

from backend.rules import calls, case_words
from backend.rules.callers import DONE, MOST
from backend.rules.case_pages import FEW, prefer_indexes
from backend.rules.messages import COLUMNS, cases_of
from backend.rules.spelling import plain
from backend.session import Work
from backend.tables.cases import CaseRow
from backend.tables.hotline import CallRow
from wire.calls import AtAddress
from wire.cases import Case
from wire.codes import CallState

HOUSE = re.compile(r"(?P<street>.*?)(?P<number>\d[\d-]*号)(?![路线街门楼])")  # 2号路 and 地铁3号线 are names, 3号楼 and 3号门 parts of a place
DASH = re.compile(r"(?<=\d)\s*[-－–—‐]\s*(?=\d)")  # 瑞祥路5-3号 is another house than 53号
STREET = 2  # letters before the number of a house that are enough of a name: 东街
SHORTEST = 6  # letters where there is no number of a house: less than that is no address
LOOKED = 500  # cases whose calls are looked for


class Place(NamedTuple):
    """An address as it is compared. Without a house its street is the whole text, and its number empty."""

    street: str
    number: str

    @property
    def is_known(self) -> bool:
        """Whether it says enough to look for."""
        return len(self.street) >= (STREET if self.number else SHORTEST)

    @property
    def sought(self) -> str:
        """What the words of each case there have, whether its address begins with the district or not."""
        return plain(self.street[-STREET:] + self.number) if self.number else self.street


def of(work: Work, address: str) -> AtAddress:
    """Cases at this address among the newest `FEW` that may be, those that are open first, then the newest; and the calls that they came from."""
    asked = place(address)
    if not asked.is_known:
        return AtAddress(address=address)
    prefer_indexes(work)
    hits = case_words.holding(work, [case_words.Asked(asked.sought)]).subquery()
    newest = sa.select(hits.c.serial).order_by(hits.c.serial.desc()).limit(FEW)
    looked = sa.select(CaseRow.id, CaseRow.serial, CaseRow.status, CaseRow.address).where(CaseRow.serial.in_(newest))
    there = [row for row in work.session.execute(looked) if is_same(asked, row.address)]
    there.sort(key=lambda row: (row.status in DONE, -row.serial))
    ids = [row.id for row in there[:LOOKED]]
    about = sa.select(CallRow).where(CallRow.case_id.in_(ids), CallRow.state != CallState.RINGING)
    found = work.session.scalars(about.order_by(CallRow.ring_at.desc(), CallRow.id).limit(MOST))
    return AtAddress(address=address, cases=_cases(work, ids[:MOST]), calls=[calls.message(each) for each in found])


def place(address: str) -> Place:
    """The part of an address that two people say alike: "盐湖区瑞祥路 5 号，东侧 12 米" is 盐湖区瑞祥路 and 5号."""
    text = "-".join(plain(part) for part in DASH.split(address))
    found = HOUSE.match(text)
    return Place(found["street"], found["number"]) if found else Place(plain(address), "")


def is_same(asked: Place, address: str) -> bool:
    """瑞祥路5号 is that of 盐湖区, said either way round, and not 瑞祥路15号. Without a house, whatever names the place."""
    if not asked.number:
        return asked.street in plain(address)
    there = place(address)
    short, long = sorted((asked.street, there.street), key=len)
    cut = long[: len(long) - len(short)][-1:] + short[:1]  # 1号路 is not the end of 11号路
    return asked.number == there.number and len(short) >= STREET and long.endswith(short) and not (len(cut) == 2 and cut.isdigit())


def _cases(work: Work, ids: list[str]) -> list[Case]:
    by_id = {case.id: case for case in cases_of(work.session.execute(sa.select(*COLUMNS).where(CaseRow.id.in_(ids))))}
    return [by_id[id] for id in ids]
