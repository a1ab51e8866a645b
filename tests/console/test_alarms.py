"""Alarms of supervision on the desk: listed by how pressing they are, seen to, told by ear once, and marked at the unit."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console import words
from console.hall.alarm_news import AlarmNews
from console.hall.alarms import KEPT, OVER, Alarms
from console.hall.annunciator import Event
from console.hall.hall import Hall
from console.hall.sounds import Rule, sounds
from console.map.layers.units import Units
from console.map.tips import lines
from console.widgets.alarms.model import AlarmModel, Column, lamp_of
from console.widgets.alarms.pane import OVER as OVER_TAB
from console.widgets.alarms.pane import AlarmPane
from console.widgets.annunciator import AnnunciatorPane
from console.widgets.pane import Pane
from console.widgets.sounder import Sounder
from tests.console.filled_hall import NOW, filled_hall
from wire.alarms import AcknowledgeOrder, Alarm, Displaced
from wire.codes import AlarmKind, Lamp, Noun, Role
from wire.people import User


def alarm(id: str, kind: AlarmKind = AlarmKind.OFF_GRID, unit: str = "unit-1", minutes: float = 10, level: int = 1, **more: object) -> Alarm:
    fields = {"version": 1, "cause": "g1", "worst": level, "value": 120.0, "threshold": 50.0} | more
    return Alarm(id=id, kind=kind, unit_id=unit, raised_at=NOW - timedelta(minutes=minutes), level=level, **fields)  # type: ignore[arg-type]


SEEN = {"acknowledged_at": NOW, "acknowledged_by": "李雷"}
ALARMS = [
    alarm("old", minutes=90, cleared_at=NOW - timedelta(minutes=30)),
    alarm("seen", level=3, unit="unit-2", **SEEN),
    alarm("new", minutes=1, kind=AlarmKind.SPEED, unit="unit-4", value=20.0, threshold=50 / 3.6),
    alarm("worse", minutes=50, level=2, kind=AlarmKind.STAYING, value=3000.0, threshold=1800.0),
    alarm("long", minutes=20),
]


def town() -> Hall:
    hall = filled_hall(cases=5, units=12, cameras=0, components=10)
    hall.alarms.replace(ALARMS)
    return hall


def listed(pane: AlarmPane) -> list[str]:
    return [found.id for row in range(pane.model.rowCount()) if (found := pane.model.alarm(row))]


@pytest.mark.parametrize(
    ("declared", "meant", "taken", "english", "chinese"),
    [
        ("wgs84", "gcj02", "wgs84", "GCJ-02 declared as WGS-84?", "疑为 GCJ-02，却声明为 WGS-84"),
        ("cgcs2000", "bd09", "wgs84", "BD-09 declared as CGCS2000?", "疑为 BD-09，却声明为 CGCS2000"),
        ("wgs84", "wgs84", "gcj02", "converted twice?", "疑为重复转换"),
        ("bd09", "wgs84", "bd09", "WGS-84 declared as BD-09?", "疑为 WGS-84，却声明为 BD-09"),
        ("wgs84", "bd09", "gcj02", "BD-09 taken for GCJ-02?", "疑为 BD-09，却按 GCJ-02 转换"),
    ],
)
def test_that_a_gateway_whose_positions_lie_off_is_told_in_a_sentence(
    qtbot: QtBot, dressed: None, declared: str, meant: str, taken: str, english: str, chinese: str
) -> None:
    told = alarm(
        "off", AlarmKind.SHIFTED, level=2, cause=Displaced("fleet", "0a1b2c3d4e5f", declared, meant, taken).cause, value=520.0, threshold=None
    )
    model = AlarmModel(town())
    words.speak("en")
    assert model.text(told, Column.KIND) == f"Positions of fleet look shifted by 520 m: {english}"
    words.speak("zh_CN")
    assert model.text(told, Column.KIND) == f"fleet 的定位偏移 520 m：{chinese}"
    assert model.tip(told, Column.UNIT).startswith("fleet 的定位偏移 520 m")
    strange = alarm("odd", AlarmKind.SHIFTED, cause="of a newer backend")
    assert model.text(strange, Column.KIND) == "定位偏移"


def test_that_the_most_pressing_stands_first_and_what_is_over_on_its_own_tab(qtbot: QtBot, dressed: None) -> None:
    hall = town()
    pane = AlarmPane(hall)
    qtbot.addWidget(pane)
    assert listed(pane) == ["worse", "new", "long", "seen"]
    pane.tabs.choose(OVER_TAB)
    assert listed(pane) == ["old"]
    assert [lamp_of(each) for each in ALARMS] == [
        (Lamp.BLUE, False), (Lamp.RED, True), (Lamp.YELLOW, False), (Lamp.RED, False), (Lamp.YELLOW, False),
    ]  # fmt: skip


def test_that_a_row_says_who_since_when_and_how_much(qtbot: QtBot, dressed: None) -> None:
    hall = town()
    pane = AlarmPane(hall)
    qtbot.addWidget(pane)

    def said(id: str) -> list[str]:
        return [pane.model.index(pane.model.row(id), column).data() for column in Column]

    assert said("long") == ["", "脱岗越界", "监督员001", words.moment(NOW - timedelta(minutes=20), NOW), "20分", "120 m / 50 m", "未确认"]
    assert said("new")[Column.VALUE] == "72 km/h / 50 km/h"
    assert said("worse")[Column.VALUE] == "50分 / 30分"
    assert said("seen")[Column.SEEN].startswith("李雷")


def test_that_a_key_sees_to_it_and_the_hand_stays(qtbot: QtBot, dressed: None) -> None:
    hall = town()
    pane = AlarmPane(hall)
    qtbot.addWidget(pane)
    with qtbot.waitExposed(pane):
        pane.show()
    pane.activateWindow()
    told: list[tuple[str, AcknowledgeOrder, int]] = []
    places: list[tuple[float, float]] = []
    pane.acknowledged.connect(lambda *seen: told.append(seen))
    pane.located.connect(lambda *at: places.append(at))
    pane.go_to("long")
    qtbot.waitUntil(pane.table.hasFocus)
    assert (hall.selection.noun, hall.selection.id) == (Noun.UNIT, "unit-1")
    QTest.keyClick(pane.table, Qt.Key.Key_Return)
    fix = hall.fixes.get("unit-1")
    assert fix is not None
    assert places == [(fix.lon, fix.lat)]
    pane.note.setText(" 已联系 ")
    QTest.keyClick(pane.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told == [("long", AcknowledgeOrder(note="已联系"), 1)]
    hall.alarms.put([alarm("long", minutes=20, version=2, note="已联系", **SEEN), alarm("newest", minutes=0)])
    assert listed(pane) == ["worse", "newest", "new", "seen", "long"]
    chosen = pane.model.alarm(pane.table.currentIndex().row())
    assert chosen is not None
    assert chosen.id == "long"
    assert not pane.acknowledge.isEnabled()


def test_that_who_may_not_see_to_it_is_not_asked(qtbot: QtBot, dressed: None) -> None:
    hall = Hall(User(id="u", version=1, name="u", full_name="U", roles=[Role.ACCEPTOR]))
    pane = AlarmPane(hall)
    frame = Pane("alarms", pane, hall)
    qtbot.addWidget(frame)
    assert pane.acknowledge.isHidden()
    assert pane.note.isHidden()


def test_that_what_is_raised_or_becomes_worse_is_told_once(qtbot: QtBot, dressed: None) -> None:
    hall = town()
    news, told = AlarmNews(hall), list[Event]()
    news.told.connect(told.extend)
    hall.settle(("e", 1))
    hall.alarms.put([alarm("fresh", unit="unit-3")])
    hall.alarms.put([alarm("fresh", unit="unit-3", version=2, value=200.0)])
    assert told == [Event(Rule.ALARM, "fresh", "监督员003", AlarmKind.OFF_GRID, Noun.ALARM)]
    hall.alarms.put([alarm("fresh", unit="unit-3", version=3, level=2)])
    hall.alarms.put([alarm("fresh", unit="unit-3", version=4, level=2, cleared_at=NOW)])
    assert len(told) == 2
    pane, opened = AnnunciatorPane(hall, sounds(), Sounder()), list[str]()
    qtbot.addWidget(pane)
    pane.alarm_opened.connect(opened.append)
    pane.hear(told)
    assert "监管报警 · 监督员003 1 件" in pane.list.item(0).text()
    pane.list.itemActivated.emit(pane.list.item(0))
    assert opened == ["fresh"]


def test_that_the_unit_is_marked_on_the_map_and_its_tip_says_why(qtbot: QtBot, dressed: None) -> None:
    hall = town()
    layer = Units(hall)
    marked: list[frozenset[str]] = []
    layer.marked.connect(marked.append)
    assert layer.columns(["unit-1", "unit-2", "unit-3"])["alarm"].tolist() == [2, 3, 0]
    assert any("停留过久" in line for line in lines(hall, Noun.UNIT, "unit-1"))
    hall.alarms.put([alarm("worse", minutes=50, level=2, kind=AlarmKind.STAYING, version=2, cleared_at=NOW)])
    assert marked == [frozenset({"unit-1"})]
    assert layer.columns(["unit-1"])["alarm"].tolist() == [1]


def test_that_the_oldest_that_are_over_go(qtbot: QtBot) -> None:
    table = Alarms()
    table.put([alarm(f"a{number}", minutes=number, cleared_at=NOW) for number in range(KEPT + OVER)])
    table.put([alarm("open", minutes=99_999)])
    assert len(table) == KEPT
    assert "open" in table
    assert f"a{KEPT + OVER - 1}" not in table
