"""Base maps of real places, out of real files: their lines, areas and names in the words of `simulator.tiles`."""

import csv
import json
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyogrio
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from simulator import tiles

LAYERS = ("water", "green", "farmland", "parcels", "buildings", "railways", "streets", "places", "boundaries", "boundary")
OSM_KINDS = {  # of OpenStreetMap's highway=, without "_link"; all others are lanes
    "motorway": "expressway",
    "trunk": "expressway",
    "primary": "arterial",
    "secondary": "secondary",
    "tertiary": "secondary",
    "unclassified": "residential",
    "residential": "residential",
}
NAME_BELOW = 0.0055  # degrees: a cluster of cases covers so much at the zoom that shows the whole district
MANY = 2  # bus lines
Feature = dict[str, Any]


def pingshan(data: Path, folder: Path) -> Path:
    """Tiles of the districts of Shenzhen, the streets of central Pingshan, and the names of its communities."""
    districts = _areas(data / "basemap_shenzhen" / "districts_wgs84_sz.json")
    streets = _read(data / "basemap_shenzhen" / "pingshan_streets.geojson")
    names = [_place(f"{cells['qh']}区", area.representative_point()) for area, cells in districts if cells["qh"] != "坪山"]
    with (data / "cases_pingshan_2018" / "communities.csv").open(encoding="utf-8-sig", newline="") as file:
        names += [_place(row["community"], _community_point(row)) for row in csv.DictReader(file)]
    lines = [_street(_osm_kind(each["properties"]["type"]), each["geometry"]) for each in streets]
    frame = next(area for area, cells in districts if cells["qh"] == "坪山").bounds
    return _tiles(folder, frame, {"boundary": _borders(area for area, _ in districts), "places": names, "streets": lines})


def beijing(data: Path, folder: Path) -> Path:
    """Tiles of the districts of Beijing, the names of its subdistricts, and its bus lines in place of streets."""
    areas = _areas(data / "basemap_beijing" / "subdistricts" / "beijing.shp")
    districts: dict[str, list[BaseGeometry]] = {}
    for area, cells in areas:
        districts.setdefault(cells["县"], []).append(area)
    whole = {name: shapely.union_all(parts) for name, parts in districts.items()}
    names = [_place(name, area.representative_point()) for name, area in whole.items()]
    names += [_place(cells["乡"], area.representative_point(), "subdistrict") for area, cells in areas]
    lines = _ways(each["geometry"]["coordinates"] for each in _read(data / "basemap_beijing" / "bus_lines_wgs84.geojson"))
    return _tiles(folder, whole["朝阳区"].union(whole["海淀区"]).bounds, {"boundary": _borders(whole.values()), "places": names, "streets": lines})


def _tiles(folder: Path, frame: tuple[float, float, float, float], layers: dict[str, list[Feature]]) -> Path:
    """`frame` is what the map opens on: west, south, east, north."""
    folder.mkdir(parents=True, exist_ok=True)
    west, south, east, north = frame
    city = {"bounds": frame, "centre": ((west + east) / 2, (south + north) / 2)}
    (folder / "city.json").write_text(json.dumps(city), encoding="utf-8")
    for name in LAYERS:
        collection = {"type": "FeatureCollection", "features": layers.get(name, [])}
        (folder / f"{name}.geojson").write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")
    return tiles.make(folder)


def _areas(path: Path) -> list[tuple[BaseGeometry, dict[str, str]]]:
    """The areas of a file with their cells."""
    meta, _, shapes, columns = pyogrio.raw.read(path)
    rows = zip(*columns, strict=True)
    return [
        (shapely.make_valid(shape), dict(zip(meta["fields"], cells, strict=True)))
        for shape, cells in zip(shapely.from_wkb(shapes), rows, strict=True)
    ]


def _read(path: Path) -> list[Feature]:
    features: list[Feature] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return features


def _borders(areas: Iterable[BaseGeometry]) -> list[Feature]:
    """Each border once, however many areas it parts: dashes drawn twice are none."""
    lines = shapely.line_merge(shapely.union_all([area.boundary for area in areas]))
    return [_feature(line, {}) for line in shapely.get_parts(lines)]


def _community_point(row: dict[str, str]) -> Point:
    """South of the community's own point, where its cases lie."""
    return Point(float(row["lon_wgs84_from_bd09_list2"]), float(row["lat_wgs84_from_bd09_list2"]) - NAME_BELOW)


def _ways(lines: Iterable[list[list[float]]]) -> list[Feature]:
    """Each piece of a way once, however many lines go there; where many go is a main road."""
    pieces = Counter(piece for line in lines for piece in {(min(ends), max(ends)) for ends in pairwise(map(tuple, line)) if ends[0] != ends[1]})
    main = [piece for piece, count in pieces.items() if count >= MANY]
    side = [piece for piece, count in pieces.items() if count < MANY]
    kinds = (("arterial", main), ("secondary", side))
    return [_street(kind, {"type": "MultiLineString", "coordinates": piece}) for kind, piece in kinds]


def _osm_kind(type: str | None) -> str:
    return OSM_KINDS.get((type or "").removeprefix("highway.").removesuffix("_link"), "lane")


def _street(kind: str, geometry: dict[str, Any]) -> Feature:
    return {"type": "Feature", "properties": {"kind": kind, "name": "", "name_en": ""}, "geometry": geometry}


def _place(name: str, point: BaseGeometry, kind: str = "district") -> Feature:
    return _feature(point, {"kind": kind, "name": name})


def _feature(shape: BaseGeometry, properties: dict[str, Any]) -> Feature:
    return {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(shape))}
