"""What was recorded of a camera and when: spans, gaps, locks, what happened in front of it, who watched; and the hand."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console import words
from console.widgets import theme
from console.widgets.playback.event_marks import Bar, Event, EventMarks, Locked
from console.widgets.spoken import Spoken, hint

SHORTEST_S, LONGEST_S = 60.0, 2 * 86_400.0
STEPS_S = (5, 10, 30, 60, 300, 600, 1800, 3600, 7200, 21_600, 43_200, 86_400)
NOW_AT = 0.4  # of the length of the window: now is no nearer to its middle when it follows the hand
LEAST_PX = 84  # from one label to the next
ZOOM = 1.25
NEAR_PX = 8  # of a mark: it is meant
MOST_UNDER = 6  # marks that the tool-tip tells of


class Timeline(Spoken):
    """A click or a drag sets the hand, a click on an event exactly to it, or `just_s` behind it, when it has happened; the wheel zooms around it."""

    sought = Signal(float)
    window_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spans: Sequence[Bar] = ()
        self.locks: Sequence[Locked] = ()
        self.watched: Sequence[Bar] = ()
        self.events: Sequence[Event] = ()
        self.marks = EventMarks()
        self.just_s = 0.0
        self.chosen: Bar | None = None  # what is to be locked or handed out
        self.head, self.now, self.length_s, self._middle = 0.0, 0.0, 1800.0, 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.IBeamCursor)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(400), theme.px(54))

    def seen(self) -> Bar:
        """The time that is seen."""
        return Bar(self._middle - self.length_s / 2, self._middle + self.length_s / 2)

    def show_line(self, spans: Sequence[Bar], locks: Sequence[Locked], watched: Sequence[Bar], events: Sequence[Event]) -> None:
        self.spans, self.locks, self.watched, self.events = spans, locks, watched, events
        self.update()

    def choose(self, chosen: Bar | None) -> None:
        self.chosen = chosen
        self.update()

    def set_head(self, at: float, now: float) -> None:
        """The window goes with the hand when that leaves it, and shows little of what is still to come."""
        self.head, self.now = at, now
        window = self.seen()
        if not window.start + self.length_s * 0.02 <= at <= window.end - self.length_s * 0.02:
            self._middle = min(at, now - NOW_AT * self.length_s)
            self.window_changed.emit()
        self.update()

    def say(self) -> None:
        self.update()

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colour("pane"))
            painter.setFont(theme.font("small"))
            self._paint_axis(painter)
            bar = self._band(0.42, 0.30)
            painter.fillRect(bar, theme.colour("raised"))
            for span in self.spans:
                painter.fillRect(self._rect(span, bar), theme.colour("accent"))
            for lock in self.locks:
                painter.fillRect(self._rect(Bar(lock.start, lock.end), self._band(0.36, 0.06)), theme.colour("warn"))
            for watch in self.watched:
                painter.fillRect(self._rect(watch, self._band(0.74, 0.05)), theme.colour("text_3"))
            if self.chosen is not None:
                shade = QColor(theme.colour("warn"))
                shade.setAlpha(70)
                painter.fillRect(self._rect(self.chosen, self._band(0.30, 0.56)), shade)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawPixmap(0, 0, self.marks.picture(self.events, self.seen(), self.size(), self.devicePixelRatioF()))
            painter.setPen(QPen(theme.colour("text"), 2))
            x = self._x(self.head)
            painter.drawLine(QPointF(x, self.height() * 0.28), QPointF(x, self.height()))
            painter.setPen(QPen(theme.colour("ok"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(self._x(self.now), self.height() * 0.28), QPointF(self._x(self.now), self.height()))

    def _paint_axis(self, painter: QPainter) -> None:
        window = self.seen()
        step = next((step for step in STEPS_S if step / self.length_s * self.width() >= LEAST_PX), STEPS_S[-1])
        zone_s = words.local(words.at_seconds(window.start)).utcoffset()
        ahead = zone_s.total_seconds() if zone_s else 0.0
        painter.setPen(theme.colour("text_3"))
        at = ((window.start + ahead) // step + 1) * step - ahead
        while at < window.end:
            local = words.local(words.at_seconds(at))
            text = f"{local:%m-%d}" if step >= 86_400 else f"{local:%H:%M:%S}" if step < 60 else f"{local:%H:%M}"
            half = painter.fontMetrics().horizontalAdvance(text) / 2
            if half <= self._x(at) <= self.width() - half:  # a part of a time says another one
                painter.drawText(QRectF(self._x(at) - 40, 0, 80, self.height() * 0.3), Qt.AlignmentFlag.AlignCenter, text)
            at += step

    def _band(self, top: float, height: float) -> QRectF:
        return QRectF(0, self.height() * top, self.width(), max(2.0, self.height() * height))

    def _rect(self, bar: Bar, band: QRectF) -> QRectF:
        left, right = max(0.0, self._x(bar.start)), min(float(self.width()), self._x(bar.end))
        return QRectF(left, band.top(), max(1.0, right - left), band.height()) if right > 0 and left < self.width() else QRectF()

    def _x(self, at: float) -> float:
        return (at - self.seen().start) / self.length_s * self.width()

    def _at(self, x: float) -> float:
        return self.seen().start + x / max(1, self.width()) * self.length_s

    def _near(self, x: float) -> Event | None:
        """The event whose mark is here."""
        near = min(self.events, key=lambda each: abs(self._x(each.at) - x), default=None)
        return near if near is not None and abs(self._x(near.at) - x) < theme.px(NEAR_PX) else None

    # --- Qt

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            near = self._near(event.position().x())
            self.sought.emit(near.at + self.just_s if near is not None else self._at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position().x())
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.sought.emit(at)
        x, window = event.position().x(), self.seen()
        near = sorted((abs(self._x(each.at) - x), each.text) for each in self.events if window.start <= each.at <= window.end)
        under = [text for away, text in near if away < theme.px(NEAR_PX)] + [lock.text for lock in self.locks if lock.start <= at <= lock.end]
        more = [words.choose(f"另有 {len(under) - MOST_UNDER} 个", f"{len(under) - MOST_UNDER} more")] if len(under) > MOST_UNDER else []
        self.setToolTip(hint("\n".join((*under[:MOST_UNDER], *more)) or f"{words.local(words.at_seconds(at)):%m-%d %H:%M:%S}"))

    def wheelEvent(self, event: QWheelEvent) -> None:
        at = self._at(event.position().x())
        share = (at - self.seen().start) / self.length_s
        factor = ZOOM if event.angleDelta().y() < 0 else 1 / ZOOM
        self.length_s = min(max(self.length_s * factor, SHORTEST_S), LONGEST_S)
        self._middle = at + self.length_s * (0.5 - share)
        self.update()
        self.window_changed.emit()
        event.accept()
