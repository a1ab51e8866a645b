"""What is watched on the real wall of the room stands in the log of the real backend; a finding of an algorithm holds a cell."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from console.hall.hall import Hall
from console.hall.streams import StreamState
from console.hall.tours import Group, Running, Tour, order_of
from console.rooms.video import OWN, VideoRoom
from console.widgets.video_wall import VideoWall
from console.workers.caller import Caller
from tests.console.made import a_case
from tests.console.stream_bench import ending_pool
from tests.contract.conftest import ApiOf
from tests.simulator.camera_process import CameraProcess, make_clips
from wire.cameras import Camera
from wire.codes import Role, Source, Status

WAIT_MS = 30_000


@pytest.fixture(scope="module")
def cameras(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CameraProcess]:
    folder: Path = make_clips(tmp_path_factory.mktemp("clips"))
    with CameraProcess(folder) as process:
        yield process


def test_that_a_watched_tour_is_logged_and_an_alarm_comes_to_its_cell(qtbot: QtBot, api_of: ApiOf, cameras: CameraProcess) -> None:
    api = api_of(Role.VIDEO_PATROLLER)
    hall = Hall(api.me())
    hall.link.heard()
    hall.cameras.put(
        Camera(id=f"c{n}", version=1, code=f"{n:03}", name=f"Camera {n}", lon=0, lat=0, sub_url=cameras.rtsp(f"long/{n}")) for n in range(3)
    )
    preferred: dict[str, bytes] = {}
    caller = Caller(api)
    with ending_pool() as pool:
        wall = VideoWall(hall, pool)
        qtbot.addWidget(wall)
        room = VideoRoom(hall, caller, pool, wall, preferred.__setitem__)
        wall.resize(800, 450)
        wall.show()
        tour = Tour(name="夜巡", groups=[Group("north", ["c0", "c1"])], layout="4")
        room.form.kept.emit(tour, "")
        assert msgspec.json.decode(preferred[OWN], type=list[Tour]) == [tour]
        room._start(tour)
        qtbot.waitUntil(lambda: wall.panes[0].state() == StreamState.LIVE, timeout=WAIT_MS)
        qtbot.wait(5000)
        room.patrol.stop()
        qtbot.waitUntil(lambda: bool(room._log.take()), timeout=WAIT_MS)
        room._report()
        qtbot.waitUntil(lambda: room._log.take() is None, timeout=WAIT_MS)
        found = {each.camera_id: each for each in api.watches()}
        assert found.keys() == {"c0", "c1"}
        assert {each.tour for each in found.values()} == {"夜巡"}
        assert found["c0"].user == hall.me.name
        assert 0 < found["c0"].live_s <= (found["c0"].until - found["c0"].since).total_seconds()
        assert found["c0"].until - found["c0"].since >= timedelta(seconds=3)
        seen = replace(
            a_case("k1"),
            status=Status.REPORTED,
            source=Source.AI,
            camera_id="c2",
            description="占道经营",
            reported_at=hall.clock.now() + timedelta(seconds=1),
        )
        hall.cases.put([seen, replace(seen, id="old", reported_at=hall.clock.now() - timedelta(days=1))])
        assert [pane.camera_id for pane in wall.panes if pane.alarm] == ["c2"]
        assert "占道经营" in wall.panes[3].face().alarm
        room._on_key(Qt.Key.Key_A)
        assert not any(pane.alarm for pane in wall.panes)
        room.close()
        wall.hide()
    caller.stop()


def test_that_the_tour_that_ran_goes_on_where_it_was_when_the_console_is_opened_again(qtbot: QtBot, api_of: ApiOf) -> None:
    api = api_of(Role.VIDEO_PATROLLER)
    hall, caller, preferred = Hall(api.me()), Caller(api), dict[str, bytes]()
    hall.link.heard()
    hall.cameras.put([Camera(id=f"c{number}", version=1, code=f"00{number}", name=f"Camera {number}", lon=0, lat=0) for number in range(6)])
    tour = Tour(name="夜巡", groups=[Group("north", [f"c{number}" for number in range(6)])], layout="4")

    def kept() -> list[Running]:
        return msgspec.json.decode(preferred.get("video_tour", b"[]"), type=list[Running])

    for step in ("started", "resumed", "ended"):
        with ending_pool() as pool:
            wall = VideoWall(hall, pool)
            qtbot.addWidget(wall)
            room = VideoRoom(hall, caller, pool, wall, preferred.__setitem__)
            room.restore([tour], kept())
            if step == "started":
                room._start(tour)
                room.patrol.step(1)
                room.patrol.pause()
            elif step == "resumed":
                assert (room.patrol.tour, room.patrol.page, room.patrol.paused) == (tour, 1, True)
                assert wall.cameras()[:2] == ["c4", "c5"]
                room.patrol.pause()
                room.bar.end.click()
            else:
                assert room.patrol.tour is None  # what was ended by hand does not come back
            room.close()
            wall.hide()
        assert [(running.page, running.paused) for running in kept()] == ([(1, True)] if step == "started" else [])
    caller.stop()


def test_that_a_tour_is_shared_changed_and_taken_back_by_those_who_patrol(qtbot: QtBot, api_of: ApiOf) -> None:
    api = api_of(Role.VIDEO_PATROLLER)
    hall, caller = Hall(api.me()), Caller(api)
    hall.link.heard()
    hall.cameras.put([Camera(id="c0", version=1, code="000", name="Camera 0", lon=0, lat=0)])
    preferred: dict[str, bytes] = {}
    with ending_pool() as pool:
        wall = VideoWall(hall, pool)
        qtbot.addWidget(wall)
        room = VideoRoom(hall, caller, pool, wall, preferred.__setitem__)
        own = Tour(name="夜巡", groups=[Group("north", ["c0"])], layout="1+5")
        room.restore([own])
        room.form.ask(own)
        room.form.for_hall.setChecked(True)
        room.form._buttons.accepted.emit()
        qtbot.waitUntil(room.form.isHidden, timeout=WAIT_MS)
        assert room.tours == []  # it is the hall's now
        (saved,) = hall.tours
        assert (saved.name, saved.layout, saved.by) == ("夜巡", "1+5", hall.me.name)
        assert api.tours() == [saved]

        taken = Tour(name="早高峰", groups=own.groups)
        api.put_tour(order_of(taken, "other"))
        room.form.ask(None, saved)
        room.form.name.setText("早高峰")
        room.form._buttons.accepted.emit()
        qtbot.waitUntil(room.form.wrong.isVisible, timeout=WAIT_MS)
        assert room.form._buttons.isEnabled()  # what was written stays, to be mended
        room.form.name.setText("晚高峰")
        room.form._buttons.accepted.emit()
        qtbot.waitUntil(room.form.isHidden, timeout=WAIT_MS)
        assert {tour.name for tour in api.tours()} == {"早高峰", "晚高峰"}

        room._fill_menu()
        entry = next(action for action in room.menu.actions() if action.text().startswith("晚高峰"))
        entry.trigger()
        assert (room.patrol.tour and room.patrol.tour.name, wall.layout_name) == ("晚高峰", "1+5")
        room.form.ask(None, hall.tours.get(saved.id))
        room.form.forget.click()
        qtbot.waitUntil(room.form.isHidden, timeout=WAIT_MS)
        assert [tour.name for tour in api.tours()] == ["早高峰"]
        room.close()
        wall.hide()
    caller.stop()


def test_that_others_run_the_tours_of_the_hall_and_change_their_own(qtbot: QtBot, api_of: ApiOf) -> None:
    api_of(Role.SHIFT_LEADER).put_tour(order_of(Tour(name="夜巡", groups=[Group("north", ["c0"])]), "t1"))
    api = api_of(Role.DISPATCHER)
    hall, caller = Hall(api.me()), Caller(api)
    hall.link.heard()
    hall.tours.put(api.tours())
    with ending_pool() as pool:
        wall = VideoWall(hall, pool)
        qtbot.addWidget(wall)
        room = VideoRoom(hall, caller, pool, wall, lambda name, body: None)
        room._fill_menu()
        texts = [action.text() for action in room.menu.actions()]
        assert texts[0].startswith("夜巡")
        assert not any(action.menu() for action in room.menu.actions())  # nothing to change
        room.form.ask()
        assert not room.form.for_hall.isVisible()
        room.form.reject()
        wall.show()
        QTest.keyClick(wall.panes[0], Qt.Key.Key_C)
        assert wall.list.isVisible()
        assert wall.focusWidget() is wall.list.filter
        QTest.keyClick(wall.list.filter, Qt.Key.Key_Escape)
        assert not wall.list.isVisible()
        assert wall.focusWidget() is wall.panes[wall.hot]
        room.close()
        wall.hide()
    caller.stop()
