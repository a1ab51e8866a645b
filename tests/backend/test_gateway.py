"""Cameras of a media gateway: entered, completed and told online, against one that answers as WVP does."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backend.gateway import wvp
from backend.gateway.file import NAME, read_gateways
from backend.jobs.gateways import GatewayWatch
from backend.refusals import Setup
from backend.rules import cameras, gateway_cameras
from backend.session import SYSTEM, Database
from geo.datum import Datum, convert
from tests.backend.wvp_gateway import CHANNEL, DEVICE, WvpGateway
from wire.cameras import Camera, CameraOrder

ROOT = Path(__file__).resolve().parents[2]
SECOND = "34020000001320000002"
LON, LAT = 111.0, 35.03


@pytest.fixture
def gateway() -> Iterator[WvpGateway]:
    with WvpGateway() as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path, gateway: WvpGateway) -> Path:
    logins = tmp_path / "camera-logins.toml"
    logins.write_text(f'"127.0.0.1:{gateway.port}" = "admin:secret"\n')
    logins.chmod(0o600)
    write(tmp_path, gateway)
    return tmp_path


def write(folder: Path, gateway: WvpGateway, more: str = "") -> None:
    media = "rtsp://10.0.0.5:554/rtp/{device}_{channel}"
    (folder / NAME).write_text(f'["wvp://127.0.0.1:{gateway.port}"]\nmedia = "{media}"\n{more}')


def channel(code: str, status: str = "ON", **more: Any) -> dict[str, Any]:
    return {"deviceId": code, "name": f"东门{code[-1]}", "status": status, "longitude": LON, "latitude": LAT, "ptzType": 3} | more


def asked(database: Database) -> dict[str, Camera]:
    with database.read() as work:
        return {camera.code: camera for camera in cameras.all_cameras(work)}


def enter(database: Database, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "backend", "gateway", "--database", database.engine.url.render_as_string(False), "--data", str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=90)


def test_that_the_command_enters_new_cameras_completes_known_ones_and_touches_nothing_else(
    database: Database, gateway: WvpGateway, folder: Path
) -> None:
    with database.write(SYSTEM) as work:
        cameras.put(work, CameraOrder(id="k7", code=SECOND, name="Ours", lon=111.5, lat=35.5, sub_url="rtsp://h/ours"))
    turned, nowhere, group = "34020000001320000003", "34020000001320000004", "34020000002160000001"
    gateway.listed = {
        DEVICE: [
            channel(CHANNEL, directionType=3),
            channel(SECOND, "OFF", ptzType=1),
            channel(turned, ptzType=1),
            channel(nowhere, longitude=0, latitude=0),
            channel(group),
        ],
    }
    said = enter(database, folder)
    assert (said.returncode, said.stderr.count("Traceback")) == (0, 0), said.stderr
    assert "2 new, 1 completed, 0 known already" in said.stdout
    assert f"1 have no place and were left out ({nowhere})" in said.stdout
    known, media = asked(database), f"rtsp://10.0.0.5:554/rtp/{DEVICE}_"
    assert sorted(known) == sorted([CHANNEL, SECOND, turned])
    made, ours = known[CHANNEL], known[SECOND]
    assert (made.id, made.name, made.lon, made.lat, made.azimuth, made.online) == (CHANNEL, "东门1", LON, LAT, 180.0, True)
    assert (made.main_url, made.ptz_url) == (media + CHANNEL, "")
    at = f"wvp://127.0.0.1:{gateway.port}/{DEVICE}/"
    assert known[turned].ptz_url == at + turned
    assert (ours.id, ours.name, ours.lon, ours.sub_url, ours.main_url, ours.ptz_url, ours.online) == (
        *("k7", "Ours", 111.5, "rtsp://h/ours", "", at + SECOND, False),
    )
    again = enter(database, folder)
    assert "0 new, 0 completed, 3 known already" in again.stdout
    assert asked(database) == known


def test_that_places_come_out_of_the_datum_that_the_file_names(database: Database, gateway: WvpGateway, folder: Path) -> None:
    write(folder, gateway, 'datum = "gcj02"\n')
    gateway.listed = {DEVICE: [channel(CHANNEL)]}
    assert enter(database, folder).returncode == 0
    lon, lat = convert(LON, LAT, Datum.GCJ02, Datum.WGS84)
    assert (asked(database)[CHANNEL].lon, asked(database)[CHANNEL].lat) == (pytest.approx(float(lon)), pytest.approx(float(lat)))


def test_that_all_pages_are_read_and_that_one_path_to_a_camera_is_enough(
    database: Database, gateway: WvpGateway, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wvp, "PAGE", 2)
    codes = [f"3402000000132000001{number}" for number in range(5)]
    gateway.listed = {f"3402000000118000000{number}": [channel(code) for code in codes] for number in range(3)}
    gateway.listed["34020000001180000001"] = [channel(code, "OFF") for code in codes]
    (one,) = read_gateways(folder)
    watch = GatewayWatch(folder)
    with database.write(SYSTEM) as work:
        for code in codes:
            cameras.put(work, CameraOrder(id=code, code=code, name=code, lon=LON, lat=LAT))
    watch.look(database)
    assert {camera.online for camera in asked(database).values()} == {True}
    assert len([path for path, _ in gateway.lists if path.endswith("channels")]) == 3 * 3
    assert one.host == f"127.0.0.1:{gateway.port}"


def test_that_of_a_gateway_that_is_gone_nothing_is_known(database: Database, gateway: WvpGateway, folder: Path) -> None:
    """And as soon as it answers again, what it says."""
    gateway.listed = {DEVICE: [channel(CHANNEL), channel(SECOND, "OFF")]}
    assert enter(database, folder).returncode == 0
    with database.write(SYSTEM) as work:
        cameras.put(work, CameraOrder(id="other", code="other", name="other", lon=LON, lat=LAT, online=True))
    watch = GatewayWatch(folder)
    gateway.login = "admin", "another"
    watch.look(database)
    assert {code: camera.online for code, camera in asked(database).items()} == {CHANNEL: None, SECOND: None, "other": True}
    with database.read() as work:
        (one,) = read_gateways(folder)
        assert sorted(gateway_cameras.known_of(work, one)) == [CHANNEL, SECOND]
    said = enter(database, folder)
    assert (said.returncode != 0, "Traceback" in said.stderr) == (True, False)
    assert "用户名或密码错误" in said.stderr
    (folder / "camera-logins.toml").write_text("")
    (folder / NAME).write_text("[")
    watch.look(database)  # what is wrong with the file is in the log
    assert enter(database, folder).returncode == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[", "is no TOML"),
        ('["http://10.0.0.5"]\nmedia = "rtsp://h/{device}_{channel}"', "a gateway is wvp://HOST:PORT"),
        ('["wvp://admin:secret@10.0.0.5"]\nmedia = "rtsp://h/{device}_{channel}"', "without a login"),
        ('["wvp://10.0.0.5"]\nmedia = "rtsp://h/{device}"', "with {device} and {channel} in it"),
        ('["wvp://10.0.0.5"]\nmedia = "rtsp://a:b@h/{device}_{channel}"', "without a login"),
        ('["wvp://10.0.0.5"]\nmedia = "rtsp://h/{device}_{channel}"\ndatum = "mars"', "is one of wgs84"),
        ('["wvp://10.0.0.5"]\nmedia = "rtsp://h/{device}_{channel}"\npassword = "secret"', "not password"),
        ('"wvp://10.0.0.5" = 1', "takes media and datum"),
    ],
)
def test_that_what_is_wrong_with_the_file_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / NAME).write_text(text)
    with pytest.raises(Setup) as told:
        read_gateways(tmp_path)
    assert sentence in str(told.value)
    assert "secret" not in str(told.value)
