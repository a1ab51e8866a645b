"""What lies over a video pane whose camera is turned: keys, clicks, boxes, the pad, and who has the camera in hand."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QLabel, QWidget

from console.widgets import theme
from console.widgets.ptz_pad import PtzPad
from console.widgets.video import VideoPane
from console.widgets.video_paint import COLOURS, placed, strip_height

REPEAT_MS, MOVE_S = 400, 1.0  # so often a held key is told; so long the backend lets it move without
NUDGE_S = 0.25  # of a step of the wheel
SPEED = 0.6
LEAST_BOX_PX = 12
BESIDE_PX = 8  # of the chip, to the edges of its pane
FREE, MINE, OTHERS = "text_2", "ok", "danger"  # tones of the chip
TURNS: dict[int, tuple[float, float, float]] = {
    Qt.Key.Key_Left: (-SPEED, 0, 0),
    Qt.Key.Key_Right: (SPEED, 0, 0),
    Qt.Key.Key_Up: (0, SPEED, 0),
    Qt.Key.Key_Down: (0, -SPEED, 0),
    Qt.Key.Key_Plus: (0, 0, SPEED),
    Qt.Key.Key_Equal: (0, 0, SPEED),
    Qt.Key.Key_Minus: (0, 0, -SPEED),
}


class PtzChip(QLabel):
    """In the corner of a pane, below its name: a line and the colour of who it is about. Where the pane is too narrow for it, its short form."""

    def __init__(self, pane: QWidget) -> None:
        super().__init__(pane)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._pane, self._forms, self._worn = pane, ("", ""), ("", "")
        self._fitted: tuple[object, ...] = ()
        pane.installEventFilter(self)
        self.hide()

    def tell(self, text: str, tone: str, short: str = "") -> None:
        """Empty: nothing. No `short`: what does not fit is cut with an ellipsis."""
        font, colour = theme.font("small", strong=True), COLOURS[tone].name()
        if (tone, font.toString()) != self._worn:
            self._worn = tone, font.toString()
            self.setFont(font)
            self.setStyleSheet(f"background: rgba(8, 12, 16, 205); color: {colour}; padding: 3px 8px; border-left: 3px solid {colour};")
        self._forms = text, short or text
        self._fit()
        self.setVisible(bool(text))
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        room, (text, short) = self._pane.width() - 2 * BESIDE_PX, self._forms
        if (fitted := (room, text, short, *self._worn)) == self._fitted:
            return
        self._fitted = fitted
        self._say(text)
        if self.width() > room:
            self._say(short)
        if (over := self.width() - room) > 0:
            metrics = QFontMetrics(self.font())
            self._say(metrics.elidedText(short, Qt.TextElideMode.ElideRight, max(0, metrics.horizontalAdvance(short) - over)))
        self.move(BESIDE_PX, strip_height(theme.font("small")) + 4)

    def _say(self, text: str) -> None:
        self.setText(text)
        self.adjustSize()


class PtzSurface(QWidget):
    """Over one pane, while its camera is turned. Arrows turn, + and - zoom, Ctrl+1 to 9 are the presets,
    M their menu, C the patrols or the end of one, G takes over, R lets go, Esc or T leave.

    A click is centred; a box that is dragged fills the picture.
    """

    moved = Signal(float, float, float)  # pan, tilt, zoom: shares of the full speed
    nudged = Signal(float)  # zoom for a moment
    stopped = Signal()
    aimed = Signal(float, float, float, float)  # middle, width and height, in shares of the picture
    preset_wanted = Signal(int)
    left = Signal()

    def __init__(self, pane: VideoPane) -> None:
        super().__init__(pane)
        self.pane = pane
        self.pad = PtzPad(self)
        self._held: set[int] = set()
        self._from: QPointF | None = None
        self._to = QPointF()
        self._repeat = QTimer(self, interval=REPEAT_MS)
        self._repeat.timeout.connect(self._tell)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.pad.held.connect(self._hold)
        self.pad.let_go.connect(self._let_go)
        self.pad.left.connect(self.left)
        pane.installEventFilter(self)
        self.fit()
        self.show()
        self.setFocus()

    def close_down(self) -> None:
        """The camera stands still, and the pane is as before."""
        self.pane.removeEventFilter(self)
        self._let_go_all()
        self.hide()
        self.deleteLater()

    def shares(self, at: QPointF) -> tuple[float, float] | None:
        """Where in the camera's picture this place is, 0 to 1; none where there is no picture."""
        picture = self.pane.picture()
        if picture is None:
            return None
        target = QRectF(placed(self.rect(), picture.image.size(), self.devicePixelRatioF()))
        if not target.contains(at):
            return None
        part = self.pane.lens.part
        x, y = (at.x() - target.x()) / target.width(), (at.y() - target.y()) / target.height()
        return part.x() + x * part.width(), part.y() + y * part.height()

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if held and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.preset_wanted.emit(key - Qt.Key.Key_0)
        elif key in TURNS and not held:
            if not event.isAutoRepeat():
                self._hold(key)
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_T):
            self.left.emit()
        elif key in (Qt.Key.Key_G, Qt.Key.Key_R, Qt.Key.Key_M, Qt.Key.Key_C):
            self.pad.press(key)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() in TURNS and not event.isAutoRepeat():
            self._let_go(event.key())
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        now = self.window().focusWidget()
        if now is None or not self.pad.isAncestorOf(now):
            self._let_go_all()

    def _hold(self, key: int) -> None:
        self._held.add(key)
        self._tell()
        self._repeat.start()

    def _let_go(self, key: int) -> None:
        if key in self._held:
            self._held.discard(key)
            self._tell()

    def _let_go_all(self) -> None:
        if self._held:
            self._held.clear()
            self._tell()

    def _tell(self) -> None:
        if not self._held:
            self._repeat.stop()
            self.stopped.emit()
            return
        pan, tilt, zoom = (sum(parts) for parts in zip(*(TURNS[key] for key in self._held), strict=True))
        self.moved.emit(pan, tilt, max(-1.0, min(1.0, zoom)))

    # --- the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = self._to = event.position()
            self.setFocus()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            self._to = event.position()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._from is None or event.button() != Qt.MouseButton.LeftButton:
            return
        box, self._from = self._box(event.position()), None
        self.update()
        if max(box.width(), box.height()) < LEAST_BOX_PX:
            if (middle := self.shares(event.position())) is not None:
                self.aimed.emit(*middle, 1.0, 1.0)
            return
        ends = self.shares(box.topLeft()), self.shares(box.bottomRight())
        if ends[0] is not None and ends[1] is not None:
            (left, top), (right, bottom) = ends[0], ends[1]
            self.aimed.emit((left + right) / 2, (top + bottom) / 2, max(0.01, right - left), max(0.01, bottom - top))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()  # two clicks are two places to be centred, and no wish to enlarge the pane

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.nudged.emit(SPEED if event.angleDelta().y() > 0 else -SPEED)
        event.accept()

    def _box(self, to: QPointF) -> QRectF:
        """Kept on the picture."""
        assert self._from is not None
        box = QRectF(self._from, to).normalized()
        picture = self.pane.picture()
        if picture is None:
            return box
        return box.intersected(QRectF(placed(self.rect(), picture.image.size(), self.devicePixelRatioF())).adjusted(0, 0, -1, -1))

    # --- Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            middle, arm = QRectF(self.rect()).center(), theme.px(10)
            for colour, width in ((QColor(8, 12, 16, 160), 3.0), (COLOURS["text"], 1.2)):
                painter.setPen(QPen(colour, width))
                painter.drawLine(middle - QPointF(arm, 0), middle + QPointF(arm, 0))
                painter.drawLine(middle - QPointF(0, arm), middle + QPointF(0, arm))
            if self._from is not None:
                painter.setPen(QPen(COLOURS["accent"], 2))
                painter.drawRect(self._box(self._to))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.fit()
        return False

    def fit(self) -> None:
        """As large as the pane; the pad in its corner, where there is room for it."""
        self.setGeometry(self.pane.rect())
        self.pad.resize(self.pad.sizeHint())
        self.pad.move(self.width() - self.pad.width() - 8, self.height() - self.pad.height() - 8)
        self.pad.setVisible(self.width() > 2 * self.pad.width() and self.height() > self.pad.height() + 60)
        self.raise_()
