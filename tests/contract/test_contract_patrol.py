"""What is watched on the real wall of the room stands in the log of the real backend; a finding of an algorithm holds a cell."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.hall.hall import Hall
from console.hall.streams import StreamState
from console.hall.tours import Group, Tour
from console.rooms.video import OWN, VideoRoom
from console.widgets.video_wall import VideoWall
from console.workers.caller import Caller
from tests.console.small_backend import a_case
from tests.console.stream_bench import ending_pool
from tests.contract.conftest import ApiOf
from tests.simulator.camera_process import CameraProcess, make_clips
from wire.cameras import Camera
from wire.codes import Role, Source

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
        seen = replace(a_case("k1"), source=Source.AI, camera_id="c2", description="占道经营", reported_at=hall.clock.now() + timedelta(seconds=1))
        hall.cases.put([seen, replace(seen, id="old", reported_at=hall.clock.now() - timedelta(days=1))])
        assert [pane.camera_id for pane in wall.panes if pane.alarm] == ["c2"]
        assert "占道经营" in wall.panes[3].face().alarm
        room._on_key(Qt.Key.Key_A)
        assert not any(pane.alarm for pane in wall.panes)
        room.close()
        wall.hide()
    caller.stop()
