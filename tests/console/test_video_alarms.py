"""What algorithms have seen holds cells of the wall: every finding, in whatever order they come, over a restart too."""

import itertools
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console import words
from console.hall.disk import Disk
from console.hall.hall import Hall
from console.hall.sightings import BACK, KeptSightings
from console.language import Language
from console.rooms.video_alarms import OWN, VideoAlarms
from console.widgets.video_wall import VideoWall
from tests.console.made import ME, a_case
from tests.console.stream_bench import ending_pool
from wire.alarms import Alarm
from wire.cameras import Camera
from wire.cases import Case
from wire.codes import AlarmKind, Source, Status

Room = tuple[Hall, VideoWall, VideoAlarms]
CAMERAS = [Camera(id=f"c{n}", version=1, code=f"{n:03}", name=f"Camera {n}", lon=0, lat=0) for n in range(6)]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    disk = Disk(tmp_path / "picture.db")
    yield disk
    disk.close()


@pytest.fixture
def open_console(qtbot: QtBot, disk: Disk) -> Iterator[Callable[..., Room]]:
    """As a desk does it: what is in the picture from the disk is there first, then what was kept, then the backend is heard."""
    with ending_pool() as pool:

        def opened(*remembered: Case, cameras: list[Camera] = CAMERAS, heard: bool = True) -> Room:
            hall = Hall(ME)
            hall.cameras.put(cameras)
            hall.cases.put(remembered)
            wall = VideoWall(hall, pool)
            qtbot.addWidget(wall)
            wall.set_layout("4")
            room = VideoAlarms(hall, wall, disk.prefer)
            room.restore(disk.preferred(OWN, KeptSightings))
            if heard:
                hall.link.heard()
                room.look()
            return hall, wall, room

        yield opened


def sighting(id: str, camera_id: str, at: datetime, **fields: Any) -> Case:
    usual: dict[str, Any] = {"status": Status.REPORTED, "source": Source.AI, "description": id}
    return a_case(id, camera_id=camera_id, reported_at=at, status_at=at, **(usual | fields))


def dumping(id: str, at: datetime, **fields: Any) -> Alarm:
    usual: dict[str, Any] = {"kind": AlarmKind.DUMPING, "unit_id": "t1", "cause": "", "level": 3, "worst": 3, "lon": 0.0, "lat": 0.0, "version": 1}
    return Alarm(id=id, raised_at=at, **(usual | fields))


def test_that_an_alarm_behind_a_pane_that_stands_alone_is_named_and_not_acknowledged_unseen(qtbot: QtBot, open_console: Callable[..., Room]) -> None:
    hall, wall, _ = open_console()
    wall.resize(960, 600)
    wall.show()
    for number, camera_id in enumerate(("c0", "c1", "c2", "c3")):
        wall.panes[number].show_camera(camera_id)
    wall.toggle_enlarged(0)
    hall.cases.put([sighting("k1", "c2", hall.clock.now())])
    assert (held(wall), wall.panes[2].isVisible()) == ({"c2"}, False)
    assert wall.waiting.isVisible()
    assert "Camera 2" in wall.waiting.text
    assert wall.acknowledge()  # it leads there
    assert (held(wall), wall.hot, wall.panes[2].isVisible(), wall.panes[0].isVisible()) == ({"c2"}, 2, True, False)
    assert not wall.waiting.isVisible()
    assert wall.acknowledge()
    assert held(wall) == set()
    wall.show_camera("c1")  # as when it is selected on the map
    assert [pane.isVisible() for pane in wall.panes[:4]] == [False, True, False, False]


def held(wall: VideoWall) -> set[str]:
    return {pane.camera_id for pane in wall.panes if pane.alarm} | set(wall.waiting.cameras())


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("apart_s", [0, 20])
def test_that_none_is_lost_whatever_the_order(open_console: Callable[..., Room], order: tuple[int, ...], together: bool, apart_s: int) -> None:
    hall, wall, _ = open_console()
    at = hall.clock.now()
    cases = [sighting(f"k{n}", f"c{n}", at + timedelta(seconds=apart_s * n)) for n in order]
    for batch in [cases] if together else [[case] for case in cases]:
        hall.cases.put(batch)
    assert held(wall) == {"c0", "c1", "c2"}


def test_that_one_seen_before_those_that_are_shown_is_raised_and_each_once(open_console: Callable[..., Room]) -> None:
    hall, wall, room = open_console()
    at = hall.clock.now()
    hall.cases.put([sighting("new", "c0", at)])
    hall.cases.put([sighting("before", "c1", at - timedelta(minutes=5))])  # its program was behind
    assert held(wall) == {"c0", "c1"}
    while wall.acknowledge():
        room.look()
    hall.cases.put([sighting("new", "c0", at, version=2, urgent=True)])
    room.look()
    assert not held(wall)


def test_that_what_one_camera_holds_is_told_with_the_newest_first(open_console: Callable[..., Room]) -> None:
    hall, wall, _ = open_console()
    at = hall.clock.now()
    hall.cases.put([sighting("newest", "c0", at)])
    hall.cases.put([sighting("older", "c0", at - timedelta(minutes=1))])
    (pane,) = [pane for pane in wall.panes if pane.alarm]
    assert "newest" in pane.alarm
    assert "1" in pane.alarm.partition("newest")[2]


def test_that_what_nobody_sees_on_a_camera_or_a_person_has_judged_is_no_alarm(open_console: Callable[..., Room]) -> None:
    hall, wall, _ = open_console()
    at = hall.clock.now()
    hall.cases.put(
        [
            sighting("judged", "c0", at, status=Status.PENDING_FILING),
            sighting("void", "c1", at, status=Status.VOIDED),
            sighting("told", "c2", at, source=Source.VIDEO),
            sighting("long", "c3", at - BACK - timedelta(minutes=1)),
        ]
    )
    assert not held(wall)


def test_that_held_and_new_ones_come_back_after_a_restart_and_acknowledged_ones_do_not(open_console: Callable[..., Room]) -> None:
    hall, wall, room = open_console()
    at = hall.clock.now()
    seen = [sighting(f"k{n}", f"c{n}", at) for n in range(3)]
    hall.cases.put(seen)
    wall.hot = next(number for number, pane in enumerate(wall.panes) if pane.alarm and pane.camera_id == "c1")
    wall.acknowledge()
    room.look()
    meanwhile = sighting("k3", "c3", at)
    judged = sighting("k2", "c2", at, version=2, status=Status.PENDING_FILING)
    _, wall, room = open_console(seen[0], seen[1], judged, meanwhile)
    assert held(wall) == {"c0", "c3"}
    while wall.acknowledge():
        pass
    room.look()
    _, wall, _ = open_console(*seen[:2], judged, meanwhile)
    assert not held(wall)


def test_that_the_gravest_alarm_of_a_truck_holds_the_nearest_camera_until_somebody_has_seen_to_it(open_console: Callable[..., Room]) -> None:
    hall, wall, room = open_console(cameras=[msgspec.structs.replace(camera, lon=0.0005 * n) for n, camera in enumerate(CAMERAS)])
    at = hall.clock.now()
    hall.alarms.put([dumping("a1", at, lon=0.00055), dumping("far", at, lon=1.0), dumping("mild", at, level=2, worst=2)])
    hall.alarms.put([dumping("person", at, kind=AlarmKind.ABSENT), dumping("seen", at, acknowledged_at=at), dumping("nowhere", at, lon=None)])
    assert held(wall) == {"c1"}
    (pane,) = [pane for pane in wall.panes if pane.alarm]
    assert "t1" in pane.alarm
    assert words.of(AlarmKind.DUMPING) in pane.alarm
    hall.alarms.put([dumping("a1", at, version=2, lon=0.00055, cleared_at=at)])
    room.look()
    assert held(wall) == {"c1"}, "it is over, and nobody has seen it"
    hall.alarms.put([dumping("a1", at, version=3, lon=0.00055, cleared_at=at, acknowledged_at=at)])
    assert not held(wall)
    assert pane.camera_id == "c1", "the picture stays"


def test_that_a_truck_that_grows_graver_is_raised_however_long_it_goes_on_and_acknowledged_ones_not_again(open_console: Callable[..., Room]) -> None:
    hall, wall, room = open_console()
    at = hall.clock.now() - 8 * BACK
    hall.alarms.put([dumping("a1", at, kind=AlarmKind.DEVIATION, level=2, worst=2)])
    assert not held(wall)
    graver = dumping("a1", at, kind=AlarmKind.DEVIATION, version=2)
    hall.alarms.put([graver])
    assert len(held(wall)) == 1
    assert wall.acknowledge()
    room.look()
    hall, wall, room = open_console()
    hall.alarms.put([graver])
    room.look()
    assert not held(wall)


def test_that_an_alarm_that_has_driven_on_is_the_same_alarm(open_console: Callable[..., Room]) -> None:
    hall, wall, room = open_console()
    at = hall.clock.now()
    hall.alarms.put([dumping("a1", at, kind=AlarmKind.DEVIATION)])
    (camera,) = held(wall)
    hall.alarms.put([dumping("a1", at, kind=AlarmKind.DEVIATION, version=2, lon=1.0)])
    room.look()
    assert held(wall) == {camera}
    hall.cases.put([sighting("k1", "c5", at)])  # so that all is kept again
    _, wall, _ = open_console()
    assert not held(wall)
    hall, wall, room = open_console()
    hall.alarms.put([dumping("a1", at, kind=AlarmKind.DEVIATION, version=3)])
    assert len(held(wall)) == 1, "held before, and near a camera again"
    hall.alarms.put([dumping("a1", at, kind=AlarmKind.DEVIATION, version=4, lon=1.0, acknowledged_at=at)])
    assert not held(wall)


def test_that_who_is_silent_holds_no_camera_and_one_that_sends_goes_first(open_console: Callable[..., Room]) -> None:
    dark, live = (msgspec.structs.replace(CAMERAS[n], lon=0.0002 * n, sub_url="rtsp://c/1", online=n > 0) for n in range(2))
    hall, wall, _ = open_console(cameras=[dark, live])
    hall.alarms.put([dumping("silent", hall.clock.now(), kind=AlarmKind.OFFLINE)])
    assert not held(wall)
    hall.alarms.put([dumping("a1", hall.clock.now())])
    assert held(wall) == {"c1"}


def test_that_a_camera_that_comes_later_is_found(open_console: Callable[..., Room]) -> None:
    hall, wall, room = open_console(cameras=[])
    hall.alarms.put([dumping("a1", hall.clock.now())])
    room.look()
    assert not held(wall)
    hall.cameras.put(CAMERAS[2:3])
    room.look()
    assert held(wall) == {"c2"}


def test_that_what_another_desk_has_judged_lets_its_cell_go_and_what_waits_comes(open_console: Callable[..., Room]) -> None:
    hall, wall, _ = open_console()
    at = hall.clock.now()
    seen = [sighting(f"k{n}", f"c{n}", at) for n in range(5)]
    hall.cases.put(seen)
    hall.cases.put([sighting("more", "c0", at + timedelta(seconds=1))])
    assert wall.waiting.cameras() == ["c4"]
    hall.cases.put([sighting("more", "c0", at, version=2, status=Status.VOIDED)])
    (pane,) = [pane for pane in wall.panes if pane.camera_id == "c0"]
    assert "k0" in pane.alarm
    hall.cases.put([sighting("k0", "c0", at, version=2, status=Status.PENDING_FILING)])
    assert held(wall) == {"c1", "c2", "c3", "c4"}
    assert not wall.waiting.cameras()


def test_that_one_held_for_long_is_held_after_a_restart(open_console: Callable[..., Room], disk: Disk) -> None:
    at = Hall(ME).clock.now() - 8 * BACK
    disk.prefer(OWN, b'{"held": ["k0"]}')
    _, wall, _ = open_console(sighting("k0", "c0", at), sighting("k1", "c1", at))
    assert held(wall) == {"c0"}


def test_that_nothing_is_raised_of_an_old_picture_or_without_its_camera(open_console: Callable[..., Room]) -> None:
    at = Hall(ME).clock.now()
    old = [sighting("k0", "c0", at), sighting("k1", "c1", at)]
    hall, wall, room = open_console(*old, cameras=CAMERAS[1:], heard=False)
    room.look()
    assert not held(wall)
    hall.link.heard()
    hall.cases.put([sighting("k1", "c1", at, version=2, status=Status.VOIDED)])
    assert not held(wall)
    hall.cameras.put(CAMERAS[:1])
    room.look()
    assert held(wall) == {"c0"}


def test_that_alarms_are_told_in_the_language_of_now(qtbot: QtBot, open_console: Callable[..., Room], tongue: Language, dressed: None) -> None:
    hall, wall, _ = open_console()
    wall.resize(960, 600)
    wall.show()
    at = hall.clock.now()
    hall.cases.put([sighting(f"k{n}", f"c{n}", at) for n in range(5)])
    hall.cases.put([sighting("more", "c0", at + timedelta(seconds=1))])
    wall.toggle_enlarged(0)
    said = [pane.face().alarm for pane in wall.panes[:4]], wall.waiting.toolTip(), wall.waiting.text
    assert all("确认" in text for text in (*said[0], said[1]))
    tongue.set("en")
    QApplication.processEvents()
    assert all(text.endswith(" · A acknowledges") for text in [pane.face().alarm for pane in wall.panes[:4]])
    assert all(line.endswith(" · A acknowledges") for line in wall.waiting.toolTip().splitlines())
    tongue.set("zh_CN")
    QApplication.processEvents()
    assert ([pane.face().alarm for pane in wall.panes[:4]], wall.waiting.toolTip(), wall.waiting.text) == said
