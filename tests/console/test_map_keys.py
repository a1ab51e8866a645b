"""The whole map by keyboard, with keys as a keyboard sends them: panels, cards, chips, datums."""

from pathlib import Path

import pytest
import shapely
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.map.drawing import Drawing
from tests.console.filled_hall import CENTRE
from tests.console.map_hand import Hand
from tests.console.map_page import WAIT_MS, chinese
from tests.console.rich_hall import rich_hall
from tests.console.test_map_files import lay, point
from tests.geo.test_files import geojson, write
from wire.codes import Noun

__all__ = ["chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]
HELD = "(({ dataset, className, type }) => [dataset.name ?? className, dataset.part ?? type ?? ''])(document.activeElement)"
PARTS_HELD = """['overlays', 'files', 'chips', 'about', 'tools', 'zoom', 'legend', 'foot'].filter(
    (part) => document.activeElement.closest(`.${part}`))"""
ON_MAP = "document.activeElement === yiping.map.getContainer()"
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(qtbot: QtBot) -> Hand:
    made = Hand(qtbot, rich_hall())
    made.view.go(*CENTRE, 17)
    made.until("yiping.map.getZoom()", 17)
    made.settle()
    return made


def into_layers(page: Hand) -> None:
    page.key(Qt.Key.Key_L)
    page.until("document.activeElement.matches('.overlays .search')")


def test_that_l_leads_into_the_layers_and_escape_back_to_the_map_as_it_was(page: Hand) -> None:
    assert page.ask("document.querySelector('.overlays').open") is False
    into_layers(page)
    assert page.ask("document.querySelector('.overlays').open") is True
    page.type("wd")
    page.until("document.querySelector('.overlays .search').value", "wd")
    page.key(Qt.Key.Key_Escape)
    page.until(ON_MAP)
    page.until("document.querySelector('.overlays').open", False)
    before = page.ask("yiping.map.getCenter().lng")
    page.key(Qt.Key.Key_D)
    page.until(f"yiping.map.getCenter().lng > {before}")


def test_that_an_overlay_is_found_ticked_and_unfolded_by_keys(page: Hand) -> None:
    into_layers(page)
    page.key(Qt.Key.Key_Down)
    page.until(HELD, ["cases", "tick"])
    page.key(Qt.Key.Key_Down)
    page.until(HELD, ["inspectors", "tick"])
    with page.qtbot.waitSignal(page.view.drawn_otherwise, timeout=WAIT_MS):
        page.key(Qt.Key.Key_Space, text=" ")
    assert page.view.drawing.overlays["inspectors"] is False
    page.until(HELD, ["inspectors", "tick"])
    page.key(Qt.Key.Key_Right)
    page.until("document.querySelector('[data-name=inspectors][data-part=more]').getAttribute('aria-expanded')", "true")
    page.key(Qt.Key.Key_Tab, text="\t")
    page.key(Qt.Key.Key_Tab, text="\t")
    page.until(HELD, ["inspectors", "opacity"])
    with page.qtbot.waitSignal(page.view.drawn_otherwise, timeout=WAIT_MS):
        page.key(Qt.Key.Key_Left)
    assert page.view.drawing.opacity["inspectors"] == 0.95


def test_that_the_order_is_changed_by_alt_and_arrows_and_is_kept(page: Hand) -> None:
    before = page.view.drawing.order
    assert before[-1] == "cases"
    into_layers(page)
    page.key(Qt.Key.Key_Down)
    page.until(HELD, ["cases", "tick"])
    with page.qtbot.waitSignal(page.view.drawn_otherwise, timeout=WAIT_MS):
        page.key(Qt.Key.Key_Down, ALT)
    assert page.view.drawing.order == [*before[:-2], "cases", before[-2]]
    page.until("[...document.querySelectorAll('[data-part=tick]')].slice(0, 2).map((tick) => tick.dataset.name)", ["inspectors", "cases"])
    page.until(HELD, ["cases", "tick"])
    with page.qtbot.waitSignal(page.view.drawn_otherwise, timeout=WAIT_MS):
        page.key(Qt.Key.Key_Up, ALT)
    assert page.view.drawing.order == before


@pytest.mark.parametrize("by", ["P", "O"])
def test_that_a_card_that_a_key_has_asked_for_has_the_keyboard(page: Hand, by: str) -> None:
    page.key(getattr(Qt.Key, f"Key_{by}"))
    if by == "O":
        page.until("yiping.state.tool", "around")
        for _ in range(2):
            page.key(Qt.Key.Key_Space, text=" ")
    page.until("document.activeElement.matches('.about')")
    page.key(Qt.Key.Key_Tab, text="\t")
    page.until("document.activeElement.closest('.about') !== null && document.activeElement.matches('button')")
    page.key(Qt.Key.Key_Escape)
    page.until(ON_MAP)
    page.until("document.querySelector('.about').hidden")


def test_that_enter_leads_into_the_card_of_the_mark_one_stands_on(page: Hand) -> None:
    for overlay in page.view.drawing.overlays:
        page.view.show_overlay(overlay, overlay == "entities")
    page.settle()
    page.key(Qt.Key.Key_Tab, text="\t")
    page.until("yiping.state.point?.layer", "entities")
    page.key(Qt.Key.Key_Return)
    page.qtbot.waitUntil(lambda: page.hall.selection.noun is Noun.REGISTER, timeout=WAIT_MS)
    page.until("document.activeElement.matches('.about')")


def test_that_tab_goes_from_feature_to_feature_of_a_file(page: Hand, tmp_path: Path) -> None:
    for overlay in page.view.drawing.overlays:
        page.view.show_overlay(overlay, False)
    (lon, lat), ring = CENTRE, shapely.box(CENTRE[0] - 0.002, CENTRE[1] - 0.002, CENTRE[0] - 0.001, CENTRE[1] - 0.001)
    shapes = [shapely.Point(lon, lat), shapely.LineString([(lon + 0.001, lat), (lon + 0.001, lat + 0.001)]), ring]
    id = lay(page, write(tmp_path / "site.gpkg", shapes, name=["spot", "way", "yard"]))
    told = []
    for _ in shapes:
        page.key(Qt.Key.Key_Tab, text="\t")
        page.until("document.querySelector('.tip').hidden", False)
        told.append(page.ask("[yiping.state.point.layer, document.querySelector('.tip').innerText.split('\\n').at(-1)]"))
    assert sorted(told) == [[f"file:{id}", f"name: {name}"] for name in ("spot", "way", "yard")]


def test_that_a_card_that_nobody_has_asked_for_by_key_leaves_the_keyboard_where_it_is(page: Hand) -> None:
    page.hall.selection.set(Noun.REGISTER, "FLOOD_POINT/FLOOD_POINT-3")
    page.until("document.querySelector('.about').hidden", False)
    assert page.ask("document.activeElement.closest('.about')") is None


def test_that_f6_leads_through_every_part_and_back_to_the_map(page: Hand, tmp_path: Path) -> None:
    lay(page, geojson(tmp_path / "bins.geojson", [point(*CENTRE)]))
    page.view._tell("lock", True)
    page.hall.selection.set(Noun.REGISTER, "FLOOD_POINT/FLOOD_POINT-3")
    page.until("document.querySelector('.about').hidden", False)
    page.until("document.querySelectorAll('.chip button').length", 1)  # to what is out of view
    parts = []
    for _ in range(9):
        page.key(Qt.Key.Key_F6)
        parts += page.ask(
            "['overlays', 'files', 'chips', 'about', 'tools', 'zoom', 'legend', 'foot'].filter((part) => document.activeElement.closest(`.${part}`))"
        )
    assert parts == ["overlays", "files", "chips", "about", "tools", "zoom", "legend", "foot"]
    assert page.ask(ON_MAP)
    page.key(Qt.Key.Key_F6, SHIFT)
    page.until("document.activeElement.closest('.foot') !== null")


def test_that_a_file_is_removed_and_a_chip_pressed_by_keys(page: Hand, tmp_path: Path) -> None:
    lay(page, geojson(tmp_path / "bins.geojson", [point(*CENTRE)]))
    for _ in range(2):
        page.key(Qt.Key.Key_F6)
    page.until("document.activeElement.closest('.files') !== null")
    for _ in range(2):
        page.key(Qt.Key.Key_Tab, text="\t")
    page.until("document.activeElement.matches('.file button:not(.name)')")
    page.key(Qt.Key.Key_Return, text="\r")
    page.until("document.querySelectorAll('.file').length", 0)
    page.hall.selection.set(Noun.UNIT, "unit-3")
    page.until("yiping.state.selection?.key", "unit-3")
    page.key(Qt.Key.Key_F)
    page.until("yiping.state.hands.following?.key", "unit-3")
    for _ in range(2):
        page.key(Qt.Key.Key_F6)
    page.until("document.activeElement.closest('.chips') !== null")
    page.key(Qt.Key.Key_Return, text="\r")
    page.until("yiping.state.hands.following", None)


def test_that_a_key_and_a_named_choice_change_the_datum_which_is_kept(page: Hand) -> None:
    datum = "document.querySelector('.foot .place > button').textContent"
    page.until(datum, "WGS-84 ▾")
    page.key(Qt.Key.Key_Z)
    page.until(datum, "GCJ-02 ▾")
    page.qtbot.waitUntil(lambda: page.view.drawing.writing == "gcj02", timeout=WAIT_MS)
    page.key(Qt.Key.Key_F6, SHIFT)
    page.until("document.activeElement.closest('.foot') !== null")
    page.key(Qt.Key.Key_Return, text="\r")
    page.until("document.activeElement.matches('.datums [aria-checked=true]')")
    assert page.ask("[...document.querySelectorAll('.datums button')].map((each) => each.textContent)") == [
        "WGS-84（GPS、国家 2000 经纬度）",
        "GCJ-02（高德、腾讯）",
        "BD-09（百度）",
        "CGCS2000 三度带（米）",
    ]
    page.key(Qt.Key.Key_Down)
    with page.qtbot.waitSignal(page.view.drawn_otherwise, timeout=WAIT_MS):
        page.key(Qt.Key.Key_Return, text="\r")
    page.until(datum, "BD-09 ▾")
    assert page.view.drawing.writing == "bd09"
    page.key(Qt.Key.Key_Escape)
    page.until(ON_MAP)
    page.view.draw(Drawing(writing="gcj02").whole())
    page.until(datum, "GCJ-02 ▾")
    assert page.view.hands.state()["writing"] == "gcj02"


def test_that_the_coordinates_stand_there_from_the_beginning_and_follow_the_keys(page: Hand) -> None:
    place = "document.querySelector('.foot .place > span').textContent"
    page.until(f"Math.abs(Number({place}.split(',')[0]) - yiping.map.getCenter().lng) < 1e-5")
    page.key(Qt.Key.Key_D)
    page.until(f"Math.abs(yiping.map.getCenter().lng - {CENTRE[0]}) > 1e-4")
    page.until(f"Math.abs(Number({place}.split(',')[0]) - yiping.map.getCenter().lng) < 1e-5")
