"""The map of a hall of the past: what asks and selects works on then; what would change what is now is not there; Escape leads on to the window."""

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.hall.basic import Squares
from console.hall.lent import Lent
from console.map import drawing
from console.map.hands.area import Disc, Shown, within
from console.widgets.selection.pane import SelectionList
from tests.console.filled_hall import CENTRE, NOW, filled_hall
from tests.console.map_hand import Hand
from tests.console.map_page import chinese
from tests.console.rich_hall import add_register, basic_grids, entry
from wire import bulk
from wire.codes import DutyState, Noun, RegisterKind, UnitKind
from wire.grids import Grid
from wire.places_at import DepartmentAt, InspectorAt, PlaceAt
from wire.registers import Register

__all__ = ["chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]
OF_NOW = {"fence", "circle", "corridor"}


class Around(QWidget):
    """Whatever is around the map, and gets the keys that the map has no use for."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[int] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.keys.append(event.key())


def page_of(qtbot: QtBot, replay: bool) -> Hand:
    hall = filled_hall()
    hall.replay = replay
    return Hand(qtbot, hall)


def tools(page: Hand) -> set[str]:
    return set(page.ask("[...document.querySelectorAll('.tools button')].map(each => each.dataset.tool)"))


@pytest.mark.parametrize("replay", [False, True], ids=["live", "past"])
def test_that_what_would_change_what_is_now_is_not_there_in_the_past(qtbot: QtBot, replay: bool) -> None:
    page = page_of(qtbot, replay)
    assert tools(page) >= {"search", "ruler", "print", "around", "rect", "lasso", "polygon"}
    assert (tools(page) & OF_NOW) == (set() if replay else OF_NOW)
    page.key(Qt.Key.Key_G)
    assert bool(page.ask("yiping.state.tool")) is not replay
    page.key(Qt.Key.Key_Escape)
    if replay:
        page.until("[...document.querySelectorAll('.chip')].some(each => each.innerText.includes('绘制围栏会改变现在'))")
    page.key(Qt.Key.Key_Question, text="?")
    page.until("!document.querySelector('.help').hidden")
    assert page.ask("document.querySelector('.help').innerText.includes('绘制多边形围栏')") is not replay
    page.view._hands_bridge.shape('{"kind": "CIRCLE", "places": [[111.0, 35.0]], "radius_m": 50}')
    assert (page.hall.draft.shape is None) is replay


def test_that_a_place_of_the_past_says_who_answered_for_it_then_and_what_is_of_now(qtbot: QtBot) -> None:
    page = page_of(qtbot, replay=True)
    inspector = next(unit for unit in page.hall.units if unit.kind is UnitKind.INSPECTOR)
    page.hall.units.put([msgspec.structs.replace(inspector, version=2, duty_grids=["021"], name="当时的监督员")])
    page.view.go(*CENTRE, 16)
    page.until("yiping.map.getZoom()", 16)
    with qtbot.waitSignal(page.view.hands.place_wanted) as asked:
        page.right_click(QPoint(560, 300))
    lon, lat = asked.args
    later = InspectorAt(unit_id="u9", name="现在的监督员", phone="13800000000", team="", duty=DutyState.ON_DUTY)
    department = DepartmentAt(id="d1", name="市政公司", phone="0359-1", trades=[])
    place = PlaceAt(lon=lon, lat=lat, address="瑞祥路11号", address_en="", landmark=None, grids=[], inspectors=[later], departments=[department])
    page.view.hands.take_place(place)
    page.until("document.querySelector('.about').innerText.includes('瑞祥路11号')")
    told = page.ask("document.querySelector('.about').innerText")
    assert "当时的监督员" in told
    assert "现在的监督员" not in told
    assert "责任部门（现在）" in told
    with qtbot.waitSignal(page.view.hands.sight_wanted) as seen:
        page.ask("document.querySelector('.about button.door').click() ?? 1")
    assert seen.args == pytest.approx([lon, lat])


def test_that_what_lies_around_is_what_lay_there_then_and_nobody_else_is_asked(qtbot: QtBot) -> None:
    page = page_of(qtbot, replay=True)
    asked: list[object] = []
    page.view.hands.around_wanted.connect(lambda *place: asked.append(place))
    page.view.go(*CENTRE, 16)
    page.until("yiping.map.getZoom()", 16)
    page.key(Qt.Key.Key_O)
    page.until("yiping.state.tool", "around")
    page.drag(QPoint(500, 350), QPoint(700, 350))
    page.until("(document.querySelector('.about').innerText ?? '').includes('部件与台账按现在')")
    radius = page.ask("yiping.state.about.radius_m")
    lon, lat = page.ask("yiping.state.about.place")
    held = within(page.hall, Shown([Noun.UNIT]), Disc(lon, lat, radius))
    sections = {each["title"]: [row["text"] for row in each["rows"]] for each in page.ask("yiping.state.about.sections")}
    assert f"人员车辆  {len(held)}" in sections
    inspectors = {row.name for row in held if row.category == UnitKind.INSPECTOR}
    assert inspectors
    assert inspectors <= {text.split("  ")[0] for text in sections["联系人"]}, "whom to call, as far as the hall of then knows"
    assert asked == []


def test_that_an_area_of_the_past_is_selected_to_be_read(qtbot: QtBot, tmp_path: Path) -> None:
    page = page_of(qtbot, replay=True)
    chosen = SelectionList(page.hall)
    qtbot.addWidget(chosen)
    chosen.show()
    page.view.go(*CENTRE, 16)
    page.until("yiping.map.getZoom()", 16)
    page.key(Qt.Key.Key_X)
    page.drag(QPoint(250, 150), QPoint(750, 550))
    qtbot.waitUntil(lambda: bool(page.hall.chosen.rows))
    buttons = {part for part in chosen.acts.findChildren(QPushButton) if part.isVisibleTo(chosen)}
    assert buttons == {chosen.acts.locate, chosen.acts.csv, chosen.acts.geojson, chosen.acts.clear}
    chosen.export(tmp_path / "then.csv")
    read = list(csv.DictReader(io.StringIO((tmp_path / "then.csv").read_bytes().decode("utf-8-sig"))))
    (as_of,) = {row["as_of"] for row in read}
    assert timedelta() <= datetime.fromisoformat(as_of) - NOW < timedelta(minutes=5)  # its clock goes on meanwhile
    assert len(read) == len(page.hall.chosen.rows)


def test_that_escape_ends_what_the_map_does_and_then_leads_on(qtbot: QtBot) -> None:
    page = page_of(qtbot, replay=True)
    around = Around()
    qtbot.addWidget(around)
    QVBoxLayout(around).addWidget(page.view)
    around.resize(1000, 700)
    around.show()
    page.settle()
    page.key(Qt.Key.Key_R)
    page.until("yiping.state.tool", "ruler")
    page.key(Qt.Key.Key_Escape)
    page.until("yiping.state.tool", "")
    assert around.keys == []
    page.key(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: Qt.Key.Key_Escape in around.keys, timeout=30_000)
    page.view.setParent(None)  # each is let go by itself


def test_that_every_overlay_is_offered_and_what_has_no_past_is_lent(qtbot: QtBot) -> None:
    """Registers, basic grids, components and base maps have no past: they are shown as they are."""
    live, past = filled_hall(), filled_hall()
    past.replay = True
    fetched: list[RegisterKind] = []
    live.entries.wanted.connect(fetched.append)
    lent = Lent(live, past, past)
    register = Register(id=RegisterKind.BICYCLE, version=1, kind=RegisterKind.BICYCLE, count=1, at=past.clock.now())
    for hall in (live, past):
        hall.registers.replace([register])
    page = Hand(qtbot, past)
    offered = set(page.ask("[...document.querySelectorAll('.overlays [data-part=tick]')].map((each) => each.dataset.name)"))
    assert offered == set(drawing.rules())
    page.view.show_overlay("basic", True)
    page.view.show_overlay("bicycles", True)
    assert fetched == [RegisterKind.BICYCLE]
    bicycle = entry(RegisterKind.BICYCLE, 1, *CENTRE)
    add_register(live, RegisterKind.BICYCLE, [bicycle])
    live.basic.set(Squares(bulk.encode(Grid, basic_grids())))
    page.until("yiping.layers.get('bicycles').size", 1)
    qtbot.waitUntil(lambda: past.basic.squares is live.basic.squares)
    past.selection.set(Noun.REGISTER, f"{RegisterKind.BICYCLE}/{bicycle.id}")
    page.until("document.querySelector('.about').innerText.includes('回看中不查询现在的情况')")
    assert lent.parent() is past


def test_that_a_map_of_the_past_has_a_drawing_of_its_own(qtbot: QtBot) -> None:
    mine = drawing.Drawing(overlays={"coverage": True, "heat": True}).whole()
    page = page_of(qtbot, replay=True)
    page.view.draw(mine)
    page.view.show_overlay("heat", False)
    assert mine.overlays["heat"], "the map of now is as it was"
    assert (mine.overlays["coverage"], page.view.drawing.overlays["coverage"]) == (True, True)
