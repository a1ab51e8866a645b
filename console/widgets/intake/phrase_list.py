"""Common phrases in a field: an abbreviation and Ctrl+J becomes the phrase; Ctrl+J alone opens the list of those that fit the field."""

import re
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QVBoxLayout, QWidget

from console import words
from console.hall.phrases import Phrases
from console.widgets import keys, theme
from console.widgets.fields import NoteField
from console.widgets.spoken import label
from wire.codes import Verb
from wire.phrases import Phrase, filled

SHORT = re.compile(r"\w{1,12}$")
Known = Callable[[], dict[str, str]]


class PhraseList(QFrame):
    """Type to find, arrows and Enter to take, Escape to leave. Below stands what would be put in, with its variables filled."""

    def __init__(self, phrases: list[Phrase], known: dict[str, str], take: Callable[[Phrase], None], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("raised")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._phrases, self._known, self._take = phrases, known, take
        self._shown: list[Phrase] = []
        self.sought, self.list, self.preview = QLineEdit(), QListWidget(), label("hint", wrap=True)
        self.sought.setPlaceholderText(self.tr("abbreviation or part of the text"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedWidth(max(parent.width(), theme.px(360)))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(8),) * 4)
        for part in (self.sought, self.list, self.preview):
            column.addWidget(part)
        self.sought.textChanged.connect(self._fill)
        self.sought.installEventFilter(self)
        self.list.currentRowChanged.connect(self._show_preview)
        self.list.itemClicked.connect(lambda _: self._done())
        self._fill()
        self.sought.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self.list.setCurrentRow(max(0, min(self.list.currentRow() + step, self.list.count() - 1)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._done()
                return True
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        part = self.sought.text().strip().casefold()
        found = [phrase for phrase in self._phrases if part in phrase.short.casefold() or part in phrase.text.casefold()]
        self._shown = sorted(found, key=lambda phrase: not phrase.short.casefold().startswith(part))
        self.list.clear()
        for phrase in self._shown:
            self.list.addItem(f"{phrase.short}　{phrase.text}")
        self.list.setCurrentRow(0)
        self._show_preview()

    def _show_preview(self) -> None:
        row = self.list.currentRow()
        none = self.tr('No phrase for this field; they are made in the pane "{pane}"').format(pane=words.pane("phrases"))
        self.preview.setText(filled(self._shown[row].text, self._known) if 0 <= row < len(self._shown) else none)

    def _done(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._shown):
            self._take(self._shown[row])
        self.close()


class Phrasing(QObject):
    """Gives one field its phrases. `known`: what the form knows of their variables."""

    def __init__(self, field: NoteField, phrases: Phrases, known: Known, verb: Verb | None = None) -> None:
        super().__init__(field)
        self._field, self._phrases, self._known, self._verb = field, phrases, known, verb
        self.open_list: PhraseList | None = None
        keys.bind(field, self.ask, "Ctrl+J")
        field.offer_phrases()

    def ask(self) -> None:
        """Replace the abbreviation before the cursor, else open the list."""
        cursor = self._field.edit.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        typed = SHORT.search(before)
        for length in range(len(typed[0]) if typed else 0, 0, -1):  # Chinese has no spaces: the abbreviation is some end of what stands there
            if phrase := self._phrases.typed(before[-length:], self._field.name, self._verb):
                cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, length)
                cursor.insertText(filled(phrase.text, self._known()))
                return
        self._phrases.wanted.emit()
        self._open()

    def _open(self) -> None:
        fitting = self._phrases.of(self._field.name, self._verb)
        self.open_list = PhraseList(fitting, self._known(), self._insert, self._field)
        self.open_list.destroyed.connect(self._closed)
        self.open_list.move(self._field.mapToGlobal(self._field.rect().bottomLeft()))
        self.open_list.show()

    def _insert(self, phrase: Phrase) -> None:
        self._field.edit.insertPlainText(filled(phrase.text, self._known()))
        self._field.edit.setFocus()

    def _closed(self) -> None:
        self.open_list = None
