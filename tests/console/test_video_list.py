"""The cameras of a hall by its streets."""

import pytest
from pytestqt.qtbot import QtBot

from console.hall.hall import Hall
from console.widgets.video_list import ID, MOST_OPEN, CameraList
from tests.console.made import ME
from wire.cameras import Camera
from wire.codes import GridKind
from wire.grids import Grid


def street(code: str, name: str, west: float) -> Grid:
    ring = [(west, 35.0), (west + 0.1, 35.0), (west + 0.1, 35.1), (west, 35.1), (west, 35.0)]
    return Grid(id=f"STREET-{code}", version=1, kind=GridKind.STREET, code=code, name=name, area_m2=1, lon=west, lat=35, rings=[[ring]])


def camera(number: int, lon: float, **changed: bool) -> Camera:
    return Camera(id=f"c{number}", version=1, code=f"{number:03}", name=f"Camera {number}", lon=lon, lat=35.05, **changed)


@pytest.fixture
def cameras(qtbot: QtBot, dressed: None) -> CameraList:
    hall = Hall(ME)
    hall.cameras.put([camera(0, 111.05), camera(1, 111.15), camera(2, 111.05, online=False), camera(3, 113.0)])
    made = CameraList(hall, several=True)
    qtbot.addWidget(made)
    made.resize(300, 400)
    made.show()
    return made


def tree(cameras: CameraList) -> list[tuple[str, list[str]]]:
    tops = [cameras.list.topLevelItem(row) for row in range(cameras.list.topLevelItemCount())]
    return [(top.text(0), [top.child(place).data(0, ID) for place in range(top.childCount())]) for top in tops if top is not None]


def test_that_cameras_lie_under_their_streets_once_the_hall_knows_them(cameras: CameraList) -> None:
    assert [name for name, _ in tree(cameras)] == ["Camera 0  000", "Camera 1  001", "离线 · Camera 2  002", "Camera 3  003"]
    cameras._hall.grids.put([street("1", "河东街道", 111.0), street("2", "河西街道", 111.1)])
    assert tree(cameras) == [("河东街道  2", ["c0", "c2"]), ("河西街道  1", ["c1"]), ("其他  1", ["c3"])]
    cameras.filter.setText("河东")  # a street is sought like a camera
    assert tree(cameras) == [("河东街道  2", ["c0", "c2"])]
    cameras._hall.cameras.put([camera(4, 111.01)])
    assert tree(cameras) == [("河东街道  3", ["c0", "c2", "c4"])]


def test_that_a_street_is_picked_as_a_whole_and_dragged_never(qtbot: QtBot, cameras: CameraList) -> None:
    cameras._hall.grids.put([street("1", "河东街道", 111.0), street("2", "河西街道", 111.1)])
    top = cameras.list.topLevelItem(0)
    assert top is not None
    top.setSelected(True)
    cameras.items()[2].setSelected(True)
    assert cameras.picked() == ["c0", "c2", "c1"]
    chosen: list[str] = []
    cameras.chosen.connect(chosen.append)
    cameras.list.itemActivated.emit(top, 0)
    cameras.list.itemActivated.emit(cameras.items()[3], 0)
    assert chosen == ["c3"]
    assert not cameras.list.mimeData([top]).hasFormat("application/x-yiping-camera")


def test_that_streets_of_a_city_are_closed_and_who_opened_one_finds_it_open(cameras: CameraList) -> None:
    cameras._hall.grids.put([street("1", "河东街道", 111.0), street("2", "河西街道", 111.1)])
    cameras._hall.cameras.put([camera(number, 111.05) for number in range(10, 11 + MOST_OPEN)])
    tops = [cameras.list.topLevelItem(row) for row in range(2)]
    assert [top.isExpanded() for top in tops if top is not None] == [True, True]  # they were open before
    for top in tops:
        assert top is not None
        top.setExpanded(False)
    cameras.list.setCurrentItem(cameras.items()[1])
    cameras._hall.cameras.put([camera(2, 111.05, online=True)])  # as each camera that comes and goes
    first, second = (cameras.list.topLevelItem(row) for row in range(2))
    assert first is not None
    assert second is not None
    assert not second.isExpanded()
    assert cameras.list.currentItem() is not None


def test_that_who_chooses_many_keeps_them_while_a_camera_comes_back(cameras: CameraList) -> None:
    cameras._hall.grids.put([street("1", "河东街道", 111.0), street("2", "河西街道", 111.1)])
    cameras._hall.cameras.put([camera(number, 111.05) for number in range(10, 40)])
    top = cameras.list.topLevelItem(1)
    assert top is not None
    top.setSelected(True)
    for item in cameras.items()[20:23]:
        item.setSelected(True)
    bar = cameras.list.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    chosen, place = cameras.picked(), bar.value()
    cameras._hall.cameras.put([camera(2, 111.05, online=True)])
    assert (cameras.picked(), bar.value()) == (chosen, place)
    assert len(chosen) == 4
    assert cameras.items()[0].toolTip(0) == "Camera 0  000"
