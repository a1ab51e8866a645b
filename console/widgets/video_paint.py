"""How a video pane is painted. Video is watched on black in every theme, so the colours are always those of the dark one."""

from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QLinearGradient, QPainter, QPen, QPixmap, QPolygonF

from console.hall.streams import StreamState
from console.look import tokens
from console.widgets import theme

COLOURS = {name: QColor(value) for name, value in tokens("dark").items()}
WHOLE = QRectF(0, 0, 1, 1)
BLACK = QColor(0, 0, 0)
STRIP, VEIL = QColor(8, 12, 16, 153), QColor(8, 12, 16, 150)  # 60 % and a little less
ALARM = QColor(150, 28, 28, 235)
PAST, ON_PAST = QColor(226, 160, 32, 240), QColor(20, 16, 6)  # a colour that nothing live has
SPEAKER = 16  # pixels
SPOT = "◎"  # before the name of the hot-spot's camera
FADE = 1.5  # heights of the strip until it has gone
AS_IT_IS = 0.02  # this much smaller or larger than it could be is not seen
MARK_OF = {
    StreamState.CONNECTING: "hold",
    StreamState.LIVE: "ok",
    StreamState.STALE: "warn",
    StreamState.OFFLINE: "danger",
    StreamState.STILL: "hold",
    StreamState.REFUSED: "danger",
}


class Heard(StrEnum):
    """What becomes of the sound of a camera."""

    MUTED = "MUTED"  # it has one
    ON = "ON"
    NO_SOUND = "NO_SOUND"  # it is turned on, and the camera sends none
    NOT_NOW = "NOT_NOW"  # it is turned on, and there is not enough for all: a still has no sound
    STOPPED = "STOPPED"  # it is turned on, and nothing comes of the camera: its state says why
    NO_DEVICE = "NO_DEVICE"  # it is turned on, and nothing here makes it heard


class Face(NamedTuple):
    """What a pane shows beside its picture. Two equal faces need no new painting."""

    name: str = ""
    time: str = ""
    state: StreamState | None = None
    word: str = ""
    headline: str = ""  # over a veil, in the middle
    lines: tuple[str, ...] = ()
    veiled: bool = False
    hot: bool = False
    alarm: str = ""  # what it holds its cell for
    foot: str = ""  # a line at the bottom
    past: str = ""  # it shows no present: what it says instead
    heard: Heard | None = None
    spot: bool = False  # it shows what the hot pane shows


class Type(NamedTuple):
    """Fonts of one pane."""

    small: QFont
    lead: QFont


def type_for(width: int) -> Type:
    """A small pane keeps its headline small."""
    return Type(theme.font("small"), theme.font("title" if width > theme.px(560) else "body", strong=True))


def paint_picture(painter: QPainter, target: QRect, image: QImage, over: QPixmap, part: QRectF = WHOLE) -> None:
    """This part of the picture (0 to 1 in both directions) where it is `placed`, and over it what `overlay` made."""
    if part == WHOLE:
        painter.drawImage(target, image)
    else:
        source = QRectF(part.x() * image.width(), part.y() * image.height(), part.width() * image.width(), part.height() * image.height())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(target), image, source)
    painter.drawPixmap(0, 0, over)


def paint(painter: QPainter, area: QRect, target: QRect, image: QImage | None, over: QPixmap, face: Face, part: QRectF = WHOLE) -> None:
    """The whole pane: what the picture leaves of it, the picture, and the frame."""
    for margin in beside(area, target):
        painter.fillRect(margin, BLACK)
    if image is not None:
        paint_picture(painter, target, image, over, part)
    else:
        painter.drawPixmap(0, 0, over)
    line = frame_line(face)
    colour = COLOURS["danger" if face.alarm else "accent" if face.hot else "line"]
    painter.setPen(QPen(PAST if face.past and not face.hot else colour, line))
    painter.drawRect(area.adjusted(1, 1, -1, -1) if line == 2 else area.adjusted(0, 0, -1, -1))


def frame_line(face: Face) -> int:
    """Pixels that the frame is wide."""
    return 2 if face.hot or face.alarm or face.past else 1


def overlay(size: QSize, ratio: float, face: Face) -> QPixmap:
    """Veil, strip and words; made when the face changes, about once a second, and not for every picture.

    It covers the whole pane only when there is a veil or words: blending costs by the pixel.
    """
    fonts = type_for(size.width())
    whole = face.veiled or bool(face.headline or face.foot or face.alarm or face.past)
    area = QRect(QPoint(0, 0), size if whole else QSize(size.width(), round(strip_height(fonts.small) * FADE)))
    made = QPixmap(area.size() * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(VEIL if face.veiled else Qt.GlobalColor.transparent)
    with QPainter(made) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if face.name or face.word:
            paint_strip(painter, area, face, fonts.small)
        if face.headline:
            paint_words(painter, area, face, fonts)
        rows = [(face.past, PAST)] if face.past else []
        rows += [(face.foot, STRIP)] if face.foot else []
        rows += [(face.alarm, ALARM)] if face.alarm else []
        for place, (text, ground) in enumerate(rows):
            paint_row(painter, area, place, text, ground, fonts.small)
    return made


def paint_row(painter: QPainter, area: QRect, place: int, text: str, ground: QColor, font: QFont) -> None:
    """A line at the bottom; `place` counts from below."""
    height = strip_height(font)
    row = QRect(area.x(), area.bottom() + 1 - (place + 1) * height, area.width(), height)
    painter.fillRect(row, ground)
    painter.setFont(font)
    painter.setPen(ON_PAST if ground == PAST else COLOURS["text"])
    inside = row.adjusted(8, 0, -8, 0)
    text = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
    painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


def beside(area: QRect, target: QRect) -> list[QRect]:
    """What the picture leaves of the area: all of it without one, nothing where it fills it."""
    if target.isEmpty():
        return [area]
    left, right = QRect(area), QRect(area)
    left.setRight(target.left() - 1)
    right.setLeft(target.right() + 1)
    top, bottom = QRect(area), QRect(area)
    top.setBottom(target.top() - 1)
    bottom.setTop(target.bottom() + 1)
    return [margin for margin in (left, right, top, bottom) if not margin.isEmpty()]


def strip_height(font: QFont) -> int:
    return QFontMetrics(font).height() + 10


def placed(area: QRect, image: QSize, ratio: float) -> QRect:
    """In the middle, as large as it fits with its shape; exactly as it is when that is as good, since scaling is dear."""
    scale = min(area.width() * ratio / image.width(), area.height() * ratio / image.height())
    size = image if abs(scale - 1) < AS_IT_IS else QSize(round(image.width() * scale), round(image.height() * scale))
    size = QSize(round(size.width() / ratio), round(size.height() / ratio))
    return QRect(area.x() + (area.width() - size.width()) // 2, area.y() + (area.height() - size.height()) // 2, size.width(), size.height())


def paint_strip(painter: QPainter, area: QRect, face: Face, font: QFont) -> None:
    """Name, time and state on a strip at the top that fades downwards."""
    metrics = QFontMetrics(font)
    height = strip_height(font)
    fading = QLinearGradient(0, area.top(), 0, area.top() + height * FADE)
    fading.setColorAt(0, STRIP)
    fading.setColorAt(0.6, STRIP)
    fading.setColorAt(1, QColor(8, 12, 16, 0))
    painter.fillRect(QRectF(area.x(), area.y(), area.width(), height * FADE), fading)
    row = QRect(area.x() + 8, area.y(), area.width() - 16, height)
    painter.setFont(font)
    # In a narrow pane the name is what must be read: of a live picture the mark says enough, and then the time goes.
    written = f"{SPOT} {face.name}" if face.spot else face.name
    needed = metrics.horizontalAdvance(written) + 8 + (SPEAKER + 4 if face.heard else 0)
    whole = needed + metrics.horizontalAdvance(face.time) + metrics.horizontalAdvance(face.word) + 32 <= row.width()
    right = _chip(painter, row, face.state, face.word if whole or face.state is not StreamState.LIVE else "", metrics)
    if whole or right - row.left() > needed + metrics.horizontalAdvance(face.time) + 14:
        right = _time(painter, row, right, face.time, metrics)
    painter.setPen(COLOURS["text"])
    if face.heard is not None:
        paint_speaker(painter, QPointF(row.left() + SPEAKER / 2, row.center().y() + 1), face.heard)
        painter.setPen(COLOURS["text"])
        row.setLeft(row.left() + SPEAKER + 4)
    name = metrics.elidedText(written, Qt.TextElideMode.ElideMiddle, right - row.left() - 8)
    painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)


def _chip(painter: QPainter, row: QRect, state: StreamState | None, word: str, metrics: QFontMetrics) -> int:
    """The state as shape, colour and word at the right end; the x where it begins."""
    if state is None:
        return row.right()
    left = row.right() - metrics.horizontalAdvance(word)
    painter.setPen(COLOURS["text"])
    painter.drawText(QRect(left, row.top(), row.right() - left + 1, row.height()), Qt.AlignmentFlag.AlignVCenter, word)
    paint_mark(painter, QPointF(left - 9, row.center().y() + 1), state)
    return left - 18


def _time(painter: QPainter, row: QRect, right: int, text: str, metrics: QFontMetrics) -> int:
    width = metrics.horizontalAdvance(text)
    if not text or width > row.width() // 3:
        return right
    painter.setPen(COLOURS["text_2"])
    painter.drawText(QRect(right - width - 6, row.top(), width, row.height()), Qt.AlignmentFlag.AlignVCenter, text)
    return right - width - 14


def paint_mark(painter: QPainter, at: QPointF, state: StreamState) -> None:
    """Dot: live. Triangle: stopped. Diamond: offline. Square: refused. Ring: connecting. Filled, in the colour of what waits: a still."""
    colour, radius = COLOURS[MARK_OF[state]], 4.0
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush if state == StreamState.CONNECTING else colour)
    if state in (StreamState.LIVE, StreamState.CONNECTING, StreamState.STILL):
        painter.drawEllipse(at, radius, radius)
        return
    shapes: dict[StreamState, list[tuple[float, float]]] = {
        StreamState.STALE: [(0, -1), (1, 0.8), (-1, 0.8)],
        StreamState.OFFLINE: [(0, -1.15), (1.15, 0), (0, 1.15), (-1.15, 0)],
        StreamState.REFUSED: [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
    }
    painter.drawPolygon(QPolygonF([at + QPointF(x, y) * radius for x, y in shapes[state]]))


def speaker_area(font: QFont) -> QRect:
    """Where a click turns the sound on and off."""
    return QRect(0, 0, 8 + SPEAKER + 4, strip_height(font))


def paint_speaker(painter: QPainter, at: QPointF, heard: Heard) -> None:
    """A loudspeaker: with waves it is heard, struck out it is not."""
    on = heard is Heard.ON
    colour = COLOURS["accent" if on else "text_2" if heard is Heard.MUTED else "warn"]
    painter.setPen(QPen(colour, 1.4))
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in ((-7, -2.5), (-4, -2.5), (0, -6), (0, 6), (-4, 2.5), (-7, 2.5))]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if on:
        for radius in (3.5, 7.0):
            painter.drawArc(QRectF(at.x() + 1 - radius, at.y() - radius, 2 * radius, 2 * radius), -50 * 16, 100 * 16)
    else:
        painter.drawLine(at + QPointF(2.5, -3), at + QPointF(7.5, 3))
        painter.drawLine(at + QPointF(7.5, -3), at + QPointF(2.5, 3))


def paint_words(painter: QPainter, area: QRect, face: Face, fonts: Type) -> None:
    """Headline and lines in the middle of the pane."""
    lead, small = QFontMetrics(fonts.lead), QFontMetrics(fonts.small)
    width = area.width() - 24
    lines = [line for line in face.lines if line]
    top = area.center().y() - (lead.height() + (small.height() + 4) * len(lines)) // 2
    painter.setFont(fonts.lead)
    painter.setPen(COLOURS["text"])
    _centred(painter, QRect(area.x() + 12, top, width, lead.height()), lead, face.headline)
    painter.setFont(fonts.small)
    painter.setPen(COLOURS["text_2"])
    for place, line in enumerate(lines):
        _centred(painter, QRect(area.x() + 12, top + lead.height() + 4 + place * (small.height() + 4), width, small.height()), small, line)


def _centred(painter: QPainter, row: QRect, metrics: QFontMetrics, text: str) -> None:
    painter.drawText(row, Qt.AlignmentFlag.AlignCenter, metrics.elidedText(text, Qt.TextElideMode.ElideRight, row.width()))
