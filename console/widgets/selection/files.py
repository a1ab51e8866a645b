"""A selection as a file: CSV for a spreadsheet, GeoJSON for a map."""

import csv
import io
import json
import uuid
from collections.abc import Iterable
from pathlib import Path

from console.hall.chosen import Row
from console.hall.hall import Hall
from console.widgets.selection import model as said

HEAD = ("kind", "id", "number", "name", "class_code", "class", "state", "as_of", "lon", "lat")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for a formula, and it came from a citizen or a device


def to_csv(hall: Hall, rows: Iterable[Row]) -> bytes:
    """UTF-8 with the mark by which spreadsheets know it; longitudes and latitudes WGS-84."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEAD)
    writer.writerows([safe(value) for value in values(hall, row)] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def to_geojson(hall: Hall, rows: Iterable[Row]) -> bytes:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
            "properties": dict(zip(HEAD[:-2], values(hall, row)[:-2], strict=True)),
        }
        for row in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def values(hall: Hall, row: Row) -> list[str | float]:
    said_of = row.kind, row.id, row.code, row.name, row.category.rpartition(":")[2], said.category(hall, row), said.state(row)
    return [*said_of, hall.clock.now().isoformat(timespec="seconds"), row.lon, row.lat]


def save(path: Path, body: bytes) -> None:
    """Whole or not at all; `OSError` when it cannot be written."""
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        part.write_bytes(body)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def safe(value: str | float) -> str | float:
    """As a cell of CSV, which no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
