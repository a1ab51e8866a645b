"""What colours the ground, and muck haulage: the symbols of a project against the legend of the real page and what it draws; and that no overlay is
left out of exports unsaid."""

import base64
import tomllib
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np
import pyarrow as pa
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from backend import standards
from backend.exporters.layer import Layer
from backend.exporters.looks import LOOKS, colours, opacity, scored
from backend.exporters.qgis_heat import SHARES
from backend.exporters.qgis_styles import renderer
from console.hall.hall import Hall
from console.hall.scores import Band, Standing
from console.hall.whereabouts import Question
from console.map.drawing import Drawing, rules
from console.map.layers.all import layers_of
from console.map.layers.geofences import KINDS as FENCES
from tests.console.colours import Colour
from tests.console.filled_hall import CENTRE, NOW
from tests.console.map_hand import Hand
from tests.console.map_overlays import let_density_rest
from tests.console.map_page import chinese
from tests.console.rich_hall import rich_hall
from wire.bands import bands
from wire.codes import FenceKind, GridKind
from wire.exports import ExportLayer

__all__ = ["chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]
ROOT = Path(__file__).resolve().parents[2]
LEGEND = "[...document.querySelectorAll('.legend .row')].map((row) => [row.textContent, row.querySelector('canvas')?.toDataURL('image/png') ?? ''])"
NEAR_ENOUGH = 6  # of 255: what rounding leaves
GRADES = standards.read().evaluation.grades
DRAWN = """(() => {{
    const pen = new OffscreenCanvas(64, 64).getContext('2d', {{ willReadFrequently: true }});
    pen.fillStyle = yiping.state.theme.window;
    pen.fillRect(0, 0, 64, 64);
    const world = 1000;
    const places = [[0.01, 0.01], [0.05, 0.01], [0.05, 0.05], [0.01, 0.05]];
    yiping.layers.get('hauls').shape(pen, {{ kind: {kind}, places, radius: 0.02, unseen: new Set() }},
        {{ world, left: 0, top: 0 }}, yiping.state.theme);
    const at = (x, y) => [...pen.getImageData(x, y, 1, 1).data.slice(0, 3)];
    return [at(30, 30), at(48, 30), at(30, 25)];
}})()"""


def overlays() -> dict[str, dict[str, object]]:
    return tomllib.loads((ROOT / "resources" / "exports" / "overlays.toml").read_text("utf-8"))


def test_that_every_overlay_is_exported_or_is_said_to_have_nothing(qtbot: QtBot) -> None:
    """Whoever draws something new on the map exports it as well, or says why there is nothing."""
    said = overlays()
    exported, nothing = said["exported"], said["nothing"]
    drawn = set(rules()) | ({layer.name for layer in layers_of(rich_hall()).by_name.values()} - {"units"})
    assert drawn - set(exported) - set(nothing) == set(), "neither exported nor in [nothing] of resources/exports/overlays.toml"
    assert set(exported) & set(nothing) == set()
    assert set(exported) | set(nothing) <= drawn
    assert all(isinstance(why, str) and len(why) > 20 for why in nothing.values())
    named = {name for names in exported.values() for name in names}  # type: ignore[attr-defined]
    assert {layer.value for layer in ExportLayer} - named == {"streets"}  # which on the map are the base map's


def layer_of(name: str, geometry: str = "MultiPolygon", graded: bool | None = None) -> Layer:
    look = None
    if graded is not None:
        look = scored(bands("score" if graded else "count", [1.0, 2.0, 3.0, 4.0, 5.0, 6.0], GRADES, english=False), graded)
    kind = ExportLayer(name.partition("_circle")[0])
    return Layer(kind, name, pa.table({}), np.empty(0, object), geometry, look=look)


def ranges(layer: Layer, theme: str) -> dict[str, tuple[Element, float, float]]:
    """By what it is called: the symbol of each band, and from where to where it goes."""
    made = renderer(layer, "zh_CN", theme)
    assert made.get("type") == "graduatedSymbol"
    symbols = made.findall("symbols/symbol")
    found = made.findall("ranges/range")
    return {
        str(each.get("label")): (symbols[int(str(each.get("symbol")))], float(str(each.get("lower"))), float(str(each.get("upper"))))
        for each in found
    }


def said_of(part: Element) -> dict[str, str]:
    return {str(each.get("name")): str(each.get("value")) for each in part.findall("Option/Option")}


def over(said: str, ground: Colour) -> Colour:
    """A colour of QGIS on a ground."""
    *inks, alpha = (float(each) for each in said.split(","))
    red, green, blue = (round(below + (ink - below) * alpha / 255) for ink, below in zip(inks, ground, strict=True))
    return red, green, blue


def ground_of(theme: str) -> Colour:
    return rgb(colours(theme)["window"])


def rgb(name: str) -> Colour:
    red, green, blue = (int(name[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def middle(data: str) -> Colour:
    image = QImage.fromData(base64.b64decode(data.partition(",")[2]))
    at = image.pixelColor(image.width() // 2, image.height() // 2)
    return at.red(), at.green(), at.blue()


def off(one: Colour, other: Colour) -> int:
    return max(abs(here - there) for here, there in zip(one, other, strict=True))


def page_of(qtbot: QtBot, hall: Hall, theme: str, *names: str) -> Hand:
    page = Hand(qtbot, hall)
    page.view.set_theme(theme)
    shown = dict.fromkeys(rules(), False) | dict.fromkeys(names, True)
    page.view.draw(Drawing(overlays=shown).whole())
    page.view.go(*CENTRE, 15)
    page.until("yiping.map.getZoom()", 15)
    page.settle()
    let_density_rest(page)
    return page


def legend(page: Hand) -> dict[str, str]:
    return {str(text): data for text, data in page.ask(LEGEND) if data}


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("name", ["density", "coverage"])
def test_that_graduated_cells_have_the_bands_and_the_colours_of_the_map(qtbot: QtBot, theme: str, name: str) -> None:
    hall = rich_hall()
    rows = legend(page_of(qtbot, hall, theme, name))
    exported = ranges(layer_of(name), theme)
    assert set(rows) <= set(exported)
    assert len(rows) >= 2
    for text, (symbol, _, _) in exported.items():
        first = symbol.find("layer")
        assert first is not None
        if text in rows:
            assert off(over(said_of(first)["color"], ground_of(theme)), middle(rows[text])) <= NEAR_ENOUGH, text
    # Both put a figure into the same band.
    values = layers_of(hall).by_name[name].whole().columns["values"]  # type: ignore[union-attr]
    look, scale = LOOKS[name], "DENSITY" if name == "density" else "COVERAGE"
    page = page_of(qtbot, hall, theme, name)
    page.ask(f"(import('hall://map/page/{name}.js').then((module) => {{ window.scale = module.{scale}; }}), 1)")
    page.until("window.scale !== undefined")
    for value in {0.5, 1.0, 1.0001, 2.0, 3.0, 4.0, 7.0, 8.0, 23.9, *(float(each) for each in values if each > 0)}:
        if name == "density" and value % 1:
            continue
        ours = int(page.ask(f"window.scale.band({value})"))
        theirs = next((at for at, (low, high) in enumerate(look.ranges.values()) if low <= value <= high), -1)
        assert ours == theirs, value


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("graded", [True, False])
def test_that_areas_by_an_evaluation_have_the_bands_and_the_washes_of_the_map(qtbot: QtBot, theme: str, graded: bool) -> None:
    hall = rich_hall()
    among = bands("score" if graded else "count", [1.0, 2.0, 3.0, 4.0, 5.0, 6.0], GRADES, english=False)
    areas = [grid for grid in hall.grids if grid.kind is not GridKind.BASIC][: len(among)]
    assert areas
    of = {grid.id: Standing(at, str(at)) for at, grid in enumerate(areas)}
    hall.scores.set("2026-11", [Band(band.colour, band.alpha, band.text) for band in among], of)
    page = page_of(qtbot, hall, theme, "scores")
    page.view.go(*CENTRE, 11)
    page.until("yiping.map.getZoom()", 11)
    page.settle()
    rows = legend(page)
    exported = ranges(layer_of("scores", graded=graded), theme)
    assert rows
    for text, data in rows.items():
        symbol = exported[text][0]
        wash, *lines = symbol.findall("layer")
        assert {part.get("class") for part in lines} == {"LinePatternFill"}
        # Between the lines of a hatching there is the wash alone, on them the wash and the ink.
        inks = [said_of(line.find("symbol/layer"))["line_color"] for line in lines]  # type: ignore[arg-type]
        plain = over(said_of(wash)["color"], ground_of(theme))
        image = QImage.fromData(base64.b64decode(data.partition(",")[2]))
        seen = [image.pixelColor(x, y) for x in range(4, image.width() - 4) for y in range(5, image.height() - 5)]
        all_of = [(each.red(), each.green(), each.blue()) for each in seen if each.alpha() == 255]
        assert min(off(plain, each) for each in all_of) <= NEAR_ENOUGH, text
        assert min(off(over(inks[0], plain), each) for each in all_of) <= (24 if graded else 60), text  # thin lines are paler at their edges


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_that_heat_has_the_ramp_of_the_map(qtbot: QtBot, theme: str) -> None:
    page = page_of(qtbot, rich_hall(), theme, "heat", "cases")
    assert "案件热力" in legend(page)
    page.ask("(import('hall://map/page/heat.js').then((module) => { window.heated = [...module.rampOf(yiping.state.theme)]; }), 1)")
    page.until("window.heated !== undefined")
    ramp = np.array(page.ask("window.heated"), float).reshape(256, 4)
    made = renderer(layer_of("heat", "Point"), "zh_CN", theme)
    said = {str(each.get("name")): str(each.get("value")) for each in made.findall("colorramp/Option/Option")}
    stops = [(0.0, said["color1"]), *((float(stop.split(";")[0]), stop.split(";")[1]) for stop in said["stops"].split(":")), (1.0, said["color2"])]
    assert [round(at, 4) for at, _ in stops] == [round(at, 4) for at in SHARES]
    colour = np.array([[float(part) for part in text.split(",")] for _, text in stops])
    shares = np.linspace(0, 1, 256)
    theirs = np.column_stack([np.interp(shares, [at for at, _ in stops], colour[:, part]) for part in range(4)])
    ramp[:, 3] *= opacity("heat")
    assert np.abs(theirs[1:] - ramp[1:]).max() <= 3
    assert made.get("type") == "heatmapRenderer"


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_that_muck_haulage_is_drawn_as_on_the_map(qtbot: QtBot, theme: str) -> None:
    page = page_of(qtbot, rich_hall(), theme, "hauls")
    ground = ground_of(theme)
    made = renderer(layer_of("haul_places"), "zh_CN", theme)
    for kind, symbol in enumerate(made.findall("symbols/symbol")):
        within, edge, _ = page.ask(DRAWN.format(kind=kind))
        (fill,) = symbol.findall("layer")
        said = said_of(fill)
        assert off(over(said["color"], ground), tuple(within)) <= NEAR_ENOUGH
        assert (said["outline_style"], kind) in (("solid", 0), ("solid", 1), ("dot", 2))
        assert edge is not None
    (line,) = renderer(layer_of("haul_lines", "LineString"), "zh_CN", theme).findall("symbols/symbol")
    band, axis = map(said_of, line.findall("layer"))
    _, _, broad = page.ask(DRAWN.format(kind=3))
    assert off(over(band["line_color"], ground), tuple(broad)) <= NEAR_ENOUGH
    assert (band["line_width"], band["line_width_unit"]) == ("100.0", "RenderMetersInMapUnits")
    assert axis["line_color"].rpartition(",")[0] == ",".join(map(str, rgb(colours(theme)["accent"])))


def test_that_a_corridor_has_its_line_in_its_middle_and_no_edges(qtbot: QtBot) -> None:
    """As resources/map/page/geofences.js draws it, for which a corridor is a line."""
    assert FENCES[FenceKind.CORRIDOR] == 2
    (symbol,) = renderer(layer_of("geofences"), "zh_CN", "light").findall("symbols/symbol")
    fill, edge = symbol.findall("layer")
    assert said_of(fill)["outline_style"] == "no"
    assert (edge.get("class"), said_of(edge)["SymbolType"]) == ("GeometryGenerator", "Line")
    line = edge.find("symbol/layer")
    assert line is not None
    assert said_of(line)["line_style"] == "dash"


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_that_who_was_there_has_the_colours_of_the_map(qtbot: QtBot, theme: str) -> None:
    hall = rich_hall()
    hall.there.ask(Question(*CENTRE, 300.0, NOW, NOW))
    rows = legend(page_of(qtbot, hall, theme, "whereabouts"))
    (circle,) = renderer(layer_of("whereabouts_circle"), "zh_CN", theme).findall("symbols/symbol/layer")
    said = said_of(circle)
    assert off(over(said["color"], ground_of(theme)), middle(rows["谁来过"])) <= NEAR_ENOUGH
    assert (said["outline_style"], said["outline_color"]) == ("dash", ",".join(map(str, [*rgb(colours(theme)["accent"]), 255])))
