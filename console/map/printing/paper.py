"""A sheet of paper with the map on it: title, legend, scale bar, north, time, datum, and whose map it is. Text is text, not pixels."""

import math
from dataclasses import dataclass, field
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from console import look, words

MARGIN, HEAD, FOOT, LEGEND_ROW, SWATCH = 100.0, 140.0, 120.0, 55.0, 60.0  # all lengths on paper are tenths of a mm
PER_INCH = 254.0
TITLE, BODY, SMALL, FINE = 56.0, 32.0, 29.0, 27.0  # heights of letters
EQUATOR_M = 40_075_016.686
INK, PALE, HAIR = QColor("#16202A"), QColor("#46566A"), QColor("#8494A4")
STEPS = (1, 2, 5)
PLAIN_FIGURES = QFont.Tag("locl")  # beside letters the font has other figures, which nobody who reads a PDF's text knows for figures
MOST_BAR = 500.0


class Paper(StrEnum):
    A4 = "A4"
    A3 = "A3"


SIZES = {Paper.A4: (2100.0, 2970.0), Paper.A3: (2970.0, 4200.0)}


@dataclass(frozen=True)
class Sheet:
    """A paper and its resolution; `landscape` lays it on its long side."""

    paper: Paper = Paper.A4
    landscape: bool = True
    dpi: int = 300

    @property
    def size(self) -> QSizeF:
        short, long = SIZES[self.paper]
        return QSizeF(long, short) if self.landscape else QSizeF(short, long)

    def dots(self, length: float) -> int:
        return round(length * self.dpi / PER_INCH)


@dataclass(frozen=True)
class Entry:
    """One line of the legend."""

    swatch: QImage
    text: str


@dataclass(frozen=True)
class Picture:
    """The map as it was drawn: `width_px` of the page's own pixels at `zoom` around `lat`."""

    image: QImage
    width_px: float
    lat: float
    zoom: float
    attribution: str
    time: str
    legend: list[Entry] = field(default_factory=list)

    @property
    def metres(self) -> float:
        """From its left edge to its right, in the middle."""
        return self.width_px * EQUATOR_M * math.cos(math.radians(self.lat)) / (256 * 2**self.zoom)


def map_box(sheet: Sheet, aspect: float, legend_rows: int) -> QRectF:
    """Where the map lies on the paper; `aspect` is its width by its height."""
    width, height = sheet.size.width() - 2 * MARGIN, sheet.size.height() - 2 * MARGIN - HEAD - FOOT - legend_rows * LEGEND_ROW
    shrunk = min(width, height * aspect)
    return QRectF(MARGIN + (width - shrunk) / 2, MARGIN + HEAD, shrunk, shrunk / aspect)


def round_length(metres: float) -> float:
    """The longest round length that is not longer."""
    power: float = 10 ** math.floor(math.log10(metres))
    return max(step * power for step in STEPS if step * power <= metres)


class Painting:
    """Paints a picture with its title on a sheet; the painter is one of an image or of a PDF."""

    def __init__(self, painter: QPainter, sheet: Sheet) -> None:
        self._painter, self._sheet = painter, sheet
        scale = sheet.dpi / PER_INCH
        painter.scale(scale, scale)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing | QPainter.RenderHint.SmoothPixmapTransform)

    def paint(self, picture: Picture, title: str) -> None:
        rows = self._rows(picture.legend)
        box = map_box(self._sheet, picture.image.width() / picture.image.height(), len(rows))
        self._head(title, picture.time)
        self._painter.drawImage(box, picture.image)
        self._painter.setPen(QPen(HAIR, 2))
        self._painter.drawRect(box)
        self._north(box)
        below = box.bottom() + 20
        for number, row in enumerate(rows):
            self._legend(row, below + number * LEGEND_ROW)
        self._scale_bar(picture, box)
        self._source(picture)

    def _head(self, title: str, time: str) -> None:
        width = self._sheet.size.width() - 2 * MARGIN
        right = self._width(time, BODY)
        self._text(title, QRectF(MARGIN, MARGIN, width - right - 40, HEAD - 30), TITLE, strong=True)
        self._text(time, QRectF(MARGIN, MARGIN, width, HEAD - 30), BODY, PALE, Qt.AlignmentFlag.AlignRight)

    def _rows(self, legend: list[Entry]) -> list[list[Entry]]:
        room, rows, used = self._sheet.size.width() - 2 * MARGIN, list[list[Entry]](), math.inf
        for entry in legend:
            wide = self._entry_width(entry)
            if used + wide > room:
                rows.append([])
                used = 0.0
            rows[-1].append(entry)
            used += wide
        return rows

    def _entry_width(self, entry: Entry) -> float:
        return SWATCH + 10 + self._width(entry.text, SMALL) + 40

    def _legend(self, row: list[Entry], top: float) -> None:
        left = MARGIN
        for entry in row:
            high = SWATCH * entry.swatch.height() / max(entry.swatch.width(), 1)
            self._painter.drawImage(QRectF(left, top + (LEGEND_ROW - high) / 2, SWATCH, high), entry.swatch)
            self._text(entry.text, QRectF(left + SWATCH + 10, top, self._entry_width(entry), LEGEND_ROW), SMALL)
            left += self._entry_width(entry)

    def _scale_bar(self, picture: Picture, box: QRectF) -> None:
        per_unit = picture.metres / box.width()
        length = round_length(per_unit * MOST_BAR)
        wide, base = length / per_unit, self._sheet.size.height() - MARGIN - 10
        left, right = QPointF(MARGIN, base), QPointF(MARGIN + wide, base)
        up = QPointF(0, -20)
        self._painter.setPen(QPen(INK, 3.5))
        self._painter.drawPolyline(QPolygonF([left + up, left, right, right + up]))
        self._painter.drawLine((left + right) / 2, (left + right) / 2 + up / 2)
        said = f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"
        self._text(f"{said}    1 : {round(per_unit * 10_000, -2):,.0f}", QRectF(MARGIN, base - 70, 900, 50), SMALL)

    def _source(self, picture: Picture) -> None:
        datum = words.choose("坐标系 WGS-84 / CGCS2000，Web 墨卡托投影", "Datum WGS-84 / CGCS2000, Web Mercator")
        left, base = self._sheet.size.width() - MARGIN - 1500, self._sheet.size.height() - MARGIN
        self._text(datum, QRectF(left, base - 90, 1500, 45), FINE, PALE, Qt.AlignmentFlag.AlignRight)
        if picture.attribution:
            whose = f"© {picture.attribution.removeprefix('©').strip()}"
            self._text(whose, QRectF(left, base - 45, 1500, 45), FINE, PALE, Qt.AlignmentFlag.AlignRight)

    def _north(self, box: QRectF) -> None:
        tip = QPointF(box.right() - 60, box.top() + 30)
        arrow = QPolygonF([tip, tip + QPointF(22, 65), tip + QPointF(0, 50), tip + QPointF(-22, 65)])
        spot = QRectF(tip.x() - 18, tip.y() + 67, 36, 36)
        self._painter.fillRect(spot.adjusted(-8, -75, 8, 4), QColor(255, 255, 255, 190))
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(INK)
        self._painter.drawPolygon(arrow)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._text(words.choose("北", "N"), spot, SMALL, INK, Qt.AlignmentFlag.AlignHCenter)

    def _text(
        self, text: str, box: QRectF, size: float, colour: QColor = INK, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft, strong: bool = False
    ) -> None:
        font = self._font(size, strong)
        self._painter.setFont(font)
        self._painter.setPen(colour)
        elided = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        self._painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, elided)

    def _width(self, text: str, size: float) -> float:
        return QFontMetricsF(self._font(size)).horizontalAdvance(text) + 2

    def _font(self, size: float, strong: bool = False) -> QFont:
        font = QFont(look.type_scale()["family"])
        font.setPixelSize(round(size))
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        font.setFeature(PLAIN_FIGURES, 0)
        return font
