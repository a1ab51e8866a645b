"""Import of grids and boundaries: areas with a kind and a code, from any file of polygons."""

from typing import Annotated

from msgspec import Meta
from shapely.geometry.base import BaseGeometry

from backend.importers.mapping import Mapping
from backend.importers.records import Placed, Record
from backend.importers.report import Report
from backend.importers.storing import Values, distinct, store, tell
from backend.rules.grids import grid_id
from backend.session import Work
from backend.spatial import grids_changed
from backend.tables.places import GridRow
from geo.grids import BASIC_CODE, area_m2, rings_of
from wire.codes import GridKind, Noun
from wire.grids import Grid
from wire.places import IN_ADDRESS

BOX = ("west", "south", "east", "north")


class GridRecord(Placed, kw_only=True):
    """`parent` is the id (kind and code) of the grid that this one lies in."""

    kind: GridKind
    code: Annotated[str, Meta(min_length=1, max_length=60, pattern=IN_ADDRESS)]
    name: str = ""
    parent: str | None = None


def store_grids(work: Work, found: list[Record[GridRecord]], mapping: Mapping, report: Report) -> None:
    kept = distinct((record for record in found if _is_grid(record, report)), lambda value: grid_id(value.kind, value.code), report)
    values = [_values(record.value, record.shape) for record in kept if record.shape is not None]
    stored = store(work, GridRow, values, report)
    if stored.written:
        grids_changed(work.session)
    tell(work, Noun.GRID, stored, lambda row: Grid(**{name: value for name, value in row.items() if name not in BOX}))


def _is_grid(record: Record[GridRecord], report: Report) -> bool:
    reason = ""
    if record.shape is None or not rings_of(record.shape):
        reason = "it is no area"
    elif record.value.kind is GridKind.BASIC and not BASIC_CODE.match(record.value.code):
        reason = f"a basic grid has a code of 15 digits, not {record.value.code!r}"
    if reason:
        report.reject(record.row, reason, record.layer)
    return not reason


def _values(value: GridRecord, shape: BaseGeometry) -> Values:
    return {
        "id": grid_id(value.kind, value.code),
        "kind": value.kind,
        "code": value.code,
        "name": value.name or value.code,
        "area_m2": round(area_m2(shape), 1),
        "lon": value.lon,
        "lat": value.lat,
        **dict(zip(BOX, shape.bounds, strict=True)),
        "rings": [[[list(point) for point in ring] for ring in polygon] for polygon in rings_of(shape)],
        "parent": value.parent,
    }
