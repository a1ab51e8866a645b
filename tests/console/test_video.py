"""One video pane on a real stream of the real camera server."""

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QPaintEvent
from pytestqt.qtbot import QtBot

from console.hall.hall import Hall
from console.hall.streams import CAMERA_MIME, StreamState
from console.widgets import video_words
from console.widgets.video import VideoPane
from console.workers import streams_mailbox
from console.workers.streams import StreamPool
from tests.simulator.camera_process import CameraProcess, make_clips
from wire.cameras import Camera
from wire.people import User

WAIT_MS = 20_000
ME = User(id="u1", version=1, name="zhang", full_name="张敏", roles=[])


@pytest.fixture(scope="module")
def cameras(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CameraProcess]:
    folder: Path = make_clips(tmp_path_factory.mktemp("clips"))
    with CameraProcess(folder) as process:
        yield process


@pytest.fixture
def pool() -> Iterator[StreamPool]:
    pool = StreamPool()
    yield pool
    pool.stop()
    assert pool.join() == []


@pytest.fixture
def hall(qtbot: QtBot) -> Hall:
    return Hall(ME)


@pytest.fixture
def pane(qtbot: QtBot, hall: Hall, pool: StreamPool) -> VideoPane:
    pane = VideoPane(hall, pool)
    qtbot.addWidget(pane)
    pane.resize(400, 225)
    pane.show()
    return pane


def camera(sub: str, main: str = "", version: int = 1) -> Camera:
    return Camera(id="c1", version=version, code="001", name="滨河大道 1 号", lon=114.3, lat=22.7, sub_url=sub, main_url=main)


def pixels(pane: VideoPane) -> np.ndarray:
    """What the pane shows: (height, width, 3), without its frame."""
    image = pane.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[4:-4, : image.width() * 3].reshape(image.height() - 8, image.width(), 3)[:, 4:-4].astype(int)


def colourfulness(picture: np.ndarray) -> float:
    return float((picture.max(axis=2) - picture.min(axis=2)).mean())


def until(qtbot: QtBot, pane: VideoPane, state: StreamState) -> None:
    def reached() -> bool:
        pane.refresh()
        return pane.face().state == state

    qtbot.waitUntil(reached, timeout=WAIT_MS)


def test_that_a_pane_shows_its_camera_live(qtbot: QtBot, hall: Hall, cameras: CameraProcess, pane: VideoPane) -> None:
    hall.cameras.put([camera(cameras.rtsp("long/1"))])
    pane.show_camera("c1")
    until(qtbot, pane, StreamState.LIVE)
    pane.refresh()
    picture = pane.picture()
    assert picture is not None
    assert picture.image.width() == 400
    assert pixels(pane).std() > 20
    assert colourfulness(pixels(pane)) > 8
    face = pane.face()
    assert (face.name, face.headline, face.veiled) == ("滨河大道 1 号", "", False)
    assert len(face.time) == 8


def test_that_a_picture_that_stopped_is_veiled_grey_and_says_for_how_long(qtbot: QtBot, hall: Hall, cameras: CameraProcess, pane: VideoPane) -> None:
    hall.cameras.put([camera(cameras.rtsp("long/1?stall_after=2"))])
    pane.show_camera("c1")
    until(qtbot, pane, StreamState.LIVE)
    pane.refresh()
    bright = pixels(pane)
    until(qtbot, pane, StreamState.STALE)
    face, veiled = pane.face(), pixels(pane)
    assert face.veiled
    assert "2" in face.headline
    assert face.lines
    assert colourfulness(veiled[40:]) < colourfulness(bright[40:]) / 2
    assert veiled.mean() < bright.mean()
    until(qtbot, pane, StreamState.OFFLINE)
    assert pane.face().veiled  # the last picture stays, with its age
    assert len(pane.face().lines) == 3  # why, what comes next, and "1 drop today"
    assert "1" in pane.face().lines[2]


class HourAhead(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return datetime.now(tz) + timedelta(hours=1)


def test_that_a_clock_that_is_put_back_makes_no_old_picture_new(
    qtbot: QtBot, hall: Hall, cameras: CameraProcess, pane: VideoPane, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pictures came by a clock that was an hour ahead."""
    monkeypatch.setattr(streams_mailbox, "datetime", HourAhead)
    hall.cameras.put([camera(cameras.rtsp("long/clock?stall_after=2"))])
    pane.show_camera("c1")
    until(qtbot, pane, StreamState.LIVE)
    until(qtbot, pane, StreamState.STALE)
    age_s = pane.age_s()
    assert age_s is not None
    assert 2 < age_s < 60
    assert pane.face().veiled


@pytest.mark.parametrize(
    ("query", "state"), [("?fault=404", StreamState.REFUSED), ("?fault=401", StreamState.REFUSED), ("?fault=hang", StreamState.OFFLINE)]
)
def test_that_a_pane_without_picture_says_why_and_what_comes_next(
    qtbot: QtBot, hall: Hall, cameras: CameraProcess, pane: VideoPane, query: str, state: StreamState
) -> None:
    hall.cameras.put([camera(cameras.rtsp(f"long/1{query}"))])
    pane.show_camera("c1")
    pane.refresh()
    assert pane.state() in (StreamState.CONNECTING, state)  # who refuses may be quick
    assert pane.face().headline
    until(qtbot, pane, state)
    assert len(pane.face().lines) == 2
    assert pane.face().time == ""
    assert pixels(pane).max() > 150  # the words


def test_that_a_hidden_pane_looks_at_nothing(qtbot: QtBot, hall: Hall, cameras: CameraProcess, pool: StreamPool, pane: VideoPane) -> None:
    url = cameras.rtsp("long/hidden")
    hall.cameras.put([camera(url)])
    pane.show_camera("c1")
    until(qtbot, pane, StreamState.LIVE)
    worker = pool.worker(url)
    assert worker is not None
    pane.hide()
    assert worker.mailbox.wanted() == []
    assert pane.state() is None
    pane.show()
    until(qtbot, pane, StreamState.LIVE)
    assert worker.opens == 1


def test_that_a_wide_pane_takes_the_large_stream_and_keeps_the_picture_meanwhile(
    qtbot: QtBot, hall: Hall, cameras: CameraProcess, pool: StreamPool, pane: VideoPane
) -> None:
    sub, main = cameras.rtsp("long/1"), cameras.rtsp("main/1")
    hall.cameras.put([camera(sub, main)])
    pane.show_camera("c1")
    until(qtbot, pane, StreamState.LIVE)
    assert pool.worker(main) is None
    pane.resize(900, 506)
    assert pane.picture() is not None
    until(qtbot, pane, StreamState.LIVE)
    assert pool.worker(main) is not None
    worker = pool.worker(sub)
    assert worker is not None
    assert worker.mailbox.wanted() == []


def test_that_a_camera_that_moves_to_another_address_is_followed(
    qtbot: QtBot, hall: Hall, cameras: CameraProcess, pool: StreamPool, pane: VideoPane
) -> None:
    hall.cameras.put([camera(cameras.rtsp("long/old"))])
    pane.show_camera("c1")
    until(qtbot, pane, StreamState.LIVE)
    hall.cameras.put([camera(cameras.rtsp("short/new"), version=2)])
    until(qtbot, pane, StreamState.LIVE)
    assert pool.worker(cameras.rtsp("short/new")) is not None
    hall.cameras.put([], gone=["c1"])
    pane.refresh()
    assert pane.state() is None
    assert pane.face().lines == ("c1",)


def test_that_a_camera_without_stream_says_so(hall: Hall, pane: VideoPane) -> None:
    hall.cameras.put([camera("")])
    pane.show_camera("c1")
    pane.refresh()
    assert pane.face().headline
    assert pane.face().lines


def test_that_a_password_in_an_address_is_not_on_the_pane(qtbot: QtBot, hall: Hall, pane: VideoPane) -> None:
    hall.cameras.put([camera("rtsp://hall:open-sesame@127.0.0.1:9/1")])
    pane.show_camera("c1")
    until(qtbot, pane, StreamState.OFFLINE)
    assert "sesame" not in str(pane.face())


def test_that_a_camera_can_be_dropped_on_a_pane_and_nothing_else(qtbot: QtBot, pane: VideoPane) -> None:
    camera_id, text = QMimeData(), QMimeData()
    camera_id.setData(CAMERA_MIME, b"c7")
    text.setText("c7")
    entering = [drag_of(data) for data in (camera_id, text)]
    for event in entering:
        event.ignore()
        pane.dragEnterEvent(event)
    assert [event.isAccepted() for event in entering] == [True, False]
    left, no_keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with qtbot.waitSignal(pane.dropped) as dropped:
        pane.dropEvent(QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, camera_id, left, no_keys))
    assert dropped.args == ["c7"]


def drag_of(data: QMimeData) -> QDragEnterEvent:
    return QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


def test_that_keys_enlarge_and_empty_a_pane(qtbot: QtBot, hall: Hall, pane: VideoPane) -> None:
    hall.cameras.put([camera("")])
    pane.show_camera("c1")
    with qtbot.waitSignals([pane.picked, pane.enlarge_asked]):
        qtbot.keyClick(pane, Qt.Key.Key_Return)
    qtbot.keyClick(pane, Qt.Key.Key_Delete)
    assert pane.camera_id == ""


class Painted(QObject):
    """Which part of a pane each painting was for."""

    def __init__(self, pane: VideoPane) -> None:
        super().__init__(pane)
        self.areas: list[QRect] = []
        pane.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.areas.append(event.rect())
        return False


def test_that_a_new_picture_paints_neither_the_frame_of_its_pane_nor_what_is_beside_it(
    qtbot: QtBot, hall: Hall, cameras: CameraProcess, pane: VideoPane
) -> None:
    pane.resize(400, 300)  # as high as no camera: there is black above and below
    hall.cameras.put([camera(cameras.rtsp("long/1"))])
    pane.show_camera("c1")
    until(qtbot, pane, StreamState.LIVE)
    pane.set_hot(True)
    qtbot.waitUntil(lambda: not pane.visibleRegion().isEmpty())
    pane.repaint()
    painted, seen = Painted(pane), pane.picture()
    before = pane.screen().grabWindow(pane.winId()).toImage()

    def came() -> bool:
        pane.take_picture()
        return len(painted.areas) >= 3

    qtbot.waitUntil(came, timeout=WAIT_MS)
    assert pane.picture() is not seen
    assert set(map(QRect.getRect, painted.areas)) == {(2, 38, 396, 224)}  # 400 x 224 lies at 38, and the frame of a hot pane is 2 wide
    after = pane.screen().grabWindow(pane.winId()).toImage()
    whole = pane.grab().toImage()
    for x, y in ((0, 150), (1, 150), (399, 150), (200, 0), (200, 20), (200, 298), (200, 299)):
        assert before.pixelColor(x, y) == after.pixelColor(x, y) == whole.pixelColor(x, y)
    pane.set_hot(False)
    qtbot.waitUntil(lambda: painted.areas[-1] == pane.rect())


def test_that_neither_a_wait_nor_a_break_takes_no_time_at_all() -> None:
    assert video_words.next_try(0.0) == video_words.next_try(0.3) == video_words.next_try(1.0) != video_words.next_try(1.2)
    assert video_words.drops(1, 0.2) == video_words.drops(1, 1.0)
