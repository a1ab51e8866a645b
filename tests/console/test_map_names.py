"""The names of the base map: whole, and where those of the overlays and the marks have left room."""

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from console.map.drawing import rules
from tests.console.filled_hall import CENTRE, empty_hall
from tests.console.map_overlays import close_up, show_only
from tests.console.map_page import MapPage, chinese
from tests.console.rich_hall import rich_hall
from tests.console.test_map_base import REACH, feature, tiled
from tests.console.test_map_clusters import BOXES

__all__ = ["chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]
STEP = 0.004  # degrees between two streets
SHEET = "yiping.layers.get('cases').sheet"
NAMES = f"{SHEET}.frame.names"
Box = tuple[float, float, float, float]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Streets both ways and across, a river through all of it, and quarters with long names."""
    (x, y), streets = CENTRE, []
    for at in range(-8, 9):
        along, up = at * STEP, at * STEP * 0.75
        streets.append(feature("LineString", [(x - REACH, y + up), (x + REACH, y + up)], **{"class": "primary", "name": f"东西{at + 9}大街"}))
        streets.append(feature("LineString", [(x + along, y - REACH), (x + along, y + REACH)], **{"class": "secondary", "name": f"南北{at + 9}路"}))
    streets.append(feature("LineString", [(x - REACH, y - REACH), (x + REACH, y + REACH)], **{"class": "primary", "name": "斜阳大道"}))
    river = [(x - REACH, y - 0.001), (x + REACH, y + 0.0005), (x + REACH, y + 0.0025), (x - REACH, y + 0.001), (x - REACH, y - 0.001)]
    quarters = [
        feature("Point", (x + 0.007 * column, y + 0.006 * row), kind="district", name=f"古城护城河{column}{row}街道办事处")
        for column in range(-4, 5)
        for row in range(-4, 5)
    ]
    return tiled(tmp_path_factory.mktemp("named"), water=[feature("Polygon", [river], name="素川河")], roads=streets, places=quarters)


def over(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def inked(page: MapPage, *box: float) -> int:
    """How many pixels of the data have any ink there."""
    at = [round(value) for value in box]
    return int(page.ask(f"{SHEET}.pen.getImageData(...{at}).data.filter((value, at) => at % 4 === 3 && value > 40).length"))


def ground(page: MapPage) -> list[list[Box]]:
    found: list[Any] = page.ask(f"{NAMES}.ground")
    return [[tuple(box) for box in name] for name in found]


@pytest.mark.parametrize("zoom", [12, 13, 14, 15, 16, 17])
def test_that_no_label_lies_on_a_name_of_the_base_map(qtbot: QtBot, base: Path, zoom: int) -> None:
    page = MapPage(qtbot, rich_hall(), base)
    show_only(page, *rules(), "closed")
    close_up(page, zoom)
    named = ground(page)
    labels: list[Box] = [tuple(box) for box in page.ask(f"[...{BOXES}, ...{NAMES}.placed]")]
    assert labels
    assert named or zoom < 13
    assert not [(name, label) for name in named for label in labels if any(over(box, label) for box in name)]
    for one, other in combinations(named, 2):
        assert not any(over(a, b) for a in one for b in other)


def test_that_names_of_the_base_map_stand_there_without_any_data_and_give_way_to_a_name_of_an_overlay(qtbot: QtBot, base: Path) -> None:
    page = MapPage(qtbot, empty_hall(), base)
    show_only(page)
    close_up(page, 15)
    alone = ground(page)
    assert len(alone) > 10
    rich = MapPage(qtbot, rich_hall(), base)
    show_only(rich, "cameras", "inspectors", "pois")
    close_up(rich, 15)
    assert 0 < len(ground(rich)) < len(alone)


def test_that_a_name_over_the_edge_of_a_tile_is_whole(qtbot: QtBot, base: Path) -> None:
    page = MapPage(qtbot, empty_hall(), base)
    show_only(page)
    close_up(page, 15)
    left = page.ask(f"{SHEET}.frame.left")
    across = 0
    for name in ground(page):
        west, east = min(box[0] for box in name), max(box[2] for box in name)
        north, south = min(box[1] for box in name), max(box[3] for box in name)
        edge = (west + left) // 256 * 256 + 256 - left
        if edge < east and west > 0 and north > 0:
            across += 1
            assert inked(page, west, north, edge - west, south - north) > 10
            assert inked(page, edge, north, east - edge, south - north) > 10 or east - edge < 6
    assert across, "some lie over the edge of a tile"


def test_that_a_water_is_named_on_the_water_and_not_at_each_edge_of_a_tile(qtbot: QtBot, base: Path) -> None:
    page = MapPage(qtbot, empty_hall(), base)
    show_only(page)
    close_up(page, 15)
    rivers = page.ask(
        """((sheet) => { const list = []; const layer = sheet.layers.find((each) => each.name === 'ground names');
        layer.draw(null, { names: { under: (all) => list.push(...all) } });
        return list.filter(({ text }) => text === '素川河').map(({ left, top, width, height }) => [left + width / 2, top + height / 2]); })(
        yiping.layers.get('cases').sheet)"""
    )
    assert rivers
    for one, other in combinations(rivers, 2):
        assert abs(one[0] - other[0]) + abs(one[1] - other[1]) > 300
    latitudes = page.ask(f"{rivers}.map(([x, y]) => yiping.map.unproject([x, y], 15).lat)")
    assert all(CENTRE[1] - 0.0012 < latitude < CENTRE[1] + 0.0028 for latitude in latitudes)


def test_that_names_are_kept_only_where_there_are_tiles(qtbot: QtBot, base: Path) -> None:
    page = MapPage(qtbot, empty_hall(), base)
    show_only(page)
    count, kept = f"{SHEET}.layers.find((layer) => layer.name === 'ground names').size", list[int]()
    for turn in range(3):
        for step in range(-3, 4):
            close_up(page, 15, CENTRE[0] + 0.012 * step, CENTRE[1] + 0.009 * (turn - 1) * step)
            kept.append(page.ask(count))
    assert 0 < max(kept) <= 2 * max(kept[:3])
    assert kept[-1] <= kept[6] * 1.2
