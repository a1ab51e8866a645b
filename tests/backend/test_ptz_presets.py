"""Patrols, and where a camera looks whose device does not tell it: real simulator cameras, and a gateway in the shape of WVP."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import requests

from backend.rules import cameras, ptz, ptz_presets
from backend.session import SYSTEM, Database
from tests.backend.wvp_gateway import CHANNEL, DEVICE, WvpGateway
from tests.backends import Backend, Client, until
from tests.simulator.camera_process import CameraProcess, make_clips
from wire.cameras import Camera, CameraOrder
from wire.codes import Role
from wire.presence import Attendance
from wire.ptz import PresetViewOrder, PtzRound


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CameraProcess]:
    with CameraProcess(make_clips(tmp_path_factory.mktemp("clips"))) as process:
        yield process


def plant(database: Database, ptz_url: str) -> None:
    with database.write(SYSTEM) as work:
        order = CameraOrder(id="k1", code="001", name="东门", lon=111, lat=35, azimuth=10, view_angle=60, reach=100, ptz_url=ptz_url)
        cameras.put(work, order)


def turn(client: Client, **order: object) -> requests.Response:
    return client.post("/v1/cameras/k1/ptz", json=order)


def camera(client: Client) -> Camera:
    return msgspec.json.decode(client.get("/v1/cameras/k1").content, type=Camera)


def rounds(client: Client) -> list[PtzRound]:
    return msgspec.json.decode(client.get("/v1/presence").content, type=Attendance).rounds


@pytest.fixture
def mast(backend: Backend, server: CameraProcess, tmp_path: Path) -> str:
    plant(backend.database, f"sim://127.0.0.1:{server.port}/{tmp_path.name}?north=0&span=100&wide=60&tele=10")
    return server.http(f"ptz/{tmp_path.name}")


def pan(door: str) -> float:
    return float(requests.get(door, timeout=5).json()["pan"])


def test_that_a_camera_goes_round_until_somebody_turns_it_whoever_has_let_it_go(backend: Backend, mast: str) -> None:
    watcher, other = backend.client(Role.VIDEO_PATROLLER), backend.client(Role.DISPATCHER)
    assert turn(watcher, verb="ABSOLUTE", pan=0.3, tilt=0, zoom=1).status_code == 200
    until(lambda: pan(mast) == pytest.approx(0.3))
    assert watcher.put("/v1/cameras/k1/presets/2", json={"name": "店外"}).status_code == 200
    round_ = {"name": "主街", "presets": [1, 2], "dwell_s": 1}
    assert other.put("/v1/cameras/k1/patrols/5", json=round_).json()["code"] == "ptz_held"
    assert watcher.put("/v1/cameras/k1/patrols/5", json=round_).json() == {"number": 5, "name": "主街"}
    assert watcher.get("/v1/cameras/k1/patrols").json() == [{"number": 5, "name": "主街"}]
    assert turn(other, verb="PATROL", number=5).json()["code"] == "ptz_held"
    assert turn(watcher, verb="PATROL", number=5).status_code == 200
    until(lambda: pan(mast) == 0)
    until(lambda: pan(mast) == pytest.approx(0.3))
    assert camera(watcher).azimuth is None  # nobody knows where it looks next
    assert turn(watcher, verb="RELEASE").status_code == 200
    until(lambda: pan(mast) == 0)  # it goes on
    [seen] = rounds(other)
    assert (seen.camera_id, seen.number, seen.full_name) == ("k1", 5, watcher.user.full_name if watcher.user else "")
    assert turn(other, verb="TAKE").status_code == 200
    assert rounds(other)  # to have it in hand ends no patrol
    assert turn(other, verb="STOP").status_code == 200
    until(lambda: rounds(other) == [])
    assert not requests.get(mast, timeout=5).json()["moving"]
    until(lambda: camera(watcher).azimuth is not None)  # its device tells
    assert turn(other, verb="PATROL", number=9).json()["code"] == "ptz_refused"
    assert rounds(other) == []


def test_that_a_camera_is_turned_though_its_device_knows_the_patrol_no_more(backend: Backend, server: CameraProcess, tmp_path: Path) -> None:
    plant(backend.database, f"onvif://127.0.0.1:{server.port}/{tmp_path.name}")
    with backend.database.write(SYSTEM) as work:
        ptz.go_round(work, "k1", 9)
    watcher = backend.client(Role.VIDEO_PATROLLER)
    assert turn(watcher, verb="STOP").status_code == 200
    assert rounds(watcher) == []


def test_that_a_preset_has_learnt_where_its_camera_looks(backend: Backend, mast: str) -> None:
    watcher = backend.client(Role.VIDEO_PATROLLER)
    turn(watcher, verb="ABSOLUTE", pan=0.3, tilt=0, zoom=1)
    until(lambda: camera(watcher).azimuth == pytest.approx(30))
    kept = watcher.put("/v1/cameras/k1/presets/2", json={"name": "店外"}).json()
    assert (kept["azimuth"], kept["view_angle"]) == (pytest.approx(30), pytest.approx(10))
    assert camera(watcher).preset == "店外"
    turn(watcher, verb="PRESET", number=1)
    until(lambda: camera(watcher).preset == "全景" and camera(watcher).azimuth == 0)
    assert [(each["number"], each["azimuth"]) for each in watcher.get("/v1/cameras/k1/presets").json()] == [(1, 0), (2, pytest.approx(30))]
    turn(watcher, verb="MOVE", pan=0.5, seconds=0.2)
    assert camera(watcher).preset == ""


def test_that_of_a_gateway_that_tells_nothing_a_preset_is_typed_once(backend: Backend) -> None:
    with WvpGateway() as gateway:
        logins = backend.data / "camera-logins.toml"
        logins.parent.mkdir(exist_ok=True)
        logins.write_text(f'"127.0.0.1:{gateway.port}" = "admin:secret"\n')
        logins.chmod(0o600)
        plant(backend.database, f"wvp://127.0.0.1:{gateway.port}/{DEVICE}/{CHANNEL}")
        watcher = backend.client(Role.VIDEO_PATROLLER)
        assert camera(watcher).azimuth == 10
        assert turn(watcher, verb="PRESET", number=1).status_code == 200
        assert (camera(watcher).preset, camera(watcher).azimuth) == ("东门", None)  # nobody knows where that looks
        for wrong in ({"azimuth": 400}, {"azimuth": "north"}, {}):
            assert watcher.put("/v1/cameras/k1/presets/1/view", json=wrong).status_code == 400
        other = backend.client(Role.DISPATCHER)
        assert other.put("/v1/cameras/k1/presets/1/view", json={"azimuth": 120}).json()["code"] == "ptz_held"
        assert watcher.put("/v1/cameras/k1/presets/1/view", json={"azimuth": 120, "view_angle": 40}).status_code == 200
        assert (camera(watcher).azimuth, camera(watcher).view_angle) == (120, 40)  # it stands there
        assert turn(watcher, verb="MOVE", pan=0.5, seconds=0.2).status_code == 200
        assert (camera(watcher).preset, camera(watcher).azimuth) == ("", None)
        assert turn(watcher, verb="PRESET", number=1).status_code == 200
        assert (camera(watcher).preset, camera(watcher).azimuth) == ("东门", 120)
        assert watcher.get("/v1/cameras/k1/presets").json()[0] == {"number": 1, "name": "东门", "azimuth": 120, "view_angle": 40}
        assert turn(watcher, verb="PATROL", number=3).status_code == 200
        assert (camera(watcher).preset, camera(watcher).azimuth) == ("", None)
        assert turn(watcher, verb="PRESET", number=2).status_code == 200  # which ends the patrol first
        acts = [path.removeprefix("/api/front-end/") for path, _ in gateway.asked if "cruise" in path or "call" in path]
        assert acts == ["preset/call", "preset/call", "cruise/start", "cruise/stop", "preset/call"]
        assert watcher.put("/v1/cameras/k1/presets/7", json={"name": "店外"}).json()["name"] == "店外"
        assert turn(watcher, verb="PRESET", number=7).status_code == 200
        assert camera(watcher).preset == "店外"  # GB/T 28181 takes no name, we have kept it


def test_that_the_view_of_a_preset_is_that_of_the_camera_as_long_as_nobody_has_moved_it(database: Database) -> None:
    plant(database, "wvp://127.0.0.1:1/d/c")
    with database.write(SYSTEM) as work:
        kept = ptz_presets.keep(work, "k1", 4, "店外", ptz_presets.Looks(10, 60))
        assert (kept.azimuth, kept.view_angle) == (10, 60)
    with database.write(SYSTEM) as work:
        ptz_presets.moved(work, "k1", tells=False)
        assert cameras.one(work, "k1").azimuth is None
        ptz_presets.gone_to(work, "k1", 4, "店外", tells=False)
        assert (cameras.one(work, "k1").azimuth, cameras.one(work, "k1").preset) == (10, "店外")
        ptz_presets.type_view(work, "k1", 4, PresetViewOrder(azimuth=355))
        assert cameras.one(work, "k1").azimuth == 355
