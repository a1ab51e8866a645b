"""A camera that is turned: its mount by a clock of the test, and the real stream of a real camera server."""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
import requests

from simulator.cameras.mount import WHOLE, Mount, View
from simulator.clips.masts import NARROWEST, WIDEST
from tests.backends import until
from tests.simulator.camera_process import HEIGHT, WIDTH, CameraProcess, make_clips

LIMITS = (5, 5)
QUICK = {"probesize": "200000", "analyzeduration": "300000", "rtsp_transport": "tcp"}


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def cameras(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CameraProcess]:
    with CameraProcess(make_clips(tmp_path_factory.mktemp("clips"))) as process:
        yield process


def test_that_a_mount_turns_until_it_is_stopped_and_no_farther_than_its_ends() -> None:
    clock = Clock()
    mount = Mount(clock)
    assert not mount.turned
    mount.move(0.4, 0, 0)
    clock.now += 0.5
    assert mount.view() == pytest.approx((0.1, 0, 0))
    mount.stop()
    clock.now += 5
    assert mount.turned
    assert not mount.moving
    assert mount.view() == pytest.approx((0.1, 0, 0))
    mount.move(1, -1, 0)
    clock.now += 60
    assert mount.view() == pytest.approx((1 - WIDEST, WIDEST - 1, 0))
    assert mount.window() == pytest.approx((1 - WIDEST, 1 - WIDEST, WIDEST))


def test_that_a_box_fills_the_picture_and_a_preset_leads_back() -> None:
    clock = Clock()
    mount = Mount(clock)
    mount.aim(0.5, 0.5, 1, 1)
    clock.now += 10
    before = mount.window()
    mount.keep(7, "路口")
    mount.aim(0.25, 0.75, 0.5, 0.4)
    clock.now += 10
    after = mount.window()
    assert after.size == pytest.approx(before.size * 0.5)
    assert after.left + after.size / 2 == pytest.approx(before.left + 0.25 * before.size)
    assert after.top + after.size / 2 == pytest.approx(before.top + 0.75 * before.size)
    assert not mount.go_to(8)
    assert mount.go_to(7)
    assert mount.moving
    clock.now += 10
    assert mount.window() == pytest.approx(before)
    mount.absolute(0, 0, 1)
    clock.now += 10
    assert mount.view() == View(0, 0, 1)
    assert mount.window().size == pytest.approx(NARROWEST)


def test_that_a_mount_remembers_where_it_looked() -> None:
    clock = Clock()
    mount = Mount(clock)
    clock.now += 10
    assert not mount.turned_by(clock.now)
    mount.move(0.4, 0, 0)  # at 110
    clock.now += 0.5
    mount.stop()
    clock.now += 5
    mount.absolute(0, 0, 1)
    clock.now += 10
    assert mount.window_at(109.9) == WHOLE
    assert [mount.window_at(at).left for at in (110.0, 110.25, 110.5, 115.0)] == pytest.approx([0.2, 0.225, 0.25, 0.25])
    assert mount.window_at(clock.now) == mount.window()
    assert mount.turned_by(110.0)


def frames(url: str) -> Iterator[np.ndarray]:
    with av.open(url, options=QUICK, timeout=LIMITS) as container:
        for frame in container.decode(video=0):
            assert not frame.is_corrupt
            assert (frame.width, frame.height) == (WIDTH, HEIGHT)
            yield frame.to_ndarray(format="gray").astype(float)


def alike(picture: np.ndarray, film: np.ndarray, window: tuple[float, float, float]) -> float:
    """The mean difference between a picture and a window of the film made as large."""
    left, top, size = window
    rows = ((top + size * (np.arange(HEIGHT) + 0.5) / HEIGHT) * HEIGHT).astype(int)
    columns = ((left + size * (np.arange(WIDTH) + 0.5) / WIDTH) * WIDTH).astype(int)
    return float(np.abs(picture - film[rows][:, columns]).mean())


@pytest.mark.parametrize("path", ["long/{}", "hevc/{}", "long/{}.flv", "long/{}.ts", "long/{}.m3u8", "hevc/{}.m3u8"])
def test_that_the_picture_of_an_open_stream_moves(cameras: CameraProcess, path: str) -> None:
    camera = "mast-" + path.strip("{}./").replace("/{}.", "-")
    path = path.format(camera)
    url = cameras.http(path) if "." in path else cameras.rtsp(path)
    stream = frames(url)
    film = next(stream)
    door = cameras.http(f"ptz/{camera}")
    assert requests.post(f"{door}/absolute", {"pan": "0"}, timeout=5).status_code == 200
    requests.post(f"{door}/absolute", params={"pan": -0.4, "tilt": 0.4, "zoom": 0}, timeout=5)
    corner = (0.0, 0.0, WIDEST)
    assert alike(film, film, corner) > 10
    assert any(alike(picture, film, corner) < 10 for _, picture in zip(range(600), stream, strict=False))  # segments are seconds late
    said = until(lambda: None if (told := requests.get(door, timeout=5).json())["moving"] else told)
    assert said == {"pan": pytest.approx(-0.4), "tilt": pytest.approx(0.4), "zoom": 0, "moving": False}


def test_that_the_door_keeps_presets_and_refuses_what_is_none(cameras: CameraProcess) -> None:
    door = cameras.http("ptz/k1")
    assert requests.get(f"{door}/presets", timeout=5).json() == {"1": "全景"}
    assert requests.put(f"{door}/presets/3", params={"name": "东门"}, timeout=5).status_code == 200
    assert requests.get(f"{door}/presets", timeout=5).json() == {"1": "全景", "3": "东门"}
    assert requests.post(f"{door}/presets/3", timeout=5).status_code == 200
    assert requests.delete(f"{door}/presets/3", timeout=5).status_code == 200
    for method, path, status in [("POST", "presets/3", 404), ("POST", "dance", 404), ("POST", "move?pan=much", 400), ("POST", "move?pan=2", 400)]:
        assert requests.request(method, f"{door}/{path}", timeout=5).status_code == status


def test_that_a_guarded_server_guards_its_door(tmp_path: Path) -> None:
    with CameraProcess(make_clips(tmp_path / "clips"), login="hall:open sesame") as guarded:
        assert requests.post(guarded.http("ptz/k1/stop"), timeout=5).status_code == 401
        digest = requests.auth.HTTPDigestAuth("hall", "open sesame")
        assert requests.post(guarded.http("ptz/k1/stop"), timeout=5, auth=digest).status_code == 200
