"""The hotline: seats, what rings, what was missed. Whoever sits at a seat takes the longest ringing call by one key."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console.hall.calls import is_owed
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.hotline import own_seat, ringing
from console.widgets import keys, theme
from console.widgets.fields import LineField
from console.widgets.hotline.call_lines import line_of_call
from console.widgets.hotline.seats import SeatBar
from console.widgets.lines import HEIGHT, Lines
from console.widgets.missing import Missing
from console.widgets.spoken import Spoken, button, label
from console.widgets.tabs import Tabs
from wire.calls import Call, ReturnCallOrder
from wire.codes import CallState, Direction, SeatState
from wire.seats import AwayOrder, BackOrder, Seat, SignOffOrder, SignOnOrder

RINGING, MISSED, RECENT = range(3)
MOST = 200  # lines of calls that are over
LOW = 240  # px of height: below it a seat has one line


class HotlinePane(Spoken):
    take_wanted = Signal(str)  # call id
    call_opened = Signal(str)
    seat_ordered = Signal(int, object)  # number, AnySeatOrder
    call_ordered = Signal(str, object)  # call id, AnyCallOrder
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self.bar, self.tabs, self.lines = SeatBar(hall), Tabs(3), Lines()
        self._own, self._left = label("body2"), label("hint", wrap=True)
        self.away, self.off = button("quiet"), button("quiet")
        self.note, self.leave, self._leaving = LineField("shift_note"), button("primary"), QWidget()
        self.take, self.reached, self.tried = button("primary"), button(), button()
        self.missing = Missing(hall, Wanted.SEAT, Wanted.CALL, asking=False)
        self._lay_out()
        self._connect()
        self.say()

    def seat(self) -> Seat | None:
        return own_seat(self._hall.seats, self._hall.me)

    def take_first(self) -> None:
        """The longest ringing, whatever is chosen in the list."""
        if waiting := ringing(self._hall.calls, self.seat()):
            self.take_wanted.emit(waiting[0].id)

    def sign_on(self, number: int) -> None:
        self.seat_ordered.emit(number, SignOnOrder())

    def say(self) -> None:
        self.take.setText(self.tr("Answer") + "  F2")
        self.reached.setText(self.tr("Called back") + "  B")
        self.tried.setText(self.tr("No answer") + "  U")
        self.leave.setText(self.tr("Sign off") + "  ⏎")
        self.off.setText(self.tr("Sign off"))
        self._say_seat()
        self._fill()

    def tell(self) -> None:
        calls = [call for call in self._hall.calls if call.direction is Direction.IN]
        answered = sum(call.answer_at is not None for call in calls)
        missed = len(self._calls(MISSED))
        count = self.tr("{calls} calls · {answered} answered · {missed} to call back").format(calls=len(calls), answered=answered, missed=missed)
        seat = self.seat()
        self.told.emit(self.tr("seat {number}").format(number=seat.number) if seat else "", count, -1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.bar.set_low(event.size().height() < theme.px(LOW))

    def _say_seat(self) -> None:
        seat = self.seat()
        for part in (self.away, self.off):
            part.setVisible(seat is not None)
        if seat is None:
            self._leaving.hide()
            self._own.setText(self.tr("Press the number of a seat to sign on"))
            self._left.hide()
            return
        away = seat.state is SeatState.AWAY
        self._own.setText(self.tr("You sit at seat {number}").format(number=seat.number))
        self.away.setText((self.tr("Back") if away else self.tr("Away")) + "  A")
        self._left.setText(self.tr("Left by {name}: {note}").format(name=seat.note_by, note=seat.note))
        self._left.setVisible(bool(seat.note))

    def _calls(self, tab: int) -> list[Call]:
        calls = self._hall.calls
        if tab == RINGING:
            seat = self.seat()
            waiting = [call for call in calls if call.state is CallState.RINGING and call.direction is Direction.IN]
            return ringing(calls, seat) if seat else sorted(waiting, key=lambda call: (call.ring_at, call.id))
        if tab == MISSED:
            return sorted(filter(is_owed, calls), key=lambda call: call.ring_at)
        return sorted((call for call in calls if call.state is not CallState.RINGING), key=lambda call: call.ring_at, reverse=True)[:MOST]

    def _fill(self) -> None:
        for tab, text in ((RINGING, self.tr("Ringing")), (MISSED, self.tr("Missed")), (RECENT, self.tr("Latest"))):
            self.tabs.write(tab, text, len(self._calls(tab)))
        self.lines.take([line_of_call(self._hall, call) for call in self._calls(self.tabs.current)])
        self.take.setVisible(self.tabs.current == RINGING)
        self.take.setEnabled(bool(ringing(self._hall.calls, self.seat())))
        for part in (self.reached, self.tried):
            part.setVisible(self.tabs.current == MISSED)
            part.setEnabled(bool(self.lines.current()))
        self.tell()

    def _open(self, call_id: str) -> None:
        call = self._hall.calls.get(call_id)
        if call is not None and call.state is CallState.RINGING and self.seat() is not None:
            self.take_wanted.emit(call_id)
        elif call is not None:
            self.call_opened.emit(call_id)

    def _return(self, reached: bool) -> None:
        call = self._hall.calls.get(self.lines.current())
        if call is not None and call.state is CallState.MISSED:
            self.call_ordered.emit(call.id, ReturnCallOrder(reached=reached))

    def _away(self) -> None:
        if seat := self.seat():
            self.seat_ordered.emit(seat.number, BackOrder() if seat.state is SeatState.AWAY else AwayOrder())

    def _ask_to_leave(self) -> None:
        self._leaving.setVisible(not self._leaving.isVisible())
        self.note.setFocus()

    def _leave(self) -> None:
        if seat := self.seat():
            self.seat_ordered.emit(seat.number, SignOffOrder(note=self.note.value() or ""))
            self.note.set("")
            self._leaving.hide()

    def _press(self, number: int) -> None:
        seat = self._hall.seats.get(str(number))
        if self.seat() is None and seat is not None and not seat.user:
            self.sign_on(number)
        elif seat is not None and seat.call_id:
            self.call_opened.emit(seat.call_id)

    def _changed(self) -> None:
        self._say_seat()
        self._fill()

    def _connect(self) -> None:
        self.bar.pressed.connect(self._press)
        self.tabs.chosen.connect(self._fill)
        self.lines.opened.connect(self._open)
        self.lines.chosen.connect(self._fill)
        self.take.clicked.connect(self.take_first)
        self.reached.clicked.connect(lambda: self._return(True))
        self.tried.clicked.connect(lambda: self._return(False))
        self.away.clicked.connect(self._away)
        self.off.clicked.connect(self._ask_to_leave)
        self.leave.clicked.connect(self._leave)
        self.note.edit.returnPressed.connect(self._leave)
        for changed in (self._hall.calls.changed, self._hall.seats.changed):
            changed.connect(self._changed)
        self._hall.clock.ticked.connect(self._fill)
        keys.bind(self, self._away, "A")
        keys.bind(self, lambda: self._return(True), "B")
        keys.bind(self, lambda: self._return(False), "U")
        for number in range(1, 10):
            keys.bind(self, partial(self._press, number), str(number))

    def _lay_out(self) -> None:
        own, leaving, head = QHBoxLayout(), QHBoxLayout(self._leaving), QHBoxLayout()
        for row in (own, leaving):
            row.setContentsMargins(theme.px(12), 0, theme.px(8), theme.px(4))
            row.setSpacing(theme.px(6))
        own.addWidget(self._own, 1)
        own.addWidget(self.away)
        own.addWidget(self.off)
        leaving.addWidget(self.note, 1)
        leaving.addWidget(self.leave)
        self._leaving.hide()
        head.setContentsMargins(0, 0, theme.px(8), 0)
        head.setSpacing(theme.px(6))
        head.addWidget(self.tabs, 1)
        for part in (self.tried, self.reached, self.take):
            head.addWidget(part)
        self.missing.setContentsMargins(theme.px(12), 0, theme.px(12), 0)
        self._left.setContentsMargins(theme.px(12), 0, theme.px(12), theme.px(4))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(own)
        column.addWidget(self._left)
        column.addWidget(self._leaving)
        column.addLayout(head)
        column.addWidget(self.missing)
        self.lines.setMinimumHeight(theme.px(HEIGHT))
        column.addWidget(self.lines, 1)
