"""Draws a map once more, unseen, as sharp as paper wants it, and writes what comes of it as PNG or PDF."""

import base64
import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMarginsF, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from console import words
from console.map.printing.paper import Entry, Painting, Paper, Picture, Sheet, map_box
from console.map.view import MapView

SHARPEST = 5.0  # times: Chromium enlarges no further
PATIENCE_MS, LOOK_MS = 60_000, 50
FRAMES = 3  # of the page in a row, so that the last of them is in the picture
PAPERS = {Paper.A4: QPageSize.PageSizeId.A4, Paper.A3: QPageSize.PageSizeId.A3}
FACTS = """JSON.stringify({source: document.querySelector('.foot .source')?.textContent ?? '', legend: [...document.querySelectorAll('.legend .row')]
    .map((row) => [row.querySelector('canvas')?.toDataURL('image/png') ?? '', row.textContent])})"""
BARE = f"""document.body.classList.add('bare'); window.framesShown = 0;
    (function count() {{ if (window.framesShown++ < {FRAMES}) requestAnimationFrame(count); }})();"""


class Studio(QObject):
    """One picture of a view as it is now. Ends with `written` or `failed`, once, and then goes by itself."""

    written = Signal(object)  # Path
    failed = Signal(str)  # why, in words

    def __init__(self, view: MapView, sheet: Sheet, title: str, path: Path, theme: str = "", parent: QObject | None = None) -> None:
        """`theme`: another one than that of the screen."""
        super().__init__(parent)
        self._sheet, self._title, self._path = sheet, title, path
        self._size, self._place, self._time = view.size(), view.place(), view.time()
        box = map_box(sheet, self._size.width() / max(self._size.height(), 1), 2)
        self._sharpness = min(max(sheet.dots(box.width()) / max(self._size.width(), 1), 1.0), SHARPEST)
        self._twin = view.twin(self._sharpness, theme)
        self._limit = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._look = QTimer(self, interval=LOOK_MS)
        self._bare = False
        self._limit.timeout.connect(lambda: self._fail(words.choose("地图未能在一分钟内画完", "the map was not drawn within a minute")))
        self._look.timeout.connect(self._wait)

    def start(self) -> None:
        self._twin.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self._twin.resize(self._size * self._sharpness)
        self._twin.settled.connect(self._look.start)
        self._limit.start()
        self._twin.show()

    def _wait(self) -> None:
        """Until all is drawn without the controls, and on the screen that nobody sees."""
        if not self._twin.idle():
            return
        if not self._bare:
            self._bare = True
            self._twin.probe(BARE, lambda _: None)
        self._twin.probe("window.framesShown ?? 0", self._take)

    def _take(self, frames: Any) -> None:
        if self._look.isActive() and isinstance(frames, int | float) and frames > FRAMES:
            self._look.stop()
            self._twin.probe(FACTS, self._finish)

    def _finish(self, facts: str) -> None:
        _, lat, zoom = self._place
        told = json.loads(facts)
        image = self._twin.grab().toImage()
        picture = Picture(image, self._size.width(), lat, zoom, told["source"], self._time, _entries(told["legend"]))
        self._end()
        try:
            write(self._path, self._sheet, picture, self._title)
        except OSError as error:
            self.failed.emit(error.strerror or str(error))
        else:
            self.written.emit(self._path)

    def _fail(self, why: str) -> None:
        self._end()
        self.failed.emit(why)

    def _end(self) -> None:
        self._look.stop()
        self._limit.stop()
        self._twin.shut()
        self._twin.deleteLater()
        self.deleteLater()


def write(path: Path, sheet: Sheet, picture: Picture, title: str) -> None:
    """Whole or not at all; a name ending in .pdf makes a PDF, any other a PNG. `OSError` when it cannot be written."""
    draw = _write_pdf if path.suffix.lower() == ".pdf" else _write_png
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        part.touch()
        draw(str(part), sheet, lambda painter: Painting(painter, sheet).paint(picture, title), title)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _write_png(name: str, sheet: Sheet, paint: Callable[[QPainter], None], title: str) -> None:
    image = QImage(sheet.dots(sheet.size.width()), sheet.dots(sheet.size.height()), QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(sheet.dpi / 0.0254))
    image.setDotsPerMeterY(round(sheet.dpi / 0.0254))
    image.setText("Title", title)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint(painter)
    painter.end()
    if not image.save(name, "PNG"):  # type: ignore[call-overload]  # the bytes of the hints are refused
        raise OSError(words.choose("图片无法写入", "the picture cannot be written"))


def _write_pdf(name: str, sheet: Sheet, paint: Callable[[QPainter], None], title: str) -> None:
    writer = QPdfWriter(name)
    writer.setResolution(sheet.dpi)
    writer.setTitle(title)
    writer.setCreator("Yiping 一屏")
    turned = QPageLayout.Orientation.Landscape if sheet.landscape else QPageLayout.Orientation.Portrait
    writer.setPageLayout(QPageLayout(QPageSize(PAPERS[sheet.paper]), turned, QMarginsF()))
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError(words.choose("文件无法写入", "the file cannot be written"))
    paint(painter)
    if not painter.end():
        raise OSError(words.choose("文件无法写入", "the file cannot be written"))


def _entries(legend: list[tuple[str, str]]) -> list[Entry]:
    swatches = ((QImage.fromData(base64.b64decode(data.partition(",")[2])), text) for data, text in legend)
    return [Entry(swatch, text) for swatch, text in swatches if not swatch.isNull()]
