"""`python -m backend check-datum FILE`: whether a file lies where its datum says, without loading it."""

import argparse
from pathlib import Path

import msgspec
import numpy as np

from backend.importers import datum_guard
from backend.importers.mapping import Mapping, fitting
from backend.importers.reading import read
from backend.importers.report import ImportRefused
from backend.session import Database
from geo.datum import Datum, convert, from_metres, named_crs

LON = ("lon", "lng", "longitude", "x", "经度", "LON", "LNG", "X")
LAT = ("lat", "latitude", "y", "纬度", "LAT", "Y")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a geographic file, or a CSV table with columns of degrees")
    parser.add_argument("--mapping", help="a mapping file or the name of one, as for import; by default the one made for files of this name")
    parser.add_argument("--datum", choices=list(Datum), help="the datum that the file is said to be in (%(default)s)")
    parser.add_argument("--crs", help="of projected metres: EPSG:4548, or gk117 for CGCS2000's 3-degree zone around 117°E")


def execute(database: Database, args: argparse.Namespace) -> str:
    """What was found; `ImportRefused` when the file is off, or cannot be read."""
    mapping = _mapping(args)
    places = _places(args.file, mapping)
    with database.read() as work:
        finding = datum_guard.examine(work, places, mapping.crs)
    said = finding.sentence(args.file)
    if finding.verdict.slip is not None:
        raise ImportRefused(f"{said} {finding.advice()}")
    return said


def _mapping(args: argparse.Namespace) -> Mapping:
    mapping = fitting(args.file, args.mapping) or Mapping("any", "any", format="csv" if args.file.suffix.lower() in (".csv", ".txt") else "gis")
    if args.datum:
        mapping = msgspec.structs.replace(mapping, datum=Datum(args.datum))
    return msgspec.structs.replace(mapping, crs=named_crs(args.crs)) if args.crs else mapping


def _places(path: Path, mapping: Mapping) -> np.ndarray:
    rows = list(read(path, mapping))
    if not rows:
        raise ImportRefused(f"{path.name} has no rows.")
    if mapping.brings_shapes:
        shapes = [row.shape for row in rows if row.shape is not None]
        points = [(shape.x, shape.y) for shape in shapes if shape.geom_type == "Point"]
        others = [shape for shape in shapes if shape.geom_type != "Point"]
        return np.vstack([np.array(points, np.float64).reshape(-1, 2), datum_guard.along(others)])
    names = rows[0].cells
    lon, lat = (mapping.fields.get(own) or next((name for name in known if name in names), "") for own, known in (("lon", LON), ("lat", LAT)))
    if lon not in names or lat not in names:
        raise ImportRefused(f"{path.name} has no columns of degrees that are known; name them with a mapping.")
    pairs = np.array([_numbers(row.cells.get(lon), row.cells.get(lat)) for row in rows], np.float64)
    known = pairs[np.isfinite(pairs).all(axis=1) & (pairs != 0).any(axis=1)]
    if not len(known):
        raise ImportRefused(f"{path.name} has no places.")
    x, y = from_metres(known[:, 0], known[:, 1], mapping.crs) if mapping.crs else (known[:, 0], known[:, 1])
    return np.column_stack(convert(x, y, mapping.datum, Datum.WGS84))


def _numbers(lon: object, lat: object) -> tuple[float, float]:
    try:
        return float(str(lon)), float(str(lat))
    except ValueError:
        return np.nan, np.nan
