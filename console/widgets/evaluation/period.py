"""Which period is looked at: day, week, month, quarter or year, and one step back or forward."""

from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from console.widgets import theme
from console.widgets.spoken import Spoken, button, label
from console.words import evaluation as words
from console.words.spoken import choose
from wire.evaluation import Period
from wire.periods import before, span


class PeriodChooser(Spoken):
    """`changed` is emitted when somebody chose another one; a period that has not begun cannot be chosen."""

    changed = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.period, self.day, self._today = Period.MONTH, today, today
        self.tabs = {period: button("tab") for period in Period}
        self.back, self.forward = button("quiet"), button("quiet")
        self._says = label()
        self._group = QButtonGroup(self)
        self._lay_out()
        for period, tab in self.tabs.items():
            tab.clicked.connect(lambda _=False, period=period: self.choose(period, self.day))
        self.back.clicked.connect(self.go_back)
        self.forward.clicked.connect(self.go_forward)
        self.say()

    def choose(self, period: Period, day: date) -> None:
        day = min(day, self._today)
        if (period, day) != (self.period, self.day):
            self.period, self.day = period, day
            self.say()
            self.changed.emit()

    def set_today(self, today: date) -> None:
        """A new day has begun: who looked at the last one looks at this one."""
        if today == self._today:
            return
        follows, self._today = self._is_newest(), today
        if follows:
            self.choose(self.period, today)
        self.say()

    def go_back(self) -> None:
        self.choose(self.period, before(self.period, self.day))

    def go_forward(self) -> None:
        if not self._is_newest():
            self.choose(self.period, span(self.period, self.day)[1] + timedelta(days=1))

    def says(self) -> str:
        return words.period(self.period, self.day)

    def say(self) -> None:
        for period, tab in self.tabs.items():
            tab.setText(choose(*words.PERIOD[period]))
            tab.setChecked(period is self.period)
        self.back.setText("◀")
        self.forward.setText("▶")
        self.back.setToolTip(self.tr("The period before (Ctrl+←)"))
        self.forward.setToolTip(self.tr("The next period (Ctrl+→)"))
        self._says.setText(self.says())
        self.forward.setEnabled(not self._is_newest())

    def _is_newest(self) -> bool:
        return span(self.period, self.day)[1] >= self._today

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for tab in self.tabs.values():
            tab.setCheckable(True)
            self._group.addButton(tab)
            row.addWidget(tab)
        row.addSpacing(theme.px(8))
        row.addWidget(self.back)
        row.addWidget(self._says)
        row.addWidget(self.forward)
        self._says.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._says.setMinimumWidth(theme.px(88))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
