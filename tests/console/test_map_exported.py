"""The map and what QGIS opens of it: the legend of the real page and the symbols of the project have the same words and the same colours,
for every layer that both have."""

import base64
from xml.etree.ElementTree import Element

import numpy as np
import pyarrow as pa
import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from backend.exporters import words as exported
from backend.exporters.layer import Layer
from backend.exporters.looks import colours
from backend.exporters.qgis_styles import renderer
from console.map.drawing import Drawing, rules
from console.map.legend import page_words
from tests.console.filled_hall import CENTRE, track
from tests.console.map_hand import Hand
from tests.console.map_page import chinese
from tests.console.rich_hall import rich_hall
from tests.console.tracks import track_of
from wire.codes import Lamp
from wire.exports import ExportLayer

__all__ = ["chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]
LEGEND = "[...document.querySelectorAll('.legend .row')].map((row) => [row.textContent, row.querySelector('canvas')?.toDataURL('image/png') ?? ''])"
SAID = {"ONLINE": "监控在线", "OFFLINE": "监控离线"}  # where the legend of the map has to say whose state it is
SEEN = {Lamp.NONE, Lamp.GREEN, Lamp.YELLOW, Lamp.RED}


def symbols(layer: ExportLayer, theme: str) -> dict[str, tuple[str, str]]:
    """By the value of the column: its words, and its colour, which of a mark without a filling is that of its line."""
    made: Element = renderer(Layer(layer, layer.value, pa.table({}), np.empty(0, object)), "zh_CN", theme)
    colours = [_colour(symbol) for symbol in made.findall("symbols/symbol")]
    return {str(each.get("value")): (str(each.get("label")), colours[int(str(each.get("symbol")))]) for each in made.iter("category")}


def _colour(symbol: Element) -> str:
    first = symbol.find("layer")
    assert first is not None
    said = {str(each.get("name")): str(each.get("value")) for each in first.findall("Option/Option")}
    red, green, blue, alpha = (int(part) for part in (said["color"] if not said["color"].endswith(",0") else said["outline_color"]).split(","))
    assert alpha
    return f"#{red:02x}{green:02x}{blue:02x}"


def painted(data: str) -> set[str]:
    image = QImage.fromData(base64.b64decode(data.partition(",")[2]))
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).alpha() == 255}


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_that_the_legend_and_the_symbols_of_a_project_are_the_same(qtbot: QtBot, theme: str) -> None:
    page = Hand(qtbot, rich_hall())
    page.view.set_theme(theme)
    for overlay in ("cases", "cameras", "components"):
        page.view.show_overlay(overlay, True)
    lon, lat, _ = page.view.place()
    page.view.go(lon, lat, 17)
    page.until("yiping.map.getZoom()", 17)
    page.settle()
    rows = {str(text): painted(data) for text, data in page.ask(LEGEND)}
    compared = 0
    for layer in (ExportLayer.CASES, ExportLayer.CAMERAS, ExportLayer.COMPONENTS):
        for value, (label, colour) in symbols(layer, theme).items():
            text = SAID.get(value, label)
            if text in rows:
                assert colour in rows[text], f"{layer} {value}: the project has {colour}, the legend {sorted(rows[text])}"
                compared += 1
    assert compared >= 6
    assert {exported.value("cases", "lamp", lamp, "zh_CN") for lamp in SEEN} <= set(rows)


OVERLAYS = {  # by the name of the layer in the file: how its shapes are, and the overlays of the map by the values of its symbols
    "units": ("Point", {"INSPECTOR": "inspectors", "TRUCK": "trucks", "VEHICLE": "vehicles"}),
    "geofences": ("MultiPolygon", {"": "geofences"}),
    "street_entity": ("Point", {"": "entities"}),
    "bicycle": ("Point", {"": "bicycles"}),
    "flood_point": ("Point", {"": "flood"}),
    "gate": ("Point", {"": "gates"}),
    "poi": ("Point", {"": "pois"}),
    "drain": ("MultiLineString", {"": "drains"}),
    "building": ("MultiPolygon", {"": "buildings"}),
    "grids": ("MultiPolygon", dict.fromkeys(("DISTRICT", "STREET", "COMMUNITY", "AREA"), "areas") | {"DUTY": "grids", "BASIC": "basic"}),
}
SPOKEN = {  # likewise, with the words of the legend
    "sensors": {"OK": "低于阈值", "WARN": "达第一阈值", "DANGER": "达更高阈值", "SILENT": "无新读数"},
    "components": {},
    "cameras": SAID,
    "cases": {},
}
OTHERWISE = {  # compared in test_map_exported_washes, and streets, which on the map are the base map's
    *(ExportLayer.HEAT, ExportLayer.DENSITY, ExportLayer.COVERAGE, ExportLayer.SCORES, ExportLayer.WHEREABOUTS),
    *(ExportLayer.HAUL_PLACES, ExportLayer.HAUL_LINES, ExportLayer.STREETS),
}
BANDS = ("STANDING", "WALKING", "RIDING", "DRIVING", "FAST")
MOST_OFF = 24  # of 255: a thin line is paler at its edges


def inks(name: str, geometry: str, theme: str) -> dict[str, str]:
    """The colour that each symbol of a layer is seen by: that of its filling where it is opaque and not the ground's, else of its line."""
    kind = ExportLayer(name.partition("_ways")[0])
    made = renderer(Layer(kind, name, pa.table({}), np.empty(0, object), geometry), "zh_CN", theme)
    ground = colours(theme)["window"].lower()
    found = [_ink(symbol, ground) for symbol in made.findall("symbols/symbol")]
    values = [str(each.get("value")) for each in made.iter("category")] or [""]
    return dict(zip(values, found, strict=True))


def _ink(symbol: Element, ground: str) -> str:
    first = symbol.find("layer")
    assert first is not None
    said = {str(each.get("name")): str(each.get("value")) for each in first.findall("Option/Option")}
    for part in ("line_color", "color", "outline_color"):
        red, green, blue, alpha = (int(each) for each in said.get(part, "0,0,0,0").split(","))
        name = f"#{red:02x}{green:02x}{blue:02x}"
        if alpha == 255 and name != ground:
            return name
    return f"#{red:02x}{green:02x}{blue:02x}"  # an outline that is seen through


def off(colour: str, data: str) -> int:
    """How far the nearest that is painted is from a colour."""
    image, wanted = QImage.fromData(base64.b64decode(data.partition(",")[2])), QColor(colour)
    seen = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return min((max(abs(one - other) for one, other in zip(_rgb(each), _rgb(wanted), strict=True)) for each in seen if each.alpha() > 8), default=255)


def _rgb(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_that_every_layer_of_a_project_has_the_colours_of_its_overlay(qtbot: QtBot, theme: str) -> None:
    hall = rich_hall()
    page = Hand(qtbot, hall)
    page.view.set_theme(theme)
    page.view.draw(Drawing(overlays=dict.fromkeys(rules(), True)).whole())
    hall.playback.open(track_of("unit-1", track()))
    rows: dict[str, str] = {}
    for zoom in (14, 17):
        page.view.go(*CENTRE, zoom)
        page.until("yiping.map.getZoom()", zoom)
        page.settle()
        rows |= {str(text): data for text, data in page.ask(LEGEND) if data}
    named, wrong, compared = page_words()["overlays"], [], set[str]()

    def compare(name: str, value: str, colour: str, text: str) -> None:
        if text in rows:
            compared.add(name)
            if off(colour, rows[text]) > MOST_OFF:
                wrong.append((name, value, colour, text, off(colour, rows[text])))

    for name, (geometry, overlays) in OVERLAYS.items():
        for value, colour in inks(name, geometry, theme).items():
            compare(name, value, colour, named[overlays[value]])
    for name, texts in SPOKEN.items():
        for value, (label, colour) in symbols(ExportLayer(name), theme).items():
            compare(name, value, colour, texts.get(value, label))
    speeds = dict(zip(BANDS, (text for text in rows if "km/h" in text), strict=True))
    for band, colour in inks("track_ways", "LineString", theme).items():
        compare("track", band, colour, speeds.get(band, ""))
    assert wrong == []
    assert compared == {layer.value for layer in ExportLayer} - {layer.value for layer in OTHERWISE}
