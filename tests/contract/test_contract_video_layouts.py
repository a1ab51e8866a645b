"""Saved layouts on the real wall, from the real backend: kept, chosen by a key, renamed, shared, refused where somebody was faster, deleted."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.hall.hall import Hall
from console.hall.saved_layouts import OWN, OwnLayout, order_of
from console.rooms.video_layouts import LayoutRoom
from console.widgets.video_wall import VideoWall
from console.workers.caller import Caller
from tests.console.stream_bench import ending_pool
from tests.contract.conftest import ApiOf
from wire.cameras import Camera
from wire.codes import Role

pytestmark = pytest.mark.gui
WAIT_MS = 30_000
K = Qt.Key


def hall_of(api: object) -> Hall:
    hall = Hall(api.me())  # type: ignore[attr-defined]
    hall.link.heard()
    hall.cameras.put(Camera(id=f"c{n}", version=1, code=f"{n:03}", name=f"Camera {n}", lon=0, lat=0) for n in range(8))
    return hall


def test_that_a_layout_is_kept_with_its_cameras_and_chosen_by_a_digit(qtbot: QtBot, api_of: ApiOf, dressed: None) -> None:
    api = api_of(Role.DISPATCHER)
    hall, caller = hall_of(api), Caller(api)
    kept: dict[str, bytes] = {}
    with ending_pool() as pool:
        wall = VideoWall(hall, pool)
        qtbot.addWidget(wall)
        room = LayoutRoom(hall, caller, wall, kept.__setitem__)
        wall.resize(800, 450)
        wall.show()
        wall.show_layout("5x3+2", ["c1", "", "c2"])
        room._ask()
        assert not room.form.for_hall.isVisible()  # a dispatcher keeps them for himself
        room.form.name.setText("防汛")
        QTest.keyClick(room.form.name, K.Key_Return)
        assert room.form.isHidden()
        assert msgspec.json.decode(kept[OWN], type=list[OwnLayout]) == room.own
        assert (room.own[0].name, room.own[0].layout, room.own[0].cameras[:4]) == ("防汛", "5x3+2", ["c1", "", "c2", ""])

        wall.show_layout("4", ["c4", "c5", "c6", "c7"])
        wall.raise_alarm("c7", "积水")
        QTest.keyClick(wall, K.Key_V)
        qtbot.waitUntil(room.menu.isVisible, timeout=WAIT_MS)
        QTest.keyClick(room.menu, K.Key_1)
        assert wall.layout_name == "5x3+2"
        assert wall.cameras()[:4] == ["c1", "", "c2", "c7"]  # the alarm keeps its cell
        room._ask(room.own[0])
        room.form.name.setText("汛期")
        room.form.renew.setChecked(True)
        room.form._buttons.accepted.emit()
        assert [(own.name, own.cameras[3]) for own in room.own] == [("汛期", "c7")]
        room._ask()
        room.form.name.setText("汛期")
        room.form._buttons.accepted.emit()
        assert room.form.wrong.isVisible()  # two of one name could not be told apart
        room.form.reject()
        room._ask(room.own[0])
        room.form.forget.click()
        assert room.own == []
        wall.hide()
    caller.stop()


def test_that_a_layout_is_the_halls_and_who_was_slower_is_told(qtbot: QtBot, api_of: ApiOf, dressed: None) -> None:
    api, other = api_of(Role.VIDEO_PATROLLER), api_of(Role.SHIFT_LEADER, name="zhao")
    hall, caller = hall_of(api), Caller(api)
    with ending_pool() as pool:
        wall = VideoWall(hall, pool)
        qtbot.addWidget(wall)
        room = LayoutRoom(hall, caller, wall, lambda name, body: None)
        wall.show_layout("4", ["c1", "c2"])
        room.restore([OwnLayout("路口", "4", ["c1", "c2", "", ""])])
        room._ask(room.own[0])
        room.form.for_hall.setChecked(True)
        room.form._buttons.accepted.emit()
        qtbot.waitUntil(room.form.isHidden, timeout=WAIT_MS)
        assert room.own == []  # it is the hall's now
        [saved] = other.video_layouts()
        assert (saved.name, saved.cameras, saved.by) == ("路口", ["c1", "c2", "", ""], hall.me.name)
        other.put_video_layout(order_of(OwnLayout("主路口", "4", saved.cameras), saved.id), saved.version)
        room._ask(None, hall.video_layouts.get(saved.id))
        room.form.name.setText("次路口")
        room.form._buttons.accepted.emit()
        qtbot.waitUntil(room.form.wrong.isVisible, timeout=WAIT_MS)
        assert room.form._buttons.isEnabled()
        assert [each.name for each in other.video_layouts()] == ["主路口"]
        room.form.reject()
        hall.video_layouts.put(api.video_layouts())
        room.fill()
        assert any("主路口" in action.text() for action in room.menu.actions())
        room._ask(None, hall.video_layouts.get(saved.id))
        room.form.forget.click()
        qtbot.waitUntil(room.form.isHidden, timeout=WAIT_MS)
        assert other.video_layouts() == []
        wall.hide()
    caller.stop()
