"""Look-alike findings, judged many at a time by single keys. Nothing is decided here that the backend does not offer; everything can be undone."""

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QVBoxLayout, QWidget

from console import words
from console.hall.findings import Basis, Likely, Rates, Triage, likely
from console.hall.hall import Hall
from console.hall.nearby import Nearby
from console.hall.receipts import ReceiptState
from console.widgets import theme
from console.widgets.receipt import latest
from console.widgets.spoken import Saying, Spoken, button, label, nothing
from console.widgets.triage.conditions import Conditions
from console.widgets.triage.model import Decision, TriageModel
from console.widgets.triage.table import LightTable
from console.widgets.triage.thumbs import Thumbs, Waits
from console.widgets.triage.tile import Tile
from wire.cases import AcceptOrder, AnyCaseOrder, Case, CaseCard, MergeOrder, RefuseOrder, SendVerifyOrder, UndoOrder
from wire.codes import Noun, Verb
from wire.standards import Condition, Repeats

SIDE_PX = 272
DIGITS = {Qt.Key.Key_0 + digit: str(digit) for digit in range(1, 10)}
AHEAD = 24  # cards behind the current one that are fetched before they are looked at


class TriagePane(Spoken):
    opened = Signal(str)
    card_wanted = Signal(str)
    photo_wanted = Signal(str)
    ordered = Signal(str, object)  # case id, AnyCaseOrder
    withdraw_wanted = Signal(str)  # key of a receipt
    then_wanted = Signal(str)  # case id: what its camera recorded then
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, rules: Triage, waits: Waits | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._rules = hall, rules
        self.model, self.thumbs, self.table = TriageModel(hall, rules, self), Thumbs(hall, self, waits), LightTable()
        self._conditions: dict[tuple[str, str], str] = {}  # picked by class
        self._confirming: dict[str, str] = {}  # case id and condition: as soon as its card says what is offered
        self._done: list[str] = []  # case ids in the order in which they were judged
        self._undoing: set[str] = set()  # as soon as the backend has what is to be undone
        self._refusing = False
        self._repeats: Repeats | None = None
        self._nearby: Nearby | None = None
        self._like: tuple[tuple[str, int], Likely | None] = ("", 0), None
        self._title, self._place, self._share = label("lead", wrap=True), label("body2", wrap=True), label("body2", wrap=True)
        self._condition, self._likely, self._says = Conditions(), label(wrap=True), label("hint", wrap=True)
        self.then = button("quiet")
        self._reasons, self._keys_line = label("body2", wrap=True), label("hint", wrap=True)
        self._place_kept = ""  # the case that was looked at, while the model is filled anew
        self._lay_out()
        self._connect()
        self._heed_rules()
        self.say()
        self._choose(0)

    def take_rates(self, rates: Rates) -> None:
        self.model.take_rates(rates)

    def say(self) -> None:
        keys = self.tr("Space confirm · D duplicate · R and a digit refuse · 1–9 condition · U undo · B recording · ⏎ open · arrows move")
        self._keys_line.setText(keys)
        self.then.setText(self.tr("Recording of then") + "  B")
        self._reasons.setText("\n".join(f"R {digit}  {words.choose(*reason.words)}" for digit, reason in sorted(self._rules.reason.items())))
        self._show()

    def tell_then(self, saying: Saying) -> None:
        """Why there is no recording, or that it is being looked for."""
        self._tell(saying)

    def tell(self) -> None:
        left, total = self.model.left(), self.model.rowCount()
        self.told.emit("", self.tr("{left} to judge · {done} judged").format(left=left, done=len(self._done)), total)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_ahead()
        self._show()

    def press(self, key: int) -> None:
        case = self._current()
        if self._refusing and key in DIGITS:
            self._refuse(case, DIGITS[key])
        elif key == Qt.Key.Key_R:
            self._refusing = True
        elif key == Qt.Key.Key_U:
            self._undo()
        elif case is None:
            return
        elif key == Qt.Key.Key_Space:
            self._confirm(case)
        elif key == Qt.Key.Key_D:
            self._merge(case)
        elif key in DIGITS:
            self._pick(case, int(DIGITS[key]))
        elif key == Qt.Key.Key_B:
            self.then_wanted.emit(case.id)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(case.id)
        if key != Qt.Key.Key_R:
            self._refusing = False
        self._show()

    # what a key does

    def _confirm(self, case: Case) -> None:
        condition = self._condition_of(case)
        if condition is None:
            self._tell(lambda: self.tr("This class has no filing condition: refuse it or open the case."))
            return
        self._confirming[case.id] = condition.id
        self._decide(case, Decision.CONFIRM)
        if not self._settle(case.id):
            self.card_wanted.emit(case.id)

    def _settle(self, case_id: str) -> bool:
        """Sends what the backend offers as the way forward: to accept it, or where it must be verified first, an inspector."""
        case, card = self._hall.cases.get(case_id), self._hall.cards.get(case_id)
        if card is None or case is None or card.version < case.version:
            return False
        condition = self._confirming.pop(case_id)
        if (order := self._way_forward(card, condition)) is not None:
            self.ordered.emit(case_id, order)
        else:
            self.model.decide(case_id, None)
            self._done.remove(case_id)
            number = words.number_short(card.case.number)
            self._tell(lambda: self.tr("{number}: the backend offers neither to accept nor to verify it.").format(number=number))
        return True

    def _way_forward(self, card: CaseCard, condition: str) -> AnyCaseOrder | None:
        offered, case = {offer.verb for offer in card.offers}, card.case
        if Verb.ACCEPT in offered:
            return AcceptOrder(kind=case.kind, class_code=case.class_code, condition_id=condition)
        return SendVerifyOrder() if Verb.SEND_VERIFY in offered else None

    def _merge(self, case: Case) -> None:
        like = self._likely_of(case)
        if like is None:
            self._tell(lambda: self.tr("No case of this class is near enough: open the case to choose one."))
            return
        self._decide(case, Decision.DUPLICATE)
        self.ordered.emit(case.id, MergeOrder(duplicate_of=like.case.id))

    def _refuse(self, case: Case | None, digit: str) -> None:
        reason = self._rules.reason.get(digit)
        if case is None or reason is None:
            return
        self._decide(case, Decision.REFUSE)
        self.ordered.emit(case.id, RefuseOrder(note=f"{reason.code} {words.choose(*reason.words)}"))

    def _pick(self, case: Case, number: int) -> None:
        conditions = self._conditions_of(case)
        if number <= len(conditions):
            self._conditions[case.kind, case.class_code] = conditions[number - 1].id

    def _decide(self, case: Case, decision: Decision) -> None:
        self._done.append(case.id)
        self.model.decide(case.id, decision)
        self._tell(nothing)
        self._choose(self.model.next_open(self.model.row(case.id)))

    def _undo(self) -> None:
        """The last one that was judged: taken back where it waits here, and undone at the backend where that has it."""
        if not self._done:
            self._tell(lambda: self.tr("Nothing to undo"))
            return
        case_id = self._done.pop()
        if self._confirming.pop(case_id, None) is None:
            self._undoing.add(case_id)
            self._take_back()
        else:
            self.model.decide(case_id, None)
        self._choose(max(self.model.row(case_id), 0))

    def _take_back(self) -> None:
        for case_id in list(self._undoing):
            receipt = latest(self._hall, case_id)
            if receipt is None or receipt.verb == Verb.UNDO or receipt.state is ReceiptState.SENT:
                continue
            self._undoing.discard(case_id)
            self.model.decide(case_id, None)
            if receipt.state is ReceiptState.QUEUED:
                self.withdraw_wanted.emit(receipt.id)
            elif receipt.state is ReceiptState.STORED:
                self.ordered.emit(case_id, UndoOrder())

    # what comes back

    def _take_cards(self, ids: frozenset[str]) -> None:
        for id in self._confirming.keys() & ids:
            self._settle(id)

    def _take_receipts(self, keys: frozenset[str]) -> None:
        self._take_back()
        for key in keys:
            receipt = self._hall.receipts.get(key)
            if receipt is not None and receipt.state is ReceiptState.REFUSED and receipt.subject in self.model.decided:
                self.model.decide(receipt.subject, None)
                if receipt.subject in self._done:
                    self._done.remove(receipt.subject)
                if receipt.problem is not None:
                    self._tell(partial(words.problem, receipt.problem))

    # the side

    def _current(self) -> Case | None:
        return self.model.case(self.table.currentIndex().row())

    def _choose(self, row: int) -> None:
        if 0 <= row < self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(row, 0))
        self._show()

    def _chosen(self, current: QModelIndex) -> None:
        case = self.model.case(current.row())
        if case is not None:
            if self.table.hasFocus():  # else no hand has gone there: the list came anew, perhaps behind other panes
                self._hall.selection.set(Noun.CASE, case.id)
            self._look_ahead()
        self._show()

    def _look_ahead(self) -> None:
        """Fetch what is looked at next. A table that nobody sees fetches nothing: it may hang nowhere yet, and whoever fetches a card has seen it."""
        row = self.table.currentIndex().row()
        if not self.isVisible() or (case := self.model.case(row)) is None:
            return
        self.thumbs.hurry(case.id)
        for ahead in (self.model.case(at) for at in range(row + 1, row + AHEAD)):
            if ahead is not None:
                self.thumbs.of(ahead.id)

    def _keep_place(self) -> None:
        case = self._current()
        self._place_kept = case.id if case is not None else ""

    def _find_place(self) -> None:
        self._choose(max(self.model.row(self._place_kept), 0))

    def _show(self) -> None:
        self.tell()
        if self.isVisible():
            self._fill_side()

    def _fill_side(self) -> None:
        case = self._current()
        for part in (self._title, self._place, self._share, self._condition, self._likely):
            part.setVisible(case is not None)
        if case is None:
            return
        self._title.setText(self._class(case))
        self._place.setText(f"{self._where(case)}\n{words.of(case.source)} · {words.moment(case.reported_at, self._hall.clock.now())}")
        self._share.setText(self._share_text(case))
        self._condition.show_all(self._conditions_of(case)[: len(DIGITS)], self._condition_of(case))
        like = self._likely_of(case)
        self._likely.setText(self._likely_text(like) if like else self.tr("No likely duplicate"))
        theme.set_property(self._likely, "tone", "warn" if like else "quiet")
        theme.set_property(self._reasons, "tone", "" if self._refusing else "quiet")

    def _tell(self, saying: Saying) -> None:
        self._says.tell(saying)

    def _class(self, case: Case) -> str:
        return words.class_name(self._hall.classes.get((case.kind, case.class_code)), case.class_code)

    def _where(self, case: Case) -> str:
        camera = self._hall.cameras.get(case.camera_id or "")
        return f"{camera.name} · {case.address}" if camera is not None else case.address

    def _share_text(self, case: Case) -> str:
        share = self.model.share(case)
        if not share.total:
            return self.tr("No history of such findings")
        of = {
            Basis.HOUR: self.tr("of this class, at this camera and hour"),
            Basis.PLACE: self.tr("of this class, at this camera"),
            Basis.CLASS: self.tr("of this class"),
        }[share.basis]
        return self.tr("{voided} of {total} were void ({share}), {of}").format(
            voided=share.voided, total=share.total, share=f"{share.of_one:.0%}", of=of
        )

    def _conditions_of(self, case: Case) -> list[Condition]:
        return [each for each in self._hall.conditions.values() if (each.kind, each.class_code) == (case.kind, case.class_code)]

    def _condition_of(self, case: Case) -> Condition | None:
        conditions = self._conditions_of(case)
        picked = self._conditions.get((case.kind, case.class_code), case.condition_id)
        return next((each for each in conditions if each.id == picked), conditions[0] if conditions else None)

    def _heed_rules(self) -> None:
        """What is near is the backend's to say: until it has, no case is like another."""
        repeats = self._hall.catalogue.repeats if self._hall.catalogue else None
        if repeats != self._repeats:
            if self._nearby is not None:
                self._nearby.deleteLater()
            self._repeats, self._like = repeats, (("", 0), None)
            self._nearby = Nearby(self._hall.cases, repeats.metres, self) if repeats is not None else None
            if self._nearby is not None:
                self._nearby.caught_up.connect(self._show)

    def _likely_of(self, case: Case) -> Likely | None:
        """Looked for once, when every case is in the index."""
        if self._repeats is None or self._nearby is None:
            return None
        if self._like[0] != (case.id, case.version):
            found = likely(case, self._nearby.around(case), self._repeats)
            if not self._nearby.is_whole():
                return found
            self._like = (case.id, case.version), found
        return self._like[1]

    def _likely_text(self, like: Likely) -> str:
        number, status = words.number_short(like.case.number), words.of(like.case.status)
        return self.tr("D  likely a duplicate of {number}, {metres:.0f} m away, {status}").format(number=number, metres=like.metres, status=status)

    def _lay_out(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setItemDelegate(Tile(self.model, self.thumbs, self._class, self._where, table))
        table.setViewMode(QListView.ViewMode.IconMode)
        table.setMovement(QListView.Movement.Static)
        table.setResizeMode(QListView.ResizeMode.Adjust)
        table.setUniformItemSizes(True)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        side = QWidget()
        side.setFixedWidth(theme.px(SIDE_PX))
        column = QVBoxLayout(side)
        column.setContentsMargins(*(theme.px(12),) * 4)
        column.setSpacing(theme.px(8))
        for part in (self._title, self._place, self._share, self._condition, self._likely, self._reasons):
            column.addWidget(part)
        column.addWidget(self.then, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        column.addWidget(self._says)
        column.addWidget(self._keys_line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(table, 1)
        row.addWidget(side)
        self.setFocusProxy(table)

    def _connect(self) -> None:
        hall = self._hall
        self.table.pressed_key.connect(self.press)
        self.then.clicked.connect(lambda: self.press(Qt.Key.Key_B))
        self.table.doubleClicked.connect(lambda: self.press(Qt.Key.Key_Return))
        self.table.selectionModel().currentChanged.connect(self._chosen)
        self.thumbs.card_wanted.connect(self.card_wanted)
        self.thumbs.photo_wanted.connect(self.photo_wanted)
        self.thumbs.arrived.connect(lambda _: self.table.viewport().update())
        self.model.counted.connect(self._counted)
        self.model.modelAboutToBeReset.connect(self._keep_place)
        self.model.modelReset.connect(self._find_place)
        hall.cards.changed.connect(self._take_cards)
        hall.receipts.changed.connect(self._take_receipts)
        hall.catalogue_changed.connect(self._heed_rules)
        hall.catalogue_changed.connect(self._show)

    def _counted(self) -> None:
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self._choose(0)
        self._show()
