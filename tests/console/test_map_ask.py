"""What the map is asked: search, "what is here", "around here", coordinates in four datums; with and without a backend."""

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from console.hall.hall import Hall
from tests.console.filled_hall import CENTRE, NOW, filled_hall
from tests.console.map_hand import Hand
from tests.console.map_page import chinese, speak
from wire.around import Around, Contact, ContactKind, Group, Nearby
from wire.codes import DutyState, GridKind, Noun
from wire.places_at import DepartmentAt, GridAt, InspectorAt, PlaceAt
from wire.problem import Problem
from wire.search import Found, Hit, HitKind
from wire.units import Positions

__all__ = ["chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]
LOST = Problem(status=0, code="unreachable", title="unreachable", detail="no backend")
EVIL = '<img src=x onerror="window.owned = 1">\u202e"\'`</script>'
YUNCHENG = (111.003, 35.022)


@pytest.fixture
def page(qtbot: QtBot) -> Hand:
    return Hand(qtbot, filled_hall())


def seek(page: Hand, text: str) -> None:
    page.key(Qt.Key.Key_Slash)
    page.until("document.activeElement.matches('.seek input')")
    page.ask(f"(document.activeElement.value = '', document.execCommand('insertText', false, {msgspec.json.encode(text).decode()}), 1)")
    page.until(f"yiping.state.found?.text === {msgspec.json.encode(text).decode()}")
    page.settle()


def titles(page: Hand) -> list[str]:
    found: list[str] = page.ask("[...document.querySelectorAll('.hits .title')].map(each => each.textContent)")
    return found


def facts(page: Hand) -> str:
    return str(page.ask("document.querySelector('.about').innerText"))


@pytest.mark.parametrize(
    ("text", "title", "noun", "id"),
    [
        ("监督员007", "监督员007", Noun.UNIT, "unit-7"),
        ("1408022026112100012", "1408022026112100012", Noun.CASE, "case-12"),
        ("1121-00012", "1408022026112100012", Noun.CASE, "case-12"),
        ("人民路33号", "1408022026112100033", Noun.CASE, "case-33"),
        ("C0021", "路口21", Noun.CAMERA, "camera-21"),
        ("0000000000001234", "雨水箅子", Noun.COMPONENT, "0000000000001234"),
    ],
)
def test_that_what_the_hall_has_is_found_at_once_and_enter_goes_there(page: Hand, text: str, title: str, noun: Noun, id: str) -> None:
    seek(page, text)
    assert titles(page)[0] == title
    page.key(Qt.Key.Key_Return)
    page.qtbot.waitUntil(lambda: (page.hall.selection.noun, page.hall.selection.id) == (noun, id), timeout=30_000)
    page.until("document.querySelector('.seek').hidden")
    page.until("yiping.map.getZoom() >= 17")


def test_that_arrows_choose_among_the_hits(page: Hand) -> None:
    seek(page, "监督员00")
    page.key(Qt.Key.Key_Down)
    page.key(Qt.Key.Key_Down)
    page.key(Qt.Key.Key_Up)
    page.until("[...document.querySelectorAll('.hits button')].findIndex(each => each.classList.contains('chosen'))", 1)
    second = titles(page)[1]
    page.key(Qt.Key.Key_Return)
    page.qtbot.waitUntil(lambda: bool(page.hall.selection.id), timeout=30_000)
    unit = page.hall.units.get(page.hall.selection.id)
    assert unit is not None
    assert unit.name == second


def test_that_the_backend_adds_to_what_the_hall_found_and_doubles_nothing(page: Hand) -> None:
    asked: list[tuple[str, float, float]] = []
    page.view.hands.search_wanted.connect(lambda *what: asked.append(what))
    seek(page, "监督员007")
    assert [text for text, _, _ in asked] == ["监督员007"]
    gate = Hit(kind=HitKind.GATE, id="g1", title="瑞祥路11号", detail="北城街道", lon=CENTRE[0] + 0.1, lat=CENTRE[1], away_m=13.8)
    same = Hit(kind=HitKind.UNIT, id="unit-7", title="监督员007", lon=CENTRE[0], lat=CENTRE[1])
    page.view.hands.take_found("监督员007", Found(hits=[same, gate]))
    page.until("document.querySelectorAll('.hits button').length", 2)
    assert titles(page) == ["监督员007", "瑞祥路11号"]
    page.view.hands.take_found("something else", Found(hits=[]))
    page.settle()
    assert len(titles(page)) == 2
    seek(page, "新来的")
    page.view.hands.take_found("新来的", Found(hits=[Hit(kind=HitKind.UNIT, id="unit-8", title="新来的")]))
    page.until("document.querySelectorAll('.hits button').length", 1)
    page.key(Qt.Key.Key_Return)
    page.until("document.querySelector('.seek .note').textContent", "没有已知位置")
    page.qtbot.waitUntil(lambda: page.hall.selection.id == "unit-8", timeout=30_000)


def test_that_without_a_backend_the_search_says_that_it_knows_less(page: Hand) -> None:
    seek(page, "监督员007")
    page.view.hands.take_found("监督员007", LOST)
    page.until("document.querySelector('.seek .note').textContent.includes('仅本机所知')")
    assert titles(page) == ["监督员007"]


def test_that_hits_from_outside_never_become_html(page: Hand) -> None:
    seek(page, "x")
    page.view.hands.take_found("x", Found(hits=[Hit(kind=HitKind.POI, id="p", title=EVIL, detail=EVIL, lon=CENTRE[0], lat=CENTRE[1])]))
    page.until("document.querySelectorAll('.hits button').length", 1)
    assert titles(page) == [EVIL.replace("\u202e", "")]  # which would turn what stands beside it round
    assert page.ask("document.querySelectorAll('.hits img').length") == 0
    assert page.ask("window.owned ?? 0") == 0


def test_that_a_pasted_coordinate_goes_there_and_says_what_it_was_taken_for(page: Hand) -> None:
    seek(page, "GCJ-02 111.0083, 35.0227")
    detail = page.ask("document.querySelector('.hits .detail').textContent")
    assert detail == "按 GCJ-02 理解"
    page.key(Qt.Key.Key_Return)
    page.until(f"Math.abs(yiping.map.getCenter().lng - {YUNCHENG[0]}) < 0.002 && yiping.map.getCenter().lng < 111.0083")


def test_that_a_coordinate_without_datum_is_wgs84_and_the_others_are_offered(page: Hand) -> None:
    seek(page, "35.022 111.003")
    details = page.ask("[...document.querySelectorAll('.hits .detail')].map(each => each.textContent)")
    assert details == [f"按 {datum} 理解（未注明坐标系）" for datum in ("WGS-84", "GCJ-02", "BD-09")]
    page.key(Qt.Key.Key_Return)
    page.until(f"Math.abs(yiping.map.getCenter().lng - {YUNCHENG[0]}) < 1e-6")


def answer(lon: float, lat: float) -> PlaceAt:
    return PlaceAt(
        lon=lon,
        lat=lat,
        address="瑞祥路11号的东北方向13.8米",
        address_en="13.8 m north-east of 11 Ruixiang Road",
        landmark=None,
        grids=[GridAt(id="DUTY-1", kind=GridKind.DUTY, code="001", name="第1责任网格")],
        inspectors=[InspectorAt(unit_id="unit-1", name="李娜", phone="13800001234", team="一组", duty=DutyState.ON_DUTY)],
        departments=[DepartmentAt(id="d", name="市政管理处", phone="0359-2020202", trades=["MUNICIPAL"])],
    )


def test_that_a_right_click_tells_the_place_with_grid_inspector_department_and_phone(page: Hand) -> None:
    page.view.go(*CENTRE, 16)
    page.until("yiping.map.getZoom()", 16)
    asked: list[tuple[float, float]] = []
    page.view.hands.place_wanted.connect(lambda *at: asked.append(at))
    page.right_click(QPoint(500, 350))
    page.qtbot.waitUntil(lambda: bool(asked), timeout=30_000)
    page.until("document.querySelector('.about').hidden", False)
    assert "责任网格" in facts(page)  # before any answer
    page.view.hands.take_place(answer(*asked[0]))
    page.until("document.querySelector('.about .lead')?.textContent", "瑞祥路11号的东北方向13.8米")
    for text in ("第1责任网格", "李娜", "13800001234", "市政管理处", "市政公用", "0359-2020202", "WGS-84"):
        assert text in facts(page)
    masked = answer(*asked[0])
    inspector = msgspec.structs.replace(masked.inspectors[0], phone="138****1234")
    page.view.hands.take_place(msgspec.structs.replace(masked, inspectors=[inspector]))
    page.until("document.querySelector('.about').innerText.includes('138****1234')")
    copied = "[...document.querySelectorAll('.about .copy')].map((each) => each.closest('.fact').innerText)"
    assert not [each for each in page.ask(copied) if "****" in each], "nobody pastes asterisks"
    speak("en")
    page.until("document.querySelector('.about .lead')?.textContent", "13.8 m north-east of 11 Ruixiang Road")
    page.key(Qt.Key.Key_Escape)
    page.until("document.querySelector('.about').hidden")


def test_that_a_place_without_backend_says_so_and_still_names_the_grid(page: Hand) -> None:
    page.key(Qt.Key.Key_P)
    page.until("document.querySelector('.about').hidden", False)
    page.view.hands.take_place(LOST)
    page.until("document.querySelector('.about').innerText.includes('仅本机所知')")


def test_that_a_late_answer_for_another_place_is_not_shown(page: Hand) -> None:
    page.key(Qt.Key.Key_P)
    page.until("document.querySelector('.about').hidden", False)
    page.view.hands.take_place(answer(1.0, 2.0))
    page.settle()
    assert "瑞祥路" not in facts(page)


def test_that_phones_and_coordinates_are_copied(page: Hand) -> None:
    page.view.go(*YUNCHENG, 16)
    page.until("yiping.map.getZoom()", 16)
    page.key(Qt.Key.Key_P)
    page.until("document.querySelectorAll('.about .copy').length", 4)
    page.ask("(document.querySelectorAll('.about .copy')[1].click(), 1)")
    page.qtbot.waitUntil(lambda: "," in QGuiApplication.clipboard().text(), timeout=30_000)
    lon, lat = (float(part) for part in QGuiApplication.clipboard().text().split(","))
    assert 0.003 < lon - YUNCHENG[0] < 0.008  # GCJ-02
    assert 0.0002 < abs(lat - YUNCHENG[1]) < 0.002


def test_that_the_readout_names_four_datums_and_c_copies(page: Hand) -> None:
    page.view.go(*YUNCHENG, 16)
    page.until("yiping.map.getZoom()", 16)
    page.hover(QPoint(500, 300))
    datum, places = "document.querySelector('.foot .place > button').textContent", set()
    for at, name in enumerate(["WGS-84 ▾", "GCJ-02 ▾", "BD-09 ▾", "CGCS2000 3 度带 37 带 ▾"]):
        page.click_on(".foot .place > button")
        page.until("document.querySelector('.datums').hidden", False)
        page.click_on(f".datums button:nth-child({at + 1})")
        page.until(datum, name)
        places.add(page.ask("document.querySelector('.foot .place > span').textContent"))
    assert len(places) == 4
    page.click_on(".foot .place > button")
    page.until("document.querySelector('.datums').hidden", False)
    page.click_on(".datums button:nth-child(2)")
    page.qtbot.waitUntil(lambda: page.view.hands.state()["writing"] == "gcj02", timeout=30_000)
    QGuiApplication.clipboard().clear()
    page.key(Qt.Key.Key_C)
    page.qtbot.waitUntil(lambda: QGuiApplication.clipboard().text().startswith("111.00"), timeout=30_000)
    # What is copied is what is read out, also where the map has moved on beneath a mouse that rests.
    place = "document.querySelector('.foot .place > span').textContent"
    before = float(page.ask(place).split(",")[0])
    page.key(Qt.Key.Key_D)
    page.until(f"Number({place}.split(',')[0]) > {before + 0.001}")
    page.key(Qt.Key.Key_C)
    page.qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == page.ask(place), timeout=30_000)


def around(page: Hand, metres: float) -> Around:
    nothing = Group(count=0, nearest=[])
    near = Nearby(id="unit-3", name="监督员003", code="INSPECTOR", lon=CENTRE[0], lat=CENTRE[1], away_m=12.0, at=NOW)
    return Around(
        lon=CENTRE[0],
        lat=CENTRE[1],
        radius_m=metres,
        cases=nothing,
        units=Group(count=7, nearest=[near]),
        cameras=nothing,
        sensors=nothing,
        components=Group(count=41, nearest=[]),
        classes={"0101": 40, "0201": 1},
        entities=nothing,
        categories={},
        bicycles=nothing,
        contacts=[Contact(kind=ContactKind.OPERATOR, id="o", name="哈啰", phone="95185", count=3)],
    )


def test_that_around_here_counts_what_the_hall_has_and_then_what_the_backend_knows(page: Hand) -> None:
    page.view.go(*CENTRE, 15)
    page.until("yiping.map.getZoom()", 15)
    page.settle()
    page.key(Qt.Key.Key_O)
    asked: list[tuple[float, float, float]] = []
    page.view.hands.around_wanted.connect(lambda *what: asked.append(what))
    page.click(QPoint(500, 350))
    page.qtbot.waitUntil(lambda: bool(asked), timeout=30_000)
    assert asked[0][2] == 500
    page.until("document.querySelector('.about input')?.value", "500")
    near = page.view.hands._about
    assert isinstance(near, Around)
    assert f"监控点 {near.cameras.count}" in facts(page)
    assert near.cameras.count > 0
    lon, lat, metres = asked[0]
    page.view.hands.take_around(msgspec.structs.replace(around(page, metres), lon=lon, lat=lat))
    page.until("document.querySelector('.about').innerText.includes('哈啰')")
    assert "模拟定位" not in facts(page)
    fix = page.hall.fixes.get("unit-3")
    assert fix is not None
    told = {"at": [int(NOW.timestamp() * 1000)], "lon": [fix.lon], "lat": [fix.lat], "speed": [1.0], "heading": [90.0]}
    page.hall.fixes.apply(Positions(cursor=2, now=NOW, unit_ids=["unit-3"], mocked=["unit-3"], **told))
    page.view.hands.take_around(msgspec.structs.replace(around(page, metres), lon=lon, lat=lat))
    page.until("document.querySelector('.about').innerText.includes('模拟定位')")
    assert "95185" in facts(page)
    assert "人员车辆 7" in facts(page)
    page.ask("((field) => { field.value = '900'; field.onchange(); return 1; })(document.querySelector('.about input'))")
    page.qtbot.waitUntil(lambda: len(asked) == 2, timeout=30_000)
    assert asked[1] == pytest.approx((lon, lat, 900))


def test_that_around_here_takes_its_radius_from_a_drag(page: Hand) -> None:
    page.view.go(*CENTRE, 15)
    page.until("yiping.map.getZoom()", 15)
    asked: list[tuple[float, float, float]] = []
    page.view.hands.around_wanted.connect(lambda *what: asked.append(what))
    page.key(Qt.Key.Key_O)
    page.drag(QPoint(400, 350), QPoint(560, 350))
    page.qtbot.waitUntil(lambda: bool(asked), timeout=30_000)
    metres = page.ask("yiping.map.distance(yiping.map.containerPointToLatLng([400, 350]), yiping.map.containerPointToLatLng([560, 350]))")
    assert asked[0][2] == pytest.approx(metres, rel=0.005)


def test_that_a_row_of_the_card_goes_to_the_thing_and_selects_it(page: Hand) -> None:
    page.view.go(*CENTRE, 15)
    page.until("yiping.map.getZoom()", 15)
    page.settle()
    page.key(Qt.Key.Key_O)
    page.click(QPoint(500, 350))
    page.until("document.querySelectorAll('.about .door').length > 0")
    page.ask("(document.querySelector('.about .door').click(), 1)")
    page.qtbot.waitUntil(lambda: bool(page.hall.selection.id), timeout=30_000)


def test_that_a_hall_far_outside_china_has_three_datums(qtbot: QtBot) -> None:
    page = Hand(qtbot, filled_hall(cases=1, units=0, cameras=0, components=0))
    page.key(Qt.Key.Key_P)
    page.until("document.querySelectorAll('.about .copy').length", 3)
    assert isinstance(page.hall, Hall)


def test_that_the_cards_lead_to_the_question_who_was_there(page: Hand, qtbot: QtBot) -> None:
    """Of a place 200 m around it, of surroundings as far as was asked."""
    hands = page.view.hands
    hands._ask_place(*CENTRE)
    page.until("document.querySelector('.about').innerText.includes('谁来过')")
    with qtbot.waitSignal(hands.who_wanted) as asked:
        page.ask("([...document.querySelectorAll('.about .door')].find((each) => each.textContent.includes('选时间查询')).click(), 1)")
    assert asked.args == [*CENTRE, 200.0]
    hands._ask_around(*CENTRE, 450.0)
    page.until("document.querySelector('.about').innerText.includes('450 米内')")
    with qtbot.waitSignal(hands.who_wanted) as asked:
        page.ask("([...document.querySelectorAll('.about .door')].find((each) => each.textContent.includes('选时间查询')).click(), 1)")
    assert asked.args == [*CENTRE, 450.0]
