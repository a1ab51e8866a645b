"""The call-back queue: citizens who are owed a call after disposal, the longest waiting first, and what they say (DOMAIN 2.7)."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.hall.cases import complains
from console.hall.drawers import Drawers, Place
from console.hall.hall import Hall
from console.widgets import keys, theme
from console.widgets.choices import ChoicesField
from console.widgets.fields import NoteField
from console.widgets.flow import Flow
from console.widgets.intake.phrase_known import of_case
from console.widgets.intake.phrase_list import Phrasing
from console.widgets.keeping import Keeping
from console.widgets.lines import HEIGHT, Line, Lines
from console.widgets.list_and_detail import ListAndDetail
from console.widgets.receipt import ReceiptLine, errors_of, latest
from console.widgets.sheet import Sheet
from console.widgets.spoken import Spoken, button, label
from console.widgets.tabs import Tabs
from wire.cases import AnyCaseOrder, CallBackOrder, Case, ReopenOrder, ReturnToCheckOrder, ReworkOrder
from wire.codes import CallbackState, Noun, Satisfaction, Status, Verb
from wire.privacy import PersonalData
from wire.side_orders import ReturnToReviewOrder

FORM = "callbacks"  # of its drafts
PENDING, UNREACHABLE, COMPLAINING, DONE, NOBODY = range(5)  # tabs, and what nobody calls
TAB_OF = {CallbackState.PENDING: PENDING, CallbackState.UNREACHABLE: UNREACHABLE, CallbackState.DONE: DONE, CallbackState.WAIVED: NOBODY}
CONTENT = (Satisfaction.VERY_SATISFIED, Satisfaction.SATISFIED)
BACK: dict[Verb, type[ReworkOrder] | type[ReturnToReviewOrder] | type[ReturnToCheckOrder] | type[ReopenOrder]] = {
    Verb.REWORK: ReworkOrder,
    Verb.RETURN_TO_REVIEW: ReturnToReviewOrder,
    Verb.RETURN_TO_CHECK: ReturnToCheckOrder,
    Verb.REOPEN: ReopenOrder,
}
REFUSALS = (Verb.REFUSE, Verb.NOT_FILE, Verb.VOID, Verb.SPECIAL_CLOSE)
MOST = 300  # lines


def place_of(case: Case) -> Place | None:
    """Its tab, the longest waiting first."""
    if case.callback is None:
        return None
    return Place(COMPLAINING if complains(case) else TAB_OF[case.callback], (case.disposed_at or case.status_at).timestamp())


def answer_of(case: Case) -> Place | None:
    """Whether who was called is content."""
    return Place(case.satisfaction in CONTENT) if case.callback is CallbackState.DONE else None


def only_told(hall: Hall, case: Case) -> bool:
    """There is no result to be asked about: the report, or the one that it was merged with, was refused, or closed out of course."""
    main: Case | None = case
    while main is not None and main.duplicate_of:
        main = hall.cases.get(main.duplicate_of)
    return main is not None and main.status in (Status.VOIDED, Status.CLOSED) and main.disposed_at is None


class CallbacksPane(Spoken):
    ordered = Signal(str, object)  # case id, AnyCaseOrder
    card_wanted = Signal(str)
    number_wanted = Signal(str)  # whole, which is written down
    case_opened = Signal(str)
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._id = hall, ""
        self._drawers, self._answers = Drawers(hall.cases, place_of, self), Drawers(hall.cases, answer_of, self)
        self._whole: PersonalData | None = None
        self.tabs, self.lines = Tabs(4), Lines()
        self._head, self._phone, self._what = label("lead", wrap=True), label("title", wrap=True), label("body2", wrap=True)
        self.satisfaction = ChoicesField("satisfaction", list(Satisfaction), ("1", "2", "3", "4"), required=True)
        self.solved, self.unsolved, self._solved_head = button(), button(), label("label")
        self.note, self.receipt, self.number = NoteField("note"), ReceiptLine(), button()
        self.send, self.unreachable, self.waive = button("primary"), button(), button("quiet")
        self._back_head, self._back, self._told = label("hint", tone="danger", wrap=True), QWidget(), label(wrap=True)
        self._empty, self._body, self._asked = label("hint", wrap=True), QWidget(), QWidget()
        self.keeping = Keeping(hall.drafts, FORM, {"satisfaction": self.satisfaction, "note": self.note}, self)
        Phrasing(self.note, hall.phrases, lambda: of_case(hall, self.case), Verb.CALL_BACK)
        self._lay_out()
        self._connect()
        self.say()

    @property
    def case(self) -> Case | None:
        return self._hall.cases.get(self._id) if self._id else None

    def open(self, case_id: str) -> None:
        if case_id != self._id:
            self._id = case_id
            self._clear()
            self._whole = None
            self.receipt.show_receipt(None)
            self._hall.selection.set(Noun.CASE, case_id)
            self.card_wanted.emit(case_id)
        self.say()

    def take_number(self, whole: PersonalData) -> None:
        """Shown as long as this case is."""
        if whole.case_id == self._id:
            self._whole = whole
            self._say_case()

    def _forget(self) -> None:
        """The backend says until when it may be shown."""
        if self._whole is not None and self._hall.clock.now() >= self._whole.until:
            self._whole = None
            self._say_case()

    def _ask_for_number(self) -> None:
        if self._id:
            self.number_wanted.emit(self._id)

    def submit(self) -> None:
        """What the citizen says; who is only told is asked nothing."""
        case, satisfaction = self.case, self.satisfaction.value()
        if case is not None and only_told(self._hall, case):
            self._order(CallbackState.DONE)
            return
        self.satisfaction.set_error("" if satisfaction else self.tr("Needed: please choose"))
        if isinstance(satisfaction, Satisfaction):
            self._order(CallbackState.DONE, satisfaction, self.solved.isChecked())

    def say(self) -> None:
        self.send.setText(self.tr("Called back") + "  Ctrl+⏎")
        self.unreachable.setText(self.tr("No answer") + "  U")
        self.number.setText(self.tr("Show the number") + "  P")
        self.waive.setText(self.tr("Waive, with the reason"))
        self.solved.setText(self.tr("Yes") + "  Y")
        self.unsolved.setText(self.tr("No") + "  N")
        self._solved_head.setText(words.field("resolved"))
        self._empty.setText(self.tr("Choose a citizen to call back."))
        self._say_case()
        self._fill()

    def tell(self) -> None:
        done, content = self._answers.count(True, False), self._answers.count(True)
        rate = f"{100 * content / done:.1f} %" if done else "—"
        owed = self._drawers.count(PENDING, UNREACHABLE, COMPLAINING, DONE, NOBODY)
        self.told.emit("", self.tr("{done} of {owed} called back · {rate} satisfied").format(done=done, owed=owed, rate=rate), -1)

    def _say_case(self) -> None:
        case = self.case
        self._empty.setVisible(case is None)
        self._body.setVisible(case is not None)
        if case is None:
            return
        small = words.class_name(self._hall.classes.get((case.kind, case.class_code)), case.class_code)
        self._head.setText(f"{small}  {words.number_short(case.number)}")
        shown = self._whole or case
        self._phone.setText(f"{shown.phone}  {shown.reporter}")
        self.number.setVisible(self._whole is None)
        self._what.setText("\n".join(filter(None, (case.address, case.description, self._so_far(case)))))
        owed = case.callback in (CallbackState.PENDING, CallbackState.UNREACHABLE)
        told = only_told(self._hall, case)
        for part in (self.send, self.unreachable, self.waive):
            part.setVisible(owed)
        self._asked.setVisible(owed and not told)
        self._told.setVisible(owed and told)
        self._told.setText(self._refusal(case))
        self.note.setVisible(owed or complains(case))
        self._offer_back(case)

    def _refusal(self, case: Case) -> str:
        """What he is to be told: that nothing comes of it, and why."""
        card = self._hall.cards.get(case.duplicate_of or case.id) or self._hall.cards.get(case.id)
        why = next((record.note for record in reversed(card.flow) if record.verb in REFUSALS), "") if card else ""
        return self.tr("To be told: {what}").format(what=words.of(case.void_kind or case.status)) + (f"\n{why}" if why else "")

    def _so_far(self, case: Case) -> str:
        said = [words.of(case.callback)] if case.callback else []
        said += [self.tr("{count} attempts").format(count=case.callback_tries)] if case.callback_tries else []
        return " · ".join([*said, *([words.of(case.satisfaction)] if case.satisfaction else [])])

    def _offer_back(self, case: Case) -> None:
        """Whoever is not content brings the case back into the flow: by the verbs that the backend offers this post."""
        row = self._back.layout()
        assert row is not None
        while item := row.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        card = self._hall.cards.get(case.id)
        offered = [offer.verb for offer in card.offers if offer.verb in BACK] if card and complains(case) else []
        for verb in offered:
            made = button("primary")
            made.setText(words.of(verb))
            made.clicked.connect(lambda _=False, verb=verb: self._send_back(verb))
            row.addWidget(made)
            made.show()
        self._back_head.setText(self.tr("Not content: the case goes back into the flow.") if complains(case) else "")
        self._back_head.setVisible(complains(case))
        self._back.setVisible(bool(offered))

    def _send_back(self, verb: Verb) -> None:
        note = self.note.value()
        self.note.set_error("" if note else self.tr("Needed: what the citizen says is wrong"))
        if note and self.case is not None:
            self.ordered.emit(self._id, BACK[verb](note=note))
            self.keeping.end()

    def _order(self, outcome: CallbackState, satisfaction: Satisfaction | None = None, resolved: bool | None = None) -> None:
        case, note = self.case, self.note.value() or ""
        if case is None or case.callback not in (CallbackState.PENDING, CallbackState.UNREACHABLE):
            return
        self.note.set_error(self.tr("Needed: why nobody calls") if outcome is CallbackState.WAIVED and not note else "")
        if outcome is not CallbackState.WAIVED or note:
            order: AnyCaseOrder = CallBackOrder(outcome=outcome, satisfaction=satisfaction, resolved=resolved, note=note)
            self.ordered.emit(case.id, order)
            self.keeping.end()

    def _fill(self) -> None:
        titles = (self.tr("To call back"), self.tr("Unreachable"), self.tr("Not content"), self.tr("Called back"))
        for tab, title in enumerate(titles):
            self.tabs.write(tab, title, self._drawers.count(tab))
        if self.isVisible():
            self.lines.take([self._line(case) for case in self._drawers.first(self.tabs.current, MOST)])
        self.tell()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fill()

    def _line(self, case: Case) -> Line:
        small = words.class_name(self._hall.classes.get((case.kind, case.class_code)), case.class_code)
        since = words.span((self._hall.clock.now() - (case.disposed_at or case.status_at)).total_seconds())
        below = " · ".join(filter(None, (f"{case.reporter} {case.phone}", self._so_far(case) if case.callback_tries else "", case.address)))
        return Line(case.id, f"{small}  {words.number_short(case.number)}", below, since, "danger" if complains(case) else "text")

    def _picked(self, satisfaction: object) -> None:
        """Whoever is not content has mostly nothing solved; it can be changed."""
        self._solve(satisfaction is not Satisfaction.NOT_SATISFIED)

    def _solve(self, solved: bool) -> None:
        self.solved.setChecked(solved)
        self.unsolved.setChecked(not solved)

    def _clear(self) -> None:
        self.keeping.quiet = True
        self.satisfaction.set(None)
        self.satisfaction.set_error("")
        self.note.set("")
        self.note.set_error("")
        self._solve(True)
        self.keeping.quiet = False
        if self.keeping.begin(self._id) and self.satisfaction.value():
            self._picked(self.satisfaction.value())

    def _receipts_changed(self) -> None:
        receipt = latest(self._hall, self._id)
        if receipt is not None:
            self.receipt.show_receipt(receipt)
            for path, text in errors_of(receipt).items():
                (self.satisfaction if path == "satisfaction" else self.note).set_error(text)

    def _changed(self, ids: frozenset[str]) -> None:
        if self._id in ids:
            self._say_case()

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._fill)
        self.lines.chosen.connect(self.open)
        self.lines.opened.connect(self.open)
        self.lines.selectionModel().currentChanged.connect(lambda: self.open(self.lines.current()) if self.lines.current() else None)
        self.send.clicked.connect(self.submit)
        self.number.clicked.connect(self._ask_for_number)
        self.unreachable.clicked.connect(lambda: self._order(CallbackState.UNREACHABLE))
        self.waive.clicked.connect(lambda: self._order(CallbackState.WAIVED))
        self.satisfaction.picked.connect(self._picked)
        self.solved.clicked.connect(lambda: self._solve(True))
        self.unsolved.clicked.connect(lambda: self._solve(False))
        self._hall.clock.ticked.connect(self._forget)
        self._hall.cases.changed.connect(self._changed)
        self._hall.cards.changed.connect(self._changed)
        self._drawers.changed.connect(self._fill)
        self._answers.changed.connect(self.tell)
        self._hall.catalogue_changed.connect(self._fill)
        self._hall.receipts.changed.connect(self._receipts_changed)
        keys.bind(self, self.submit, "Ctrl+Return", "Ctrl+Enter")
        acts: dict[str, Callable[[], None]] = {
            "U": lambda: self._order(CallbackState.UNREACHABLE),
            "P": self._ask_for_number,
            "Y": lambda: self._solve(True),
            "N": lambda: self._solve(False),
            **{str(number + 1): partial(self.satisfaction.pick, number) for number in range(len(Satisfaction))},
        }
        for key, act in acts.items():
            keys.bind(self, act, key)

    def _lay_out(self) -> None:
        left, right, inside = QWidget(), Sheet(), QVBoxLayout(self._body)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        self.lines.setMinimumHeight(theme.px(HEIGHT))
        column.addWidget(self.lines, 1)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.px(8))
        Flow(self._back)
        solved, buttons = QHBoxLayout(), Flow(gap=6)
        for part in (self.solved, self.unsolved):
            part.setCheckable(True)
            solved.addWidget(part)
        solved.addStretch(1)
        for part in (self.send, self.unreachable, self.waive):
            buttons.addWidget(part)
        asked = QVBoxLayout(self._asked)
        asked.setContentsMargins(0, 0, 0, 0)
        asked.setSpacing(theme.px(8))
        for widget in (self.satisfaction, self._solved_head):
            asked.addWidget(widget)
        asked.addLayout(solved)
        who = QHBoxLayout()
        who.addWidget(self._phone, 1)
        who.addWidget(self.number)
        inside.addWidget(self._head)
        inside.addLayout(who)
        for above in (self._what, self._back_head, self._told, self._asked, self.note):
            inside.addWidget(above)
        inside.addLayout(buttons)
        for below in (self._back, self.receipt):
            inside.addWidget(below)
        right.body.addWidget(self._empty)
        right.body.addWidget(self._body)
        right.body.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ListAndDetail(left, right))
