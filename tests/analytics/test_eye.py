"""One camera that is watched: its login comes from the file of logins, and stands in no log whatever goes wrong."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

import media.pace
from analytics.eye import Eye
from analytics.judging import ByRest
from media.pace import Gate
from tests.backends import until
from tests.simulator.camera_process import CameraProcess, make_clips
from wire.analytics import CapturePlan
from wire.cameras import Camera
from wire.codes import CaptureState

LOGIN = "hall:open-sesame"
ROOT = Path(__file__).resolve().parents[2]


def watched(url: str, fps: float, gate: Gate) -> Eye:
    camera = Camera(id="k1", version=1, code="k1", name="东门", lon=0, lat=0, sub_url=url)
    return Eye(CapturePlan(camera=camera, zones=[]), LOGIN, fps, ByRest(), lambda _: None, gate)


def seen_again(eye: Eye, gate: Gate, host: str) -> bool:
    """Somebody else has a picture of its host; the eye may be quicker than it lies down to rest."""
    gate.came(host, "recorder")
    gate.went(host, "recorder")
    return eye.state is not CaptureState.NO_PICTURE


def test_that_a_camera_is_seen_by_its_login_and_again_with_its_host_and_no_trouble_tells_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(media.pace, "FIRST_PAUSE_S", 3600.0)
    gate = Gate()
    with CameraProcess(make_clips(tmp_path / "clips"), login=LOGIN) as guarded:
        eyes = {"well": watched(guarded.rtsp("short/1"), 4.0, gate), "away": watched(guarded.http("short/2.flv?fault=503"), 4.0, gate)}
        eyes["defect"] = watched(guarded.rtsp("short/3"), 0.0, gate)
        until(lambda: eyes["well"].state is not CaptureState.NO_PICTURE, 60)
        until(lambda: "ZeroDivisionError" in caplog.text, 60)  # its text is left out, and where it was is not
        guarded.kill()
        until(lambda: eyes["well"].state is CaptureState.NO_PICTURE, 60)
        guarded.start()
        until(lambda: seen_again(eyes["well"], gate, f"127.0.0.1:{guarded.port}"), 60)
        for eye in eyes.values():
            eye.stop()
        for eye in eyes.values():
            eye.join(30)
    captured = capfd.readouterr()
    assert "analytics/source.py" in caplog.text
    assert "open-sesame" not in caplog.text + captured.out + captured.err


def test_that_a_camera_that_sends_one_picture_for_ever_is_not_watched(tmp_path: Path) -> None:
    with CameraProcess(make_clips(tmp_path / "clips")) as cameras:
        stuck, well = (watched(cameras.rtsp(f"long/{path}"), 4.0, Gate()) for path in ("stuck?freeze_after=2", "well"))
        until(lambda: CaptureState.NO_PICTURE not in (stuck.state, well.state), 60)
        until(lambda: stuck.state is CaptureState.NO_PICTURE, 60)
        assert well.state is not CaptureState.NO_PICTURE
        for eye in (stuck, well):
            eye.stop()
        for eye in (stuck, well):
            eye.join(30)


def test_that_a_file_of_logins_that_others_can_read_is_not_used(tmp_path: Path) -> None:
    logins = tmp_path / "logins.toml"
    logins.write_text(f'"10.0.0.5" = "{LOGIN}"\n')
    logins.chmod(0o644)
    command = [sys.executable, "-m", "analytics", "--server", "http://127.0.0.1:9", "--user", "capture", "--logins", str(logins)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"YIPING_PASSWORD": "x"}, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "others can read logins.toml: chmod 600 it\n"
