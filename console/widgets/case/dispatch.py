"""The dispatch form: which department takes the chosen case, with the standard beside it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.hall.cases import COMMAND, waits_for_dispatch
from console.hall.hall import Hall
from console.hall.receipts import ReceiptState
from console.widgets import keys, theme
from console.widgets.case.city_fields import DepartmentField
from console.widgets.case.clash import ClashView
from console.widgets.case.clock import CaseClock
from console.widgets.case.company import CompanyStrip
from console.widgets.case.dispatch_times import deadline_of
from console.widgets.case.guard import Guard
from console.widgets.fields import NoteField
from console.widgets.intake.draft_note import DraftNote
from console.widgets.intake.phrase_known import of_case
from console.widgets.intake.phrase_list import Phrasing
from console.widgets.keeping import Keeping
from console.widgets.receipt import ReceiptLine, errors_of, latest
from console.widgets.sheet import Sheet
from console.widgets.spoken import Spoken, button, label
from wire.cases import Case, CaseCard, DispatchOrder
from wire.codes import Noun, Verb
from wire.standards import Condition, Limit

NARROW = 440  # px: below it the standard stands under the form instead of beside it


class Standard(Spoken):
    """The standard that the case was filed under: how long, until when, and when it may be closed."""

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._case: Case | None = None
        self._filed: Condition | None = None  # as it stands in the version that the case was filed under
        self.setObjectName("raised")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._limit, self._due = label("title"), label("hint", wrap=True)
        self._heads = [label("label") for _ in range(3)]
        self._texts = [label(wrap=True) for _ in range(2)]
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(12),) * 4)
        column.setSpacing(theme.px(2))
        for part in (self._heads[0], self._limit, self._due, self._heads[1], self._texts[0], self._heads[2], self._texts[1]):
            column.addWidget(part)
        column.addStretch(1)
        self.say()

    def show_case(self, case: Case | None, card: CaseCard | None = None) -> None:
        self._case, self._filed = case, card.condition if card else None
        self.say()

    def say(self) -> None:
        for head, text in zip(self._heads, (self.tr("Time limit"), self.tr("Filed when"), self.tr("Closed when")), strict=True):
            head.setText(text)
        condition = self._filed or self._hall.conditions.get((self._case.condition_id or "") if self._case else "")
        self._limit.setText(words.limit(condition.limit.amount, condition.limit.type) if condition else "—")
        self._texts[0].setText(words.condition_text(condition) if condition else "—")
        self._texts[1].setText(words.closing_text(condition) if condition else "—")
        self._due.setText(self._deadline(condition.limit) if condition else "")

    def _deadline(self, limit: Limit) -> str:
        now = self._hall.clock.now()
        due = deadline_of(limit, now)
        if due is None:
            return self.tr("counted from dispatch, in working hours")
        return self.tr("dispatched now, due {at}").format(at=words.moment(due, now))


class DispatchForm(Spoken):
    """For the selected case while it waits to be dispatched. What was typed stays with its case, whatever happens elsewhere."""

    ordered = Signal(str, object)  # case id, DispatchOrder
    card_wanted = Signal(str)  # case id: its card, with the suggestions, is not here
    writing = Signal(str, str)  # case id, name of the field that is being written
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._hall, self._id, self._asked = hall, "", ("", 0)
        self._since: dict[str, CaseCard] = {}  # the case as it was when its draft was begun
        self._waiting = {case.id for case in hall.cases if waits_for_dispatch(case, hall.me)}
        self._filling, self._done = False, ""
        self.clock, self._place = CaseClock(), label("body2", wrap=True)
        self.department, self.note = DepartmentField(hall), NoteField("note", lines=3)
        self.standard, self.receipt = Standard(hall), ReceiptLine()
        self.company, self.guard = CompanyStrip(hall, asks=False), Guard(hall)
        self.clash = ClashView(hall, lambda clash: clash.subject == self._id and isinstance(clash.order, DispatchOrder) and not clash.aside)
        self._why, self._conflict, self._nothing = label("hint", wrap=True), label(tone="warn", wrap=True), label(tone="quiet", wrap=True)
        self.send, self.drafted = button("primary"), DraftNote(hall)
        Phrasing(self.note, hall.phrases, lambda: of_case(hall, self.case(), str(self.department.value() or "")), Verb.DISPATCH)
        self.keeping = Keeping(hall.drafts, "order:DISPATCH", {"department_id": self.department, "note": self.note}, self)
        self._lay_out()
        self._connect()
        self.say()
        self._follow(hall.selection.noun, hall.selection.id)

    def case(self) -> Case | None:
        return self._hall.cases.get(self._id)

    def card(self) -> CaseCard | None:
        return self._hall.cards.get(self._id)

    def submit(self) -> None:
        """Emit the order, or say what is missing."""
        if not self.send.isEnabled():
            return
        department = self.department.value()
        self.department.set_error("" if department else self._missing())
        if not department:
            self.department.setFocus()
            return
        if not self.guard.lets_pass(self._id, self._since.get(self._id)):
            return
        unadvised = self.department.suggested() is None
        self.ordered.emit(self._id, DispatchOrder(department_id=str(department), note=self.note.value() or "", unadvised=unadvised))

    def focus(self) -> None:
        """To the first field, for the key that brings one here."""
        (self.note if self.department.value() else self.department).setFocus()

    def tell(self) -> None:
        case = self.case()
        self.told.emit(words.number_short(case.number) if case else "", self.tr("{count} to dispatch").format(count=len(self._waiting)), -1)

    def say(self) -> None:
        self.send.setText(f"{words.of(Verb.DISPATCH)}  Ctrl+⏎")
        self._nothing.setText(self.tr("Choose a case that waits to be dispatched."))
        self._show()
        self.tell()

    def _missing(self) -> str:
        if self.department.typed_wrong():
            return self.tr("No department is called this: choose one from the list")
        return self.tr("Choose the department that is to take the case")

    def _follow(self, noun: Noun | None, id: str) -> None:
        if noun is not Noun.CASE or id == self._id:
            return
        self._id = id
        self.company.follow(id)
        self.guard.forget()
        self.clash.look()
        self._take_up()
        self._ask()
        self._show()
        self.tell()

    def _changed(self, ids: frozenset[str]) -> None:
        if self._id in ids:
            self._ask()
            self._show()

    def _count(self, ids: frozenset[str]) -> None:
        """To go through all cases each second took 10 ms."""
        get = self._hall.cases.get
        self._waiting -= ids
        self._waiting |= {id for id in ids if (case := get(id)) is not None and waits_for_dispatch(case, self._hall.me)}

    def _take_up(self) -> None:
        """Begin anew, or with what was typed for this case before."""
        self._filling = self.keeping.quiet = True
        left = (self.keeping.form, self._id) in self._hall.drafts.left
        self.department.suit(self.card())
        self.department.set(None)
        self.department.set_error("")
        self.note.set("")
        draft = self.keeping.begin(self._id)
        self.drafted.show_draft(draft if left else None)
        self._filling = self.keeping.quiet = False

    def _touch(self) -> None:
        self._explain()
        for field in (self.department, self.note):
            if not self._filling and self._id and field.hasFocus():
                self.writing.emit(self._id, field.name)
        if not self._filling and self._id:
            if (card := self.card()) is not None:
                self._since.setdefault(self._id, card)
            self.department.set_error("")

    def _start_over(self) -> None:
        self.keeping.reset()
        self.drafted.show_draft(None)
        self._show()

    def _ask(self) -> None:
        case, card = self.case(), self.card()
        fresh = card is not None and case is not None and card.version >= case.version
        if case and case.status in COMMAND and not fresh and self._asked != (case.id, case.version):
            self._asked = (case.id, case.version)
            self.card_wanted.emit(case.id)

    def _show(self) -> None:
        case, card = self.case(), self.card()
        waits = case is not None and self._may_dispatch(case, card)
        mine = waits or (case is not None and case.status in COMMAND)
        shown = case is not None and (mine or self._has_draft() or latest(self._hall, self._id) is not None)
        self._scroll.setVisible(shown)
        self._nothing.setVisible(not shown)
        if case is None or not shown:
            return
        now = self._hall.clock.now()
        self.clock.show_case(case, now)
        small = words.class_name(self._hall.classes.get((case.kind, case.class_code)), case.class_code)
        self._place.setText(f"{small} · {case.address}")
        self.standard.show_case(case, card)
        self._suggest(card)
        self._show_receipt()
        self._show_conflict(case, waits)

    def _may_dispatch(self, case: Case, card: CaseCard | None) -> bool:
        """As the backend offers it; while that is not known, by where the case stands."""
        if card is None or card.version < case.version:
            return waits_for_dispatch(case, self._hall.me)
        return any(offer.verb is Verb.DISPATCH for offer in card.offers)

    def _suggest(self, card: CaseCard | None) -> None:
        self._filling = self.keeping.quiet = True
        self.department.suit(card)
        best = self.department.suggested()
        # A choice somebody has made is never replaced by a better idea that comes late.
        if best and self.department.value() is None and not self._has_draft() and not self.department.typed_wrong():
            self.department.set(best)
        self._filling = self.keeping.quiet = False
        self._explain()

    def _has_draft(self) -> bool:
        return self._hall.drafts.get(self.keeping.form, self._id) is not None

    def _explain(self) -> None:
        why, best, chosen = self.department.why(), self.department.suggested(), self.department.value()
        text = self.tr("Suggested: {why}").format(why=why) if why else ""
        if best and chosen and chosen != best and (first := self._hall.departments.get(best)) is not None:
            text = self.tr("Recommended first: {name}. Say in the note why another one: it is kept which was taken.").format(name=first.name)
        self._why.setText(text)

    def _show_receipt(self) -> None:
        receipt = latest(self._hall, self._id)
        mine = receipt if receipt and receipt.verb == Verb.DISPATCH else None
        self.receipt.show_receipt(mine)
        errors = errors_of(mine) if mine else {}
        if "department_id" in errors:
            self.department.set_error(errors["department_id"])
        if mine and mine.state in (ReceiptState.STORED, ReceiptState.SEEN) and mine.id != self._done:
            self._done = mine.id  # what is typed afterwards is for another dispatch of the case
            self.keeping.end()
            self._since.pop(self._id, None)

    def _show_conflict(self, case: Case, waits: bool) -> None:
        receipt = self.receipt.receipt
        under_way = receipt is not None and receipt.state in (ReceiptState.QUEUED, ReceiptState.SENT)
        stored = receipt is not None and receipt.state in (ReceiptState.STORED, ReceiptState.SEEN)
        self.send.setEnabled(waits and not under_way)
        taken = self._hall.departments.get(case.department_id or "")
        whom = taken.name if taken else "—"
        if not waits and not stored:
            text = self.tr("Meanwhile: {status}, with {department}. What you typed is kept, but cannot be sent now.")
            if case.status in COMMAND:
                text = self.tr("This case is not yours to dispatch: it is with another centre, or you sent it on yourself. What you typed is kept.")
            self._conflict.setText(text.format(status=words.of(case.status), department=whom))
        self._conflict.setVisible(not waits and not stored)

    def _connect(self) -> None:
        hall = self._hall
        hall.selection.changed.connect(self._follow)
        hall.cases.changed.connect(self._count)
        for table in (hall.cases, hall.cards):
            table.changed.connect(self._changed)
        hall.receipts.changed.connect(self._show)
        hall.departments.changed.connect(self._show)
        hall.catalogue_changed.connect(self._show)
        hall.clock.ticked.connect(self._tick)
        self.department.changed.connect(self._touch)
        self.note.changed.connect(self._touch)
        self.send.clicked.connect(self.submit)
        self.drafted.dropped.connect(self._start_over)
        keys.bind(self, self.submit, "Ctrl+Return", "Ctrl+Enter")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= theme.px(NARROW)
        self._sides.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def _tick(self) -> None:
        if case := self.case():
            self.clock.show_case(case, self._hall.clock.now())
            self.standard.say()
        self.tell()

    def _lay_out(self) -> None:
        form, buttons = QVBoxLayout(), QHBoxLayout()
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        form.setSpacing(theme.px(8))
        buttons.addStretch(1)
        buttons.addWidget(self.send)
        for part in (self.drafted, self.department, self._why, self.note):
            form.addWidget(part)
        form.addWidget(self.guard)
        form.addLayout(buttons)
        form.addWidget(self.receipt)
        form.addWidget(self._conflict)
        form.addStretch(1)
        self._sides.setSpacing(theme.px(12))
        self._sides.addLayout(form, 3)
        self._sides.addWidget(self.standard, 2, Qt.AlignmentFlag.AlignTop)
        self._scroll = Sheet()
        self._scroll.body.addWidget(self.clock)
        self._scroll.body.addWidget(self._place)
        self._scroll.body.addWidget(self.company)
        self._scroll.body.addWidget(self.clash)
        self._scroll.body.addLayout(self._sides)
        self._scroll.body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._nothing, 1, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._scroll, 1)
