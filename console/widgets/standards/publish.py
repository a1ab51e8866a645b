"""What stands under the preview of a draft: from which day on it is to be in force, and the question before that cannot be taken back."""

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QVBoxLayout, QWidget

from console.widgets import theme
from console.widgets.spoken import Spoken, button, label


class StandardPublish(Spoken):
    """`allow` says whether it may be asked for, and why not."""

    wanted = Signal(object)  # date

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._since, self.day = label("label"), QDateEdit()
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self._why, self._question = label("hint", wrap=True), label(wrap=True)
        self.publish, self.sure, self.keep = button("primary"), button("primary"), button("quiet")
        self._ask, self._doubt = QWidget(), QWidget()
        self._lay_out()
        self.publish.clicked.connect(lambda: self._doubted(True))
        self.keep.clicked.connect(lambda: self._doubted(False))
        self.sure.clicked.connect(self._send)
        self.day.dateChanged.connect(lambda _: self.say())
        self._doubted(False)

    def allow(self, may: bool, why: str) -> None:
        self.publish.setEnabled(may)
        self._why.setText(why)
        self._why.setVisible(bool(why))
        if not may:
            self._doubted(False)

    def set_today(self, today: date) -> None:
        """Nothing comes into force before today; a day that somebody chose stays."""
        first = QDate(today.year, today.month, today.day)
        if self.day.minimumDate() != first:
            self.day.setMinimumDate(first)

    def chosen(self) -> date:
        at = self.day.date()
        return date(at.year(), at.month(), at.day())

    def say(self) -> None:
        self._since.setText(self.tr("In force from"))
        self.publish.setText(self.tr("Publish…"))
        self.sure.setText(self.tr("Publish"))
        self.keep.setText(self.tr("Not yet"))
        text = self.tr("From {day} on cases are filed by this version, and it can never be changed again. What was filed before keeps its limit.")
        self._question.setText(text.format(day=self.chosen()))

    def _doubted(self, doubt: bool) -> None:
        self._ask.setVisible(not doubt)
        self._doubt.setVisible(doubt)
        self.say()

    def _send(self) -> None:
        self._doubted(False)
        self.wanted.emit(self.chosen())

    def _lay_out(self) -> None:
        ask, doubt, column = QHBoxLayout(self._ask), QVBoxLayout(self._doubt), QVBoxLayout(self)
        for part in (ask, doubt, column):
            part.setContentsMargins(0, 0, 0, 0)
            part.setSpacing(theme.px(6))
        self._since.setBuddy(self.day)
        ask.addWidget(self._since)
        ask.addWidget(self.day)
        ask.addStretch(1)
        ask.addWidget(self.publish)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.keep)
        foot.addWidget(self.sure)
        doubt.addWidget(self._question)
        doubt.addLayout(foot)
        column.addWidget(self._why)
        column.addWidget(self._ask)
        column.addWidget(self._doubt)
