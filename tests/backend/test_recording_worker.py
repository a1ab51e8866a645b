"""The thread that records one camera, on a real one."""

import time
from pathlib import Path

import pytest

from backend.recording import timing, worker
from backend.recording.store import Kept, RecordingStore
from backend.recording.worker import Parts, RecordingWorker
from backend.rules.recording_plans import Wanted
from media.pace import FIRST_PAUSE_S, Gate
from tests.backends import until
from tests.simulator.camera_process import CameraProcess, make_clips
from wire.recordings import RecordingWhy

Opened = list[tuple[float, int]]  # of each connection: when, and how many files were kept by then


def recording(url: str, folder: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> RecordingWorker:
    """It runs."""
    kept, open_source = list[Kept](), worker.open_source

    def opening(url: str) -> object:
        opened.append((time.monotonic(), len(kept)))
        return open_source(url)

    monkeypatch.setattr(worker, "open_source", opening)
    parts = Parts(RecordingStore(folder / "recordings"), lambda _: "", kept.append, Gate())
    thread = RecordingWorker(Wanted("k1", url, RecordingWhy.MARKED), 10.0, parts)
    thread.start()
    return thread


def test_that_a_playlist_that_stands_still_is_recorded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: Opened = []
    with CameraProcess(make_clips(tmp_path / "clips")) as cameras:
        thread = recording(cameras.http("long/1.m3u8?stall_after=4"), tmp_path, opened, monkeypatch)
        until(lambda: len(opened) == 4, 90.0)
        thread.stop()
        thread.join(30)
    assert [kept for _, kept in opened] == [0, 1, 1, 1]


def test_that_a_camera_whose_clock_jumps_for_ever_is_left_alone_longer_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: Opened = []
    monkeypatch.setattr(timing, "JUMP_S", -1.0)  # any two pictures are of two clocks
    with CameraProcess(make_clips(tmp_path / "clips")) as cameras:
        thread = recording(cameras.rtsp("long/1"), tmp_path, opened, monkeypatch)
        until(lambda: len(opened) == 5, 90.0)
        thread.stop()
        thread.join(30)
    assert opened[4][0] - opened[0][0] > 0.7 * FIRST_PAUSE_S * (1 + 2 + 4 + 8)
