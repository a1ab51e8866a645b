"""Makes files of what cameras showed, beside the GUI thread: stills as JPEG, films as MP4, both with when, where and who in them."""

import io
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import count
from typing import Any, NamedTuple, Protocol, TypeVar

from PIL import Image
from PIL.ExifTags import IFD, Base
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

log = logging.getLogger(__name__)

T = TypeVar("T")
QUALITY = 92


class About(NamedTuple):
    """What stands in the file: the camera, who took it, and when, as "2026-11-30 11:04:05.123+08:00"."""

    camera: str
    operator: str
    taken: str


class Shown(Protocol):
    """See `console.hall.streams.Picture`."""

    @property
    def image(self) -> QImage: ...
    @property
    def frame(self) -> Any: ...


class Darkroom(QObject):
    """One thread. Whoever asked is answered in the GUI thread, with None when it could not be made; until then they are held here."""

    _made = Signal(int, object)  # the number of what was asked for, and what was made

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="darkroom")
        self._asked: dict[int, Callable[[Any], None]] = {}
        self._numbers = count()
        self._made.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    def still(self, picture: Shown, about: About, done: Callable[[bytes | None], None]) -> None:
        self._ask(lambda: jpeg(picture, about), done)

    def film(self, write: Callable[[Mapping[str, str]], T | None], about: About, done: Callable[[T | None], None]) -> None:
        """`write` makes the film, with these words in it."""
        self._ask(lambda: write(_tags(about)), done)

    def film_now(self, write: Callable[[Mapping[str, str]], T | None], about: About) -> T | None:
        """At the end, when nobody is to wait any longer than it takes."""
        return self._thread.submit(write, _tags(about)).result()

    def stop(self) -> None:
        self._thread.shutdown(wait=True)

    def _ask(self, work: Callable[[], T], done: Callable[[T | None], None]) -> None:
        number = next(self._numbers)
        self._asked[number] = done
        self._thread.submit(self._make, work, number)

    def _make(self, work: Callable[[], object], number: int) -> None:
        made: object = None
        try:
            made = work()
        except Exception:  # whoever asked waits for an answer
            log.exception("a still or a film could not be made")
        self._made.emit(number, made)

    def _hand_over(self, number: int, made: Any) -> None:
        self._asked.pop(number)(made)


def jpeg(picture: Shown, about: About) -> bytes:
    """The whole picture in its own size; without the frame that it came from, as large as it was shown."""
    image: Image.Image = picture.frame.to_image() if picture.frame is not None else _of_qt(picture.image)
    exif = Image.Exif()
    exif[Base.ImageDescription], exif[Base.Artist] = about.camera.encode(), about.operator.encode()  # as text each sign of Chinese became a "?"
    taken = datetime.fromisoformat(about.taken)
    time, zone, millis = f"{taken:%Y:%m:%d %H:%M:%S}", taken.isoformat()[-6:], f"{taken.microsecond // 1000:03}"
    exif[Base.DateTime] = time
    exif.get_ifd(IFD.Exif).update(
        {
            Base.DateTimeOriginal: time,
            Base.OffsetTime: zone,
            Base.OffsetTimeOriginal: zone,
            Base.SubsecTime: millis,
            Base.SubsecTimeOriginal: millis,
        }
    )
    content = io.BytesIO()
    image.save(content, "JPEG", quality=QUALITY, exif=exif)
    return content.getvalue()


def _of_qt(image: QImage) -> Image.Image:
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    return Image.frombuffer("RGB", (plain.width(), plain.height()), bytes(plain.constBits()), "raw", "RGB", plain.bytesPerLine(), 1)


def _tags(about: About) -> Mapping[str, str]:
    return {"title": about.camera, "artist": about.operator, "creation_time": about.taken}
