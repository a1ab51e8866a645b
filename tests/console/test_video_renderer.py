"""Pictures come onto a pane by a renderer, which may be another than QPainter."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.hall.hall import Hall
from console.hall.streams import StreamState
from console.widgets.video_renderer import Scene
from console.widgets.video_wall import VideoWall
from tests.console.stream_bench import ending_pool
from tests.simulator.camera_process import HEIGHT, WIDTH, CameraProcess, make_clips
from wire.cameras import Camera
from wire.people import User

pytestmark = pytest.mark.gui
WAIT_MS = 20_000


class Signs:
    """Shows that something is there, not what: red where the picture lies."""

    def __init__(self) -> None:
        self.scenes: list[Scene] = []

    def render(self, pane: QWidget, scene: Scene) -> None:
        self.scenes.append(scene)
        with QPainter(pane) as painter:
            painter.fillRect(pane.rect(), Qt.GlobalColor.black)
            painter.fillRect(scene.target, Qt.GlobalColor.red)


@pytest.fixture
def cameras(tmp_path: Path) -> Iterator[CameraProcess]:
    with CameraProcess(make_clips(tmp_path / "clips")) as process:
        yield process


def test_that_a_wall_may_have_another_renderer_which_gets_all_it_needs(qtbot: QtBot, cameras: CameraProcess) -> None:
    hall, signs = Hall(User(id="u1", version=1, name="zhang", full_name="张敏", roles=[])), Signs()
    with ending_pool() as pool:
        wall = VideoWall(hall, pool, renderer=signs)
        qtbot.addWidget(wall)
        wall.set_layout("1")
        wall.resize(640, 480)
        wall.show()
        pane = wall.panes[0]
        hall.cameras.put([Camera(id="c1", version=1, code="001", name="滨河大道 1 号", lon=0, lat=0, sub_url=cameras.rtsp("long/1"))])

        def live() -> list[Scene]:
            return [scene for scene in signs.scenes if scene.only_picture and scene.face.state is StreamState.LIVE]

        qtbot.waitUntil(lambda: bool(live()), timeout=WAIT_MS)
        scene = live()[-1]
        assert scene.picture is not None
        assert scene.picture.image is scene.image
        assert (scene.picture.frame.width, scene.picture.frame.height) == (WIDTH, HEIGHT)
        assert scene.target.size() == scene.picture.image.size()
        assert scene.face.name == "滨河大道 1 号"
        assert pane.grab().toImage().pixelColor(scene.target.center()) == QColor(Qt.GlobalColor.red)
        wall.hide()
