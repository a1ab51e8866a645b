"""The ONVIF adapter against the simulator's ONVIF device, over real SOAP."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from backend.camera_addresses import address_of
from backend.ptz.adapter import Limits
from backend.ptz.onvif import OnvifAdapter
from backend.refusals import Outside
from tests.backends import until
from tests.simulator.camera_process import CameraProcess, make_clips
from wire.ptz import PatrolOrder

LIMITS = Limits(2, 4)
LOGIN = "hall:open sesame"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CameraProcess]:
    with CameraProcess(make_clips(tmp_path_factory.mktemp("clips")), login=LOGIN) as process:
        yield process


def adapter(server: CameraProcess, camera: str, login: str = LOGIN, query: str = "?wide=36&tele=7.438") -> OnvifAdapter:
    return OnvifAdapter(address_of(f"onvif://127.0.0.1:{server.port}/{camera}{query}"), LIMITS, login)


def view(server: CameraProcess, camera: str) -> dict:
    return requests.get(server.http(f"ptz/{camera}"), timeout=5, auth=requests.auth.HTTPDigestAuth(*LOGIN.split(":"))).json()


def rests(server: CameraProcess, camera: str) -> dict:
    return until(lambda: not (seen := view(server, camera))["moving"] and seen)


def test_that_an_onvif_device_moves_stops_and_tells_where_it_looks(server: CameraProcess) -> None:
    mast = adapter(server, "o1")
    mast.move(0.5, 0.2, 0, 5)
    until(lambda: view(server, "o1")["pan"] > 0.05)
    mast.stop()
    seen = rests(server, "o1")
    assert 0 < seen["tilt"] < seen["pan"]
    mast.absolute(-0.2, 0.1, 0.5)
    rests(server, "o1")
    assert mast.position() == pytest.approx((-0.2, 0.1, 0.5))


def test_that_an_onvif_device_centres_and_fills_a_box(server: CameraProcess) -> None:
    mast = adapter(server, "o2")
    mast.aim(0.75, 0.25, 1, 1)
    seen = rests(server, "o2")
    assert (seen["pan"], seen["tilt"], seen["zoom"]) == pytest.approx((0.3, 0.3, 0))  # half of a half of 0.6, from the middle
    mast.aim(0.5, 0.5, 0.2, 0.1)
    assert rests(server, "o2")["zoom"] == pytest.approx(1, abs=0.02)
    with pytest.raises(Outside, match="view angles"):
        adapter(server, "o2", query="").aim(0.5, 0.5, 0.2, 0.1)


def test_that_an_onvif_device_keeps_presets(server: CameraProcess) -> None:
    mast = adapter(server, "o3")
    assert [(preset.number, preset.name) for preset in mast.presets()] == [(1, "全景")]
    mast.absolute(0.3, 0, 1)
    rests(server, "o3")
    mast.put_preset(2, "店外")
    mast.go_to(1)
    assert rests(server, "o3")["pan"] == 0
    mast.put_preset(1, "路口")
    mast.go_to(2)
    assert rests(server, "o3")["pan"] == pytest.approx(0.3)
    assert [(preset.number, preset.name) for preset in mast.presets()] == [(1, "路口"), (2, "店外")]
    mast.drop_preset(2)
    with pytest.raises(Outside, match="no preset 2"):
        mast.go_to(2)


def test_that_an_onvif_device_goes_round_by_its_preset_tours(server: CameraProcess) -> None:
    mast = adapter(server, "o5")
    mast.absolute(0.3, 0, 1)
    rests(server, "o5")
    mast.put_preset(2, "店外")
    assert mast.patrols() == []
    mast.put_patrol(1, PatrolOrder(name="主街", presets=[1, 2], dwell_s=1))
    mast.put_patrol(1, PatrolOrder(name="主街巡航", presets=[1, 2], dwell_s=2))
    assert [(patrol.number, patrol.name) for patrol in mast.patrols()] == [(1, "主街巡航")]
    mast.start_patrol(1)
    for pan in (0, 0.3, 0):
        until(lambda pan=pan: view(server, "o5")["pan"] == pytest.approx(pan))
    mast.end_patrol(1)
    assert not view(server, "o5")["moving"]
    with pytest.raises(Outside, match="no patrol 9"):
        mast.start_patrol(9)
    with pytest.raises(Outside, match="no preset 9"):
        mast.put_patrol(2, PatrolOrder(name="x", presets=[1, 9]))


def test_that_the_first_profile_is_turned_where_none_is_named(server: CameraProcess) -> None:
    view(server, "a-first")
    adapter(server, "").absolute(0.1, 0, 1)
    until(lambda: view(server, "a-first")["zoom"] == 1)


@pytest.mark.parametrize("login", ["", "hall:wrong", "nobody:open sesame"])
def test_that_a_wrong_login_has_its_name(server: CameraProcess, login: str) -> None:
    with pytest.raises(Outside) as caught:
        adapter(server, "o4", login).stop()
    assert caught.value.code == "ptz_login"


def test_that_who_does_not_answer_has_its_name(tmp_path: Path) -> None:
    limits = Limits(0.5, 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        with pytest.raises(Outside) as caught:
            OnvifAdapter(address_of(f"onvif://127.0.0.1:{silent.getsockname()[1]}/p"), limits, "").stop()
        assert caught.value.code == "ptz_silent"
        port = silent.getsockname()[1]
    with pytest.raises(Outside) as caught:
        OnvifAdapter(address_of(f"onvif://127.0.0.1:{port}/p"), limits, "").stop()
    assert caught.value.code == "ptz_unreachable"
