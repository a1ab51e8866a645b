"""The tables of a part, in the words of each database: they are made and dropped as days come and go, so no mapped class stands for them.

Their key begins with the slot: what comes in now lies together, and a unit's five minutes lie together. The driver is used directly; an ORM would
take most of the time of a fix.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from backend.fixes.scale import SLOTS_OF_PAGE, Fixes, Whole, of_rows, slot_of
from backend.session import Work

COLUMNS = "unit, at, lon, lat, speed, heading, accuracy"
BITS = 24  # of a unit's number, in one key with its slot
FOUND = "f.unit, f.at, f.lon, f.lat, f.speed, f.heading, f.accuracy"
ARRAYS = "%s::int[], %s::int[], %s::bigint[], %s::int[], %s::int[], %s::int[], %s::int[], %s::int[]"
Key = tuple[int, int]  # unit, at


def make(work: Work, number: int) -> None:
    small = " WITHOUT ROWID" if _lite(work) else ""
    numbers = ", ".join(f"{name} INTEGER NOT NULL" for name in ("lon", "lat", "speed", "heading", "accuracy"))
    whole = "slot INTEGER NOT NULL, unit INTEGER NOT NULL"
    _run(work, f"CREATE TABLE fixes_{number} ({whole}, at BIGINT NOT NULL, {numbers}, PRIMARY KEY (slot, unit, at)){small}")
    _run(work, f"CREATE TABLE cells_{number} ({whole}, cell BIGINT NOT NULL, PRIMARY KEY (slot, cell, unit)){small}")


def drop(work: Work, number: int) -> None:
    _run(work, f"DROP TABLE IF EXISTS fixes_{number}")
    _run(work, f"DROP TABLE IF EXISTS cells_{number}")


def add(work: Work, number: int, fixes: Fixes) -> set[Key]:
    """Which of them were new."""
    columns = [column.tolist() for column in (slot_of(fixes.at), *fixes)]
    if not _lite(work):
        sql = f"INSERT INTO fixes_{number} (slot, {COLUMNS}) SELECT * FROM unnest({ARRAYS}) ON CONFLICT DO NOTHING RETURNING unit, at"
        return set(_run(work, sql, columns))
    cursor = _driver(work).cursor()
    sql = f"INSERT OR IGNORE INTO fixes_{number} (slot, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    return {(row[1], row[2]) for row in zip(*columns, strict=True) if cursor.execute(sql, row).rowcount}


def add_cells(work: Work, number: int, slot: Whole, cell: Whole, unit: Whole) -> None:
    columns = [column.tolist() for column in (slot, cell, unit)]
    if _lite(work):
        _driver(work).executemany(f"INSERT OR IGNORE INTO cells_{number} (slot, cell, unit) VALUES (?, ?, ?)", list(zip(*columns, strict=True)))
    else:
        arrays = "%s::int[], %s::bigint[], %s::int[]"
        _run(work, f"INSERT INTO cells_{number} (slot, cell, unit) SELECT * FROM unnest({arrays}) ON CONFLICT DO NOTHING", columns)


def select(work: Work, number: int, unit: Whole, slot: Whole) -> Fixes:
    """All fixes of pairs of unit and slot, a lookup for each."""
    keys = np.unique(slot << BITS | unit).tolist()
    if not keys:
        return of_rows([])
    if _lite(work):
        on = f"f.slot = k.value >> {BITS} AND f.unit = k.value & {2**BITS - 1}"
        return of_rows(_run(work, f"SELECT {FOUND} FROM json_each(?) k CROSS JOIN fixes_{number} f ON {on}", (str(keys),)))
    one = f"SELECT {COLUMNS} FROM fixes_{number} WHERE slot = (k >> {BITS})::int AND unit = (k & {2**BITS - 1})::int OFFSET 0"
    return of_rows(_run(work, f"SELECT {FOUND} FROM unnest(%s::bigint[]) k CROSS JOIN LATERAL ({one}) f", (keys,)))


def units(work: Work, number: int, first: int, last: int) -> list[int]:
    """Those with fixes in slots first to last."""
    return [unit for (unit,) in _run(work, f"SELECT DISTINCT unit FROM fixes_{number} WHERE slot BETWEEN {first} AND {last} ORDER BY unit")]


def slots(work: Work, number: int, table: str = "fixes") -> tuple[int, int] | None:
    """The first and the last that has anything; none of an empty part."""
    ((first, last),) = _run(work, f"SELECT (SELECT min(slot) FROM {table}_{number}), (SELECT max(slot) FROM {table}_{number})")
    return None if first is None else (first, last)


def pages(work: Work, number: int, table: str = "fixes", unit: int | None = None) -> list[int]:
    """Those that hold anything, of one unit or of all; looks at every row."""
    whose = "" if unit is None else f" WHERE unit = {unit:d}"
    return [page for (page,) in _run(work, f"SELECT DISTINCT slot / {SLOTS_OF_PAGE} FROM {table}_{number}{whose} ORDER BY 1")]


def counts(work: Work, number: int, first: int) -> list[tuple[int, int, int]]:
    """Slot, unit, and how many fixes, from a slot on; in the order of the key, so that nothing is sorted."""
    return _run(work, f"SELECT slot, unit, count(*) FROM fixes_{number} WHERE slot >= {first} GROUP BY slot, unit")


def visits(work: Work, number: int, slot: Whole, rows: Sequence[int], width: int) -> list[tuple[int, int]]:
    """Unit and slot of who was in the cells from each of `rows` on, `width` of them."""
    return _visits_lite(work, number, slot, rows, width) if _lite(work) else _visits_pg(work, number, slot, rows, width)


def cells(work: Work, number: int, first: int, last: int) -> list[tuple[int, int, int]]:
    """Slot, cell and unit, in slots first to last."""
    return _run(work, f"SELECT slot, cell, unit FROM cells_{number} WHERE slot BETWEEN {first} AND {last}")


def newest(work: Work, units: Sequence[int]) -> list[tuple[int, int, float, float]]:
    """Unit, time, longitude and latitude of the newest fix of each unit that has one, in their order."""
    among, values = ("IN (SELECT value FROM json_each(?))", str(list(units))) if _lite(work) else ("= ANY(%s::int[])", list(units))
    return _run(work, f"SELECT unit, at, lon, lat FROM latest_fixes WHERE unit {among} ORDER BY unit", (values,))


def _visits_lite(work: Work, number: int, slot: Whole, rows: Sequence[int], width: int) -> list[tuple[int, int]]:
    on = f"c.slot = s.value AND c.cell BETWEEN r.value AND r.value + {width - 1}"
    sql = f"SELECT c.unit, c.slot FROM json_each(?) s CROSS JOIN json_each(?) r CROSS JOIN cells_{number} c ON {on}"
    return _run(work, sql, (str(slot.tolist()), str(list(rows))))


def _visits_pg(work: Work, number: int, slot: Whole, rows: Sequence[int], width: int) -> list[tuple[int, int]]:
    one = f"SELECT unit, slot FROM cells_{number} WHERE slot = s AND cell BETWEEN r AND r + {width - 1} OFFSET 0"
    sql = f"SELECT c.unit, c.slot FROM unnest(%s::int[]) s CROSS JOIN unnest(%s::bigint[]) r CROSS JOIN LATERAL ({one}) c"
    return _run(work, sql, (slot.tolist(), list(rows)))


def _lite(work: Work) -> bool:
    return work.session.get_bind().dialect.name == "sqlite"


def _driver(work: Work) -> Any:
    return work.session.connection().connection.driver_connection


def _run(work: Work, sql: str, values: Sequence[Any] = ()) -> list[Any]:
    result = work.session.connection().exec_driver_sql(sql, tuple(values))
    return [tuple(row) for row in result] if result.returns_rows else []
