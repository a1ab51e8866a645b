"""Fixes in parts by day and in pages. What there is goes into pages, with the cells it was in; back again, into one table."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import sqlalchemy as sa
from alembic import op

from backend.fixes import cells, packing, scale
from backend.fixes.scale import PAGE_MS, STEPS, UNKNOWN, Fixes, Whole

revision = "0030"
down_revision = "0028"

COLUMNS = "unit, at, lon, lat, speed, heading, accuracy"
OLD = sa.table("fixes", *[sa.column(name) for name in Fixes._fields])


def upgrade() -> None:
    op.create_table(
        "fix_parts",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("day", sa.Integer()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_at", sa.BigInteger(), nullable=False),
    )
    fix_pages = op.create_table(
        "fix_pages",
        sa.Column("unit", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("page", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("fixes", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_fix_pages_page", "fix_pages", ["page"])
    cell_pages = op.create_table(
        "cell_pages",
        sa.Column("page", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("cell", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sqlite_with_rowid=False,
    )
    visits: dict[int, list[np.ndarray]] = defaultdict(list)  # by page; those of hops may begin in the page before
    for page, units in _old_pages():
        for unit in units:
            fixes, old = _old(unit, page)
            mine = fixes.pick(~old)
            bounds = {"first_at": int(mine.at[0]), "last_at": int(mine.at[-1])}
            op.bulk_insert(fix_pages, [{"unit": unit, "page": page, "fixes": len(mine.at), "body": packing.pack(page, mine)} | bounds])
            found = cells.visits_of(fixes, old)
            for each in np.unique(found[0] // scale.SLOTS_OF_PAGE).tolist():
                visits[each].append(found[:, found[0] // scale.SLOTS_OF_PAGE == each])
        for each in [known for known in visits if known < page]:
            _write_cells(cell_pages, each, np.concatenate(visits.pop(each), axis=1))
    for each in sorted(visits):
        _write_cells(cell_pages, each, np.concatenate(visits[each], axis=1))
    op.drop_table("fixes")


def downgrade() -> None:
    op.create_table(
        "fixes",
        sa.Column("unit", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger(), primary_key=True, autoincrement=False),
        *[sa.Column(name, sa.Float(), nullable=name in STEPS) for name in Fixes._fields[2:]],
        sqlite_with_rowid=False,
    )
    here = op.get_bind()
    for row in here.execute(sa.text("SELECT unit, page, fixes, body FROM fix_pages ORDER BY unit, page")).all():
        _put_back(packing.unpack(*row))
    for part in here.execute(sa.text("SELECT number FROM fix_parts")).scalars().all():
        known = "SELECT 1 FROM fixes f WHERE f.unit = p.unit AND f.at = p.at"
        names = ", ".join(f"p.{name}" for name in Fixes._fields)
        rows = here.execute(sa.text(f"SELECT {names} FROM fixes_{part} p WHERE NOT EXISTS ({known})")).all()
        _put_back(scale.of_rows([tuple(row) for row in rows]))
        op.drop_table(f"fixes_{part}")
        op.drop_table(f"cells_{part}")
    for table in ("fix_parts", "fix_pages", "cell_pages"):
        op.drop_table(table)


def _old_pages() -> Iterator[tuple[int, list[int]]]:
    """Each page in order, with the units that have fixes in it."""
    there: dict[int, list[int]] = defaultdict(list)
    for unit, page in op.get_bind().execute(sa.text(f"SELECT DISTINCT unit, at / {PAGE_MS} FROM fixes")):
        there[page].append(unit)
    yield from sorted(there.items())


def _old(unit: int, page: int) -> tuple[Fixes, np.ndarray]:
    """The fixes of a unit in a page, behind the last one before it; and which one that is."""
    start = page * PAGE_MS
    chosen = sa.text(f"SELECT {COLUMNS} FROM fixes WHERE unit = :unit AND at >= :start AND at < :end")
    rows = op.get_bind().execute(chosen, {"unit": unit, "start": start - cells.LONGEST_GAP_MS, "end": start + PAGE_MS}).all()
    columns = [np.array(column, float if place > 1 else np.int64) for place, column in enumerate(zip(*rows, strict=True))]
    fixes = scale.of_values(*columns)
    return fixes, fixes.at < start


def _write_cells(table: sa.Table, page: int, visits: Whole) -> None:
    order = np.argsort(visits[1], kind="stable")
    slot, cell, unit = visits[0][order], visits[1][order], visits[2][order]
    starts = np.flatnonzero(np.diff(cell, prepend=-1))
    packed = [packing.pack_visits(*pair) for pair in zip(np.split(unit, starts[1:]), np.split(slot, starts[1:]), strict=True)]
    values = [{"page": page, "cell": name, "visits": count, "body": body} for name, (count, body) in zip(cell[starts].tolist(), packed, strict=True)]
    op.bulk_insert(table, values)


def _put_back(fixes: Fixes) -> None:
    if not len(fixes.at):
        return
    lon, lat = fixes.degrees()
    said = {name: [None if value == UNKNOWN else value / step for value in getattr(fixes, name).tolist()] for name, step in STEPS.items()}
    columns = [fixes.unit.tolist(), fixes.at.tolist(), lon.tolist(), lat.tolist(), *said.values()]
    values = [dict(zip(Fixes._fields, row, strict=True)) for row in zip(*columns, strict=True)]
    op.get_bind().execute(sa.insert(OLD), values)
