"""The fields that orders and reports are made of: label above, editor, error below in words. Each knows the name it has in its order."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QListView, QPlainTextEdit, QVBoxLayout, QWidget

from console import words
from console.widgets import theme
from console.widgets.spoken import Spoken, label


class Field(Spoken):
    """A label, an editor and the line for its error. `value` is what goes into the order; none when nothing was given."""

    MARK = "  ＊"  # behind the name of what is needed

    changed = Signal()

    def __init__(self, name: str, editor: QWidget, required: bool = False) -> None:
        super().__init__()
        self.name, self.required, self._editor = name, required, editor
        self._label, self._error = label("label"), label("error", wrap=True)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        for part in (self._label, editor, self._error):
            column.addWidget(part)
        self._label.setBuddy(editor)
        self.setFocusProxy(editor)
        self._error.hide()
        self.say()

    def value(self) -> object:
        raise NotImplementedError

    def content(self) -> object:
        """What stands in it, as it was typed, whole or not: for a draft, as JSON."""
        raise NotImplementedError

    def put_back(self, content: Any) -> None:
        """What `content` has said."""
        raise NotImplementedError

    def say(self) -> None:
        mark = self.MARK if self.required else ""
        self._label.setText(words.field(self.name) + mark)
        self._editor.setAccessibleName(words.field(self.name))

    def is_filled(self) -> bool:
        return self.value() not in (None, "", [])

    def need(self, required: bool) -> None:
        """Whether it must be filled may depend on what stands in another one."""
        if required != self.required:
            self.required = required
            self.say()

    def insert_above(self, part: QWidget) -> None:
        """Something to be read before one answers."""
        self._column.insertWidget(0, part)

    def set_error(self, text: str) -> None:
        """Say under the field what is wrong with it; nothing with an empty text."""
        self._error.setText(text)
        self._error.setVisible(bool(text))
        theme.set_property(self._editor, "wrong", bool(text))


class LineField(Field):
    def __init__(self, name: str, required: bool = False, line: QLineEdit | None = None) -> None:
        self.edit = line or QLineEdit()
        super().__init__(name, self.edit, required)
        self.edit.textChanged.connect(self.changed)

    def value(self) -> str | None:
        return self.edit.text().strip() or None

    def set(self, text: str) -> None:
        self.edit.setText(text)

    def content(self) -> object:
        return self.edit.text()

    def put_back(self, content: Any) -> None:
        self.edit.setText(str(content))


class NoteField(Field):
    """Some lines of text; Tab leaves it."""

    def __init__(self, name: str = "note", required: bool = False, lines: int = 2) -> None:
        self.edit, self._phrased, self._called = QPlainTextEdit(), False, ""
        self.edit.setTabChangesFocus(True)
        super().__init__(name, self.edit, required)
        self.edit.setFixedHeight(self.edit.fontMetrics().lineSpacing() * lines + theme.px(18))
        self.edit.textChanged.connect(self.changed)

    def value(self) -> str | None:
        return self.edit.toPlainText().strip() or None

    def set(self, text: str) -> None:
        self.edit.setPlainText(text)

    def content(self) -> object:
        return self.edit.toPlainText()

    def put_back(self, content: Any) -> None:
        self.edit.setPlainText(str(content))

    def call_it(self, name: str) -> None:
        """Another label, where the same text is something else."""
        self._called = name
        self.say()

    def offer_phrases(self) -> None:
        """Common phrases can be put in here, and the label says by which key."""
        self._phrased = True
        self.say()

    def say(self) -> None:
        super().say()
        if self.required and self.name == "note":
            self._label.setText(words.field("reason") + "  ＊")
        if self._called:
            self._label.setText(words.field(self._called))
        if self._phrased:
            self._label.setText(self._label.text() + "　" + self.tr("phrases Ctrl+J"))


class Choice(QComboBox):
    """A list in which one types to find: any part of a text matches. The wheel turns it only when it has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._values = QStringListModel(self), list[object]()
        self.setModel(self._texts)
        self.line = QLineEdit()
        self.setLineEdit(self.line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setMaxVisibleItems(16)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        popup = QListView()
        popup.setObjectName("completions")
        completer.setPopup(popup)
        self.setCompleter(completer)
        self.line.editingFinished.connect(self._settle)

    def fill(self, options: Iterable[tuple[object, str]]) -> None:
        """Offer these values with their texts; what was chosen stays chosen where it is still offered. No signal when nothing changes."""
        offered = list(options)
        values, texts = [value for value, _ in offered], [text for _, text in offered]
        if values == self._values and texts == self._texts.stringList():
            return
        chosen, typed = self.chosen(), self.currentText()
        self.blockSignals(True)
        self._values = values
        self._texts.setStringList(texts)  # all at once: two thousand units, one by one, took 10 ms
        self.blockSignals(False)
        self.choose(chosen)
        if chosen is None:
            self.setEditText(typed if self.line.hasFocus() else "")

    def choose(self, value: object) -> None:
        self.setCurrentIndex(self._row(value))
        self.line.setCursorPosition(0)

    def chosen(self) -> object | None:
        """The value whose text stands in the field; none when what stands there is no option."""
        row = self.findText(self.currentText(), Qt.MatchFlag.MatchFixedString)
        return self._values[row] if row >= 0 else None

    def values(self) -> list[object]:
        """All that is offered, in order."""
        return list(self._values)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _settle(self) -> None:
        """Who leaves it with a part of only one text has meant that."""
        typed = self.currentText().strip().casefold()
        if typed and self.chosen() is None:
            meant = [row for row, text in enumerate(self._texts.stringList()) if typed in text.casefold()]
            if len(meant) == 1:
                self.setCurrentIndex(meant[0])

    def _row(self, value: object) -> int:
        return self._values.index(value) if value is not None and value in self._values else -1


class ChoiceField(Field):
    def __init__(self, name: str, required: bool = False, options: Sequence[tuple[object, str]] = ()) -> None:
        self.choice = Choice()
        super().__init__(name, self.choice, required)
        if options:
            self.fill(options)
        self.choice.currentTextChanged.connect(self.changed)

    def value(self) -> object | None:
        return self.choice.chosen()

    def set(self, value: object) -> None:
        self.choice.choose(value)

    def content(self) -> object:
        """The value, or what was typed and is none."""
        value = self.value()
        return {"typed": self.choice.currentText()} if value is None else {"value": value}

    def put_back(self, content: Any) -> None:
        if "typed" in content:
            self.choice.setEditText(str(content["typed"]))
        else:
            self.set(content["value"])

    def fill(self, options: Iterable[tuple[object, str]]) -> None:
        self.choice.fill(options)

    def typed_wrong(self) -> bool:
        """Something stands in the field that is no option."""
        return bool(self.choice.currentText().strip()) and self.value() is None
