"""Events on a line of time as marks: those of one look that fall into one column of pixels are one mark."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap, QPolygonF

from console.widgets import theme

AT, SIZE = 0.90, 5  # of the height of the line; px
SHAPES: dict[str, Sequence[tuple[float, float]]] = {  # corners in a box from -1 to 1, y downwards
    "triangle": ((0, -1), (1, 1), (-1, 1)),
    "diamond": ((0, -1.2), (1, 0), (0, 1.2), (-1, 0)),
    "square": ((-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)),
    "flag": ((-0.5, -1), (1, -0.5), (-0.5, 0), (-0.5, 1), (-0.7, 1), (-0.7, -1)),
}


class Bar(NamedTuple):
    """Seconds since 1970."""

    start: float
    end: float


class Locked(NamedTuple):
    """What is kept as evidence, seconds since 1970."""

    start: float
    end: float
    text: str


class Event(NamedTuple):
    """Something that happened, `at` seconds since 1970; `shape` is one of `SHAPES`."""

    at: float
    text: str
    alarm: bool
    shape: str = "triangle"


class EventMarks:
    """The hand ticks many times a second over thousands of marks that stay where they are: they are painted once for as long as they do."""

    def __init__(self) -> None:
        self._events: Sequence[Event] | None = None
        self._as: tuple[object, ...] = ()
        self._picture = QPixmap()

    def picture(self, events: Sequence[Event], seen: Bar, size: QSize, ratio: float) -> QPixmap:
        """The marks of what is `seen` on a line of this size, in logical pixels; the same picture as long as nothing of it changes."""
        colours = {alarm: theme.colour(name) for alarm, name in ((True, "danger"), (False, "hold"))}
        drawn_as = (seen, size.toTuple(), ratio, theme.px(SIZE), *(colour.rgba() for colour in colours.values()))
        if events is self._events and drawn_as == self._as:
            return self._picture
        self._events, self._as = events, drawn_as
        self._picture = QPixmap(size * ratio)
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(Qt.GlobalColor.transparent)
        y, reach = size.height() * AT, theme.px(SIZE)
        with QPainter(self._picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            for x, each in merged(events, seen, size.width()):
                painter.setBrush(colours[each.alarm])
                painter.drawPolygon(QPolygonF([QPointF(x + reach * right, y + reach * down) for right, down in SHAPES[each.shape]]))
        return self._picture


def merged(events: Sequence[Event], seen: Bar, width: int) -> Iterator[tuple[float, Event]]:
    """Of the events within `seen` the first of each look in each column of pixels, and where it stands, in pixels from the left."""
    taken = set[tuple[int, bool, str]]()
    for each in events:
        if seen.start <= each.at <= seen.end:
            x = (each.at - seen.start) / (seen.end - seen.start) * width
            look = int(x), each.alarm, each.shape
            if look not in taken:
                taken.add(look)
                yield x, each
