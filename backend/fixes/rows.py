"""The tables of a part, in the words of each database: they are made and dropped as days come and go, so no mapped class stands for them.

Their key begins with the slot: what comes in now lies together, and a unit's five minutes lie together. The driver is used directly; an ORM would
take most of the time of a fix.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple

import msgspec
import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from backend.fixes import binary
from backend.fixes.scale import EMPTY, SLOTS_OF_PAGE, Fixes, Whole, slot_of
from backend.session import Work

COLUMNS = "unit, at, lon, lat, speed, heading, accuracy"
WIDTHS = (4, 8, 4, 4, 4, 4, 4)  # bytes on PostgreSQL
WORTH_LOADING = 200  # fixes
BITS = 24  # of a unit's number, in one key with its slot
FOUND = "f.unit, f.at, f.lon, f.lat, f.speed, f.heading, f.accuracy"
ARRAYS = "%s::int[], %s::int[], %s::bigint[], %s::int[], %s::int[], %s::int[], %s::int[], %s::int[]"
LED = ("cursor", "at", "lon", "lat", "speed", "heading", "accuracy", "mock", "source")  # of the newest fix of a unit
WORDS = "ARRAY(SELECT json_array_elements_text(%s::json))"  # the driver would look at each letter
LED_ARRAYS = f"%s::bigint[], %s::int[], {WORDS}, {WORDS}{', %s::bigint[]' * 2}{', %s::float8[]' * 5}, %s::bool[]"
SINCE = "since = CASE WHEN latest_fixes.source = excluded.source THEN latest_fixes.since ELSE excluded.since END"


class Lead(NamedTuple):
    """The newest fix of a unit as its device said it; `since` is the first that came together with it."""

    unit: int
    unit_id: str
    source: str
    since: int
    at: int
    lon: float
    lat: float
    speed: float | None
    heading: float | None
    accuracy: float | None
    mock: bool


def make(work: Work, number: int) -> None:
    small = " WITHOUT ROWID" if _lite(work) else ""
    numbers = ", ".join(f"{name} INTEGER NOT NULL" for name in ("lon", "lat", "speed", "heading", "accuracy"))
    whole = "slot INTEGER NOT NULL, unit INTEGER NOT NULL"
    _run(work, f"CREATE TABLE fixes_{number} ({whole}, at BIGINT NOT NULL, {numbers}, PRIMARY KEY (slot, unit, at)){small}")
    _run(work, f"CREATE TABLE cells_{number} ({whole}, cell BIGINT NOT NULL, PRIMARY KEY (slot, cell, unit)){small}")


def drop(work: Work, number: int) -> None:
    _run(work, f"DROP TABLE IF EXISTS fixes_{number}")
    _run(work, f"DROP TABLE IF EXISTS cells_{number}")


def add(work: Work, number: int, fixes: Fixes) -> NDArray[np.bool_]:
    """Which of them were new."""
    columns = [column.tolist() for column in (slot_of(fixes.at), *fixes)]
    if not _lite(work):
        sql = f"INSERT INTO fixes_{number} (slot, {COLUMNS}) SELECT * FROM unnest({ARRAYS}) ON CONFLICT DO NOTHING RETURNING unit, at"
        new = set(_run(work, sql, _arrays(columns)))
        return np.array([key in new for key in zip(columns[1], columns[2], strict=True)], bool)
    cursor = _driver(work).cursor()
    sql = f"INSERT OR IGNORE INTO fixes_{number} (slot, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    return np.array([cursor.execute(sql, row).rowcount for row in zip(*columns, strict=True)], bool)


def load(work: Work, number: int, fixes: Fixes) -> None:
    """Fixes of which none is there, some times as fast; `IntegrityError` when one is, and then the transaction is over."""
    columns = (slot_of(fixes.at), *fixes)
    if not _lite(work):
        binary.copy_in(work, f"fixes_{number}", columns, (4, *WIDTHS))
    elif len(fixes.at):
        sql = f"INSERT INTO fixes_{number} (slot, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        work.session.connection().exec_driver_sql(sql, list(zip(*[column.tolist() for column in columns], strict=True)))


def add_new(work: Work, number: int, fixes: Fixes) -> NDArray[np.bool_]:
    """As `add`, of fixes that are all new unless something is odd: then they are tried one by one. A few are not worth the steps of a COPY."""
    if len(fixes.at) < WORTH_LOADING:
        return add(work, number, fixes)
    try:
        with work.session.connection().begin_nested():
            load(work, number, fixes)
    except sa.exc.IntegrityError:
        return add(work, number, fixes)
    return np.ones(len(fixes.at), bool)


def add_cells(work: Work, number: int, slot: Whole, cell: Whole, unit: Whole) -> None:
    columns = [column.tolist() for column in (slot, cell, unit)]
    if not columns[0]:
        return
    if _lite(work):
        _driver(work).executemany(f"INSERT OR IGNORE INTO cells_{number} (slot, cell, unit) VALUES (?, ?, ?)", list(zip(*columns, strict=True)))
    else:
        arrays = "%s::int[], %s::bigint[], %s::int[]"
        _run(work, f"INSERT INTO cells_{number} (slot, cell, unit) SELECT * FROM unnest({arrays}) ON CONFLICT DO NOTHING", _arrays(columns))


def lead(work: Work, leading: Sequence[Lead], cursor: int) -> None:
    """Makes them the newest of their units, but for units that have a newer one; they are known by cursors from `cursor` on."""
    forward = f"{', '.join(f'{name} = excluded.{name}' for name in LED)}, {SINCE} WHERE latest_fixes.at < excluded.at"
    into = f"INSERT INTO latest_fixes (cursor, {', '.join(Lead._fields)})"
    if _lite(work):
        sql = f"{into} VALUES (?{', ?' * len(Lead._fields)}) ON CONFLICT (unit) DO UPDATE SET {forward}"
        work.session.connection().exec_driver_sql(sql, [(number, *row) for number, row in enumerate(leading, cursor)])
    else:
        unit, names, sources, *numbers = (list(column) for column in zip(*leading, strict=True))
        cursors = range(cursor, cursor + len(leading))
        columns = (_array(cursors), _array(unit), _words(names), _words(sources), *_arrays(numbers))
        _run(work, f"{into} SELECT * FROM unnest({LED_ARRAYS}) ON CONFLICT (unit) DO UPDATE SET {forward}", columns)


def select(work: Work, number: int, unit: Whole, slot: Whole) -> Fixes:
    """All fixes of pairs of unit and slot, a lookup for each."""
    keys = np.unique(slot << BITS | unit).tolist()
    if not keys:
        return EMPTY
    if _lite(work):
        on = f"f.slot = k.value >> {BITS} AND f.unit = k.value & {2**BITS - 1}"
        sql = f"SELECT {FOUND} FROM json_each(?) k CROSS JOIN fixes_{number} f ON {on}"
        return Fixes(*_columns(work, sql, (str(keys),), len(WIDTHS)))
    one = f"SELECT {COLUMNS} FROM fixes_{number} WHERE slot = (k >> {BITS})::int AND unit = (k & {2**BITS - 1})::int OFFSET 0"
    wanted = f"SELECT {FOUND} FROM unnest(%s::bigint[]) k CROSS JOIN LATERAL ({one}) f"
    return Fixes(*binary.columns_of(work, wanted, (_array(keys),), WIDTHS))


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


def cells(work: Work, number: int, first: int, last: int) -> Whole:
    """Slots, cells and units, in slots first to last."""
    sql = f"SELECT slot, cell, unit FROM cells_{number} WHERE slot BETWEEN {first} AND {last}"
    return np.stack(_columns(work, sql, (), 3) if _lite(work) else binary.columns_of(work, sql, (), (4, 8, 4)))


def newest(work: Work, units: Sequence[int]) -> list[tuple[int, int, float, float]]:
    """Unit, time, longitude and latitude of the newest fix of each unit that has one, in their order."""
    among = "SELECT value FROM json_each(?)" if _lite(work) else "SELECT value::int FROM json_array_elements_text(%s::json) value"
    return _run(work, f"SELECT unit, at, lon, lat FROM latest_fixes WHERE unit IN ({among}) ORDER BY unit", (str(list(units)),))


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


def _columns(work: Work, sql: str, values: Sequence[Any], count: int) -> list[Whole]:
    """Whole numbers by column; the driver's rows go to numpy as they come."""
    found: Any = work.session.connection().exec_driver_sql(sql, tuple(values)).cursor
    numbers = np.fromiter(chain.from_iterable(found), np.int64)
    return list(np.ascontiguousarray(numbers.reshape(-1, count).T))


def _arrays(columns: Sequence[list[Any]]) -> list[str]:
    return [_array(column) for column in columns]


def _words(values: Sequence[str]) -> str:
    return msgspec.json.encode(values).decode()


def _array(numbers: Iterable[float | None]) -> str:
    """As PostgreSQL writes one: the driver would look at each number."""
    return f"{{{','.join(['NULL' if number is None else repr(number) for number in numbers])}}}"
