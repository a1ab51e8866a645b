"""One export from order to bytes: read the layers in one transaction, write the file aside, note in the audit trail who has taken what."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import msgspec
import pyarrow.compute as pc

from backend.exporters import csv_metadata, gis, tables, track_rules, track_spans, words
from backend.exporters.gpx import to_gpx, with_note
from backend.exporters.layer import NOWHERE, Layer
from backend.exporters.qgis_project import write_geopackage, write_project
from backend.exporters.report import compose
from backend.exporters.report_page import render
from backend.exporters.sources import read
from backend.exporters.whereabouts import trace
from backend.photos import PhotoStore
from backend.refusals import Malformed, RuleSaysNo
from backend.rules import case_conditions, counting
from backend.rules.coverage import Coverage
from backend.session import Database
from backend.settings import CITY_ZONE
from wire.exports import ExportFormat, ExportLayer, ExportOrder
from wire.people import User

ALONE = frozenset({ExportFormat.CSV, ExportFormat.CSV_METADATA, ExportFormat.GEOJSON, ExportFormat.KML, ExportFormat.GPX})  # hold one layer
MOST_PAGES = 4  # of cases that are counted before an evaluation is told
TABLES = frozenset({ExportFormat.CSV, ExportFormat.CSV_METADATA, ExportFormat.XLSX, ExportFormat.GPX})


@dataclass(frozen=True)
class Exported:
    """`counts` by the layer's name."""

    body: bytes
    counts: dict[str, int]


def export(
    database: Database, store: PhotoStore, user: User, order: ExportOrder, ground: Path | None = None, coverage: Coverage | None = None
) -> Exported:
    """The file; a `Refusal` when it cannot be made. `ground`: vector tiles for the base map of a report, as MBTiles; `coverage`: that of
    the process, where it has one."""
    check(order)
    if order.as_of is not None and order.seen_at is None:
        order = msgspec.structs.replace(order, seen_at=order.as_of)
    covered = (coverage or Coverage(database)).take(order.seen_at) if ExportLayer.COVERAGE in order.layers else []
    if ExportLayer.SCORES in order.layers:
        counting.keep_up(database, MOST_PAGES)
    with database.read(user) as work:
        at = work.at
        layers = read(work, order, covered)
        phone = order.found is not None and case_conditions.seeks_phone(work, order.found)
        report = compose(work, store, layers, order, ground) if order.format is ExportFormat.HTML else None
    body = render(report, order.language, order.theme) if report is not None else _written(layers, order, at)
    counts = {layer.name: layer.table.num_rows for layer in layers}
    said = ", ".join(f"{name} {count}" for name, count in counts.items()) + (", cleaned" if order.track == "cleaned" else "")
    said += f", as of {order.as_of.isoformat()}" if order.as_of is not None else ""
    with database.write(user) as work:
        work.audit(f"EXPORT.{order.format.name}", detail=said)
        if order.near is not None and "whereabouts" in counts:
            trace(work, order.near, layers)
        if phone and order.found is not None:
            case_conditions.note_phone(work, order.found, _cases_in(layers))
    return Exported(body, counts)


def _cases_in(layers: Sequence[Layer]) -> int:
    """How many cases the fullest layer tells of."""
    of_cases = [layer.table.num_rows for layer in layers if layer.kind in (ExportLayer.CASES, ExportLayer.HEAT)]
    of_grids = [pc.sum(layer.table.column("cases")).as_py() or 0 for layer in layers if layer.kind is ExportLayer.DENSITY]
    return max(of_cases + of_grids, default=0)


def check(order: ExportOrder) -> None:
    if order.format in ALONE and len(set(order.layers)) > 1:
        raise RuleSaysNo("one_layer_only", f"{order.format.name} holds one layer; ask for one, or for GeoPackage or a workbook.")
    for name in ("since", "start", "end", "as_of", "seen_at"):
        moment = getattr(order, name)
        if isinstance(moment, datetime) and moment.tzinfo is None:
            raise Malformed(f"{name} must be a time with a zone.")
    if order.box is not None and (order.box[0] > order.box[2] or order.box[1] > order.box[3]):
        raise Malformed("The box must be west, south, east, north.")
    if order.as_of is not None and order.found is not None:
        raise Malformed("A search finds what is there now; ask for it without a moment of the past.")
    if ExportLayer.TRACK in order.layers and not ((order.unit_id or order.unit_kind) and order.start and order.end):
        raise Malformed("A track is that of one unit from one time to another; name all three.")
    if ExportLayer.WHEREABOUTS in order.layers and order.near is None:
        raise Malformed("Who was there is asked of a place, a radius, and a time from and to; name them.")
    if order.format is ExportFormat.HTML and ExportLayer.TRACK in order.layers and (order.unit_kind is not None or order.beside):
        raise RuleSaysNo("one_track_only", "A report tells of one track; ask for that of one unit, or for another format.")


def title_of(order: ExportOrder, at: datetime) -> str:
    if order.title:
        return order.title
    names = "、" if order.language == "zh_CN" else ", "
    when = (order.as_of or at).astimezone(CITY_ZONE)
    return f"{names.join(words.layer(each.value, order.language) for each in order.layers[:3])} {when:%Y-%m-%d %H:%M}"


def _written(layers: Sequence[Layer], order: ExportOrder, at: datetime) -> bytes:
    format, language = order.format, order.language
    wanted = [layer for layer in layers if not (layer.plain and format in TABLES)]
    if format is ExportFormat.CSV:
        return tables.to_csv(wanted[0], language)
    if format is ExportFormat.XLSX:
        return tables.to_workbook([_for_people(layer) for layer in wanted], language)
    rules, told = track_rules.in_one(wanted, language), track_rules.as_data(wanted)
    if format is ExportFormat.CSV_METADATA:
        return csv_metadata.describe(wanted[0], title_of(order, at), rules, told, language)
    listed, wanted = wanted, [layer for layer in wanted if layer.geometry != NOWHERE]
    visits = next((layer for layer in wanted if layer.name == "track_visits"), None)
    if format is ExportFormat.GPX:
        return with_note(to_gpx(wanted[0], visits), rules)
    if format is ExportFormat.GEOJSON:
        return gis.to_geojson(wanted[-1], {"description": rules, track_rules.NAME: told} if rules else {})
    if format is ExportFormat.KML:
        beside = [visits] if visits is not None and visits.table.num_rows else []
        return gis.to_kml(wanted[-1], *beside, *track_spans.stops(wanted), note=rules)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"yiping.{format}"
        if format is ExportFormat.GPKG:
            write_geopackage(listed, file, language, order.theme, rules)
        else:
            write_project(listed, file, title_of(order, at), language, order.theme, at, rules)
        return file.read_bytes()


def _for_people(layer: Layer) -> Layer:
    return replace(layer, table=layer.table.select(track_rules.FOR_PEOPLE)) if layer.name == track_rules.NAME else layer
