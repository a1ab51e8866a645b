"""The city as its people know it, read from its files: streets to walk, grids to keep to, things that break, names of places."""

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from geo.streets import METRES_PER_DEGREE, Spot, Streets, streets_of

WALKABLE = ("arterial", "secondary", "residential", "lane")
DRIVABLE = ("expressway", "arterial", "secondary", "residential")
DOOR_M = 9.0  # metres of street to a house number
NEAREST_M = 12.0  # that a camera on its mast can make out


class NoCity(ValueError):
    """The folder holds no city; the text says what is missing."""


class Thing(NamedTuple):
    """A component, as somebody standing before it knows it."""

    code: str
    lon: float
    lat: float


class Landmark(NamedTuple):
    """A place that people name."""

    name: str
    lon: float
    lat: float


class View(NamedTuple):
    """What a camera looks at: degrees from north, degrees across, metres."""

    code: str
    lon: float
    lat: float
    azimuth: float
    angle: float
    reach: float

    def place(self, rng: np.random.Generator) -> tuple[float, float]:
        """Somewhere in its picture."""
        to = np.radians(self.azimuth + rng.uniform(-0.4, 0.4) * self.angle)
        away = rng.uniform(NEAREST_M, self.reach) / METRES_PER_DEGREE
        return float(self.lon + away * np.sin(to) / np.cos(np.radians(self.lat))), float(self.lat + away * np.cos(to))


class Ways:
    def __init__(self, folder: Path) -> None:
        try:
            self.about: dict[str, Any] = json.loads((folder / "city.json").read_text(encoding="utf-8"))
            self.units: list[dict[str, Any]] = json.loads((folder / "units.json").read_text(encoding="utf-8"))
            self.departments: list[dict[str, Any]] = json.loads((folder / "departments.json").read_text(encoding="utf-8"))
            self._streets = list(_features(folder / "streets.geojson"))
            self._places_named = list(_features(folder / "places.geojson"))
            self.duties: dict[str, BaseGeometry] = {f"DUTY-{row['code']}": shape for row, shape in _features(folder / "duty_grids.geojson")}
            self._read_components(folder / "components.geojson")
            self.views = list(_views(folder / "cameras.csv"))
        except (OSError, KeyError, ValueError) as error:
            raise NoCity(f"{folder} holds no city that `python -m simulator city` has made: {error}") from error

    @cached_property
    def walks(self) -> Streets:
        return self._graph(WALKABLE)

    @cached_property
    def drives(self) -> Streets:
        return self._graph(DRIVABLE)

    def walks_in(self, *duties: str) -> Streets:
        """The connected streets that lie whole in duty grids."""
        grid = shapely.union_all([self.duties[duty].buffer(2e-5) for duty in duties])
        shapely.prepare(grid)
        inside = shapely.contains(grid, self._walk_shapes)
        return self.walks.part(np.flatnonzero(inside).tolist()).largest()

    def address(self, lon: float, lat: float) -> str:
        """Street and house number, as a person on the spot says it."""
        spot = self.walks.nearest(lon, lat)
        return f"{self.street_name(self.walks, spot)}{1 + int(spot.along / DOOR_M) * 2}号附近"

    def street_name(self, streets: Streets, spot: Spot) -> str:
        return str(self._streets[int(streets.source[spot.street])][0]["name"])

    def landmark(self, use: str, number: int) -> Landmark:
        """Of the places of a use of land the first, second … from the middle of the city; the last when there are not so many."""
        middle = shapely.Point(self.about["centre"])
        found = sorted(
            ((row["name"], shape) for row, shape in self._places_named if row["kind"] == use), key=lambda each: float(each[1].distance(middle))
        )
        if not found:
            raise NoCity(f"the city has no place of the kind {use}")
        name, shape = found[min(number, len(found) - 1)]
        return Landmark(name, shape.x, shape.y)

    def thing(self, class_code: str, lon: float, lat: float) -> Thing | None:
        """The nearest component of a class; none when the city has none."""
        if class_code not in self._trees:
            return None
        tree, rows = self._trees[class_code]
        row = int(rows[int(tree.query(np.array([lon, lat]) * self._scale)[1])])
        return Thing(str(self._codes[row]), *(float(value) for value in self._places[row]))

    def inside(self, rng: np.random.Generator) -> tuple[float, float]:
        """A place on some street, by chance."""
        street = int(rng.choice(len(self.walks.length), p=self.walks.length / self.walks.length.sum()))
        line = self.walks.lines[street]
        lon, lat = line[int(rng.integers(len(line)))]
        return float(lon), float(lat)

    @cached_property
    def _walk_shapes(self) -> NDArray[np.object_]:
        return np.array([shapely.LineString(line) for line in self.walks.lines], dtype=object)

    def _graph(self, kinds: tuple[str, ...]) -> Streets:
        chosen = [number for number, (row, _) in enumerate(self._streets) if row["kind"] in kinds]
        lines = [shapely.get_coordinates(self._streets[number][1]) for number in chosen]
        graph = streets_of(lines, [self._streets[number][0]["speed"] / 3.6 for number in chosen])
        return replace(graph, source=np.array(chosen)[graph.source]).largest()

    def _read_components(self, path: Path) -> None:
        rows = json.loads(path.read_text(encoding="utf-8"))["features"]
        self._codes = np.array([row["properties"]["code"] for row in rows])
        self._places = np.array([row["geometry"]["coordinates"] for row in rows], np.float64).reshape(-1, 2)
        self._scale = np.array([METRES_PER_DEGREE * np.cos(np.radians(self.about["centre"][1])), METRES_PER_DEGREE])
        classes = np.array([row["properties"]["class_code"] for row in rows])
        self._trees = {str(code): self._tree(np.flatnonzero(classes == code)) for code in np.unique(classes)}

    def _tree(self, rows: NDArray[np.int64]) -> tuple[cKDTree, NDArray[np.int64]]:
        return cKDTree(self._places[rows] * self._scale), rows


def _views(path: Path) -> Iterator[View]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield View(row["code"], *(float(row[name]) for name in ("lon", "lat", "azimuth", "view_angle", "reach")))


def _features(path: Path) -> Iterator[tuple[dict[str, Any], BaseGeometry]]:
    for each in json.loads(path.read_text(encoding="utf-8"))["features"]:
        yield each["properties"], shapely.from_geojson(json.dumps(each["geometry"]))
