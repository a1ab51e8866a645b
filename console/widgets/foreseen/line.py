"""One case that will be late: how long until it is, where, and a button for each step that still saves it."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.elided import Elided
from console.widgets.spoken import Spoken, button, label
from wire.codes import Verb
from wire.forecast import Forecast

LEFT_PX = 84
SHORT_S = 15 * 60  # from here on the time that is left is red


class ForeseenLine(Spoken):
    verb_wanted = Signal(str)

    def __init__(self, hall: Hall, told: Forecast, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self.told = hall, told
        self._left, self._what, self._why = label("lead"), Elided(), Elided("body2")
        self.buttons = [button("primary" if place == 0 else "") for place, _ in enumerate(told.mine)]
        for made, verb in zip(self.buttons, told.mine, strict=True):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the list has it: its number keys press them
            made.clicked.connect(lambda _=False, verb=verb: self.verb_wanted.emit(verb))
        self._lay_out()
        self.say()

    def say(self) -> None:
        case, told = self._hall.cases.get(self.told.case_id), self.told
        now = self._hall.clock.now()
        small = self._hall.classes.get((case.kind, case.class_code)) if case else None
        what = (words.number_short(case.number), words.class_name(small, case.class_code), case.address) if case else (told.case_id,)
        self._what.setText(" · ".join(part for part in what if part))
        unknown, foreseen = self.tr('{clock} {at}, late at "{status}", {expected}'), self.tr('Will breach {at} at "{status}" ({clock}): {expected}')
        status = words.of(told.breach_in) if told.breach_in else ""
        at, expected = words.moment(told.limit_at, now), words.expected(told.expected_at, told.later, told.clock, now)
        why = (unknown if told.later else foreseen).format(clock=words.of(told.clock), at=at, status=status, expected=expected)
        self._why.setText(why, self.tr("By {cases} cases like it").format(cases=told.cases))
        for number, (made, verb) in enumerate(zip(self.buttons, told.mine, strict=True), 1):
            made.setText(f"{words.of(Verb(verb))}  {number}")
        self.tick(now)

    def tick(self, now: datetime) -> None:
        self._left.setText(words.left(self.told.limit_at, now))
        theme.set_property(self._left, "tone", "danger" if (self.told.limit_at - now).total_seconds() < SHORT_S else "warn")

    def _lay_out(self) -> None:
        self._left.setFixedWidth(theme.px(LEFT_PX))
        texts, row = QVBoxLayout(), QHBoxLayout(self)
        texts.setSpacing(0)
        for part in (self._what, self._why):
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # what does not fit is cut off, not the buttons
            texts.addWidget(part)
        row.setContentsMargins(theme.px(12), theme.px(4), theme.px(12), theme.px(4))
        row.setSpacing(theme.px(8))
        row.addWidget(self._left)
        row.addLayout(texts, 1)
        for made in self.buttons:
            row.addWidget(made)
