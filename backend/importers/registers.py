"""Import of registers: entries as points, as lines, or as areas, of which the outlines are kept."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Annotated

import shapely
from msgspec import Meta
from shapely.geometry.base import BaseGeometry

from backend.importers.mapping import Mapping
from backend.importers.records import Placed, Record
from backend.importers.report import Report
from backend.importers.storing import Values, distinct
from backend.rules import registers
from backend.session import Work
from wire.codes import RegisterKind
from wire.places import Id

Text = Annotated[str, Meta(max_length=200)]


class EntryRecord(Placed, kw_only=True):
    """`kind` is often a constant of the mapping. A line or an area brings its own place; a hole in an area is left out."""

    kind: RegisterKind
    id: Id
    code: Annotated[str, Meta(max_length=64)] = ""
    name: Annotated[str, Meta(max_length=120)] = ""
    category: Annotated[str, Meta(max_length=40)] = ""
    state: Annotated[str, Meta(max_length=40)] = ""
    operator: Annotated[str, Meta(max_length=80)] = ""
    address: Text = ""
    phone: Annotated[str, Meta(max_length=40)] = ""
    value: float | None = None
    at: datetime | None = None


PLAIN = [name for name in EntryRecord.__struct_fields__ if name != "kind"]


def store_registers(work: Work, found: list[Record[EntryRecord]], mapping: Mapping, report: Report) -> None:
    rows = list(_rows(distinct(found, lambda value: (value.kind, value.id), report), report))
    rows.sort(key=lambda row: str(row["kind"]))
    for kind, group in groupby(rows, key=lambda row: row["kind"]):
        written = registers.write(work, kind, list(group))
        report.stored += len(written.values)
        report.doubled += written.same


def _rows(found: list[Record[EntryRecord]], report: Report) -> Iterator[Values]:
    for record in found:
        value, lines = record.value, _lines(record.shape)
        if fault := registers.fault_of(value.kind, lines):
            report.reject(record.row, fault, record.layer)
            continue
        own = {name: getattr(value, name) for name in PLAIN}
        yield {"kind": value.kind, **own, "lines": lines, **registers.box_of(value.lon, value.lat, lines)}


def _lines(shape: BaseGeometry | None) -> list[list[list[float]]]:
    """What an entry runs along or stands on, lon/lat; nothing for a point."""
    if shape is None or shape.geom_type == "Point":
        return []
    parts = shapely.get_parts(shape)
    outlines = [part.exterior if part.geom_type == "Polygon" else part for part in parts if part.geom_type in ("Polygon", "LineString")]
    return [shapely.get_coordinates(line).tolist() for line in outlines]
