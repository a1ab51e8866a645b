"""Positions of units: every fix is kept once, and the newest of each unit leads the live picture.

`store` is for devices, a batch at a time; `store_columns` for imports of millions.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from backend.refusals import FixRefused
from backend.rules import units
from backend.rules.answers import insert
from backend.session import POSITIONS, Work
from backend.tables.positions import FixRow, LatestRow, PositionHead
from wire.codes import Role
from wire.units import Fix, FixBatch, FixReceipt

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
AHEAD = timedelta(minutes=10)  # a device's clock may be wrong by this much
COLUMNS = ("at", "lon", "lat", "speed", "heading", "accuracy")


def millis(at: datetime) -> int:
    """Milliseconds since 1970 UTC."""
    return round(at.timestamp() * 1000)


def report(work: Work, batch: FixBatch) -> FixReceipt:
    """What a device says of itself: `FixRefused` for a time that cannot be, `Unknown` for a code that no unit has."""
    unit = units.row_of_code(work, batch.code)
    units.must_be_own(work, unit.id, Role.DEVICE, Role.ADMIN)
    return store(work, unit.id, batch.fixes)


def store(work: Work, unit_id: str, fixes: Sequence[Fix]) -> FixReceipt:
    """Late fixes and fixes out of order are kept as well; the same unit and time again is counted and ignored."""
    for fix in fixes:
        _check(work, fix)
    number = units.row_of(work, unit_id).number
    rows = list({millis(fix.at): _row(number, fix) for fix in fixes}.values())
    fresh = insert(work, FixRow).on_conflict_do_nothing().returning(FixRow.at)
    stored = len(work.session.execute(fresh, rows).all())
    if stored:
        _lead(work, unit_id, max(rows, key=lambda row: row["at"]))
    return FixReceipt(stored=stored, doubled=len(fixes) - stored)


def store_columns(work: Work, unit_id: str, track: pa.Table) -> FixReceipt:
    """The fixes of one unit as columns of `wire.tracks.TRACK`, however many; quickest when they are in order of time."""
    number = units.row_of(work, unit_id).number
    rows = list(_tuples(number, track))
    stored = (_copy if work.session.get_bind().dialect.name == "postgresql" else _insert_many)(work, rows)
    if rows:
        newest = max(rows, key=lambda row: row[1])
        _lead(work, unit_id, dict(zip(("unit", *COLUMNS), newest, strict=True)))
    return FixReceipt(stored=stored, doubled=len(rows) - stored)


def _check(work: Work, fix: Fix) -> None:
    if fix.at.tzinfo is None:
        raise FixRefused(f"The time {fix.at.isoformat()} has no zone.")
    if fix.at < EARLIEST:
        raise FixRefused(f"The time {fix.at.isoformat()} is before 2000: the clock of the device is not set.")
    if fix.at > work.at + AHEAD:
        raise FixRefused(f"The time {fix.at.isoformat()} is more than 10 minutes ahead of {work.at.isoformat(timespec='seconds')}.")


def _row(number: int, fix: Fix) -> dict[str, Any]:
    return {
        "unit": number,
        "at": millis(fix.at),
        "lon": fix.lon,
        "lat": fix.lat,
        "speed": fix.speed,
        "heading": fix.heading,
        "accuracy": fix.accuracy,
    }


def _lead(work: Work, unit_id: str, row: dict[str, Any]) -> None:
    """Makes a fix the newest of its unit, unless a newer one is known. Raising the head is the last lock, so no poller misses a cursor."""
    known = work.session.scalar(sa.select(LatestRow.at).where(LatestRow.unit == row["unit"]))
    if known is not None and known >= row["at"]:
        return
    raised = sa.update(PositionHead).values(cursor=PositionHead.cursor + 1).returning(PositionHead.cursor)
    values = {name: row[name] for name in ("at", "lon", "lat", "speed", "heading")} | {"cursor": work.session.execute(raised).scalar_one()}
    newest = insert(work, LatestRow).values(unit=row["unit"], unit_id=unit_id, **values)
    only_forward = newest.on_conflict_do_update(index_elements=["unit"], set_=values, where=LatestRow.at < newest.excluded.at)
    work.session.execute(only_forward)
    work.wake(POSITIONS)


def _tuples(number: int, track: pa.Table) -> Iterator[tuple[Any, ...]]:
    columns = [track.column("at").cast(pa.int64()), *[track.column(name) for name in COLUMNS[1:]]]
    for values in zip(*[column.to_pylist() for column in columns], strict=True):
        yield (number, *values)


def _insert_many(work: Work, rows: list[tuple[Any, ...]]) -> int:
    """SQLite: the driver's own executemany."""
    connection: Any = work.session.connection().connection.driver_connection
    before: int = connection.total_changes
    connection.executemany("INSERT OR IGNORE INTO fixes (unit, at, lon, lat, speed, heading, accuracy) VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    stored: int = connection.total_changes - before
    return stored


def _copy(work: Work, rows: list[tuple[Any, ...]]) -> int:
    """PostgreSQL: COPY into a table of this transaction, then what is new of it."""
    connection: Any = work.session.connection().connection.driver_connection
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE IF NOT EXISTS arriving (LIKE fixes) ON COMMIT DELETE ROWS")
        cursor.execute("TRUNCATE arriving")
        with cursor.copy("COPY arriving (unit, at, lon, lat, speed, heading, accuracy) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute("INSERT INTO fixes SELECT * FROM arriving ORDER BY unit, at ON CONFLICT DO NOTHING")
        stored: int = cursor.rowcount
    return stored
