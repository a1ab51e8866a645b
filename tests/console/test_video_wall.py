"""The wall of panes on a real Hall and real streams."""

import re
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.hall.hall import Hall
from console.hall.streams import StreamState
from console.widgets import video_words
from console.widgets.pane import Pane
from console.widgets.video_spot import HotSpot
from console.widgets.video_wall import VideoWall
from console.workers.streams import StreamPool
from console.workers.streams_worker import SPARED_S
from tests.simulator.camera_process import CameraProcess, make_clips
from wire.cameras import Camera
from wire.codes import Noun
from wire.people import User

WAIT_MS = 20_000
ME = User(id="u1", version=1, name="zhang", full_name="张敏", roles=[])


@pytest.fixture(scope="module")
def cameras(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CameraProcess]:
    with CameraProcess(make_clips(tmp_path_factory.mktemp("clips"))) as process:
        yield process


@pytest.fixture
def pool() -> Iterator[StreamPool]:
    pool = StreamPool()
    yield pool
    pool.stop()
    assert pool.join() == []


@pytest.fixture
def hall(qtbot: QtBot) -> Hall:
    hall = Hall(ME)
    hall.link.heard()
    return hall


@pytest.fixture
def wall(qtbot: QtBot, hall: Hall, pool: StreamPool) -> VideoWall:
    wall = VideoWall(hall, pool)
    qtbot.addWidget(wall)
    wall.resize(960, 600)
    wall.show()
    return wall


def put_cameras(hall: Hall, urls: list[str]) -> None:
    hall.cameras.put(
        Camera(id=f"c{number}", version=1, code=f"{number:03}", name=f"Camera {number}", lon=0, lat=0, sub_url=url) for number, url in enumerate(urls)
    )


def visible(wall: VideoWall) -> list[int]:
    return [number for number, pane in enumerate(wall.panes) if pane.isVisible()]


def states(wall: VideoWall) -> list[StreamState | None]:
    return [pane.state() for pane in wall.panes if pane.isVisible()]


def test_that_nine_cameras_play_side_by_side(qtbot: QtBot, hall: Hall, cameras: CameraProcess, wall: VideoWall) -> None:
    put_cameras(hall, [cameras.rtsp(f"long/{number}") for number in range(9)])
    wall.set_layout("9")
    qtbot.waitUntil(lambda: states(wall) == [StreamState.LIVE] * 9, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: all(pane.picture() for pane in wall.panes), timeout=WAIT_MS)


def test_that_four_panes_of_one_camera_decode_it_once(qtbot: QtBot, hall: Hall, cameras: CameraProcess, pool: StreamPool, wall: VideoWall) -> None:
    url = cameras.rtsp("long/once")
    put_cameras(hall, [url])
    wall.restore("4", ["c0"] * 4)
    qtbot.waitUntil(lambda: all(pane.picture() for pane in wall.panes[:4]), timeout=WAIT_MS)
    worker = pool.worker(url)
    assert worker is not None
    assert worker.opens == 1
    assert [thread for thread in threading.enumerate() if thread.name.startswith("stream")] == [worker]


def test_that_a_dead_camera_does_not_spoil_its_neighbours(qtbot: QtBot, hall: Hall, cameras: CameraProcess, wall: VideoWall) -> None:
    put_cameras(hall, [cameras.rtsp(path) for path in ("long/1?fault=hang", "long/2?fault=garbage", "long/3?fault=404", "long/4")])
    wall.set_layout("4")
    qtbot.waitUntil(lambda: states(wall)[3] == StreamState.LIVE, timeout=WAIT_MS)
    expected = [StreamState.OFFLINE, StreamState.OFFLINE, StreamState.REFUSED, StreamState.LIVE]
    qtbot.waitUntil(lambda: states(wall) == expected, timeout=WAIT_MS)


def test_that_the_wall_comes_back_after_the_server_was_killed(
    qtbot: QtBot, hall: Hall, wall: VideoWall, tmp_path_factory: pytest.TempPathFactory
) -> None:
    process = CameraProcess(make_clips(tmp_path_factory.mktemp("killed")))
    process.start()
    put_cameras(hall, [process.rtsp("long/1"), process.rtsp("long/2")])
    qtbot.waitUntil(lambda: states(wall)[:2] == [StreamState.LIVE] * 2, timeout=WAIT_MS)
    process.kill()
    qtbot.waitUntil(lambda: all(pane.face().veiled for pane in wall.panes[:2]), timeout=WAIT_MS)
    assert states(wall)[:2] == [StreamState.OFFLINE] * 2
    process.start()
    qtbot.waitUntil(lambda: states(wall)[:2] == [StreamState.LIVE] * 2, timeout=2 * WAIT_MS)
    qtbot.waitUntil(lambda: not any(pane.face().veiled for pane in wall.panes[:2]), timeout=WAIT_MS)
    process.stop()


def test_that_the_wall_fills_itself_until_somebody_chooses(hall: Hall, wall: VideoWall) -> None:
    put_cameras(hall, ["", "rtsp://127.0.0.1:9/1", "rtsp://127.0.0.1:9/2"])
    assert wall.cameras()[:3] == ["c1", "c2", ""]
    wall.show_camera("c0")
    put_cameras(hall, ["", "rtsp://127.0.0.1:9/1", "rtsp://127.0.0.1:9/2", "rtsp://127.0.0.1:9/3"])
    assert wall.cameras()[:4] == ["c0", "c2", "", ""]


@pytest.mark.parametrize("count", [1, 4, 6, 9, 16, 25])
def test_that_panes_share_the_room_evenly(qtbot: QtBot, wall: VideoWall, count: int) -> None:
    wall.set_layout(str(count))
    assert visible(wall) == list(range(count))
    qtbot.waitUntil(lambda: wall.panes[0].width() > 940 // int(count**0.5) - 10)
    sizes = {(pane.width(), pane.height()) for pane in wall.panes[:count]}
    assert max(width for width, _ in sizes) - min(width for width, _ in sizes) <= 2


def test_that_a_double_click_shows_one_pane_alone_and_the_next_all_again(qtbot: QtBot, wall: VideoWall) -> None:
    qtbot.mouseDClick(wall.panes[2], Qt.MouseButton.LeftButton)
    assert visible(wall) == [2]
    assert wall.hot == 2
    qtbot.mouseDClick(wall.panes[2], Qt.MouseButton.LeftButton)
    assert visible(wall) == [0, 1, 2, 3]


def test_that_a_selected_camera_comes_to_the_hot_pane(qtbot: QtBot, hall: Hall, wall: VideoWall) -> None:
    put_cameras(hall, ["", "", ""])
    qtbot.mouseClick(wall.panes[2], Qt.MouseButton.LeftButton)
    hall.selection.set(Noun.CAMERA, "c1")
    assert wall.cameras()[2] == "c1"
    qtbot.mouseClick(wall.panes[0], Qt.MouseButton.LeftButton)
    hall.selection.set(Noun.CASE, "k1")
    assert wall.cameras()[0] == ""
    hall.selection.set(Noun.CAMERA, "c1")  # where it already is
    assert wall.hot == 2
    assert wall.cameras().count("c1") == 1


def test_that_the_hot_spot_shows_what_the_hot_pane_shows_and_gives_up_no_alarm(qtbot: QtBot, hall: Hall, wall: VideoWall) -> None:
    put_cameras(hall, [""] * 6)
    spot = HotSpot(wall)
    wall.restore("1+5", [f"c{number}" for number in range(6)])
    qtbot.keyClick(wall.panes[0], Qt.Key.Key_H)
    qtbot.mouseClick(wall.panes[3], Qt.MouseButton.LeftButton)
    assert (wall.hot, wall.cameras()) == (3, ["c3", "c1", "c2", "c3", "c4", "c5"])  # hot stays the one that was clicked
    assert (spot.place, wall.panes[0].face().spot, wall.panes[3].face().spot) == (0, True, False)
    hall.selection.set(Noun.CAMERA, "c1")
    assert (wall.hot, wall.cameras()[0]) == (1, "c1")
    wall.panes[0].hold_alarm("积水")
    qtbot.mouseClick(wall.panes[2], Qt.MouseButton.LeftButton)
    assert wall.cameras()[0] == "c1"
    wall.panes[0].hold_alarm("")
    qtbot.mouseClick(wall.panes[0], Qt.MouseButton.LeftButton)
    wall.menu.spot_wanted.emit()
    qtbot.mouseClick(wall.panes[4], Qt.MouseButton.LeftButton)
    assert (spot.place, wall.cameras()[0]) == (-1, "c1")
    spot.restore(5)
    assert (spot.place, wall.panes[5].face().spot) == (5, True)


def test_that_who_will_not_wait_tries_a_camera_again_by_the_menu(
    qtbot: QtBot, hall: Hall, wall: VideoWall, pool: StreamPool, cameras: CameraProcess
) -> None:
    put_cameras(hall, ["", url := cameras.rtsp("none/1")])
    wall.restore("4", ["c0", "c1"])
    camera, empty = wall.panes[1], wall.panes[0]
    qtbot.waitUntil(lambda: camera.state() == StreamState.REFUSED, timeout=WAIT_MS)
    wall.menu.ask(empty, empty.mapToGlobal(empty.rect().center()))
    assert not wall.menu.again.isVisible()
    wall.menu.ask(camera, camera.mapToGlobal(camera.rect().center()))
    assert wall.menu.again.isVisible()
    worker = pool.worker(url)
    assert worker is not None
    assert (worker.retry_in_s() or 0) > 2 * SPARED_S
    wall.menu.again.trigger()
    wall.menu.close()
    soon = {video_words.next_try(seconds) for seconds in range(1, round(SPARED_S) + 1)}  # in whatever language is spoken
    qtbot.waitUntil(lambda: not soon.isdisjoint(camera.face().lines), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: worker.opens == 2, timeout=2 * WAIT_MS)


def test_that_a_pane_that_is_clicked_selects_its_camera_everywhere(qtbot: QtBot, hall: Hall, wall: VideoWall) -> None:
    put_cameras(hall, ["", ""])
    wall.restore("4", ["c0", "c1"])
    qtbot.mouseClick(wall.panes[1], Qt.MouseButton.LeftButton)
    assert (hall.selection.noun, hall.selection.id) == (Noun.CAMERA, "c1")
    assert [pane.hot for pane in wall.panes[:4]] == [False, True, False, False]


def test_that_a_dropped_camera_takes_its_pane(qtbot: QtBot, hall: Hall, wall: VideoWall) -> None:
    put_cameras(hall, ["", ""])
    with qtbot.waitSignal(wall.changed):
        wall.panes[3].dropped.emit("c1")
    assert wall.cameras()[3] == "c1"
    assert wall.hot == 3


def test_that_what_was_kept_comes_back(hall: Hall, pool: StreamPool, qtbot: QtBot, wall: VideoWall) -> None:
    put_cameras(hall, [""] * 9)
    wall.restore("9", [f"c{number}" for number in reversed(range(9))])
    other = VideoWall(hall, pool)
    qtbot.addWidget(other)
    other.restore(wall.layout_name, wall.cameras())
    assert (other.count, other.cameras()) == (9, wall.cameras())
    other.restore("7", [])
    assert other.count == 4


def test_that_a_camera_is_found_by_a_part_of_its_name(qtbot: QtBot, hall: Hall, wall: VideoWall) -> None:
    put_cameras(hall, ["", "", ""])
    qtbot.keyClicks(wall.choice, "mera 2")
    qtbot.keyClick(wall.choice, Qt.Key.Key_Return)
    assert hall.selection.id == "c2"
    assert wall.cameras()[0] == "c2"
    qtbot.waitUntil(lambda: wall.choice.text() == "")


def test_that_typing_is_not_disturbed_by_cameras_that_change(qtbot: QtBot, hall: Hall, wall: VideoWall) -> None:
    put_cameras(hall, ["", ""])
    qtbot.keyClicks(wall.choice, "Cam")
    hall.cameras.put([Camera(id="c1", version=2, code="001", name="Camera 1", lon=0, lat=0, online=False)])
    assert wall.choice.text() == "Cam"


def test_that_a_hidden_wall_looks_at_nothing(qtbot: QtBot, hall: Hall, cameras: CameraProcess, pool: StreamPool, wall: VideoWall) -> None:
    url = cameras.rtsp("long/quiet")
    put_cameras(hall, [url])
    qtbot.waitUntil(lambda: states(wall)[0] == StreamState.LIVE, timeout=WAIT_MS)
    wall.hide()
    worker = pool.worker(url)
    assert worker is not None
    assert worker.mailbox.wanted() == []


def test_that_a_minimized_wall_looks_at_nothing_whatever_comes(
    qtbot: QtBot, hall: Hall, cameras: CameraProcess, pool: StreamPool, wall: VideoWall
) -> None:
    """To Qt its panes are visible all the while."""
    urls = [cameras.rtsp(f"long/small{number}") for number in range(2)]
    put_cameras(hall, urls)
    qtbot.waitUntil(lambda: states(wall)[:2] == [StreamState.LIVE] * 2, timeout=WAIT_MS)
    wall.setWindowState(Qt.WindowState.WindowMinimized)
    hall.cameras.put([Camera(id="c0", version=2, code="000", name="Camera 0", lon=0, lat=0, sub_url=urls[0], online=True)])
    wall.governor.changed.emit()
    qtbot.wait(1)  # what the governor has still to say
    assert visible(wall) == [0, 1, 2, 3]
    workers = [pool.worker(url) for url in urls]
    assert [worker.mailbox.wanted() for worker in workers if worker] == [[], []]
    wall.setWindowState(Qt.WindowState.WindowNoState)
    qtbot.waitUntil(lambda: states(wall)[:2] == [StreamState.LIVE] * 2, timeout=WAIT_MS)


def test_that_the_frame_says_how_many_live(qtbot: QtBot, hall: Hall, cameras: CameraProcess, pool: StreamPool) -> None:
    wall = VideoWall(hall, pool)
    told: list[tuple[str, str, int]] = []
    wall.told.connect(lambda *words: told.append(words))
    pane = Pane("video", wall, hall)
    qtbot.addWidget(pane)
    pane.resize(960, 600)
    pane.show()
    put_cameras(hall, [cameras.rtsp("long/1"), cameras.rtsp("long/2?fault=404")])
    qtbot.waitUntil(lambda: bool(told) and sorted(re.findall(r"\d", told[-1][1])) == ["1", "2"], timeout=WAIT_MS)
    assert (told[-1][0], told[-1][2]) == ("Camera 0", -1)
