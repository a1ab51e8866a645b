"""What is asked at the end of a case: that its closing condition is met, and whether a check is one at the same time of the day."""

from datetime import datetime

from console import words
from console.widgets.case.side_fields import TickField
from console.widgets.spoken import label
from wire.standards import Condition


class ClosingField(TickField):
    """To be ticked by whoever closes; the closing condition stands above it, as in the version that the case was filed under."""

    def __init__(self, condition: Condition | None, required: bool) -> None:
        self._condition, self._text = condition, label(wrap=True)
        super().__init__("closing_met", required)
        self.insert_above(self._text)
        self._text.setVisible(bool(self._text.text()))

    def is_filled(self) -> bool:
        return self.value()

    def say(self) -> None:
        super().say()
        closing = words.closing_text(self._condition) if self._condition else ""
        self._text.setText(self.tr("Closed when: {closing}").format(closing=closing) if closing else "")


class SameTimeField(TickField):
    """Ticked at first: what comes again at its time of the day is not found at another."""

    def __init__(self, begins: datetime, now: datetime) -> None:
        self._begins, self._now = begins, now
        super().__init__("same_time")
        self.set(True)

    def say(self) -> None:
        super().say()
        self.box.setText(self.tr("{field}: from {at}").format(field=words.field(self.name), at=words.moment(self._begins, self._now)))
