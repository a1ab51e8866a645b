"""A closed day is rewritten: its part is sealed, what is in it goes into pages, and its tables are dropped once nobody can be reading them any more.

Each step is a short transaction, so that devices and the hall go on; meanwhile a fix may lie in both, which `reading` lays over each other. A process
that dies on the way leaves a sealed part, and the next round does it again. Nothing is rounded: a page holds the same whole numbers.
"""

from collections import defaultdict
from datetime import timedelta

import numpy as np
import sqlalchemy as sa

from backend.fixes import packing, parts, rows
from backend.fixes.parts import FOLDED, OPEN, SEALED, Part
from backend.fixes.scale import PAGE_MS, SLOTS_OF_PAGE, Whole
from backend.fixes.writing import write_pages
from backend.session import SYSTEM, Database, Work
from backend.tables.positions import CellPageRow, FixPageRow, PartRow
from backend.tables.units import UnitRow
from wire.codes import UnitKind

UNITS_AT_ONCE = 32
CELLS_AT_ONCE = 1_000
PAGES_AT_ONCE = 1_000
LONGEST_READ = timedelta(minutes=10)


def rewrite(database: Database) -> int:
    """Every part whose day is closed, and what came late; answers how many parts it was."""
    with database.write(SYSTEM) as work:
        parts.lock(work)
        _drop(work)
        since = parts.first_open(work)
        for part in parts.known(work, (OPEN,)):
            if part.day is None or part.day < since:
                parts.move(work, part, SEALED)
        sealed = parts.known(work, (SEALED,))
    for part in sealed:
        _fold(database, part)
    return len(sealed)


def expire(database: Database, keep: dict[UnitKind, timedelta]) -> int:
    """Deletes pages of units that are older than their kind is kept, an archive from when it was brought in; answers how many."""
    gone = 0
    for kind, age in keep.items():
        while deleted := _delete_pages(database, kind, age):
            gone += deleted
    with database.write(SYSTEM) as work:
        parts.lock(work)
        old = CellPageRow.page < _before(work, max(keep.values())) // PAGE_MS
        archived = sa.select(FixPageRow.page).where(FixPageRow.entered.is_not(None))
        work.session.execute(sa.delete(CellPageRow).where(old, CellPageRow.page.not_in(archived)))
    return gone


def _fold(database: Database, part: Part) -> None:
    for table, move in (("fixes", _fold_fixes), ("cells", _fold_cells)):
        with database.read() as work:
            there = rows.pages(work, part.number, table)
        for page in there:
            move(database, part, page)
    with database.write(SYSTEM) as work:
        parts.move(work, part, FOLDED)


def _fold_fixes(database: Database, part: Part, page: int) -> None:
    slots = np.arange(page * SLOTS_OF_PAGE, (page + 1) * SLOTS_OF_PAGE)
    with database.read() as work:
        numbers = rows.units(work, part.number, int(slots[0]), int(slots[-1]))
    for first in range(0, len(numbers), UNITS_AT_ONCE):
        some = np.array(numbers[first : first + UNITS_AT_ONCE])
        with database.read() as work:
            fixes = rows.select(work, part.number, np.repeat(some, len(slots)), np.tile(slots, len(some)))
        with database.write(SYSTEM) as work:
            parts.lock(work)
            write_pages(work, page, fixes)


def _fold_cells(database: Database, part: Part, page: int) -> None:
    first = page * SLOTS_OF_PAGE
    with database.read() as work:
        slot, cell, unit = rows.cells(work, part.number, first, first + SLOTS_OF_PAGE - 1)
    names = np.unique(cell)
    for begin in range(0, len(names), CELLS_AT_ONCE):
        mine = np.isin(cell, names[begin : begin + CELLS_AT_ONCE])
        with database.write(SYSTEM) as work:
            parts.lock(work)
            _write_cells(work, page, slot[mine], cell[mine], unit[mine])


def _write_cells(work: Work, page: int, slot: Whole, cell: Whole, unit: Whole) -> None:
    """Beside what is paged of these cells already."""
    there: dict[int, list[tuple[Whole, Whole]]] = defaultdict(list)
    order = np.argsort(cell, kind="stable")
    names, starts = np.unique(cell[order], return_index=True)
    for name, units_, slots_ in zip(names.tolist(), np.split(unit[order], starts[1:]), np.split(slot[order], starts[1:]), strict=True):
        there[name].append((units_, slots_))
    wanted = sa.select(CellPageRow.cell, CellPageRow.visits, CellPageRow.body).where(CellPageRow.page == page, CellPageRow.cell.in_(there))
    known = work.session.execute(wanted).all()
    for name, count, body in known:
        there[name].append(packing.unpack_visits(page, count, body))
    work.session.execute(sa.delete(CellPageRow).where(CellPageRow.page == page, CellPageRow.cell.in_([name for name, _, _ in known])))
    packed = {name: packing.pack_visits(*map(np.concatenate, zip(*pieces, strict=True))) for name, pieces in there.items()}
    values = [{"page": page, "cell": name, "visits": count, "body": body} for name, (count, body) in sorted(packed.items())]
    work.session.execute(sa.insert(CellPageRow), values)


def _drop(work: Work) -> None:
    """Tables that were folded a while ago: who had begun to read them has ended."""
    before = parts.millis(work) - round(LONGEST_READ.total_seconds() * 1000)
    for number in work.session.scalars(sa.select(PartRow.number).where(PartRow.state == FOLDED, PartRow.state_at < before)).all():
        rows.drop(work, number)
        work.session.execute(sa.delete(PartRow).where(PartRow.number == number))


def _delete_pages(database: Database, kind: UnitKind, age: timedelta) -> int:
    with database.write(SYSTEM) as work:
        parts.lock(work)
        mine = sa.select(UnitRow.number).where(UnitRow.kind == kind)
        entered = sa.or_(FixPageRow.entered.is_(None), FixPageRow.entered < _before(work, age))
        old = sa.select(FixPageRow.unit, FixPageRow.page).where(FixPageRow.unit.in_(mine), FixPageRow.page < _before(work, age) // PAGE_MS, entered)
        found = work.session.execute(old.limit(PAGES_AT_ONCE)).all()
        if found:
            work.session.execute(sa.delete(FixPageRow).where(sa.tuple_(FixPageRow.unit, FixPageRow.page).in_(found)))
        return len(found)


def _before(work: Work, age: timedelta) -> int:
    return parts.millis(work) - round(age.total_seconds() * 1000)
