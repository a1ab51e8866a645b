"""The wall on real monitors: panes go out, come back where they were, and never get lost."""

from collections.abc import Callable

import msgspec
import PySide6QtAds as QtAds
import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from console import words
from console.wall import layouts, screens
from console.wall.desks import desk_of, desks
from console.wall.layouts import MOST, Layout, Layouts
from console.wall.place import Place, sizes
from console.wall.wall import Wall
from console.words.labels import PANE as PANE_WORDS
from tests.console.map_page import speak
from tests.console.monitors import Monitors, monitors
from wire.codes import HALL, OFFICE, Role

__all__ = ["monitors"]
pytestmark = pytest.mark.gui
WAIT_MS = 20_000
PANES = {
    "map": (Place.CENTRE, ("地图", "Map")),
    "queue": (Place.LEFT, ("案件", "Cases")),
    "card": (Place.RIGHT, ("案卷", "Case")),
    "dispatch": (Place.FORM, ("派遣", "Dispatch")),
    "video": (Place.BELOW, ("视频", "Video")),
    "outbox": (Place.BELOW, ("发件箱", "Outbox")),
    "track": (Place.BELOW, ("轨迹", "Track")),
}


class Disk:
    def __init__(self) -> None:
        self.body: bytes | None = None

    def load(self) -> bytes | None:
        return self.body

    def save(self, body: bytes) -> None:
        self.body = body


@pytest.fixture
def disk() -> Disk:
    return Disk()


def title(pair: tuple[str, str]) -> Callable[[], str]:
    return lambda: words.choose(*pair)


def wall_of(qtbot: QtBot, disk: Disk, size: QSize | None = None) -> Wall:
    wall = Wall(disk.load, disk.save)
    qtbot.addWidget(wall)
    for name, (place, pair) in PANES.items():
        wall.add(name, QLabel(name), place, title(pair))
    if size:
        wall.resize(size)
    with qtbot.waitSignal(wall.arranged, timeout=WAIT_MS):
        wall.show()
    qtbot.waitExposed(wall)
    return wall


def place_of(wall: Wall, name: str) -> QRect:
    pane = wall.pane(name)
    return QRect(pane.mapTo(wall, pane.rect().topLeft()), pane.size())


def arrangement(wall: Wall) -> dict[str, tuple[bool, QRect]]:
    return {name: (wall.is_torn_off(name), place_of(wall, name)) for name in wall.names() if wall.pane(name).isVisible()}


@pytest.mark.parametrize("size", [QSize(1366, 768), QSize(1920, 1080)], ids=["1366x768", "1920x1080"])
def test_that_the_map_is_the_largest_pane_at_first(qtbot: QtBot, disk: Disk, size: QSize) -> None:
    wall = wall_of(qtbot, disk, size)
    area = {name: place.width() * place.height() for name, (_, place) in arrangement(wall).items()}
    assert max(area, key=lambda name: area[name]) == "map"
    assert area["map"] > 0.3 * size.width() * size.height()
    assert place_of(wall, "queue").right() < place_of(wall, "map").left()
    assert place_of(wall, "map").right() < place_of(wall, "card").left()
    assert place_of(wall, "map").bottom() < place_of(wall, "video").top()


def test_that_card_and_form_stand_together_where_there_is_room(qtbot: QtBot, disk: Disk) -> None:
    assert wall_of(qtbot, disk, QSize(1920, 1080)).pane("dispatch").isVisible()
    narrow = wall_of(qtbot, Disk(), QSize(1366, 768))
    assert [narrow.pane(name).isVisible() for name in ("card", "dispatch")] == [True, False]
    narrow.show_pane("dispatch")
    assert [narrow.pane(name).isVisible() for name in ("card", "dispatch")] == [False, True]


def test_that_the_card_goes_over_the_forms_again(qtbot: QtBot, disk: Disk) -> None:
    wall = wall_of(qtbot, disk, QSize(1920, 1080))
    before = arrangement(wall)
    assert place_of(wall, "card").bottom() < place_of(wall, "dispatch").top()
    wall.tear_off("card")
    wall.reset()
    qtbot.waitUntil(lambda: arrangement(wall) == before, timeout=WAIT_MS)


def test_that_a_torn_off_pane_comes_back_where_it_was(qtbot: QtBot, disk: Disk) -> None:
    wall = wall_of(qtbot, disk)
    before = arrangement(wall)
    wall.keep()
    wall.tear_off("card")
    assert wall.is_torn_off("card")
    wall.bring_home("card")
    qtbot.waitUntil(lambda: arrangement(wall) == before, timeout=WAIT_MS)


def test_that_bringing_one_pane_home_leaves_what_was_moved_meanwhile(qtbot: QtBot, disk: Disk) -> None:
    wall = wall_of(qtbot, disk)
    wall.keep()
    wall.tear_off("card")
    wall.tear_off("track")
    wall.bring_home("card")
    assert [wall.is_torn_off(name) for name in ("card", "track")] == [False, True]
    assert wall.pane("card").isVisible()


def test_that_an_arrangement_outlives_the_wall(qtbot: QtBot, disk: Disk) -> None:
    wall = wall_of(qtbot, disk)
    wall.tear_off("video")
    wall.show_pane("dispatch")
    window = wall.pane("video").window()
    window.setGeometry(300, 200, 500, 400)
    qtbot.waitUntil(lambda: window.geometry() == QRect(300, 200, 500, 400), timeout=WAIT_MS)
    wall.close()
    again = wall_of(qtbot, disk)
    assert again.is_torn_off("video")
    assert again.pane("video").window().geometry() == QRect(300, 200, 500, 400)
    assert not any(again.is_torn_off(name) for name in again.names() if name != "video")


def test_that_what_was_brought_to_the_front_has_its_room_there_again(qtbot: QtBot, disk: Disk) -> None:
    """A pane that nobody has seen in the new wall comes up at once, as large as it was, and squeezes no other."""
    wall = wall_of(qtbot, disk)
    wall.toggle_action("track").trigger()
    wall.show_pane("outbox")
    qtbot.waitUntil(lambda: wall.pane("outbox").isVisible() and wall.pane("outbox").width() == wall.pane("map").width(), timeout=WAIT_MS)
    before = {name: place_of(wall, name) for name in ("map", "outbox", "queue", "card")}
    wall.close()
    again = wall_of(qtbot, disk)
    qtbot.waitUntil(lambda: {name: place_of(again, name) for name in before} == before, timeout=WAIT_MS)


def test_that_a_pane_on_a_monitor_that_is_unplugged_comes_home_and_goes_back_with_it(qtbot: QtBot, disk: Disk, monitors: Monitors) -> None:
    monitors.two()
    wall = wall_of(qtbot, disk, QSize(monitors.width, monitors.height))
    wall.tear_off("map")
    window = wall.pane("map").window()
    window.setGeometry(monitors.width + 100, 100, 600, 500)
    qtbot.waitUntil(lambda: window.geometry().x() == monitors.width + 100, timeout=WAIT_MS)
    wall.keep()
    with qtbot.waitSignal(wall.arranged, timeout=WAIT_MS):
        monitors.unplug_right()
    assert not wall.is_torn_off("map")
    assert wall.pane("map").isVisible()
    with qtbot.waitSignal(wall.arranged, timeout=WAIT_MS):
        monitors.two()
    assert wall.is_torn_off("map")
    assert wall.pane("map").window().geometry() == QRect(monitors.width + 100, 100, 600, 500)


def test_that_each_set_of_monitors_has_its_own_layout(qtbot: QtBot, disk: Disk, monitors: Monitors) -> None:
    wall = wall_of(qtbot, disk)
    wall.tear_off("track")
    wall.keep()
    with qtbot.waitSignal(wall.arranged, timeout=WAIT_MS):
        monitors.two()
    wall.bring_home("track")
    wall.keep()
    assert len(layouts.from_bytes(disk.body).by_screens) == 2
    with qtbot.waitSignal(wall.arranged, timeout=WAIT_MS):
        monitors.restore()
    assert wall.is_torn_off("track")


def test_that_the_wall_itself_never_opens_out_of_reach(qtbot: QtBot, disk: Disk) -> None:
    wall = wall_of(qtbot, disk, QSize(800, 600))
    wall.move(100, 100)
    wall.keep()
    saved = layouts.from_bytes(disk.body)
    far = {key: msgspec.structs.replace(layout, window=(9000, 9000, 800, 600)) for key, layout in saved.by_screens.items()}
    disk.body = Layouts(by_screens=far).to_bytes()
    assert screens.reachable(wall_of(qtbot, disk).frameGeometry())


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"by_screens": 1}', b'{"format": 99}', b"\xff\x00"])
def test_that_a_broken_layout_does_not_keep_the_hall_from_opening(qtbot: QtBot, disk: Disk, body: bytes) -> None:
    disk.body = body
    assert wall_of(qtbot, disk).pane("map").isVisible()


def test_that_a_layout_that_does_not_fit_gives_way_to_the_first_one(qtbot: QtBot, disk: Disk) -> None:
    disk.body = Layouts(by_screens={screens.key(): Layout(b"<not a layout>", (0, 0, 900, 700), False, {})}).to_bytes()
    assert arrangement(wall_of(qtbot, disk)) == arrangement(wall_of(qtbot, Disk()))


def test_that_reset_brings_everything_home(qtbot: QtBot, disk: Disk) -> None:
    wall = wall_of(qtbot, disk)
    before = arrangement(wall)
    for name in ("map", "queue", "video"):
        wall.tear_off(name)
    wall.toggle_action("card").trigger()
    wall.reset()
    qtbot.waitUntil(lambda: arrangement(wall) == before, timeout=WAIT_MS)


def test_that_titles_speak_the_language(qtbot: QtBot, disk: Disk) -> None:
    wall = wall_of(qtbot, disk)
    speak("en")
    try:
        assert [label.window() for label in wall.findChildren(QWidget) if getattr(label, "text", str)() == "Dispatch"]
    finally:
        speak("zh_CN")
    assert [label for label in wall.findChildren(QWidget) if getattr(label, "text", str)() == "派遣"]


def test_that_a_layout_is_saved_only_when_it_changed(qtbot: QtBot, disk: Disk) -> None:
    wall = wall_of(qtbot, disk)
    wall.keep()
    first = disk.body
    disk.body = None
    wall.keep()
    assert disk.body is None
    wall.tear_off("track")
    wall.keep()
    assert disk.body not in (None, first)


def test_that_closing_the_wall_closes_its_torn_off_panes(qtbot: QtBot, disk: Disk) -> None:
    wall = wall_of(qtbot, disk)
    wall.tear_off("map")
    window = wall.pane("map").window()
    wall.close()
    assert not window.isVisible()


def test_that_only_the_latest_sets_of_monitors_are_remembered() -> None:
    many = Layouts()
    for number in range(MOST + 5):
        many.put(f"set {number}", Layout(b"a", (0, 0, 1, 1), False, {}))
    many.put("set 7", Layout(b"b", (0, 0, 1, 1), True, {"map": (1, 2, 3, 4)}))
    assert list(many.by_screens) == [f"set {number}" for number in range(5, MOST + 5) if number != 7] + ["set 7"]
    assert layouts.from_bytes(many.to_bytes()) == many


@pytest.mark.parametrize("size", [QSize(1280, 720), QSize(1366, 768), QSize(1920, 1080), QSize(3840, 2160)])
def test_that_the_centre_gets_more_than_either_side(size: QSize) -> None:
    wanted = sizes(size)
    assert sum(wanted.columns) == size.width()
    assert wanted.columns[1] > max(wanted.columns[0], wanted.columns[2])
    assert wanted.centre[0] > wanted.centre[1]


def test_that_a_desk_shows_its_panes_in_its_places_and_hides_the_others(monitors: Monitors, disk: Disk, qtbot: QtBot) -> None:
    wall = wall_of(qtbot, disk, QSize(1900, 1000))
    wall.lay({Place.LEFT: ["queue"], Place.CENTRE: ["track", "map"], Place.RIGHT: ["card"]})
    assert {name for name in wall.names() if wall.toggle_action(name).isChecked()} == {"queue", "track", "map", "card"}
    assert wall.pane("track").isVisible()
    assert not wall.pane("map").isVisible()  # a tab behind it
    wall.show_pane("video")
    assert wall.pane("video").isVisible()
    wall.lay(None)
    assert all(wall.toggle_action(name).isChecked() for name in wall.names())
    assert wall.pane("map").isVisible()


@pytest.mark.parametrize("shown", [["card", "dispatch"], ["card"]])
def test_that_a_column_has_its_width_whether_there_is_a_form_under_the_card_or_not(disk: Disk, qtbot: QtBot, shown: list[str]) -> None:
    wall = wall_of(qtbot, disk, QSize(1900, 1000))
    under = {Place.FORM: shown[1:]} if shown[1:] else {}
    wall.lay({Place.LEFT: ["queue"], Place.CENTRE: ["map"], Place.RIGHT: ["card"], Place.BELOW: ["video"], **under})
    wanted = sizes(wall.size()).columns
    for name, width in zip(("queue", "map", "card"), wanted, strict=True):
        assert place_of(wall, name).width() == pytest.approx(width, abs=5)


def test_that_the_desk_of_a_post_is_what_one_begins_with_until_something_was_kept(monitors: Monitors, disk: Disk, qtbot: QtBot) -> None:
    for kept in (False, True):
        wall = Wall(disk.load, disk.save)
        qtbot.addWidget(wall)
        for name, (place, pair) in PANES.items():
            wall.add(name, QLabel(name), place, title(pair))
        wall.begin_with({Place.CENTRE: ["map"], Place.LEFT: ["queue"]} if not kept else {Place.CENTRE: ["video"]})
        with qtbot.waitSignal(wall.arranged, timeout=WAIT_MS):
            wall.show()
        qtbot.waitUntil(lambda: disk.body is not None)
        assert {name for name in wall.names() if wall.toggle_action(name).isChecked()} == {"map", "queue"}
        wall.close()


def test_that_every_post_of_the_hall_gets_a_desk_of_panes_that_there_are() -> None:
    named = {name for desk in desks().values() for names in desk.values() for name in names}
    assert named <= set(PANE_WORDS)
    shown = {post: {name for names in desk.values() for name in names} for post, desk in desks().items()}
    assert all(("sight" in names) == (post in HALL) for post, names in shown.items() if "map" in names)
    assert desk_of([Role.ACCEPTOR, Role.DUTY_LEADER]) is Role.DUTY_LEADER
    assert desk_of([Role.ADMIN, Role.ACCEPTOR]) is Role.ACCEPTOR
    assert set(desks()) == HALL | OFFICE


def test_that_titles_are_whole_and_a_menu_stands_where_they_have_no_room(qtbot: QtBot, disk: Disk) -> None:
    wall = wall_of(qtbot, disk, QSize(1600, 800))
    for number in range(8):
        wall.add(f"more-{number}", QLabel(), Place.BELOW, title((f"第{number}个窗格", f"Pane number {number}")))
    wall.show_pane("more-7")
    area = wall._panes["more-7"].dockAreaWidget()
    menu, bar = area.titleBar().button(QtAds.TitleBarButtonTabsMenu), area.titleBar().tabBar()
    wall.resize(2600, 800)
    qtbot.waitUntil(lambda: not menu.isVisible(), timeout=WAIT_MS)
    wall.resize(700, 800)
    qtbot.waitUntil(menu.isVisible, timeout=WAIT_MS)
    tab = wall._panes["more-7"].tabWidget()
    qtbot.waitUntil(lambda: bar.viewport().rect().contains(QRect(tab.mapTo(bar, tab.rect().topLeft()), tab.size())), timeout=WAIT_MS)
    assert not any(dock.tabWidget().isTitleElided() for dock in area.openedDockWidgets())


def test_that_a_pane_that_comes_back_with_another_desk_has_its_title_again(qtbot: QtBot, disk: Disk) -> None:
    wall = wall_of(qtbot, disk, QSize(1920, 1080))
    wall.lay({Place.LEFT: ["queue"], Place.CENTRE: ["map"], Place.RIGHT: ["card"], Place.BELOW: ["outbox"]})
    wall.lay({Place.CENTRE: ["track"], Place.BELOW: ["video"]})
    wall.lay({Place.LEFT: ["queue"], Place.CENTRE: ["map"], Place.RIGHT: ["card"], Place.BELOW: ["outbox"]})
    tabs = {name: wall._panes[name].tabWidget() for name in ("queue", "map", "card", "outbox")}
    qtbot.waitUntil(lambda: all(tab.isVisible() and tab.visibleRegion().boundingRect().width() == tab.width() for tab in tabs.values()))
