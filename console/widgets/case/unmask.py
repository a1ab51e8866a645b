"""Personal data of a case: hidden until somebody says why he must see it, then shown for a while. On a wall never."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from console import look, words
from console.widgets import keys, theme
from console.widgets.fields import ChoiceField, NoteField
from console.widgets.spoken import Spoken, button, label
from wire.cases import CaseCard
from wire.codes import UnmaskReason
from wire.privacy import PersonalData, UnmaskOrder
from wire.problem import Problem

SHOWN = ("reporter", "phone", "address", "description")


class ReasonField(ChoiceField):
    def __init__(self) -> None:
        super().__init__("unmask_reason", True)

    def say(self) -> None:
        super().say()
        self.fill([(reason, words.of(reason)) for reason in UnmaskReason])


class Unmask(Spoken):
    """Asks by `wanted`; `take` and `refuse` answer. What it was given it forgets: at the end of its time, with the case, and when it is hidden."""

    wanted = Signal(str, object)  # case id, UnmaskOrder

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._id, self._may = "", False
        self._found: PersonalData | None = None
        self._now: datetime | None = None
        self.open, self.show_button, self.cancel, self.forget_button = button(), button("primary"), button("quiet"), button()
        self.reason, self.note = ReasonField(), NoteField("unmask_note", lines=2)
        self._hint, self._left, self._error = label("hint", wrap=True), label("hint"), label("error", wrap=True)
        self._names = [label("label") for _ in SHOWN]
        self.texts = [label(wrap=True) for _ in SHOWN]
        self._ask, self._form, self._whole = QWidget(), QWidget(), QWidget()
        self._lay_out()
        self.open.clicked.connect(self._begin)
        self.cancel.clicked.connect(lambda: self._turn(self._ask))
        self.forget_button.clicked.connect(self.forget)
        self.show_button.clicked.connect(self.submit)
        keys.bind(self._form, self.submit, "Ctrl+Return", "Ctrl+Enter")
        keys.bind(self._form, lambda: self._turn(self._ask), "Escape")
        self.say()
        self.forget()

    def show_case(self, id: str, card: CaseCard | None, now: datetime) -> None:
        self._now = now
        if id != self._id:
            self._id = id
            self.forget()
        self._may = card is not None and card.may_unmask and look.surface() == "desk"
        if not self._may and self._found is not None:
            self.forget()
        self.setVisible(self._may and card is not None and _hides(card))

    def tick(self, now: datetime) -> None:
        self._now = now
        if self._found is not None:
            if now >= self._found.until:
                self.forget()
            else:
                self._say_left()

    def submit(self) -> None:
        reason = self.reason.value()
        self.reason.set_error("" if reason else self.tr("Say why you must see it"))
        missing = reason is UnmaskReason.OTHER and not self.note.value()
        self.note.set_error(self.tr("Say which reason it is") if missing else "")
        if not reason or missing:
            (self.note if missing else self.reason).setFocus()
            return
        self.show_button.setEnabled(False)
        self.wanted.emit(self._id, UnmaskOrder(reason=UnmaskReason(str(reason)), note=self.note.value() or ""))

    def take(self, found: PersonalData) -> None:
        """An answer for a case that was left meanwhile is not shown."""
        if found.case_id != self._id or look.surface() != "desk":
            return
        self._found = found
        notes = [note for note in found.notes.values() if note]
        for name, part in zip(SHOWN, self.texts, strict=True):
            part.setText("\n".join([getattr(found, name), *notes]) if name == "description" else getattr(found, name) or "—")
        self._say_left()
        self._turn(self._whole)

    def refuse(self, problem: Problem) -> None:
        self.show_button.setEnabled(True)
        self._error.setText(words.problem(problem))
        self._error.show()

    def forget(self) -> None:
        self._found = None
        for part in self.texts:
            part.clear()
        self.reason.set(None)
        self.note.set("")
        self._turn(self._ask)

    def say(self) -> None:
        for part, text in (
            (self.open, self.tr("Show personal data…")),
            (self.show_button, self.tr("Show") + "  Ctrl+⏎"),
            (self.cancel, self.tr("Cancel")),
            (self.forget_button, self.tr("Hide again")),
            (self._hint, self.tr("Your name, the time and the reason are written into the audit trail.")),
        ):
            part.setText(text)
        for name, part in zip(SHOWN, self._names, strict=True):
            part.setText(words.field(name))
        self._say_left()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._found is not None:
            self.forget()

    def _begin(self) -> None:
        self._turn(self._form)
        self.reason.setFocus()

    def _turn(self, shown: QWidget) -> None:
        self._error.hide()
        self.show_button.setEnabled(True)
        self.reason.set_error("")
        self.note.set_error("")
        for part in (self._ask, self._form, self._whole):
            part.setVisible(part is shown)

    def _say_left(self) -> None:
        if self._found is not None and self._now is not None:
            seconds = max(0, round((self._found.until - self._now).total_seconds()))
            self._left.setText(self.tr("shown for {time}").format(time=f"{seconds // 60}:{seconds % 60:02d}"))

    def _lay_out(self) -> None:
        for part in (self._form, self._whole):
            part.setObjectName("raised")
            part.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        ask = QHBoxLayout(self._ask)
        ask.setContentsMargins(0, 0, 0, 0)
        ask.addWidget(self.open)
        ask.addStretch(1)
        form, foot = QVBoxLayout(self._form), QHBoxLayout()
        form.setSpacing(theme.px(6))
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.show_button)
        for part in (self.reason, self.note, self._hint, self._error):
            form.addWidget(part)
        form.addLayout(foot)
        whole = QGridLayout(self._whole)
        whole.setHorizontalSpacing(theme.px(16))
        whole.setVerticalSpacing(theme.px(2))
        for at, (name, text) in enumerate(zip(self._names, self.texts, strict=True)):
            row, side, wide = (0, at, 1) if at < 2 else ((at - 1) * 2, 0, 2)
            whole.addWidget(name, row, side, 1, wide)
            whole.addWidget(text, row + 1, side, 1, wide, Qt.AlignmentFlag.AlignTop)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        end = QHBoxLayout()
        end.addWidget(self._left)
        end.addStretch(1)
        end.addWidget(self.forget_button)
        whole.addLayout(end, 6, 0, 1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self._ask, self._form, self._whole):
            column.addWidget(part)


def _hides(card: CaseCard) -> bool:
    """Whether there is anything to be shown that the card does not show."""
    said = [card.case.description, card.case.address, *(each.answer for record in card.flow for each in record.answers)]
    return bool(card.reporter or card.phone or any("*" in text for text in said))
