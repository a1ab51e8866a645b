"""How the cameras do, and footage for the police, on the real backend: what consoles tell is what the panes show."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from console import words
from console.connection import failure
from console.hall.failures import Wanted as Missed
from console.hall.hall import Hall
from console.language import Language
from console.rooms.camera_health import CameraHealthRoom
from console.rooms.footage import FootageRoom
from console.wall.wall import Wall
from console.widgets import video_words
from console.widgets.footage.model import Column as FootageColumn
from console.widgets.health.model import Column
from console.workers.caller import Caller
from console.workers.streams_gauge import Reading
from tests.backends import Backend
from tests.contract.conftest import ApiOf
from wire.cameras import Camera, CameraOrder
from wire.codes import Role
from wire.footage import FootageState

WAIT_MS = 20_000


class Streams:
    """What two streams say of themselves, at every moment as the test wants it."""

    def __init__(self) -> None:
        self.now: list[Reading] = []

    def readings(self) -> list[Reading]:
        return self.now


class Seat:
    def __init__(self, qtbot: QtBot, api_of: ApiOf, backend: Backend, role: Role) -> None:
        self.api = api_of(role)
        self.hall = Hall(self.api.me())
        self.hall.link.heard()
        client = backend.client(Role.ADMIN)
        for n in range(3):
            order = CameraOrder(id=f"c{n}", code=f"XZ{n:03}", name=f"路口{n}", lon=112, lat=38, sub_url=f"rtsp://10.0.0.8/{n}")
            client.put(f"/v1/cameras/c{n}", json=_plain(order))
            self.hall.cameras.put([Camera(version=1, **_plain(order))])
        self.caller, self.wall = Caller(self.api), Wall(lambda: None, lambda body: None)
        qtbot.addWidget(self.wall)
        self.wall.resize(1200, 600)
        self.streams = Streams()
        self.health = CameraHealthRoom(self.hall, self.caller, self.streams, self.wall)
        self.footage = FootageRoom(self.hall, self.caller, self.wall)
        for timer in self.health._timers:
            timer.stop()  # the test says when


def _plain(order: CameraOrder) -> dict[str, object]:
    return {name: getattr(order, name) for name in order.__struct_fields__}


@pytest.fixture
def leader(qtbot: QtBot, api_of: ApiOf, backend: Backend, tongue: Language) -> Iterator[Seat]:
    before = words.language()
    tongue.set("zh_CN")
    seat = Seat(qtbot, api_of, backend, Role.SHIFT_LEADER)
    yield seat
    seat.health.close()
    seat.caller.stop()
    tongue.set(before)


def test_that_what_the_streams_tell_is_what_the_pane_shows(qtbot: QtBot, leader: Seat) -> None:
    good = Reading("rtsp://10.0.0.8/0", "", 0.0, 2.0, 25.0, "h264", 1280, 720, (), -61.0)
    broken = Reading("rtsp://10.0.0.8/1", "unreachable", None, 2.0, 0.0, "", 0, 0, (), None)
    leader.streams.now = [good, broken]
    leader.health.look()
    seen = leader.hall.clock.now()
    qtbot.waitUntil(lambda: (leader.hall.clock.now() - seen).total_seconds() > 0.3, timeout=WAIT_MS)  # what is shorter is rounded away
    leader.health.look()
    leader.health.report()
    qtbot.waitUntil(lambda: not leader.health._reporting, timeout=WAIT_MS)
    assert leader.health._log.take() is None
    with qtbot.waitSignal(leader.wall.arranged, timeout=WAIT_MS):
        leader.wall.show()
    leader.health.show()
    pane = leader.health.content
    qtbot.waitUntil(lambda: pane.model.rowCount() == 4, timeout=WAIT_MS)  # and the head of their gateway
    rows = [[pane.model.index(row, column).data() for column in Column] for row in range(4)]
    assert [row[Column.CAMERA] for row in rows] == ["10.0.0.8  ·  3 个监控点，看过 2 个", "路口1  XZ001", "路口0  XZ000", "路口2  XZ002"]
    assert [row[Column.TODAY] for row in rows[1:]] == ["0.0 %", "100 %", "无人观看"]
    assert (rows[2][Column.CLOCK], rows[2][Column.SENDS]) == ("−61 s", "H.264 1280×720 · 25/s")
    assert rows[1][Column.STATE] == video_words.reason("unreachable")
    pane.go_to("c0")
    with qtbot.waitSignal(leader.health.opened) as opened:
        qtbot.keyClick(pane.table, Qt.Key.Key_Return)
    assert opened.args == ["c0"]
    leader.caller.halt()
    pane.miss(failure("timeout", "no answer").problem)
    assert leader.hall.failures.of(Missed.CAMERA_HEALTH) is not None
    assert pane.missing.isVisible()


def test_that_a_request_is_entered_copied_handed_over_counted_and_exported(qtbot: QtBot, leader: Seat, tmp_path: Path) -> None:
    with qtbot.waitSignal(leader.wall.arranged, timeout=WAIT_MS):
        leader.wall.show()
    leader.footage.show()
    pane = leader.footage.content
    assert pane is not None
    qtbot.waitUntil(lambda: pane.figures is not None, timeout=WAIT_MS)
    pane.new.click()
    form = pane.form
    save = form.buttons.button(QDialogButtonBox.StandardButton.Save)
    qtbot.waitUntil(form.isVisible, timeout=WAIT_MS)
    save.click()
    assert form.wrong.isVisible()  # nothing was given
    for field, text in ((form.number, "并公调〔2026〕118号"), (form.officer, "王警官"), (form.unit, "城区分局"), (form.basis, "调取证据通知书")):
        field.set(text)
    form.purpose.set("盗窃案侦查")
    qtbot.keyClicks(form.choice, "XZ001")
    qtbot.keyClick(form.choice, Qt.Key.Key_Return)
    form.case.set("没有的案件")
    save.click()
    assert save.isEnabled()  # it was not sent: there is no such case
    form.case.set("")
    save.click()
    qtbot.waitUntil(lambda: not form.isVisible() and pane.model.rowCount() == 1, timeout=WAIT_MS)

    film = tmp_path / "c1.mp4"
    film.write_bytes(b"film" * 1000)
    request = pane.detail.request
    assert request is not None
    assert pane.detail.copy.isVisible()
    assert not pane.detail.hand_over.isVisible()
    pane.enter_copy(request, "c1", tmp_path / "no such file")
    qtbot.waitUntil(lambda: pane.outcome.property("tone") == "danger", timeout=WAIT_MS)
    pane.enter_copy(request, "c1", film)
    qtbot.waitUntil(lambda: pane.detail.request is not None and pane.detail.request.state is FootageState.COPIED, timeout=WAIT_MS)
    digest = hashlib.sha256(film.read_bytes()).hexdigest()
    assert digest[:32] in pane.detail.texts["copies"].text()

    pane.detail.hand_over.click()
    qtbot.waitUntil(pane.hand_over.isVisible, timeout=WAIT_MS)
    assert pane.hand_over.line.value() == "王警官"
    pane.hand_over.submit()
    qtbot.waitUntil(lambda: pane.figures is not None and pane.figures.served == 1, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: pane.model.index(0, FootageColumn.STATE).data() == "已移交", timeout=WAIT_MS)
    assert not pane.detail.copy.isVisible()
    assert "服务公安 1 次" in pane.count.text()
    path = tmp_path / "register.xlsx"
    pane.export_wanted.emit(pane.asked_for(), path)
    qtbot.waitUntil(path.exists, timeout=WAIT_MS)
    assert openpyxl.load_workbook(path)["复制记录"]["E2"].value == digest


def test_that_who_may_not_hand_over_is_not_asked_and_who_may_not_read_has_no_pane(qtbot: QtBot, api_of: ApiOf, backend: Backend) -> None:
    patroller = Seat(qtbot, api_of, backend, Role.VIDEO_PATROLLER)
    pane = patroller.footage.content
    assert pane is not None
    assert pane.new.isVisibleTo(pane)
    assert not pane.detail._decides
    dispatcher = Seat(qtbot, api_of, backend, Role.DISPATCHER)
    assert dispatcher.footage.content is None
    for seat in (patroller, dispatcher):
        seat.health.close()
        seat.caller.stop()
