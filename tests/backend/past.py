"""A small past: cases of every kind, given by a seed, and what a filter means for them, said once more and without a database."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec
import sqlalchemy as sa

from backend.rules import case_pages, departments
from backend.rules.catalogue import in_force
from backend.rules.history import PastCase, import_cases
from backend.rules.messages import case_of
from backend.rules.spelling import plain
from backend.session import SYSTEM, Database, Work
from backend.tables.cases import CaseRow
from geo.tracks import metres
from tests.backend.centre import CHIEF
from wire.case_filter import CaseFilter, CaseSort
from wire.cases import Case
from wire.codes import STAGE_OF, CloseKind, Kind, Source, Status, VoidKind
from wire.people import DepartmentOrder, User

BEGAN = datetime(2025, 3, 1, tzinfo=UTC)
CHARACTERS = "路灯不亮井盖破损垃圾占道经营 ，。12ab"  # few, so that pairs meet by chance
CLASSES = (("EVENT", "0110"), ("EVENT", "0101"), ("COMPONENT", "0101"), ("COMPONENT", "0202"))


def fill(database: Database, count: int = 60, seed: int = 1) -> None:
    chance = random.Random(seed)
    with database.write(SYSTEM) as work:
        for id, name in (("d1", "环卫北中队"), ("d2", "市政所")):
            departments.put(work, DepartmentOrder(id=id, code=id, name=name))
        import_cases(work, [_case(chance, f"p{number}") for number in range(count)])
        for row in work.session.scalars(sa.select(CaseRow)):
            row.urgent, row.rework_count, row.duty_grid = chance.random() < 0.2, chance.randrange(3), f"14080200{chance.randrange(3)}"
            row.grid_code = f"14080200{chance.randrange(3)}00100{chance.randrange(9)}"


def add(database: Database, count: int, seed: int) -> None:
    chance = random.Random(seed)
    with database.write(SYSTEM) as work:
        import_cases(work, [_case(chance, f"q{seed}-{number}") for number in range(count)])


def _case(chance: random.Random, id: str) -> PastCase:
    at = BEGAN + timedelta(hours=chance.randrange(200))  # some share their hour
    kind, code = chance.choice(CLASSES)
    status = chance.choice((Status.CLOSED, Status.CLOSED, Status.VOIDED, Status.DISPOSING, Status.REPORTED))
    closed_at = at + timedelta(hours=chance.randrange(1, 60)) if status is Status.CLOSED else None
    return PastCase(
        id=id,
        source=chance.choice((Source.WECHAT, Source.VIDEO, Source.INSPECTOR)),
        kind=Kind(kind),
        class_code=code,
        lon=111 + chance.uniform(-0.02, 0.02),
        lat=35 + chance.uniform(-0.02, 0.02),
        reported_at=at,
        status=status,
        address="".join(chance.choices(CHARACTERS, k=chance.randrange(9))),
        description="".join(chance.choices(CHARACTERS, k=chance.randrange(30))),
        department_id=chance.choice((None, "d1", "d2")),
        reporter="张三丰",
        phone=f"138{chance.randrange(10**8):08d}",
        deadline_at=at + timedelta(hours=chance.randrange(1, 60)) if chance.random() < 0.7 else None,
        disposed_at=at + timedelta(hours=chance.randrange(1, 60)) if closed_at and chance.random() < 0.7 else None,
        closed_at=closed_at,
        close_kind=chance.choice((CloseKind.NORMAL, CloseKind.OVERDUE)) if closed_at else None,
        void_kind=VoidKind.VOID if status is Status.VOIDED else None,
    )


def all_of(work: Work, wanted: CaseFilter) -> Iterator[Case]:
    """Every page, one after the other."""
    cursor: str | None = None
    while True:
        page = case_pages.page(work, msgspec.structs.replace(wanted, cursor=cursor))
        yield from page.cases
        if page.next is None:
            return
        cursor = page.next


def found(database: Database, wanted: CaseFilter, by: User = CHIEF) -> list[str]:
    with database.read(by) as work:
        return [case.id for case in all_of(work, wanted)]


def expected(database: Database, wanted: CaseFilter) -> list[str]:
    """The ids that a filter means for somebody of the hall, in its order."""
    with database.read(CHIEF) as work:
        rows = [row for row in work.session.scalars(sa.select(CaseRow)) if _fits(work, row, wanted)]
        return [row.id for row in _sorted(rows, wanted)]


def _sorted(rows: list[CaseRow], wanted: CaseFilter) -> list[CaseRow]:
    rows = sorted(rows, key=lambda row: row.serial, reverse=not wanted.ascending)
    if wanted.sort is CaseSort.REPORTED:
        return rows
    name = "closed_at" if wanted.sort is CaseSort.CLOSED else "deadline_at"
    timed = sorted((row for row in rows if getattr(row, name)), key=lambda row: getattr(row, name), reverse=not wanted.ascending)
    return timed + [row for row in rows if not getattr(row, name)]


def _fits(work: Work, row: CaseRow, wanted: CaseFilter) -> bool:
    late = (
        row.status not in (Status.VOIDED, Status.SUSPENDED)
        and row.deadline_at is not None
        and row.deadline_at < (row.disposed_at or row.closed_at or work.at)
    )
    west, south, east, north = wanted.box or (-180, -90, 180, 90)
    lon, lat, radius_m = wanted.near or (row.lon, row.lat, 1)
    return all(
        (
            not wanted.status or row.status in wanted.status,
            not wanted.stage or STAGE_OF[row.status] in wanted.stage,
            not wanted.source or row.source in wanted.source,
            wanted.kind in (None, row.kind),
            wanted.class_code in (None, row.class_code),
            row.class_code.startswith(wanted.major or ""),
            not wanted.department_id or row.department_id in wanted.department_id,
            not wanted.duty_grid or row.duty_grid in wanted.duty_grid,
            (row.grid_code or "").startswith(wanted.grid or ""),
            wanted.reported_from is None or row.reported_at >= wanted.reported_from,
            wanted.reported_to is None or row.reported_at < wanted.reported_to,
            wanted.closed_from is None or (row.closed_at is not None and row.closed_at >= wanted.closed_from),
            wanted.closed_to is None or (row.closed_at is not None and row.closed_at < wanted.closed_to),
            wanted.overdue in (None, late),
            wanted.urgent in (None, row.urgent),
            wanted.rework in (None, row.rework_count > 0),
            not wanted.close_kind or row.close_kind in wanted.close_kind,
            not wanted.void_kind or row.void_kind in wanted.void_kind,
            west <= row.lon <= east and south <= row.lat <= north,
            float(metres(lon, lat, row.lon, row.lat)) <= radius_m,
            all(_says(work, row, part) for word in wanted.text.split() if (part := plain(word))),
        )
    )


def _says(work: Work, row: CaseRow, part: str) -> bool:
    small = in_force(work).classes.get((row.kind, row.class_code))
    offices = {each.id: each.name for each in departments.all_departments(work)}
    named = (small.name, small.name_en) if small else ()
    case = case_of(row)  # what is masked is not found
    return any(part in plain(text) for text in (case.address, case.description, *named, offices.get(row.department_id or "", "")))
