"""Sheets of people: of which days, what teams come to on them, and the file."""

from calendar import monthrange
from datetime import date, timedelta
from enum import IntEnum
from pathlib import Path

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.widgets import theme
from console.widgets.files import save_file
from console.widgets.spoken import Spoken, button
from wire.bulletins import BulletinFormat


class Days(IntEnum):
    TODAY = 0
    YESTERDAY = 1
    MONTH = 2
    LAST_MONTH = 3
    GIVEN = 4

    def of(self, today: date) -> tuple[date, date]:
        """First and last day; of a month all its days, also those that are to come."""
        if self is Days.YESTERDAY:
            return today - timedelta(days=1), today - timedelta(days=1)
        if self in (Days.MONTH, Days.LAST_MONTH):
            last = today if self is Days.MONTH else today.replace(day=1) - timedelta(days=1)
            return last.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1])
        return today, today


class SheetBar(Spoken):
    """Days of the city, both included; the backend takes 31 of them. Its buttons are laid out by whoever has the bar."""

    sums_wanted = Signal(object, object)  # first and last day
    doubts_wanted = Signal(object)  # a day: the last of them that has begun
    file_wanted = Signal(object, object, object, object)  # likewise, BulletinFormat, Path

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self.which, self.first, self.last = QComboBox(), QDateEdit(), QDateEdit()
        self.buttons = self.sums, self.doubts, self.file = button(), button(), button()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        for part in (self.which, self.first, self.last):
            row.addWidget(part)
        for field in (self.first, self.last):
            field.setCalendarPopup(True)
            field.setDisplayFormat("yyyy-MM-dd")
        self.which.activated.connect(lambda _: self._choose())
        self.sums.clicked.connect(lambda: self.sums_wanted.emit(*self.days()))
        self.doubts.clicked.connect(lambda: self.doubts_wanted.emit(min(self.days()[1], self._today())))
        self.file.clicked.connect(self._ask_where)
        self.say()
        self._choose()

    def days(self) -> tuple[date, date]:
        which = Days(self.which.currentIndex())
        if which is not Days.GIVEN:
            return which.of(self._today())
        first, last = (field.date().toPython() for field in (self.first, self.last))
        assert isinstance(first, date)
        assert isinstance(last, date)
        return first, last

    def choose(self, which: Days) -> None:
        self.which.setCurrentIndex(which)
        self._choose()

    def say(self) -> None:
        which = max(0, self.which.currentIndex())
        self.which.clear()
        self.which.addItems([self.tr("Today"), self.tr("Yesterday"), self.tr("This month"), self.tr("Last month"), self.tr("Days …")])
        self.which.setCurrentIndex(which)
        self.which.setAccessibleName(self.tr("Days of the sheet"))
        self.first.setAccessibleName(self.tr("First day"))
        self.last.setAccessibleName(self.tr("Last day"))
        self.last.setToolTip(self.tr("That day included; 31 days at most"))
        self.sums.setText(self.tr("Teams"))
        self.sums.setToolTip(self.tr("What teams come to, and all together"))
        self.doubts.setText(self.tr("Doubts"))
        self.doubts.setToolTip(self.tr("Whose tracks of the last of these days should be looked at: teleports, mocked fixes, copied ways"))
        self.file.setText(self.tr("Sheet…"))
        self.file.setToolTip(self.tr("Of all inspectors, as XLSX or PDF"))

    # --- inside

    def _today(self) -> date:
        return words.local(self._hall.clock.now()).date()

    def _choose(self) -> None:
        given = self.which.currentIndex() == Days.GIVEN
        if given and self.first.isHidden():  # what was shown last is changed, not typed anew
            today = self._today()
            for field, day in ((self.first, today - timedelta(days=6)), (self.last, today)):
                field.setDate(QDate(day.year, day.month, day.day))
        for field in (self.first, self.last):
            field.setVisible(given)

    def _ask_where(self) -> None:
        first, last = self.days()
        whole = first.day == 1 and last == Days.MONTH.of(first)[1]
        named = f"{first:%Y-%m}" if whole else first.isoformat() if first == last else f"{first.isoformat()}-{last.isoformat()}"
        kinds = self.tr("Workbook (*.xlsx)"), "PDF (*.pdf)"
        save_file(self, self.tr("Keep the sheet of people"), f"staff-{named}.xlsx", lambda path: self._keep(first, last, path), *kinds)

    def _keep(self, first: date, last: date, path: Path) -> None:
        form = BulletinFormat.PDF if path.suffix.lower() == ".pdf" else BulletinFormat.XLSX
        self.file_wanted.emit(first, last, form, path)
