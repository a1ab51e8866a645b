"""What nobody has patrolled: for how many hours, and as of when. Asked for as figures, and shown on the map."""

from datetime import datetime

from PySide6.QtCore import QDateTime, QTimeZone, Signal
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QHBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.spoken import Spoken, button

HOURS = (2, 4, 8, 24)


class CoverageBar(Spoken):
    """`wanted` when hours or moment are chosen; the map follows once it was asked to, until hours are chosen no more."""

    wanted = Signal(float, object)  # hours, aware datetime or none for now
    shown = Signal(float, object)  # likewise, on the map; 0 hours: as the map has it by itself

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._on_map = hall, False
        self.hours, self.when, self.moment, self.map = QComboBox(), QComboBox(), QDateTimeEdit(), button()
        self.moment.setDisplayFormat("MM-dd HH:mm")
        self.moment.setButtonSymbols(QDateTimeEdit.ButtonSymbols.NoButtons)
        self.moment.setTimeZone(QTimeZone.utc())  # what it shows is the city's time; no zone of this machine has a say
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        for part in (self.hours, self.when, self.moment, self.map):
            row.addWidget(part)
        self.hours.activated.connect(lambda _: self._ask())
        self.when.activated.connect(lambda _: self._choose_when())
        self.moment.editingFinished.connect(self._ask)
        self.map.clicked.connect(self._show)
        self.say()
        self._fit()

    def at(self) -> datetime | None:
        """None: now."""
        if not self.when.currentIndex():
            return None
        chosen = self.moment.dateTime().toPython()
        assert isinstance(chosen, datetime)
        return min(chosen.replace(tzinfo=words.zone()), self._hall.clock.now().replace(second=0, microsecond=0))  # nobody looks ahead

    def chosen_hours(self) -> float:
        """0: none are chosen."""
        return float(self.hours.currentData())

    def look_back(self, at: datetime) -> None:
        """As of that moment."""
        self.when.setCurrentIndex(1)
        self._set_moment(at)
        self._fit()
        self._ask()

    def say(self) -> None:
        hours, when = max(0, self.hours.currentIndex()), max(0, self.when.currentIndex())
        self.hours.clear()
        self.hours.addItem(self.tr("Not seen for …"), 0.0)
        for each in HOURS:
            self.hours.addItem(self.tr("Not seen for {hours} h").format(hours=each), float(each))
        self.hours.setCurrentIndex(hours)
        self.hours.setAccessibleName(self.tr("Patrol coverage"))
        self.when.clear()
        self.when.setToolTip(words.choose("统计到何时", "As of when"))
        self.moment.setToolTip(words.choose("截至此时刻", "As of this time"))
        self.when.addItems([words.choose("此刻", "Now"), words.choose("截至", "As of")])
        self.when.setCurrentIndex(when)
        self.map.setText(words.choose("覆盖图", "On the map"))

    # --- inside

    def _choose_when(self) -> None:
        if self.when.currentIndex():
            self._set_moment(self._hall.clock.now())
        self._fit()
        self._ask()

    def _ask(self) -> None:
        """The same hours and moment again, too: much may have changed meanwhile."""
        hours = self.chosen_hours()
        self._fit()
        if hours:
            self.wanted.emit(hours, self.at())
        if self._on_map:
            self._on_map = bool(hours)
            self.shown.emit(hours, self.at() if hours else None)

    def _show(self) -> None:
        self._on_map = True
        self._ask()

    def _set_moment(self, at: datetime) -> None:
        local = words.local(at)
        self.moment.setDateTime(QDateTime(local.year, local.month, local.day, local.hour, local.minute, 0, 0, QTimeZone.utc()))

    def _fit(self) -> None:
        """Without hours there is nothing to be asked as of when."""
        asked = bool(self.chosen_hours())
        self.when.setVisible(asked)
        self.map.setVisible(asked)
        self.moment.setVisible(asked and bool(self.when.currentIndex()))
