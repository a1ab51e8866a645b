"""One line over the wall while somebody rings: who, for how long, and the key that answers. It takes no focus and covers nothing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.hall.hotline import own_seat, ringing
from console.widgets import theme
from console.widgets.hotline.call_lines import known, number_of
from console.widgets.spoken import Spoken, button, label


class RingBar(Spoken):
    take_wanted = Signal(str)  # call id
    shown = Signal(bool)  # whether there is anything to say

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._call = hall, ""
        self.setObjectName("strip")
        self._head, self._known, self._more = label("lead", tone="warn"), label("body2"), label("hint")
        self.take = button("primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(4), theme.px(8), theme.px(4))
        row.setSpacing(theme.px(12))
        for part in (self._head, self._known):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._more)
        row.addWidget(self.take)
        self.take.clicked.connect(self._take)
        for changed in (hall.calls.changed, hall.seats.changed, hall.clock.ticked):
            changed.connect(self.say)
        self.say()

    def say(self) -> None:
        waiting = ringing(self._hall.calls, own_seat(self._hall.seats, self._hall.me))
        self.take.setText(self.tr("Answer") + "  F2")
        before, self._call = self._call, waiting[0].id if waiting else ""
        if waiting:
            seconds = (self._hall.clock.now() - waiting[0].ring_at).total_seconds()
            self._head.setText(self.tr("{number} rings for {span}").format(number=number_of(waiting[0]), span=words.span(max(seconds, 0))))
            self._known.setText(" · ".join(known(waiting[0])))
            self._more.setText(self.tr("{count} more").format(count=len(waiting) - 1) if len(waiting) > 1 else "")
        if bool(before) != bool(self._call):
            self.shown.emit(bool(self._call))

    def _take(self) -> None:
        if self._call:
            self.take_wanted.emit(self._call)
