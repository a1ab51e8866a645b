"""What becomes of a step for many cases: how many have it, and which were refused and why."""

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QProgressBar, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.hall.receipts import Receipt, ReceiptState
from console.widgets import theme
from console.widgets.soon import Soon
from console.widgets.spoken import Spoken, button, label
from wire.codes import Noun, Verb

LINES, LINE_PX = 6, 26  # of the list of what was refused, before it scrolls
CASE = Qt.ItemDataRole.UserRole
KINDS = {ReceiptState.STORED: "done", ReceiptState.SEEN: "done", ReceiptState.REFUSED: "refused"}  # as they are counted; all others wait


class Progress(Spoken):
    """Follows the receipts of orders from `follow` on, those of one step after those of another, until all have ended and nobody has anything to
    read; then it is hidden. `withdrawal_wanted` is emitted for each that is to be taken back and has not left this console."""

    withdrawal_wanted = Signal(str)  # key of an order
    changed = Signal()  # it is on, or off

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall = hall
        self._verbs = list[Verb]()
        self._open = set[tuple[str, str]]()  # verb and case of orders without a receipt yet
        self._before = set[str]()  # keys of other orders
        self._mine: dict[str, Receipt | None] = {}  # by key; none where it was taken back, or was refused and somebody has done with it
        self._kinds: dict[str, str] = {}  # of these, by key: as they are counted, "gone" for nobody's business any more
        self._tally, self._causes = Counter[str](), Counter[str]()  # of kinds, and of what is waited for
        self._stopped, self._unwanted = set[tuple[str, str]](), set[str]()  # of `_open` and of `_mine`: what is to be taken back
        self._stops = False
        self._soon = Soon(self._show, self)  # thousands of receipts come, one by one
        self.text, self.bar, self.refused = label(wrap=True), QProgressBar(), QListWidget()
        self.stop, self.close_button = button("quiet"), button("quiet")
        self._lay_out()
        self.stop.clicked.connect(self._stop)
        self.close_button.clicked.connect(self.end)
        for picked in (self.refused.itemClicked, self.refused.itemActivated):
            picked.connect(lambda item: hall.selection.set(Noun.CASE, item.data(CASE)))
        hall.receipts.changed.connect(self._take)
        self.say()
        self.hide()

    @property
    def is_on(self) -> bool:
        return bool(self._verbs)

    def follow(self, verb: Verb, case_ids: Iterable[str]) -> None:
        """Orders that are about to be given, one for each case."""
        self._stops = False
        self._verbs = list(dict.fromkeys([*self._verbs, verb]))
        self._before |= {receipt.id for receipt in self._hall.receipts} - self._mine.keys()
        self._open |= {(verb.value, id) for id in case_ids}
        self._show()
        self.changed.emit()

    def counts(self) -> Counter[str]:
        """`total`, `done`, `refused`, `back` (taken back), `waiting`."""
        tally = self._tally
        waiting = tally["waiting"] + len(self._open)
        return Counter(total=len(self._mine) + len(self._open), done=tally["done"], refused=tally["refused"], back=tally["back"], waiting=waiting)

    def end(self) -> None:
        """What still waits goes its way, and stands in the outbox."""
        if self._verbs:
            self._verbs, self._open, self._before, self._mine = [], set(), set(), {}
            self._kinds, self._tally, self._causes, self._stopped, self._unwanted = {}, Counter(), Counter(), set(), set()
            self._show()
            self.changed.emit()

    def say(self) -> None:
        self.stop.setText(self.tr("Take back the rest"))
        self.stop.setToolTip(self.tr("What has not left this console is not sent"))
        self.close_button.setText(self.tr("Close"))
        self._show()

    def _take(self, keys: frozenset[str]) -> None:
        if not self._verbs:
            return
        mine, waited = False, self.counts()["waiting"]
        for key in keys:
            receipt = self._hall.receipts.get(key)
            if key not in self._mine:
                of = (receipt.verb, receipt.subject) if receipt else ("", "")
                if of not in self._open or key in self._before:
                    continue
                self._open.discard(of)
                if of in self._stopped:
                    self._stopped.discard(of)
                    self._unwanted.add(key)
            mine = True
            self._count(key, receipt)
            if key in self._unwanted and receipt is not None and receipt.state is ReceiptState.QUEUED:
                self.withdrawal_wanted.emit(key)
        if not mine:
            return
        counts = self.counts()
        if not counts["waiting"] and not counts["refused"]:
            self.end()
        elif waited and not counts["waiting"]:
            self._show()
        else:
            self._soon.ask()

    def _count(self, key: str, receipt: Receipt | None) -> None:
        """Only what was still here was taken back."""
        before = self._mine.get(key)
        if key in self._kinds:
            self._tally[self._kinds[key]] -= 1
        if receipt is not None:
            kind = KINDS.get(receipt.state, "waiting")
        else:
            kind = "back" if before is not None and before.state is ReceiptState.QUEUED else "gone"
        self._tally[kind] += 1
        self._causes.update([receipt.waiting_for] if receipt and receipt.waiting_for else [])
        self._causes.subtract([before.waiting_for] if before and before.waiting_for else [])
        self._kinds[key], self._mine[key] = kind, receipt

    def _stop(self) -> None:
        """What is still on its way to the disk is taken back when it is there."""
        self._stops = True
        self._stopped |= self._open
        waiting = [receipt for receipt in self._mine.values() if receipt is not None and receipt.state not in KINDS]
        self._unwanted |= {receipt.id for receipt in waiting}
        for receipt in waiting:
            if receipt.state is ReceiptState.QUEUED:
                self.withdrawal_wanted.emit(receipt.id)
        self._show()

    def _show(self) -> None:
        self.setVisible(self.is_on)
        counts = self.counts()
        steps = words.choose("、", ", ").join(words.of(verb) for verb in self._verbs)
        parts = [self.tr("{step}: {done} of {total} cases").format(step=steps, done=counts["done"], total=counts["total"])]
        if counts["refused"]:
            parts.append(self.tr("{count} refused").format(count=counts["refused"]))
        if counts["back"]:
            parts.append(self.tr("{count} taken back").format(count=counts["back"]))
        parts += [words.cause(cause) for cause in sorted(+self._causes)]
        self.text.setText("  ·  ".join(parts))
        self.bar.setRange(0, max(counts["total"], 1))
        self.bar.setValue(counts["total"] - counts["waiting"])
        self.bar.setVisible(counts["waiting"] > 0)
        self.stop.setVisible(counts["waiting"] > 0)
        self.stop.setEnabled(not self._stops)
        self.close_button.setVisible(not counts["waiting"])
        self._list(counts["refused"])

    def _list(self, count: int) -> None:
        """Each case that was refused, with its sentence."""
        self.refused.setVisible(count > 0)
        if count == self.refused.count():
            return
        self.refused.clear()
        for receipt in self._mine.values():
            if receipt is None or receipt.state is not ReceiptState.REFUSED:
                continue
            case = self._hall.cases.get(receipt.subject)
            parts = [words.number_short(case.number), case.address] if case else []
            item = QListWidgetItem("   ".join([*parts, words.problem(receipt.problem) if receipt.problem else ""]))
            item.setData(CASE, receipt.subject)
            self.refused.addItem(item)
        self.refused.setFixedHeight(theme.px(LINE_PX) * min(count, LINES) + theme.px(4))

    def _lay_out(self) -> None:
        self.bar.setTextVisible(False)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.text, 1)
        row.addWidget(self.stop)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
        column.setSpacing(theme.px(4))
        column.addLayout(row)
        column.addWidget(self.bar)
        column.addWidget(self.refused)
