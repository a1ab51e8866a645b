"""A tour on a real wall with real streams, and alarms that hold their cells."""

from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.api import Api
from console.connection import Connection
from console.hall.hall import Hall
from console.hall.streams import StreamState
from console.hall.tours import Group, Period, Tour
from console.widgets.playback.look import PastLook
from console.widgets.tour_form import TourForm
from console.widgets.video_patrol import Patrol, PatrolBar
from console.widgets.video_wall import VideoWall
from console.workers.footage_files import FootageFiles
from console.workers.footage_reel import FootagePool
from console.workers.streams import StreamPool
from tests.console.stream_bench import ending_pool
from tests.simulator.camera_process import CameraProcess, make_clips
from wire.cameras import Camera
from wire.codes import Noun
from wire.people import User

WAIT_MS = 30_000
TOUR = Tour(name="夜巡", groups=[Group("north", ["c0", "c1", "c2"]), Group("south", ["c3", "c4"])], dwell_s=6, layout="4")


@pytest.fixture(scope="module")
def cameras(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CameraProcess]:
    with CameraProcess(make_clips(tmp_path_factory.mktemp("clips"))) as process:
        yield process


@pytest.fixture
def pool() -> Iterator[StreamPool]:
    with ending_pool() as pool:
        yield pool


@pytest.fixture
def hall(qtbot: QtBot, cameras: CameraProcess) -> Hall:
    hall = Hall(User(id="u1", version=1, name="zhang", full_name="张敏", roles=[]))
    hall.link.heard()
    hall.cameras.put(
        Camera(id=f"c{n}", version=1, code=f"{n:03}", name=f"Camera {n}", lon=0, lat=0, sub_url=cameras.rtsp(f"long/{n}")) for n in range(6)
    )
    return hall


@pytest.fixture
def wall(qtbot: QtBot, hall: Hall, pool: StreamPool) -> VideoWall:
    wall = VideoWall(hall, pool)
    qtbot.addWidget(wall)
    wall.resize(960, 600)
    wall.show()
    return wall


def test_that_a_tour_goes_from_page_to_page_and_opens_the_next_beforehand(
    qtbot: QtBot, hall: Hall, cameras: CameraProcess, pool: StreamPool, wall: VideoWall
) -> None:
    patrol = Patrol(wall, hall, pool)
    patrol.start(TOUR)
    assert wall.cameras() == ["c0", "c1", "c2", ""]
    worker = None

    def opened() -> bool:
        nonlocal worker
        worker = pool.worker(cameras.rtsp("long/3"))
        return worker is not None and worker.decoded > 0

    qtbot.waitUntil(opened, timeout=WAIT_MS)
    assert patrol.page == 0
    assert worker is not None
    assert worker.keys_only
    with qtbot.waitSignal(patrol.paged, timeout=WAIT_MS):
        pass
    assert (patrol.page, patrol.group, wall.cameras()) == (1, "south", ["c3", "c4", "", ""])
    assert wall.panes[0].picture() is not None  # at once: it was there already
    qtbot.waitUntil(lambda: wall.panes[0].state() == StreamState.LIVE, timeout=WAIT_MS)
    assert worker.opens == 1
    assert not worker.keys_only
    with qtbot.waitSignal(patrol.paged, timeout=WAIT_MS):
        pass
    assert patrol.page == 0
    patrol.stop()


def test_that_the_next_page_is_opened_as_large_as_the_panes_it_will_have(
    qtbot: QtBot, hall: Hall, cameras: CameraProcess, pool: StreamPool, wall: VideoWall
) -> None:
    """Who looks at the past in the large pane keeps it: the page comes to the panes behind it."""
    files = FootageFiles(Api(Connection("http://127.0.0.1:9", "")))  # nobody is there: nothing can be shown of the past
    footage = FootagePool(files, {})
    wall.restore("1+5", ["c5"])
    wall.panes[0].look_back(PastLook(footage, hall.past), hall.past)
    patrol = Patrol(wall, hall, pool)
    patrol.start(msgspec.structs.replace(TOUR, layout="1+5", dwell_s=5))
    assert wall.cameras() == ["c5", "c0", "c1", "c2", "", ""]

    def wanted(number: int) -> list[tuple[int, int]]:
        worker = pool.worker(cameras.rtsp(f"long/{number}"))
        return worker.mailbox.wanted() if worker is not None else []

    qtbot.waitUntil(lambda: bool(wanted(3) and wanted(4)), timeout=WAIT_MS)
    assert patrol.page == 0
    assert [wanted(3), wanted(4)] == [[wall.panes[1].pixels()], [wall.panes[2].pixels()]]
    assert wall.panes[1].pixels() != wall.panes[0].pixels()
    patrol.stop()
    wall.panes[0].look_back(None, hall.past)
    footage.stop()
    footage.join()


def test_that_a_tour_is_led_by_hand_and_waits_for_its_time(qtbot: QtBot, hall: Hall, pool: StreamPool, wall: VideoWall) -> None:
    patrol = Patrol(wall, hall, pool)
    bar = PatrolBar(patrol)
    qtbot.addWidget(bar)
    assert not bar.isVisibleTo(bar.parentWidget())
    patrol.start(TOUR)
    bar.next.click()
    assert patrol.page == 1
    bar.next.click()
    assert patrol.page == 0
    bar.back.click()
    assert patrol.page == 1
    bar.pause.click()
    assert patrol.paused
    left = patrol.left_s
    qtbot.wait(700)
    assert patrol.left_s == left
    assert "south 2/2" in bar.where.text()
    bar.end.click()
    assert patrol.tour is None
    soon = hall.clock.now() + timedelta(hours=2)
    start, end = (f"{soon + timedelta(minutes=minutes):%H:%M}" for minutes in (0, 10))
    patrol.start(Tour(name="later", groups=TOUR.groups, periods=[Period(start, end)]))
    qtbot.waitUntil(lambda: patrol.waiting)
    assert patrol.next_start() == start
    patrol.stop()


def test_that_an_alarm_holds_its_cell_until_it_is_acknowledged(qtbot: QtBot, hall: Hall, pool: StreamPool, wall: VideoWall) -> None:
    patrol = Patrol(wall, hall, pool)
    patrol.start(TOUR)
    wall.raise_alarm("c5", "占道经营")
    assert wall.cameras() == ["c0", "c1", "c2", "c5"]
    assert wall.panes[3].face().alarm == "占道经营"
    assert wall.free_cells() == 3
    patrol.step(1)
    assert wall.cameras() == ["c3", "c4", "", "c5"]
    wall.raise_alarm("c3", "积水")  # where it is already
    patrol.step(1)
    assert wall.cameras() == ["c3", "c4", "", "c5"]  # once is enough
    assert patrol.count() == 3  # fewer cells, more pages
    assert wall.acknowledge()
    assert wall.acknowledge()
    assert not wall.acknowledge()
    patrol.step(1)
    assert wall.cameras() == ["c3", "c4", "", ""]
    patrol.stop()


def test_that_an_alarm_without_a_cell_waits_in_sight_and_takes_the_next_free_one(qtbot: QtBot, hall: Hall, wall: VideoWall) -> None:
    wall.restore("4", ["c0", "c1", "c2", "c3"])
    for number in range(4):
        wall.raise_alarm(f"c{number}", f"积水 {number}")
    assert not wall.waiting.isVisible()
    wall.raise_alarm("c4", "占道经营")
    wall.raise_alarm("c5", "火情")
    wall.raise_alarm("c4", "占道经营 2")  # of a camera the newest counts, in the place of the first
    assert wall.waiting.isVisible()
    assert "2" in wall.waiting.text
    assert "Camera 4" in wall.waiting.text
    assert wall.acknowledge()
    assert wall.cameras() == ["c4", "c1", "c2", "c3"]
    assert wall.panes[0].alarm == "占道经营 2"
    assert len(wall.waiting) == 1
    wall.raise_alarm("c1", "积水 again")  # has its cell
    assert len(wall.waiting) == 1
    wall.raise_alarm("gone", "冒烟")
    qtbot.keyClick(wall.panes[1], Qt.Key.Key_Delete)
    assert wall.cameras() == ["c4", "c5", "c2", "c3"]
    assert "gone" in wall.waiting.text
    wall.toggle_full()
    assert wall.waiting.window().isFullScreen()
    assert wall.waiting.isVisible()
    wall.toggle_full()
    wall.set_layout("6")
    assert (wall.panes[5].camera_id, wall.panes[5].alarm) == ("gone", "冒烟")
    assert not wall.waiting.isVisible()


def test_that_no_alarm_is_lost_to_a_smaller_layout_or_to_a_camera_put_in_its_cell(qtbot: QtBot, hall: Hall, wall: VideoWall) -> None:
    wall.restore("4", ["c0", "c1", "c2", "c3"])
    wall.raise_alarm("c3", "积水")
    wall.raise_alarm("c2", "火情")
    wall.set_layout("1")
    assert (wall.cameras(), wall.panes[0].alarm, len(wall.waiting)) == (["c2"], "火情", 1)
    wall.set_layout("4")
    assert {pane.camera_id: pane.alarm for pane in wall.panes[:4] if pane.alarm} == {"c2": "火情", "c3": "积水"}
    assert len(wall.waiting) == 0
    wall.panes[0].dropped.emit("c5")
    assert wall.cameras()[0] == "c5"
    assert {pane.camera_id: pane.alarm for pane in wall.panes[:4] if pane.alarm} == {"c2": "火情", "c3": "积水"}
    for camera in ("c0", "c1", "c5"):
        wall.raise_alarm(camera, "占道经营")
    held = [pane.camera_id for pane in wall.panes[:4]]
    gone = next(camera for camera in held if camera != "c5")
    wall.panes[held.index(gone)].dropped.emit("c4")
    assert gone in wall.waiting._waiting
    while wall.acknowledge():
        pass
    assert len(wall.waiting) == 0


def test_that_keys_move_swap_zoom_and_fill_the_screen(qtbot: QtBot, hall: Hall, wall: VideoWall) -> None:
    wall.restore("1+5", ["c0", "c1", "c2", "c3", "c4", "c5"])
    pane = wall.panes[0]
    qtbot.keyClick(wall, Qt.Key.Key_2)
    assert (wall.hot, hall.selection.id) == (1, "c1")
    qtbot.keyClick(wall, Qt.Key.Key_Left)
    assert wall.hot == 0
    qtbot.keyClick(wall, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert wall.cameras()[0] == "c3" or wall.cameras()[0] == "c4"
    assert "c0" in wall.cameras()[1:]
    qtbot.waitUntil(lambda: pane.picture() is not None, timeout=WAIT_MS)
    qtbot.keyClick(pane, Qt.Key.Key_Plus)
    assert pane.lens.part.width() == pytest.approx(0.8)
    qtbot.waitUntil(lambda: pane.pixels()[0] > pane.width())
    qtbot.keyClick(pane, Qt.Key.Key_0)
    assert not pane.lens.near
    qtbot.keyClick(wall, Qt.Key.Key_I)
    assert pane.face().foot
    qtbot.keyClick(wall, Qt.Key.Key_F)
    window = pane.window()
    assert window is not wall.window()
    assert window.isFullScreen()
    qtbot.keyClick(pane, Qt.Key.Key_Escape)
    assert pane.window() is wall.window()
    qtbot.waitUntil(lambda: pane.isVisible() and pane.picture() is not None, timeout=WAIT_MS)


def test_that_two_panes_swap_and_a_listed_camera_is_dragged(qtbot: QtBot, hall: Hall, wall: VideoWall) -> None:
    wall.restore("4", ["c0", "c1", "c2", "c3"])
    wall.panes[2].swapped.emit(wall.panes[0])
    assert wall.cameras() == ["c2", "c1", "c0", "c3"]
    assert wall.hot == 2
    wall.list.show()
    wall.list.filter.setText("era 5")
    [item] = wall.list.items()
    assert item.text(0) == "Camera 5  005"
    data = wall.list.list.mimeData([item])
    assert bytes(data.data("application/x-yiping-camera").data()) == b"c5"
    qtbot.keyClick(wall.list.list, Qt.Key.Key_Down)
    wall.list.list.itemActivated.emit(item, 0)
    assert wall.cameras()[2] == "c5"
    assert hall.selection.noun in (None, Noun.CAMERA)


def test_that_a_tour_is_made_in_its_form_and_bad_ones_are_refused_at_their_field(qtbot: QtBot, hall: Hall, wall: VideoWall) -> None:
    form = TourForm(hall, wall)
    kept: list[tuple[Tour, str]] = []
    form.kept.connect(lambda tour, was: kept.append((tour, was)))
    form.ask()
    form._buttons.accepted.emit()
    assert form.wrong.isVisible()
    form.name.setText("早高峰")
    form._buttons.accepted.emit()
    assert kept == []
    form.list.list.selectAll()
    form.add.click()
    form.add_group.click()
    form.list.chosen.emit("c2")
    form.periods.setText("7-9")
    form._buttons.accepted.emit()
    assert "7-9" in form.wrong.text()
    form.periods.setText("07:00-09:00")
    form.dwell.setValue(20)
    form.layouts.setCurrentText("1+5")
    form._buttons.accepted.emit()
    ((tour, was),) = kept
    assert was == ""
    assert (tour.name, tour.dwell_s, tour.layout, tour.periods) == ("早高峰", 20, "1+5", [Period("07:00", "09:00")])
    assert [group.cameras for group in tour.groups] == [[f"c{number}" for number in range(6)], ["c2"]]
    form.ask(tour)
    assert form.groups.topLevelItemCount() == 2
    with qtbot.waitSignal(form.removed) as removed:
        form.forget.click()
    assert removed.args == ["早高峰"]
