"""The base map: real vector tiles, made by tippecanoe as the demo city makes them, painted in the colours of the theme."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from console import look
from tests.console.filled_hall import CENTRE, empty_hall
from tests.console.map_page import MapPage, chinese, speak

__all__ = ["chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]
REACH = 0.05  # degrees


def feature(shape: str, coordinates: Any, **properties: str) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": shape, "coordinates": coordinates}}


def square(reach: float) -> list[list[tuple[float, float]]]:
    (x, y), r = CENTRE, reach
    return [[(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r), (x - r, y - r)]]


def tiled(folder: Path, **layers: list[dict[str, Any]]) -> Path:
    """A base map of these features."""
    named = []
    for name, features in layers.items():
        (folder / f"{name}.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
        named += ["-L", f"{name}:{folder / name}.geojson"]
    program = shutil.which("tippecanoe", path=str(Path(sys.executable).parent))
    assert program, "tippecanoe comes with the extra 'backend'"
    subprocess.run([program, "-q", "-o", str(folder / "base.mbtiles"), "-Z", "9", "-z", "14", "-A", "<b>云泽市</b>", *named], check=True)
    return folder / "base.mbtiles"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake as far as one can see, one street through it, and a name."""
    street = [(CENTRE[0] - REACH, CENTRE[1]), (CENTRE[0] + REACH, CENTRE[1])]
    return tiled(
        tmp_path_factory.mktemp("base"),
        water=[feature("Polygon", square(REACH))],
        roads=[feature("LineString", street, **{"class": "expressway", "name": "环湖路"})],
        places=[feature("Point", (CENTRE[0], CENTRE[1] + 0.002), kind="district", name="湖滨街道", name_en="Lakeside")],
    )


@pytest.fixture
def page(qtbot: QtBot, base: Path) -> MapPage:
    made = MapPage(qtbot, empty_hall(), base)
    made.view.go(*CENTRE, 14)
    made.until("yiping.map.getZoom()", 14)
    made.settle()
    return made


def colour(page: MapPage, x: int, y: int) -> str:
    return page.view.grab().toImage().pixelColor(x, y).name().upper()


def test_that_the_map_starts_on_the_city_of_its_base_map(qtbot: QtBot, base: Path) -> None:
    page = MapPage(qtbot, empty_hall(), base)
    assert page.ask(f"yiping.map.getBounds().contains([{CENTRE[1]}, {CENTRE[0]}]) && yiping.map.getZoom() >= 11")
    assert page.ask("document.querySelector('.note').textContent") == ""


def test_that_tiles_are_painted_in_the_colours_of_the_theme(page: MapPage) -> None:
    page.qtbot.waitUntil(lambda: colour(page, 700, 600) == look.tokens("dark")["water"])
    assert colour(page, 700, 350) == look.tokens("dark")["road_1"]
    page.view.set_theme("light")
    page.settle()
    page.qtbot.waitUntil(lambda: colour(page, 700, 600) == look.tokens("light")["water"])


def test_that_names_follow_the_language(page: MapPage) -> None:
    image = page.view.grab().toImage()
    speak("en")
    page.settle()
    page.qtbot.waitUntil(lambda: page.view.grab().toImage() != image)


def test_that_the_sources_are_named_as_text(page: MapPage) -> None:
    assert page.ask("document.querySelector('.source').textContent") == "© <b>云泽市</b>"
    assert page.ask("document.querySelectorAll('.source b').length") == 0


def test_that_nothing_outside_is_asked_for(page: MapPage) -> None:
    assert page.view.refused() == []
