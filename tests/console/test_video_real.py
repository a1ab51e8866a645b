"""Real clips as cameras send them (H.264, MPEG-4, upright, of varying rate, three pictures a second) on a pane: right side up, in their shape."""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from console.hall.hall import Hall
from console.hall.streams import StreamState
from console.widgets.video import VideoPane
from console.workers.streams_mailbox import fit
from tests.console.clip_host import ClipHost
from tests.console.stream_bench import ending_pool
from wire.cameras import Camera
from wire.people import User

pytestmark = [pytest.mark.gui, pytest.mark.real_data]
WAIT_MS = 60_000
PANE = 480, 270
SIDE = 48  # pixels of what is compared
SAME = 8.0  # of 255: each is scaled in another way
CLIPS = {
    "video_sluices_beijing/sluice_dongyu_h264_544x960.mp4": (544, 960),
    "video_sluices_beijing/sluice_shangzhuang_houhe_h264_960x544.mp4": (960, 544),
    "video_sluices_beijing/sluice_shangzhuang_new_h264_544x960.mp4": (544, 960),
    "video_street/street_h264_640x352.mp4": (640, 352),
    "video_street/night_plaza_1080p_3fps.mp4": (1920, 1080),
    "video_street/highway_320x240.avi": (320, 240),
    "video_street/highway_bw_320x240.avi": (320, 240),
    "video_street/aboda_video4_left_object.avi": (720, 480),
    "video_street/vtest.avi": (768, 576),
}


@pytest.fixture
def hall(qtbot: QtBot) -> Hall:
    return Hall(User(id="u1", version=1, name="zhang", full_name="张敏", roles=[]))


@pytest.fixture
def pane(qtbot: QtBot, hall: Hall) -> Iterator[VideoPane]:
    with ending_pool() as pool:
        pane = VideoPane(hall, pool)
        qtbot.addWidget(pane)
        pane.resize(*PANE)
        pane.show()
        yield pane
        pane.hide()


def grey(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)[:, : image.width()].astype(float)


def small(image: QImage) -> np.ndarray:
    """Grey, SIDE x SIDE."""
    return grey(image.scaled(SIDE, SIDE, mode=Qt.TransformationMode.SmoothTransformation))


def film(clip: Path) -> np.ndarray:
    """Every picture of the file, as FFmpeg decodes it."""
    with av.open(str(clip)) as container:
        pictures = [frame.reformat(width=SIDE, height=SIDE, format="rgb24", interpolation="AREA").to_ndarray() for frame in container.decode(video=0)]
    return np.stack([grey(QImage(np.ascontiguousarray(picture), SIDE, SIDE, 3 * SIDE, QImage.Format.Format_RGB888)) for picture in pictures])


def nearest(picture: np.ndarray, pictures: np.ndarray) -> float:
    """How far it is, in grey levels, from the one of these that it is most like."""
    return float(np.abs(pictures - picture).mean(axis=(1, 2)).min())


@pytest.mark.parametrize("name", CLIPS)
def test_that_a_real_clip_is_played_right_side_up(qtbot: QtBot, hall: Hall, pane: VideoPane, real_data: Path, name: str) -> None:
    clip, (wide, high) = real_data / name, CLIPS[name]
    with ClipHost([clip]) as host:
        hall.cameras.put([Camera(id="c1", version=1, code="001", name=clip.stem, lon=0, lat=0, sub_url=host.url(clip))])
        pane.show_camera("c1")
        numbers: set[int] = set()

        def plays() -> bool:
            pane.refresh()
            picture = pane.picture()
            numbers.update([picture.number] if picture else [])
            return len(numbers) >= 5 and pane.state() is StreamState.LIVE

        qtbot.waitUntil(plays, timeout=WAIT_MS)
        picture = pane.picture()
        assert picture is not None
        assert (picture.frame.width, picture.frame.height) == (wide, high)
        assert (picture.image.width(), picture.image.height()) == fit(wide, high, PANE)
        seen, pictures = small(picture.image), film(clip)
        assert nearest(seen, pictures) < SAME
        for turned in (seen[::-1], seen[:, ::-1], seen[::-1, ::-1], seen.T):
            assert nearest(turned, pictures) > SAME + nearest(seen, pictures)
        shown = grey(pane.grab().toImage())
        for x in (4, PANE[0] - 5):
            assert (shown[60:-30, x].max() <= 8) == (picture.image.width() < PANE[0] - 10)  # black beside what does not fill the pane
