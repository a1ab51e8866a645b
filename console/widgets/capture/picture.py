"""The frozen picture, with a mark at what it is about."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.widgets import theme
from console.widgets.video_paint import BLACK, COLOURS, STRIP, strip_height

MARK, GAP = 14.0, 5.0  # px: how long the lines of the mark are, and how far from its middle


class FrozenPicture(QWidget):
    """A click aims at another place of it."""

    aimed = Signal(float, float)  # shares of the picture's width and height

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image, self._aim, self._name, self._time = QImage(), QPointF(0.5, 0.5), "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(640), theme.px(360))

    def show_picture(self, image: QImage, name: str, time: str, aim: QPointF) -> None:
        """`aim` in shares of the picture."""
        self._image, self._name, self._time, self._aim = image, name, time, aim
        self.update()

    def sharpen(self, image: QImage) -> None:
        if not image.isNull():
            self._image = image
            self.update()

    def aim_at(self, aim: QPointF) -> None:
        self._aim = aim
        self.update()

    def place(self) -> QRectF:
        """Where the picture lies in the widget."""
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2, size.width(), size.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place, at = self.place(), event.position()
        if event.button() == Qt.MouseButton.LeftButton and place.contains(at):
            self.aimed.emit((at.x() - place.x()) / place.width(), (at.y() - place.y()) / place.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        place = self.place()
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), BLACK)
            painter.drawImage(place, self._image)
            self._paint_mark(painter, QPointF(place.x() + self._aim.x() * place.width(), place.y() + self._aim.y() * place.height()))
            self._paint_strip(painter, place)

    def _paint_mark(self, painter: QPainter, at: QPointF) -> None:
        """Light on dark, so that it is seen on anything."""
        for colour, wide in ((BLACK, 4), (COLOURS["accent"], 2)):
            painter.setPen(QPen(colour, wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                painter.drawLine(at + QPointF(x, y) * theme.px(GAP), at + QPointF(x, y) * theme.px(GAP + MARK))

    def _paint_strip(self, painter: QPainter, place: QRectF) -> None:
        font = theme.font("small")
        strip = QRectF(place.x(), place.y(), place.width(), strip_height(font))
        painter.fillRect(strip, STRIP)
        painter.setFont(font)
        painter.setPen(COLOURS["text"])
        inside = strip.adjusted(8, 0, -8, 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._name)
        painter.drawText(inside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._time)
