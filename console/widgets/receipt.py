"""What became of an order, in one line: queued → sent → stored → seen, or refused and why."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.hall.receipts import Receipt, ReceiptState
from console.widgets import theme
from console.widgets.spoken import Spoken, label

STEPS = (ReceiptState.QUEUED, ReceiptState.SENT, ReceiptState.STORED, ReceiptState.SEEN)


def latest(hall: Hall, subject: str) -> Receipt | None:
    """The newest receipt for a case."""
    mine = [receipt for receipt in hall.receipts if receipt.subject == subject]
    return max(mine, key=lambda receipt: receipt.at, default=None)


def errors_of(receipt: Receipt) -> dict[str, str]:
    """What the backend found wrong, by the name of the field."""
    refusal = receipt.problem
    if refusal is None:
        return {}
    if refusal.code in words.CONCERNS:
        return {words.CONCERNS[refusal.code]: words.problem(refusal)}
    return {error.path: error.detail for error in refusal.errors}


class ReceiptLine(Spoken):
    """Shows one receipt; nothing at all while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.receipt: Receipt | None = None
        self._verb, self._why = label("body2"), label("error", wrap=True)
        self._steps = [label() for _ in STEPS]
        self._arrows = [label(tone="quiet") for _ in STEPS[1:]]
        self._lay_out()
        self.hide()

    def show_receipt(self, receipt: Receipt | None) -> None:
        self.receipt = receipt
        self.say()
        self.setVisible(receipt is not None)

    def say(self) -> None:
        receipt = self.receipt
        if receipt is None:
            return
        reached = 2 if receipt.state is ReceiptState.REFUSED else STEPS.index(receipt.state)
        ends = receipt.state is ReceiptState.REFUSED or (receipt.state is ReceiptState.STORED and not receipt.step)
        for part in (self._steps[3], self._arrows[2]):
            part.setVisible(not ends)
        self._verb.setText(words.verb(receipt.verb))
        for place, (step, part) in enumerate(zip(STEPS, self._steps, strict=True)):
            last = place == 2 and receipt.state is ReceiptState.REFUSED
            part.setText(words.receipt(ReceiptState.REFUSED if last else step))
            theme.set_property(part, "tone", self._tone(place, reached, receipt.state))
        for arrow in self._arrows:
            arrow.setText("→")
        self._steps[3].setToolTip(self._seen(receipt))
        self._why.setText(self._reason(receipt))
        self._why.setVisible(bool(self._why.text()))

    def _tone(self, place: int, reached: int, state: ReceiptState) -> str:
        if place != reached:
            return "quiet"
        return {ReceiptState.REFUSED: "danger", ReceiptState.STORED: "ok", ReceiptState.SEEN: "ok"}.get(state, "")

    def _reason(self, receipt: Receipt) -> str:
        if receipt.state is ReceiptState.REFUSED and receipt.problem:
            return words.problem(receipt.problem)
        if receipt.state is ReceiptState.QUEUED and receipt.waiting_for:
            return self.tr("Waiting: {cause}. It will be sent by itself.").format(cause=words.cause(receipt.waiting_for))
        return ""

    def _seen(self, receipt: Receipt) -> str:
        return self.tr("Seen by {name}").format(name=receipt.seen_by) if receipt.seen_by else ""

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.px(6))
        row.addWidget(self._verb)
        for place, part in enumerate(self._steps):
            if place:
                row.addWidget(self._arrows[place - 1])
            row.addWidget(part)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(4), 0, theme.px(4))
        column.setSpacing(theme.px(2))
        column.addLayout(row)
        column.addWidget(self._why)
