"""The entry of a camera, corrected by the admin post on the real backend."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from console import words
from console.hall.hall import Hall
from console.language import Language
from console.rooms.camera_editing import CameraEditing
from console.widgets.health.pane import HealthPane
from console.widgets.video_wall import VideoWall
from console.workers.caller import Caller
from console.workers.streams import StreamPool
from tests.contract.conftest import ApiOf
from wire.cameras import CameraOrder
from wire.codes import Role
from wire.problem import Problem

WAIT_MS = 20_000
CAMERA = CameraOrder(id="c1", code="XZ001", name="路口1", lon=112.5, lat=38.25, sub_url="rtsp://10.0.0.8/1?token=open-sesame")


class Seat:
    def __init__(self, qtbot: QtBot, api_of: ApiOf, role: Role) -> None:
        self.api = api_of(role)
        self.hall = Hall(self.api.me())
        self.hall.cameras.put(self.api.cameras())
        self.pool, self.caller = StreamPool(), Caller(self.api)
        self.wall, self.health = VideoWall(self.hall, self.pool), HealthPane(self.hall)
        for widget in (self.wall, self.health):
            qtbot.addWidget(widget)
        self.room = CameraEditing(self.hall, self.caller, self.wall, self.health)
        self.form = self.room.form

    def type(self, name: str, text: str) -> None:
        self.form.fields[name].set(text)

    def error(self, name: str) -> str:
        return self.form.fields[name]._error.text()


@pytest.fixture
def admin(qtbot: QtBot, api_of: ApiOf, tongue: Language) -> Iterator[Seat]:
    before = words.language()
    tongue.set("zh_CN")
    api_of(Role.ADMIN).put_camera(CAMERA)
    seat = Seat(qtbot, api_of, Role.ADMIN)
    yield seat
    seat.caller.stop()
    seat.pool.stop()
    assert seat.pool.join() == []
    tongue.set(before)


def test_that_an_admin_corrects_a_camera_and_is_told_what_is_wrong_where(qtbot: QtBot, admin: Seat, api_of: ApiOf) -> None:
    form, save = admin.form, admin.form.buttons.button(QDialogButtonBox.StandardButton.Save)
    admin.wall.list.list.setCurrentItem(admin.wall.list.items()[0])
    admin.wall.list.edit.trigger()
    assert form.isVisible()
    assert form.fields["sub_url"].edit.text() == "rtsp://10.0.0.8/1?token=•••"
    assert form.fields["sub_url"].value() == CAMERA.sub_url
    admin.type("name", "")
    admin.type("lat", "north")
    save.click()
    assert (admin.error("name"), admin.error("lat")) == ("必填", "须为 -90 到 90 之间的数")
    admin.type("name", "路口一号")
    admin.type("lat", "38.26")
    for name, wrong, why in (
        ("main_url", "rtsp://hall:open-sesame@10.0.0.8/2", "url_with_password"),
        ("main_url", "rtmp://10.0.0.8/2", "bad_stream_url"),
        ("ptz_url", "wvp://10.0.0.9/only-a-device", "bad_ptz_address"),
        ("playback_url", "rtsp://10.0.0.9/playback", "bad_playback_url"),
    ):
        admin.type(name, wrong)
        save.click()
        qtbot.waitUntil(save.isEnabled, timeout=WAIT_MS)
        assert admin.error(name) == words.problem(_problem(why))
        assert "open-sesame" not in form.fields[name].edit.text() or form.fields[name].edit.hasFocus()
        admin.type(name, "")
    admin.type("ptz_url", "wvp://10.0.0.9:18080/34020000001320000001/34020000001310000001")
    qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not form.isVisible(), timeout=WAIT_MS)
    kept = admin.hall.cameras.get("c1")
    assert kept == api_of(Role.DISPATCHER).cameras()[0]
    assert kept is not None
    assert (kept.name, kept.lat, kept.version, kept.ptz_url.partition(":")[0]) == ("路口一号", 38.26, 2, "wvp")


def test_that_somebody_who_was_faster_is_laid_beside_and_others_are_not_offered_it(qtbot: QtBot, admin: Seat, api_of: ApiOf) -> None:
    form, save = admin.form, admin.form.buttons.button(QDialogButtonBox.StandardButton.Save)
    admin.room.edit("c1")
    admin.api.put_camera(CameraOrder(**_plain(CAMERA) | {"reach": 80.0}))
    admin.type("name", "东门")
    save.click()
    qtbot.waitUntil(save.isEnabled, timeout=WAIT_MS)
    assert form.wrong.text() == "该摄像机刚被他人修改；再次保存将以您的内容为准"
    assert (admin.error("reach"), admin.error("name")) == ("现为：80", "")
    save.click()
    qtbot.waitUntil(lambda: not form.isVisible(), timeout=WAIT_MS)
    assert admin.api.cameras()[0].name == "东门"
    other = Seat(qtbot, api_of, Role.VIDEO_PATROLLER)
    assert not other.wall.menu.edit.isVisible()
    assert other.wall.list.list.actions() == []
    assert not other.health.edit.isVisibleTo(other.health)
    other.caller.stop()
    other.pool.stop()
    assert other.pool.join() == []


def _plain(order: CameraOrder) -> dict[str, object]:
    return {name: getattr(order, name) for name in order.__struct_fields__}


def _problem(code: str) -> Problem:
    return Problem(status=409, code=code, title="", detail="")
