"""Thirty-two real panes on a budget of twelve streams, from the real camera server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QGridLayout, QWidget
from pytestqt.qtbot import QtBot

import media.pace
from console.hall import governor as governors
from console.hall.governor import Governor
from console.hall.hall import Hall
from console.hall.stream_budget import Grade, Importance, Rules
from console.hall.streams import StreamState
from console.language import Language
from console.widgets import video_words
from console.widgets.video import VideoPane
from console.widgets.video_load import LoadButton
from console.widgets.video_paint import Heard
from console.workers.streams import StreamPool
from tests.console.stream_bench import ending_pool
from tests.console.test_stream_budget import with_budget
from tests.console.test_streams_sound import Headphones
from tests.simulator.camera_process import FPS, CameraProcess, make_clips
from wire.cameras import Camera
from wire.people import User

PANES, BUDGET, ALARM = 32, 12, 29
WAIT_MS = 60_000


@pytest.fixture(scope="module")
def cameras(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CameraProcess]:
    with CameraProcess(make_clips(tmp_path_factory.mktemp("clips"))) as process:
        yield process


@pytest.fixture
def pool() -> Iterator[StreamPool]:
    with ending_pool(linger_s=0.0) as pool:
        yield pool


def test_that_thirty_two_panes_share_twelve_streams(qtbot: QtBot, cameras: CameraProcess, pool: StreamPool, tongue: Language) -> None:
    tongue.set("zh_CN")
    hall = Hall(User(id="u1", version=1, name="zhang", full_name="张敏", roles=[]))
    governor = Governor(with_budget(streams=BUDGET))
    window, load = QWidget(), LoadButton(governor, pool)
    qtbot.addWidget(window)
    qtbot.addWidget(load)
    lines = QGridLayout(window)
    hall.cameras.put(
        Camera(
            id=f"c{number}",
            version=1,
            code=f"{number:03}",
            name=f"Camera {number}",
            lon=0,
            lat=0,
            sub_url=cameras.rtsp(f"short/{number}"),
            main_url=cameras.rtsp(f"main/{number}"),
        )
        for number in range(PANES)
    )
    panes = [VideoPane(hall, pool, window, governor) for _ in range(PANES)]
    for number, pane in enumerate(panes):
        lines.addWidget(pane, number // 8, number % 8)
        pane.show_camera(f"c{number}")
    panes[ALARM].set_importance(Importance.ALARM)
    window.resize(8 * 240, 4 * 135)
    window.show()
    most = 0

    def all_have_a_picture() -> bool:
        nonlocal most
        governor.tick()
        for pane in panes:
            pane.refresh()
        load.refresh()
        most = max(most, governor.use().streams)
        return all(pane.picture() for pane in panes)

    qtbot.waitUntil(all_have_a_picture, timeout=WAIT_MS)  # the stills one after the other
    assert most == BUDGET
    alarm = panes[ALARM]
    assert (alarm.grant().grade, alarm.grant().url) == (Grade.MAIN, cameras.rtsp(f"main/{ALARM}"))
    qtbot.waitUntil(lambda: alarm.state() == StreamState.LIVE, timeout=WAIT_MS)
    live = [pane for pane in panes if pane.grant().short is None]
    stills = [pane for pane in panes if pane.grant().short]
    assert len(live) == BUDGET - 1
    assert len(stills) == PANES - BUDGET + 1
    for pane in stills:
        pane.refresh()
        assert pane.state() == StreamState.STILL
        assert pane.face().foot  # why
        assert not pane.face().headline
    hall.listening.use(Headphones())
    silent = next(pane for pane in stills if pane.grant().grade is Grade.STILL)
    silent.turn_sound()
    assert silent.face().heard is Heard.NOT_NOW
    assert silent.face().foot.startswith("仅有静态画面时没有声音")
    assert "12" in load.face.text()
    assert "⚠" in load.face.text()
    load.face.click()
    qtbot.waitUntil(lambda: load.findChildren(type(load._table))[0].table.rowCount() >= BUDGET - 1)
    window.hide()
    qtbot.waitUntil(lambda: governor.use().streams == 0)


def test_that_a_camera_that_refuses_takes_no_decoding_until_it_plays(
    qtbot: QtBot, cameras: CameraProcess, pool: StreamPool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(media.pace, "REFUSED_PAUSE_S", 1.0)
    clips = make_clips(tmp_path / "clips")
    (clips / "short.mp4").rename(tmp_path / "short.mp4")
    hall, window = Hall(User(id="u1", version=1, name="zhang", full_name="张敏", roles=[])), QWidget()
    qtbot.addWidget(window)
    governor, lines = Governor(with_budget(decode=1.5)), QGridLayout(window)
    with CameraProcess(clips) as process:
        urls = (process.rtsp("short/late"), cameras.rtsp("long/there"))
        hall.cameras.put(Camera(id=f"c{n}", version=1, code=f"{n}", name=f"c{n}", lon=0, lat=0, sub_url=url) for n, url in enumerate(urls))
        late, there = (VideoPane(hall, pool, window, governor) for _ in range(2))
        for number, pane in enumerate((late, there)):
            lines.addWidget(pane, 0, number)
            pane.show_camera(f"c{number}")
        window.resize(2 * 320, 180)
        window.show()

        def are(*states: StreamState) -> bool:
            for pane in (late, there):
                pane.refresh()
            return (late.state(), there.state()) == states

        qtbot.waitUntil(lambda: are(StreamState.REFUSED, StreamState.LIVE), timeout=WAIT_MS)
        assert there.grant() == (Grade.SUB, urls[1], None)
        assert governor.use().decode == 1.0
        (tmp_path / "short.mp4").rename(clips / "short.mp4")
        process.kill()
        process.start()
        qtbot.waitUntil(lambda: are(StreamState.LIVE, StreamState.STILL), timeout=WAIT_MS)  # it plays, and the later one gives way
        assert governor.use().decode == 1.0
        window.hide()
        qtbot.waitUntil(lambda: governor.use().streams == 0)


def test_that_a_pane_whose_camera_gives_no_still_says_why_between_its_turns(
    qtbot: QtBot, cameras: CameraProcess, pool: StreamPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(governors, "TURN_S", 2.0)
    hall, window = Hall(User(id="u1", version=1, name="zhang", full_name="张敏", roles=[])), QWidget()
    qtbot.addWidget(window)
    governor, lines = Governor(with_budget(streams=2)), QGridLayout(window)
    urls = [cameras.rtsp(path) for path in ("short/1", "short/2", "none/3")]
    hall.cameras.put(Camera(id=f"c{n}", version=1, code=f"{n}", name=f"c{n}", lon=0, lat=0, sub_url=url) for n, url in enumerate(urls))
    panes = [VideoPane(hall, pool, window, governor) for _ in urls]
    for number, pane in enumerate(panes):
        lines.addWidget(pane, 0, number)
        pane.show_camera(f"c{number}")
    panes[0].set_importance(Importance.ALARM)
    window.resize(3 * 320, 180)
    window.show()
    gone = panes[2]

    def says_why() -> bool:
        governor.tick()
        for pane in panes:
            pane.refresh()
        return gone.grant().url == "" and gone.state() == StreamState.REFUSED

    qtbot.waitUntil(says_why, timeout=WAIT_MS)
    assert gone.face().lines == (video_words.reason("not_found"),)
    assert gone.face().foot  # and that it has its turn only now and then
    gone.show_camera("c1")
    assert gone.state() != StreamState.REFUSED
    window.hide()
    qtbot.waitUntil(lambda: governor.use().streams == 0)


@pytest.mark.parametrize("budget", [with_budget(streams=6), with_budget(per_host=6)])
def test_that_streams_that_were_just_left_are_counted(qtbot: QtBot, cameras: CameraProcess, budget: Rules) -> None:
    """Stills in turn and pages of a tour leave streams behind, which stay open for who comes back: never above what there may be."""
    hall, window = Hall(User(id="u1", version=1, name="zhang", full_name="张敏", roles=[])), QWidget()
    qtbot.addWidget(window)
    hall.cameras.put(
        Camera(id=f"c{n}", version=1, code=f"{n:03}", name=f"Camera {n}", lon=0, lat=0, sub_url=cameras.rtsp(f"short/left{n}")) for n in range(24)
    )
    with ending_pool() as pool:  # as long as streams stay open in the hall
        governor = Governor(budget, streams=pool)
        panes = [VideoPane(hall, pool, window, governor) for _ in range(12)]
        load = LoadButton(governor, pool)
        qtbot.addWidget(load)
        lines = QGridLayout(window)
        for number, pane in enumerate(panes):
            lines.addWidget(pane, number // 4, number % 4)
        window.resize(4 * 240, 3 * 135)
        window.show()
        ran, open_at_once = list[int](), list[int]()

        def all_have_a_picture() -> bool:
            governor.tick()
            for pane in panes:
                pane.refresh()
            ran.append(len(pool.load()))
            open_at_once.append(cameras.connections())
            return all(pane.picture() for pane in panes)

        for page in range(2):
            for number, pane in enumerate(panes):
                pane.show_camera(f"c{page * len(panes) + number}")
            qtbot.waitUntil(all_have_a_picture, timeout=WAIT_MS)
        assert max(ran) == 6
        assert max(open_at_once) == 6
        assert sum(pool.worker(url) is not None for url in (camera.sub_url for camera in hall.cameras)) <= 6
        load.refresh()
        assert str(pool.running()) in load.face.text()
        window.hide()
        qtbot.waitUntil(lambda: governor.use().streams == 0)


def test_that_streams_stay_open_for_who_comes_back_where_there_is_room(qtbot: QtBot, cameras: CameraProcess) -> None:
    hall, window = Hall(User(id="u1", version=1, name="zhang", full_name="张敏", roles=[])), QWidget()
    qtbot.addWidget(window)
    urls = [cameras.rtsp(f"short/room{n}") for n in range(4)]
    hall.cameras.put(Camera(id=f"c{n}", version=1, code=f"{n:03}", name=f"Camera {n}", lon=0, lat=0, sub_url=url) for n, url in enumerate(urls))
    with ending_pool() as pool:
        governor = Governor(with_budget(streams=3), streams=pool)
        pane = VideoPane(hall, pool, window, governor)
        pane.resize(320, 180)
        window.show()
        for number in range(4):
            pane.show_camera(f"c{number}")
            qtbot.waitUntil(lambda: pane.refresh() or pane.picture() is not None, timeout=WAIT_MS)
        assert [pool.worker(url) is not None for url in urls] == [False, True, True, True]  # the one that was left first has ended


def test_that_a_picture_is_of_the_stream_that_it_came_by_until_the_next_stream_has_one(qtbot: QtBot, cameras: CameraProcess) -> None:
    """Frozen in between it is evidence: its stream is named as what it was, and the seconds before it are there."""

    def kept(pane: VideoPane) -> int:
        """Packets around its picture."""
        picture = pane.picture()
        found = pane.cut(picture.at) if picture is not None else None
        if found is None:
            return 0
        found[0].drop(found[1])
        return len(found[1].bits)  # type: ignore[attr-defined]

    hall = Hall(User(id="u1", version=1, name="zhang", full_name="张敏", roles=[]))
    small, large = cameras.rtsp("long/evidence"), cameras.rtsp("main/evidence?fault=stall")
    hall.cameras.put([Camera(id="c1", version=1, code="1", name="c1", lon=0, lat=0, sub_url=small, main_url=large)])
    with ending_pool() as pool:
        pane = VideoPane(hall, pool)
        qtbot.addWidget(pane)
        pane.resize(320, 180)
        pane.show_camera("c1")
        pane.show()
        qtbot.waitUntil(lambda: pane.refresh() or kept(pane) > FPS, timeout=WAIT_MS)
        pane.set_importance(Importance.ALARM)
        assert pane.grant().url == large
        assert (pane.source_url(), pane.picture() is not None) == (small, True)
        assert kept(pane) > FPS
        pane.hide()


def test_that_a_camera_that_cannot_be_reached_takes_no_decoding(qtbot: QtBot, cameras: CameraProcess, pool: StreamPool) -> None:
    hall, window = Hall(User(id="u1", version=1, name="zhang", full_name="张敏", roles=[])), QWidget()
    qtbot.addWidget(window)
    governor, lines = Governor(with_budget(decode=1.5)), QGridLayout(window)
    urls = ("rtsp://127.0.0.1:9/nobody", cameras.rtsp("long/reached"))
    hall.cameras.put(Camera(id=f"c{n}", version=1, code=f"{n}", name=f"c{n}", lon=0, lat=0, sub_url=url) for n, url in enumerate(urls))
    panes = [VideoPane(hall, pool, window, governor) for _ in urls]
    for number, pane in enumerate(panes):
        lines.addWidget(pane, 0, number)
        pane.show_camera(f"c{number}")
    window.resize(2 * 320, 180)
    window.show()

    def states() -> tuple[StreamState | None, ...]:
        for pane in panes:
            pane.refresh()
        return tuple(pane.state() for pane in panes)

    qtbot.waitUntil(lambda: states() == (StreamState.OFFLINE, StreamState.LIVE), timeout=WAIT_MS)
    assert [pane.grant().short for pane in panes] == [None, None]
    assert governor.use().decode == 1.0
    window.hide()
    qtbot.waitUntil(lambda: governor.use().streams == 0)
