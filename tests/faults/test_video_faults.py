"""The table of faults of cameras: through which states a stream goes, where it ends, and whether it comes back by itself.

Each row is asked of the project's own camera server over the real network, one pool for all rows, so that each fault also has all others beside it.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.hall.hall import Hall
from console.hall.streams import StreamState, state_of
from console.widgets import video_words
from console.widgets.video import VideoPane
from console.workers.streams import MOSTLY
from media.stillness import SAME_S
from simulator.cameras.faults import KINDS, asked_in
from tests.console.flapping_proxy import FlappingProxy
from tests.console.stream_bench import ending_pool, is_in, until
from tests.faults.camera_faults import (
    BORNE,
    CONNECTING,
    LIVE,
    LONGEST_S,
    LOSSY,
    OFFLINE,
    REFUSED,
    ROWS,
    STALE,
    TABLE,
    TRANSPORTS,
    Watch,
    address,
    black_hole,
    table,
)
from tests.simulator.camera_process import FPS, CameraProcess, make_clips
from wire.cameras import Camera
from wire.people import User


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clips(tmp_path_factory.mktemp("clips"))


@pytest.fixture(scope="module")
def cameras(folder: Path) -> Iterator[CameraProcess]:
    with CameraProcess(folder) as process:
        yield process


@pytest.mark.parametrize(("scheme", "others"), [("rtsp", frozenset[str]()), ("http", frozenset({"channel", "wrongcodec", "nocodec"}))])
def test_that_no_fault_of_the_server_is_missing_from_the_table(scheme: str, others: frozenset[str]) -> None:
    """`others` lie in what RTSP alone has: a description, and frames between which there can be something else."""
    asked = {asked_in(row.path.partition("?")[2]).kind for row in ROWS.values() if row.path.startswith(f"{scheme} ")}
    assert asked >= KINDS - others


def test_that_every_fault_goes_through_its_states_and_is_named(folder: Path, cameras: CameraProcess) -> None:
    with table(folder, cameras) as urls, ending_pool() as pool:
        healthy = pool.open(cameras.rtsp("long/healthy"), 160, 90)
        watches = {name: Watch(pool.open(url, 160, 90)) for name, url in urls.items()}
        until(lambda: sum(watch.look() for watch in watches.values()) == len(TABLE), LONGEST_S)
        assert {name: tuple(watch.states) for name, watch in watches.items()} == {name: row.states for name, row in TABLE.items()}
        assert [name for name, row in TABLE.items() if watches[name].problem not in row.problem.split()] == []
        assert state_of(healthy) == LIVE
        assert healthy.problem == ""
        worker = pool.worker(cameras.rtsp("long/healthy"))
        assert worker is not None
        assert worker.opens == 1  # with thirty broken ones beside it


def test_that_one_picture_sent_again_and_again_is_not_live(qtbot: QtBot, cameras: CameraProcess) -> None:
    """Every packet is in its place, and nothing of now is seen: the pane says so, over every connection."""
    hall = Hall(User(id="u1", version=1, name="zhang", full_name="张敏", roles=[]))
    paths = ("rtsp long/same?freeze_after=2", "http long/same.flv?freeze_after=2", "http long/same.ts?freeze_after=2")
    hall.cameras.put([Camera(id="c0", version=1, code="0", name="东门", lon=0, lat=0, sub_url=address(cameras, paths[0]))])
    with ending_pool() as pool:
        pane = VideoPane(hall, pool)
        qtbot.addWidget(pane)
        pane.resize(320, 180)
        pane.show_camera("c0")
        pane.show()
        views = [pool.open(address(cameras, path), 160, 90) for path in paths]
        others = [pool.open(cameras.rtsp(path), 160, 90) for path in ("long/moves", "short/round", "main/moves")]
        until(lambda: all(state_of(view) == LIVE for view in (*views, *others)))
        until(lambda: all(state_of(view) == STALE for view in views), LONGEST_S)
        assert [(view.frozen(), view.problem) for view in views] == [(True, "")] * 3
        assert min(view.age_s() or 0.0 for view in views) >= SAME_S
        assert min(view.frame_rate() for view in views) > FPS / 2  # they come and come
        assert {pool.worker(address(cameras, path)).opens for path in paths} == {1}  # type: ignore[union-attr]
        assert [state_of(view) for view in others] == [LIVE] * 3
        pane.refresh()
        face = pane.face()
        assert (face.state, face.veiled) == (STALE, True)
        assert face.headline
        assert video_words.reason("frozen") in face.lines
        assert {reading.url: reading.problem for reading in pool.readings()}[address(cameras, paths[0])] == "frozen"
        pane.hide()


def test_that_a_picture_with_parts_missing_is_said_to_be_damaged(qtbot: QtBot, cameras: CameraProcess) -> None:
    """What gets lost over UDP breaks nothing: the stream lives on, and its pane says why it looks as it does."""
    hall = Hall(User(id="u1", version=1, name="zhang", full_name="张敏", roles=[]))
    hall.cameras.put([Camera(id="c0", version=1, code="0", name="东门", lon=0, lat=0, sub_url=address(cameras, BORNE[LOSSY]))])
    with ending_pool() as pool:
        pane = VideoPane(hall, pool)
        qtbot.addWidget(pane)
        pane.resize(320, 180)
        pane.show_camera("c0")
        pane.show()
        lossy, whole = pool.open(address(cameras, BORNE[LOSSY]), 160, 90), pool.open(cameras.rtsp("main/whole?only=udp"), 160, 90)
        until(lambda: state_of(whole) == state_of(lossy) == LIVE and lossy.damaged() > 0.1, LONGEST_S)
        pane.refresh()
        assert (pane.face().state, pane.face().veiled) == (LIVE, False)
        assert pane.face().foot == video_words.damaged(lossy.damaged())
        assert whole.damaged() == 0
        assert lossy.problem == ""
        until(lambda: lossy.damaged() >= MOSTLY, LONGEST_S)  # a large key picture seldom comes whole
        assert {reading.url: reading.problem for reading in pool.readings()}[address(cameras, BORNE[LOSSY])] == "damaged"
        pane.hide()


def test_that_what_broke_comes_back_by_itself(cameras: CameraProcess) -> None:
    names = ("stalls after 3 s", "hangs up after 2 s, HTTP", "another codec after 3 s")
    with ending_pool() as pool:
        views = [pool.open(address(cameras, ROWS[name].path.replace("long/", "long/back")), 160, 90) for name in names]
        until(lambda: all(view.problem or view.picture() for view in views))
        for view in views:
            until(lambda view=view: bool(view.problem), LONGEST_S)
            until(is_in(view, LIVE), LONGEST_S)


def test_that_a_playlist_that_stands_still_shows_nothing_twice(folder: Path) -> None:
    """It gives out its last segments to whoever connects anew: they are of before, however freshly they came."""
    with CameraProcess(folder) as server, ending_pool() as pool:
        view = pool.open(url := server.http("long/stopped.m3u8?stall_after=6"), 160, 90)
        until(is_in(view, LIVE))
        until(is_in(view, OFFLINE), LONGEST_S)
        worker = pool.worker(url)
        assert worker is not None
        decoded, opens, states = worker.decoded, worker.opens, set[StreamState]()
        until(lambda: states.add(state_of(view)) or worker.opens >= opens + 3, LONGEST_S)
        assert (states, worker.decoded) == ({OFFLINE}, decoded)
        server.kill()
        server.start()  # and films on
        until(is_in(view, LIVE), LONGEST_S)
        assert worker.decoded > decoded


def test_that_a_wrong_password_is_refused_and_a_right_one_is_not(folder: Path) -> None:
    with CameraProcess(folder, login="hall:open-sesame") as guarded, ending_pool() as pool:
        wrong = [pool.open(make("short/1" + end, "hall:close-sesame"), 160, 90) for make, end in ((guarded.rtsp, ""), (guarded.http, ".flv"))]
        right = [pool.open(make("short/2" + end, "hall:open-sesame"), 160, 90) for make, end in ((guarded.rtsp, ""), (guarded.http, ".flv"))]
        until(lambda: all(state_of(view) == REFUSED for view in wrong) and all(state_of(view) == LIVE for view in right))
        retry = wrong[0].retry_in_s()
        assert {view.problem for view in wrong} == {"unauthorized"}
        assert retry is not None
        assert retry > 30  # a recorder locks out who insists


def test_that_an_address_that_swallows_everything_is_offline(cameras: CameraProcess) -> None:
    with black_hole() as port, ending_pool() as pool:
        views = [pool.open(f"rtsp://127.0.0.1:{port}/1", 160, 90), pool.open(f"http://127.0.0.1:{port}/1.flv", 160, 90)]
        third = pool.open(cameras.rtsp("long/third"), 160, 90)
        until(is_in(third, LIVE))
        assert [state_of(view) for view in views] == [CONNECTING] * 2  # two dead cameras never delay a third
        until(lambda: all(state_of(view) == OFFLINE for view in views))
        assert {view.problem for view in views} <= {"timeout", "unreachable", "no_answer"}


def test_that_a_camera_at_half_speed_and_one_that_changes_its_size_stay_live(cameras: CameraProcess) -> None:
    with ending_pool() as pool:
        slow, grows = cameras.rtsp("long/slow?slow=2"), cameras.rtsp("long/grows?switch=main@2")
        views = [pool.open(slow, 160, 90), pool.open(grows, 2000, 2000)]
        until(lambda: all(state_of(view) == LIVE for view in views))
        sizes = set[int]()

        def grown() -> bool:
            picture, worker = views[1].picture(), pool.worker(slow)
            sizes.add(worker.decoded if worker else 0)
            return bool(picture and pool.worker(grows).decoded > 6 * FPS)  # type: ignore[union-attr]

        until(grown)
        until(lambda: 0 < views[0].frame_rate() < 0.7 * FPS)  # and says how slow it is
        assert [pool.worker(url).opens for url in (slow, grows)] == [1, 1]  # type: ignore[union-attr]


def test_that_the_server_may_be_killed_under_every_transport(folder: Path) -> None:
    process = CameraProcess(folder)
    process.start()
    with ending_pool() as pool:
        views = [pool.open(address(process, path), 160, 90) for path in TRANSPORTS]
        until(lambda: all(state_of(view) == LIVE for view in views))
        process.kill()
        until(lambda: all(state_of(view) == OFFLINE for view in views), LONGEST_S)
        process.start()
        until(lambda: all(state_of(view) == LIVE for view in views), LONGEST_S)
        process.stop()


def test_that_a_recorder_that_reboots_is_not_stormed_by_its_panes(folder: Path) -> None:
    """It hangs up on everybody, then it is back, and the first that has a picture wakes all others: counted where they arrive."""
    process = CameraProcess(folder)
    process.start()
    process.kill()
    door = FlappingProxy(process.port, up_s=1e6, down_s=0.0)
    door.start()
    with ending_pool() as pool:
        views = [pool.open(f"rtsp://127.0.0.1:{door.port}/short/{number}", 80, 45, preview=True) for number in range(64)]
        until(lambda: len(door.came) > 80, 2 * LONGEST_S)
        assert all(view.picture() is None for view in views)
        process.start()
        until(lambda: all(state_of(view) == LIVE for view in views), 2 * LONGEST_S)
        came = door.came
        assert len(came) >= 64 + 64
        for callers, seconds in ((8, 1.0), (24, 5.0)):  # four a second are 2 s and 6 s: threads may wake late, and then follow closely
            assert min(after - before for before, after in zip(came, came[callers:], strict=False)) > seconds
    door.stop()
    process.stop()


def test_that_a_host_with_many_broken_cameras_is_asked_at_most_four_times_a_second(cameras: CameraProcess) -> None:
    with ending_pool() as pool:
        began = [pool.open(cameras.rtsp(f"long/{number}?fault=404"), 80, 45) for number in range(12)]
        took = until(lambda: all(state_of(view) == REFUSED for view in began))
        assert took > 11 / 4 - 0.3
        workers = [pool.worker(cameras.rtsp(f"long/{number}?fault=404")) for number in range(12)]
        assert {worker.opens for worker in workers if worker} == {1}
