"""One verb of a case as a small form in place: the fields that the backend's offer needs, and the order made of them."""

import typing
from collections.abc import Mapping
from types import MappingProxyType

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.widgets import keys, theme
from console.widgets.case.city_fields import (
    ClassField,
    ConditionField,
    DepartmentField,
    DuplicateField,
    HandlerField,
    InspectorField,
    KindField,
)
from console.widgets.case.closing_fields import ClosingField, SameTimeField
from console.widgets.case.guard import Guard
from console.widgets.case.recommend import Recommended
from console.widgets.case.side_fields import TickField, side_fields
from console.widgets.fields import Field, NoteField
from console.widgets.hotline.callback_fields import OutcomeField, ResolvedField, SatisfactionField
from console.widgets.intake.draft_note import DraftNote
from console.widgets.intake.photo_field import STILL_KEY, PhotoField
from console.widgets.intake.phrase_known import of_case
from console.widgets.intake.phrase_list import Phrasing
from console.widgets.keeping import Keeping
from console.widgets.spoken import Spoken, button, label
from wire.case_order import CaseOrder
from wire.cases import AnyCaseOrder, CaseCard, Offer
from wire.codes import Verb

ORDERS: dict[str, type[CaseOrder]] = {str(kind.__struct_config__.tag): kind for kind in typing.get_args(AnyCaseOrder)}
# The order in which one is asked; what an offer does not need but its order takes is asked too, unmarked.
ASKED = (
    *("kind", "class_code", "condition_id", "department_id", "handler", "duplicate_of", "unit_id", "same_time", "photos", "closing_met", "in_error"),
    *("supervise_kind", "hard", "suspend_kind", "until", "outcome", "resolved", "satisfaction", "note"),
)


def fields_of(verb: Verb) -> list[str]:
    """The fields that the order of a verb has, in the order in which one is asked."""
    return [name for name in ASKED if name in ORDERS[verb].__struct_fields__]


class OrderForm(Spoken):
    """Emits the order when it is complete; says under each field what is missing when it is not."""

    sent = Signal(object)  # AnyCaseOrder
    cancelled = Signal()
    photo_added = Signal(bytes, str)  # image, media type
    writing = Signal(str)  # name of the field that is being written
    still_wanted = Signal()  # the picture of the hot video pane, for `take_still`

    def __init__(
        self, hall: Hall, card: CaseCard, offer: Offer, given: Mapping[str, object] = MappingProxyType({}), parent: QWidget | None = None
    ) -> None:
        """`given`: fields that are not asked, with what the order has in them."""
        super().__init__(parent)
        self.setObjectName("raised")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._hall, self._card, self.offer, self._given = hall, card, offer, given
        asked = [name for name in fields_of(offer.verb) if name not in given and (name != "same_time" or card.check_from is not None)]
        self.fields = {name: self._field(name) for name in asked}
        self.recommended = Recommended(hall, card.id) if "unit_id" in self.fields else None
        self._title, self._cancel, self._send = label("lead"), button("quiet"), button("primary")
        self.foot = QWidget()
        self._buttons = QHBoxLayout(self.foot)
        self.guard, self.drafted = Guard(hall), DraftNote(hall)
        self._lay_out()
        self._chain()
        self._prefill()
        for field in self.fields.values():
            field.changed.connect(lambda field=field: self.writing.emit(field.name) if field.hasFocus() else None)
        if isinstance(note := self.fields.get("note"), NoteField):
            Phrasing(note, hall.phrases, self._known, offer.verb)
        self.keeping = Keeping(hall.drafts, f"order:{offer.verb}", self.fields, self)
        self.keeping.taken_up.connect(self.drafted.show_draft)
        self.drafted.dropped.connect(self._start_over)
        self._cancel.clicked.connect(self.cancelled)
        self._send.clicked.connect(self.submit)
        self._bind(self)
        if self.takes_photos():
            keys.bind(self, self.still_wanted.emit, STILL_KEY)
        self.say()
        self.keeping.begin(card.id)

    def say(self) -> None:
        step = words.step(self.offer.verb, self._card.case.status)
        self._title.setText(step)
        self._cancel.setText(self.tr("Cancel"))
        self._send.setText(f"{step}  Ctrl+⏎")

    def hang_actions(self, place: QLayout) -> None:
        """The row of buttons out of the column into `place`, where it is in view however far the fields are scrolled; their keys work there too."""
        place.addWidget(self.foot)
        self._buttons.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        self._bind(self.foot)
        self.foot.show()

    def holds(self, part: QWidget) -> bool:
        """Its own buttons too, wherever they hang."""
        return self.isAncestorOf(part) or self.foot.isAncestorOf(part)

    def close_up(self) -> None:
        """Away with it, and with its buttons."""
        for part in (self, self.foot):
            part.hide()
            part.deleteLater()

    @property
    def held(self) -> bool:
        return not self._send.isEnabled()

    def hold(self, on: bool) -> None:
        """What it has sent is under way, and is not sent a second time. A button that is off would pass the focus on to whatever comes next."""
        if on and self._send.hasFocus():
            self.fields["note"].setFocus()
        self._send.setEnabled(not on)

    def submit(self) -> None:
        if self.held:
            return
        wrong = [field for field in self.fields.values() if self._is_wrong(field)]
        if wrong:
            wrong[0].setFocus()
            return
        if not self.guard.lets_pass(self._card.id, self._card):
            return
        given = dict(self._given) | {name: field.value() for name, field in self.fields.items() if field.value() is not None}
        if self._is_unadvised():
            given["unadvised"] = True
        try:
            self.sent.emit(msgspec.convert({"verb": str(self.offer.verb), **given}, AnyCaseOrder))
            self.keeping.end()  # the outbox has it on the disk now
        except msgspec.ValidationError as error:
            self.show_errors({"note": str(error)})

    def show_errors(self, errors: dict[str, str]) -> None:
        """Say what the backend found wrong, each at its field; what has no field is said at the last. What was typed is a draft again."""
        if errors:
            self.keeping.keep()
        for path, text in errors.items():
            name = path.split("[")[0].split(".")[0]
            self.fields.get(name, self.fields["note"]).set_error(text)

    def add_text(self, text: str) -> None:
        """To the note, under what stands there."""
        note = self.fields["note"]
        if isinstance(note, NoteField) and text not in (note.value() or ""):
            note.set(f"{note.value() or ''}\n{text}".strip())
            note.setFocus()

    def take_still(self, picture: QImage, name: str) -> None:
        if isinstance(photos := self.fields.get("photos"), PhotoField):
            photos.add_picture(picture, name)

    def takes_photos(self) -> bool:
        return "photos" in self.fields

    def focus_first(self) -> None:
        next((field for field in self.fields.values() if field.required and not field.is_filled()), self.fields["note"]).setFocus()

    def _is_unadvised(self) -> bool:
        """Whether a choice was made where no recommendation was seen: for many cases at once, or before it had come."""
        department = self.fields.get("department_id")
        if self.offer.verb is Verb.DISPATCH and isinstance(department, DepartmentField):
            return department.suggested() is None
        return self.recommended is not None and not self.recommended.is_known and self.fields["unit_id"].value() is not None

    def _is_wrong(self, field: Field) -> bool:
        missing = field.required and not field.is_filled()
        wanting = self.tr("Needed: tick it when it is so") if isinstance(field, TickField) else self.tr("Needed: please fill this in")
        field.set_error(wanting if missing else "")
        return missing

    def _field(self, name: str) -> Field:
        required = name in self.offer.needs
        if name == "note":
            return NoteField("note", required)
        if name == "photos":
            photos = PhotoField(self._hall.drafts, self._card.photos, required)
            photos.given.connect(self.photo_added)
            photos.still_wanted.connect(self.still_wanted)
            return photos
        if name == "department_id":
            department = DepartmentField(self._hall, required, self.offer.verb)
            if self.offer.verb is Verb.DISPATCH:  # whom a case is passed down to, nobody has suggested
                department.suit(self._card)
            return department
        made: dict[str, typing.Callable[[], Field]] = {
            "kind": KindField,
            "class_code": lambda: ClassField(self._hall),
            "condition_id": lambda: ConditionField(self._hall, required),
            "unit_id": lambda: InspectorField(self._hall, required, self._card.case),
            "duplicate_of": lambda: DuplicateField(self._hall, self._card),
            "handler": lambda: HandlerField(self._hall, self._card, required),
            "closing_met": lambda: ClosingField(self._card.condition, required),
            "same_time": lambda: SameTimeField(self._card.check_from or self._hall.clock.now(), self._hall.clock.now()),
            **side_fields(self._hall.clock.now()),
            "outcome": OutcomeField,
            "resolved": ResolvedField,
            "satisfaction": SatisfactionField,
        }
        return made[name]()

    def _chain(self) -> None:
        """The kind decides which classes there are, and the class which conditions."""
        kind, small, condition = (self.fields.get(name) for name in ("kind", "class_code", "condition_id"))
        if isinstance(kind, KindField) and isinstance(small, ClassField):
            kind.changed.connect(lambda: small.suit(kind.value()))
            if isinstance(condition, ConditionField):
                small.changed.connect(lambda: condition.suit(kind.value(), small.value()))

        unit, recommended = self.fields.get("unit_id"), self.recommended
        if recommended is not None and isinstance(unit, InspectorField):
            recommended.chosen.connect(unit.set)
            unit.changed.connect(lambda: recommended.mark(str(unit.value() or "")))

    def _prefill(self) -> None:
        case = self._card.case
        for name, value in (("kind", case.kind), ("class_code", case.class_code)):
            field = self.fields.get(name)
            if isinstance(field, KindField) or (isinstance(field, ClassField) and self.offer.verb is not Verb.SPLIT):  # a part is of another class
                field.set(value)
        condition, department = self.fields.get("condition_id"), self.fields.get("department_id")
        if isinstance(condition, ConditionField):
            condition.suit(case.kind, case.class_code)
            condition.set(case.condition_id or condition.value())
        if isinstance(department, DepartmentField) and (best := department.suggested()):
            department.set(best)

    def _known(self) -> dict[str, str]:
        department, condition = (self.fields.get(name) for name in ("department_id", "condition_id"))
        chosen = [str(field.value() or "") if field else "" for field in (department, condition)]
        return of_case(self._hall, self._card.case, *chosen)

    def _start_over(self) -> None:
        self.keeping.reset()
        self.drafted.show_draft(None)

    def _bind(self, part: QWidget) -> None:
        keys.bind(part, self.submit, "Ctrl+Return", "Ctrl+Enter")
        keys.bind(part, self.cancelled.emit, "Escape")

    def _lay_out(self) -> None:
        buttons = self._buttons
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._send)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(12),) * 4)
        column.setSpacing(theme.px(8))
        column.addWidget(self._title)
        column.addWidget(self.drafted)
        for field in self.fields.values():
            column.addWidget(field)
            if field.name == "unit_id" and self.recommended is not None:
                column.addWidget(self.recommended)
        column.addWidget(self.guard)
        column.addWidget(self.foot)
