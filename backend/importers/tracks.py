"""Import of tracks: fixes of many units, as devices left them. Rubbish is rejected, odd fixes are kept and told."""

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Annotated

import pyarrow as pa
import sqlalchemy as sa
from msgspec import Meta

from backend.importers.mapping import Mapping
from backend.importers.records import Placed, Record
from backend.importers.report import Report
from backend.rules import positions, units
from backend.rules.catalogue import in_force
from backend.session import Work
from backend.tables.units import UnitRow
from geo.tracks import TOO_FAST, speeds
from wire.codes import UnitKind
from wire.places import Id
from wire.tracks import TRACK
from wire.units import UnitOrder

MOST = 1e9  # infinity is a number to float(), but no speed


class FixRecord(Placed, kw_only=True):
    """`unit`: its code, or its id. `speed` in m/s, `heading` in degrees from north, `accuracy` in metres."""

    unit: Id
    at: datetime
    speed: Annotated[float, Meta(ge=0, le=MOST)] | None = None
    heading: Annotated[float, Meta(ge=0, le=360)] | None = None
    accuracy: Annotated[float, Meta(ge=0, le=MOST)] | None = None
    unit_kind: UnitKind = UnitKind.VEHICLE
    unit_name: str | None = None


def store_tracks(work: Work, found: list[Record[FixRecord]], mapping: Mapping, report: Report) -> None:
    by_code = dict(work.session.execute(sa.select(UnitRow.code, UnitRow.id)).all())
    ids = {id: id for id in by_code.values()} | by_code
    jumps, believable = 0, _believable(found, work.at, report)
    for code, records in sorted(_by_unit(believable).items()):
        report.disordered += _disordered(records)
        track = _track(records, report)
        jumps += int((speeds([fix.at.timestamp() for fix in track], [fix.lon for fix in track], [fix.lat for fix in track]) > TOO_FAST).sum())
        receipt = positions.store_columns(work, ids.get(code) or _new_unit(work, track[0]), _columns(track))
        report.stored += receipt.stored
        report.doubled += receipt.doubled
    if report.disordered:
        report.remarks.append(f"{report.disordered} fixes stand after a later one of their unit: they were put in order of time")
    report.remarks.append(f"{jumps} steps are faster than {TOO_FAST * 3.6:.0f} km/h: these fixes were kept")
    days = in_force(work).positions.keep_days
    if old := sum(work.at - record.value.at > timedelta(days=days[record.value.unit_kind]) for record in believable):
        report.remarks.append(f"{old} fixes are older than positions are kept: as an archive they are kept from today on")


def _believable(found: list[Record[FixRecord]], now: datetime, report: Report) -> list[Record[FixRecord]]:
    kept = []
    for record in found:
        if positions.EARLIEST <= record.value.at <= now + positions.AHEAD:
            kept.append(record)
        else:
            report.reject(record.row, f"its time {record.value.at.isoformat()} cannot be: the clock of the device was not set")
    return kept


def _by_unit(found: list[Record[FixRecord]]) -> dict[str, list[Record[FixRecord]]]:
    units_of: dict[str, list[Record[FixRecord]]] = defaultdict(list)
    for record in found:
        units_of[record.value.unit].append(record)
    return units_of


def _disordered(records: list[Record[FixRecord]]) -> int:
    """Of one unit, as they stand in the file."""
    latest = accumulate((record.value.at for record in records), max)
    return sum(record.value.at < before for record, before in zip(records, latest, strict=True))


def _track(records: list[Record[FixRecord]], report: Report) -> list[FixRecord]:
    """The fixes in order of time, one per time: another at the same time is doubled when it says the same, and rejected when not."""
    kept: dict[datetime, Record[FixRecord]] = {}
    for record in records:
        first = kept.setdefault(record.value.at, record)
        if first is record:
            continue
        if first.value == record.value:
            report.doubled += 1
        else:
            report.reject(record.row, f"unit {record.value.unit} was somewhere else at the same time in row {first.row}")
    return [kept[at].value for at in sorted(kept)]


def _new_unit(work: Work, fix: FixRecord) -> str:
    order = UnitOrder(id=fix.unit, code=fix.unit, kind=fix.unit_kind, name=fix.unit_name or fix.unit)
    return units.put(work, order).id


def _columns(track: list[FixRecord]) -> pa.Table:
    return pa.table([pa.array([getattr(fix, field.name) for fix in track], field.type) for field in TRACK], schema=TRACK)
