"""The thread that records one camera, on a real one."""

import time
from pathlib import Path

import pytest

from backend.recording import timing, worker
from backend.recording.store import RecordingStore
from backend.recording.worker import Parts, RecordingWorker
from backend.rules.recording_plans import Wanted
from media.pace import FIRST_PAUSE_S, Gate
from tests.backends import until
from tests.simulator.camera_process import CameraProcess, make_clips
from wire.recordings import RecordingWhy


def test_that_a_camera_whose_clock_jumps_for_ever_is_left_alone_longer_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, open_source = list[float](), worker.open_source

    def opening(url: str) -> object:
        opened.append(time.monotonic())
        return open_source(url)

    monkeypatch.setattr(worker, "open_source", opening)
    monkeypatch.setattr(timing, "JUMP_S", -1.0)  # any two pictures are of two clocks
    with CameraProcess(make_clips(tmp_path / "clips")) as cameras:
        parts = Parts(RecordingStore(tmp_path / "recordings"), lambda _: "", lambda _: None, Gate())
        thread = RecordingWorker(Wanted("k1", cameras.rtsp("long/1"), RecordingWhy.MARKED), 10.0, parts)
        thread.start()
        until(lambda: len(opened) == 5, 90.0)
        thread.stop()
        thread.join(30)
    assert opened[4] - opened[0] > 0.7 * FIRST_PAUSE_S * (1 + 2 + 4 + 8)
