"""Layers as geographic files, by GDAL: GeoPackage, GeoJSON, KML. All places in WGS-84."""

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.compute as pc
import pyogrio
import shapely

from backend.exporters.layer import NOWHERE, Layer

WGS84 = "EPSG:4326"
UNWRITABLE = r"[\x00-\x08\x0b\x0c\x0e-\x1f]"  # what XML has no sign for, and readers of JSON stumble over


def to_geopackage(layers: Sequence[Layer], file: Path) -> None:
    for at, layer in enumerate(layers):
        _write(layer, layer.table, file, "GPKG", append=at > 0)


def to_geojson(layer: Layer, said: Mapping[str, Any] | None = None) -> bytes:
    """`said`: of the whole file, as members of its collection; "description" is what GDAL reads as the layer's."""
    head, found, tail = _alone(layer, layer.table, "layer.geojson", "GeoJSON").partition(b'"type": "FeatureCollection",\n')
    members = "".join(f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)},\n" for name, value in (said or {}).items())
    return head + found + (members.encode() if found else b"") + tail


def to_kml(*layers: Layer, note: str = "") -> bytes:
    """A folder for each, and what is said of all of it. What a thing is called goes where viewers of KML look for it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "layer.kml"
        for at, layer in enumerate(layers):
            names = layer.table.column_names
            label = next((name for name in ("number", "name", "band", "code", "id") if name in names), names[0])
            table = layer.table.append_column("Name", layer.table.column(label).cast(pa.string()))
            _write(layer, table, file, "LIBKML", append=at > 0)
        head, found, tail = file.read_bytes().partition(b'<Document id="root_doc">')
    said = f"<description>{escape(re.sub(UNWRITABLE, '', note))}</description>".encode() if note and found else b""
    return head + found + said + tail


def _alone(layer: Layer, table: pa.Table, name: str, driver: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        _write(layer, table, file, driver)
        return file.read_bytes()


def _write(layer: Layer, table: pa.Table, file: Path, driver: str, append: bool = False) -> None:
    columns = {name: clean(table.column(name)) for name in table.column_names}
    if layer.geometry == NOWHERE:
        pyogrio.write_arrow(pa.table(columns), file, layer=layer.name, driver=driver, append=append)
        return
    geometry = pa.array(shapely.to_wkb(layer.shapes), pa.binary())
    written = pa.table(columns | {"geom": geometry})
    pyogrio.write_arrow(
        written,
        file,
        layer=layer.name,
        driver=driver,
        geometry_name="geom",
        geometry_type=layer.geometry,
        crs=WGS84,
        append=append,
        dataset_options={"VERSION": "1.2"} if driver == "GPKG" else None,  # which older readers know too
    )


def clean(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Text without what cannot be written; any other column as it is."""
    return pc.replace_substring_regex(column, UNWRITABLE, "") if pa.types.is_string(column.type) else column
