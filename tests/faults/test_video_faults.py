"""The table of faults of cameras: through which states a stream goes, where it ends, and whether it comes back by itself.

Each row is asked of the project's own camera server over the real network, one pool for all rows, so that each fault also has all others beside it.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from console.hall.streams import StreamState, state_of
from console.workers.streams import StreamView
from tests.console.stream_bench import ending_pool, is_in, until
from tests.simulator.camera_process import FPS, CameraProcess, make_clips

CONNECTING, LIVE, STALE = StreamState.CONNECTING, StreamState.LIVE, StreamState.STALE
OFFLINE, REFUSED = StreamState.OFFLINE, StreamState.REFUSED
LONGEST_S = 60.0


class Row(NamedTuple):
    """`states`: what is seen on the way, in this order; `problem` at its end, one of these."""

    path: str
    states: tuple[StreamState, ...]
    problem: str = ""


ROWS = {
    "accepts, never answers": Row("rtsp long/a?fault=hang", (CONNECTING, OFFLINE), "no_answer"),
    "accepts, never answers, HTTP": Row("http long/a.flv?fault=hang", (CONNECTING, OFFLINE), "timeout"),
    "plays, sends nothing": Row("rtsp long/b?fault=stall", (CONNECTING, OFFLINE), "timeout"),
    "plays, sends nothing, UDP": Row("rtsp long/b?fault=stall&only=udp", (CONNECTING, OFFLINE), "timeout"),
    "plays, sends nothing, HTTP": Row("http long/b.flv?fault=stall", (CONNECTING, OFFLINE), "timeout"),
    "stalls after 3 s": Row("rtsp long/c?stall_after=3", (CONNECTING, LIVE, STALE, OFFLINE), "timeout"),
    "stalls after 3 s, UDP": Row("rtsp long/c?stall_after=3&only=udp", (CONNECTING, LIVE, STALE, OFFLINE), "timeout"),
    "stalls after 3 s, HTTP": Row("http long/c.flv?stall_after=3", (CONNECTING, LIVE, STALE, OFFLINE), "timeout"),
    "hangs up after 2 s": Row("rtsp long/d?close_after=2", (CONNECTING, LIVE, OFFLINE), "ended"),
    "hangs up after 2 s, HTTP": Row("http long/d.ts?close_after=2", (CONNECTING, LIVE, OFFLINE), "ended"),
    "404": Row("rtsp long/e?fault=404", (CONNECTING, REFUSED), "not_found"),
    "404, HLS": Row("http nothing/e.m3u8", (CONNECTING, REFUSED), "not_found"),
    "403": Row("rtsp long/f?fault=403", (CONNECTING, REFUSED), "forbidden"),
    "401": Row("rtsp long/g?fault=401", (CONNECTING, REFUSED), "unauthorized"),
    "401, HTTP": Row("http long/g.flv?fault=401", (CONNECTING, REFUSED), "unauthorized"),
    "nobody listens": Row("rtsp://127.0.0.1:9/nobody", (CONNECTING, OFFLINE), "unreachable"),
    "no such host": Row("rtsp://no.such.host.invalid/1", (CONNECTING, OFFLINE), "unreachable"),
    "garbage in the packets": Row("rtsp long/h?fault=garbage", (CONNECTING, OFFLINE), "no_picture"),
    "says H.265, sends H.264": Row("rtsp long/i?fault=wrongcodec", (CONNECTING, OFFLINE), "no_picture timeout"),
    "a codec that nobody decodes": Row("rtsp long/j?fault=nocodec", (CONNECTING, REFUSED), "no_codec"),
    "another codec after 3 s": Row("rtsp long/k?switch=hevc@3", (CONNECTING, LIVE, STALE, OFFLINE), "no_picture"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clips(tmp_path_factory.mktemp("clips"))


@pytest.fixture(scope="module")
def cameras(folder: Path) -> Iterator[CameraProcess]:
    with CameraProcess(folder) as process:
        yield process


def address(cameras: CameraProcess, path: str) -> str:
    scheme, _, rest = path.partition(" ")
    return {"rtsp": cameras.rtsp, "http": cameras.http}[scheme](rest) if rest else path


class Watch:
    """The states that a stream went through until it first failed."""

    def __init__(self, view: StreamView) -> None:
        self.view, self.states, self.problem = view, [CONNECTING], ""

    def look(self) -> bool:
        state = state_of(self.view)
        if not self.problem and state not in self.states[-1:]:
            self.states.append(state)
            self.problem = self.view.problem
        return bool(self.problem)


def test_that_every_fault_goes_through_its_states_and_is_named(cameras: CameraProcess) -> None:
    with ending_pool() as pool:
        healthy = pool.open(cameras.rtsp("long/healthy"), 160, 90)
        watches = {name: Watch(pool.open(address(cameras, row.path), 160, 90)) for name, row in ROWS.items()}
        until(lambda: sum(watch.look() for watch in watches.values()) == len(ROWS), LONGEST_S)
        assert {name: tuple(watch.states) for name, watch in watches.items()} == {name: row.states for name, row in ROWS.items()}
        assert [name for name, row in ROWS.items() if watches[name].problem not in row.problem.split()] == []
        assert state_of(healthy) == LIVE
        assert healthy.problem == ""
        worker = pool.worker(cameras.rtsp("long/healthy"))
        assert worker is not None
        assert worker.opens == 1  # with twenty broken ones beside it


def test_that_what_broke_comes_back_by_itself(cameras: CameraProcess) -> None:
    names = ("stalls after 3 s", "hangs up after 2 s, HTTP", "another codec after 3 s")
    with ending_pool() as pool:
        views = [pool.open(address(cameras, ROWS[name].path.replace("long/", "long/back")), 160, 90) for name in names]
        until(lambda: all(view.problem or view.picture() for view in views))
        for view in views:
            until(lambda view=view: bool(view.problem), LONGEST_S)
            until(is_in(view, LIVE), LONGEST_S)


def test_that_garbage_between_the_frames_of_a_connection_is_got_over_or_offline(cameras: CameraProcess) -> None:
    with ending_pool() as pool:
        view = pool.open(cameras.rtsp("long/noise?fault=channel"), 160, 90)
        until(lambda: state_of(view) != CONNECTING)
        assert state_of(view) == LIVE or view.problem in ("no_picture", "timeout", "ended", "no_answer", "broken")


def test_that_a_wrong_password_is_refused_and_a_right_one_is_not(folder: Path) -> None:
    with CameraProcess(folder, login="hall:open-sesame") as guarded, ending_pool() as pool:
        wrong = [pool.open(make("short/1" + end, "hall:close-sesame"), 160, 90) for make, end in ((guarded.rtsp, ""), (guarded.http, ".flv"))]
        right = [pool.open(make("short/2" + end, "hall:open-sesame"), 160, 90) for make, end in ((guarded.rtsp, ""), (guarded.http, ".flv"))]
        until(lambda: all(state_of(view) == REFUSED for view in wrong) and all(state_of(view) == LIVE for view in right))
        retry = wrong[0].retry_in_s()
        assert {view.problem for view in wrong} == {"unauthorized"}
        assert retry is not None
        assert retry > 30  # a recorder locks out who insists


@contextmanager
def black_hole() -> Iterator[int]:
    """A port that swallows every call: its queue is full, so that no further one is answered."""
    listener, callers = socket.socket(), [socket.socket() for _ in range(4)]
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    for caller in callers:
        caller.setblocking(False)
        caller.connect_ex(listener.getsockname())
    try:
        yield listener.getsockname()[1]
    finally:
        for each in (listener, *callers):
            each.close()


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
    paths = ("rtsp long/1", "rtsp long/2?only=udp", "http long/3.flv", "http long/4.ts", "http long/5.m3u8")
    process = CameraProcess(folder)
    process.start()
    with ending_pool() as pool:
        views = [pool.open(address(process, path), 160, 90) for path in paths]
        until(lambda: all(state_of(view) == LIVE for view in views))
        process.kill()
        until(lambda: all(state_of(view) == OFFLINE for view in views), LONGEST_S)
        process.start()
        until(lambda: all(state_of(view) == LIVE for view in views), LONGEST_S)
        process.stop()


def test_that_a_host_with_many_broken_cameras_is_asked_at_most_four_times_a_second(cameras: CameraProcess) -> None:
    with ending_pool() as pool:
        began = [pool.open(cameras.rtsp(f"long/{number}?fault=404"), 80, 45) for number in range(12)]
        took = until(lambda: all(state_of(view) == REFUSED for view in began))
        assert took > 11 / 4 - 0.3
        workers = [pool.worker(cameras.rtsp(f"long/{number}?fault=404")) for number in range(12)]
        assert {worker.opens for worker in workers if worker} == {1}
