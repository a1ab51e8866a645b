"""The common phrases: the hall's and one's own, what is typed for each, and a form to make, change and remove them."""

from uuid import uuid4

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from console import words
from console.hall.hall import Hall
from console.widgets import keys, theme
from console.widgets.case.side_fields import TickField
from console.widgets.fields import ChoiceField, Field, LineField, NoteField
from console.widgets.list_and_detail import Turning
from console.widgets.sheet import Sheet
from console.widgets.spoken import Spoken, button, label
from wire.codes import Role, Verb
from wire.phrases import FIELDS, VARIABLES, Phrase, PhraseOrder, filled
from wire.problem import Problem

WIDE = 400  # px: from here on what a phrase is for stands in one row
EXAMPLE = {"address": "瑞祥路11号", "class": "暴露生活垃圾", "condition": "公共场所有生活垃圾", "limit": "4 工作时", "deadline": "16:40"}


class VerbField(ChoiceField):
    """The step that a note is written for; none: for any."""

    def __init__(self) -> None:
        super().__init__("verb", False, [(verb, words.of(verb)) for verb in Verb])

    def say(self) -> None:
        super().say()
        self.fill([(verb, words.of(verb)) for verb in Verb])


class PhrasesPane(Spoken):
    put_wanted = Signal(object, object)  # PhraseOrder, version or none
    removal_wanted = Signal(str, int)
    told = Signal(str, str, int)

    def __init__(self, hall: Hall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._hall = hall
        self._phrase: Phrase | None = None
        self.list, self.field, self.verb = QListWidget(), ChoiceField("field", True), VerbField()
        self.short, self.text, self.of_hall = LineField("short", True), NoteField("wording", True), TickField("of_hall")
        fields: tuple[Field, ...] = (self.field, self.verb, self.short, self.text, self.of_hall)
        self._fields = dict(zip(("field", "verb", "short", "text", "of_hall"), fields, strict=True))  # as the order calls them
        self.preview, self._hint, self._said = label("body2", wrap=True), label("hint", wrap=True), label(tone="warn", wrap=True)
        self.fresh, self.remove, self.keep = button("quiet"), button("quiet"), button("primary")
        self._lay_out()
        self._connect()
        self.say()

    def tell(self) -> None:
        self.told.emit("", str(len(self._hall.phrases.all)), -1)  # with none there is the form for the first

    def say(self) -> None:
        self.field.fill([(name, words.field(name)) for name in FIELDS])
        self.of_hall.setVisible(Role.ADMIN in self._hall.me.roles)
        self._hint.setText(self.tr("In braces: {names}").format(names=" ".join(f"{{{name}}}" for name in VARIABLES)))
        self.fresh.setText(self.tr("New"))
        self.remove.setText(self.tr("Remove"))
        self.keep.setText(self.tr("Keep") + "  Ctrl+⏎")
        self._fill()
        self._show_preview()

    def take_kept(self, kept: Phrase | Problem | None) -> None:
        """What became of what was asked."""
        if isinstance(kept, Problem):
            errors = {error.path: error.detail for error in kept.errors}
            if kept.code in words.CONCERNS:
                errors = {words.CONCERNS[kept.code]: words.problem(kept)}
            for path, text in errors.items():
                self._fields.get(path, self.text).set_error(text)
            self._said.setText("" if errors else words.problem(kept))
            return
        self._said.setText("")
        self._open(kept)

    def submit(self) -> None:
        wrong = [each for each in self._fields.values() if each.required and not each.is_filled()]
        for each in self._fields.values():
            each.set_error(self.tr("Needed: please fill this in") if each in wrong else "")
        if wrong:
            wrong[0].setFocus()
            return
        given = {name: value for name, each in self._fields.items() if (value := each.value()) is not None}
        try:
            order = msgspec.convert({"id": self._phrase.id if self._phrase else uuid4().hex, **given}, PhraseOrder)
        except msgspec.ValidationError as error:
            self._fields.get(str(error).rpartition("$.")[2].strip("`"), self.text).set_error(str(error))
            return
        self.put_wanted.emit(order, self._phrase.version if self._phrase else None)

    def _open(self, phrase: Phrase | None) -> None:
        """Show one, or begin a new one."""
        self._phrase = phrase
        self.field.set(phrase.field if phrase else "note")
        self.verb.set(phrase.verb if phrase else None)
        if phrase is None or phrase.verb is None:
            self.verb.choice.setEditText("")
        self.short.set(phrase.short if phrase else "")
        self.text.set(phrase.text if phrase else "")
        self.of_hall.set(phrase is not None and phrase.owner is None)
        mine = phrase is None or phrase.owner is not None or Role.ADMIN in self._hall.me.roles
        self.keep.setEnabled(mine)
        self.remove.setEnabled(mine and phrase is not None)
        self.of_hall.setEnabled(phrase is None)
        self._show_preview()

    def _remove(self) -> None:
        if self._phrase is not None:
            self.removal_wanted.emit(self._phrase.id, self._phrase.version)

    def _fill(self) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for each in self._hall.phrases.all:
            whose = self.tr("own") if each.owner else self.tr("hall")
            where = words.of(each.verb) if each.verb else words.field(each.field)
            self.list.addItem(f"{each.short}　{where} · {whose}　{each.text}")
        self.list.blockSignals(False)
        self.tell()

    def _chosen(self, row: int) -> None:
        if 0 <= row < len(self._hall.phrases.all):
            self._open(self._hall.phrases.all[row])

    def _show_preview(self) -> None:
        text = self.text.value() or ""
        self.preview.setText(self.tr("For example: {text}").format(text=filled(text, EXAMPLE)) if text else "")

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._chosen)
        self.text.changed.connect(self._show_preview)
        self.fresh.clicked.connect(lambda: self._open(None))
        self.remove.clicked.connect(self._remove)
        self.keep.clicked.connect(self.submit)
        self._hall.phrases.changed.connect(self._fill)
        keys.bind(self, self.submit, "Ctrl+Return", "Ctrl+Enter")

    def _lay_out(self) -> None:
        sheet, buttons, column = Sheet(), QHBoxLayout(), QVBoxLayout(self)
        about = Turning(WIDE, *((each, 1) for each in (self.field, self.verb, self.short)), gap=8)
        self.list.setMinimumHeight(theme.px(120))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setObjectName("phrases")
        for made in (self.fresh, self.remove):
            buttons.addWidget(made)
        buttons.addStretch(1)
        buttons.addWidget(self.keep)
        sheet.body.addWidget(self.list, 1)
        sheet.body.addWidget(about)
        for part in (self.text, self._hint, self.preview, self.of_hall, self._said):
            sheet.body.addWidget(part)
        sheet.body.addLayout(buttons)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(sheet)
