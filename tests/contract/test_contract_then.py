"""From a case, a step of it, a finding and an alarm to what was recorded then: real panes, real backend, real recordings."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.api import Api
from console.hall.findings import triage
from console.hall.hall import Hall
from console.rooms.playback import PlaybackRoom
from console.rooms.then import LEAD_S, ThenRoom
from console.wall.place import Place
from console.wall.wall import Wall
from console.widgets.alarms.pane import AlarmPane
from console.widgets.case.card import Card
from console.widgets.pane import Pane
from console.widgets.triage.pane import TriagePane
from console.widgets.video_wall import VideoWall
from console.workers.caller import Caller
from console.workers.footage_files import FootageFiles
from console.workers.footage_reel import FootagePool
from tests.backends import Backend
from tests.console.stream_bench import ending_pool
from tests.contract.conftest import ApiOf
from tests.contract.recorded import BEGAN, camera_of, counted, moment, number_on, recorded
from tests.simulator.counted import FPS
from wire.alarms import Alarm
from wire.cases import CaseReport
from wire.codes import AlarmKind, Kind, Noun, Role, Source

__all__ = ["counted", "recorded"]
pytestmark = [pytest.mark.gui, pytest.mark.timeout(300)]
WAIT_MS = 60_000
K = Qt.Key
SEEN_S = 12.0  # of the recording
HERE = {"lon": 111.0002, "lat": 35.0}  # 18 m from both cameras, of which nobody has measured where they look
FAR = {"lon": 111.2, "lat": 35.2}


class Desk:
    """The panes from which one may want to see what was, and the wall on which it is shown."""

    def __init__(self, api: Api, pool: object) -> None:
        self.hall, self.caller = Hall(api.me()), Caller(api)
        self.hall.set_catalogue(api.catalogue())
        self.hall.link.heard()
        self.hall.cameras.put([camera_of("k1"), camera_of("k2")])
        self.footage = FootagePool(FootageFiles(api), {})
        self.wall = Wall(lambda: None, lambda _: None)
        self.video = VideoWall(self.hall, pool)  # type: ignore[arg-type]
        self.card, self.triage, self.alarms = Card(self.hall), TriagePane(self.hall, triage()), AlarmPane(self.hall)
        for name, pane in (("video", self.video), ("card", self.card), ("triage", self.triage), ("alarms", self.alarms)):
            self.wall.add(name, Pane(name, pane, self.hall), Place.CENTRE, lambda name=name: name)
        self.playback = PlaybackRoom(self.hall, self.caller, self.video, self.footage)
        self.room = ThenRoom(self.hall, self.caller, self.wall, self.video, self.playback)
        self.room.join(self.card, self.triage, self.alarms)
        self.wall.resize(1200, 800)
        self.wall.show()

    def shows(self) -> set[str]:
        """The cameras whose recording is on the wall."""
        return {pane.camera_id for pane in self.video.panes[: self.video.count] if pane.is_past}

    def back(self) -> None:
        self.playback.go_live()
        assert self.shows() == set()

    def end(self) -> None:
        self.playback.go_live()
        self.video.hide()
        self.footage.stop()
        self.footage.join()
        self.caller.stop()
        QApplication.processEvents()  # what was answered meanwhile
        self.wall.close()
        self.wall.let_go()


@pytest.fixture
def desk(qtbot: QtBot, api_of: ApiOf, recorded: Backend, dressed: None) -> Iterator[Desk]:
    with ending_pool() as pool:
        made = Desk(api_of(Role.SHIFT_LEADER, Role.VIDEO_PATROLLER, Role.ACCEPTOR), pool)
        yield made
        made.end()


def report(api_of: ApiOf, desk: Desk, id: str, camera_id: str | None, place: dict[str, float]) -> None:
    """Of the moment that was recorded: by video at a camera, else by telephone."""
    api, source = api_of(Role.VIDEO_PATROLLER, Role.ACCEPTOR, name="wang"), Source.VIDEO if camera_id else Source.HOTLINE_12319
    order = CaseReport(id=id, source=source, kind=Kind.EVENT, class_code="0110", camera_id=camera_id, at=moment(SEEN_S), **place)  # type: ignore[arg-type]
    api.report(order)
    desk.hall.take_card(api.case(id))


def test_that_a_case_leads_to_its_camera_and_its_moment_by_key_button_and_step(qtbot: QtBot, api_of: ApiOf, desk: Desk) -> None:
    report(api_of, desk, "case-0001", "k2", HERE)
    desk.wall.show_pane("card")
    desk.hall.selection.set(Noun.CASE, "case-0001")
    desk.card.verbs.then.click()
    assert desk.shows() == {"k2"}
    assert desk.hall.past.at == pytest.approx(BEGAN + SEEN_S - LEAD_S, abs=0.5)
    assert desk.hall.past.playing
    desk.hall.past.pause()
    desk.hall.past.seek(BEGAN + SEEN_S)
    pane = desk.video.panes[desk.video.hot]
    assert pane.camera_id == "k2"
    qtbot.waitUntil(lambda: number_on(pane) == SEEN_S * FPS, timeout=WAIT_MS)
    desk.back()

    desk.wall.show_pane("card")
    desk.wall.activateWindow()
    qtbot.waitUntil(lambda: desk.wall.isActiveWindow() and desk.card.isVisible(), timeout=WAIT_MS)
    desk.card.verbs.then.setFocus()
    qtbot.waitUntil(desk.card.verbs.then.hasFocus, timeout=WAIT_MS)
    QTest.keyClick(desk.card.verbs.then, K.Key_B, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: desk.shows() == {"k2"}, timeout=WAIT_MS)
    desk.hall.past.pause()
    desk.back()

    [step] = desk.card.card().flow  # type: ignore[union-attr]
    desk.card.timeline.jumps[0].click()
    assert desk.shows() == {"k2"}
    assert desk.hall.past.at <= step.at.timestamp()
    desk.hall.past.pause()


def test_that_a_case_without_a_camera_leads_to_those_that_saw_its_place_or_says_that_none_did(qtbot: QtBot, api_of: ApiOf, desk: Desk) -> None:
    report(api_of, desk, "near-0001", None, HERE)
    report(api_of, desk, "far-00001", None, FAR)
    desk.hall.selection.set(Noun.CASE, "near-0001")
    desk.card.then_wanted.emit("near-0001", None)
    qtbot.waitUntil(lambda: desk.shows() == {"k1", "k2"}, timeout=WAIT_MS)
    desk.hall.past.pause()
    desk.hall.past.seek(BEGAN + SEEN_S)
    qtbot.waitUntil(lambda: {number_on(pane) for pane in desk.video.panes[:2]} == {SEEN_S * FPS}, timeout=WAIT_MS)
    assert desk.playback.bar.every.isChecked()
    desk.back()
    assert not desk.playback.bar.every.isChecked()  # nobody has chosen that all panes go back together
    desk.video.key.emit(K.Key_B)
    assert len(desk.shows()) == 1
    desk.back()
    for chosen in (True, False):  # and what somebody has chosen stays, also when it was chosen after the jump
        desk.room.show(["k1", "k2"], moment(SEEN_S))
        desk.hall.past.pause()
        if desk.playback.bar.every.isChecked() != chosen:
            desk.playback.bar.every.click()
        else:
            for _ in range(2):
                desk.playback.bar.every.click()
        desk.back()
        assert desk.playback.bar.every.isChecked() == chosen
    desk.hall.selection.set(Noun.CASE, "far-00001")
    desk.card.then_wanted.emit("far-00001", None)
    qtbot.waitUntil(lambda: "没有监控" in desk.card._then.text(), timeout=WAIT_MS)
    assert desk.shows() == set()


def test_that_an_alarm_leads_to_the_cameras_around_it(qtbot: QtBot, desk: Desk) -> None:
    known = {"version": 1, "cause": "", "level": 1, "worst": 1, "kind": AlarmKind.SPEED, "unit_id": "u1", "raised_at": moment(SEEN_S)}
    desk.hall.alarms.put([Alarm(id="a1", **known, **HERE), Alarm(id="a2", **known | {"raised_at": moment(SEEN_S) - timedelta(minutes=1)})])  # type: ignore[arg-type]
    desk.wall.show_pane("alarms")
    desk.alarms.go_to("a1")
    QTest.keyClick(desk.alarms.table, K.Key_B)
    qtbot.waitUntil(lambda: desk.shows() == {"k1", "k2"}, timeout=WAIT_MS)
    assert desk.hall.past.at == pytest.approx(BEGAN + SEEN_S - LEAD_S, abs=30)
    desk.hall.past.pause()
    desk.back()
    desk.alarms.go_to("a2")
    desk.alarms.then.click()
    assert desk.alarms._then_says.text()  # nobody knows where it was
    assert desk.shows() == set()


def test_that_a_finding_on_the_light_table_leads_to_its_recording(qtbot: QtBot, api_of: ApiOf, desk: Desk) -> None:
    report(api_of, desk, "case-0001", "k1", HERE)
    desk.wall.show_pane("triage")
    qtbot.waitUntil(lambda: desk.triage.model.case(desk.triage.table.currentIndex().row()) is not None, timeout=WAIT_MS)
    QTest.keyClick(desk.triage.table, K.Key_B)
    assert desk.shows() == {"k1"}
    assert desk.hall.past.at == pytest.approx(BEGAN + SEEN_S - LEAD_S, abs=0.5)
    desk.hall.past.pause()


def test_that_the_hand_goes_from_event_to_event_of_the_line(qtbot: QtBot, api_of: ApiOf, desk: Desk) -> None:
    report(api_of, desk, "case-0001", "k1", HERE)
    desk.room.show(["k1"], moment(40))
    desk.hall.past.pause()
    timeline = desk.playback.bar.timeline
    qtbot.waitUntil(lambda: len(timeline.events) == 1, timeout=WAIT_MS)
    desk.video.key.emit(K.Key_BracketLeft)
    assert desk.hall.past.at == pytest.approx(BEGAN + SEEN_S, abs=0.01)
    desk.video.key.emit(K.Key_BracketLeft)  # there is none before
    assert desk.hall.past.at == pytest.approx(BEGAN + SEEN_S, abs=0.01)
    desk.hall.past.seek(BEGAN + 5)
    desk.playback.bar.event_behind.click()
    assert desk.hall.past.at == pytest.approx(BEGAN + SEEN_S, abs=0.01)
    desk.hall.past.seek(BEGAN + 20)
    near = QPointF(timeline._x(BEGAN + SEEN_S) + 3, timeline.height() * 0.9)
    QTest.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=near.toPoint())
    assert desk.hall.past.at == pytest.approx(BEGAN + SEEN_S, abs=0.01)  # exactly there, not near it


def test_that_several_cameras_are_handed_out_for_the_chosen_case(api_of: ApiOf, desk: Desk) -> None:
    report(api_of, desk, "case-0001", "k1", HERE)
    desk.hall.selection.set(Noun.CASE, "case-0001")
    desk.room.show(["k1", "k2"], moment(SEEN_S))
    desk.hall.past.pause()
    desk.playback._ask_export()
    form = desk.playback.export_form
    assert [form.cameras.item(row).text() for row in range(form.cameras.count())] == ["东门k1", "东门k2"]
    assert form.case.currentData() == "case-0001"
    assert not form.keep.isEnabled()
    form.reason.setText("公安调取")
    assert form.keep.isEnabled()
    for row in range(2):
        form.cameras.item(row).setCheckState(Qt.CheckState.Unchecked)
    assert not form.keep.isEnabled()  # of nothing there is no package
    form.cameras.item(1).setCheckState(Qt.CheckState.Checked)
    assert form.chosen() == ["k2"]
    form.reject()
