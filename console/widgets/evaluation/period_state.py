"""Whether the figures of a period are still moving, frozen or published; and, for whoever may, the next step."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from console import words
from console.widgets import theme
from console.widgets.spoken import Spoken, button, hint, label
from wire.period_records import PeriodRecord

REASON_PX = 200
SHOWN = 12  # differences in a tool tip


class PeriodState(Spoken):
    """A correction asks for its reason in the line itself, sent by Enter."""

    freeze_wanted = Signal()
    publish_wanted = Signal(object)  # PeriodRecord
    correction_wanted = Signal(object, str)  # PeriodRecord, reason
    frozen_chosen = Signal(bool)  # as it was frozen, or as it is now

    def __init__(self, may: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._may, self._over = may, False
        self.record: PeriodRecord | None = None
        self._says, self.frozen = label("hint"), button("quiet")
        self.freeze, self.publish, self.correct = button(), button(), button()
        self.reason = QLineEdit(maxLength=500)
        self._lay_out()
        self.frozen.setCheckable(True)
        self.frozen.toggled.connect(self.frozen_chosen)
        self.freeze.clicked.connect(self.freeze_wanted)
        self.publish.clicked.connect(lambda: self.publish_wanted.emit(self.record))
        self.correct.clicked.connect(self._ask_why)
        self.reason.returnPressed.connect(self._correct)
        self.say()

    def show_record(self, record: PeriodRecord | None, over: bool) -> None:
        """`over`: the period has ended, so that it can be frozen."""
        self.record, self._over = record, over
        if record is None and self.frozen.isChecked():
            self.frozen.setChecked(False)
        self.reason.hide()
        self.say()

    def refuse(self, text: str) -> None:
        """Said until something else is known."""
        self._says.setText(text)
        theme.set_property(self._says, "tone", "danger")

    def say(self) -> None:
        record = self.record
        self.frozen.setText(self.tr("As frozen"))
        self.freeze.setText(self.tr("Freeze"))
        self.publish.setText(self.tr("Publish"))
        self.correct.setText(self.tr("Correction…"))
        self.reason.setPlaceholderText(self.tr("Why it is corrected, then Enter"))
        self._says.setText(self._sentence())
        theme.set_property(self._says, "tone", "")
        self._says.setToolTip(hint(self._corrections()))
        self.frozen.setVisible(record is not None)
        self.freeze.setVisible(self._may and record is None and self._over)
        self.publish.setVisible(self._may and record is not None and record.published_at is None)
        self.correct.setVisible(self._may and record is not None)

    def _sentence(self) -> str:
        record = self.record
        if record is None:
            return self.tr("Not frozen")
        at = record.published_at or record.frozen_at
        said = self.tr("Published {at}") if record.published_at else self.tr("Frozen {at}")
        corrected = self.tr(" · {count} corrections").format(count=len(record.corrections)) if record.corrections else ""
        return said.format(at=f"{words.local(at):%Y-%m-%d %H:%M}") + corrected

    def _corrections(self) -> str:
        """The newest, which is the whole difference."""
        if self.record is None or not self.record.corrections:
            return ""
        newest = self.record.corrections[-1]
        lines = [f"{words.local(newest.at):%Y-%m-%d %H:%M} {newest.user}: {newest.reason}"]
        for each in newest.differences[:SHOWN]:
            lines.append(f"{each.name or each.key or '·'} {each.figure}: {_figure(each.frozen)} → {_figure(each.now)}")
        left = len(newest.differences) - SHOWN
        return "\n".join([*lines, f"+ {left}"] if left > 0 else lines)

    def _ask_why(self) -> None:
        self.reason.clear()
        self.reason.show()
        self.reason.setFocus()

    def _correct(self) -> None:
        if reason := self.reason.text().strip():
            self.correction_wanted.emit(self.record, reason)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        self.reason.setFixedWidth(theme.px(REASON_PX))
        self.reason.hide()
        for part in (self._says, self.reason, self.frozen, self.freeze, self.publish, self.correct):
            row.addWidget(part)


def _figure(value: float | None) -> str:
    return "0" if value is None else f"{value:,.6g}"
