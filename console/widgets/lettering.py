"""What the cells of tables say, as pictures that are kept: to write a line of Chinese takes 30 µs each time, to lay down its picture 3 µs."""

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from console.widgets import theme

TWO_LINES = 40  # px: from this height on a row has two lines
WIDE = 260  # px: from this width on
KEPT = 800  # pictures, of all tables: some two screens full, 30 MB at most


class Said(NamedTuple):
    """The texts of a cell. `tone` is a colour of tokens.toml; `below` is small and for a row of two lines, each `aside` small at the right."""

    text: str
    tone: str = "text"
    aside: str = ""
    below: str = ""
    below_aside: str = ""


class Field(NamedTuple):
    """Where they stand: the size of the cell, pixels of the screen to one of ours, where its text stands and is elided, how the window is dressed."""

    width: int
    height: int
    ratio: float
    side: Qt.AlignmentFlag
    elide: Qt.TextElideMode
    worn: tuple[str, float]


def blank(width: int, height: int, ratio: float) -> QImage:
    """To be painted on, with nothing on it yet."""
    image = QImage(QSize(width, height) * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    return image


@lru_cache(maxsize=KEPT)
def lettered(said: Said, field: Field) -> QImage:
    """The texts of a cell in its field, on no ground."""
    image = blank(field.width, field.height, field.ratio)
    painter = QPainter(image)
    _write(painter, said, field)
    painter.end()
    return image


def _write(painter: QPainter, said: Said, field: Field) -> None:
    box = QRect(0, 0, field.width, field.height).adjusted(theme.px(8), 0, -theme.px(8), 0)
    if field.height >= theme.px(TWO_LINES):
        box = _write_below(painter, box, said, field)
    if said.aside:
        box = _write_aside(painter, box, said.aside)
    painter.setFont(theme.font("body", strong=said.tone == "danger"))
    painter.setPen(theme.colour(said.tone))
    text = painter.fontMetrics().elidedText(said.text, field.elide, box.width())
    painter.drawText(box, field.side | Qt.AlignmentFlag.AlignVCenter, text)


def _write_below(painter: QPainter, box: QRect, said: Said, field: Field) -> QRect:
    """The second line; what is left is for the first."""
    below = QRect(box.left(), box.center().y(), box.width(), box.height() // 2 - theme.px(4))
    painter.setFont(theme.font("small"))
    line = below
    if said.below_aside and box.width() >= theme.px(WIDE):
        aside = painter.fontMetrics().elidedText(said.below_aside, Qt.TextElideMode.ElideRight, below.width() * 2 // 5)
        line = _write_aside(painter, below, aside)
    painter.setPen(theme.colour("text_2"))
    text = painter.fontMetrics().elidedText(said.below, Qt.TextElideMode.ElideMiddle, line.width())
    painter.drawText(line, field.side | Qt.AlignmentFlag.AlignVCenter, text)
    return QRect(box.left(), box.top() + theme.px(3), box.width(), box.height() // 2 - theme.px(2))


def _write_aside(painter: QPainter, box: QRect, text: str) -> QRect:
    painter.setFont(theme.font("small"))
    painter.setPen(theme.colour("text_3"))
    painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
    return box.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(text) - theme.px(8), 0)
