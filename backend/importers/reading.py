"""Files as rows. Whatever cannot be read is refused in one sentence before anything is stored."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, TextIO
from zipfile import BadZipFile

import msgspec
import numpy as np
import openpyxl
import pyogrio
import shapely
from openpyxl.utils.exceptions import InvalidFileException
from pyogrio.errors import CRSError, DataLayerError, DataSourceError
from shapely.geometry.base import BaseGeometry

from backend.importers.mapping import Mapping
from backend.importers.osm import read_osm
from backend.importers.report import ImportRefused
from backend.importers.rows import Row
from geo.datum import Datum, convert, from_metres
from geo.files import Unreadable, marked_up, opened, raw
from geo.formats import SUFFIXES
from geo.html_text import plain_text

# What GDAL calls the layers of a GPX, and where a point says which track it is of.
TRACKS, TRACK_POINTS, TRACK_NUMBER = "tracks", "track_points", "track_fid"


def read(path: Path, mapping: Mapping) -> Iterator[Row]:
    """The rows of a file, or of all files of a folder that the mapping has a layer for."""
    reader = {"gis": _read_gis, "csv": _read_csv, "json": _read_json, "osm": read_osm, "workbook": _read_workbook}[mapping.format]
    for file in _files(path, mapping):
        yield from reader(file, mapping)


def read_table(path: Path, key: str) -> dict[str, dict[str, str]]:
    """A small CSV table by its column `key`."""
    with _text(path, "utf-8-sig") as file:
        table = csv.DictReader(file)
        if key not in (table.fieldnames or []):
            raise ImportRefused(f"{path.name} has no column {key}.")
        return {row[key]: row for row in table}


def _files(path: Path, mapping: Mapping) -> list[Path]:
    try:
        return _found(path, mapping)
    except OSError as error:
        raise ImportRefused(f"{path.name[:80]} cannot be read: {error.strerror}.") from error


def _found(path: Path, mapping: Mapping) -> list[Path]:
    if not path.exists():
        raise ImportRefused(f"There is no file {path}.")
    if not path.is_dir():
        if path.stat().st_size == 0:
            raise ImportRefused(f"{path.name} is empty.")
        return [path]
    known = [file for file in sorted(path.iterdir()) if file.stem in mapping.layers and file.suffix in {".geojson", ".json", ".shp", ".gpkg", ".csv"}]
    known = known or [file for file in sorted(path.rglob("*")) if file.is_file() and any(fnmatch(file.name, pattern) for pattern in mapping.files)]
    if not known:
        raise ImportRefused(f"{path} is a folder without any file that this mapping is for, or has a layer for.")
    return known


def _text(path: Path, encoding: str) -> TextIO:
    try:
        return path.open(encoding=encoding, newline="")
    except OSError as error:
        raise ImportRefused(f"{path.name} cannot be read: {error.strerror}.") from error
    except LookupError as error:
        raise ImportRefused(f"The mapping names an encoding that is none: {encoding}.") from error


def _read_csv(path: Path, mapping: Mapping) -> Iterator[Row]:
    with _text(path, mapping.encoding) as file:
        table = csv.reader(file, delimiter=mapping.separator)
        try:
            yield from _rows(path, ((table.line_num, cells) for cells in table), mapping)
        except UnicodeDecodeError as error:
            raise ImportRefused(
                f"{path.name} is not {mapping.encoding} text: {error.reason} at byte {error.start}; the mapping may name another encoding."
            ) from error
        except csv.Error as error:
            raise ImportRefused(f"{path.name} is no CSV table: line {table.line_num}, {error}.") from error


def _read_workbook(path: Path, mapping: Mapping) -> Iterator[Row]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (OSError, InvalidFileException, BadZipFile, KeyError, ValueError) as error:
        raise ImportRefused(f"{path.name} is no workbook that can be read.") from error
    with closing(book):
        if missing := [name for name in mapping.sheets if name not in book.sheetnames]:
            raise ImportRefused(f"{path.name} has no sheet {', '.join(missing)}; it has {', '.join(book.sheetnames)}.")
        for name, meaning in mapping.sheets.items():
            lines = ((number, [_cell_text(cell) for cell in cells]) for number, cells in enumerate(book[name].iter_rows(values_only=True), 1))
            yield from (replace(row, layer=name, cells=row.cells | {"@sheet": meaning}) for row in _rows(path, lines, mapping))


def _read_json(path: Path, mapping: Mapping) -> Iterator[Row]:
    """A list of flat objects; a name that an object has not is an empty cell."""
    try:
        found = msgspec.json.decode(path.read_bytes(), type=list[dict[str, str | float | bool | None]])
    except OSError as error:
        raise ImportRefused(f"{path.name} cannot be read: {error.strerror}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ImportRefused(f"{path.name} is no list of flat JSON objects: {error}.") from error
    nothing = dict.fromkeys(name for each in found for name in each)
    for number, each in enumerate(found, 1):
        yield Row(number, "", nothing | each | _own(path, number))


def _rows(path: Path, lines: Iterator[tuple[int, list[str]]], mapping: Mapping) -> Iterator[Row]:
    """The lines of a table below its header; empty ones are none, and neither is one that says only what is filled from above."""
    names = mapping.columns
    filled: dict[str, str] = {}
    for number, cells in lines:
        if number <= mapping.skip:
            continue
        if not names:
            if number >= mapping.header_row:
                names = _header(path, cells)
            continue
        if not any(cells):
            continue
        row = _row(number, path, names, cells)
        filled |= {name: row.cells[name] for name in mapping.fill if row.cells.get(name)}
        yield replace(row, cells=row.cells | filled)


def _header(path: Path, names: list[str]) -> list[str]:
    if any("\0" in name for name in names):
        raise ImportRefused(f"{path.name} is no text.")
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise ImportRefused(f"{path.name} has two columns of one name: {', '.join(doubled)}.")
    return names


def _row(number: int, path: Path, names: Sequence[str], cells: list[str]) -> Row:
    own = _own(path, number)
    fault = "" if len(cells) == len(names) else f"it has {len(cells)} cells, the table has {len(names)} columns"
    return Row(number, "", dict(zip(names, cells, strict=False)) | own, fault=fault)


def _own(path: Path, number: int) -> dict[str, Any]:
    """The columns of every file."""
    return {"@row": str(number), "@layer": path.stem, "@file": path.stem, "@folder": path.parent.name, "@sheet": "", "@track": ""}


def _cell_text(value: Any) -> str:
    """A cell as its reader sees it: codes are numbers in one sheet and text in another."""
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _read_gis(path: Path, mapping: Mapping) -> Iterator[Row]:
    try:
        with opened(path) if path.suffix.lower() in SUFFIXES else nullcontext(path) as sound:
            layers = [str(layer) for layer, _ in pyogrio.list_layers(sound)]
            for layer in [each for each in layers if each in mapping.only] if mapping.only else layers:
                yield from _read_layer(path, sound, layer, mapping)
    except Unreadable as error:
        raise ImportRefused(f"{path.name} is no geographic file that can be read: {_why(error)}.") from error
    except (DataSourceError, DataLayerError, CRSError, UnicodeDecodeError, OSError) as error:
        raise ImportRefused(f"{path.name} is no geographic file that can be read: {_first_sentence(error)}.") from error


def _why(error: Unreadable) -> str:
    if error.code != "encoding":
        return error.detail
    if not error.detail:
        return f"it does not say its encoding, and line {error.feature} is no UTF-8"
    return f"it says that its text is {error.detail}, " + (f"which line {error.feature} is not" if error.feature else "which is no known encoding")


def _read_layer(path: Path, sound: Path, layer: str, mapping: Mapping) -> Iterator[Row]:
    """`sound` is what is opened for the file."""
    meta, names, geometries, columns = raw(sound, layer, datetime_as_string=True)
    if geometries is None:
        raise ImportRefused(f"{path.name} has no geometry; its columns are {', '.join(names)}.")
    shapes = _shapes(geometries, str(meta["crs"] or ""), mapping)
    html = marked_up(path, names)
    plain = [_shown(_plain(column)) if name in html else _plain(column) for name, column in zip(names, columns, strict=True)]
    title = layer if layer in mapping.layers else path.stem
    tracks = _track_names(sound) if layer == TRACK_POINTS else {}
    for number, (shape, *cells) in enumerate(zip(shapes, *plain, strict=True), 1):
        said = dict(zip(names, cells, strict=True))
        own = _own(path, number) | {"@layer": title, "@track": tracks.get(said.get(TRACK_NUMBER), "")}
        called = {"name": said["Name"]} if "Name" in said else {}  # GDAL's word for that of a place of KML
        yield Row(number, title, called | said | own, shape, "" if shape is not None else "it has no readable geometry")


def _track_names(sound: Path) -> dict[Any, str]:
    """Of a GPX, by the number of each track: GDAL has them in a layer of their own, in order."""
    _, names, _, columns = raw(sound, TRACKS, datetime_as_string=True)
    return {number: str(name or "") for number, name in enumerate(columns[names.index("name")].tolist())} if "name" in names else {}


def _shapes(geometries: Any, crs: str, mapping: Mapping) -> list[BaseGeometry | None]:
    """The geometries in WGS-84, none for what is missing or broken."""
    shapes = shapely.force_2d(shapely.from_wkb(geometries, on_invalid="ignore"))
    shapes = np.where(shapely.is_missing(shapes) | shapely.is_empty(shapes), None, shapes)
    projection = mapping.crs or crs
    if projection not in ("", "EPSG:4326", "OGC:CRS84"):
        shapes = _moved(shapes, lambda x, y: from_metres(x, y, projection))
    if mapping.datum is not Datum.WGS84:
        shapes = _moved(shapes, lambda x, y: convert(x, y, mapping.datum, Datum.WGS84))
    return list(shapes)


def _moved(shapes: Any, move: Any) -> Any:
    return shapely.transform(shapes, lambda points: np.column_stack(move(points[:, 0], points[:, 1])))


def _plain(column: Any) -> list[Any]:
    """A column as Python values: what is not a number means nothing."""
    return [None if value is None or value != value else value for value in column.tolist()]


def _shown(column: list[Any]) -> list[Any]:
    return [plain_text(value) if isinstance(value, str) else value for value in column]


def _first_sentence(error: Exception) -> str:
    return str(error).split("\n")[0].split("; ")[0].rstrip(".")
