"""Results for the public: what can be published, what waits for its confirmation, what is out; with the preview of exactly what the public sees."""

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console import words
from console.hall.drawers import Drawers, Place
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.receipts import ReceiptState
from console.widgets import keys, theme
from console.widgets.fields import NoteField
from console.widgets.flow import Flow
from console.widgets.hotline.chosen_photos import ChosenPhotos
from console.widgets.hotline.public_sheet import PublicSheet
from console.widgets.intake.phrase_known import of_case
from console.widgets.intake.phrase_list import Phrasing
from console.widgets.keeping import Keeping
from console.widgets.lines import HEIGHT, Line, Lines
from console.widgets.list_and_detail import ListAndDetail
from console.widgets.missing import Missing
from console.widgets.receipt import ReceiptLine, errors_of, latest
from console.widgets.sheet import Sheet
from console.widgets.spoken import Spoken, button, label
from console.widgets.tabs import Tabs
from wire.cases import Case
from wire.codes import INSPECTOR_SOURCES, Noun, Publicity, Role
from wire.publications import ProposeOrder, Publication, PublishOrder, WithdrawOrder

FORM = "publicity"  # of its drafts
POSSIBLE, PROPOSED, PUBLISHED = range(3)
MOST = 300
TAB_OF = {None: POSSIBLE, Publicity.WITHDRAWN: POSSIBLE, Publicity.PROPOSED: PROPOSED, Publicity.PUBLISHED: PUBLISHED}
CONFIRMERS = {Role.ADMIN, Role.EVALUATOR}


def place_of(case: Case) -> Place | None:
    """Its tab, the newest first; what inspectors found concerns no citizen."""
    if case.disposed_at is None or case.source in INSPECTOR_SOURCES:
        return None
    return Place(TAB_OF[case.publicity], -case.disposed_at.timestamp())


class PublicityPane(Spoken):
    ordered = Signal(str, object)  # case id, AnyPublicationOrder
    publication_wanted = Signal(str)
    card_wanted = Signal(str)
    photo_wanted = Signal(str)
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hall, self._id, self._filled = hall, "", ""
        self._drawers = Drawers(hall.cases, place_of, self)
        self.tabs, self.lines, self.sheet = Tabs(3), Lines(), PublicSheet(hall)
        self._head = label("label")
        self.problem, self.result, self.note = NoteField("problem", True), NoteField("result", True), NoteField("note")
        self.photos = ChosenPhotos()
        self.propose, self.publish, self.withdraw = button("primary"), button("primary"), button()
        self._empty, self._body, self._edit = label("hint", wrap=True), QWidget(), QWidget()
        self.receipt, self.missing = ReceiptLine(), Missing(hall, Wanted.PUBLICATION, asking=False)
        fields = {"problem": self.problem, "result": self.result, "note": self.note}
        self.keeping = Keeping(hall.drafts, FORM, fields, self)
        for field in (self.problem, self.result, self.note):
            Phrasing(field, hall.phrases, self._known)
        self._lay_out()
        self._connect()
        self.say()

    @property
    def publication(self) -> Publication | None:
        return self._hall.hotline.publications.get(self._id) if self._id else None

    def open(self, case_id: str) -> None:
        if case_id and case_id != self._id:
            self._id, self._filled = case_id, ""
            self.receipt.show_receipt(None)
            self._hall.selection.set(Noun.CASE, case_id)
            self.card_wanted.emit(case_id)
            self.publication_wanted.emit(case_id)
        self._show()

    def say(self) -> None:
        self._head.setText(self.tr("This is what the public sees"))
        self.propose.setText(self.tr("Propose") + "  Ctrl+⏎")
        self.publish.setText(self.tr("Confirm and publish"))
        self.withdraw.setText(self.tr("Withdraw, with the reason"))
        self._empty.setText(self.tr("Choose a case whose result is to be published."))
        self._fill()
        self._show()

    def tell(self) -> None:
        self.told.emit("", self.tr("{count} published").format(count=self._drawers.count(PUBLISHED)), -1)

    def submit(self) -> None:
        words_of = {field.name: field.value() for field in (self.problem, self.result)}
        for field in (self.problem, self.result):
            field.set_error("" if words_of[field.name] else self.tr("Needed: please fill this in"))
        if self._id and all(words_of.values()) and self._can_propose():
            self.ordered.emit(self._id, msgspec.convert({"verb": "PROPOSE", **words_of, "photos": self.photos.value()}, ProposeOrder))
            self.keeping.end()

    def _known(self) -> dict[str, str]:
        """For the variables of phrases: nobody's name, and the street as the public reads it."""
        publication = self.publication
        if publication is None:
            return {}
        known = of_case(self._hall, self._hall.cases.get(self._id)) | {"address": publication.shown.place, "class": publication.shown.class_name}
        return {name: text for name, text in known.items() if name not in ("reporter", "operator")}

    def _can_propose(self) -> bool:
        publication = self.publication
        return publication is not None and publication.state is not Publicity.PUBLISHED

    def _confirm(self) -> None:
        if self._id:
            self.ordered.emit(self._id, PublishOrder())

    def _withdraw(self) -> None:
        reason = self.note.value()
        self.note.set_error("" if reason else self.tr("Needed: please fill this in"))
        if reason and self._id:
            self.ordered.emit(self._id, WithdrawOrder(reason=reason))
            self.keeping.end()

    def _fill(self) -> None:
        for tab, title in enumerate((self.tr("Possible"), self.tr("To confirm"), self.tr("Published"))):
            self.tabs.write(tab, title, self._drawers.count(tab))
        if self.isVisible():
            self.lines.take([self._line(case) for case in self._drawers.first(self.tabs.current, MOST)])
        self.tell()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fill()

    def _line(self, case: Case) -> Line:
        small = words.class_name(self._hall.classes.get((case.kind, case.class_code)), case.class_code)
        state = words.of(case.publicity) if case.publicity else words.of(case.status)
        return Line(case.id, f"{small}  {words.number_short(case.number)}", case.address, state)

    def _show(self) -> None:
        publication = self.publication
        self._empty.setVisible(publication is None)
        self._body.setVisible(publication is not None)
        if publication is None:
            return
        if self._filled != f"{self._id} {publication.version}":
            self._filled = f"{self._id} {publication.version}"
            self.keeping.quiet = True
            self.problem.set(publication.shown.problem)
            self.result.set(publication.shown.result)
            self.note.set("")
            self.keeping.quiet = False
            self.keeping.begin(self._id)
            self._offer_photos()
        self._edit.setVisible(self._can_propose())
        self.propose.setVisible(self._can_propose())
        theme.set_property(self.propose, "kind", "" if publication.state is Publicity.PROPOSED else "primary")
        self.publish.setVisible(publication.state is Publicity.PROPOSED and not CONFIRMERS.isdisjoint(self._hall.me.roles))
        self.withdraw.setVisible(publication.state in (Publicity.PROPOSED, Publicity.PUBLISHED))
        self.note.setVisible(self.withdraw.isVisibleTo(self._body))
        self._preview()

    def _preview(self) -> None:
        """As it was proposed; while one writes, as it would be."""
        publication = self.publication
        if publication is None:
            return
        shown = publication.shown
        if self._can_propose():
            said = {"problem": self.problem.value() or "", "result": self.result.value() or "", "photos": self.photos.value()}
            shown = msgspec.structs.replace(shown, **said)
        self.sheet.show_result(shown)
        for photo in shown.photos:
            if self._hall.photos.get(photo) is None:
                self.photo_wanted.emit(photo)

    def _offer_photos(self) -> None:
        """Those of the case, none ticked by itself."""
        card, publication = self._hall.cards.get(self._id), self.publication
        self.photos.offer(card.photos if card else (), publication.shown.photos if publication else ())

    def _card_came(self, ids: frozenset[str]) -> None:
        if self._id in ids and self.publication is not None:
            self._offer_photos()
            self._show()

    def _came(self, ids: frozenset[str]) -> None:
        if self._id in ids:
            self._show()

    def _receipts_changed(self) -> None:
        receipt = latest(self._hall, self._id)
        if receipt is None:
            return
        self.receipt.show_receipt(receipt)
        if receipt.state is ReceiptState.REFUSED:
            fields = {field.name: field for field in (self.problem, self.result, self.note)}
            for path, text in errors_of(receipt).items():
                fields.get(path, self.note).set_error(text)

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._fill)
        self.lines.chosen.connect(self.open)
        self.lines.opened.connect(self.open)
        self.propose.clicked.connect(self.submit)
        self.publish.clicked.connect(self._confirm)
        self.withdraw.clicked.connect(self._withdraw)
        for field in (self.problem, self.result, self.photos):
            field.changed.connect(self._preview)
        self._hall.hotline.publications.changed.connect(self._came)
        self._hall.cards.changed.connect(self._card_came)
        self._drawers.changed.connect(self._fill)
        self._hall.catalogue_changed.connect(self._fill)
        self._hall.receipts.changed.connect(self._receipts_changed)
        keys.bind(self, self.submit, "Ctrl+Return", "Ctrl+Enter")

    def _lay_out(self) -> None:
        left, right, inside, edit = QWidget(), Sheet(), QVBoxLayout(self._body), QVBoxLayout(self._edit)
        column, buttons = QVBoxLayout(left), Flow(gap=6)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        self.lines.setMinimumHeight(theme.px(HEIGHT))
        column.addWidget(self.lines, 1)
        for box in (inside, edit):
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(theme.px(8))
        for part in (self.problem, self.result, self.photos):
            edit.addWidget(part)
        for made in (self.publish, self.propose, self.withdraw):
            buttons.addWidget(made)
        for widget in (self._head, self.sheet, self._edit, self.note):
            inside.addWidget(widget)
        inside.addLayout(buttons)
        inside.addWidget(self.receipt)
        inside.addWidget(self.missing)
        right.body.addWidget(self._empty)
        right.body.addWidget(self._body)
        right.body.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ListAndDetail(left, right, (2, 3)))
