"""The card of the chosen case: where it is, which clock runs, what may be done with it now, and all that is known of it."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from console import words
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.link import LinkState
from console.hall.receipts import ReceiptState
from console.widgets import keys, theme
from console.widgets.case.beside import Beside
from console.widgets.case.captures import Captures
from console.widgets.case.clash import ClashView
from console.widgets.case.clock import CaseClock
from console.widgets.case.company import CompanyStrip
from console.widgets.case.facts import Facts
from console.widgets.case.order_form import OrderForm
from console.widgets.case.photos import Photos
from console.widgets.case.rail import StageRail
from console.widgets.case.timeline import Timeline
from console.widgets.case.unmask import Unmask
from console.widgets.case.verbs import Verbs
from console.widgets.missing import Missing
from console.widgets.receipt import ReceiptLine, errors_of, latest
from console.widgets.sheet import Sheet
from console.widgets.spoken import Saying, Spoken, label, nothing
from wire.cases import Case, CaseCard, Offer
from wire.codes import Noun
from wire.recommendation import Recommendation


class Card(Spoken):
    """Follows the selection. Each verb that the backend offers opens a small form in place; nothing is shown as done before its receipt says so.

    Keys: while its steps have the focus, a letter of keys.toml opens the form of its step and Esc leads back. It has the focus itself only
    while there is no step to have it. Ctrl+B leads to what was recorded when it was reported.
    """

    ordered = Signal(str, object)  # case id, AnyCaseOrder
    card_wanted = Signal(str)  # case id: its card is not here, or is older than the case
    recommendation_wanted = Signal(str)  # case id: whom to send to it
    writing = Signal(str, str)  # case id, name of the field that is being written
    photo_wanted = Signal(str)  # photo id: its bytes, into hall.photos
    clip_wanted = Signal(str)  # clip id: likewise
    photo_added = Signal(str, bytes, str)  # case id, image, media type: to be uploaded before the order that names it
    still_wanted = Signal()  # what the hot video pane shows, for `take_still`
    sight_wanted = Signal(str)  # case id: who can see it, and be there first
    then_wanted = Signal(str, object)  # case id, datetime of a step of it, or None: what cameras recorded then
    keys_wanted = Signal()  # which keys there are
    left = Signal()  # back to where it was opened from
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._hall, self._id, self._asked = hall, "", ("", 0)
        self._sent = False  # the form was
        self._receipts: frozenset[str] = frozenset()  # that were there before
        self.clock, self.rail, self.facts, self.more = CaseClock(), StageRail(), Facts(hall, Facts.WHAT), Facts(hall, Facts.MORE)
        self.photos, self.timeline, self.receipt, self.missing = Photos(), Timeline(hall), ReceiptLine(), Missing(hall, Wanted.CARD)
        self.beside, self.captures = Beside(hall), Captures()
        self.company = CompanyStrip(hall)
        self.clash = ClashView(hall, lambda clash: clash.subject == self._id)
        self.unmask = Unmask()
        self.form: OrderForm | None = None
        self._verb_wanted = ""
        self.verbs, self._form_place, self._actions_place = Verbs(hall.replay, self.timeline.recorded), QVBoxLayout(), QVBoxLayout()
        self._then = label("hint", wrap=True)
        self._conflict, self._nothing = label(tone="warn", wrap=True), label(tone="quiet", wrap=True)
        self._heads = [label("label") for _ in range(3)]
        self._lay_out()
        self._connect()
        self.say()
        self._follow(hall.selection.noun, hall.selection.id)

    def case(self) -> Case | None:
        """The Hall has what is open and what was closed lately; an older case is here with its card."""
        card = self.card()
        return self._hall.cases.get(self._id) or (card.case if card else None)

    def card(self) -> CaseCard | None:
        return self._hall.cards.get(self._id)

    def tell(self) -> None:
        case = self.case()
        self.told.emit(words.number_short(case.number) if case else "", "", -1)

    def open_form(self, offer: Offer) -> None:
        """Ask what the order of this offer needs. The form of another verb is closed."""
        card = self.card()
        if card is None or (self.form and self.form.offer == offer):
            return
        self.close_form()
        self.form = OrderForm(self._hall, card, offer)
        self.form.sent.connect(self._send)
        self.form.cancelled.connect(self._cancel)
        self.form.writing.connect(lambda field, id=self._id: self.writing.emit(id, field))
        self.form.photo_added.connect(lambda image, kind, id=self._id: self.photo_added.emit(id, image, kind))
        self.form.still_wanted.connect(self.still_wanted)
        self._form_place.addWidget(self.form)
        self.form.hang_actions(self._actions_place)
        self.form.show()
        self.form.focus_first()
        if self.form.recommended is not None:
            self.recommendation_wanted.emit(self._id)

    def open_verb(self, verb: str) -> None:
        """The form of this verb, now or as soon as the card is here and offers it."""
        self._verb_wanted = verb
        self._show()

    def take_focus(self) -> None:
        """To the step forward: now, or as soon as it is known what is offered."""
        self.setFocus()
        self.verbs.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() == "?":
            self.keys_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape and self.hasFocus():
            self.left.emit()
        elif self.hasFocus() or self.verbs.holds_focus():
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            event.setAccepted(plain and self.verbs.press(event.text().upper()))
        else:
            super().keyPressEvent(event)

    def tell_then(self, saying: Saying) -> None:
        """Why there is no recording, or that it is being looked for."""
        self._then.tell(saying)
        self._then.setVisible(bool(self._then.text()))

    def take_still(self, picture: QImage, name: str) -> None:
        if self.form is not None:
            self.form.take_still(picture, name)

    def show_recommendation(self, found: Recommendation) -> None:
        """The answer; nothing when the form that wanted it is gone."""
        if self.form is not None and self.form.recommended is not None and found.case_id == self._id:
            self.form.recommended.show_recommendation(found)

    def close_form(self) -> None:
        self._sent = False
        if self.form is not None:
            self.form.close_up()
            self.form = None
        self._conflict.hide()

    def say(self) -> None:
        self._heads[0].setText(self.tr("Photos"))
        self._heads[1].setText(self.tr("What has happened"))
        self._heads[2].setText(self.tr("Evidence of cameras"))
        self._show()

    def _follow(self, noun: Noun | None, id: str) -> None:
        if noun is not Noun.CASE or id == self._id:
            return
        inside = self._holds_focus()
        self.close_form()
        self._id, self._verb_wanted = id, ""
        self.tell_then(nothing)
        self.missing.watch(id)
        self.company.follow(id)
        self.clash.look()
        self._ask()
        self._show()
        self.tell()
        if inside:
            self.take_focus()

    def _changed(self, ids: frozenset[str]) -> None:
        if self._id in ids:
            self._ask()
            self._show()

    def _receipts_changed(self) -> None:
        receipt = latest(self._hall, self._id)
        self.receipt.show_receipt(receipt)
        if self.form and receipt and receipt.verb == self.form.offer.verb:
            self.form.show_errors(errors_of(receipt))
        self._follow_order()

    def _follow_order(self) -> None:
        """While what the form has sent is under way it is not sent again; when it is done the form is."""
        if self.form is None or not self._sent:
            return
        verb, seen = self.form.offer.verb, self._receipts
        mine = next((each for each in self._hall.receipts if each.subject == self._id and each.verb == verb and each.id not in seen), None)
        self.form.hold(mine is not None and mine.state in (ReceiptState.QUEUED, ReceiptState.SENT))
        if mine is not None and mine.state in (ReceiptState.STORED, ReceiptState.SEEN):
            inside = self._holds_focus()
            self.close_form()
            if inside:
                self.take_focus()

    def _ask(self) -> None:
        """Ask for the card once per version of the case."""
        case, card = self.case(), self.card()
        version = case.version if case else 0
        if self._id and (card is None or card.version < version) and self._asked != (self._id, version):
            self._asked = (self._id, version)
            self.card_wanted.emit(self._id)

    def _link_changed(self) -> None:
        if self._hall.link.state is LinkState.FRESH and self._hall.failures.of(Wanted.CARD, self._id):
            self.card_wanted.emit(self._id)

    def _show(self) -> None:
        case, card = self.case(), self.card()
        self._scroll.setVisible(case is not None)
        self._head.setVisible(case is not None)
        self._nothing.setVisible(case is None)
        if case is None:
            self._say_why()
            return
        now = self._hall.clock.now()
        self._show_clock(case)
        self.rail.show_case(case, card.flow if card else (), now)
        for facts in (self.facts, self.more):
            facts.show_case(case, card)
        self.unmask.show_case(case.id, card, now)
        self.photos.show_photos(card.photos if card else ())
        for part in (self._heads[0], self.photos):
            part.setVisible(bool(card and card.photos))
        self.captures.show_captures(card.captures if card else ())
        self._heads[2].setVisible(bool(card and card.captures))
        self.captures.setVisible(bool(card and card.captures))
        self.beside.show_card(card)
        self.timeline.show_flow(card.flow if card else (), card.tasks if card else (), now)
        offers = tuple(card.offers) if card and card.version >= case.version else ()
        self._show_offers(offers)
        if wanted := next((offer for offer in offers if offer.verb == self._verb_wanted), None):
            self._verb_wanted = ""
            self.open_form(wanted)
        self._receipts_changed()

    def _say_why(self) -> None:
        """There is no case here: none is chosen, or it is an old one that is on its way or could not be had."""
        problem = self._hall.failures.of(Wanted.CARD, self._id) if self._id else None
        if problem is not None:
            self._nothing.setText(words.missing(Wanted.CARD, problem))
        else:
            self._nothing.setText(self.tr("Fetching the case …") if self._id else self.tr("Choose a case in the queue or on the map."))

    def _missed(self, wanted: str, id: str) -> None:
        if wanted == Wanted.CARD and id == self._id and self.case() is None:
            self._say_why()

    def _show_offers(self, offers: tuple[Offer, ...]) -> None:
        inside = self.hasFocus() or self.verbs.holds_focus()
        case = self.case()
        self.verbs.show_offers(offers, case.status if case else None)
        if inside and not self.verbs.holds_focus():
            self.take_focus()
        self._judge_form()

    def _holds_focus(self) -> bool:
        """Here or in the form."""
        focus = QApplication.focusWidget()
        written = self.form is not None and focus is not None and self.form.holds(focus)
        return written or self.hasFocus() or self.verbs.holds_focus()

    def _use_text(self, text: str) -> None:
        """What was written for another step, into the note of the form that is open, else into that of the main step."""
        main = next((offer for offer in self.verbs.offers if offer.main), next(iter(self.verbs.offers), None))
        if self.form is None and main is not None:
            self.open_form(main)
        if self.form is not None:
            self.form.add_text(text)

    def _judge_form(self) -> None:
        """A form whose verb is no longer offered stays, with all that was typed, and says what the case was and what it is."""
        card, case = self.card(), self.case()
        if self.form is None or card is None or case is None or card.version < case.version:
            return
        gone = not self.form.held and self.form.offer.verb not in [offer.verb for offer in card.offers]
        text = self.tr('The case has moved on to "{status}" meanwhile: this step is not possible now. What you typed is kept.')
        self._conflict.setText(text.format(status=words.of(case.status)))
        self._conflict.setVisible(gone)

    def _want_photo(self, id: str) -> None:
        if self._hall.photos.get(id) is None:
            self.photo_wanted.emit(id)
        else:
            self._show_photo(id)

    def _show_photo(self, id: str) -> None:
        content = self._hall.photos.get(id) or b""
        self.photos.show_bytes(id, content, self._why_missing(Wanted.PHOTO, id))
        self.captures.show_bytes(id, content, self._why_missing(Wanted.CLIP, id))

    def _why_missing(self, wanted: Wanted, id: str) -> Saying:
        problem = self._hall.failures.of(wanted, id)
        return partial(words.missing, wanted, problem) if problem else nothing

    def _cancel(self) -> None:
        inside = self._holds_focus()
        self.close_form()
        if inside:
            self.take_focus()

    def _send(self, order: object) -> None:
        self._sent, self._receipts = True, frozenset(receipt.id for receipt in self._hall.receipts)
        self.ordered.emit(self._id, order)

    def _show_clock(self, case: Case) -> None:
        """While its clock runs, by how many limits it is late changes; what the card said of it then is not shown."""
        card = self.card()
        self.clock.show_case(case, self._hall.clock.now(), card.overdue_factor if card and case.disposed_at else None)

    def _tick(self) -> None:
        if case := self.case():
            self._show_clock(case)
            self.unmask.tick(self._hall.clock.now())

    def _connect(self) -> None:
        hall = self._hall
        hall.selection.changed.connect(self._follow)
        hall.cases.changed.connect(self._changed)
        hall.cards.changed.connect(self._changed)
        hall.receipts.changed.connect(self._receipts_changed)
        hall.failures.changed.connect(self._missed)
        hall.departments.changed.connect(self._show)
        hall.catalogue_changed.connect(self._show)
        hall.clock.ticked.connect(self._tick)
        hall.photos.arrived.connect(self._show_photo)
        hall.link.changed.connect(self._link_changed)
        self.missing.again.connect(lambda: self.card_wanted.emit(self._id))
        self.photos.wanted.connect(self._want_photo)
        self.captures.wanted.connect(self.clip_wanted)
        self.clash.text_wanted.connect(self._use_text)
        self.verbs.chosen.connect(self.open_form)
        self.verbs.left.connect(self.left)
        self.verbs.sight_wanted.connect(lambda: self.sight_wanted.emit(self._id))
        if self.timeline.recorded:
            self.verbs.then_wanted.connect(lambda: self.then_wanted.emit(self._id, None))
            self.timeline.then_wanted.connect(lambda at: self.then_wanted.emit(self._id, at))
            keys.bind(self, lambda: self.then_wanted.emit(self._id, None), "Ctrl+B")

    def _lay_out(self) -> None:
        self._head, self._scroll = QWidget(), Sheet()
        head = QVBoxLayout(self._head)
        head.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        head.setSpacing(theme.px(8))
        for above in (self.clock, self.rail, self.company, self.missing, self.verbs, self._then, self.receipt):
            head.addWidget(above)
        body = self._scroll.body
        body.addWidget(self.clash)
        body.addWidget(self._conflict)
        body.addLayout(self._form_place)
        pictures = (self._heads[0], self.photos, self._heads[2], self.captures)
        for part in (self.beside, self.facts, self.unmask, *pictures, self.more, self._heads[1], self.timeline):
            body.addWidget(part)
        body.addStretch(1)
        self._conflict.hide()
        self._then.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._nothing, 1, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._head)
        column.addWidget(_rule())
        column.addWidget(self._scroll, 1)
        column.addLayout(self._actions_place)


def _rule() -> QLabel:
    made = QLabel()
    made.setObjectName("rule")
    return made
