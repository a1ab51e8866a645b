"""Muck haulage on its way into a file: sites, tipping grounds, forbidden areas, and the approved lines of all permits. No telephone is in it."""

from collections.abc import Iterable

import pyarrow as pa
import shapely

from backend.exporters.layer import Layer, named, shapes_of
from backend.exporters.then import as_of
from backend.rules import hauls
from backend.session import Work
from wire import bulk
from wire.codes import Noun
from wire.exports import ExportLayer, ExportOrder
from wire.hauls import HaulCompany, HaulPermit, HaulPlace


def haul_places(work: Work, order: ExportOrder) -> Layer:
    found = as_of(work, order, Noun.HAUL_PLACE, HaulPlace, hauls.all_of(work, hauls.PLACES))
    companies = _names(as_of(work, order, Noun.HAUL_COMPANY, HaulCompany, hauls.all_of(work, hauls.COMPANIES)))
    table = named(bulk.encode(HaulPlace, found), "version", "company_id", "outline")
    table = table.append_column("company", pa.array([companies.get(each.company_id or "", "") for each in found], pa.string()))
    areas = [shapely.multipolygons([shapely.Polygon(each.outline)]) for each in found]
    return Layer(ExportLayer.HAUL_PLACES, "haul_places", table, shapes_of(areas), "MultiPolygon")


def haul_lines(work: Work, order: ExportOrder) -> Layer:
    found = as_of(work, order, Noun.HAUL_PERMIT, HaulPermit, hauls.all_of(work, hauls.PERMITS))
    companies = _names(as_of(work, order, Noun.HAUL_COMPANY, HaulCompany, hauls.all_of(work, hauls.COMPANIES)))
    places = _names(as_of(work, order, Noun.HAUL_PLACE, HaulPlace, hauls.all_of(work, hauls.PLACES)))
    texts = {
        "id": [each.id for each in found],
        "number": [each.number for each in found],
        "company": [companies.get(each.company_id, "") for each in found],
        "site": [places.get(each.site_id, "") for each in found],
        "ground": [places.get(each.ground_id, "") for each in found],
        "starts": [each.starts.isoformat() for each in found],
        "ends": [each.ends.isoformat() for each in found],
        "windows": [", ".join("–".join(window) for window in each.windows) for each in found],
    }
    table = pa.table({name: pa.array(values, pa.string()) for name, values in texts.items()})
    for name in ("volume_m3", "carried_m3"):
        table = table.append_column(name, pa.array([getattr(each, name) for each in found], pa.float64()))
    table = table.append_column("trucks", pa.array([len(each.truck_ids) for each in found], pa.int64()))
    return Layer(ExportLayer.HAUL_LINES, "haul_lines", table, shapes_of([shapely.LineString(each.route) for each in found]), "LineString")


def _names(things: Iterable[HaulCompany | HaulPlace]) -> dict[str, str]:
    return {each.id: each.name for each in things}
