"""Geographic files as columns of corners: GeoPackage, GeoJSON, Shapefile, KML, GPX. Reads by GDAL, a hundred thousand features in a second."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj.exceptions import CRSError

from geo.datum import Datum, from_metres
from geo.misfit import Slip, Verdict

SUFFIXES = (".gpkg", ".geojson", ".json", ".shp", ".zip", ".kml", ".kmz", ".gpx")
POINT, LINE, RING = 0, 1, 2
MOST_CORNERS = 5_000_000
DEGREES = ("", "EPSG:4326", "EPSG:4490", "OGC:CRS84", "EPSG:4979")
DOUBLED = ("track_points", "route_points")  # of GPX: the corners of its tracks and routes once more
MEANT = {Slip.GCJ02_TAKEN_FOR_WGS84: Datum.GCJ02, Slip.BD09_TAKEN_FOR_WGS84: Datum.BD09}
SHAPE_TYPES = {0: POINT, 1: LINE, 2: RING}


class Unreadable(Exception):
    """`code` says why: no_file, not_geographic, nothing, not_degrees (layer, feature, and where it lies), too_large."""

    def __init__(self, code: str, layer: str = "", feature: int = 0, detail: str = "") -> None:
        super().__init__(f"{code}: {layer} {feature} {detail}")
        self.code, self.layer, self.feature, self.detail = code, layer, feature, detail


@dataclass(frozen=True)
class Feature:
    """One of a file: its layer, its number there from 1, and its attributes as text."""

    layer: str
    number: int
    attributes: list[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    layer: str
    columns: dict[str, NDArray[Any]]
    count: int


@dataclass(frozen=True)
class Drawn:
    """Part n has the corners from `starts[n]` to before `starts[n + 1]`, is of `kinds[n]` and of the feature `owner[n]`, counted over all layers.

    Degrees in whatever datum the file is in. `left_out` features have no readable geometry, the first of which is `fault`: layer and number.
    """

    name: str
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    starts: NDArray[np.uint32]
    kinds: NDArray[np.uint8]
    owner: NDArray[np.uint32]
    tables: list[Table]
    left_out: int
    fault: tuple[str, int] | None

    @property
    def count(self) -> int:
        """Features, with those that were left out."""
        return sum(table.count for table in self.tables)

    def feature(self, row: int) -> Feature:
        for table in self.tables:
            if row < table.count:
                cells = [(name, _text(column[row])) for name, column in table.columns.items()]
                return Feature(table.layer, row + 1, [(name, text) for name, text in cells if text])
            row -= table.count
        raise IndexError(row)

    def parts(self, kind: int) -> list[NDArray[np.float64]]:
        """The corners of every line, or of every ring."""
        corners = np.column_stack([self.lon, self.lat])
        return [corners[self.starts[at] : self.starts[at + 1]] for at in np.flatnonzero(self.kinds == kind)]


def read(path: Path) -> Drawn:
    """`Unreadable` for what is no such file, holds nothing, lies in no degrees, or is too large."""
    if not path.is_file():
        raise Unreadable("no_file")
    try:
        layers = [(str(name), *_layer(path, str(name))) for name, kind in pyogrio.list_layers(path) if kind is not None and name not in DOUBLED]
    except (DataSourceError, DataLayerError, UnicodeDecodeError) as error:
        raise Unreadable("not_geographic", detail=str(error).split("\n")[0].split("; ")[0]) from error
    tables = [Table(name, columns, len(shapes)) for name, shapes, columns in layers]
    if not sum(table.count for table in tables):
        raise Unreadable("nothing")
    missing = [(name, int(at) + 1) for name, shapes, _ in layers for at in np.flatnonzero(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    return _drawn(path.stem, np.concatenate([shapes for _, shapes, _ in layers]), tables, missing)


def likely(verdict: Verdict) -> Datum:
    """The datum that places speak for which were judged as WGS-84."""
    return MEANT.get(verdict.slip, Datum.WGS84) if verdict.slip else Datum.WGS84


def _layer(path: Path, name: str) -> tuple[NDArray[np.object_], dict[str, NDArray[Any]]]:
    meta, _, wkb, columns = pyogrio.raw.read(path, layer=name)
    shapes = np.asarray(shapely.force_2d(shapely.from_wkb(wkb, on_invalid="ignore")), dtype=object)
    crs = str(meta["crs"] or "")
    if crs not in DEGREES:
        shapes = _projected(shapes, crs, name)
    bounds = shapely.bounds(shapes)
    with np.errstate(invalid="ignore"):
        wrong = np.flatnonzero((np.abs(bounds[:, [0, 2]]) > 180).any(axis=1) | (np.abs(bounds[:, [1, 3]]) > 90).any(axis=1))
    if len(wrong):
        x, y = bounds[wrong[0], :2]
        raise Unreadable("not_degrees", name, int(wrong[0]) + 1, f"{x:.1f}, {y:.1f}")
    return shapes, {str(field): column for field, column in zip(meta["fields"], columns, strict=True)}


def _projected(shapes: NDArray[np.object_], crs: str, name: str) -> NDArray[np.object_]:
    try:
        return np.asarray(shapely.transform(shapes, lambda points: np.column_stack(from_metres(points[:, 0], points[:, 1], crs))), dtype=object)
    except CRSError as error:
        raise Unreadable("not_degrees", name, 1, crs.split("\n")[0][:60]) from error


def _drawn(name: str, shapes: NDArray[np.object_], tables: list[Table], missing: list[tuple[str, int]]) -> Drawn:
    parts, owner = shapely.get_parts(shapes, return_index=True)
    parts, inner = shapely.get_parts(parts, return_index=True)  # of collections
    owner = owner[inner]
    areas = shapely.get_type_id(parts) == 3
    rings, of = shapely.get_rings(parts[areas], return_index=True)
    parts, owner = np.concatenate([parts[~areas], rings]), np.concatenate([owner[~areas], owner[areas][of]])
    kinds = np.array([SHAPE_TYPES.get(type_id, LINE) for type_id in shapely.get_type_id(parts)], np.uint8)
    corners, part = shapely.get_coordinates(parts, return_index=True)
    if len(corners) > MOST_CORNERS:
        raise Unreadable("too_large", detail=f"{len(corners):,}")
    if not len(corners):
        raise Unreadable("nothing")
    starts = np.searchsorted(part, np.arange(len(parts) + 1)).astype(np.uint32)
    first = missing[0] if missing else None
    return Drawn(name, corners[:, 0].copy(), corners[:, 1].copy(), starts, kinds, owner.astype(np.uint32), tables, len(missing), first)


def _text(value: Any) -> str:
    """A cell as its reader would write it; nothing for none."""
    if value is None or value != value:
        return ""
    return str(value)[:500]
