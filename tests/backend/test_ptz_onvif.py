"""The ONVIF adapter against the simulator's ONVIF device, over real SOAP."""

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from backend.camera_addresses import address_of
from backend.gateway.http import Limits
from backend.ptz.numbers import TokenBook, assigned
from backend.ptz.onvif import OnvifAdapter
from backend.refusals import Outside
from backend.rules import cameras
from backend.session import SYSTEM, Database
from backend.tables.ptz import TokenKind
from tests.backends import until
from tests.simulator.camera_process import CameraProcess, make_clips
from wire.cameras import CameraOrder
from wire.ptz import LAST_PRESET, PatrolOrder

LIMITS = Limits(2, 4)
LOGIN = "hall:open sesame"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CameraProcess]:
    with CameraProcess(make_clips(tmp_path_factory.mktemp("clips")), login=LOGIN) as process:
        yield process


@pytest.fixture(scope="module")
def kept(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    file = shutil.copy(empty_sqlite, tmp_path_factory.mktemp("kept") / "yiping.db")
    opened = Database(f"sqlite:///{file}")
    yield opened
    opened.close()


def adapter(server: CameraProcess, kept: Database, camera: str, login: str = LOGIN, query: str = "?wide=36&tele=7.438") -> OnvifAdapter:
    """Whose numbers are kept under the name of the camera."""
    with kept.write(SYSTEM) as work:
        cameras.put(work, CameraOrder(id=camera or "any", code=camera or "any", name="Mast", lon=111, lat=35))
    return OnvifAdapter(address_of(f"onvif://127.0.0.1:{server.port}/{camera}{query}"), LIMITS, login, TokenBook(kept, camera or "any"))


def view(server: CameraProcess, camera: str) -> dict:
    return requests.get(server.http(f"ptz/{camera}"), timeout=5, auth=requests.auth.HTTPDigestAuth(*LOGIN.split(":"))).json()


def rests(server: CameraProcess, camera: str) -> dict:
    return until(lambda: not (seen := view(server, camera))["moving"] and seen)


def test_that_an_onvif_device_moves_stops_and_tells_where_it_looks(server: CameraProcess, kept: Database) -> None:
    mast = adapter(server, kept, "o1")
    mast.move(0.5, 0.2, 0, 5)
    until(lambda: view(server, "o1")["pan"] > 0.05)
    mast.stop()
    seen = rests(server, "o1")
    assert 0 < seen["tilt"] < seen["pan"]
    mast.absolute(-0.2, 0.1, 0.5)
    rests(server, "o1")
    assert mast.position() == pytest.approx((-0.2, 0.1, 0.5))


def test_that_an_onvif_device_centres_and_fills_a_box(server: CameraProcess, kept: Database) -> None:
    mast = adapter(server, kept, "o2")
    mast.aim(0.75, 0.25, 1, 1)
    seen = rests(server, "o2")
    assert (seen["pan"], seen["tilt"], seen["zoom"]) == pytest.approx((0.3, 0.3, 0))  # half of a half of 0.6, from the middle
    mast.aim(0.5, 0.5, 0.2, 0.1)
    assert rests(server, "o2")["zoom"] == pytest.approx(1, abs=0.02)
    with pytest.raises(Outside, match="view angles"):
        adapter(server, kept, "o2", query="").aim(0.5, 0.5, 0.2, 0.1)


def test_that_an_onvif_device_keeps_presets(server: CameraProcess, kept: Database) -> None:
    mast = adapter(server, kept, "o3")
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


def test_that_an_onvif_device_goes_round_by_its_preset_tours(server: CameraProcess, kept: Database) -> None:
    mast = adapter(server, kept, "o5")
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


def test_that_numbers_stay_whatever_tokens_a_device_gives_and_in_whatever_order_it_tells_them(server: CameraProcess, kept: Database) -> None:
    """Its tokens are words, and the newest comes first."""
    mast = adapter(server, kept, "words-1")
    assert [(preset.number, preset.name) for preset in mast.presets()] == [(1, "全景")]
    mast.absolute(0.3, 0, 1)
    rests(server, "words-1")
    mast.put_preset(7, "店外")
    mast.put_preset(3, "路口")
    assert [(preset.number, preset.name) for preset in mast.presets()] == [(1, "全景"), (3, "路口"), (7, "店外")]
    mast.drop_preset(1)
    mast.put_preset(9, "门前")  # which gets the token of the one that has gone
    for number, name in ((4, "西街"), (2, "东街")):
        mast.put_patrol(number, PatrolOrder(name=name, presets=[7, 3], dwell_s=1))
    mast.put_patrol(4, PatrolOrder(name="西街北", presets=[3, 7], dwell_s=1))
    after = adapter(server, kept, "words-1")  # as after a start of the backend
    assert [(preset.number, preset.name) for preset in after.presets()] == [(3, "路口"), (7, "店外"), (9, "门前")]
    assert [(patrol.number, patrol.name) for patrol in after.patrols()] == [(2, "东街"), (4, "西街北")]
    after.go_to(7)
    assert rests(server, "words-1")["pan"] == pytest.approx(0.3)


def test_that_a_device_that_does_not_say_which_token_it_gave_is_asked(server: CameraProcess, kept: Database) -> None:
    mast = adapter(server, kept, "mute-1")
    for number, name in ((7, "店外"), (3, "路口"), (7, "店内")):
        mast.put_preset(number, name)
    mast.put_patrol(4, PatrolOrder(name="西街", presets=[7, 3], dwell_s=1))
    assert [(preset.number, preset.name) for preset in mast.presets()] == [(1, "全景"), (3, "路口"), (7, "店内")]
    assert [(patrol.number, patrol.name) for patrol in mast.patrols()] == [(4, "西街")]


def test_that_a_patrol_that_is_refused_leaves_no_empty_tour_behind(server: CameraProcess, kept: Database) -> None:
    mast = adapter(server, kept, "o6")
    mast.put_preset(2, "店外")
    with pytest.raises(Outside, match="16 spots"):
        mast.put_patrol(1, PatrolOrder(name="主街", presets=[1, 2] * 9, dwell_s=1))
    assert mast.patrols() == []
    mast.put_patrol(5, PatrolOrder(name="主街", presets=[1, 2], dwell_s=1))
    with pytest.raises(Outside, match="16 spots"):
        mast.put_patrol(5, PatrolOrder(name="主街", presets=[1, 2] * 9, dwell_s=1))
    assert [(patrol.number, patrol.name) for patrol in mast.patrols()] == [(5, "主街")]  # what was there before stays


def test_how_tokens_get_their_numbers() -> None:
    assert assigned({}, ["b", "2", "a", "300", "١"]) == {"2": 2, "b": 1, "a": 3, "300": 4, "١": 5}
    assert assigned({"a": 1, "b": 2}, ["b", "c"]) == {"a": 1, "b": 2, "c": 3}  # a may be told again
    assert assigned({"a": 1, "b": 2}, []) == {"a": 1, "b": 2}
    assert assigned({"a": 1, "b": 2}, ["x", "y"]) == {"x": 1, "y": 2}  # another device
    full = {f"t{number}": number for number in range(1, LAST_PRESET + 1)}
    assert assigned(full, ["t9", "new"])["new"] == 1
    assert "new" not in assigned(full, [*full, "new"])


def test_that_numbers_are_kept_by_camera_and_by_what_they_are_of(database: Database) -> None:
    with database.write(SYSTEM) as work:
        for id in ("k1", "k2"):
            cameras.put(work, CameraOrder(id=id, code=id, name="Mast", lon=111, lat=35))
    book = TokenBook(database, "k1")
    assert book.numbers(TokenKind.PRESET, ["a", "b"]) == {"a": 1, "b": 2}
    book.keep(TokenKind.PRESET, "b", 1)
    assert TokenBook(database, "k1").numbers(TokenKind.PRESET, ["a", "b"]) == {"a": 2, "b": 1}
    assert book.numbers(TokenKind.PATROL, ["b"]) == {"b": 1}
    assert TokenBook(database, "k2").numbers(TokenKind.PRESET, ["b"]) == {"b": 1}
    assert book.numbers(TokenKind.PRESET, []) == {}
    assert book.numbers(TokenKind.PRESET, ["a"]) == {"a": 2}


def test_that_the_first_profile_is_turned_where_none_is_named(server: CameraProcess, kept: Database) -> None:
    view(server, "a-first")
    adapter(server, kept, "").absolute(0.1, 0, 1)
    until(lambda: view(server, "a-first")["zoom"] == 1)


@pytest.mark.parametrize("login", ["", "hall:wrong", "nobody:open sesame"])
def test_that_a_wrong_login_has_its_name(server: CameraProcess, kept: Database, login: str) -> None:
    with pytest.raises(Outside) as caught:
        adapter(server, kept, "o4", login).stop()
    assert caught.value.code == "ptz_login"


def test_that_who_does_not_answer_has_its_name(kept: Database) -> None:
    limits, book = Limits(0.5, 0.3), TokenBook(kept, "none")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        with pytest.raises(Outside) as caught:
            OnvifAdapter(address_of(f"onvif://127.0.0.1:{silent.getsockname()[1]}/p"), limits, "", book).stop()
        assert caught.value.code == "ptz_silent"
        port = silent.getsockname()[1]
    with pytest.raises(Outside) as caught:
        OnvifAdapter(address_of(f"onvif://127.0.0.1:{port}/p"), limits, "", book).stop()
    assert caught.value.code == "ptz_unreachable"
