"""The lamp of a case: a shape and a colour that mean the same (LOOK, marks), and a word beside it where there is room."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from console import words
from console.widgets import theme
from wire.codes import Lamp

TONE = {Lamp.NONE: "text_3", Lamp.GREEN: "ok", Lamp.YELLOW: "warn", Lamp.RED: "danger", Lamp.GREY: "hold", Lamp.BLUE: "done"}


def paint_lamp(painter: QPainter, box: QRectF, lamp: Lamp, urgent: bool = False) -> None:
    """The lamp in the middle of `box`: green disc, yellow triangle, red diamond, grey square, blue ring; a dash while no clock runs."""
    size = min(box.width(), box.height()) * 0.44
    mark = QRectF(box.center().x() - size / 2, box.center().y() - size / 2, size, size)
    colour = theme.colour(TONE[lamp])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    _shape(painter, mark, lamp)
    if urgent:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, max(1.0, size / 8)))
        grow = size * 0.3
        _outline(painter, mark.adjusted(-grow, -grow, grow, grow), lamp)
    painter.restore()


def paint_flag(painter: QPainter, box: QRectF) -> None:
    """The flag of a supervised case, as on the map: in the colour of text, at the left and the top of the lamp that fills `box`."""
    high = min(box.width(), box.height()) * 0.5
    foot = QPointF(box.center().x() - high * 0.3, box.center().y() - high * 0.05)
    top = QPointF(foot.x(), foot.y() - high * 0.8)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("text"), max(1.25, high / 11)))
    painter.drawLine(foot, top)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("text"))
    painter.drawPolygon(QPolygonF([top, top + QPointF(-high * 0.45, high * 0.2), top + QPointF(0, high * 0.4)]))
    painter.restore()


def _shape(painter: QPainter, mark: QRectF, lamp: Lamp) -> None:
    if lamp is Lamp.BLUE:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour(TONE[lamp]), max(1.5, mark.width() / 5)))
        painter.drawEllipse(mark.adjusted(1, 1, -1, -1))
    elif lamp is Lamp.NONE:
        painter.drawRect(QRectF(mark.left(), mark.center().y() - 1, mark.width(), 2))
    else:
        _outline(painter, mark, lamp)


def _outline(painter: QPainter, mark: QRectF, lamp: Lamp) -> None:
    if lamp is Lamp.YELLOW:
        painter.drawPolygon(QPolygonF([QPointF(mark.center().x(), mark.top()), mark.bottomRight(), mark.bottomLeft()]))
    elif lamp is Lamp.RED:
        wide = mark.adjusted(-mark.width() * 0.1, -mark.height() * 0.1, mark.width() * 0.1, mark.height() * 0.1)
        middle = wide.center()
        corners = [(middle.x(), wide.top()), (wide.right(), middle.y()), (middle.x(), wide.bottom()), (wide.left(), middle.y())]
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    elif lamp is Lamp.GREY:
        painter.drawRect(mark)
    elif lamp is Lamp.NONE:
        painter.drawRect(mark.adjusted(0, mark.height() * 0.28, 0, -mark.height() * 0.28))
    else:
        painter.drawEllipse(mark)


class LampMark(QWidget):
    """One lamp as a widget; its tool-tip and accessible name are its word."""

    def __init__(self, parent: QWidget | None = None, size: int = 24) -> None:
        super().__init__(parent)
        self._lamp, self._urgent, self._size = Lamp.NONE, False, size
        self.setFixedSize(self.sizeHint())

    def set(self, lamp: Lamp, urgent: bool = False) -> None:
        if (lamp, urgent) != (self._lamp, self._urgent):
            self._lamp, self._urgent = lamp, urgent
            self.update()
        self.setToolTip(words.of(lamp))
        self.setAccessibleName(words.of(lamp))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(self._size), theme.px(self._size))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_lamp(QPainter(self), QRectF(self.rect()), self._lamp, self._urgent)
