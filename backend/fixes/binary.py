"""Whole numbers, none of them null, as PostgreSQL takes and gives them in bytes: numpy makes and reads them, and Python sees no row.

COPY is five times as fast as arrays in an INSERT (LAB-BACKEND 4).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import sqlalchemy as sa

from backend.fixes.scale import Whole
from backend.session import Work

HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
END = b"\xff\xff"
ARRAY_HEAD = 20  # bytes: dimensions, flags, type; length and first index of the only dimension


def copy_in(work: Work, table: str, columns: Sequence[Whole], widths: Sequence[int]) -> None:
    """Rows into all columns of a table, in its order; `widths` are bytes, 4 or 8. `IntegrityError` when one is there."""
    with _copy(work, f"COPY {table} FROM STDIN (FORMAT BINARY)") as copy:
        copy.write(_packed(columns, widths))


def columns_of(work: Work, query: str, values: Sequence[Any], widths: Sequence[int]) -> list[Whole]:
    """The columns of a query, of 4 or 8 bytes and none null: an array for each on the way, since the driver hands over rows one by one."""
    names = [f"c{n}" for n in range(len(widths))]
    sql = f"SELECT {', '.join(f'array_send(array_agg({name}))' for name in names)} FROM ({query}) AS q ({', '.join(names)})"
    (said,) = work.session.connection().exec_driver_sql(sql, tuple(values))
    return [_array(each, width) for each, width in zip(said, widths, strict=True)]


@contextmanager
def _copy(work: Work, sql: str) -> Iterator[Any]:
    """The driver's own COPY; what it raises is named as SQLAlchemy names it everywhere else."""
    connection = work.session.connection()
    driver: Any = connection.dialect.loaded_dbapi
    try:
        opened: Any = connection.connection.driver_connection
        with opened.cursor() as cursor, cursor.copy(sql) as copy:
            yield copy
    except driver.Error as error:
        raise sa.exc.DBAPIError.instance(sql, None, error, driver.Error, dialect=connection.dialect) from error


def _array(sent: bytes | None, width: int) -> Whole:
    if sent is None:
        return np.empty(0, np.int64)
    row = np.dtype([("length", ">i4"), ("value", f">i{width}")])
    return np.frombuffer(sent, row, offset=ARRAY_HEAD)["value"].astype(np.int64)


def _packed(columns: Sequence[Whole], widths: Sequence[int]) -> bytes:
    values = [field for n, width in enumerate(widths) for field in ((f"length{n}", ">i4"), (f"value{n}", f">i{width}"))]
    rows = np.empty(len(columns[0]), np.dtype([("count", ">i2"), *values]))
    rows["count"] = len(widths)
    for n, (column, width) in enumerate(zip(columns, widths, strict=True)):
        rows[f"length{n}"], rows[f"value{n}"] = width, column
    return HEAD + rows.tobytes() + END
