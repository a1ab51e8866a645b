"""Layers as GPX: the track of each unit as one track by its id, with a segment after each gap; any other layer of points as way points."""

import re
import tempfile
from datetime import UTC
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import pyarrow as pa
import pyogrio
import shapely
from numpy.typing import NDArray

from backend.exporters import gis
from backend.exporters.gis import WGS84, clean
from backend.exporters.layer import Layer, Shapes
from backend.refusals import RuleSaysNo

UNWRITABLE = re.compile(gis.UNWRITABLE)
ABOUT = ("description", "note", "address")
WHICH = ("unit_id", "id")  # of these the first that a layer has goes into the extensions: GPX has no place of its own for it


def to_gpx(layer: Layer, visits: Layer | None = None) -> bytes:
    """`visits` of geofences, for which a track has two way points each. `RuleSaysNo` for lines and areas, which GPX has no place for."""
    if layer.geometry != "Point":
        raise RuleSaysNo("not_in_gpx", f"GPX holds points and tracks, and {layer.name} are neither.")
    if layer.name == "track":
        unit = layer.table.column("unit_id").combine_chunks().dictionary_encode()
        number, segment = unit.indices.to_numpy(zero_copy_only=False).astype(np.int32), layer.table.column("segment").to_numpy().astype(np.int32)
        at = layer.table.column("at").cast(pa.timestamp("ms")).to_numpy()
        whose = _text(layer, "unit_id")
        body = _written("track_points", layer.shapes, {"track_fid": number, "track_seg_id": segment, "time": at, "track_name": whose})
        return body if visits is None else _with_crossings(body, visits)
    placed = ~np.asarray(shapely.is_missing(layer.shapes), bool)
    names = layer.table.column_names
    columns = {"name": _text(layer, next(name for name in ("number", "name", "code", "id") if name in names))[placed]}
    if about := next((name for name in ABOUT if name in names), ""):
        columns["desc"] = _text(layer, about)[placed]
    if which := next((name for name in WHICH if name in names), ""):
        columns[which] = _text(layer, which)[placed]
    return _written("waypoints", layer.shapes[placed], columns)


def with_note(body: bytes, note: str) -> bytes:
    """What is said of the whole file, where GPX has it: first in its metadata."""
    head, found, tail = body.partition(b"<metadata>")
    return head + found + f"<desc>{escape(UNWRITABLE.sub('', note))}</desc>".encode() + tail if note and found else body


def _with_crossings(body: bytes, visits: Layer) -> bytes:
    """Who entered and left a geofence, where and when. GDAL writes way points or tracks, not both: these go before the first track, as GPX has it."""
    points = []
    for row in visits.table.to_pylist():
        for end, lon, lat, seen in (("start", "lon", "lat", row["came"]), ("end", "last_lon", "last_lat", row["left"])):
            about = f"{row['unit_id']}: {'in' if end == 'start' else 'out'}, {'' if seen else 'not '}seen to cross the edge"
            name, about = (escape(UNWRITABLE.sub("", said)) for said in (row["name"], about))
            at = row[end].astimezone(UTC).replace(tzinfo=None)
            when = at.isoformat(timespec="milliseconds" if at.microsecond else "seconds") + "Z"
            points.append(f'<wpt lat="{row[lat]:.9f}" lon="{row[lon]:.9f}"><time>{when}</time><name>{name}</name><desc>{about}</desc></wpt>\n')
    head, found, tail = body.partition(b"<trk>")
    return head + "".join(points).encode() + found + tail if found else body


def _text(layer: Layer, name: str) -> NDArray[np.object_]:
    found: NDArray[np.object_] = np.array(clean(layer.table.column(name)).to_pylist(), object)
    return found


def _written(name: str, shapes: Shapes, columns: dict[str, NDArray[Any]]) -> bytes:
    # By columns of numpy: GDAL's GPX has its fields already, and takes none from Arrow.
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "layer.gpx"
        zones = {"time": np.full(len(shapes), 100)} if "time" in columns else {}  # 100 is UTC
        pyogrio.raw.write(
            file,
            shapely.to_wkb(shapes),
            list(columns.values()),
            list(columns),
            layer=name,
            driver="GPX",
            geometry_type="Point",
            crs=WGS84,
            gdal_tz_offsets=zones,
            dataset_options={"GPX_USE_EXTENSIONS": "YES"},
        )
        return file.read_bytes()
