"""From which day to which: a small form that a filter of time is asked for with."""

from datetime import datetime, time, timedelta

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.widgets import theme
from console.widgets.spoken import button, label
from console.words import filters


class SpanForm(QDialog):
    """`ask` opens it. Both days are in the span; they are days of the city."""

    given = Signal(str, object, object)  # name of the filter, its first moment, the first after it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self.first, self.last = QDateEdit(), QDateEdit()
        self._first_label, self._last_label, self.error = label("label"), label("label"), label("error", wrap=True)
        self.done_button, self.close_button = button("primary"), button("quiet")
        self._lay_out()
        self.done_button.clicked.connect(self._give)
        self.close_button.clicked.connect(self.reject)

    def ask(self, name: str, today: datetime) -> None:
        self._name, day = name, words.local(today).date()
        self.setWindowTitle(filters.sifted_by(name))
        self._first_label.setText(self.tr("From"))
        self._last_label.setText(self.tr("To, that day included"))
        self.done_button.setText(self.tr("Filter"))
        self.close_button.setText(self.tr("Close"))
        self.error.hide()
        month = day - timedelta(days=29)
        for field, at in ((self.first, month), (self.last, day)):
            field.setDate(QDate(at.year, at.month, at.day))
        self.open()
        self.first.setFocus()

    def _give(self) -> None:
        first, last = (_midnight(field.date()) for field in (self.first, self.last))
        if first > last:
            self.error.setText(self.tr("The first day is after the last."))
            self.error.show()
            return
        self.accept()
        self.given.emit(self._name, first, last + timedelta(days=1))

    def _lay_out(self) -> None:
        grid, foot, column = QGridLayout(), QHBoxLayout(), QVBoxLayout(self)
        for at, (name, field) in enumerate(((self._first_label, self.first), (self._last_label, self.last))):
            grid.addWidget(name, 0, at)
            grid.addWidget(field, 1, at)
            field.setCalendarPopup(True)
            field.setDisplayFormat("yyyy-MM-dd")
        foot.addWidget(self.close_button)
        foot.addStretch(1)
        foot.addWidget(self.done_button)
        column.setContentsMargins(*(theme.px(16),) * 4)
        column.setSpacing(theme.px(8))
        column.addLayout(grid)
        column.addWidget(self.error)
        column.addLayout(foot)
        self.done_button.setDefault(True)


def _midnight(day: QDate) -> datetime:
    return datetime.combine(day.toPython(), time(), words.zone())  # type: ignore[arg-type]
