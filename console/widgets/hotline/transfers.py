"""What 12345 has passed on to us, by its own deadline, and our reply."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.widgets import keys, theme
from console.widgets.fields import NoteField
from console.widgets.flow import Flow
from console.widgets.intake.phrase_known import of_case, of_talk
from console.widgets.intake.phrase_list import Phrasing
from console.widgets.keeping import Keeping
from console.widgets.lamp import LampMark
from console.widgets.lines import HEIGHT, Line, Lines
from console.widgets.list_and_detail import ListAndDetail
from console.widgets.missing import Missing
from console.widgets.receipt import ReceiptLine, errors_of, latest
from console.widgets.sheet import Sheet
from console.widgets.spoken import Spoken, button, label
from console.widgets.tabs import Tabs
from wire.codes import Lamp, Noun, TransferState
from wire.transfers import ReplyOrder, SendBackOrder, Transfer, lamp

FORM = "transfers"  # of its drafts
WAITING, REGISTERED, ANSWERED = range(3)
STATES = {
    WAITING: (TransferState.WAITING,),
    REGISTERED: (TransferState.REGISTERED,),
    ANSWERED: (TransferState.REPLIED, TransferState.RETURNED, TransferState.FETCHED),
}
TONES = {Lamp.RED: "danger", Lamp.YELLOW: "warn"}


class TransfersPane(Spoken):
    ordered = Signal(str, object)  # transfer id, AnyTransferOrder
    transfer_wanted = Signal(str)  # with name and phone
    report_wanted = Signal(str)  # transfer id: a case is to be made of it
    case_opened = Signal(str)
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._id = hall, ""
        self.tabs, self.lines = Tabs(3), Lines()
        self._lamp, self._title, self._left = LampMark(size=28), label("lead", wrap=True), label("title")
        self._facts, self._text = label("body2", wrap=True), label(wrap=True)
        self.reply, self.receipt = NoteField("reply", True, lines=4), ReceiptLine()
        self.send, self.report, self.back, self.case = button("primary"), button("primary"), button("quiet"), button("quiet")
        self._empty, self._body = label("hint", wrap=True), QWidget()
        self.missing = Missing(hall, Wanted.TRANSFER, asking=False)
        self.keeping = Keeping(hall.drafts, FORM, {"reply": self.reply}, self)
        Phrasing(self.reply, hall.phrases, self._known)
        self._lay_out()
        self._connect()
        self.say()

    @property
    def transfer(self) -> Transfer | None:
        return self._hall.transfers.get(self._id) if self._id else None

    def open(self, transfer_id: str) -> None:
        if transfer_id and transfer_id != self._id:
            self._id = transfer_id
            transfer = self.transfer
            self.keeping.quiet = True
            self.reply.set(transfer.reply if transfer else "")
            self.reply.set_error("")
            self.keeping.quiet = False
            self.keeping.begin(transfer_id)
            self.receipt.show_receipt(None)
            self.transfer_wanted.emit(transfer_id)
        self._show()

    def submit(self) -> None:
        self._answer(ReplyOrder)

    def say(self) -> None:
        self.send.setText(self.tr("Reply") + "  Ctrl+⏎")
        self.report.setText(self.tr("Make a case") + "  F3")
        self.back.setText(self.tr("Send back: not ours"))
        self.case.setText(self.tr("Show the case"))
        self._empty.setText(self.tr("Choose what 12345 has passed on."))
        self._fill()
        self._show()

    def _known(self) -> dict[str, str]:
        """For the variables of phrases: the case that was made of it, and else what 12345 says."""
        transfer = self.transfer
        if transfer is None:
            return {}
        card = self._hall.hotline.transfer_cards.get(transfer.id)
        told = of_talk(self._hall, card.reporter if card else transfer.reporter) | {"address": transfer.address, "number": transfer.number}
        return told | of_case(self._hall, self._hall.cases.get(transfer.case_id or ""))

    def tell(self) -> None:
        now = self._hall.clock.now()
        late = sum(lamp(each, now) is Lamp.RED and each.replied_at is None for each in self._hall.transfers)
        waiting = len(self._transfers(WAITING)) + len(self._transfers(REGISTERED))
        self.told.emit("", self.tr("{count} without a reply · {late} overdue").format(count=waiting, late=late), -1)

    def _answer(self, order: type[ReplyOrder] | type[SendBackOrder]) -> None:
        text = self.reply.value()
        self.reply.set_error("" if text else self.tr("Needed: please fill this in"))
        if text and self.transfer is not None:
            self.ordered.emit(self._id, order(reply=text))
            self.keeping.end()

    def _transfers(self, tab: int) -> list[Transfer]:
        return sorted((each for each in self._hall.transfers if each.state in STATES[tab]), key=lambda each: (each.due_at, each.id))

    def _fill(self) -> None:
        for tab, title in enumerate((self.tr("Waiting"), self.tr("With a case"), self.tr("Answered"))):
            self.tabs.write(tab, title, len(self._transfers(tab)))
        self.lines.take([self._line(each) for each in self._transfers(self.tabs.current)])
        self.tell()

    def _line(self, transfer: Transfer) -> Line:
        now = self._hall.clock.now()
        figure = words.of(transfer.state) if transfer.replied_at else words.left(transfer.due_at, now)
        tone = "text" if transfer.replied_at else TONES.get(lamp(transfer, now), "text")
        case = self._hall.cases.get(transfer.case_id or "")
        below = " · ".join(filter(None, (words.of(case.status) if case else "", transfer.number, transfer.address)))  # what is done is to be answered
        return Line(transfer.id, transfer.title, below, figure, tone)

    def _show(self) -> None:
        transfer = self.transfer
        self._empty.setVisible(transfer is None)
        self._body.setVisible(transfer is not None)
        if transfer is None:
            return
        card, now = self._hall.hotline.transfer_cards.get(transfer.id), self._hall.clock.now()
        burning = lamp(transfer, now)
        self._lamp.set(burning)
        said = card.transfer if card else transfer  # what the citizen has said, whole where it was asked for
        self._title.setText(said.title)
        self._left.setText(words.of(transfer.state) if transfer.replied_at else words.left(transfer.due_at, now))
        theme.set_property(self._left, "tone", "quiet" if transfer.replied_at else TONES.get(burning, ""))
        who = f"{card.reporter} {card.phone}" if card else f"{transfer.reporter} {transfer.phone}"
        due = self.tr("reply due {at}").format(at=words.moment(transfer.due_at, now))
        self._facts.setText("\n".join(filter(str.strip, (f"{transfer.number} · {due}", who, said.address))))
        self._text.setText(said.text)
        is_open = transfer.state in (TransferState.WAITING, TransferState.REGISTERED)
        self.reply.edit.setReadOnly(not is_open)
        self.send.setVisible(is_open)
        for part in (self.report, self.back):
            part.setVisible(transfer.state is TransferState.WAITING)
        self.case.setVisible(transfer.case_id is not None)
        theme.set_property(self.send, "kind", "" if transfer.state is TransferState.WAITING else "primary")

    def _open_case(self) -> None:
        if self.transfer is not None and self.transfer.case_id:
            self._hall.selection.set(Noun.CASE, self.transfer.case_id)
            self.case_opened.emit(self.transfer.case_id)

    def _receipts_changed(self) -> None:
        receipt = latest(self._hall, self._id)
        if receipt is not None:
            self.receipt.show_receipt(receipt)
            for text in errors_of(receipt).values():
                self.reply.set_error(text)

    def _changed(self) -> None:
        self._fill()
        self._show()

    def ask_for_report(self) -> None:
        if self.transfer is not None and self.transfer.state is TransferState.WAITING:
            self.report_wanted.emit(self._id)

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._fill)
        self.lines.chosen.connect(self.open)
        self.lines.opened.connect(self.open)
        self.send.clicked.connect(self.submit)
        self.report.clicked.connect(self.ask_for_report)
        self.back.clicked.connect(lambda: self._answer(SendBackOrder))
        self.case.clicked.connect(self._open_case)
        self._hall.transfers.changed.connect(self._changed)
        self._hall.hotline.transfer_cards.changed.connect(self._show)
        self._hall.clock.ticked.connect(self._changed)
        self._hall.receipts.changed.connect(self._receipts_changed)
        keys.bind(self, self.submit, "Ctrl+Return", "Ctrl+Enter")

    def _lay_out(self) -> None:
        left, right, inside = QWidget(), Sheet(), QVBoxLayout(self._body)
        column, head, buttons = QVBoxLayout(left), QHBoxLayout(), Flow(gap=6)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        self.lines.setMinimumHeight(theme.px(HEIGHT))
        column.addWidget(self.lines, 1)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.px(8))
        head.addWidget(self._lamp)
        head.addWidget(self._title, 1)
        head.addWidget(self._left)
        for part in (self.report, self.send, self.back, self.case):
            buttons.addWidget(part)
        inside.addLayout(head)
        for widget in (self._facts, self._text, self.reply):
            inside.addWidget(widget)
        inside.addLayout(buttons)
        inside.addWidget(self.receipt)
        inside.addWidget(self.missing)
        right.body.addWidget(self._empty)
        right.body.addWidget(self._body)
        right.body.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ListAndDetail(left, right))
