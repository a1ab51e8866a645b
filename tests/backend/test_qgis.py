"""The real QGIS on what we export and on the door that we keep open for it. `make qgis-test` installs it; elsewhere these are left out."""

import json
import math
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from backend.exporters import words
from backend.exporters.export import export
from backend.exporters.looks import LOOKS, Mark, colours
from backend.photos import PhotoStore
from backend.session import Database
from tests.backend.centre import CHIEF, Centre
from tests.backend.exported import ASKED, COUNTS, EVERYTHING, LAT, LON, build
from tests.backend.test_exports import PNG
from tests.backends import Backend
from wire.codes import Role
from wire.exports import ExportFormat, ExportLayer, ExportOrder

pytestmark = pytest.mark.qgis
ROOT = Path(__file__).resolve().parents[2]
NOTHING = "#000000"
AREAS = {"grids", "geofences", "building", "haul_places", "density", "coverage", "whereabouts_circle"}


@pytest.fixture
def store(tmp_path: Path) -> PhotoStore:
    return PhotoStore(tmp_path / "data" / "photos")


@pytest.fixture
def city(database: Database, store: PhotoStore) -> Centre:
    return build(database, store, PNG)


def exported(city: Centre, store: PhotoStore, file: Path, theme: str = "light") -> Path:
    order = ExportOrder(layers=list(EVERYTHING), format=ExportFormat(file.suffix[1:]), theme=theme, **ASKED)
    file.write_bytes(export(city.database, store, CHIEF, order).body)
    return file


def ask(python: str, *arguments: str | Path) -> dict[str, Any]:
    command = [python, ROOT / "tools" / "in_qgis.py", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=150, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def expected(mark: Mark, geometry: str, theme: str) -> str:
    """The colour that QGIS says a symbol has: its filling, or of a line its own."""
    name = mark.fill if mark.shape or geometry == "area" else mark.line
    return colours(theme)[name].lower() if name else NOTHING


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_that_a_project_opens_with_the_same_features_and_colours(qgis: str, city: Centre, store: PhotoStore, tmp_path: Path, theme: str) -> None:
    found = ask(qgis, "project", exported(city, store, tmp_path / "city.qgz", theme))
    layers = found["layers"]
    assert {name: (layer["valid"], layer["count"], layer["read"]) for name, layer in layers.items()} == {
        name: (True, count, count) for name, count in COUNTS.items()
    }
    for name, look in LOOKS.items():
        assert (layers[name]["column"], layers[name]["name"].split(" · ")[0]) == (look.figure or look.column, words.layer(name, "zh_CN"))
        assert layers[name]["shown"] is not look.hidden
        if look.heat:
            continue
        shape = "area" if name in AREAS else "other"
        said = {value: pair[0] for value, pair in layers[name]["colours"].items()}
        called = {value: words.value(name, look.column, value, "zh_CN") if look.ranges else value for value in look.marks}
        assert said == {called[value]: expected(mark, shape, theme) for value, mark in look.marks.items()}, name
        assert layers[name]["ranges"] == {called[value]: list(edges) for value, edges in look.ranges.items()}
    assert set(layers["scores"]["colours"]) == {"≥ 6"}  # one area has one figure
    assert layers["scores"]["colours"]["≥ 6"][0] == colours(theme)["grade_1"].lower()
    ramp = layers["heat"]["colours"][""]
    assert ramp[0][1:3] == "00"  # nothing is seen where there is nothing
    assert ["#" + ramp[at][3:] for at in (85, 170, 255)] == [colours(theme)[name].lower() for name in ("speed_3", "speed_4", "speed_5")]
    assert (found["crs"], found["ground"]) == ("EPSG:3857", colours(theme)["built"].lower())
    assert {layer["crs"] for layer in layers.values()} == {"EPSG:4326"}
    # Of a corridor the line in its middle, approved lines on a band, grades hatched.
    assert layers["geofences"]["parts"] == {"": ["SimpleFill", "GeometryGenerator"]}
    assert layers["haul_lines"]["parts"] == {"": ["SimpleLine", "SimpleLine"]}
    assert layers["scores"]["parts"] == {"≥ 6": ["SimpleFill", "LinePatternFill"]}
    # Damaged components are drawn once more, hollow; cameras have cones whose shape QGIS computes.
    assert set(map(len, layers["components"]["parts"].values())) == {2}
    assert all("GeometryGenerator" in parts for parts in layers["cameras"]["parts"].values())
    assert {name: layer["misread"] for name, layer in layers.items() if layer["misread"]} == {}


def test_that_the_rules_of_cleaning_are_a_table_of_the_project(qgis: str, city: Centre, store: PhotoStore, tmp_path: Path) -> None:
    (title, told) = next(iter(ask(qgis, "project", exported(city, store, tmp_path / "city.qgz"))["tables"].items()))
    assert (title, told["valid"], told["listed"]) == ("清洗规则", True, True)
    assert told["aliases"][1:] == ["规则", "剔除定位数", "人员车辆编号", "剔除原因", "阈值"]
    assert [row[4] for row in told["rows"]] == ["ZERO", "MOCK", "DUPLICATE", "ACCURACY", "TUNNEL", "JUMP"]


def test_that_a_geopackage_brings_its_styles(qgis: str, city: Centre, store: PhotoStore, tmp_path: Path) -> None:
    file = exported(city, store, tmp_path / "city.gpkg")
    for name in ("cases", "track_ways", "grids", "coverage"):
        found, look = ask(qgis, "style", file, name), LOOKS[name]
        shape = "area" if name in AREAS else "other"
        called = {value: words.value(name, look.column, value, "zh_CN") if look.ranges else value for value in look.marks}
        assert {value: pair[0] for value, pair in found["colours"].items()} == {
            called[value]: expected(mark, shape, "light") for value, mark in look.marks.items()
        }
    assert len(ask(qgis, "style", file, "heat")["colours"][""]) == 256


X, Y = 12356463.0, 4166599.0  # LON, LAT in metres of Mercator
WIDE, HIGH = 600.0, 400.0  # of the pictures, likewise


def drawn(python: str, file: Path) -> np.ndarray:
    """What QGIS draws around the place, rows of pixels."""
    picture = file.with_suffix(".png")
    edges = (X - WIDE / 2, Y - HIGH / 2, X + WIDE / 2, Y + HIGH / 2)
    assert ask(python, "project", file, picture, *(str(edge) for edge in edges))["faults"] == []
    with Image.open(picture) as image:
        return np.array(image.convert("RGB"), int)


def test_that_qgis_draws_the_project_without_a_fault(qgis: str, city: Centre, store: PhotoStore, tmp_path: Path) -> None:
    assert (LON, LAT) == (111.0, 35.02)
    image = drawn(qgis, exported(city, store, tmp_path / "city.qgz"))
    assert len(np.unique(image.reshape(-1, 3), axis=0)) > 200  # of an empty one there is one colour


def test_that_qgis_draws_a_corridor_by_the_line_in_its_middle(qgis: str, city: Centre, store: PhotoStore, tmp_path: Path) -> None:
    """As the map does, and without edges."""
    file = tmp_path / "corridor.qgz"
    order = ExportOrder(layers=[ExportLayer.GEOFENCES], format=ExportFormat.QGZ, ids={ExportLayer.GEOFENCES: ["f1"]})
    file.write_bytes(export(city.database, store, CHIEF, order).body)
    image, line = drawn(qgis, file), colours("light")["accent_2"]
    strong = np.abs(image - [int(line[at : at + 2], 16) for at in (1, 3, 5)]).max(axis=2) < 70
    south = math.radians(0.001) * 6378137 / math.cos(math.radians(LAT))  # metres of Mercator to the line
    row = (HIGH / 2 + south) * image.shape[0] / HIGH
    found = np.flatnonzero(strong.any(axis=1))
    assert len(found)
    assert np.abs(found - row).max() < 5
    dashes = np.diff(strong[found].any(axis=0).astype(int))
    assert (dashes == 1).sum() > 10


def test_that_qgis_reads_the_door_live(qgis: str, backend: Backend) -> None:
    build(backend.database, PhotoStore(backend.data / "photos"), PNG)
    counts = ask(qgis, "features", f"{backend.address}/ogc", backend.client(Role.GATEWAY).token)
    assert {name: counts[name] for name in ("cases", "components", "units", "cameras", "grids", "streets")} == {
        "cases": 6,
        "components": 5,
        "units": 1,
        "cameras": 3,
        "grids": 2,
        "streets": 3,
    }
