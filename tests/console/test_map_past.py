"""The map of a hall of the past: what asks or draws what is of now is not there, by button, key or mouse; Escape leads on to the window."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.hall.basic import Squares
from console.hall.lent import Lent
from console.map import drawing
from tests.console.filled_hall import CENTRE, filled_hall
from tests.console.map_hand import Hand
from tests.console.map_page import chinese
from tests.console.rich_hall import add_register, basic_grids, entry
from wire import bulk
from wire.codes import Noun, RegisterKind
from wire.grids import Grid
from wire.registers import Register

__all__ = ["chinese"]
pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("chinese")]
OF_NOW = {"rect", "lasso", "polygon", "around", "fence", "circle", "corridor"}


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
def test_that_only_the_hall_of_now_is_asked_and_drawn_in(qtbot: QtBot, replay: bool) -> None:
    page = page_of(qtbot, replay)
    asked: list[tuple[float, ...]] = []
    page.view.hands.place_wanted.connect(lambda *place: asked.append(place))
    page.view.hands.around_wanted.connect(lambda *place: asked.append(place))
    assert tools(page) >= {"search", "ruler", "print"}
    assert (tools(page) & OF_NOW) == (set() if replay else OF_NOW)
    for key, held in ((Qt.Key.Key_O, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_G, Qt.KeyboardModifier.NoModifier)):
        page.key(key, held)
        assert bool(page.ask("yiping.state.tool")) is not replay
        page.key(Qt.Key.Key_Escape)
    if replay:
        page.until("[...document.querySelectorAll('.chip')].some(each => each.innerText.includes('只用于现在'))")
    page.right_click(QPoint(400, 300))
    page.key(Qt.Key.Key_P)
    page.settle()
    if replay:
        assert asked == []
    else:
        qtbot.waitUntil(lambda: len(asked) == 2, timeout=30_000)
    page.key(Qt.Key.Key_Question, text="?")
    page.until("!document.querySelector('.help').hidden")
    assert page.ask("document.querySelector('.help').innerText.includes('周边查询')") is not replay


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


def test_that_overlays_of_now_alone_are_not_offered_and_the_others_are_lent(qtbot: QtBot) -> None:
    """Registers, basic grids, components and base maps have no past: they are shown as they are; coverage and scores are of now alone."""
    live, past = filled_hall(), filled_hall()
    past.replay = True
    fetched: list[RegisterKind] = []
    live.entries.wanted.connect(fetched.append)
    lent = Lent(live, past, past)
    register = Register(id=RegisterKind.BICYCLE, version=1, kind=RegisterKind.BICYCLE, count=1, at=past.clock.now())
    for hall in (live, past):
        hall.registers.replace([register])
    page = Hand(qtbot, past)
    assert {"coverage", "scores", "track", "whereabouts"} == set(drawing.of_now())
    offered = set(page.ask("[...document.querySelectorAll('.overlays [data-part=tick]')].map((each) => each.dataset.name)"))
    assert offered == set(drawing.rules()) - drawing.of_now()
    for overlay in drawing.of_now():
        page.view.show_overlay(overlay, True)
        assert page.view.drawing.overlays[overlay] is False
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
    assert (mine.overlays["coverage"], page.view.drawing.overlays["coverage"]) == (True, False)
