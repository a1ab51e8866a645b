"""What is picked of the components and the sensors says what it is, beside who answers for where it stands."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.console.filled_hall import CENTRE, NOW, empty_hall
from tests.console.map_hand import Hand
from tests.console.map_overlays import close_up, show_only
from tests.console.map_page import chinese, speak
from tests.console.test_map_ask import EVIL, facts
from wire import bulk
from wire.codes import ComponentState, Noun, SensorKind
from wire.components import Component
from wire.people import Department
from wire.places_at import DepartmentAt, PlaceAt
from wire.sensors import Sensor

__all__ = ["chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]
LON, LAT = CENTRE
COVER = Component(
    id="0102010137000001", version=1, code="0102010137000001", class_code="0137", name="雨水箅子", state=ComponentState.DAMAGED,
    lon=LON, lat=LAT, owner_id="d1", maintainer_id="d-unknown", note=EVIL,
)  # fmt: skip
GAUGE = Sensor(
    id="s1", version=1, code="W-1", name="人民路下穿", kind=SensorKind.WATER_LEVEL, lon=LON + 0.001, lat=LAT, levels=[20.0, 40.0], value=25.5, at=NOW
)


@pytest.fixture
def page(qtbot: QtBot) -> Hand:
    hall = empty_hall()
    hall.components.set(bulk.encode(Component, [COVER]))
    hall.sensors.replace([GAUGE])
    hall.departments.replace([Department(id="d1", version=1, code="D1", name="市排水公司", trades=[])])
    made = Hand(qtbot, hall)
    show_only(made, "components", "sensors")
    close_up(made, 17)
    return made


def test_that_a_picked_component_says_what_it_is_and_who_answers_for_its_place(page: Hand) -> None:
    asked = list[tuple[float, float]]()
    page.view.hands.place_wanted.connect(lambda lon, lat: asked.append((lon, lat)))
    (at,) = page.hits("components").values()
    page.click(at)
    page.until("!document.querySelector('.about').hidden")
    first = facts(page)
    told = ("雨水箅子", COVER.code, "破损", "市排水公司", "d-unknown", "<img")
    assert [text for text in told if text not in first] == []
    assert asked == [(LON, LAT)]
    works = DepartmentAt(id="d2", name="道路处", phone="0359-1234567", trades=["ROAD"])
    page.view.hands.take_place(
        PlaceAt(lon=LON, lat=LAT, address="瑞祥路12号", address_en="12 Ruixiang Road", landmark=None, grids=[], inspectors=[], departments=[works])
    )
    page.until("document.querySelector('.about').innerText.includes('0359-1234567')")
    whole = facts(page)
    assert [text for text in (*told, "瑞祥路12号") if text not in whole] == []
    assert page.ask("[window.owned ?? 0, document.querySelectorAll('.about img').length]") == [0, 0]
    page.key(Qt.Key.Key_P)
    page.until("document.querySelector('.about strong').textContent", "这里是")
    assert COVER.code not in facts(page)


def test_that_a_picked_sensor_says_what_it_reads_in_both_languages(page: Hand) -> None:
    (at,) = page.hits("sensors").values()
    page.click(at)
    page.until("!document.querySelector('.about').hidden")
    assert [text for text in ("W-1", "25.5 cm", "20 / 40", "2026-11-21 10:00:00") if text not in facts(page)] == []
    speak("en")
    page.view.hands.say()
    page.until("document.querySelector('.about').innerText.includes('Thresholds')")
    assert "阈值" not in facts(page)
    assert (page.hall.selection.noun, page.hall.selection.id) == (Noun.SENSOR, "s1")
