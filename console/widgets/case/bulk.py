"""One step for many cases: which steps the backend offers for how many of them, a form, a preview, and an order for each."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from console import words
from console.hall.commands import meant
from console.hall.hall import Hall
from console.hall.verb_keys import letters
from console.widgets import keys, theme
from console.widgets.case.city_fields import DepartmentField
from console.widgets.case.order_form import OrderForm
from console.widgets.case.order_own import own_of
from console.widgets.fields import Choice, NoteField
from console.widgets.spoken import Spoken, button, label
from wire.cases import AnyCaseOrder, CaseCard, Offer
from wire.codes import Verb

MOST = 100  # cases in one go: each is an order of its own, with its receipt
SHOWN = 12  # numbers in the preview
LINES, LINE_PX = 8, 28  # of the list of steps, before it scrolls


class Bulk(Spoken):
    """`hides` itself when all is said.

    `card_wanted` asks for the cards of the cases, whose offers say what can be done; `ordered` is emitted once for each case."""

    card_wanted = Signal(str)
    ordered = Signal(str, object)  # case id, AnyCaseOrder
    ended = Signal()  # it went out, or was given up

    def __init__(self, hall: Hall, hides: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self.hides = hall, hides
        self._ids: list[str] = []
        self._asked: Sequence[Verb] = ()  # that was asked for by key: the first that is offered
        self._given = ""
        self._lists = False  # all that are offered are to be listed
        self.list = QListWidget()  # of these
        self._offers: dict[Verb, dict[str, Offer]] = {}  # by case id
        self._order: AnyCaseOrder | None = None
        self.steps = Choice()
        self.form: OrderForm | None = None
        self._count, self.preview = label("hint", wrap=True), label(wrap=True)
        self.send, self.cancel = button("primary"), button("quiet")
        self._lay_out()
        self.steps.activated.connect(lambda: self._open_form())
        self.list.itemActivated.connect(lambda _: self._pick(self.list.currentRow()))
        for number in range(1, 10):
            keys.bind(self.list, partial(self._pick, number - 1), str(number))
        self.send.clicked.connect(self._send)
        self.cancel.clicked.connect(self.give_up)
        keys.bind(self, self.give_up, "Escape")
        keys.bind(self.send, self._send, "Return", "Enter")
        hall.cards.changed.connect(self._take_cards)
        self.say()

    def take(self, case_ids: Sequence[str], verbs: Sequence[Verb] = (), given: str = "", lists: bool = False) -> None:
        """These cases; their cards are asked for.

        `verbs`: the first of them that is offered is opened at once, with what was `given` for it: a department, else the note.
        `lists`: all that are offered are listed.
        """
        self._asked, self._given, self._lists = verbs, given, lists
        self._ids = list(case_ids)[:MOST]
        self._left_out = len(case_ids) - len(self._ids)
        self.setVisible(bool(self._ids))
        self._reset()
        for id in self._ids:
            self.card_wanted.emit(id)
        self._take_cards()

    def offered(self) -> dict[Verb, int]:
        """For how many of the cases each step is offered now."""
        return {verb: len(offers) for verb, offers in self._offers.items()}

    def say(self) -> None:
        self.cancel.setText(self.tr("Cancel"))
        self.steps.line.setPlaceholderText(self.tr("Step for all of these cases"))
        self._show_steps()
        self._show_preview()

    def _take_cards(self) -> None:
        cards = [card for card in map(self._hall.cards.get, self._ids) if card is not None and self._is_fresh(card)]
        self._offers = {}
        for card in cards:
            for offer in card.offers:
                if len(self._ids) == 1 or own_of(self._hall, card.case, offer.verb) is not None:
                    self._offers.setdefault(offer.verb, {})[card.id] = offer
        self._show_steps()
        if self._asked and len(cards) == len(self._ids):
            self._open_asked()
        elif self._lists and len(cards) == len(self._ids):
            self._list_steps()

    def _is_fresh(self, card: CaseCard) -> bool:
        """What is offered is true for one version only."""
        case = self._hall.cases.get(card.id)
        return case is None or card.version >= case.version

    def _open_asked(self) -> None:
        asked, self._asked = self._asked, ()
        verb = next((verb for verb in asked if verb in self._offers), None)
        if verb is None:
            step = words.choose("、", ", ").join(words.of(verb) for verb in asked)
            self.preview.setText(self.tr("{step}: not offered for any of these cases.").format(step=step) + "\n" + self._not_offered(self._ids))
            for part in (self.preview, self.cancel):
                part.show()
            self.cancel.setFocus()
            return
        self._open(verb)

    def _list_steps(self) -> None:
        """Each with a digit that asks for it, and its letter."""
        self._lists = False
        if not self._offers:
            self.preview.setText(self.tr("Nothing is offered to you for these cases now.") + "\n" + self._not_offered(self._ids))
            for part in (self.preview, self.cancel):
                part.show()
            self.cancel.setFocus()
            return
        by_letter = letters(self._offers)
        self.list.clear()
        for number, verb in enumerate(self._offers, 1):
            parts = (str(number) if number < 10 else "", words.of(verb), by_letter.get(verb, ""))
            self.list.addItem("   ".join(filter(None, parts)))
        self.list.setFixedHeight(theme.px(LINE_PX) * min(len(self._offers), LINES) + theme.px(4))
        self.list.show()
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def _pick(self, row: int) -> None:
        if 0 <= row < len(self._offers):
            self._open(list(self._offers)[row])

    def _open(self, verb: Verb) -> None:
        self.list.hide()
        self.steps.choose(verb)
        self._open_form(at_once=True)

    def _not_offered(self, ids: Sequence[str]) -> str:
        """How many of them stand where the step is not offered: that is why."""
        statuses = Counter(case.status for case in map(self._hall.cases.get, ids) if case is not None)
        return words.choose("；", "; ").join(f"{words.of(status)} {count}" for status, count in statuses.most_common())

    def _show_steps(self) -> None:
        known = sum(1 for id in self._ids if id in self._hall.cards)
        count = self.tr("{known} of {total} cases looked up").format(known=known, total=len(self._ids))
        if self._ids and self._left_out:
            count += "  ·  " + self.tr("the first {most} only").format(most=MOST)
        self._count.setText(count)
        steps = [(verb, self.tr("{step} · {count} cases").format(step=words.of(verb), count=len(offers))) for verb, offers in self._offers.items()]
        self.steps.fill(steps)

    def _open_form(self, at_once: bool = False) -> None:
        """`at_once`: straight to the preview where nothing has to be asked."""
        verb = self.steps.chosen()
        self._close_form()
        offers = self._offers.get(verb) if isinstance(verb, Verb) else None
        card = self._hall.cards.get(next(iter(offers))) if offers else None
        if offers is None or card is None:
            return
        self.form = form = OrderForm(self._hall, self._blank(card), offers[card.id], self._own(card, offers[card.id].verb))
        form.sent.connect(self._preview)
        form.cancelled.connect(self.give_up)
        self._column.insertWidget(1, form)
        form.show()  # now, and not in a moment: its keys are heard from here on
        self._fill(form)
        if at_once and all(field.is_filled() or not field.required for field in form.fields.values()):
            form.submit()
        else:
            form.focus_first()

    def _fill(self, form: OrderForm) -> None:
        """What was given goes where it is meant for; where it may mean several departments, somebody chooses."""
        given, self._given = self._given, ""
        department, note = form.fields.get("department_id"), form.fields["note"]
        if given and isinstance(department, DepartmentField):
            found = meant(given, [(each.id, (each.name,)) for each in department.offered()])
            department.set(found[0] if len(found) == 1 else None)
            if len(found) != 1:
                department.choice.setEditText(given)
        elif given and isinstance(note, NoteField):
            note.set(given)

    def _own(self, card: CaseCard, verb: Verb) -> dict[str, object]:
        """What is not asked, because each case has its own; of one case everything is asked."""
        return (own_of(self._hall, card.case, verb) or {}) if len(self._ids) > 1 else {}

    def _blank(self, card: CaseCard) -> CaseCard:
        """What is suggested for one case is not suggested for all of them."""
        if len(self._ids) == 1:
            return card
        return msgspec.structs.replace(card, suggestions=[], check_from=None, condition=None)

    def _preview(self, order: AnyCaseOrder) -> None:
        self._order = order
        self._close_form()
        self._show_preview()
        self.send.setFocus()

    def _show_preview(self) -> None:
        order, verb = self._order, self.steps.chosen()
        ready = order is not None and isinstance(verb, Verb)
        for part in (self.preview, self.send, self.cancel):
            part.setVisible(ready)
        if not ready or not isinstance(verb, Verb):
            return
        ids = list(self._offers.get(verb, {}))
        numbers = [words.number_short(case.number) for case in map(self._hall.cases.get, ids[:SHOWN]) if case]
        more = "…" if len(ids) > SHOWN else ""
        left = len(self._ids) - len(ids)
        text = self.tr("{step} for {count} cases: {numbers}").format(step=words.of(verb), count=len(ids), numbers=", ".join(numbers) + more)
        if left:
            others = [id for id in self._ids if id not in self._offers.get(verb, {})]
            text += "\n" + self.tr("Not offered for {left} of the selected cases.").format(left=left) + f" {self._not_offered(others)}"
        self.preview.setText(text)
        self.send.setText(self.tr("{step} {count} cases").format(step=words.of(verb), count=len(ids)))

    def _send(self) -> None:
        verb, order = self.steps.chosen(), self._order
        if order is None or not isinstance(verb, Verb):
            return
        cards = [card for card in map(self._hall.cards.get, self._offers.get(verb, {})) if card is not None]
        orders = {card.id: msgspec.structs.replace(order, **self._own(card, verb)) for card in cards}
        self._reset()
        for id, each in orders.items():
            self.ordered.emit(id, each)
        self.end()

    def give_up(self) -> None:
        self._reset()
        self.end()

    def end(self) -> None:
        self._asked, self._given, self._lists = (), "", False
        if self.hides:
            self.hide()
        self.ended.emit()

    def _reset(self) -> None:
        self._order = None
        self.list.hide()
        self._close_form()
        self._show_preview()

    def _close_form(self) -> None:
        if self.form is not None:
            self._column.removeWidget(self.form)
            self.form.deleteLater()
            self.form = None

    def _lay_out(self) -> None:
        self._left_out = 0
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.steps, 1)
        row.addWidget(self._count)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.send)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
        self._column.setSpacing(theme.px(6))
        self._column.addLayout(row)
        self._column.addWidget(self.list)
        self._column.addWidget(self.preview)
        self._column.addLayout(foot)
