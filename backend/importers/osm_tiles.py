"""A base map of an OpenStreetMap extract: vector tiles in MBTiles, made by tippecanoe, in the layers that the map page paints."""

import json
import math
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TextIO

import osmium
import shapely
from shapely.geometry.base import BaseGeometry

from backend.importers import osm_tags
from backend.importers.osm import Thing, things
from backend.importers.report import ImportRefused

ZOOMS = (6, 15)  # the page enlarges the last ones further
CREDIT = "OpenStreetMap contributors"
KEYS = ("highway", "building", "natural", "water", "waterway", "landuse", "leisure", "railway", "place", "boundary", *osm_tags.POI)
LAYERS = ("water", "green", "farmland", "parcels", "buildings", "rail", "roads", "places", "boundary")
# From which zoom each thing is worth drawing; tippecanoe thins out what is too small to be seen.
ROAD_FROM = {"motorway": 6, "trunk": 7, "primary": 9, "secondary": 11, "tertiary": 12, "unclassified": 13, "residential": 13}
ROAD_ELSE = 14
SETTLEMENT_FROM = {"city": 6, "district": 8, "borough": 8, "town": 8, "suburb": 9, "subdistrict": 9, "village": 11, "quarter": 11}
SETTLEMENT_FROM |= {"hamlet": 12, "neighbourhood": 13}
POI_FROM = {"hospital": 13, "university": 13, "station": 12, "park": 13, "townhall": 13, "stadium": 13, "museum": 14, "school": 14}
POI_ELSE = 15
BOUNDARY_FROM = {"2": 6, "3": 6, "4": 6, "5": 7, "6": 8, "7": 10, "8": 11}
GREEN = frozenset({"park", "garden", "golf_course", "nature_reserve", "pitch", "grass", "forest", "meadow", "recreation_ground", "cemetery"})
GREEN |= frozenset({"village_green", "wood", "scrub", "grassland", "heath"})
FARMLAND = frozenset({"farmland", "orchard", "vineyard", "farmyard", "allotments"})
BUILT = frozenset({"residential", "commercial", "industrial", "retail", "education", "institutional", "construction", "railway", "military"})
WATER = frozenset({"water", "bay", "reservoir", "basin", "riverbank", "dock"})
STREAM_M = {"river": 12.0, "canal": 6.0, "stream": 2.5, "drain": 2.0, "ditch": 1.5}  # half the width of one that is only a line
METRES_PER_DEGREE = 111_320.0
LIMITLESS = ("--no-tile-size-limit", "--no-feature-limit", "--no-tiny-polygon-reduction-at-maximum-zoom")
OPTIONS = ("-q", "-P", *LIMITLESS, "--detect-shared-borders", "-n", "Yiping")

Drawn = tuple[str, dict[str, Any], int, BaseGeometry]  # layer, properties, first zoom, shape


def make(extract: Path, target: Path) -> str:
    """`target` from an extract; what was drawn, in one line. `ImportRefused` when it cannot be: then `target` is what it was."""
    program = must_be_possible(target)
    with TemporaryDirectory() as scratch:
        counts = _write(extract, Path(scratch))
        drawn = [layer for layer in LAYERS if counts[layer]]
        if not drawn:
            raise ImportRefused(f"{extract.name} holds nothing that a base map shows.")
        fresh = Path(scratch) / target.name
        inputs = [part for layer in drawn for part in ("-L", f"{layer}:{Path(scratch) / layer}.geojsonl")]
        _run([program, "-o", str(fresh), "-Z", str(ZOOMS[0]), "-z", str(ZOOMS[1]), "-A", CREDIT, *OPTIONS, *inputs])
        _frame(fresh, extract)
        shutil.move(fresh, target)
    return f"{target}: " + ", ".join(f"{counts[layer]} {layer}" for layer in drawn)


def must_be_possible(target: Path) -> str:
    """The program that makes tiles; `ImportRefused` when there is none, or `target` cannot be written."""
    if target.suffix != ".mbtiles" or not target.parent.is_dir():
        raise ImportRefused(f"Tiles are written to a file NAME.mbtiles in a folder that exists, which {target} is not.")
    program = shutil.which("tippecanoe", path=str(Path(sys.executable).parent)) or shutil.which("tippecanoe")
    if program is None:
        raise ImportRefused("tippecanoe is not installed, which makes the base map: it comes with the extra 'backend'.")
    return program


def _write(extract: Path, folder: Path) -> dict[str, int]:
    """One file of GeoJSON features for each layer; how many."""
    counts = dict.fromkeys(LAYERS, 0)
    with ExitStack() as stack:
        files: dict[str, TextIO] = {layer: stack.enter_context((folder / f"{layer}.geojsonl").open("w", encoding="utf-8")) for layer in LAYERS}
        for thing in things(extract, *KEYS):
            for layer, properties, first, shape in drawn(thing):
                said = json.dumps({"type": "Feature", "properties": properties, "tippecanoe": {"minzoom": first}}, ensure_ascii=False)
                files[layer].write(f'{said[:-1]}, "geometry": {shapely.to_geojson(shape)}}}\n')
                counts[layer] += 1
    return counts


def drawn(thing: Thing) -> Iterator[Drawn]:
    """What of a thing is drawn, in which layers; nothing of what the extract does not hold as a whole."""
    if thing.shape is None:
        return
    names = osm_tags.names(thing.tags)
    if thing.is_area:
        yield from _area(thing, names)
    elif thing.shape.geom_type == "LineString":
        yield from _line(thing, names)
    yield from _place(thing, names)


def _area(thing: Thing, names: dict[str, str]) -> Iterator[Drawn]:
    tags, shape = thing.tags, thing.shape
    said = {tags.get(key, "") for key in ("natural", "water", "waterway", "landuse", "leisure")}
    if tags.get("boundary") == "administrative" and tags.get("admin_level") in BOUNDARY_FROM:
        yield "boundary", {"level": tags["admin_level"]}, BOUNDARY_FROM[tags["admin_level"]], shapely.boundary(shape)
    if tags.get("building", "no") != "no":
        yield "buildings", names, 14, shape
    elif said & WATER:
        yield "water", names, 6, shape
    elif said & GREEN:
        yield "green", names, 9, shape
    elif said & FARMLAND:
        yield "farmland", {}, 10, shape
    elif said & BUILT:
        yield "parcels", {}, 11, shape


def _line(thing: Thing, names: dict[str, str]) -> Iterator[Drawn]:
    tags, shape = thing.tags, thing.shape
    kind = osm_tags.highway(tags)
    if kind:
        yield "roads", {"class": kind, **names}, ROAD_FROM.get(kind, ROAD_ELSE), shape
    elif tags.get("railway") in ("rail", "subway", "light_rail", "tram") and tags.get("service") is None:
        yield "rail", {"class": tags["railway"], **names}, 10, shape
    elif tags.get("waterway") in STREAM_M and tags.get("tunnel", "no") == "no":
        yield "water", names, 8 if tags["waterway"] == "river" else 12, _widened(shape, STREAM_M[tags["waterway"]])


def _place(thing: Thing, names: dict[str, str]) -> Iterator[Drawn]:
    """Names of settlements and of places; of an area at a point inside it."""
    tags, shape = thing.tags, thing.shape
    if not names or shape is None or not (thing.id.startswith("node/") or thing.is_area):
        return
    settlement, kind = tags.get("place", ""), osm_tags.poi(tags)
    if settlement in SETTLEMENT_FROM:
        yield "places", {"kind": "district", "rank": settlement, **names}, SETTLEMENT_FROM[settlement], shape.representative_point()
    elif kind:
        yield "places", {"kind": kind, **names}, POI_FROM.get(kind, POI_ELSE), shape.representative_point()


def _widened(line: BaseGeometry, half_m: float) -> BaseGeometry:
    """A stream as the area that it covers."""
    squeeze = math.cos(math.radians(line.centroid.y))
    flat = shapely.transform(line, lambda places: places * (squeeze, 1.0))
    return shapely.transform(flat.buffer(half_m / METRES_PER_DEGREE, quad_segs=2), lambda places: places / (squeeze, 1.0))


def _frame(path: Path, extract: Path) -> None:
    """A map opens on what was cut out, not on the roads that lead out of it."""
    box = osmium.io.Reader(str(extract)).header().box()
    if not box.valid():
        return
    low, high = box.bottom_left, box.top_right
    facts = {"bounds": f"{low.lon},{low.lat},{high.lon},{high.lat}", "center": f"{(low.lon + high.lon) / 2},{(low.lat + high.lat) / 2},12"}
    with closing(sqlite3.connect(path)) as db, db:
        db.executemany("UPDATE metadata SET value = ? WHERE name = ?", [(value, name) for name, value in facts.items()])


def _run(arguments: list[str]) -> None:
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise ImportRefused(f"tippecanoe failed: {said[-1] if said else done.returncode}.")
