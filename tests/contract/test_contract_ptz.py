"""Two seats at one camera that really turns: keys, clicks, a box, presets, who has it in hand, and a leader who takes it over."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import requests
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from backend.rules import cameras as camera_rules
from backend.session import SYSTEM
from console.hall.hall import Hall
from console.hall.streams import StreamState
from console.rooms.ptz import PtzRoom
from console.widgets.video_wall import VideoWall
from console.workers.caller import Caller
from console.workers.presence import PresenceListener
from tests.backends import Backend
from tests.console.stream_bench import ending_pool
from tests.contract.conftest import ApiOf
from tests.simulator.camera_process import CameraProcess, make_clips
from wire.cameras import CameraOrder
from wire.codes import Role
from wire.ptz import Preset, PtzAbsolute

pytestmark = pytest.mark.gui
WAIT_MS = 30_000
KEY = Qt.Key


@pytest.fixture(scope="module")
def cameras(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CameraProcess]:
    with CameraProcess(make_clips(tmp_path_factory.mktemp("clips"))) as process:
        yield process


class Seat:
    """A wall with one camera on it, and the room that turns it."""

    def __init__(self, qtbot: QtBot, api_of: ApiOf, pool: object, *roles: Role, **person: str) -> None:
        self.api = api = api_of(*roles, **person)
        self.hall, self.caller = Hall(api.me()), Caller(api)
        self.hall.link.heard()
        self.wall = VideoWall(self.hall, pool)  # type: ignore[arg-type]
        qtbot.addWidget(self.wall)
        self.room = PtzRoom(self.hall, api, self.caller, self.wall)
        self.listener = PresenceListener(api)
        self.listener.heard.connect(self.hall.company.take)
        self.hall.cameras.put(api.cameras())
        self.wall.set_layout("1")
        self.wall.resize(640, 420)
        self.wall.show()
        for worker in (self.room.worker, self.listener):
            worker.start()

    def chip(self) -> str:
        chip = self.room.chips.get(self.wall.panes[0])
        return chip.text() if chip is not None and chip.isVisible() else ""

    def end(self) -> None:
        for part in (self.room.worker, self.listener, self.caller):
            part.stop()


@pytest.fixture
def stream() -> str:
    return "{}"


@pytest.fixture
def seat_of(
    qtbot: QtBot, api_of: ApiOf, backend: Backend, cameras: CameraProcess, tmp_path: Path, dressed: None, stream: str
) -> Iterator[Callable[..., Seat]]:
    name = tmp_path.name
    url = (cameras.http if "." in stream else cameras.rtsp)(f"long/{stream.format(name)}")
    with backend.database.write(SYSTEM) as work:
        order = CameraOrder(id="k1", code="001", name="东门", lon=0, lat=0, sub_url=url, azimuth=0, view_angle=60)
        turned = f"sim://127.0.0.1:{cameras.port}/{name}?north=0&span=30&wide=36&tele=7"
        camera_rules.put(work, CameraOrder(**{field: getattr(order, field) for field in order.__struct_fields__} | {"ptz_url": turned}))
    seats: list[Seat] = []
    with ending_pool() as pool:

        def seat_of(*roles: Role, **person: str) -> Seat:
            seats.append(Seat(qtbot, api_of, pool, *roles, **person))
            return seats[-1]

        yield seat_of
        for seat in seats:
            seat.wall.hide()
            seat.end()


def grey(image: QImage) -> np.ndarray:
    small = image.convertToFormat(QImage.Format.Format_Grayscale8).scaled(64, 36)
    return np.frombuffer(small.constBits(), np.uint8).reshape(36, -1)[:, :64].astype(float)


class Hand:
    """Somebody at a seat has the camera in hand, and its picture is there. `door`: where the camera says how it stands."""

    def __init__(self, qtbot: QtBot, seat: Seat, door: str) -> None:
        self._qtbot, self.seat, self.door, self.pane = qtbot, seat, door, seat.wall.panes[0]
        qtbot.waitUntil(lambda: self.pane.state() == StreamState.LIVE and self.pane.picture() is not None, timeout=WAIT_MS)
        self._film = self._picture()
        QTest.keyClick(self.pane, KEY.Key_T)
        assert seat.room.surface is not None
        self.surface = seat.room.surface

    def view(self) -> dict[str, Any]:
        told: dict[str, Any] = requests.get(self.door, timeout=5).json()
        return told

    def see_it_turned(self) -> None:
        self._qtbot.waitUntil(lambda: np.abs(self._picture() - self._film).mean() > 12, timeout=WAIT_MS)

    def let_go(self) -> None:
        QTest.keyClick(self.surface, KEY.Key_Escape)
        assert self.seat.room.surface is None

    def _picture(self) -> np.ndarray:
        picture = self.pane.picture()
        assert picture is not None
        return grey(picture.image)


def test_that_a_camera_is_turned_from_the_wall_and_its_picture_moves(
    qtbot: QtBot, seat_of: Callable[..., Seat], cameras: CameraProcess, tmp_path: Path
) -> None:
    hand = Hand(qtbot, seat_of(Role.VIDEO_PATROLLER, name="wang"), cameras.http(f"ptz/{tmp_path.name}"))
    surface, view = hand.surface, hand.view
    QTest.keyPress(surface, KEY.Key_Right)
    qtbot.waitUntil(lambda: view()["pan"] > 0.1, timeout=WAIT_MS)
    QTest.keyRelease(surface, KEY.Key_Right)
    qtbot.waitUntil(lambda: not view()["moving"], timeout=WAIT_MS)
    qtbot.waitUntil(lambda: re.search(r"\b(1[0-5]|[1-9]) 秒", hand.seat.chip()) is not None, timeout=WAIT_MS)  # of 15, on a machine in whatever haste
    hand.see_it_turned()

    QTest.mouseClick(surface, Qt.MouseButton.LeftButton, pos=QPoint(surface.width() // 4, surface.height() // 2))
    before = view()["pan"]
    qtbot.waitUntil(lambda: view()["pan"] < before - 0.05 and not view()["moving"], timeout=WAIT_MS)

    middle = QPointF(surface.rect().center())
    start, end = (middle - QPointF(80, 45)).toPoint(), (middle + QPointF(80, 45)).toPoint()
    QTest.mousePress(surface, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(surface, end)
    QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, pos=end)
    qtbot.waitUntil(lambda: view()["zoom"] > 0.5 and not view()["moving"], timeout=WAIT_MS)

    surface.pad.kept.emit(3, "店外")
    qtbot.waitUntil(lambda: requests.get(f"{hand.door}/presets", timeout=5).json().get("3") == "店外", timeout=WAIT_MS)
    QTest.keyClick(surface, KEY.Key_1, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: view() == {"pan": 0, "tilt": 0, "zoom": 0, "moving": False}, timeout=WAIT_MS)
    QTest.keyClick(surface, KEY.Key_M)
    qtbot.waitUntil(lambda: surface.pad.free_number() == 2, timeout=WAIT_MS)
    surface.pad._menu.close()
    hand.let_go()


def test_that_a_patrol_is_made_seen_to_go_round_and_ended_by_a_key(
    qtbot: QtBot, seat_of: Callable[..., Seat], cameras: CameraProcess, tmp_path: Path
) -> None:
    hand, other = Hand(qtbot, seat_of(Role.VIDEO_PATROLLER, name="wang"), cameras.http(f"ptz/{tmp_path.name}")), seat_of(Role.DISPATCHER, name="li")
    surface, view = hand.surface, hand.view
    hand.seat.room._order(PtzAbsolute(pan=0.3, tilt=0.2, zoom=1))
    qtbot.waitUntil(lambda: view()["zoom"] == 1 and not view()["moving"], timeout=WAIT_MS)
    surface.pad.kept.emit(2, "店外")
    qtbot.waitUntil(lambda: "2" in requests.get(f"{hand.door}/presets", timeout=5).json(), timeout=WAIT_MS)
    menu = surface.pad.rounds
    QTest.keyClick(surface, KEY.Key_C)
    qtbot.waitUntil(menu.isVisible, timeout=WAIT_MS)
    made = menu.actions()[-1]
    assert made.isEnabled()
    made.trigger()
    menu._dwell.setIntValue(3)
    menu._dwell.accept()
    qtbot.waitUntil(lambda: view()["zoom"] == 0, timeout=WAIT_MS)
    hand.see_it_turned()
    qtbot.waitUntil(lambda: view()["zoom"] == 1, timeout=WAIT_MS)  # and round again
    for seat in (hand.seat, other):
        qtbot.waitUntil(lambda seat=seat: "巡航 1" in seat.chip() and "Wang" in seat.chip(), timeout=WAIT_MS)
    QTest.keyClick(surface, KEY.Key_R)  # let go, and it goes on
    qtbot.waitUntil(lambda: other.hall.company.control_of("k1") is None, timeout=WAIT_MS)
    assert other.hall.company.round_of("k1") is not None
    hand.let_go()
    other.room.toggle()
    assert other.room.surface is not None
    QTest.keyClick(other.room.surface, KEY.Key_C)
    qtbot.waitUntil(lambda: other.hall.company.round_of("k1") is None, timeout=WAIT_MS)
    assert not view()["moving"]


def test_that_where_a_preset_looks_is_typed_in_its_menu(qtbot: QtBot, seat_of: Callable[..., Seat], cameras: CameraProcess, tmp_path: Path) -> None:
    hand = Hand(qtbot, seat_of(Role.VIDEO_PATROLLER, name="wang"), cameras.http(f"ptz/{tmp_path.name}"))
    pad, api = hand.surface.pad, hand.seat.api
    pad._ask_azimuth(Preset(number=1, name="全景"))
    pad._azimuth.setDoubleValue(275)
    pad._azimuth.accept()
    qtbot.waitUntil(lambda: api.presets("k1")[0].azimuth == 275, timeout=WAIT_MS)
    QTest.keyClick(hand.surface, KEY.Key_M)
    qtbot.waitUntil(pad._menu.isVisible, timeout=WAIT_MS)
    assert pad._menu.actions()[0].text() == "1  全景 · 275°"
    pad._menu.close()
    hand.let_go()


@pytest.mark.parametrize("stream", ["{}?only=tcp", "{}?only=udp", "{}.flv", "{}.ts", "{}.m3u8"])
def test_that_keys_turn_a_camera_of_every_kind_of_stream(
    qtbot: QtBot, seat_of: Callable[..., Seat], cameras: CameraProcess, tmp_path: Path, stream: str
) -> None:
    hand = Hand(qtbot, seat_of(Role.VIDEO_PATROLLER, name="wang"), cameras.http(f"ptz/{tmp_path.name}"))
    surface, view = hand.surface, hand.view
    for key, part in ((KEY.Key_Plus, "zoom"), (KEY.Key_Right, "pan"), (KEY.Key_Up, "tilt")):
        QTest.keyPress(surface, key)
        qtbot.waitUntil(lambda part=part: view()[part] > 0.3, timeout=WAIT_MS)
        QTest.keyRelease(surface, key)
        qtbot.waitUntil(lambda: not view()["moving"], timeout=WAIT_MS)
    hand.see_it_turned()
    assert hand.pane.state() == StreamState.LIVE
    hand.let_go()


def test_that_everybody_sees_who_controls_and_a_leader_takes_it_over(qtbot: QtBot, seat_of: Callable[..., Seat]) -> None:
    wang, leader = seat_of(Role.VIDEO_PATROLLER, name="wang"), seat_of(Role.DUTY_LEADER, name="zhao")
    wang.room.toggle()
    assert wang.room.surface is not None
    wang.room.surface.stopped.emit()
    qtbot.waitUntil(lambda: "由您控制" in wang.chip(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "Wang" in leader.chip(), timeout=WAIT_MS)

    leader.room.toggle()
    assert leader.room.surface is not None
    leader.room.surface.moved.emit(0.5, 0, 0)
    qtbot.waitUntil(lambda: "云台正由他人控制" in leader.chip() and "Wang" in leader.chip(), timeout=WAIT_MS)
    assert leader.room.surface.pad.take.isVisibleTo(leader.room.surface.pad)
    QTest.keyClick(leader.room.surface, KEY.Key_G)
    qtbot.waitUntil(lambda: "Wang" in leader.chip() and not leader.room.surface.pad.take.isVisibleTo(leader.room.surface.pad), timeout=WAIT_MS)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: "Zhao" in wang.chip() and "接管" in wang.chip(), timeout=WAIT_MS)
    QTest.keyClick(leader.room.surface, KEY.Key_G)  # is taken already
    QTest.keyClick(leader.room.surface, KEY.Key_R)
    qtbot.waitUntil(lambda: "Zhao" not in wang.chip(), timeout=WAIT_MS)


def test_that_a_camera_that_cannot_be_turned_says_so(qtbot: QtBot, seat_of: Callable[..., Seat], cameras: CameraProcess) -> None:
    seat = seat_of(Role.VIDEO_PATROLLER)
    camera = seat.hall.cameras.get("k1")
    assert camera is not None
    seat.hall.cameras.put([type(camera)(id="fixed", version=1, code="2", name="Fixed", lon=0, lat=0, sub_url=cameras.rtsp("long/2"))])
    seat.wall.show_camera("fixed")
    seat.room.opener.click()
    assert seat.room.surface is None
    assert not seat.room.opener.isChecked()
    assert seat.chip() == "该监控不能转动"
