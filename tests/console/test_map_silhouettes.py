"""Marks of different layers are told apart by their outline: not by their colour and not by their size alone."""

from itertools import combinations
from typing import NamedTuple

import pytest
from pytestqt.qtbot import QtBot

from console import look
from tests.console.colours import Colour, distance
from tests.console.map_page import MapPage, chinese
from tests.console.rich_hall import rich_hall

__all__ = ["chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]

LAYERS = [
    *("cases", "inspectors", "trucks", "vehicles", "cameras", "sensors", "components", "gates", "pois", "entities", "bicycles", "flood"),
]
BESIDE = ("supervised", "stage", "source", "gathered", "damaged")  # what stands beside a mark, a number, the same mark hollow
LEAST = 0.2  # of different layers: of what either of two marks covers, when they are drawn equally large, so much is covered by one alone
LEAST_WITHIN = 0.15  # likewise of one layer, whose marks differ in colour too: of LOOK's lamps disc and square are the nearest
# LOOK has a disc for a case in time, a ring for a closed one, and a dot for who walks: seen from so far that no heading fits, the dot is smaller.
DOTS = {("cases", "inspectors")}
ICONS = 14  # zoom from which units are icons
LARGER, OTHER_COLOUR = 1.25, 10.0
# Of each entry of a layer's legend: its sign and words, its outline in SIDE x SIDE squares, its larger side in px, its mean colour.
MARKS = """told.entriesOf(yiping.layers.get('{name}'), {zoom}).map(([sign, draw, text]) => {{
    const [wide, side, ratio] = [64, 32, 4];
    const pen = new OffscreenCanvas(wide * ratio, wide * ratio).getContext('2d', {{ willReadFrequently: true }});
    pen.fillStyle = yiping.state.theme.window;
    pen.fillRect(0, 0, wide * ratio, wide * ratio);
    const bare = [...pen.getImageData(0, 0, 1, 1).data];
    pen.scale(ratio, ratio);
    pen.translate(wide / 2, wide / 2);
    draw(pen);
    const {{ data }} = pen.getImageData(0, 0, wide * ratio, wide * ratio);
    const inked = [];
    for (let at = 0; at < data.length; at += 4) {{
        if (Math.abs(data[at] - bare[0]) + Math.abs(data[at + 1] - bare[1]) + Math.abs(data[at + 2] - bare[2]) > 90) inked.push(at);
    }}
    const [xs, ys] = [inked.map((at) => (at / 4) % (wide * ratio)), inked.map((at) => Math.floor(at / 4 / (wide * ratio)))];
    const least = (all) => all.reduce((one, other) => Math.min(one, other));
    const most = (all) => all.reduce((one, other) => Math.max(one, other));
    const [west, east, north, south] = [least(xs), most(xs), least(ys), most(ys)];
    const large = Math.max(east - west, south - north) + 1;
    const cells = new Uint16Array(side * side);
    const place = (at, low, high) => Math.min(side - 1, Math.floor((side * (at - (low + high + 1 - large) / 2)) / large));
    inked.forEach((_, at) => (cells[side * place(ys[at], north, south) + place(xs[at], west, east)] += 1));
    const half = (large / side) ** 2 / 2;
    const mean = [0, 1, 2].map((part) => inked.reduce((sum, at) => sum + data[at + part], 0) / inked.length);
    return [String(sign), text, [...cells].map((count) => Number(count >= half)).join(''), large / ratio, mean];
}})"""


class Seen(NamedTuple):
    layer: str
    sign: str
    text: str
    outline: frozenset[int]
    size_px: float
    colour: Colour

    def __str__(self) -> str:
        return f"{self.layer} {self.text}"


def apart(one: Seen, other: Seen) -> float:
    return len(one.outline ^ other.outline) / len(one.outline | other.outline)


def marks(page: MapPage, zoom: int) -> list[Seen]:
    """As the legend shows them at a zoom; alarms, which are alike for all units, once."""
    found: list[Seen] = []
    for layer in LAYERS:
        if page.ask(f"Boolean(yiping.layers.get('{layer}').face({zoom}))"):
            for sign, text, cells, size, colour in page.ask(MARKS.format(name=layer, zoom=zoom)):
                if not sign.startswith(BESIDE) and not (sign.startswith("alarm") and sign in {each.sign for each in found}):
                    outline = frozenset(at for at, cell in enumerate(cells) if cell == "1")
                    found.append(Seen(layer, sign, text, outline, size, tuple(colour)))
    return found


@pytest.fixture
def page(qtbot: QtBot) -> MapPage:
    made = MapPage(qtbot, rich_hall())
    made.ask("(import('hall://map/page/legend_entries.js').then((module) => { window.told = module; }), 0)")
    made.until("window.told !== undefined")
    return made


@pytest.mark.parametrize("theme", look.THEMES)
@pytest.mark.parametrize("zoom", [13, 15, 17])
def test_that_no_two_layers_share_an_outline(page: MapPage, theme: str, zoom: int) -> None:
    page.view.set_theme(theme)
    page.until("yiping.state.theme.window", look.tokens(theme)["window"])
    seen = marks(page, zoom)
    assert {each.layer for each in seen} >= {"cases", "inspectors", "trucks", "cameras", "sensors", "components", "flood"}
    alike = [(one, other) for one, other in combinations(seen, 2) if one.layer != other.layer and apart(one, other) < LEAST]
    for one, other in alike:
        assert (one.layer, other.layer) in (DOTS if zoom < ICONS else set()), f"{one} looks like {other}: {apart(one, other):.2f}"
        assert one.size_px > LARGER * other.size_px, f"{one} is as large as {other}"
        assert distance(one.colour, other.colour) > OTHER_COLOUR


@pytest.mark.parametrize("theme", look.THEMES)
def test_that_lamps_classes_and_alarms_are_told_apart_among_themselves(page: MapPage, theme: str) -> None:
    page.view.set_theme(theme)
    page.until("yiping.state.theme.window", look.tokens(theme)["window"])
    seen = marks(page, 17)
    alarms = [each for each in seen if each.sign.startswith("alarm")]
    assert len(alarms) == 3
    for group in ([each for each in seen if each.layer == "cases"], [each for each in seen if each.layer == "components"], alarms):
        assert len(group) >= 3
        for one, other in combinations(group, 2):
            if "urgent" not in {one.sign, other.sign}:  # the same mark as an overdue one, with a second outline
                assert apart(one, other) >= LEAST_WITHIN, f"{one} looks like {other}: {apart(one, other):.2f}"
