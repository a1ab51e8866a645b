"""The WVP adapter against a gateway that refuses whatever the real one's interface does not take."""

from collections.abc import Iterator

import pytest

from backend.camera_addresses import address_of
from backend.gateway.http import Limits
from backend.ptz.wvp import WvpAdapter
from backend.refusals import Outside
from tests.backend.wvp_gateway import CHANNEL, DEVICE, WvpGateway
from wire.ptz import PatrolOrder


@pytest.fixture
def gateway() -> Iterator[WvpGateway]:
    with WvpGateway() as made:
        yield made


def adapter(gateway: WvpGateway, path: str = f"{DEVICE}/{CHANNEL}", login: str = "admin:secret") -> WvpAdapter:
    return WvpAdapter(address_of(f"wvp://127.0.0.1:{gateway.port}/{path}"), Limits(2, 4), login)


@pytest.mark.parametrize(
    ("speeds", "command", "said"),
    [
        ((1, 0, 0), "right", ("255", "0", "0")),
        ((-0.5, 0, 0), "left", ("128", "0", "0")),
        ((0.2, 1, 0), "upright", ("51", "255", "0")),
        ((-1, -1, 0), "downleft", ("255", "255", "0")),
        ((0, 0, 1), "zoomin", ("0", "0", "15")),
        ((0, 0, -0.6), "zoomout", ("0", "0", "9")),
        ((0, 0, 0), "stop", ("0", "0", "0")),
    ],
)
def test_that_speeds_become_commands(gateway: WvpGateway, speeds: tuple[float, float, float], command: str, said: tuple[str, str, str]) -> None:
    adapter(gateway).move(*speeds, seconds=1)
    path, given = gateway.asked[-1]
    assert path == "/api/front-end/ptz"
    assert (given["command"], given["horizonSpeed"], given["verticalSpeed"], given["zoomSpeed"]) == (command, *said)


def test_that_a_gateway_is_asked_for_boxes_and_presets(gateway: WvpGateway) -> None:
    mast = adapter(gateway)
    mast.aim(0.25, 0.5, 0.2, 0.1)
    path, box = gateway.asked[-1]
    assert path == "/api/device/control/drag_zoom/zoom_in"
    assert [int(box[name]) for name in ("length", "width", "midpointx", "midpointy", "lengthx", "lengthy")] == [1000, 1000, 250, 500, 200, 100]
    assert [(preset.number, preset.name) for preset in mast.presets()] == [(1, "东门"), (2, "2")]
    mast.put_preset(7, "店外")
    mast.go_to(7)
    mast.drop_preset(7)
    mast.stop()
    assert [path.removeprefix("/api/front-end/") for path, _ in gateway.asked[-4:]] == ["preset/add", "preset/call", "preset/delete", "ptz"]
    assert mast.position() is None


def test_that_a_gateway_keeps_starts_and_ends_patrols(gateway: WvpGateway) -> None:
    mast = adapter(gateway)
    for presets in ([1, 2, 7], [2, 1]):
        mast.put_patrol(3, PatrolOrder(name="主街", presets=presets, dwell_s=20))
        assert gateway.cruises == {3: presets}  # and nothing of the one before
    mast.start_patrol(3)
    mast.end_patrol(3)
    acts = [(path.removeprefix("/api/front-end/"), given) for path, given in gateway.asked[-3:]]
    assert acts == [("cruise/time", {"cruiseId": "3", "time": "20"}), ("cruise/start", {"cruiseId": "3"}), ("cruise/stop", {"cruiseId": "3"})]
    assert mast.patrols() == []  # it lists none


def test_that_what_a_gateway_cannot_do_has_its_name(gateway: WvpGateway) -> None:
    def refused(mast: WvpAdapter, act: str, *given: float) -> str:
        with pytest.raises(Outside) as caught:
            getattr(mast, act)(*given)
        return caught.value.code

    assert refused(adapter(gateway), "absolute", 0, 0, 0) == "ptz_refused"
    assert refused(adapter(gateway, "no/such"), "stop") == "ptz_refused"
    assert refused(adapter(gateway, login="admin:wrong"), "stop") == "ptz_login"
    assert refused(adapter(gateway, login=""), "stop") == "ptz_login"
    with pytest.raises(Outside, match="names device and channel"):
        adapter(gateway, "only-one")
