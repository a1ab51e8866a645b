"""Positions of units: every fix is kept once, and the newest of each unit leads the live picture.

`report_all` is for devices, many at a time; `store_columns` for imports of millions.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import msgspec
import numpy as np
import pyarrow as pa
import sqlalchemy as sa

from backend.caller import datum_of, key_of
from backend.fixes import rows as fix_rows
from backend.fixes import scale, writing
from backend.refusals import FixRefused, Refusal, Unknown
from backend.rules import haul_watch, units
from backend.session import POSITIONS, Work
from backend.tables.positions import PositionHead
from geo.datum import Datum, convert
from wire.codes import Role
from wire.people import User
from wire.units import BatchRefused, Fix, FixBatch, FixesOfMany, FixReceipt, ReceiptOfMany

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
AHEAD = timedelta(minutes=10)  # a device's clock may be wrong by this much
COLUMNS = ("lon", "lat", "speed", "heading", "accuracy")


def millis(at: datetime) -> int:
    """Milliseconds since 1970 UTC."""
    return round(at.timestamp() * 1000)


class Said(NamedTuple):
    """What a device says of itself, and whose token it came with."""

    user: User
    batch: FixBatch


class Claim(NamedTuple):
    """Fixes that are to be kept, of one unit, in WGS-84; `source` is the id of the key that they came with."""

    number: int
    unit_id: str
    fixes: Sequence[Fix]
    source: str = ""


def report(work: Work, batch: FixBatch) -> FixReceipt:
    """What a device says of itself: `FixRefused` for a time that cannot be, `Unknown` for a code that no unit has."""
    (outcome,) = report_all(work, [Said(work.user, batch)])
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


def report_all(work: Work, said: Sequence[Said]) -> list[FixReceipt | Refusal]:
    """What many devices say, in one transaction. Each has its own receipt, or its own refusal, which does the others no harm.

    All positions that anybody sends come through here, and are WGS-84 from here on.
    """
    said = _in_wgs84(said)
    known = units.of_codes(work, {each.batch.code for each in said})
    claims = [_claim(work, known, each) for each in said]
    haul_watch.take(work, [(claim.unit_id, each.batch.fixes) for claim, each in zip(claims, said, strict=True) if isinstance(claim, Claim)])
    receipts = iter(_keep(work, [claim for claim in claims if isinstance(claim, Claim)]))
    return [claim if isinstance(claim, Refusal) else next(receipts) for claim in claims]


def report_many(work: Work, order: FixesOfMany) -> ReceiptOfMany:
    """The batches of a gateway; what is wrong with one is said beside the others."""
    outcomes = report_all(work, [Said(work.user, batch) for batch in order.batches])
    receipts = [outcome for outcome in outcomes if isinstance(outcome, FixReceipt)]
    refused = [
        BatchRefused(number=number, code=batch.code, problem=outcome.code, detail=outcome.detail)
        for number, (batch, outcome) in enumerate(zip(order.batches, outcomes, strict=True))
        if isinstance(outcome, Refusal)
    ]
    return ReceiptOfMany(stored=sum(each.stored for each in receipts), doubled=sum(each.doubled for each in receipts), refused=refused)


def store(work: Work, unit_id: str, fixes: Sequence[Fix]) -> FixReceipt:
    """Late fixes and fixes out of order are kept as well; the same unit and time again is counted and ignored."""
    return _keep(work, [_claim_of(work, units.row_of(work, unit_id).number, unit_id, fixes)])[0]


def store_columns(work: Work, unit_id: str, track: pa.Table) -> FixReceipt:
    """The fixes of one unit as columns of `wire.tracks.TRACK`, however many and in whatever order."""
    number = units.row_of(work, unit_id).number
    if not track.num_rows:
        return _receipt(0, 0)
    at = track.column("at").cast(pa.int64()).to_numpy()
    columns = [track.column(name).to_numpy() for name in COLUMNS]  # NaN where it has none
    known = fix_rows.newest(work, [number])
    stored = writing.keep_many(work, scale.of_values(number, at, *columns))
    newest = track.slice(int(at.argmax()), 1).to_pylist()[0]
    if not known or known[0][1] < int(at.max()):
        led = [*(newest[name] for name in COLUMNS), False]  # nothing of an import is mocked
        _lead(work, [fix_rows.Lead(number, unit_id, "", int(at.min()), int(at.max()), *led)])
    return _receipt(track.num_rows, stored)


def _in_wgs84(said: Sequence[Said]) -> Sequence[Said]:
    """All fixes of one datum at once: one alone would take longer than the rest of its way."""
    done = list(said)
    for datum in {datum_of(each.user) for each in said} - {Datum.WGS84}:
        mine = [place for place, each in enumerate(said) if datum_of(each.user) is datum]
        fixes = [fix for place in mine for fix in said[place].batch.fixes]
        lon, lat = convert([fix.lon for fix in fixes], [fix.lat for fix in fixes], datum, Datum.WGS84)
        moved = iter(zip(lon.tolist(), lat.tolist(), strict=True))
        for place in mine:
            there = [msgspec.structs.replace(fix, lon=lon, lat=lat) for fix, (lon, lat) in zip(said[place].batch.fixes, moved, strict=False)]
            done[place] = said[place]._replace(batch=msgspec.structs.replace(said[place].batch, fixes=there))
    return done


def _claim(work: Work, known: dict[str, tuple[str, int]], said: Said) -> Claim | Refusal:
    try:
        if said.batch.code not in known:
            raise Unknown("unit", said.batch.code)
        unit_id, number = known[said.batch.code]
        units.must_be_own(said.user, unit_id, Role.DEVICE, Role.ADMIN)
        return _claim_of(work, number, unit_id, said.batch.fixes, key_of(said.user))
    except Refusal as refusal:
        return refusal


def _claim_of(work: Work, number: int, unit_id: str, fixes: Sequence[Fix], source: str = "") -> Claim:
    latest = work.at + AHEAD
    for fix in fixes:
        if fix.at.tzinfo is None or not EARLIEST <= fix.at <= latest:
            raise _refused(work, fix)
    return Claim(number, unit_id, fixes, source)


def _keep(work: Work, claims: Sequence[Claim]) -> list[FixReceipt]:
    """The first to say where a unit was at a time is believed."""
    said = [fix for claim in claims for fix in claim.fixes]
    if not said:
        return [_receipt(0, 0) for _ in claims]
    whose = np.repeat(np.arange(len(claims)), [len(claim.fixes) for claim in claims])
    unit = np.array([claim.number for claim in claims])[whose]
    at = np.rint(np.array([fix.at.timestamp() for fix in said]) * 1000).astype(np.int64)  # as `millis`
    values = [np.array([getattr(fix, name) for fix in said], float) for name in COLUMNS]  # NaN for none
    mock = np.array([fix.mock for fix in said])
    first = scale.first_of_each(unit, at)
    kept = writing.keep(work, scale.of_values(unit[first], at[first], *(column[first] for column in (*values, mock))))
    stored = np.bincount(whose[first[kept.new]], minlength=len(claims)).tolist()
    _lead(work, _ahead(claims, first[kept.new], whose, (at, *values, mock), kept.newest))
    return [_receipt(len(claim.fixes), count) for claim, count in zip(claims, stored, strict=True)]


def _ahead(claims: Sequence[Claim], new: Any, whose: Any, columns: Sequence[Any], known: scale.Fixes) -> list[fix_rows.Lead]:
    """The newest of each unit among what is new, in order of unit and time, where it is ahead of what was known. `columns`: from the time on."""
    at = columns[0]
    before = dict(zip(known.unit.tolist(), known.at.tolist(), strict=True))
    said = [(claims[which].number, place) for place, which in zip(new.tolist(), whose[new].tolist(), strict=True)]
    newest, oldest = dict(said), dict(reversed(said))
    chosen = [place for number, place in newest.items() if number not in before or before[number] < at[place]]
    led = [[None if value != value else value for value in column[chosen].tolist()] for column in columns]
    units_ = [claims[which] for which in whose[chosen].tolist()]
    return [
        fix_rows.Lead(claim.number, claim.unit_id, claim.source, int(at[oldest[claim.number]]), *row)
        for claim, row in zip(units_, zip(*led, strict=True), strict=True)
    ]


def _receipt(said: int, stored: int) -> FixReceipt:
    return FixReceipt(stored=stored, doubled=said - stored)


def _refused(work: Work, fix: Fix) -> FixRefused:
    if fix.at.tzinfo is None:
        return FixRefused(f"The time {fix.at.isoformat()} has no zone.")
    if fix.at < EARLIEST:
        return FixRefused(f"The time {fix.at.isoformat()} is before 2000: the clock of the device is not set.")
    return FixRefused(f"The time {fix.at.isoformat()} is more than 10 minutes ahead of {work.at.isoformat(timespec='seconds')}.")


def _lead(work: Work, ahead: Sequence[fix_rows.Lead]) -> None:
    """Makes fixes the newest of their units. Raising the head is the last lock, so no poller misses a cursor."""
    if not ahead:
        return
    raised = sa.update(PositionHead).values(cursor=PositionHead.cursor + len(ahead)).returning(PositionHead.cursor)
    first = work.session.execute(raised).scalar_one() - len(ahead) + 1
    fix_rows.lead(work, ahead, first)
    work.wake(POSITIONS)
