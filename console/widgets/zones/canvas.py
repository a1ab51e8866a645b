"""The still of a camera, on which zones are drawn: a click sets a corner, a drag moves one, Backspace takes the last one back."""

import itertools

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from console.widgets import theme
from wire.analytics import LINES, Point
from wire.codes import CaptureKind

GRASP_PX, MOST = 10, 40
HATCH_PX, STRIP = 14, 0.11  # of the picture's width, as the program looks beyond a shop line


class CaptureCanvas(QWidget):
    """`points` are shares of the picture; `kind` says whether they are an area or a line."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.points: list[Point] = []
        self.others: list[tuple[CaptureKind, list[Point]]] = []  # zones beside the one that is drawn
        self.kind = CaptureKind.VEHICLE_STOPPED
        self._still = QImage()
        self._held = -1
        self.setMinimumSize(QSize(theme.px(480), theme.px(270)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def show_still(self, still: QImage) -> None:
        self._still = still
        self.update()

    def set_points(self, points: list[Point]) -> None:
        self.points = list(points)
        self.update()
        self.changed.emit()

    def set_kind(self, kind: CaptureKind) -> None:
        self.kind = kind
        self.update()

    def turn_side(self) -> None:
        """The other side of a line is beyond it."""
        self.set_points(self.points[::-1])

    def frame(self) -> QRectF:
        """Where the picture lies in the widget."""
        size = QSize(16, 9) if self._still.isNull() else self._still.size()
        shown = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF((self.width() - shown.width()) / 2, (self.height() - shown.height()) / 2, shown.width(), shown.height())

    def place_of(self, point: Point) -> QPointF:
        frame = self.frame()
        return QPointF(frame.left() + point[0] * frame.width(), frame.top() + point[1] * frame.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        near = [
            number for number, point in enumerate(self.points) if (self.place_of(point) - event.position()).manhattanLength() < theme.px(GRASP_PX)
        ]
        if event.button() is Qt.MouseButton.RightButton and near:
            self.set_points([point for number, point in enumerate(self.points) if number != near[0]])
        elif event.button() is Qt.MouseButton.LeftButton and near:
            self._held = near[0]
        elif event.button() is Qt.MouseButton.LeftButton and len(self.points) < MOST and self.frame().contains(event.position()):
            self._held = len(self.points)
            self.set_points([*self.points, self._share(event.position())])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if 0 <= self._held < len(self.points):
            self.set_points([*self.points[: self._held], self._share(event.position()), *self.points[self._held + 1 :]])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = -1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and self.points:
            self.set_points(self.points[:-1])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour("field"))
        if not self._still.isNull():
            painter.drawImage(self.frame(), self._still)
        for kind, points in self.others:
            self._paint(painter, kind, points, theme.colour("text_2"), 1.5)
        self._paint(painter, self.kind, self.points, theme.colour("accent"), 2.5)
        painter.setBrush(theme.colour("accent"))
        painter.setPen(QPen(theme.colour("window"), 1))
        for point in self.points:
            painter.drawEllipse(self.place_of(point), theme.px(4), theme.px(4))
        painter.end()

    def _paint(self, painter: QPainter, kind: CaptureKind, points: list[Point], colour: QColor, wide: float) -> None:
        shape = QPolygonF([self.place_of(point) for point in points])
        painter.setPen(QPen(colour, wide))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if kind in LINES:
            painter.drawPolyline(shape)
            if kind is CaptureKind.GOODS_OUT:
                self._hatch(painter, shape)
        elif len(points) > 2:
            fill = QColor(colour)
            fill.setAlpha(50)
            painter.setBrush(fill)
            painter.drawPolygon(shape)
        else:
            painter.drawPolyline(shape)

    def _hatch(self, painter: QPainter, line: QPolygonF) -> None:
        """Which side is watched, and how far."""
        far = STRIP * self.frame().width()
        for start, end in itertools.pairwise([line.at(number) for number in range(line.count())]):
            step = end - start
            length = (step.x() ** 2 + step.y() ** 2) ** 0.5
            if length < 1:
                continue
            right = QPointF(-step.y() / length * far, step.x() / length * far)
            count = max(2, round(length / theme.px(HATCH_PX)))
            for number in range(count + 1):
                at = start + step * (number / count)
                painter.drawLine(at, at + right)

    def _share(self, place: QPointF) -> Point:
        frame = self.frame()
        x, y = (place.x() - frame.left()) / frame.width(), (place.y() - frame.top()) / frame.height()
        return min(1.0, max(0.0, x)), min(1.0, max(0.0, y))
