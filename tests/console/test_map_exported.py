"""The map and what QGIS opens of it: the legend of the real page and the symbols of the project have the same words and the same colours."""

import base64
from xml.etree.ElementTree import Element

import numpy as np
import pyarrow as pa
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from backend.exporters import words as exported
from backend.exporters.layer import Layer
from backend.exporters.qgis_styles import renderer
from tests.console.map_hand import Hand
from tests.console.map_page import chinese
from tests.console.rich_hall import rich_hall
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
