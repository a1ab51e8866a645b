"""The ground beneath a report: water, green and streets of its area, from vector tiles where there are any, else from what the city has told us."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
import sqlalchemy as sa
from pyogrio.errors import DataSourceError
from pyproj import Transformer

from backend.exporters.layer import Shapes
from backend.exporters.sources import MAIN, MIDDLE
from backend.session import Work
from backend.tables.places import StreetRow
from backend.tables.registers import EntryRow
from geo.tracks import Box
from wire.codes import RegisterKind

FINE = 2e-6  # degrees, 20 cm: nobody sees more
NAMES = 80  # of streets, the longest
AREAS = {"farmland": "green", "green": "green", "parcels": "built", "buildings": "line", "water": "water"}  # layers of tiles, and their colours
MERCATOR, WGS84 = "EPSG:3857", "EPSG:4326"


@dataclass(frozen=True)
class Piece:
    """All of one kind: `colour` of tokens.toml, `width` in px of a line, 0 of an area."""

    colour: str
    width: float
    shape: shapely.Geometry
    opacity: float = 1.0


@dataclass(frozen=True)
class StreetName:
    text: str
    lon: float
    lat: float
    along: tuple[float, float, float, float]  # from where to where


class Grounds:
    """Vector tiles that whoever runs the backend has laid into its folder `basemaps`; the first by name is taken."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def file(self) -> Path | None:
        return next(iter(sorted(self._folder.glob("*.mbtiles"))), None)


def attribution(tiles: Path | None) -> str:
    """Whose the tiles are, as they say."""
    if tiles is None:
        return ""
    try:
        with closing(sqlite3.connect(f"file:{tiles}?mode=ro&immutable=1", uri=True)) as database:
            found = database.execute("SELECT value FROM metadata WHERE name = 'attribution'").fetchone()
    except sqlite3.DatabaseError:
        return ""
    return str(found[0]) if found else ""


def pieces(work: Work, box: Box, tiles: Path | None) -> list[Piece]:
    """From the ground up, cut at the box."""
    found = _areas(box, tiles) if tiles is not None else []
    return (found or _buildings(work, box)) + _streets(work, box)


def street_names(work: Work, box: Box) -> list[StreetName]:
    """The longest streets of the box that have a name, each at its middle."""
    longest: dict[str, shapely.Geometry] = {}
    for row in _rows(work, box):
        for part in row.line if row.name else []:
            line = shapely.clip_by_rect(shapely.LineString(part), *box) if len(part) > 1 else None
            if line is not None and line.geom_type == "LineString" and line.length > longest.get(row.name, shapely.LineString()).length:
                longest[row.name] = line
    best = sorted(longest.items(), key=lambda pair: -pair[1].length)[:NAMES]
    return [_name(text, line) for text, line in best]


def _name(text: str, line: shapely.Geometry) -> StreetName:
    middle = line.interpolate(0.5, normalized=True)
    (x0, y0), (x1, y1) = line.interpolate(0.35, normalized=True).coords[0], line.interpolate(0.65, normalized=True).coords[0]
    return StreetName(text, middle.x, middle.y, (x0, y0, x1, y1))


def _areas(box: Box, tiles: Path) -> list[Piece]:
    to_metres = Transformer.from_crs(WGS84, MERCATOR, always_xy=True).transform
    to_degrees = Transformer.from_crs(MERCATOR, WGS84, always_xy=True).transform
    bounds = (*to_metres(box[0], box[1]), *to_metres(box[2], box[3]))
    try:
        there = {str(name) for name, _ in pyogrio.list_layers(tiles)}
        read = {name: pyogrio.raw.read(tiles, layer=name, bbox=bounds, columns=[])[2] for name in AREAS if name in there}
    except DataSourceError:
        return []  # no vector tiles: the city's own streets are still there
    found = []
    for name, wkb in read.items():
        shapes = shapely.from_wkb(wkb, on_invalid="ignore")
        shapes = shapely.make_valid(shapely.transform(shapes[~shapely.is_missing(shapes)], _by(to_degrees)))
        found.append(_piece(AREAS[name], 0, shapes, box, 0.45 if name in ("farmland", "buildings") else 1.0))
    return [piece for piece in found if not piece.shape.is_empty]


def _by(project: Callable[..., Any]) -> Callable[[np.ndarray], np.ndarray]:
    return lambda points: np.column_stack(project(points[:, 0], points[:, 1]))


def _buildings(work: Work, box: Box) -> list[Piece]:
    west, south, east, north = box
    row = EntryRow
    inside = (row.kind == RegisterKind.BUILDING, row.west <= east, row.east >= west, row.south <= north, row.north >= south)
    lines = work.session.scalars(sa.select(row.lines).where(*inside))
    shapes = [shapely.Polygon(ring) for rings in lines for ring in rings if len(ring) > 2]
    return [_piece("line", 0, shapely.make_valid(np.array(shapes, object)), box, 0.45)] if shapes else []


def _streets(work: Work, box: Box) -> list[Piece]:
    """The small ones beneath the large ones, each kind on its casing."""
    by_rank: dict[int, list[shapely.Geometry]] = {3: [], 2: [], 1: []}
    for row in _rows(work, box):
        rank = 1 if row.kind in MAIN else 2 if row.kind in MIDDLE else 3
        by_rank[rank] += [shapely.LineString(part) for part in row.line if len(part) > 1]
    widths = {1: 5.0, 2: 3.2, 3: 1.8}
    made = {rank: _piece(f"road_{rank}", widths[rank], np.array(lines, object), box) for rank, lines in by_rank.items() if lines}
    casings = [Piece("casing", piece.width + 1.6, piece.shape) for piece in made.values()]
    return casings + list(made.values())


def _rows(work: Work, box: Box) -> list[StreetRow]:
    west, south, east, north = box
    row = StreetRow
    inside = (row.west <= east, row.east >= west, row.south <= north, row.north >= south)
    return list(work.session.scalars(sa.select(row).where(*inside).order_by(row.id)))


def _piece(colour: str, width: float, shapes: Shapes, box: Box, opacity: float = 1.0) -> Piece:
    cut = shapely.clip_by_rect(shapely.simplify(shapes, FINE), *box)
    parts = shapely.get_parts(cut[~shapely.is_empty(cut)])
    parts = shapely.get_parts(parts)
    wanted = "LineString" if width else "Polygon"
    parts = parts[shapely.get_type_id(parts) == (1 if width else 3)]
    whole = shapely.multilinestrings(parts) if wanted == "LineString" else shapely.multipolygons(parts)
    return Piece(colour, width, whole, opacity)
