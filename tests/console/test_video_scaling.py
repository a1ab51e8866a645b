"""What a frame becomes on its way to a pane: its size, its colours, and what of the pane it leaves to be painted."""

import av
import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QRegion

from console.widgets.video_paint import beside
from console.workers.streams_mailbox import Mailbox, fit

BLOCKS = np.array([[(255, 0, 0), (0, 255, 0), (0, 0, 255)], [(255, 255, 255), (16, 16, 16), (255, 200, 0)]], dtype=np.uint8)
NEAR = 8  # of 255: YUV and back


def frame_of(format: str, width: int = 640, height: int = 360) -> av.VideoFrame:
    """Six blocks of one colour each."""
    picture = BLOCKS.repeat(height // 2, 0).repeat(-(-width // 3), 1)[:, :width]
    return av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24").reformat(format=format)


def blocks(image: QImage) -> list[tuple[int, int, int]]:
    """The colours in the middle of the six blocks."""
    places = [((2 * column + 1) * image.width() // 6, (2 * row + 1) * image.height() // 4) for row in range(2) for column in range(3)]
    return [image.pixelColor(x, y).toTuple()[:3] for x, y in places]


@pytest.mark.parametrize("format", ["yuv420p", "yuvj420p", "yuv422p", "nv12"])
@pytest.mark.parametrize("size", [(640, 360), (480, 270), (316, 177), (960, 540)])
def test_that_colours_stay_in_every_size_and_format(format: str, size: tuple[int, int]) -> None:
    mailbox = Mailbox()
    mailbox.want(size)
    mailbox.put(frame_of(format))
    picture = mailbox.picture(size)
    assert picture is not None
    assert (picture.image.width(), picture.image.height()) == fit(640, 360, size)
    wanted = [tuple(int(part) for part in colour) for row in BLOCKS for colour in row]
    for got, colour in zip(blocks(picture.image), wanted, strict=True):
        assert max(abs(one - other) for one, other in zip(got, colour, strict=True)) <= NEAR


@pytest.mark.parametrize("format", ["yuv420p", "yuvj420p", "yuv422p", "nv12"])
def test_that_every_column_of_a_picture_is_written(format: str) -> None:
    """In memory that held something else before."""
    grey = av.VideoFrame.from_ndarray(np.full((360, 640, 3), 200, dtype=np.uint8), format="rgb24").reformat(format=format)
    for width in range(200, 240):
        wide, high = fit(640, 360, (width, 400))
        used = [av.VideoFrame(wide, high, "bgra") for _ in range(3)]
        for frame in used:
            frame.planes[0].update(bytes([7]) * frame.planes[0].buffer_size)
        del used, frame
        mailbox = Mailbox()
        mailbox.want((width, 400))
        mailbox.put(grey)
        picture = mailbox.picture((width, 400))
        assert picture is not None
        assert (picture.image.width(), picture.image.height()) == (wide, high)
        assert width - 6 < wide <= width
        levels = np.frombuffer(picture.image.constBits(), np.uint8).reshape(high, -1, 4)[:, :wide, :3]
        assert np.abs(levels.astype(int) - 200).max() <= NEAR, width


def test_that_a_camera_that_changes_its_size_and_format_is_shown_as_before() -> None:
    mailbox = Mailbox()
    mailbox.want((480, 270))
    for format, width, height in (("yuv420p", 640, 360), ("yuv420p", 1280, 720), ("yuvj420p", 480, 270), ("nv12", 320, 180), ("yuv420p", 360, 640)):
        mailbox.put(frame_of(format, width, height))
        picture = mailbox.picture((480, 270))
        assert picture is not None
        assert (picture.image.width(), picture.image.height()) == ((480, 270) if width > height else (150, 270))
        assert max(abs(one - other) for one, other in zip(blocks(picture.image)[0], (255, 0, 0), strict=True)) <= NEAR


@pytest.mark.parametrize("target", [QRect(), QRect(0, 0, 100, 60), QRect(10, 0, 80, 60), QRect(0, 5, 100, 50), QRect(3, 4, 90, 50)])
def test_that_picture_and_margins_cover_the_pane_and_no_pixel_twice_but_corners(target: QRect) -> None:
    area = QRect(0, 0, 100, 60)
    margins = QRegion()
    for margin in beside(area, target):
        margins += QRegion(margin)
    assert margins == QRegion(area) - QRegion(target)


@pytest.mark.parametrize(("matrix", "others"), [(3, 0), (8, 3), (15, 2), (0, 2), (1, 1)])
def test_that_a_camera_may_say_of_its_colours_what_it_likes(matrix: int, others: int) -> None:
    """Reserved numbers too, with which swscale has nothing to do."""
    frame, mailbox = frame_of("yuv420p"), Mailbox()
    frame.colorspace, frame.color_trc, frame.color_primaries = matrix, others, others
    mailbox.want((480, 270))
    mailbox.put(frame)
    picture = mailbox.picture((480, 270))
    assert picture is not None
    assert max(abs(one - other) for one, other in zip(blocks(picture.image)[3], (255, 255, 255), strict=True)) <= NEAR


def test_that_a_picture_stays_as_it_is_while_it_is_held() -> None:
    """However many come after it: its memory goes round only when nobody holds it."""
    mailbox, held = Mailbox(), []
    mailbox.want((480, 270))
    for level in range(16, 236, 20):
        frame = av.VideoFrame.from_ndarray(np.full((360, 640, 3), level, dtype=np.uint8), format="rgb24").reformat(format="yuv420p")
        mailbox.put(frame)
        picture = mailbox.picture((480, 270))
        assert picture is not None
        held.append((level, picture.image))
    for level, image in held:
        assert abs(image.pixelColor(240, 135).red() - level) <= NEAR
