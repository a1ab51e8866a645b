"""One call: who it is, what the hall knows of the number, and what was said. The keys work while one types."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console import words
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.hotline import own_seat
from console.hall.receipts import ReceiptState
from console.widgets import keys, theme
from console.widgets.choices import ChoicesField
from console.widgets.fields import LineField, NoteField
from console.widgets.flow import Flow
from console.widgets.hotline.address import AddressPart
from console.widgets.hotline.call_lines import known, line_of_call, line_of_case, number_of
from console.widgets.intake.phrase_known import of_case, of_talk
from console.widgets.intake.phrase_list import Phrasing
from console.widgets.keeping import Keeping
from console.widgets.lines import HEIGHT, Lines
from console.widgets.missing import Missing
from console.widgets.receipt import ReceiptLine, latest
from console.widgets.sheet import Sheet
from console.widgets.spoken import Spoken, button, label
from wire.calls import Call, CallCard, HandOverOrder, RecordOrder
from wire.codes import CallKind, CallState, Noun, Urgency

OVER_KEYS = 9  # numbers to hand over to that have a key
FORM = "call"  # of its drafts
SHOWN = 4  # lines of a list before it scrolls


class CallPane(Spoken):
    """Follows the call that one has taken, or another that was opened."""

    record_wanted = Signal(str, object)  # call id, AnyCallOrder
    report_wanted = Signal(str)  # call id: a case is to be made of it
    hang_up_wanted = Signal(str)
    call_wanted = Signal(str)  # its card
    case_opened = Signal(str)
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self._hall, self._id = hall, ""
        self._figure, self._number, self._known, self._greeting = label("clock"), label("title"), label("body2", wrap=True), label("hint", wrap=True)
        self.kind = ChoicesField("call_kind", list(CallKind), ("Alt+1", "Alt+2", "Alt+3"), required=True)
        self.urgency = ChoicesField("urgency", list(Urgency))
        self.caller, self.text = LineField("caller"), NoteField("text", lines=3)
        self.report, self.record, self.hang_up = button("primary"), button(), button("quiet")
        self._over_head, self._over, self.overs = label("label"), QWidget(), dict[str, QPushButton]()
        self._cases_head, self.cases, self._calls_head, self.calls = label("label"), Lines(), label("label"), Lines()
        self.at = AddressPart(hall)
        self._empty, self._body, self._foot = label("hint", wrap=True), QWidget(), QWidget()
        self.receipt, self.missing = ReceiptLine(), Missing(hall, Wanted.CALL, asking=False)
        fields = {"kind": self.kind, "urgency": self.urgency, "caller": self.caller, "address": self.at.field, "text": self.text}
        self.keeping = Keeping(hall.drafts, FORM, fields, self)
        Phrasing(self.text, hall.phrases, self._known_of_call)
        self._lay_out()
        self._connect()
        self._offer_overs()
        self.say()

    @property
    def call(self) -> Call | None:
        return self._hall.calls.get(self._id) if self._id else None

    @property
    def card(self) -> CallCard | None:
        return self._hall.hotline.cards.get(self._id) if self._id else None

    def open(self, call_id: str) -> None:
        """Show this call; what was being written about another one stays its draft."""
        if call_id != self._id:
            self._id = call_id
            self._fill_form()
            self.receipt.show_receipt(None)
        self.say()
        self.call_wanted.emit(call_id)

    def submit(self) -> None:
        """What was said, without a case; a consultation needs its answer."""
        call, kind = self.call, self.kind.value()
        needs_answer = kind is CallKind.CONSULTATION and not self.text.value()
        self.kind.set_error("" if kind else self.tr("Needed: please choose"))
        self.text.set_error(self.tr("Needed: the answer that was given") if needs_answer else "")
        if call is None or not isinstance(kind, CallKind) or needs_answer:
            return
        self.record_wanted.emit(call.id, self.order(kind))
        self.keeping.end()

    def order(self, kind: CallKind, case_id: str | None = None) -> RecordOrder:
        """What stands in the form, as it is written down."""
        urgency = self.urgency.value()
        return RecordOrder(
            kind=kind,
            urgency=urgency if isinstance(urgency, Urgency) else Urgency.GENERAL,
            caller=self.caller.value() or "",
            text=self.text.value() or "",
            case_id=case_id,
        )

    def order_of(self, call_id: str, case_id: str) -> RecordOrder:
        """Of a call that a case was made of, a complaint unless it was said to be something else. Another one may be open meanwhile, and stays so."""
        if call_id == self._id:
            kind = self.kind.value()
            order = self.order(kind if isinstance(kind, CallKind) else CallKind.COMPLAINT, case_id)
        else:
            draft, card = self._hall.drafts.get(FORM, call_id), self._hall.hotline.cards.get(call_id)
            written = draft.fields if draft else {"caller": card.caller, "text": card.text} if card else {}
            order = RecordOrder(
                kind=CallKind(written.get("kind") or CallKind.COMPLAINT),
                urgency=Urgency(written.get("urgency") or Urgency.GENERAL),
                caller=str(written.get("caller", "")).strip(),
                text=str(written.get("text", "")).strip(),
                case_id=case_id,
            )
        self._hall.drafts.drop(FORM, call_id)
        return order

    def so_far(self, card: CallCard) -> tuple[str, str, bool]:
        """Who called, what he said, and whether it is urgent, as it stands here by now."""
        urgent = self.urgency.value() not in (None, Urgency.GENERAL)
        return self.caller.value() or card.caller, self.text.value() or card.text, urgent

    def hand_over(self, number: str) -> None:
        text = self.text.value()
        self.text.set_error("" if text else self.tr("Needed: a note for whoever takes over"))
        if text and self._id:
            self.record_wanted.emit(self._id, HandOverOrder(to=number, text=text))
            self.keeping.end()

    def _hand_over_to(self, place: int) -> None:
        """The number at this place of the book."""
        if numbers := list(self.overs)[place : place + 1]:
            self.hand_over(numbers[0])

    def ask_for_report(self) -> None:
        """A complaint unless it was said to be something else."""
        if self.call is not None:
            if self.kind.value() in (None, CallKind.CONSULTATION):
                self.kind.set(CallKind.COMPLAINT)
            self.report_wanted.emit(self._id)

    def _known_of_call(self) -> dict[str, str]:
        """For the variables of phrases."""
        case = self._hall.cases.get(self.call.case_id or "") if self.call else None
        return of_case(self._hall, case) | of_talk(self._hall, self.caller.value() or "")

    def tell(self) -> None:
        call = self.call
        self.told.emit(words.of(call.state) if call else "", "", -1)

    def say(self) -> None:
        call = self.call
        self._empty.setText(self.tr("No call. F2 answers the one that rings longest."))
        self._empty.setVisible(call is None)
        for part in (self._body, self._foot):
            part.setVisible(call is not None)
        self.report.setText(self.tr("Make a case") + "  F3")
        self.record.setText(self.tr("Write down and close") + "  Ctrl+⏎")
        self.hang_up.setText(self.tr("Hang up") + "  F4")
        self._over_head.setText(self.tr("Hand over, with what was said as the note"))
        self.text.call_it("answer" if self.kind.value() is CallKind.CONSULTATION else "text")
        for each in self._hall.hotline.book.hand_overs if self._hall.hotline.book else []:
            if (made := self.overs.get(each.number)) is not None:
                made.setText(f"{each.number} {words.choose(each.name, each.name_en)}")
                made.setToolTip(" · ".join(filter(None, (words.choose(each.when, each.when_en), self._key_of(each.number)))))
        if call is not None:
            self._say_call(call)
        self.tell()

    def _key_of(self, number: str) -> str:
        """The key that hands over there, if any."""
        at = list(self.overs).index(number) + 1
        return f"Ctrl+Alt+{at}" if at <= OVER_KEYS else ""

    def _say_call(self, call: Call) -> None:
        card = self.card
        mine = own_seat(self._hall.seats, self._hall.me)
        self._number.setText(number_of(card or call))
        self._known.setText(" · ".join(known(call)))
        theme.set_property(self._known, "tone", "danger" if call.repeated else "")
        self._tick()
        talking = call.state is CallState.TALKING and mine is not None and mine.call_id == call.id
        self.hang_up.setVisible(talking)
        book = self._hall.hotline.book
        self._greeting.setText(words.choose(book.greeting, book.greeting_en).format(seat=call.seat) if book and talking else "")
        self._greeting.setVisible(talking and book is not None)
        for head, lines, text, found in (
            (self._cases_head, self.cases, self.tr("Cases of this number"), [line_of_case(self._hall, case) for case in card.cases] if card else []),
            (self._calls_head, self.calls, self.tr("Earlier calls"), [line_of_call(self._hall, each) for each in card.calls] if card else []),
        ):
            head.setText(f"{text}  {len(found)}")
            lines.take(found)
            lines.setVisible(bool(found))
            lines.setFixedHeight(theme.px(HEIGHT) * min(len(found), SHOWN))

    def _tick(self) -> None:
        call = self.call
        if call is None:
            return
        since = call.answer_at or call.ring_at
        self._figure.setText(words.span(max(((call.end_at or self._hall.clock.now()) - since).total_seconds(), 0)))
        theme.set_property(self._figure, "tone", "quiet" if call.end_at else "")

    def _fill_form(self) -> None:
        call, card = self.call, self.card
        self.keeping.quiet = True
        self.kind.set(call.kind if call else None)
        self.urgency.set(call.urgency if call else Urgency.GENERAL)
        self.caller.set(card.caller if card else "")
        self.text.set(card.text if card else "")
        self.at.field.set("")
        for field in (self.kind, self.text):
            field.set_error("")
        self.at.begin(card.cases if card else [])
        self.keeping.quiet = False
        self.keeping.begin(self._id)

    def _card_came(self, ids: frozenset[str]) -> None:
        if self._id in ids:
            if not self.caller.value() and not self.text.value():
                self._fill_form()
            elif self.card is not None:
                self.at.begin(self.card.cases)
            self.say()

    def _call_changed(self, ids: frozenset[str]) -> None:
        if self._id in ids:
            self.say()

    def _receipts_changed(self) -> None:
        receipt = latest(self._hall, self._id)
        if receipt is not None:
            self.receipt.show_receipt(receipt)
            if receipt.state is ReceiptState.STORED:
                self.call_wanted.emit(self._id)

    def _offer_overs(self) -> None:
        row = self._over.layout()
        assert row is not None
        for made in self.overs.values():
            row.removeWidget(made)
            made.deleteLater()
        self.overs = {}
        for each in self._hall.hotline.book.hand_overs if self._hall.hotline.book else []:
            made = self.overs[each.number] = button()
            made.clicked.connect(lambda _=False, number=each.number: self.hand_over(number))
            row.addWidget(made)
            made.show()

    def _open_case(self, case_id: str) -> None:
        self._hall.selection.set(Noun.CASE, case_id)
        self.case_opened.emit(case_id)

    def _connect(self) -> None:
        hotline = self._hall.hotline
        hotline.book_changed.connect(self._offer_overs)
        hotline.book_changed.connect(self.say)
        hotline.cards.changed.connect(self._card_came)
        self._hall.calls.changed.connect(self._call_changed)
        self._hall.seats.changed.connect(self.say)
        self._hall.receipts.changed.connect(self._receipts_changed)
        self._hall.clock.ticked.connect(self._tick)
        self.setFocusProxy(self.text)
        self.kind.changed.connect(self.say)
        self.record.clicked.connect(self.submit)
        self.report.clicked.connect(self.ask_for_report)
        self.hang_up.clicked.connect(lambda: self.hang_up_wanted.emit(self._id))
        self.cases.opened.connect(self._open_case)
        self.cases.chosen.connect(self._open_case)
        self.calls.opened.connect(self.open)
        self.at.case_opened.connect(self._open_case)
        self.at.call_opened.connect(self.open)
        keys.bind(self, self.submit, "Ctrl+Return", "Ctrl+Enter")
        for number in range(len(CallKind)):
            keys.bind(self, partial(self.kind.pick, number), f"Alt+{number + 1}")
        for number in range(OVER_KEYS):
            keys.bind(self, partial(self._hand_over_to, number), f"Ctrl+Alt+{number + 1}")

    def _lay_out(self) -> None:
        sheet, inside = Sheet(), QVBoxLayout(self._body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.px(8))
        head, buttons = QHBoxLayout(), Flow(self._foot, gap=6)
        buttons.setContentsMargins(theme.px(12), theme.px(6), theme.px(12), theme.px(8))
        head.addWidget(self._number, 1)
        head.addWidget(self._figure)
        for made in (self.report, self.record, self.hang_up):
            buttons.addWidget(made)
        Flow(self._over)
        for part in (self._greeting, self.kind, self.urgency, self.caller, self.text):
            inside.addWidget(part)
        inside.insertLayout(0, head)
        inside.insertWidget(1, self._known)
        below: tuple[QWidget, ...] = (self.receipt, self.missing, self._cases_head, self.cases, self.at, self._calls_head, self.calls)
        for widget in (*below, self._over_head, self._over):
            inside.addWidget(widget)
        sheet.body.addWidget(self._empty)
        sheet.body.addWidget(self._body)
        sheet.body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(sheet, 1)
        column.addWidget(self._foot)  # in sight, wherever one has scrolled
