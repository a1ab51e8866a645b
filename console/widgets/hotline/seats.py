"""The numbered seats in a row: who sits there, and what he does now."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from console import words
from console.hall.hall import Hall
from console.hall.hotline import ringing
from console.widgets import theme
from console.widgets.lamp import paint_lamp
from console.widgets.spoken import Spoken, hint
from wire.codes import Lamp, SeatState
from wire.seats import Seat, shown

# The marks of the lamps: free is green, what asks for an act yellow, talking blue.
MARK = {
    SeatState.EMPTY: Lamp.NONE,
    SeatState.FREE: Lamp.GREEN,
    SeatState.RINGING: Lamp.YELLOW,
    SeatState.TALKING: Lamp.BLUE,
    SeatState.AFTER_CALL: Lamp.YELLOW,
    SeatState.AWAY: Lamp.GREY,
}
TONE = {SeatState.RINGING: "warn", SeatState.AFTER_CALL: "warn", SeatState.TALKING: "done", SeatState.FREE: "ok"}
HEIGHT, LOW, LEAST = 44, 28, 72  # px
IN_A_ROW, WIDE = 6, 640  # half as many where there is less room


class SeatTile(Spoken):
    """Number, state since when, and name; one's own has the accent bar."""

    pressed = Signal(int)

    def __init__(self, hall: Hall, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self.number, self.low = hall, number, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(theme.px(LEAST))
        self.say()

    def seat(self) -> Seat | None:
        return self._hall.seats.get(str(self.number))

    def state(self) -> SeatState:
        seat = self.seat()
        return SeatState.EMPTY if seat is None else shown(seat, bool(ringing(self._hall.calls, seat)))

    def say(self) -> None:
        seat = self.seat()
        texts = [str(self.number), words.of(self.state()), *([seat.full_name] if seat and seat.user else [])]
        self.setAccessibleName(" ".join(texts))
        self.setToolTip(hint("\n".join([" · ".join(texts), *([seat.note] if seat and seat.note else [])])))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(LEAST), theme.px(LOW if self.low else HEIGHT))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.pressed.emit(self.number)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, seat, state = QPainter(self), self.seat(), self.state()
        mine = seat is not None and seat.user == self._hall.me.name
        painter.fillRect(self.rect(), theme.colour("chosen" if mine else "raised"))
        if mine:
            painter.fillRect(0, 0, theme.px(3), self.height(), theme.colour("accent"))
        inside = self.rect().adjusted(theme.px(10), theme.px(4), -theme.px(6), -theme.px(4))
        painter.setFont(theme.font("title", strong=True))
        painter.setPen(theme.colour("text" if state is not SeatState.EMPTY else "text_3"))
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, str(self.number))
        left = painter.fontMetrics().horizontalAdvance("0") * len(str(self.number)) + theme.px(10)
        right = inside.adjusted(left, 0, 0, 0)
        upper, lower = right.adjusted(0, 0, 0, 0 if self.low else -right.height() // 2), right.adjusted(0, right.height() // 2, 0, 0)
        mark = theme.px(14)
        paint_lamp(painter, QRectF(upper.left(), upper.center().y() - mark / 2 + 1, mark, mark), MARK[state])
        painter.setFont(theme.font("small", strong=state in TONE))
        painter.setPen(theme.colour(TONE.get(state, "text_2")))
        name = seat.full_name if seat and seat.user else ""
        said = " ".join(filter(None, (self._state_words(state, seat), name if self.low else "")))
        _write(painter, upper.adjusted(mark + theme.px(2), 0, 0, 0), said)
        if self.low:
            return
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text_2"))
        _write(painter, lower, name)

    def _state_words(self, state: SeatState, seat: Seat | None) -> str:
        said = words.of(state)
        if seat is None or seat.state_at is None or state not in (SeatState.TALKING, SeatState.AFTER_CALL, SeatState.AWAY):
            return said
        return f"{said} {words.span((self._hall.clock.now() - seat.state_at).total_seconds())}"


class SeatBar(QWidget):
    """As many tiles as there are seats."""

    pressed = Signal(int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self.tiles, self._in_a_row, self._low = hall, list[SeatTile](), IN_A_ROW, False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(theme.px(8), theme.px(8), theme.px(8), theme.px(4))
        self._grid.setSpacing(theme.px(4))
        for changed in (hall.seats.changed, hall.calls.changed, hall.clock.ticked):
            changed.connect(self._take)
        self._take()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        in_a_row = IN_A_ROW if event.size().width() >= theme.px(WIDE) else IN_A_ROW // 2
        if in_a_row != self._in_a_row:
            self._in_a_row = in_a_row
            self._place()

    def set_low(self, low: bool) -> None:
        """One line a tile, where there is little height."""
        for tile in self.tiles:
            tile.low = low
            tile.updateGeometry()
        self._low = low

    def _take(self) -> None:
        numbers = sorted(seat.number for seat in self._hall.seats)
        if numbers != [tile.number for tile in self.tiles]:
            self._build(numbers)
            self.set_low(self._low)
        for tile in self.tiles:
            tile.say()

    def _build(self, numbers: list[int]) -> None:
        for tile in self.tiles:
            self._grid.removeWidget(tile)
            tile.deleteLater()
        self.tiles = [SeatTile(self._hall, number) for number in numbers]
        for tile in self.tiles:
            tile.pressed.connect(self.pressed)
        self._place()

    def _place(self) -> None:
        for place, tile in enumerate(self.tiles):
            self._grid.addWidget(tile, place // self._in_a_row, place % self._in_a_row)


def _write(painter: QPainter, box: QRect, text: str) -> None:
    shown_text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown_text)
