"""The report form: who calls, when it was, where it is, what it is, how it came about.

One form for the hall's own reports and for the hotline, which opens it by `begin` with a caller.
"""

from functools import partial
from itertools import pairwise
from uuid import uuid4

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from console import words
from console.hall.drafts import Draft
from console.hall.failures import Wanted
from console.hall.hall import Hall
from console.hall.receipts import ReceiptState
from console.hall.report_source import HALL_SOURCES, begun_as
from console.widgets import keys, theme
from console.widgets.intake.advice import Likely, Suggested, WhoAnswers
from console.widgets.intake.draft_note import DraftNote
from console.widgets.intake.drafts import ReportDrafts
from console.widgets.intake.entered import Entered
from console.widgets.intake.photo_field import STILL_KEY
from console.widgets.intake.phrase_list import Phrasing
from console.widgets.intake.questions import KEY as QUESTIONS_KEY
from console.widgets.intake.report_fields import Place
from console.widgets.intake.sent import AsSent
from console.widgets.keeping import Keeping
from console.widgets.missing import Missing
from console.widgets.receipt import ReceiptLine, errors_of, latest
from console.widgets.sheet import Sheet
from console.widgets.side_by_side import by_two
from console.widgets.spoken import Spoken, button
from wire.advice import Advice, DraftReport
from wire.cases import MergeOrder
from wire.codes import Kind, Source
from wire.components import Component
from wire.places_at import PlaceAt
from wire.problem import Problem
from wire.search import Found

FORM = "report"
PAUSE_MS = 250  # after a letter, before the backend is asked what it thinks
WIDE = 760  # px: from here on the standard stands beside the form
FIRST_VERSION = 1  # of a case that was just reported


class ReportForm(Spoken):
    """Emits a `CaseReport` with an id made here. Asking the backend never waits, and its answers never replace what was typed."""

    reported = Signal(object, object)  # CaseReport, [(image, media type)] to be uploaded before it
    linked = Signal(str, object, int)  # id of the new case, MergeOrder, version: after its report
    advice_wanted = Signal(object)  # DraftReport
    sought = Signal(str)  # a place by its name
    place_wanted = Signal()  # to be pointed at on the map
    place_told_wanted = Signal(float, float)  # what a place is called and who answers for it
    place_moved = Signal(object)  # Place, or none
    still_wanted = Signal()  # what the hot video pane shows, for `take_still`
    case_opened = Signal(str)
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._hall, self._id, self._sent = hall, uuid4().hex, ""
        self._asked: DraftReport | None = None
        self.advice: Advice | None = None
        self.entered = its = Entered(hall, self)
        self.source, self.reporter, self.phone, self.at, self.place = its.source, its.reporter, its.phone, its.at, its.place
        self.matter, self.course, self.small, self.condition, self.component = its.matter, its.course, its.small, its.condition, its.component
        self.photos, self.urgent, self.asked, self.fields = its.photos, its.urgent, its.answers, its.fields
        self.suggested, self.likely, self.answers = Suggested(hall), Likely(hall), WhoAnswers(hall)
        self.drafted, self.others, self.missing = DraftNote(hall), ReportDrafts(hall, FORM), Missing(hall, Wanted.DRAFT)
        self.as_sent, self.receipt = AsSent(hall), ReceiptLine()
        self.send, self.fresh = button("primary"), button("quiet")
        for field in (self.matter, self.course):
            Phrasing(field, hall.phrases, its.known)
        self.keeping = Keeping(hall.drafts, FORM, self.fields, self)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._lay_out()
        self._connect()
        self.say()
        self.begin()

    def begin(
        self,
        source: Source | None = None,
        phone: str = "",
        reporter: str = "",
        address: str = "",
        call_id: str = "",
        transfer_id: str = "",
        urgent: bool = False,
        said: str = "",
    ) -> None:
        """A new report, prefilled with a caller where there is one, with what he `said`, and with his address, which is looked for; what stood here
        stays a draft. It begins as the post's reports do, and the source that somebody chooses stays, since calls come in rows. `call_id`,
        `transfer_id`: of which it is made. `urgent`: somebody has said so, whatever its class says."""
        self._clear(uuid4().hex)
        before = self.source.value()
        self.source.set(source or (before if before in HALL_SOURCES else begun_as(self._hall.me.roles if self._hall.me else ())))
        self.phone.set(phone)
        self.reporter.set(reporter)
        self.entered.origin.set(call_id, transfer_id)
        if urgent:
            self.urgent.set(True)
        self.matter.set(said)
        if address:
            self.place.look_for(address)
        self._begun()
        (self.reporter if not reporter else self.place).setFocus()

    def begin_at(self, component: Component) -> None:
        """A new report, about this component, where it stands."""
        self.begin()
        self.place.component = component.id
        self.set_place(component.lon, component.lat)
        self.matter.setFocus()

    def take_up(self, id: str) -> None:
        """Write on in a draft; what stood here stays one."""
        self._clear(id)
        self._begun()
        self.place.setFocus()

    def set_place(self, lon: float, lat: float, address: str = "") -> None:
        """Where it is, degrees WGS-84."""
        self.place.set_place(Place(lon, lat), address)

    def take_found(self, text: str, found: Found | Problem) -> None:
        if isinstance(found, Found):
            self.place.show_found(text, found)
        else:
            self.place.set_error(words.problem(found))

    def take_place(self, told: PlaceAt | Problem) -> None:
        """What the backend calls the place; of another place than the pin's it is none."""
        if isinstance(told, PlaceAt) and self.place.place == (told.lon, told.lat):
            self.place.fill(words.choose(told.address, told.address_en) if told.address else "")
            self.answers.show_place(told)

    def take_advice(self, asked: DraftReport, advice: Advice | Problem) -> None:
        if asked != self._asked or not isinstance(advice, Advice):
            return
        self.advice = advice
        self._suggest(advice)
        self.likely.show_duplicates(advice.duplicates)
        self.answers.show_advice(advice)

    def take_still(self, picture: QImage, name: str) -> None:
        self.photos.add_picture(picture, name)

    def submit(self) -> None:
        """Emit the report, or say at each field what is missing."""
        self._send("")

    def link(self, case_id: str) -> None:
        """Register it, as a repeat of that case."""
        self._send(case_id)

    def _link_first(self) -> None:
        if self.likely.duplicates:
            self.link(self.likely.duplicates[0].case.id)

    def tell(self) -> None:
        self.told.emit("", "", -1)

    def say(self) -> None:
        self.as_sent.head.setText(self.tr("Will be sent as"))
        self.fresh.setText(self.tr("New") + "  Ctrl+N")
        self.fresh.setToolTip(self.tr("Begin another report; this one stays a draft"))
        self.send.setText(self.tr("Register") + "  Ctrl+⏎")
        self._show_preview()

    def _clear(self, id: str) -> None:
        self.keeping.quiet = True
        self._id, self._sent, self._asked, self.advice = id, "", None, None
        self.entered.clear()
        self.suggested.show_classes([])
        self.likely.show_duplicates([])
        self.answers.show_place(None)
        self.answers.show_advice(None)
        self.receipt.show_receipt(None)
        self.send.setEnabled(True)

    def _begun(self) -> None:
        left = (FORM, self._id) in self._hall.drafts.left
        self.keeping.quiet = False
        draft = self.keeping.begin(self._id)
        self.drafted.show_draft(draft if left else None)
        self.others.look_away_from(self._id)
        self._show_preview()

    def _send(self, repeat_of: str) -> None:
        if self._sent == self._id:
            return
        wrong = self.entered.judge()
        if wrong is not None:
            wrong.setFocus()
            return
        try:
            report = self.entered.report(self._id)
        except msgspec.ValidationError as error:
            self.entered.show_errors({str(error).rpartition("$.")[2].strip("`"): str(error)})
            return
        self._sent = self._id
        self._pause.stop()  # it would only be told that this repeats itself
        self.send.setEnabled(False)
        self.reported.emit(report, self.photos.images())
        if repeat_of:
            self.linked.emit(self._id, MergeOrder(duplicate_of=repeat_of), FIRST_VERSION)
        self.keeping.end()  # the outbox has it on the disk now

    def _suggest(self, advice: Advice) -> None:
        self.suggested.show_classes(advice.classes)
        best = advice.classes[0] if advice.classes else None
        if best is not None and best.sure:
            self.small.suggest(best.kind, best.class_code)
        else:
            self.small.withdraw()
        mine = next((each for each in advice.classes if (each.kind, each.class_code) == self.small.key()), None)
        self.condition.suggest(mine.condition_id if mine else None)
        self._show_preview()

    def _ask(self) -> None:
        """What the backend thinks of what stands here by now."""
        asked = self.entered.draft()
        if asked != self._asked and asked != DraftReport():
            self._asked = asked
            self.advice_wanted.emit(asked)

    def _class_changed(self) -> None:
        self._suit_class()
        self._touched()

    def _suit_class(self) -> None:
        for field in (self.condition, self.asked, self.urgent):
            field.suit(self.small.key())

    def _answered(self) -> None:
        """Who answers what is asked about a class has taken it: no advice gives the report another one now."""
        self.small.by_hand = True
        self._show_preview()

    def _moved(self) -> None:
        place = self.place.place
        self.component.suit(place, self.place.component)
        self.answers.show_place(None)
        self.place_moved.emit(place)
        if place is not None:
            self.place_told_wanted.emit(place.lon, place.lat)

    def _component_changed(self) -> None:
        component = self._hall.components.get(str(self.component.value() or ""))
        if component is not None and (Kind.COMPONENT, component.class_code) in self._hall.classes:
            self.small.suggest(Kind.COMPONENT, component.class_code)
        self._touched()

    def _touched(self) -> None:
        if self._sent != self._id:
            self._pause.start()
        self._show_preview()

    def _show_preview(self) -> None:
        told = "\n".join([self.entered.text(), *map(words.answered, self.asked.value())])
        self.as_sent.show_report(self.small.key(), self.condition.value(), self.place.value() or "", told)

    def _receipts_changed(self) -> None:
        receipt = latest(self._hall, self._id)
        if receipt is None:
            return
        self.receipt.show_receipt(receipt)
        if receipt.state is ReceiptState.REFUSED and self._sent == self._id:
            self._sent = ""
            self.send.setEnabled(True)
            self.entered.show_errors(errors_of(receipt))
            self.keeping.keep()

    def _taken_up(self, _: Draft) -> None:
        self._class_changed()

    def _start_over(self) -> None:
        self._hall.drafts.drop(FORM, self._id)
        self.begin()

    def _connect(self) -> None:
        for field in (self.matter, self.course, self.phone):
            field.changed.connect(self._touched)
        self.small.changed.connect(self._class_changed)
        self.component.changed.connect(self._component_changed)
        self.place.moved.connect(self._moved)
        self.place.changed.connect(self._touched)
        self.condition.changed.connect(self._show_preview)
        self.asked.answered.connect(self._answered)
        self.place.sought.connect(self.sought)
        self.place.map_wanted.connect(self.place_wanted)
        self.suggested.chosen.connect(self.small.choose)
        self.likely.link_wanted.connect(self.link)
        self.likely.opened.connect(self.case_opened)
        self.photos.still_wanted.connect(self.still_wanted)
        self.others.chosen.connect(self.take_up)
        self.drafted.dropped.connect(self._start_over)
        self.keeping.taken_up.connect(self._taken_up)
        self._pause.timeout.connect(self._ask)
        self.send.clicked.connect(self.submit)
        self.fresh.clicked.connect(lambda: self.begin())
        self._hall.receipts.changed.connect(self._receipts_changed)
        self._hall.catalogue_changed.connect(lambda: [field.suit(self.small.key()) for field in (self.asked, self.urgent)])
        self._hall.catalogue_changed.connect(self.say)
        keys.bind(self, self.submit, "Ctrl+Return", "Ctrl+Enter")
        keys.bind(self, self.begin, "Ctrl+N")
        keys.bind(self, self.place_wanted.emit, "Ctrl+M")
        keys.bind(self, self._link_first, "Ctrl+D")
        keys.bind(self, self.asked.enter, QUESTIONS_KEY)
        keys.bind(self, self.still_wanted.emit, STILL_KEY)
        for number in range(1, 6):
            keys.bind(self, partial(self.suggested.choose, number), f"Ctrl+{number}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= theme.px(WIDE)
        self._sides.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def _lay_out(self) -> None:
        sheet, told, beside, foot = Sheet(), QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._sides = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        for column in (told, beside):
            column.setSpacing(theme.px(8))
        for part in (
            self.drafted,
            self.entered.alarm,
            by_two(self.source, self.reporter, self.phone, self.at),
            self.place,
            self.answers,
            self.matter,
            self.course,
        ):
            told.addWidget(part)
        classed = (self.small, self.suggested, self.asked, self.condition, self.likely, self.component)
        entered = self.entered
        for part in (*classed, self.photos, self.urgent, entered.direct, entered.assessed, entered.origin, self.as_sent.head, self.as_sent.text):
            beside.addWidget(part)
        for column in (told, beside):
            column.addStretch(1)
            self._sides.addLayout(column, 1)
        self._sides.setSpacing(theme.px(12))
        sheet.body.addLayout(self._sides)
        sheet.body.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.fresh)
        buttons.addWidget(self.as_sent.gist, 1)
        buttons.addWidget(self.send)
        foot.setContentsMargins(theme.px(12), theme.px(4), theme.px(12), theme.px(8))
        foot.addWidget(self.missing)
        foot.addWidget(self.receipt)
        foot.addLayout(buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.others)
        whole.addWidget(sheet, 1)
        whole.addLayout(foot)
        for before, after in pairwise(self.fields.values()):
            QWidget.setTabOrder(before, after)
