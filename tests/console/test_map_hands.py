"""The operator's hands on the map: what moves it and what may not, by mouse and by key."""

import json
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console import words
from console.widgets.queue.pane import Queue
from tests.console.filled_hall import CENTRE, filled_hall
from tests.console.map_hand import Hand
from tests.console.map_page import chinese
from tests.console.test_map import one_fix
from wire.codes import Noun

__all__ = ["chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]
HOLD = "yiping.state.hands.locked"
VIEW = "[yiping.map.getPixelBounds().min.x, yiping.map.getPixelBounds().min.y, yiping.map.getZoom()]"
FAR = (CENTRE[0] + 0.2, CENTRE[1] + 0.1)


@pytest.fixture
def page(qtbot: QtBot) -> Hand:
    made = Hand(qtbot, filled_hall())
    made.view.go(*CENTRE, 15)
    made.until("yiping.map.getZoom()", 15)
    made.settle()
    return made


def far_unit(page: Hand) -> str:
    page.hall.fixes.apply(one_fix("unit-3", *FAR))
    page.until(f"Math.abs((yiping.layers.get('units').place('unit-3').x - 0.5) * 360 - {FAR[0]}) < 1e-6")
    return "unit-3"


def chip(page: Hand, name: str) -> Any:
    return page.ask(f"document.querySelector('.chip[data-name={name}]')?.textContent ?? ''")


@pytest.mark.parametrize("gesture", ["drag", "wheel", "key", "button"])
def test_that_any_gesture_locks_the_view(page: Hand, gesture: str) -> None:
    assert page.ask(HOLD) is False
    if gesture == "drag":
        page.drag(QPoint(400, 300), QPoint(480, 340))
    elif gesture == "wheel":
        page.wheel(QPoint(400, 300))
    elif gesture == "key":
        page.key(Qt.Key.Key_Left)
    else:
        page.click_on(".zoom button")
    page.until(HOLD)


def test_that_a_locked_view_is_not_moved_by_a_selection_elsewhere_but_says_the_way(page: Hand) -> None:
    unit = far_unit(page)
    page.key(Qt.Key.Key_K)
    page.until(HOLD)
    before = page.ask(VIEW)
    page.hall.selection.set(Noun.UNIT, unit)
    page.until("document.querySelector('.chip[data-name=selection]') !== null")
    assert page.ask(VIEW) == before
    page.click_on(".chip[data-name=selection] button")
    page.until(f"Math.abs(yiping.map.getCenter().lng - {FAR[0]}) < 1e-3")


def test_that_the_map_stays_where_it_is_whatever_happens_to_the_queue(page: Hand) -> None:
    """It is not locked, and would follow a selection; but nobody has chosen anything."""
    queue = Queue(page.hall)
    page.qtbot.addWidget(queue)
    queue.resize(900, 500)
    queue.show()
    queue.activateWindow()
    queue.show_queue("OPEN")
    first = page.hall.cases.get(queue.model.id(0))
    assert first is not None
    page.hall.cases.put([msgspec.structs.replace(first, version=9, lon=FAR[0], lat=FAR[1])])
    before = page.ask(VIEW)
    assert page.ask(HOLD) is False
    queue.filter.setFocus()
    queue.table.setFocus()  # Qt would make its first row current
    queue.model.rebuild()
    page.hall.cases.put([msgspec.structs.replace(first, id="new", version=1, lon=FAR[0], lat=FAR[1])])  # arrives as the most overdue
    queue.show_queue("DISPATCH")
    queue.show_queue("OPEN")
    page.hall.cases.put([], gone=["new"])
    page.settle()
    assert (page.hall.selection.noun, page.hall.selection.id) == (None, "")
    assert page.ask(VIEW) == before
    queue.table.setFocus()
    QTest.keyClick(queue.table, Qt.Key.Key_Down)
    assert page.hall.selection.id == queue.model.id(0)
    page.qtbot.waitUntil(lambda: page.ask(VIEW) != before, timeout=30_000)


def test_that_choosing_the_same_thing_again_brings_back_the_old_view_to_the_pixel(page: Hand) -> None:
    unit = far_unit(page)
    page.drag(QPoint(400, 300), QPoint(433, 317))
    page.key(Qt.Key.Key_K)
    page.until(HOLD, False)
    before = page.ask(VIEW)
    page.hall.selection.set(Noun.UNIT, unit)
    page.until(f"Math.abs(yiping.map.getCenter().lng - {FAR[0]}) < 1e-3")
    page.hall.selection.repeat()
    page.until(f"JSON.stringify({VIEW}) === '{json.dumps(before, separators=(',', ':'))}'")


def test_that_a_place_asked_for_twice_brings_back_the_old_view(page: Hand) -> None:
    before = page.ask(VIEW)
    for there in (True, False):
        page.view.visit(*FAR, 17)
        page.until(f"(Math.abs(yiping.map.getCenter().lng - {FAR[0]}) < 1e-6) === {json.dumps(there)}")
    assert page.ask(VIEW) == before


def test_that_a_journey_interrupted_by_a_hand_is_not_undone(page: Hand) -> None:
    page.view.visit(*FAR, 17)
    page.until("yiping.map.getZoom()", 17)
    page.drag(QPoint(400, 300), QPoint(460, 300))
    page.view.visit(*FAR, 17)
    page.until(f"Math.abs(yiping.map.getCenter().lng - {FAR[0]}) < 1e-6")


def test_that_the_lock_outlives_the_page(page: Hand) -> None:
    page.key(Qt.Key.Key_K)
    page.until(HOLD)
    assert page.view._state()["hands"]["locked"] is True


def test_that_a_followed_unit_stays_in_the_middle_until_a_hand_moves_the_map(page: Hand) -> None:
    page.hall.selection.set(Noun.UNIT, "unit-3")
    page.until("yiping.state.selection?.key", "unit-3")
    page.key(Qt.Key.Key_F)
    for step in range(3):
        lon = CENTRE[0] + 0.01 * step
        page.hall.fixes.apply(one_fix("unit-3", lon, CENTRE[1]))
        page.until(f"Math.abs(yiping.map.getCenter().lng - {lon}) < 2e-5")
    assert "监督员003" in chip(page, "follow")
    page.drag(QPoint(400, 300), QPoint(300, 300))
    page.until("yiping.state.hands.following", None)
    assert "已停止跟随" in chip(page, "follow")
    stands = page.ask(VIEW)
    page.hall.fixes.apply(one_fix("unit-3", *CENTRE))
    page.until(f"Math.abs((yiping.layers.get('units').place('unit-3').x - 0.5) * 360 - {CENTRE[0]}) < 1e-6")
    assert page.ask(VIEW) == stands
    page.click_on(".chip[data-name=follow] button")
    page.until(f"Math.abs(yiping.map.getCenter().lng - {CENTRE[0]}) < 2e-5")


def test_that_following_ends_where_it_began_when_one_wants_back(page: Hand) -> None:
    before = page.ask(VIEW)
    page.hall.selection.set(Noun.UNIT, "unit-3")
    page.until("yiping.state.selection?.key", "unit-3")
    before = page.ask(VIEW)
    page.key(Qt.Key.Key_F)
    page.until("yiping.state.hands.following?.key", "unit-3")
    page.click_on(".chip[data-name=follow] button")
    page.until(f"JSON.stringify({VIEW}) === '{json.dumps(before, separators=(',', ':'))}'")
    assert chip(page, "follow") == ""


def test_that_without_a_unit_following_says_what_it_needs(page: Hand) -> None:
    page.key(Qt.Key.Key_F)
    page.until("document.querySelector('.chip[data-name=follow]')?.textContent.includes('请先选中')")


@pytest.mark.parametrize(("key", "lon", "lat"), [("A", -1, 0), ("D", 1, 0), ("W", 0, 1), ("S", 0, -1)])
def test_that_keys_pan(page: Hand, key: str, lon: int, lat: int) -> None:
    page.key(getattr(Qt.Key, f"Key_{key}"))
    page.until(f"Math.sign(Math.round((yiping.map.getCenter().lng - {CENTRE[0]}) * 1e3)) === {lon}")
    page.until(f"Math.sign(Math.round((yiping.map.getCenter().lat - {CENTRE[1]}) * 1e3)) === {lat}")


def test_that_keys_zoom_and_go_home_and_back(page: Hand) -> None:
    page.key(Qt.Key.Key_E)
    page.until("yiping.map.getZoom()", 16)
    page.key(Qt.Key.Key_Minus)
    page.until("yiping.map.getZoom()", 15)
    before = page.ask(VIEW)
    page.key(Qt.Key.Key_Home)
    page.until("yiping.map.getZoom() < 15")
    page.key(Qt.Key.Key_Home)
    page.until(f"JSON.stringify({VIEW}) === '{json.dumps(before, separators=(',', ':'))}'")


def test_that_tab_goes_from_mark_to_mark_nearest_first_and_enter_selects(page: Hand) -> None:
    nearest = page.ask(
        """(() => { const {x, y} = yiping.map.getSize(); const names = ['cases', 'inspectors', 'trucks', 'cameras', 'components'];
        const all = names.flatMap(name => yiping.layers.get(name).marks()).filter(m => m.key && m.x >= 0 && m.y >= 0 && m.x < x && m.y < y);
        all.sort((a, b) => Math.hypot(a.x - x / 2, a.y - y / 2) - Math.hypot(b.x - x / 2, b.y - y / 2)); return all.map(m => m.key); })()"""
    )
    page.key(Qt.Key.Key_Tab)
    page.until("yiping.state.point?.key", nearest[0])
    page.key(Qt.Key.Key_Tab)
    page.until("yiping.state.point?.key", nearest[1])
    page.key(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    page.until("yiping.state.point?.key", nearest[0])
    with page.qtbot.waitSignal(page.hall.selection.changed):
        page.key(Qt.Key.Key_Return)
    assert page.hall.selection.id == nearest[0]


def test_that_what_is_typed_into_a_field_is_no_command(page: Hand) -> None:
    before = page.ask(VIEW)
    page.key(Qt.Key.Key_Slash)
    page.until("document.activeElement.matches('.seek input')")
    page.type("rwdk")
    page.until("document.querySelector('.seek input').value", "rwdk")
    assert page.ask(VIEW) == before
    assert page.ask(HOLD) is False
    assert page.ask("yiping.state.tool") == ""


def test_that_every_tool_has_a_button_with_a_title_in_both_languages(page: Hand) -> None:
    titles = page.ask("[...document.querySelectorAll('.tools button')].map(each => each.title)")
    words.speak("en")
    page.view._tell("words", page.view._state()["words"])
    page.until("document.querySelector('.tools button').title.startsWith('Search')")
    english = page.ask("[...document.querySelectorAll('.tools button')].map(each => each.title)")
    assert len(titles) == len(set(titles)) == len(english) == 13
    assert all(any(letter >= "\u4e00" for letter in title) for title in titles)
    assert all(title.isascii() for title in english)
    sizes = page.ask("[...document.querySelectorAll('.tools button')].map(each => [each.offsetWidth, each.offsetHeight])")
    assert sizes == [[32, 32]] * 13


def test_that_tools_that_stand_in_columns_are_read_from_the_left(page: Hand) -> None:
    page.view.resize(page.view.width(), 480)
    page.until("innerHeight", 480)
    places = page.ask("[...document.querySelectorAll('.tools button')].map(each => each.getBoundingClientRect()).map(({ x, y }) => [x, y])")
    assert len({x for x, _ in places}) == 2
    assert places == sorted(places), "down the first column, then down the second"
    assert max(x for x, _ in places) + 32 <= page.ask("innerWidth")
    assert max(y for _, y in places) + 32 <= 480


def test_that_help_names_every_key_and_goes_again(page: Hand) -> None:
    page.key(Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier, "?")
    page.until("document.querySelector('.help').hidden", False)
    assert page.ask("[...document.querySelectorAll('.help .key span')].every(each => each.textContent.length > 0)")
    page.key(Qt.Key.Key_Escape)
    page.until("document.querySelector('.help').hidden")
