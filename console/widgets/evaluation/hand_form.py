"""A figure that no case tells, entered with its reason: points, scores of others, approvals published."""

import uuid
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDoubleSpinBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from console.hall.hall import Hall
from console.widgets import keys, theme
from console.widgets.spoken import button, label
from console.words import evaluation as words
from console.words.spoken import choose
from wire.evaluation import HandOrder, Period, Scheme

MOST = 1_000_000.0


class HandForm(QDialog):
    """`ask` opens it. What is refused stays in it, with the reason; the same figure sent again is the same figure."""

    wanted = Signal(object)  # HandOrder

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._id = hall, ""
        self._period, self._day = Period.MONTH, date.min
        self._scheme: Scheme | None = None
        self.kind, self.unit = QComboBox(), QComboBox()
        self.value, self.reason = QDoubleSpinBox(), QLineEdit(maxLength=500)
        self.send, self.cancel = button("primary"), button("quiet")
        self._says, self._error = label("lead"), label("error", wrap=True)
        self._labels = [label("label") for _ in range(4)]
        self._lay_out()
        self.send.clicked.connect(self._send)
        self.cancel.clicked.connect(self.reject)
        keys.bind(self, self._send, "Ctrl+Return", "Ctrl+Enter")

    def ask(self, scheme: Scheme, period: Period, day: date) -> None:
        self._scheme, self._period, self._day, self._id = scheme, period, day, uuid.uuid4().hex
        self.setWindowTitle(self.tr("Enter a figure"))
        self._says.setText(f"{choose(*words.PERIOD[period])} · {words.period(period, day)}")
        for part, text in zip(self._labels, (self.tr("Figure"), self.tr("Department"), self.tr("Value"), self.tr("Reason *")), strict=True):
            part.setText(text)
        self.send.setText(self.tr("Enter  Ctrl+⏎"))
        self.cancel.setText(self.tr("Cancel"))
        self._error.setText("")
        self.kind.clear()
        for kind in scheme.hand:
            self.kind.addItem(words.called(kind), kind.id)
        self.unit.clear()
        self.unit.addItem(self.tr("The city"), "")
        for department in sorted(self._hall.departments, key=lambda each: each.name):
            self.unit.addItem(department.name, department.id)
        self.value.setValue(0.0)
        self.reason.clear()
        self.open()

    def refuse(self, text: str) -> None:
        self._error.setText(text)

    def _send(self) -> None:
        reason = self.reason.text().strip()
        theme.set_property(self.reason, "wrong", not reason)
        if not reason:
            self._error.setText(self.tr("Say why: whoever reads the score wants to know."))
            return
        order = HandOrder(
            id=self._id,
            kind=self.kind.currentData(),
            key=self.unit.currentData(),
            period=self._period,
            day=self._day,
            value=self.value.value(),
            reason=reason,
        )
        self.wanted.emit(order)

    def _lay_out(self) -> None:
        self.value.setRange(-MOST, MOST)
        self.value.setDecimals(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        column.setSpacing(theme.px(4))
        column.addWidget(self._says)
        for name, part in zip(self._labels, (self.kind, self.unit, self.value, self.reason), strict=True):
            name.setContentsMargins(0, theme.px(6), 0, 0)
            name.setBuddy(part)
            column.addWidget(name)
            column.addWidget(part)
        column.addWidget(self._error)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.send)
        column.addLayout(row)
        self.setMinimumWidth(theme.px(360))
