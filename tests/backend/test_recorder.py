"""The recorder as a real process on real simulated cameras: what it writes, when its pictures were taken, and what is left when it is killed."""

import hashlib
import resource
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import av
import pytest

from backend.recording.recorder import Recorder
from backend.recording.store import RecordingStore
from backend.rules import camera_health, cameras, recording_plans, recordings
from backend.rules.catalogue import in_force
from backend.session import SYSTEM, Database
from backend.settings import Settings
from tests.backend.centre import LEADER
from tests.backends import until
from tests.simulator.camera_process import CameraProcess
from tests.simulator.counted import error_s, make_counted, number_in
from wire.cameras import CameraOrder
from wire.recordings import RecordedSpan, Recording, RecordingMode, RecordingOrder, RecordingWhy, WatchedReport

ROOT = Path(__file__).resolve().parents[2]
WAIT_S = 90.0
ERROR_S = 0.1


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CameraProcess]:
    folder = tmp_path_factory.mktemp("clips")
    make_counted(folder / "counted.mp4")
    with CameraProcess(folder) as server:
        yield server


class RecorderProcess:
    """`python -m backend record`."""

    def __init__(self, url: str, data: Path) -> None:
        self._command = [sys.executable, "-m", "backend", "record", "--database", url, "--data", str(data)]
        self.log = data / "recorder.log"

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("a") as log:
            self._process = subprocess.Popen(self._command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready recorder\n", self.log.read_text()

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()

    def stop(self) -> int:
        self._process.terminate()
        self._process.communicate(timeout=60)
        return self._process.returncode

    def limit_files(self, size: int) -> None:
        """From now on it can write no file that is larger: as a disk that is full, for this process alone."""
        resource.prlimit(self._process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@pytest.fixture
def recorder(url: str, tmp_path: Path) -> Iterator[RecorderProcess]:
    process = RecorderProcess(url, tmp_path / "data")
    process.start()
    yield process
    process.kill()


def mark(database: Database, camera_id: str, url: str) -> None:
    with database.write(LEADER) as work:
        cameras.put(work, CameraOrder(id=camera_id, code=camera_id, name=camera_id, lon=111, lat=35, sub_url=url))
        recording_plans.put(work, camera_id, RecordingOrder(mode=RecordingMode.ON, reason="事故"))


def found(database: Database, camera_id: str) -> list[Recording]:
    now = datetime.now(UTC)
    with database.read() as work:
        return recordings.recordings(work, camera_id, now - timedelta(hours=1), now + timedelta(hours=1), 1000)


def assert_whole(database: Database, data: Path) -> list[Recording]:
    """Every line of the index has its file, every file its line, and all are as they were hashed, and can be played from end to end."""
    store, told = RecordingStore(data / "recordings"), []
    with database.read() as work:
        known = recordings.known(work)
    assert {store.name(place) for place in store.folder.glob("*/*/*")} == known
    for each in found(database, "k1"):
        with database.read() as work:
            path = store.folder / recordings.one(work, each.id).path
        assert (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size) == (each.sha256, each.size)
        assert len(decoded(path)) >= 1
        told.append(each)
    return told


def decoded(path: Path) -> list[tuple[float, int]]:
    """Second in the file and number of each picture."""
    with av.open(str(path)) as container:
        return [(frame.time or 0.0, number_in(frame.to_ndarray(format="gray"))) for frame in container.decode(video=0)]


def test_that_a_marked_camera_is_recorded_and_its_pictures_say_when_they_were_taken(
    database: Database, recorder: RecorderProcess, counted: CameraProcess, tmp_path: Path
) -> None:
    mark(database, "k1", counted.rtsp("counted/k1"))
    until(lambda: len(found(database, "k1")) >= 2, WAIT_S)
    with database.read() as work:
        assert recording_plans.plan(work, "k1").why == RecordingWhy.MARKED
    assert recorder.stop() == 0
    told = assert_whole(database, tmp_path / "data")
    assert all(4 <= (each.end - each.start).total_seconds() <= 12 for each in told[:-1])
    assert all(abs((after.start - before.end).total_seconds()) < 1 for before, after in pairwise(told))
    errors = []
    for each in told:
        with database.read() as work:
            path = tmp_path / "data" / "recordings" / recordings.one(work, each.id).path
        errors += [error_s(number, each.start.timestamp() + second) for second, number in decoded(path)]
    worst = max(abs(error) for error in errors)
    print(f"time of a recorded picture: {len(errors)} pictures, worst error {1000 * worst:.0f} ms")  # noqa: T201
    assert worst < ERROR_S


def test_that_a_recorder_that_is_killed_leaves_nothing_half_readable(
    database: Database, recorder: RecorderProcess, counted: CameraProcess, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    mark(database, "k1", counted.rtsp("counted/k1"))
    until(lambda: found(database, "k1"), WAIT_S)
    part = until(lambda: next((place for place in data.glob("recordings/*/*/*.part") if place.stat().st_size > 20_000), None), WAIT_S)
    recorder.kill()
    before = {each.id for each in found(database, "k1")}
    orphan, now = next(data.glob("recordings/k1/*/*.mp4")), datetime.now(UTC)
    with database.write(SYSTEM) as work:  # as if it had been killed between the file and the index, and somebody had deleted a file
        recordings.forget(work, [orphan.relative_to(data / "recordings").as_posix()])
        recordings.enter(work, "k1", RecordedSpan(start=now, end=now + timedelta(seconds=6)), ("k1/20200101/1.mp4", 5, "0" * 64))
    (part.parent / "1577836800000.part").write_bytes(b"\0\0\0\x18ftypisom half of a head")
    recorder.start()
    until(lambda: len(found(database, "k1")) > len(before) + 1, WAIT_S)
    assert recorder.stop() == 0
    told = assert_whole(database, data)
    assert part.with_suffix(".mp4").exists()  # what was whole of the file that was being written
    assert {each.start for each in told} >= {datetime.fromtimestamp(int(part.stem) / 1000, UTC)}


def test_that_a_camera_that_breaks_off_is_recorded_again_and_a_full_disk_leaves_whole_files(
    database: Database, recorder: RecorderProcess, counted: CameraProcess, tmp_path: Path
) -> None:
    if database.kind == "sqlite":
        pytest.skip("the limit on files would be that of the database too")
    mark(database, "k1", counted.rtsp("counted/k1"))
    mark(database, "gone", counted.rtsp("nothing/k2"))
    until(lambda: found(database, "k1"), WAIT_S)
    counted.kill()
    until(lambda: problem(database, "k1") == "unreachable", WAIT_S)
    counted.start()
    count = len(found(database, "k1"))
    until(lambda: len(found(database, "k1")) > count, WAIT_S)
    assert problem(database, "gone") in ("refused", "unreachable")
    recorder.limit_files(30_000)
    until(lambda: problem(database, "k1") == "disk", WAIT_S)
    recorder.limit_files(resource.RLIM_INFINITY)
    count = len(found(database, "k1"))
    until(lambda: len(found(database, "k1")) > count, WAIT_S)
    assert recorder.stop() == 0
    assert_whole(database, tmp_path / "data")


def problem(database: Database, camera_id: str) -> str:
    with database.read() as work:
        return recording_plans.plan(work, camera_id).problem


def test_that_cameras_that_nobody_watches_are_probed(database: Database, counted: CameraProcess, tmp_path: Path) -> None:
    with database.write(LEADER) as work:
        for id, url in {"k1": counted.rtsp("counted/k1"), "k2": counted.rtsp("counted/k2?fault=401"), "k3": counted.rtsp("counted/k3")}.items():
            cameras.put(work, CameraOrder(id=id, code=id, name=id, lon=111, lat=35, sub_url=url))
        recording_plans.watched(work, WatchedReport(camera_ids=["k3"]))
    with database.read() as work:
        rules = in_force(work).recording
    recorder = Recorder(database, Settings(data=tmp_path / "data"))
    for second in (0.0, 20.0, 40.0):  # one of a host at a time; at the end it is nobody's turn
        recorder._prober.look(rules, second)
        until(lambda: not recorder._prober._busy, WAIT_S)
    recorder.end()
    with database.read() as work:
        found = {each.camera_id: each.probe for each in camera_health.all_health(work)}
    assert found["k1"] is not None
    assert found["k2"] is not None
    assert (found["k1"].problem, found["k2"].problem, found["k3"]) == ("", "unauthorized", None)
    assert 0 < (found["k1"].first_ms or 0) < 10_000
