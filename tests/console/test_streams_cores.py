"""The threads of streams share as few cores as they need, and no thread but theirs is bound to any."""

import hashlib
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from console.hall.streams import StreamState, state_of
from console.workers import streams_cores
from console.workers.streams import StreamPool
from console.workers.streams_cores import CALM, Cores, Pace
from tests.backends import until
from tests.simulator.camera_process import CameraProcess, make_clips

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody tells how long a thread waits for a core")
CALM_LOOK, BUSY_LOOK, WAITED = (0.1, 0.0), (0.9, 0.0), (0.1, 0.03)


def turned(pace: Pace, look: tuple[float, float], times: int = 1) -> int:
    for _ in range(times):
        pace.turn(*look)
    return pace.used


def test_that_who_is_busy_or_has_to_wait_gets_another_core() -> None:
    assert turned(Pace(4), CALM_LOOK, 100) == 1
    assert turned(Pace(4), BUSY_LOOK) == 2
    assert turned(Pace(4), WAITED) == 2
    assert turned(Pace(4), (0.1, 0.01), 100) == 1  # cameras that send at the same moment wait for each other
    assert turned(Pace(2), (1.9, 0.03), 5) == 2


def test_that_a_core_is_given_back_after_some_calm() -> None:
    pace = Pace(4)
    assert turned(pace, BUSY_LOOK) == 2
    assert turned(pace, CALM_LOOK, CALM - 1) == 2
    assert turned(pace, CALM_LOOK) == 1


def test_that_what_would_be_too_much_for_one_core_fewer_is_left_as_it_is() -> None:
    pace = Pace(4)
    turned(pace, BUSY_LOOK)
    assert turned(pace, (0.5, 0.0), 10 * CALM) == 2


def test_that_what_did_not_do_is_tried_ever_less_often() -> None:
    pace, tried_after = Pace(2), list[int]()
    turned(pace, WAITED)
    for _ in range(8):
        looks = 0
        while pace.used == 2:
            pace.turn(*CALM_LOOK)
            looks += 1
        tried_after.append(looks)
        turned(pace, WAITED)
    assert tried_after == [10, 20, 40, 80, 160, 320, 600, 600]


def test_that_after_some_calm_on_fewer_it_is_tried_as_soon_as_at_first() -> None:
    pace = Pace(2)
    turned(pace, WAITED)
    turned(pace, CALM_LOOK, CALM)
    turned(pace, WAITED)  # it did not do
    turned(pace, CALM_LOOK, 2 * CALM)
    assert turned(pace, CALM_LOOK, CALM) == 1  # it does
    turned(pace, WAITED)
    assert turned(pace, CALM_LOOK, CALM) == 1


@contextmanager
def at_work(cores: Cores, threads: int) -> Iterator[None]:
    """Threads that never rest, beside what Python's lock lets them: they hash what is large."""
    over, began = threading.Event(), threading.Barrier(threads + 1)

    def work() -> None:
        cores.join()
        began.wait()
        while not over.is_set():
            hashlib.sha256(bytes(1 << 20))
            cores.look()
        cores.leave()

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    began.wait()
    try:
        yield
    finally:
        over.set()
        for worker in workers:
            worker.join()


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="there is one core")
def test_that_threads_that_work_hard_get_all_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams_cores, "LOOK_S", 0.1)
    cores, allowed = Cores(), os.sched_getaffinity(0)
    assert cores.used() == [max(allowed)]
    with at_work(cores, 2 * len(allowed)):
        until(lambda: set(cores.used()) == allowed)
    assert os.sched_getaffinity(0) == allowed  # this thread is where it was


def test_that_on_one_core_and_where_nobody_tells_of_waits_nothing_is_bound(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    allowed, seen = os.sched_getaffinity(0), list[set[int]]()

    def stand(cores: Cores) -> None:
        cores.join()
        seen.append(os.sched_getaffinity(0))
        cores.leave()

    def standing(cores: Cores) -> set[int]:
        thread = threading.Thread(target=stand, args=(cores,))
        thread.start()
        thread.join()
        return seen.pop()

    assert standing(Cores([max(allowed)])) == allowed
    monkeypatch.setattr(streams_cores, "TASKS", tmp_path)
    assert standing(Cores()) == allowed
    account = tmp_path / str(os.getpid()) / "schedstat"
    account.parent.mkdir()
    account.write_text("0 0 0\n")  # of a kernel that keeps none
    assert Cores().used() == []


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="there is one core")
def test_that_the_threads_of_streams_and_no_other_are_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams_cores, "LATE_S", 1e9)  # whatever else this machine does
    monkeypatch.setattr(streams_cores, "BUSY", 1e9)
    allowed, pool = os.sched_getaffinity(0), StreamPool()
    with CameraProcess(make_clips(tmp_path)) as cameras:
        view = pool.open(cameras.rtsp("short/1"), 400, 400)
        until(lambda: state_of(view) is StreamState.LIVE)
        bound = {thread.name: os.sched_getaffinity(thread.native_id or 0) for thread in threading.enumerate()}
        view.close()
        pool.stop()
        assert pool.join() == []
    streams = [cores for name, cores in bound.items() if name.startswith("stream ")]
    others = [cores for name, cores in bound.items() if not name.startswith("stream ")]
    assert streams == [{max(allowed)}]
    assert all(cores == allowed for cores in others)
