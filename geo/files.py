"""Geographic files as columns of corners: GeoPackage, GeoJSON, Shapefile, KML, GPX. Reads by GDAL, a hundred thousand features in a second."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj.exceptions import CRSError

from geo.astray import astray, on_ground
from geo.code_pages import mended
from geo.datum import CHINA, UNNUMBERED_M, Datum, Places, convert, from_metres, named_crs, to_metres, zones
from geo.formats import ARCHIVES, is_what_it_says
from geo.html_text import plain_text
from geo.misfit import UNTOLD, Slip, Verdict, judge
from geo.xml_text import Misdeclared, in_utf8

DRIVERS = frozenset({"ESRI Shapefile", "GPKG", "GeoJSON", "KML", "LIBKML", "GPX"})
DBF = (".shp", ".zip")  # whose texts may be of an untold code page
KML, HTML = (".kml", ".kmz"), ("description", "snippet")  # and its columns with markup
POINT, LINE, RING, HOLE = 0, 1, 2, 3  # the holes of a ring come right after it
MOST_CORNERS, MOST_JUDGED = 5_000_000, 20_000
MOST_LETTERS, MOST_NAME = 500, 80  # of a cell, and of what it is called
NUMBERED_M = 25_000_000  # the least easting with the number of a zone
DEGREES = ("", "EPSG:4326", "EPSG:4490", "OGC:CRS84", "EPSG:4979")
DOUBLED = ("track_points", "route_points")  # of GPX: the corners of its tracks and routes once more
MEANT = {Slip.GCJ02_TAKEN_FOR_WGS84: Datum.GCJ02, Slip.BD09_TAKEN_FOR_WGS84: Datum.BD09}
METRES = ((100_000.0, 900_000.0), (400_000.0, 6_500_000.0))  # eastings without their zone's number, and northings, in China
SHAPE_TYPES = {0: POINT, 1: LINE, 2: RING}


class Unreadable(Exception):
    """`code` says why: no_file, not_geographic, encoding (which it declares, if any; as feature the first line that is not in it, 0 when nobody knows
    that encoding), nothing, not_degrees (layer, feature, and where it lies), too_large. `reason` says more of one that is not_geographic, where it is
    known: misnamed (its suffix), foreign (what it is for), alone (the suffix of what is missing beside it); else `detail` is in GDAL's words."""

    def __init__(self, code: str, layer: str = "", feature: int = 0, detail: str = "", reason: str = "", of: str = "") -> None:
        super().__init__(f"{code}: {layer} {feature} {detail}")
        self.code, self.layer, self.feature, self.detail, self.reason, self.of = code, layer, feature, detail, reason, of


@dataclass(frozen=True)
class Feature:
    """One of a file: its layer, its number there from 1, and its attributes as text."""

    layer: str
    number: int
    attributes: list[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    """What stands in a column of `marked_up` is HTML, and is told as the text that it shows."""

    layer: str
    columns: dict[str, NDArray[Any]]
    count: int
    marked_up: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Drawn:
    """Part n has the corners from `starts[n]` to before `starts[n + 1]`, is of `kinds[n]` and of the feature `owner[n]`, counted over all layers.

    Degrees in whatever datum the file is in, or `metres` of a projection that it does not name; `crs` is what it named, if these degrees came of
    metres. `turned`: its axes are swapped, and are here the right way round. `left_out` features have no readable geometry, the first of which is
    `fault`: layer and number. `path` is where it was read.
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
    crs: str = ""
    metres: bool = False
    turned: bool = False
    path: Path = Path()

    @property
    def count(self) -> int:
        """Features, with those that were left out."""
        return sum(table.count for table in self.tables)

    def feature(self, row: int) -> Feature:
        for table in self.tables:
            if row < table.count:
                cells = [(name[:MOST_NAME], _text(column[row], name in table.marked_up)) for name, column in table.columns.items()]
                return Feature(table.layer, row + 1, [(name, text) for name, text in cells if text])
            row -= table.count
        raise IndexError(row)

    def zones(self) -> dict[str, int]:
        """The zones that its metres may be of, with their meridians; none where it has no metres."""
        if not self.metres and not self.crs:
            return {}
        return zones(float(np.median(self._metres()[0])))

    def placed(self, system: str) -> Places:
        """All corners as WGS-84; `system` is a datum, or a zone's name (`gk117`)."""
        if system in list(Datum):
            return convert(self.lon, self.lat, system, Datum.WGS84)
        return from_metres(*self._metres(), named_crs(system))

    def _metres(self) -> Places:
        return (self.lon, self.lat) if self.metres else to_metres(self.lon, self.lat, self.crs)

    def parts(self, kind: int, system: str) -> list[NDArray[np.float64]]:
        """The corners of every line, or of every ring, as WGS-84."""
        corners = np.column_stack(self.placed(system))
        return [corners[self.starts[at] : self.starts[at + 1]] for at in np.flatnonzero(self.kinds == kind)]


class Layer(NamedTuple):
    """`crs` is the projection that it named, and from which its shapes were brought to degrees."""

    name: str
    shapes: NDArray[np.object_]
    columns: dict[str, NDArray[Any]]
    crs: str


def read(path: Path) -> Drawn:
    """`Unreadable` for what is no such file, holds nothing, lies in no degrees, or is too large."""
    if not path.is_file():
        raise Unreadable("no_file")
    try:
        with opened(path) as sound:
            layers = [_layer(sound, str(name)) for name, kind in pyogrio.list_layers(sound) if kind is not None and name not in DOUBLED]
    except (DataSourceError, DataLayerError, UnicodeDecodeError, OSError) as error:
        raise _unopened(path, error) from error
    if not sum(len(layer.shapes) for layer in layers):
        raise Unreadable("nothing")
    metres, turned = _axes(layers)
    if turned:
        layers = [layer._replace(shapes=shapely.transform(layer.shapes, lambda points: points[:, ::-1])) for layer in layers]
    systems = {layer.crs for layer in layers}
    drawn = _drawn(path, layers)
    return replace(drawn, crs=systems.pop() if len(systems) == 1 else "", metres=metres, turned=turned, path=path.absolute())


def judged(drawn: Drawn, lines: NDArray[np.object_]) -> Verdict:
    """Its places, as the file says, against lines that are known to be right: of metres without a name in the zone that they fit."""
    step = max(len(drawn.lon) // MOST_JUDGED, 1)

    def lines_in(box: tuple[float, float, float, float]) -> NDArray[np.object_]:
        found: NDArray[np.object_] = lines[shapely.intersects(lines, shapely.box(*box))]
        return found

    if not len(lines):
        return UNTOLD
    if drawn.metres:
        fits = [_in_zone(drawn, system, step, lines) for system in drawn.zones()]
        return max(fits, key=lambda fit: (bool(fit.system), fit.certain, fit.declared))
    verdict = judge(drawn.lon[::step], drawn.lat[::step], lines)
    return verdict if verdict.certain or verdict.count else astray(drawn.lon[::step], drawn.lat[::step], lines_in, drawn.crs)


def _in_zone(drawn: Drawn, system: str, step: int, lines: NDArray[np.object_]) -> Verdict:
    lon, lat = (places[::step] for places in drawn.placed(system))
    if not on_ground(lon, lat, lines):
        return UNTOLD
    return replace(judge(lon, lat, lines), system=system)


def likely(drawn: Drawn, verdict: Verdict) -> str:
    """The datum or the zone that the places speak for; of metres without a name possibly none."""
    if drawn.metres or verdict.system:
        return verdict.system
    return MEANT.get(verdict.slip, Datum.WGS84) if verdict.slip else Datum.WGS84


@contextmanager
def opened(path: Path) -> Iterator[Path]:
    """What GDAL may open for it, while it is asked: the file, or a copy in UTF-8. `Unreadable` for one whose content is not what its name says."""
    with TemporaryDirectory(prefix="yiping-") as folder:
        try:
            sound = in_utf8(path, Path(folder))
        except Misdeclared as error:
            raise Unreadable("encoding", feature=error.line, detail=error.declared) from error
        _must_be_sound(sound)
        yield sound


def marked_up(path: Path, names: Iterable[str]) -> frozenset[str]:
    """The columns of a file that hold HTML."""
    return frozenset(name for name in names if name.lower() in HTML) if path.suffix.lower() in KML else frozenset()


def _unopened(path: Path, error: Exception) -> Unreadable:
    if path.suffix.lower() == ".shp" and not any(path.with_suffix(index).is_file() for index in (".shx", ".SHX")):
        return Unreadable("not_geographic", detail="the .shx file that belongs to it is missing", reason="alone", of=".shx")
    return Unreadable("not_geographic", detail=str(error).split("\n")[0].split("; ")[0].replace(f"{path.parent}/", ""))


def _must_be_sound(path: Path) -> None:
    if not is_what_it_says(path):
        kind = path.suffix.lower() or "geographic"
        raise Unreadable("not_geographic", detail=f"its content is not that of a {kind} file", reason="misnamed", of=path.suffix.lower())
    # What an archive is taken for is seen only when it is open; nothing in it names other files.
    if path.suffix.lower() in ARCHIVES and (driver := pyogrio.read_info(path)["driver"]) not in DRIVERS:
        raise Unreadable("not_geographic", detail=f"it holds what {driver} is for", reason="foreign", of=driver)


def raw(path: Path, layer: str, **options: Any) -> tuple[dict[str, Any], list[str], Any, list[NDArray[Any]]]:
    """What pyogrio says of a layer, the names of its columns, its geometries as WKB, the columns; texts in whatever code page they are."""
    may_mislead = path.suffix.lower() in DBF
    try:
        meta, _, wkb, columns = pyogrio.raw.read(path, layer=layer, **options)
    except UnicodeDecodeError:  # not of the one that the file says
        if not may_mislead:
            raise
        meta, _, wkb, columns = pyogrio.raw.read(path, layer=layer, encoding="ISO-8859-1", **options)
    names = [str(name) for name in meta["fields"]]
    names, columns = mended(names, columns) if may_mislead else (names, columns)
    return meta, names, wkb, list(columns)


def _layer(path: Path, name: str) -> Layer:
    meta, fields, wkb, columns = raw(path, name)
    with np.errstate(invalid="ignore"):
        shapes = _placed_somewhere(np.asarray(shapely.force_2d(shapely.from_wkb(wkb, on_invalid="ignore")), dtype=object))
    crs = str(meta["crs"] or "")
    if crs not in DEGREES:
        shapes = _projected(shapes, crs, name)
    return Layer(name, shapes, dict(zip(fields, columns, strict=True)), "" if crs in DEGREES else crs)


def _placed_somewhere(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """None for those of which a corner is no number: it would be drawn anywhere."""
    corners, of = shapely.get_coordinates(shapes, return_index=True)
    shapes[of[~np.isfinite(corners).all(axis=1)]] = None
    return shapes


def _axes(layers: list[Layer]) -> tuple[bool, bool]:
    """Whether all of it is metres of a projection that is not named, and whether its axes are swapped; `Unreadable` for what is neither degrees."""
    bounds = np.vstack([shapely.bounds(layer.shapes) for layer in layers])
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    if not any(layer.crs for layer in layers) and not _is_degrees(bounds):
        if _all_in(bounds, *METRES):
            return True, False
        for metres, ground in ((False, (CHINA[::2], CHINA[1::2])), (True, METRES)):
            if _all_in(bounds[:, [1, 0, 3, 2]], *ground):
                return metres, True
    for layer in layers:
        _must_be_degrees(layer)
    return False, False


def _all_in(bounds: NDArray[np.float64], east: tuple[float, float], north: tuple[float, float]) -> bool:
    """Of eastings also with the number of a zone before them."""
    x, y = bounds[:, [0, 2]], bounds[:, [1, 3]]
    x = x % UNNUMBERED_M if (x > NUMBERED_M).all() else x
    return bool(len(bounds) and ((x >= east[0]) & (x <= east[1])).all() and ((y >= north[0]) & (y <= north[1])).all())


def _is_degrees(bounds: NDArray[np.float64]) -> bool:
    return bool((np.abs(bounds[:, [0, 2]]) <= 180).all() and (np.abs(bounds[:, [1, 3]]) <= 90).all())


def _must_be_degrees(layer: Layer) -> None:
    bounds = shapely.bounds(layer.shapes)
    with np.errstate(invalid="ignore"):
        wrong = np.flatnonzero((np.abs(bounds[:, [0, 2]]) > 180).any(axis=1) | (np.abs(bounds[:, [1, 3]]) > 90).any(axis=1))
    if len(wrong):
        x, y = bounds[wrong[0], :2]
        raise Unreadable("not_degrees", layer.name, int(wrong[0]) + 1, f"{x:.1f}, {y:.1f}")


def _projected(shapes: NDArray[np.object_], crs: str, name: str) -> NDArray[np.object_]:
    try:
        return np.asarray(shapely.transform(shapes, lambda points: np.column_stack(from_metres(points[:, 0], points[:, 1], crs))), dtype=object)
    except CRSError as error:
        raise Unreadable("not_degrees", name, 1, crs.split("\n")[0][:60]) from error


def _drawn(path: Path, layers: list[Layer]) -> Drawn:
    shapes = np.concatenate([layer.shapes for layer in layers])
    tables = [Table(layer.name, layer.columns, len(layer.shapes), marked_up(path, layer.columns)) for layer in layers]
    missing = [(each.name, int(at) + 1) for each in layers for at in np.flatnonzero(shapely.is_missing(each.shapes) | shapely.is_empty(each.shapes))]
    parts, owner = shapely.get_parts(shapes, return_index=True)
    parts, inner = shapely.get_parts(parts, return_index=True)  # of collections
    owner = owner[inner]
    areas = shapely.get_type_id(parts) == 3
    rings, of = shapely.get_rings(parts[areas], return_index=True)
    parts, owner = np.concatenate([parts[~areas], rings]), np.concatenate([owner[~areas], owner[areas][of]])
    kinds = np.array([SHAPE_TYPES.get(type_id, LINE) for type_id in shapely.get_type_id(parts)], np.uint8)
    kinds[len(parts) - len(rings) + 1 :][of[1:] == of[:-1]] = HOLE
    corners, part = shapely.get_coordinates(parts, return_index=True)
    if len(corners) > MOST_CORNERS:
        raise Unreadable("too_large", detail=f"{len(corners):,}")
    if not len(corners):
        raise Unreadable("nothing")
    starts = np.searchsorted(part, np.arange(len(parts) + 1)).astype(np.uint32)
    first = missing[0] if missing else None
    return Drawn(path.stem, corners[:, 0].copy(), corners[:, 1].copy(), starts, kinds, owner.astype(np.uint32), tables, len(missing), first)


def _text(value: Any, marked_up: bool) -> str:
    """A cell as its reader would write it; nothing for none."""
    if value is None or value != value:
        return ""
    return (plain_text(value) if marked_up and isinstance(value, str) else str(value))[:MOST_LETTERS]
