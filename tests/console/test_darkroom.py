"""A still says when, to the millisecond and with its zone, where and who, in Chinese too."""

import io
from typing import Any, NamedTuple

import pytest
from PIL import Image
from PIL.ExifTags import IFD, Base
from PySide6.QtGui import QImage

from console.workers.darkroom import About, jpeg


class Shown(NamedTuple):
    image: QImage
    frame: Any = None


@pytest.mark.parametrize(
    ("taken", "time", "millis", "zone"),
    [
        ("2026-11-30 11:04:05.123+08:00", "2026:11:30 11:04:05", "123", "+08:00"),
        ("2026-11-30 11:04:05.007-03:30", "2026:11:30 11:04:05", "007", "-03:30"),
        ("2026-11-30 11:04:05+00:00", "2026:11:30 11:04:05", "000", "+00:00"),
    ],
)
def test_that_a_still_carries_time_camera_and_operator(taken: str, time: str, millis: str, zone: str) -> None:
    content = jpeg(Shown(QImage(64, 36, QImage.Format.Format_RGB32)), About("瑞祥路口", "张敏", taken))
    exif = Image.open(io.BytesIO(content)).getexif()
    own = exif.get_ifd(IFD.Exif)
    assert [exif[tag].encode("latin-1").decode() for tag in (Base.ImageDescription, Base.Artist)] == ["瑞祥路口", "张敏"]
    assert (exif[Base.DateTime], own[Base.DateTimeOriginal]) == (time, time)
    assert {own[Base.SubsecTime], own[Base.SubsecTimeOriginal]} == {millis}
    assert {own[Base.OffsetTime], own[Base.OffsetTimeOriginal]} == {zone}
