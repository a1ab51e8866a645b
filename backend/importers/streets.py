"""Import of street lines, for names on the map and for addresses."""

from typing import Annotated

import shapely
from msgspec import Meta
from shapely.geometry.base import BaseGeometry

from backend.importers.mapping import Mapping
from backend.importers.records import Placed, Record
from backend.importers.report import Report
from backend.importers.storing import Values, distinct, store
from backend.session import Work
from backend.tables.places import StreetRow
from geo.tracks import length_m


class StreetRecord(Placed, kw_only=True):
    id: str
    name: str = ""
    kind: str = ""
    speed_kmh: Annotated[float, Meta(gt=0, le=300)] | None = None
    oneway: bool = False


def store_streets(work: Work, found: list[Record[StreetRecord]], mapping: Mapping, report: Report) -> None:
    kept = distinct((record for record in found if _is_line(record, report)), lambda value: value.id, report)
    store(work, StreetRow, [_values(record.value, record.shape) for record in kept if record.shape is not None], report)


def _is_line(record: Record[StreetRecord], report: Report) -> bool:
    is_line = record.shape is not None and record.shape.geom_type in ("LineString", "MultiLineString")
    if not is_line:
        report.reject(record.row, "it is no line", record.layer)
    return is_line


def _values(value: StreetRecord, shape: BaseGeometry) -> Values:
    lines = [shapely.get_coordinates(part) for part in shapely.get_parts(shape)]
    middle = shape.interpolate(0.5, normalized=True)
    west, south, east, north = shape.bounds
    return {
        "id": value.id,
        "name": value.name,
        "kind": value.kind,
        "length_m": round(sum(length_m(line[:, 0], line[:, 1]) for line in lines), 1),
        "lon": middle.x,
        "lat": middle.y,
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "line": [line.tolist() for line in lines],
        "speed_kmh": value.speed_kmh,
        "oneway": value.oneway,
    }
