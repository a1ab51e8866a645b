"""Positions of units: every fix is kept once, and the newest of each unit leads the live picture.

`report_all` is for devices, many at a time; `store_columns` for imports of millions.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import sqlalchemy as sa

from backend.fixes import rows as fix_rows
from backend.fixes import scale, writing
from backend.refusals import FixRefused, Refusal, Unknown
from backend.rules import units
from backend.rules.answers import insert
from backend.session import POSITIONS, Work
from backend.tables.positions import LatestRow, PositionHead
from wire.codes import Role
from wire.people import User
from wire.units import Fix, FixBatch, FixReceipt

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
AHEAD = timedelta(minutes=10)  # a device's clock may be wrong by this much
LED = ("at", "lon", "lat", "speed", "heading")
COLUMNS = (*LED, "accuracy")

Key = tuple[int, int]  # number of the unit, milliseconds since 1970
Row = dict[str, Any]


def millis(at: datetime) -> int:
    """Milliseconds since 1970 UTC."""
    return round(at.timestamp() * 1000)


class Said(NamedTuple):
    """What a device says of itself, and whose token it came with."""

    user: User
    batch: FixBatch


class Claim(NamedTuple):
    """Rows that are to be kept, of one unit."""

    number: int
    unit_id: str
    rows: list[Row]


def report(work: Work, batch: FixBatch) -> FixReceipt:
    """What a device says of itself: `FixRefused` for a time that cannot be, `Unknown` for a code that no unit has."""
    (outcome,) = report_all(work, [Said(work.user, batch)])
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


def report_all(work: Work, said: Sequence[Said]) -> list[FixReceipt | Refusal]:
    """What many devices say, in one transaction. Each has its own receipt, or its own refusal, which does the others no harm."""
    known = units.of_codes(work, {each.batch.code for each in said})
    claims = [_claim(work, known, each) for each in said]
    receipts = iter(_keep(work, [claim for claim in claims if isinstance(claim, Claim)]))
    return [claim if isinstance(claim, Refusal) else next(receipts) for claim in claims]


def store(work: Work, unit_id: str, fixes: Sequence[Fix]) -> FixReceipt:
    """Late fixes and fixes out of order are kept as well; the same unit and time again is counted and ignored."""
    return _keep(work, [_claim_of(work, units.row_of(work, unit_id).number, unit_id, fixes)])[0]


def store_columns(work: Work, unit_id: str, track: pa.Table) -> FixReceipt:
    """The fixes of one unit as columns of `wire.tracks.TRACK`, however many and in whatever order."""
    number = units.row_of(work, unit_id).number
    if not track.num_rows:
        return _receipt(0, 0)
    at = track.column("at").cast(pa.int64()).to_numpy()
    columns = [track.column(name).to_numpy() for name in COLUMNS[1:]]  # NaN where it has none
    stored = writing.keep_many(work, scale.of_values(number, at, *columns))
    newest = track.slice(int(at.argmax()), 1).to_pylist()[0]
    _lead(work, {number: unit_id}, [newest | {"unit": number, "at": int(at.max())}])
    return _receipt(track.num_rows, stored)


def _claim(work: Work, known: dict[str, tuple[str, int]], said: Said) -> Claim | Refusal:
    try:
        if said.batch.code not in known:
            raise Unknown("unit", said.batch.code)
        unit_id, number = known[said.batch.code]
        units.must_be_own(said.user, unit_id, Role.DEVICE, Role.ADMIN)
        return _claim_of(work, number, unit_id, said.batch.fixes)
    except Refusal as refusal:
        return refusal


def _claim_of(work: Work, number: int, unit_id: str, fixes: Sequence[Fix]) -> Claim:
    for fix in fixes:
        _check(work, fix)
    return Claim(number, unit_id, [_row(number, fix) for fix in fixes])


def _keep(work: Work, claims: Sequence[Claim]) -> list[FixReceipt]:
    """The first to say where a unit was at a time is believed."""
    rows: dict[Key, Row] = {}
    first: list[set[Key]] = []
    for claim in claims:
        mine = {(row["unit"], row["at"]): row for row in claim.rows if (row["unit"], row["at"]) not in rows}
        rows |= mine
        first.append(set(mine))
    kept = _insert(work, rows)
    _lead(work, {claim.number: claim.unit_id for claim in claims}, [rows[key] for key in kept])
    return [_receipt(len(claim.rows), len(mine & kept)) for claim, mine in zip(claims, first, strict=True)]


def _insert(work: Work, rows: dict[Key, Row]) -> set[Key]:
    """Which of them were new."""
    if not rows:
        return set()
    unit, at, *rest = zip(*[[row[name] for name in ("unit", *COLUMNS)] for row in rows.values()], strict=True)
    return writing.keep(work, scale.of_values(np.array(unit), np.array(at), *rest))


def _receipt(said: int, stored: int) -> FixReceipt:
    return FixReceipt(stored=stored, doubled=said - stored)


def _check(work: Work, fix: Fix) -> None:
    if fix.at.tzinfo is None:
        raise FixRefused(f"The time {fix.at.isoformat()} has no zone.")
    if fix.at < EARLIEST:
        raise FixRefused(f"The time {fix.at.isoformat()} is before 2000: the clock of the device is not set.")
    if fix.at > work.at + AHEAD:
        raise FixRefused(f"The time {fix.at.isoformat()} is more than 10 minutes ahead of {work.at.isoformat(timespec='seconds')}.")


def _row(number: int, fix: Fix) -> Row:
    return {
        "unit": number,
        "at": millis(fix.at),
        "lon": fix.lon,
        "lat": fix.lat,
        "speed": fix.speed,
        "heading": fix.heading,
        "accuracy": fix.accuracy,
    }


def _lead(work: Work, ids: dict[int, str], rows: Sequence[Row]) -> None:
    """Makes fixes the newest of their units, unless newer ones are known. Raising the head is the last lock, so no poller misses a cursor."""
    newest: dict[int, Row] = {}
    for row in rows:
        if row["unit"] not in newest or row["at"] > newest[row["unit"]]["at"]:
            newest[row["unit"]] = row
    known = {unit: at for unit, at, _, _ in fix_rows.newest(work, list(newest))}
    ahead = [row for unit, row in newest.items() if unit not in known or known[unit] < row["at"]]
    if not ahead:
        return
    raised = sa.update(PositionHead).values(cursor=PositionHead.cursor + len(ahead)).returning(PositionHead.cursor)
    first = work.session.execute(raised).scalar_one() - len(ahead) + 1
    leading = insert(work, LatestRow.__table__)  # the table: the ORM would take as long again
    moved = {name: leading.excluded[name] for name in ("cursor", *LED)}
    only_forward = leading.on_conflict_do_update(index_elements=["unit"], set_=moved, where=LatestRow.at < leading.excluded.at)
    values = [
        {"unit": row["unit"], "unit_id": ids[row["unit"]], "cursor": cursor} | {name: row[name] for name in LED}
        for cursor, row in enumerate(ahead, first)
    ]
    work.session.execute(only_forward, values)
    work.wake(POSITIONS)
