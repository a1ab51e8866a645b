"""The base map: vector tiles of the city's own files, made by tippecanoe."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

ZOOMS = (8, 15)  # the page enlarges the last ones further
# From which zoom each thing is worth drawing; tippecanoe thins out what is too small to be seen.
ROAD_FROM = {"expressway": 8, "arterial": 8, "secondary": 12, "residential": 13, "lane": 14}
PLACE_FROM = {
    "district": 8,
    "square": 13,
    "park": 13,
    "transport": 12,
    "government": 13,
    "hospital": 13,
    "campus": 13,
    "sports": 13,
    "culture": 14,
    "market": 14,
}
PLACE_ELSE = 15
LIMITLESS = ("--no-tile-size-limit", "--no-feature-limit", "--no-tiny-polygon-reduction-at-maximum-zoom")
OPTIONS = ("-q", "-P", *LIMITLESS, "--detect-shared-borders", "-n", "Yiping", "-A", "")
Feature = dict[str, Any]


class TilesFailed(Exception):
    """tippecanoe is missing or said no; the text says which."""


def make(folder: Path) -> Path:
    """`basemap.mbtiles` in the folder, from the city's files there."""
    target = folder / "basemap.mbtiles"
    with TemporaryDirectory() as scratch:
        inputs = []
        for layer, features in _layers(folder).items():
            path = Path(scratch) / f"{layer}.geojson"
            path.write_text("\n".join(json.dumps(each, ensure_ascii=False) for each in features), encoding="utf-8")
            inputs += ["-L", f"{layer}:{path}"]
        fresh = Path(scratch) / target.name
        _run(["-o", str(fresh), "-Z", str(ZOOMS[0]), "-z", str(ZOOMS[1]), *OPTIONS, *inputs])
        _frame(fresh, json.loads((folder / "city.json").read_text(encoding="utf-8")))
        shutil.move(fresh, target)
    return target


def _run(arguments: list[str]) -> None:
    program = shutil.which("tippecanoe", path=str(Path(sys.executable).parent)) or shutil.which("tippecanoe")
    if program is None:
        raise TilesFailed("tippecanoe is not installed: it comes with the extra 'backend'")
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise TilesFailed(f"tippecanoe failed: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}")


def _frame(path: Path, city: dict[str, Any]) -> None:
    """A map opens on the city, not on the roads that lead far out of it."""
    facts = {"bounds": ",".join(str(value) for value in city["bounds"]), "center": f"{city['centre'][0]},{city['centre'][1]},13"}
    with closing(sqlite3.connect(path)) as db, db:
        db.executemany("UPDATE metadata SET value = ? WHERE name = ?", [(value, name) for name, value in facts.items()])


def _layers(folder: Path) -> dict[str, list[Feature]]:
    places = [_zoomed(each, PLACE_FROM.get(each["properties"]["kind"], PLACE_ELSE)) for each in _read(folder, "places")]
    return {
        "water": [_zoomed(each, 8) for each in _read(folder, "water")],
        "green": [_zoomed(each, 11) for each in _read(folder, "green")],
        "farmland": [_zoomed(each, 11) for each in _read(folder, "farmland")],
        "parcels": [_zoomed(each, 12) for each in _read(folder, "parcels")],
        "buildings": [_zoomed(each, 14) for each in _read(folder, "buildings")],
        "rail": [_zoomed(each, 9) for each in _read(folder, "railways")],
        "roads": list(_roads(folder)),
        "places": [_zoomed(each, ZOOMS[0]) for each in _names(folder)] + places,
        "boundary": [_zoomed(each, 8) for each in _read(folder, "boundary")],
    }


def _roads(folder: Path) -> Iterable[Feature]:
    """Pieces of one street joined again: its name needs room."""

    def name(feature: Feature) -> tuple[str, str, str]:
        properties = feature["properties"]
        return properties["kind"], properties["name"], properties["name_en"]

    for (kind, zh, en), pieces in groupby(sorted(_read(folder, "streets"), key=name), key=name):
        lines = [shapely.from_geojson(json.dumps(piece["geometry"])) for piece in pieces]
        for line in shapely.get_parts(shapely.line_merge(shapely.union_all(lines))):
            yield _zoomed(
                {"type": "Feature", "properties": {"class": kind, "name": zh, "name_en": en}, "geometry": json.loads(shapely.to_geojson(line))},
                ROAD_FROM[kind],
            )


def _names(folder: Path) -> Iterable[Feature]:
    """The subdistricts' names, for the small scales."""
    for each in _read(folder, "boundaries"):
        if each["properties"]["kind"] == "STREET":
            point = shapely.from_geojson(json.dumps(each["geometry"])).representative_point()
            yield {
                "type": "Feature",
                "properties": {"kind": "district", "name": each["properties"]["name"], "name_en": each["properties"]["name_en"]},
                "geometry": json.loads(shapely.to_geojson(point)),
            }


def _feature(shape: BaseGeometry, properties: dict[str, Any]) -> Feature:
    return {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(shape))}


def _zoomed(feature: Feature, first: int) -> Feature:
    properties = {key: value for key, value in feature["properties"].items() if value not in ("", None)}
    return {**feature, "properties": properties, "tippecanoe": {"minzoom": first}}


def _read(folder: Path, name: str) -> list[Feature]:
    features: list[Feature] = json.loads((folder / f"{name}.geojson").read_text(encoding="utf-8"))["features"]
    return features
