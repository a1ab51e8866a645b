"""One import from file to report: read and translate everything first, then one transaction."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from backend.importers import datum_guard
from backend.importers.cameras import CameraRecord, store_cameras
from backend.importers.cases import CaseRecord, store_cases
from backend.importers.components import ComponentRecord, store_components
from backend.importers.grids import GridRecord, store_grids
from backend.importers.hauls import (
    CompanyRecord,
    PermitRecord,
    PlaceRecord,
    TruckRecord,
    store_companies,
    store_permits,
    store_places,
    store_trucks,
)
from backend.importers.mapping import Mapping, choose
from backend.importers.placing import placed
from backend.importers.records import Placed, Record, records
from backend.importers.registers import EntryRecord, store_registers
from backend.importers.report import ImportRefused, Report
from backend.importers.sensors import SensorRecord, store_sensors
from backend.importers.standards import RuleRecord, store_standards
from backend.importers.streets import StreetRecord, store_streets
from backend.importers.tracks import FixRecord, store_tracks
from backend.session import SYSTEM, Database, Work
from geo.datum import Datum, named_crs


@dataclass(frozen=True)
class Importer:
    record: type[msgspec.Struct]
    store: Callable[[Work, list[Record[Any]], Mapping, Report], None]


IMPORTERS = {
    "cases": Importer(CaseRecord, store_cases),
    "tracks": Importer(FixRecord, store_tracks),
    "components": Importer(ComponentRecord, store_components),
    "cameras": Importer(CameraRecord, store_cameras),
    "grids": Importer(GridRecord, store_grids),
    "boundaries": Importer(GridRecord, store_grids),
    "streets": Importer(StreetRecord, store_streets),
    "registers": Importer(EntryRecord, store_registers),
    "sensors": Importer(SensorRecord, store_sensors),
    "haul-companies": Importer(CompanyRecord, store_companies),
    "haul-places": Importer(PlaceRecord, store_places),
    "haul-trucks": Importer(TruckRecord, store_trucks),
    "haul-permits": Importer(PermitRecord, store_permits),
    "standards": Importer(RuleRecord, store_standards),
}


def run(
    database: Database, kind: str, file: Path, mapping: str | None = None, datum: str | None = None, crs: str | None = None, trusted: bool = False
) -> Report:
    """Imports a file; `ImportRefused` (one sentence) when nothing was written. A second run of the same file changes nothing.

    A file whose places lie off what is known is refused, unless its datum is `trusted`.
    """
    if kind not in IMPORTERS:
        raise ImportRefused(f"Nothing can be imported as {kind}; there are {', '.join(IMPORTERS)}.")
    started = time.monotonic()
    chosen = choose(kind, file, mapping)
    if datum is not None:
        chosen = msgspec.structs.replace(chosen, datum=Datum(datum))
    if crs is not None:
        chosen = msgspec.structs.replace(chosen, crs=named_crs(crs))
    report = Report(kind)
    importer = IMPORTERS[kind]
    found: list[Record[Any]] = records(importer.record, file, chosen, report)
    if issubclass(importer.record, Placed):
        found = placed(found, chosen, report)
        if not trusted and not chosen.jitter_m:
            _must_lie_right(database, found, file, chosen.crs)
    with database.write(SYSTEM) as work:
        importer.store(work, found, chosen, report)
        detail = f"{file.name}: {report.read} read, {report.stored} stored, {report.doubled} doubled, {len(report.rejects)} rejected"
        work.audit(f"IMPORT.{kind.upper()}", detail=detail)
    report.rejects.sort(key=lambda reject: (reject.layer, reject.row))
    report.seconds = time.monotonic() - started
    return report


def _must_lie_right(database: Database, found: list[Record[Any]], file: Path, crs: str) -> None:
    with database.read() as work:
        finding = datum_guard.examine(work, datum_guard.places_of(found), crs)
    if finding.verdict.slip is not None:
        raise ImportRefused(f"{finding.sentence(file)} Nothing was loaded. {finding.advice()}")
