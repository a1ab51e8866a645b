"""One line of a version as a form: every field, and under it what is wrong with it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from console import words
from console.widgets import theme
from console.widgets.fields import Choice, ChoiceField, Field, LineField, NoteField
from console.widgets.sheet import Sheet
from console.widgets.spoken import Spoken
from console.widgets.standards.lines import LINE, Line
from wire.codes import DayMeaning, Kind, LimitType, StandardKind
from wire.standards import Fault

LONG = frozenset({"text", "text_en", "closing", "closing_en", "unit", "basis"})
ASKED = frozenset({"ask", "ask_en"})
FIRST = ("code", "name", "trade", "text", "limit", "closing", "ask", "urgent", "basis", "unit", "remark")  # what is changed most stands above


class LimitField(Field):
    """An amount and its clock. What is no limit stays as it was typed, in the amount."""

    def __init__(self, name: str) -> None:
        self.amount, self.clock = QLineEdit(), Choice()
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        self.amount.setFixedWidth(theme.px(84))
        row.addWidget(self.amount)
        row.addWidget(self.clock, 1)
        super().__init__(name, both)
        self.setFocusProxy(self.amount)
        self.amount.textChanged.connect(self.changed)
        self.clock.currentTextChanged.connect(self.changed)

    def value(self) -> str:
        return " ".join(part for part in (self.amount.text().strip(), str(self.clock.chosen() or "")) if part)

    def set(self, text: str) -> None:
        amount, _, clock = text.rpartition(" ")
        known = clock in set(LimitType)
        self.amount.setText(amount if known else text)
        self.clock.choose(LimitType(clock) if known else None)

    def say(self) -> None:
        super().say()
        self.amount.setAccessibleName(words.field(self.name))
        self.clock.setAccessibleName(words.choose("时限的单位", "Clock of the limit"))
        self.clock.fill([(kind, words.of(kind)) for kind in LimitType])

    def set_error(self, text: str) -> None:
        super().set_error(text)
        theme.set_property(self.amount, "wrong", bool(text))


class CodeField(ChoiceField):
    """One of some codes; what is none of them stays as it was typed."""

    def say(self) -> None:
        super().say()
        bare = self.name.removeprefix("line.")
        if bare == "trade":
            self.fill([(code, words.choose(*said)) for code, said in words.trades().items()])
        elif bare == "urgent":
            self.fill([(code, words.urgency(code)) for code in ("", "URGENT")])
        else:
            kinds: Sequence[Kind | DayMeaning] = list(Kind) if bare == "kind" else list(DayMeaning)
            self.fill([(kind, words.of(kind)) for kind in kinds])

    def value(self) -> str:
        chosen = self.choice.chosen()
        return str(chosen) if chosen is not None else self.choice.currentText().strip()

    def set(self, value: object) -> None:
        self.choice.choose(value)
        if self.choice.chosen() != value:
            self.choice.setEditText(str(value))


class AskField(NoteField):
    """A question a line, its answers in brackets."""

    def say(self) -> None:
        super().say()
        self.edit.setPlaceholderText(self.tr("one question a line: Is it fenced off? [yes/no]"))


class StandardLineForm(Spoken):
    """`changed` for each change that somebody types; who only reads can select and copy."""

    changed = Signal(str, str)  # field, value

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self._line: Line | None = None
        self._kind: StandardKind | None = None
        self._filling, self._may = False, False
        self.fields: dict[str, Field] = {}
        self._sheet = Sheet()
        column = QHBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._sheet)

    def show_line(self, kind: StandardKind, line: Line | None, faults: Sequence[Fault], may_edit: bool) -> None:
        """The cursor and what is being typed are left alone where the line says that already."""
        if kind is not self._kind:
            self._make(kind)
        self._line, self._may = line, may_edit and line is not None
        self._filling = True
        for name, field in self.fields.items():
            said = getattr(line, name) if line is not None else ""
            if field.value() != said:
                _set(field, said)
            _allow(field, self._may)
        self._filling = False
        self.judge(faults)

    def judge(self, faults: Sequence[Fault]) -> None:
        wrong = {fault.field: words.fault(fault.code) for fault in faults}
        for name, field in self.fields.items():
            field.set_error(wrong.get(name, ""))

    def focus(self, name: str) -> None:
        if name in self.fields:
            self.fields[name].setFocus()
            self._sheet.ensureWidgetVisible(self.fields[name])

    def _make(self, kind: StandardKind) -> None:
        self._kind = kind
        for field in self.fields.values():
            field.hide()
            field.deleteLater()
        while self._sheet.body.count():
            self._sheet.body.takeAt(0)
        names = LINE[kind].__struct_fields__
        ordered = [*(name for name in FIRST if name in names), *(name for name in names if name not in FIRST)]
        if kind is StandardKind.CALENDAR:
            ordered = list(names)
        self.fields = {name: _field(name) for name in ordered}
        for name, field in self.fields.items():
            self._sheet.body.addWidget(field)
            field.changed.connect(lambda name=name, field=field: self._typed(name, field))
        self._sheet.body.addStretch(1)

    def _typed(self, name: str, field: Field) -> None:
        if not self._filling and self._may:
            self.changed.emit(name, str(field.value() or ""))


def _field(name: str) -> Field:
    if name == "limit":
        return LimitField("line.limit")
    if name in ("kind", "trade", "meaning", "urgent"):
        return CodeField(f"line.{name}")
    if name in ASKED:
        return AskField(f"line.{name}", lines=3)
    return NoteField(f"line.{name}", lines=2) if name in LONG else LineField(f"line.{name}")


def _set(field: Field, text: str) -> None:
    assert isinstance(field, LimitField | CodeField | LineField | NoteField)
    field.set(text)


def _allow(field: Field, may: bool) -> None:
    if isinstance(field, LimitField):
        field.amount.setReadOnly(not may)
        field.clock.setEnabled(may)
    elif isinstance(field, ChoiceField):
        field.choice.setEnabled(may)
    else:
        for line in field.findChildren(QLineEdit):
            line.setReadOnly(not may)
        for text in field.findChildren(QPlainTextEdit):
            text.setReadOnly(not may)
