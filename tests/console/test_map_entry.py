"""The card of an entry of a register: at once from what the console has, then from the backend."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.map.hands.entry_card import of_entry
from tests.console.filled_hall import CENTRE, NOW
from tests.console.map_hand import Hand
from tests.console.map_page import chinese, speak
from tests.console.rich_hall import add_register, entry, rich_hall
from tests.console.test_map_ask import EVIL, LOST, facts, seek
from wire.around import Group, Nearby
from wire.codes import GridKind, Noun, RegisterKind, Status
from wire.entry_cards import EntryCard
from wire.places_at import GridAt
from wire.search import Found, Hit, HitKind

__all__ = ["chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]
KIND = RegisterKind.STREET_ENTITY
SHOP = entry(
    KIND, 1, *CENTRE, category="餐饮", state="YELLOW", operator="永兴餐饮公司", address="瑞祥路11号", phone="138****5678", value=92.5, at=NOW
)


def card_of(**more: object) -> EntryCard:
    near = Nearby(id="case-12", name="1408022026112100012", code=Status.DISPOSING, lon=CENTRE[0], lat=CENTRE[1], away_m=41.7)
    found = EntryCard(
        entry=SHOP,
        address="瑞祥路12号的东北方向13.8米",
        address_en="13.8 m north-east of 瑞祥路12号",
        grids=[GridAt(id="g", kind=GridKind.DUTY, code="001", name="鼓楼01网格")],
        radius_m=200,
        cases=Group(count=1, nearest=[near]),
    )
    return msgspec.structs.replace(found, **more)


@pytest.fixture
def page(qtbot: QtBot) -> Hand:
    hall = rich_hall()
    add_register(hall, KIND, [SHOP], version=2)
    made = Hand(qtbot, hall)
    for overlay in made.view.drawing.overlays:
        made.view.show_overlay(overlay, overlay == "entities")
    made.view.go(*CENTRE, 18)
    made.until("yiping.map.getZoom()", 18)
    made.settle()
    return made


def test_that_a_click_on_a_shop_opens_its_card_and_the_backend_completes_it(page: Hand) -> None:
    asked: list[tuple[RegisterKind, str]] = []
    page.hall.entries.entry_wanted.connect(lambda *what: asked.append(what))
    (at,) = page.hits("entities").values()
    page.click(at)
    page.until("!document.querySelector('.about').hidden")
    first = facts(page)
    told = ("沿街主体", SHOP.name, "00001", "餐饮", "YELLOW", "92.5", "永兴餐饮公司", "瑞祥路11号", "138****5678")
    assert [text for text in told if text not in first] == []
    assert "正在查询" in first
    assert asked == [(KIND, SHOP.id)]
    page.hall.entries.take(card_of())
    page.until("document.querySelector('.about').innerText.includes('瑞祥路12号的东北方向13.8米')")
    whole = facts(page)
    assert "正在查询" not in whole
    assert [text for text in ("鼓楼01网格", "200 米内案件 1", "42 m", "WGS-84") if text not in whole] == []
    page.click_on(".about .door")
    page.qtbot.waitUntil(lambda: (page.hall.selection.noun, page.hall.selection.id) == (Noun.CASE, "case-12"), timeout=30_000)
    page.until("document.querySelector('.about').hidden")  # what is selected now has its card elsewhere


def test_that_a_card_that_was_closed_comes_with_the_next_click(page: Hand) -> None:
    (at,) = page.hits("entities").values()
    page.click(at)
    page.until("!document.querySelector('.about').hidden")
    page.hall.entries.untold.emit(KIND, SHOP.id, LOST)
    page.until("document.querySelector('.about').innerText.includes('仅本机所知')")
    page.key(Qt.Key.Key_Escape)
    page.until("document.querySelector('.about').hidden")
    page.click(at)
    page.until("!document.querySelector('.about').hidden")


def test_that_an_entry_found_by_search_has_its_card_though_its_overlay_is_not_shown(page: Hand) -> None:
    seek(page, "gate")
    gate = Hit(kind=HitKind.GATE, id="g-unknown", title="瑞祥路11号", lon=CENTRE[0], lat=CENTRE[1])
    page.view.hands.take_found("gate", Found(hits=[gate]))
    page.until("document.querySelectorAll('.hits button').length", 1)
    page.key(Qt.Key.Key_Return)
    page.qtbot.waitUntil(lambda: page.hall.selection.id == "GATE/g-unknown", timeout=30_000)
    found = entry(RegisterKind.GATE, 7, *CENTRE, id="g-unknown", name="瑞祥路11号")
    page.hall.entries.take(card_of(entry=found))
    page.until("document.querySelector('.about').innerText.includes('瑞祥路11号')")


def test_that_nothing_of_an_entry_becomes_html_and_english_is_complete(page: Hand) -> None:
    evil = msgspec.structs.replace(SHOP, name=EVIL, category=EVIL, state=EVIL, operator=EVIL, address=EVIL, phone=EVIL, code=EVIL)
    page.hall.selection.set(Noun.REGISTER, f"{KIND}/{SHOP.id}")
    page.hall.entries.take(card_of(entry=evil, address=EVIL, address_en=EVIL))
    page.until("document.querySelector('.about').innerText.includes('<img')")
    assert page.ask("document.querySelectorAll('.about img').length") == 0
    assert page.ask("window.owned ?? 0") == 0
    speak("en")
    page.hall.entries.take(card_of())
    page.until("document.querySelector('.about').innerText.includes('13.8 m north-east of')")
    card = of_entry(page.hall, card_of(), "")
    said = [card["title"], *(part["title"] for part in card["sections"]), *(row["label"] for part in card["sections"] for row in part["rows"])]
    assert all(text.isascii() for text in said if "高德" not in text and "百度" not in text)
