"""One step for many cases: which steps the backend offers for how many of them, a form, a preview, and an order for each."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QProgressBar, QVBoxLayout, QWidget

from console import words
from console.hall.commands import meant
from console.hall.hall import Hall
from console.hall.offers import Offers
from console.hall.verb_keys import letters
from console.widgets import keys, theme
from console.widgets.case.bulk_progress import Progress
from console.widgets.case.city_fields import DepartmentField
from console.widgets.case.order_form import OrderForm
from console.widgets.case.order_own import own_of
from console.widgets.fields import Choice, NoteField
from console.widgets.spoken import Spoken, button, hint, label
from wire.cases import AnyCaseOrder, CaseCard, Offer
from wire.codes import Verb

MANY = 1000  # cases: before more than these are looked up, somebody is asked
SHOWN = 12  # numbers in the preview
LINES, LINE_PX = 8, 28  # of the list of steps, before it scrolls


class Bulk(Spoken):
    """`hides` itself when all is said.

    `card_wanted` asks for the cards of the cases, whose offers say what can be done, a few at a time; `ordered` is emitted once for each case. What
    becomes of the orders for many is followed below, and what has not left yet can be taken back. Nothing is sent before all are looked up, and
    more than `MANY` only where somebody said so."""

    card_wanted = Signal(str)
    ordered = Signal(str, object)  # case id, AnyCaseOrder
    withdrawal_wanted = Signal(str)  # key of an order
    ended = Signal()  # it went out, or was given up

    def __init__(self, hall: Hall, hides: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self.hides = hall, hides
        self.offers, self.progress = Offers(hall, self), Progress(hall)
        self.body, self.looking = QWidget(), QProgressBar()
        self._asked: Sequence[Verb] = ()  # that was asked for by key: the first that is offered
        self._given = ""
        self._held: Sequence[str] = ()  # cases that are many, until somebody said so
        self._lists = False  # all that are offered are to be listed
        self.list = QListWidget()  # of these
        self._offers: dict[Verb, dict[str, Offer]] = {}  # by case id
        self._order: AnyCaseOrder | None = None
        self.steps = Choice()
        self.form: OrderForm | None = None
        self._count, self.preview = label("hint", wrap=True), label(wrap=True)
        self.send, self.cancel = button("primary"), button("quiet")
        self._lay_out()
        self.body.hide()
        self.steps.activated.connect(lambda: self._open_form())
        self.list.itemActivated.connect(lambda _: self._pick(self.list.currentRow()))
        for number in range(1, 10):
            keys.bind(self.list, partial(self._pick, number - 1), str(number))
        self.send.clicked.connect(self._send)
        self.cancel.clicked.connect(self.give_up)
        keys.bind(self, self.give_up, "Escape")
        keys.bind(self.send, self._send, "Return", "Enter")
        self.offers.wanted.connect(self.card_wanted)
        self.offers.told.connect(self._take_cards)
        self.progress.withdrawal_wanted.connect(self.withdrawal_wanted)
        self.progress.changed.connect(self._show_parts)
        self.say()

    def take(self, case_ids: Sequence[str], verbs: Sequence[Verb] = (), given: str = "", lists: bool = False) -> None:
        """These cases; their cards are asked for.

        `verbs`: the first of them that is offered is opened at once, with what was `given` for it: a department, else the note.
        `lists`: all that are offered are listed.
        """
        self._asked, self._given, self._lists = verbs, given, lists
        self._held = case_ids if len(case_ids) > MANY else ()
        self._offers = {}
        self.offers.stop()
        self.body.setVisible(bool(case_ids))
        self._reset()
        self._show_parts()
        if self._held:
            self.send.setFocus()
        else:
            self._look_up(case_ids)

    def _look_up(self, case_ids: Sequence[str]) -> None:
        self.offers.take(case_ids)
        self._take_cards(self.offers.ids)

    @property
    def ids(self) -> list[str]:
        return self.offers.ids

    @property
    def looks(self) -> bool:
        """It is not known of all cases yet what can be done."""
        return bool(self._held) or (self.offers.is_looking and not self.offers.is_whole)

    def offered(self) -> dict[Verb, int]:
        """For how many of the cases each step is offered now."""
        return {verb: len(offers) for verb, offers in self._offers.items()}

    def say(self) -> None:
        self.cancel.setText(self.tr("Cancel"))
        self.steps.line.setPlaceholderText(self.tr("Step for all of these cases"))
        self._show_steps()
        self._show_preview()

    def _take_cards(self, ids: Iterable[str]) -> None:
        """Of these something else is known."""
        for id in ids:
            self._take_card(id)
        self._offers = {verb: self._offers[verb] for verb in self._verbs()}
        self._show_steps()
        if self._order is not None:
            self._show_preview()
        if self._asked and self.offers.is_whole:
            self._open_asked()
        elif self._lists and self.offers.is_whole:
            self._list_steps()

    def _take_card(self, id: str) -> None:
        card = self.offers.card(id)
        fitting = {offer.verb: offer for offer in card.offers if self._fits(card, offer)} if card else {}
        for verb in [verb for verb, offers in self._offers.items() if id in offers and verb not in fitting]:
            del self._offers[verb][id]
            if not self._offers[verb]:
                del self._offers[verb]
        for verb, offer in fitting.items():
            self._offers.setdefault(verb, {})[id] = offer

    def _verbs(self) -> list[Verb]:
        """All that are offered, as the first cases have them."""
        found = dict[Verb, None]()
        for card in map(self.offers.card, self.ids):
            if len(found) == len(self._offers):
                break
            found |= dict.fromkeys(offer.verb for offer in (card.offers if card else ()) if offer.verb in self._offers)
        return list(found)

    def _fits(self, card: CaseCard, offer: Offer) -> bool:
        return len(self.ids) == 1 or own_of(self._hall, card.case, offer.verb) is not None

    def _offering(self, verb: object) -> list[str]:
        """The cases that a step is offered for, in the order in which they were selected."""
        offers = self._offers.get(verb, {}) if isinstance(verb, Verb) else {}
        return [id for id in self.ids if id in offers]

    def _open_asked(self) -> None:
        asked, self._asked = self._asked, ()
        verb = next((verb for verb in asked if verb in self._offers), None)
        if verb is None:
            step = words.choose("、", ", ").join(words.of(verb) for verb in asked)
            self.preview.setText(self.tr("{step}: not offered for any of these cases.").format(step=step) + "\n" + self._not_offered(self.ids))
            for part in (self.preview, self.cancel):
                part.show()
            self.cancel.setFocus()
            return
        self._open(verb)

    def _list_steps(self) -> None:
        """Each with a digit that asks for it, and its letter."""
        self._lists = False
        if not self._offers:
            self.preview.setText(self.tr("Nothing is offered to you for these cases now.") + "\n" + self._not_offered(self.ids))
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
        offers, total = self.offers, len(self.ids)
        count = self.tr("{known} of {total} cases looked up").format(known=offers.known, total=total)
        if offers.missed:
            count += "  ·  " + self.tr("{count} cannot be looked up").format(count=len(offers.missed))
        self._count.setText(count)
        self._count.setToolTip(hint("\n".join(sorted({words.problem(problem) for problem in offers.missed.values()}))))
        self.looking.setRange(0, max(total, 1))
        self.looking.setValue(offers.known + len(offers.missed))
        self.looking.setVisible(self.looks and total > 1)
        self.cancel.setVisible(self.looks or not self.preview.isHidden())
        steps = [(verb, self.tr("{step} · {count} cases").format(step=words.of(verb), count=len(offers))) for verb, offers in self._offers.items()]
        self.steps.fill(steps)

    def _open_form(self, at_once: bool = False) -> None:
        """`at_once`: straight to the preview where nothing has to be asked."""
        verb = self.steps.chosen()
        self._close_form()
        ids = self._offering(verb)
        card = self._hall.cards.get(ids[0]) if ids else None
        if card is None or not isinstance(verb, Verb):
            return
        self.form = form = OrderForm(self._hall, self._blank(card), self._offers[verb][card.id], self._own(card, verb))
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
        return (own_of(self._hall, card.case, verb) or {}) if len(self.ids) > 1 else {}

    def _blank(self, card: CaseCard) -> CaseCard:
        """What is suggested for one case is not suggested for all of them."""
        if len(self.ids) == 1:
            return card
        return msgspec.structs.replace(card, suggestions=[], check_from=None, condition=None)

    def _preview(self, order: AnyCaseOrder) -> None:
        self._order = order
        self._close_form()
        self._show_preview()
        (self.send if self.offers.is_whole else self.body).setFocus()

    def _show_preview(self) -> None:
        order, verb = self._order, self.steps.chosen()
        ready = order is not None and isinstance(verb, Verb)
        for part in (self.preview, self.send):
            part.setVisible(ready or bool(self._held))
        self.steps.setHidden(bool(self._held))
        self._count.setHidden(bool(self._held))
        self.cancel.setVisible(ready or self.looks)
        self._allow()
        if self._held:
            self.looking.hide()
            self.preview.setText(self.tr("Look up all {count} cases, and take one step for them?").format(count=f"{len(self._held):,}"))
            self.send.setText(self.tr("Continue"))
        if not ready or not isinstance(verb, Verb):
            return
        ids = self._offering(verb)
        numbers = [words.number_short(case.number) for case in map(self._hall.cases.get, ids[:SHOWN]) if case]
        more = "…" if len(ids) > SHOWN else ""
        unknown = self.offers.unknown
        others = sorted(set(self.ids).difference(ids, unknown))
        text = self.tr("{step} for {count} cases: {numbers}").format(step=words.of(verb), count=len(ids), numbers=", ".join(numbers) + more)
        if others:
            text += "\n" + self.tr("Not offered for {left} of the selected cases.").format(left=len(others)) + f" {self._not_offered(others)}"
        if unknown:
            text += "\n" + self.tr("{left} of the selected cases are not looked up yet.").format(left=len(unknown))
        self.preview.setText(text)
        self.send.setText(self.tr("{step} {count} cases").format(step=words.of(verb), count=len(ids)))

    def _allow(self) -> None:
        """Who waits to send has the keys here meanwhile, and not on another button."""
        on = bool(self._held) or self.offers.is_whole
        if not on and self.send.hasFocus():
            self.body.setFocus()
        self.send.setEnabled(on)
        if on and self.body.hasFocus() and not self.send.isHidden():
            self.send.setFocus()

    def _send(self) -> None:
        if self._held:
            held, self._held = self._held, ()
            self._reset()
            self.body.setFocus()
            self._look_up(held)
            return
        verb, order = self.steps.chosen(), self._order
        if order is None or not isinstance(verb, Verb) or not self.offers.is_whole:
            return
        cards = [card for card in map(self.offers.card, self._offering(verb)) if card is not None]
        orders = {card.id: msgspec.structs.replace(order, **self._own(card, verb)) for card in cards}
        self._reset()
        if len(orders) > 1:
            self.progress.follow(verb, orders)
        self.put_away()
        for id, each in orders.items():
            self.ordered.emit(id, each)
        self.end()

    def give_up(self) -> None:
        looked, self._held = self.looks, ()
        self._reset()
        if looked or self.hides:
            self.put_away()
        self.end()

    def put_away(self) -> None:
        """Nothing is asked for any more, also not what our own orders change; what becomes of those is followed on."""
        self._held = ()
        self.offers.stop()
        self.body.hide()
        self._show_parts()

    def end(self) -> None:
        self._asked, self._given, self._lists = (), "", False
        self.ended.emit()

    def _show_parts(self) -> None:
        self.setVisible(not self.body.isHidden() or self.progress.is_on)

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
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.steps, 1)
        row.addWidget(self._count)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.send)
        self.looking.setTextVisible(False)
        self._column = QVBoxLayout(self.body)
        self._column.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
        self._column.setSpacing(theme.px(6))
        self._column.addLayout(row)
        for part in (self.looking, self.list, self.preview):
            self._column.addWidget(part)
        self._column.addLayout(foot)
        parts = QVBoxLayout(self)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(0)
        parts.addWidget(self.progress)
        parts.addWidget(self.body)
